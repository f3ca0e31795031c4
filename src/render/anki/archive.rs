//! A zip archive: entries in the order in which they come, all of 1980-01-01, 0644 and from Unix, so that equal content
//! gives equal bytes on every system.
//!
//! Enters: names and [`Content`]. Leaves: bytes. Never here: files, compression.
//! <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, without Zip64: up to 4 GiB and 65,535 entries.

use std::num::TryFromIntError;

/// What an entry holds.
pub(super) struct Content {
    pub(super) method: Method,
    /// The CRC-32 of the content before compression.
    pub(super) crc: u32,
    /// Its size before compression, in bytes.
    pub(super) size: u64,
    /// After compression, in pieces.
    pub(super) pieces: Vec<Vec<u8>>,
}

/// How a content is compressed; the number stands for it in an archive.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Stored = 0,
    Deflated = 8,
}

/// An archive in the making.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    /// What comes after all entries: a line for each.
    directory: Vec<u8>,
    entries: u16,
}

/// 2.0, the first version that inflates.
const VERSION: u16 = 20;
/// Unix, in the upper byte.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// An ordinary file with the permissions 0644, where Unix has them.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// Day 1, month 1, year 0 after 1980.
const DATE: u16 = 1 << 5 | 1;

impl Archive {
    /// Puts an entry behind those that are there; its name is ASCII.
    pub(super) fn push(&mut self, name: &str, content: Content) -> Result<(), TryFromIntError> {
        let offset = u32::try_from(self.bytes.len())?;
        let facts = facts(name, &content)?;
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&facts);
        self.bytes.extend(name.as_bytes());
        for piece in content.pieces {
            self.bytes.extend(&piece);
        }
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(MADE_BY.to_le_bytes());
        self.directory.extend(&facts);
        // No comment, the first disk, no internal attributes.
        self.directory.extend([0; 6]);
        self.directory.extend(ATTRIBUTES.to_le_bytes());
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries = u16::try_from(usize::from(self.entries) + 1)?;
        Ok(())
    }

    /// The archive's bytes.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, TryFromIntError> {
        let (size, offset) = (u32::try_from(self.directory.len())?, u32::try_from(self.bytes.len())?);
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06");
        // The one disk, which holds the directory.
        self.bytes.extend([0; 4]);
        for _ in ["on this disk", "in all"] {
            self.bytes.extend(self.entries.to_le_bytes());
        }
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(offset.to_le_bytes());
        // No comment.
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }
}

/// What is said of an entry both before it and in the directory.
fn facts(name: &str, content: &Content) -> Result<Vec<u8>, TryFromIntError> {
    let packed: usize = content.pieces.iter().map(Vec::len).sum();
    let (flags, time, extra) = (0_u16, 0_u16, 0_u16);
    let mut facts = Vec::new();
    for number in [VERSION, flags, content.method as u16, time, DATE] {
        facts.extend(number.to_le_bytes());
    }
    for number in [content.crc, u32::try_from(packed)?, u32::try_from(content.size)?] {
        facts.extend(number.to_le_bytes());
    }
    for number in [u16::try_from(name.len())?, extra] {
        facts.extend(number.to_le_bytes());
    }
    Ok(facts)
}
