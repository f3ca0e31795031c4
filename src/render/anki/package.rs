//! The package: a zip archive of the collection, the list of media, and the media, numbered.
//!
//! Enters: bytes. Leaves: bytes; names sorted, all times 1980-01-01, so that equal content gives equal bytes on
//! every system.

use std::collections::BTreeMap;
use std::path::Path;

use super::archive::Archive;
use super::deflate::{deflated_file, stored};
use crate::doc::Image;

/// A package with the collection in a file, and images by name.
pub(super) fn pack(collection: &Path, images: &BTreeMap<&str, &Image>) -> Result<Vec<u8>, String> {
    let file = |error: std::io::Error| format!("cannot use a temporary file: {error}");
    let size = |_| "it is too large for a zip archive".to_owned();
    let mut archive = Archive::default();
    archive.push("collection.anki2", deflated_file(collection).map_err(file)?).map_err(size)?;
    archive.push("media", stored(media(images).as_bytes())).map_err(size)?;
    for (number, image) in images.values().enumerate() {
        // Already as small as it gets.
        archive.push(&number.to_string(), stored(&image.bytes)).map_err(size)?;
    }
    archive.finish().map_err(size)
}

/// `{"0": "name.png", …}`.
fn media(images: &BTreeMap<&str, &Image>) -> String {
    let entry = |(number, name): (usize, &&str)| format!("\"{number}\":{}", serde_json::Value::from(*name));
    let entries: Vec<String> = images.keys().enumerate().map(entry).collect();
    format!("{{{}}}", entries.join(","))
}
