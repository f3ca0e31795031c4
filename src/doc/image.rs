//! Images of a bank: read once from below its folder, carried into all three artifacts.
//!
//! Enters: a path as Markdown states it. Leaves: bytes, format and size in pixels.
//! Never here: anything outside the bank's folder, anything remote.

/// A picture's file.
#[derive(Debug, PartialEq, Eq)]
pub struct Image {
    /// The path in the bank, as written, with `/`.
    pub path: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub format: ImageFormat,
    /// Width in pixels, not 0.
    pub width: u32,
    /// Height in pixels, not 0.
    pub height: u32,
    /// `NAME-HASH8.png`: the file's stem made safe and the first eight hex digits of its SHA-256, so that
    /// equal names never collide and a changed picture never hides behind an old one.
    pub file_name: String,
}

/// The image formats that all three artifacts can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}
