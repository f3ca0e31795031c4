//! One face: its file, what it covers, what it says of itself.
//!
//! Enters: the bytes of a font file. Leaves: a face that can be embedded, or why it cannot. With `mod.rs`, the only
//! file that knows skrifa.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::{FileRef, FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};

use super::Family;

/// One font file; kept for as long as the program runs, whether it was shipped with it or given to it.
pub struct FaceFile {
    /// The file's name, for messages.
    pub name: String,
    /// The whole file.
    pub bytes: &'static [u8],
    /// What its maker calls it together with its bold and slanted sisters.
    pub family: String,
    /// For text, or for code: every character is as wide as the next.
    pub kind: Family,
    /// From 100 to 900; 400 is regular, 700 bold.
    pub weight: f32,
    /// Slanted.
    pub italic: bool,
    /// Of the characters it has, those it is used for.
    limit: Option<fn(char) -> bool>,
    /// A glyph that looks as the hyphen does, and is used for nothing else.
    twin_of_hyphen: Option<GlyphId>,
    charmap: OnceLock<Option<Charmap<'static>>>,
    hyphen: OnceLock<Option<Hyphen>>,
}

/// The glyph for a hyphen that parts a word at a line's end. By preference it is another one than that for a hyphen that
/// was written, so that a reader of the file can tell them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyphen {
    /// Its index.
    pub glyph: u32,
    /// Its width, as a fraction of the font size.
    pub advance: f32,
    /// How far above its own place it is drawn, likewise.
    pub dy: f32,
    /// Whether it is another glyph than that of a hyphen that was written.
    pub is_own: bool,
}

/// Faces that were given to the program, each once.
static ADOPTED: Mutex<Vec<&'static FaceFile>> = Mutex::new(Vec::new());

/// Takes a font file in, to be embedded in sheets.
///
/// # Errors
/// In words, why it cannot be: no font, several in one file, variable, not to be embedded.
pub fn adopt(name: &str, bytes: Vec<u8>) -> Result<&'static FaceFile, String> {
    let mut adopted = ADOPTED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(face) = adopted.iter().find(|face| face.bytes == bytes) {
        return Ok(face);
    }
    may_be_embedded(&bytes)?;
    // What a program is given on its command line and in its banks is little, and is needed until it ends.
    let face = FaceFile::new(name, bytes.leak());
    let face: &'static FaceFile = Box::leak(Box::new(face));
    adopted.push(face);
    Ok(face)
}

/// Whether a file can be embedded: its outlines as they are, in a subset.
fn may_be_embedded(bytes: &[u8]) -> Result<(), String> {
    let font = match FileRef::new(bytes) {
        Ok(FileRef::Font(font)) => font,
        Ok(FileRef::Collection(fonts)) => {
            return Err(format!(
                "it is a collection of {} fonts; take one of them out into a file of its own",
                fonts.len()
            ));
        }
        Err(_) if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") => {
            return Err("it is a font for the web, compressed; take the TrueType or OpenType file".into());
        }
        Err(_) => return Err("it is no TrueType or OpenType font".into()),
    };
    if font.fvar().is_ok() {
        return Err("it is a variable font; take a file for each style, such as NAME-Regular.ttf".into());
    }
    if font.glyf().is_err() && font.cff().is_err() {
        return Err("it has no outlines that a PDF can hold".into());
    }
    let is_whole = font.head().is_ok() && font.hhea().is_ok() && font.hmtx().is_ok() && font.cmap().is_ok();
    if !is_whole || font.maxp().is_err() || font.charmap().mappings().next().is_none() {
        return Err("it is damaged, or draws no characters".into());
    }
    match font.os2().map_or(0, |os2| os2.fs_type()) {
        // https://learn.microsoft.com/en-us/typography/opentype/spec/os2#fstype
        right if right & 0xf == 2 => Err("its maker does not allow it to be embedded (OS/2 fsType: restricted)".into()),
        right if right & 0x100 != 0 => Err("its maker does not allow a part of it to be embedded (OS/2 fsType)".into()),
        right if right & 0x200 != 0 => Err("its maker allows only pictures of it to be embedded (OS/2 fsType)".into()),
        _ => Ok(()),
    }
}

