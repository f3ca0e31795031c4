//! The package: a zip archive of the collection, the list of media, and the media, numbered.
//!
//! Enters: bytes. Leaves: bytes; names sorted, all times 1980-01-01, so that equal content gives equal bytes on
//! every system.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::doc::Image;

const COLLECTION: &str = "collection.anki2";

/// The collection in a package.
pub(super) fn unpack(package: &[u8]) -> Result<Vec<u8>, String> {
    let read = || -> ZipResult<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(package))?;
        let mut bytes = Vec::new();
        archive.by_name(COLLECTION)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| format!("zip: {error}"))
}

/// A package with a collection and images by name.
pub(super) fn pack(collection: &[u8], images: &BTreeMap<&str, &Image>) -> Result<Vec<u8>, String> {
    let write = || -> ZipResult<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut entry = |name: &str, bytes: &[u8], method| {
            archive.start_file(name, options(method))?;
            archive.write_all(bytes).map_err(zip::result::ZipError::from)
        };
        entry(COLLECTION, collection, CompressionMethod::Deflated)?;
        entry("media", media(images).as_bytes(), CompressionMethod::Deflated)?;
        for (number, image) in images.values().enumerate() {
            // Already as small as it gets.
            entry(&number.to_string(), &image.bytes, CompressionMethod::Stored)?;
        }
        Ok(archive.finish()?.into_inner())
    };
    write().map_err(|error| format!("zip: {error}"))
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        // Half the time of the usual 6, for a package a seventh larger.
        .compression_level((method == CompressionMethod::Deflated).then_some(3))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix)
}

/// `{"0": "name.png", …}`.
fn media(images: &BTreeMap<&str, &Image>) -> String {
    let entry = |(number, name): (usize, &&str)| format!("\"{number}\":{}", serde_json::Value::from(*name));
    let entries: Vec<String> = images.keys().enumerate().map(entry).collect();
    format!("{{{}}}", entries.join(","))
}
