//! Images of a bank: read once from below its folder, carried into all three artifacts.
//!
//! Enters: a path as Markdown states it. Leaves: bytes, format and size in pixels.
//! Never here: anything outside the bank's folder, anything remote.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::nearby;
use crate::bank::id::slug;
use crate::render::pdf::paint;

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

/// The longest side, in pixels: that of the decoder of JPEG.
const MAX_SIDE: usize = 16_384;

/// The largest area, in pixels: what a decoder holds in memory grows with it, by about 8 bytes for each.
const MAX_PIXELS: usize = 40_000_000;

/// The images of one bank, each read once, however often it is shown.
#[derive(Debug)]
pub struct Images {
    folder: PathBuf,
    loaded: Mutex<HashMap<String, Result<Arc<Image>, String>>>,
}

impl Images {
    /// The images below a folder; none is read yet.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), loaded: Mutex::default() }
    }

    /// The image at a path as Markdown states it.
    ///
    /// # Errors
    /// In words, why it cannot be had: missing, outside of the folder, no regular file, too large, no PNG or JPEG.
    pub fn load(&self, path: &str) -> Result<Arc<Image>, String> {
        if let Some(known) = self.loaded().get(path) {
            return known.clone();
        }
        // Not under the lock, so that questions on other threads need not wait for it.
        let read = read(&self.folder, path).map(Arc::new);
        self.loaded().entry(path.to_owned()).or_insert(read).clone()
    }

    fn loaded(&self) -> MutexGuard<'_, HashMap<String, Result<Arc<Image>, String>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(folder: &Path, path: &str) -> Result<Image, String> {
    let bytes = nearby::read(folder, path, "an image")?;
    let format = format_of(&bytes)?;
    let (width, height) = size_of(&bytes)?;
    if format == ImageFormat::Jpeg && components(&bytes) == Some(4) {
        return Err("it is a JPEG in CMYK, for printing presses; save it in RGB".into());
    }
    if !is_sound(&bytes, format) {
        return Err("its data is damaged; save it anew".into());
    }
    let file_name = file_name(path, &bytes, format);
    Ok(Image { path: path.to_owned(), bytes, format, width, height, file_name })
}

/// What the bytes are, by themselves: a file's name may say anything.
fn format_of(bytes: &[u8]) -> Result<ImageFormat, String> {
    let format = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => ImageFormat::Png,
        Ok(imagesize::ImageType::Jpeg) => ImageFormat::Jpeg,
        _ if bytes.is_empty() => return Err("the file is empty".into()),
        _ => return Err("it is neither PNG nor JPEG".into()),
    };
    let is_whole = match format {
        ImageFormat::Png => ends_as_png(bytes),
        ImageFormat::Jpeg => bytes.windows(2).skip(2).any(|pair| pair == [0xff, 0xd9]),
    };
    if is_whole { Ok(format) } else { Err("the file is cut short".into()) }
}

/// Whether a PNG's chunks lead to its last one: <https://www.w3.org/TR/png-3/#5Chunk-layout>.
fn ends_as_png(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let Some(&[a, b, c, d, ref name @ ..]) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        at = at.saturating_add(length).saturating_add(12);
        if name == b"IEND" {
            return at <= bytes.len();
        }
    }
    false
}

/// How many colour components a JPEG has, from its frame header: ITU-T T.81, B.2.2.
fn components(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let &[0xff, marker, high, low] = bytes.get(at..at + 4)? else { return None };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            return bytes.get(at + 9).copied();
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

/// Whether a painter can decode the bytes: those of a PNG are decoded here as well, row by row; a JPEG is decoded by
/// those who read the artifacts.
fn is_sound(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Png => decode(bytes).is_ok(),
        ImageFormat::Jpeg => paint::has_sound_header(bytes),
    }
}

fn decode(bytes: &[u8]) -> Result<(), png::DecodingError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info()?;
    while reader.next_row()?.is_some() {}
    reader.finish()
}

/// Width and height in pixels.
fn size_of(bytes: &[u8]) -> Result<(u32, u32), String> {
    let size = imagesize::blob_size(bytes).map_err(|_| "its size cannot be read".to_owned())?;
    if size.width == 0 || size.height == 0 {
        return Err("it has no pixels".into());
    }
    if size.width.max(size.height) > MAX_SIDE {
        return Err(format!("it has {} × {} pixels; the limit is {MAX_SIDE} a side", size.width, size.height));
    }
    if size.width * size.height > MAX_PIXELS {
        return Err(format!("it has {} × {} pixels; the limit is 40 million in all", size.width, size.height));
    }
    let to_pixels = |side| u32::try_from(side).map_err(|_| "its size cannot be read".to_owned());
    Ok((to_pixels(size.width)?, to_pixels(size.height)?))
}

fn file_name(path: &str, bytes: &[u8], format: ImageFormat) -> String {
    let stem = Path::new(path).file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
    let stem = if stem.is_empty() { "image" } else { &stem };
    let extension = match format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpg",
    };
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(bytes));
    format!("{stem}-{a:02x}{b:02x}{c:02x}{d:02x}.{extension}")
}