impl FaceFile {
    /// Reads what a face says of itself.
    pub(super) fn new(name: &str, bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).ok();
        let attributes = font.as_ref().map(MetadataProvider::attributes).unwrap_or_default();
        let is_monospaced =
            font.as_ref().is_some_and(|font| font.metrics(Size::unscaled(), LocationRef::default()).is_monospace);
        Self {
            name: name.to_owned(),
            bytes,
            family: font.as_ref().map_or_else(String::new, family),
            kind: if is_monospaced { Family::Mono } else { Family::Text },
            weight: attributes.weight.value(),
            italic: attributes.style != skrifa::attribute::Style::Normal,
            limit: None,
            twin_of_hyphen: None,
            charmap: OnceLock::new(),
            hyphen: OnceLock::new(),
        }
    }

    /// A shipped face: nothing of it is read until it is used.
    pub(super) fn shipped(name: &str, bytes: &'static [u8]) -> Self {
        let (family, kind, weight, italic) = (String::new(), Family::Text, 400.0, false);
        let (charmap, hyphen) = (OnceLock::new(), OnceLock::new());
        let (name, limit, twin_of_hyphen) = (name.to_owned(), None, None);
        Self { name, bytes, family, kind, weight, italic, limit, twin_of_hyphen, charmap, hyphen }
    }

    /// Has it be used for some of its characters only.
    pub(super) fn limit_to(&mut self, limit: fn(char) -> bool) {
        self.limit = Some(limit);
    }

    /// Tells it of a glyph that looks as its hyphen does.
    pub(super) fn has_twin_of_hyphen(&mut self, glyph: u32) {
        self.twin_of_hyphen = Some(GlyphId::new(glyph));
    }

    pub(super) fn covers(&self, character: char) -> bool {
        self.limit.is_none_or(|limit| limit(character)) && self.glyph(character).is_some()
    }

    /// How far glyphs reach above and below their baselines, as fractions of the font size; nothing for outlines that
    /// do not say.
    #[must_use]
    pub fn reach(&self, glyph: u32) -> (f32, f32) {
        let Ok(font) = FontRef::new(self.bytes) else { return (0.0, 0.0) };
        let em = font.head().map_or(1_000.0, |head| f32::from(head.units_per_em()));
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.bounds(GlyphId::new(glyph)).map_or((0.0, 0.0), |bounds| (bounds.y_max / em, -bounds.y_min / em))
    }

    fn glyph(&self, character: char) -> Option<GlyphId> {
        let charmap = self.charmap.get_or_init(|| FontRef::new(self.bytes).ok().map(|font| font.charmap()));
        charmap.as_ref()?.map(character)
    }

    /// The glyph that parts words at a line's end, if the face has one.
    #[must_use]
    pub fn hyphen(&self) -> Option<Hyphen> {
        *self.hyphen.get_or_init(|| self.find_hyphen())
    }

    fn find_hyphen(&self) -> Option<Hyphen> {
        let font = FontRef::new(self.bytes).ok()?;
        let written = self.glyph('-')?;
        let (glyph, like) = ['\u{AD}', '\u{2010}']
            .iter()
            .find_map(|hyphen| self.glyph(*hyphen).filter(|glyph| *glyph != written))
            .map(|glyph| (glyph, glyph))
            .or_else(|| Some((self.twin_of_hyphen?, written)))
            .unwrap_or((written, written));
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(font.head().ok()?.units_per_em());
        let bottom = |glyph| metrics.bounds(glyph).map(|bounds| bounds.y_min);
        let dy = (bottom(like).unwrap_or(0.0) - bottom(glyph).unwrap_or(0.0)) / em;
        Some(Hyphen {
            glyph: glyph.to_u32(),
            advance: metrics.advance_width(glyph)? / em,
            dy,
            is_own: glyph != written,
        })
    }
}

/// The name that a face shares with its bold and slanted sisters.
fn family(font: &FontRef) -> String {
    use skrifa::string::StringId;
    let name = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
    name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME)).unwrap_or_default()
}

impl fmt::Debug for FaceFile {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter
            .debug_struct("FaceFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
