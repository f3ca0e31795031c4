//! Shaping: text in one style → glyphs of one face after the other.
//!
//! Enters: a word and the face it asks for. Leaves: [`Shaped`] pieces, kerned and with ligatures, shared by all
//! places where the same word stands in the same face. The only file that knows harfrust.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use harfrust::{FontRef, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer};

use super::fonts::{FaceId, Faces, Family, Weight, joins};
use super::plan::{Glyph, Shaped};

/// How much smaller the code point of a character is set that no face covers.
const MISSING_SCALE: f32 = 0.7;

/// As a character in a text it means what a word joiner does, but PDF/A-2 lets no glyph stand for it (ISO 19005-2,
/// 6.2.11.7.2). Both take three bytes.
const BYTE_ORDER_MARK: char = '\u{FEFF}';
const WORD_JOINER: &str = "\u{2060}";

/// Shapes words and remembers them; one per thread of the layout.
pub struct Shapers<'a> {
    faces: &'a Faces,
    fonts: Vec<Option<Font<'a>>>,
    words: Vec<HashMap<Box<str>, Arc<Shaped>>>,
    missing: HashMap<char, Arc<Shaped>>,
}

/// A face made ready for shaping.
struct Font<'a> {
    file: FontRef<'a>,
    data: ShaperData,
    units_per_em: f32,
    plans: HashMap<(harfrust::Script, bool), ShapePlan>,
}

impl<'a> Shapers<'a> {
    /// With nothing remembered yet.
    #[must_use]
    pub fn new(faces: &'a Faces) -> Self {
        Self {
            faces,
            fonts: (0..faces.len()).map(|_| None).collect(),
            words: vec![HashMap::new(); faces.len()],
            missing: HashMap::new(),
        }
    }

    /// Shapes text that asks for `face`: one piece for each stretch that one face can draw.
    pub fn shape(&mut self, face: FaceId, text: &str) -> Vec<Arc<Shaped>> {
        if text.contains(BYTE_ORDER_MARK) {
            return self.shape(face, &text.replace(BYTE_ORDER_MARK, WORD_JOINER));
        }
        if let Some(shaped) = self.words[usize::from(face.0)].get(text) {
            return vec![Arc::clone(shaped)];
        }
        let mut shaped = Vec::new();
        for part in parts(text) {
            let stretches = stretches(self.faces, face, part);
            shaped.extend(stretches.into_iter().map(|(face, stretch)| self.stretch(face, stretch)));
        }
        shaped
    }

    fn stretch(&mut self, face: Option<FaceId>, text: &str) -> Arc<Shaped> {
        match (face, text.chars().next()) {
            (Some(face), _) => self.word(face, text),
            (None, Some(character)) => self.code_point(character),
            (None, None) => self.word(FaceId(0), text),
        }
    }

    fn word(&mut self, face: FaceId, text: &str) -> Arc<Shaped> {
        let words = &self.words[usize::from(face.0)];
        if let Some(shaped) = words.get(text) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(measured(face, text, self.glyphs(face, text), 1.0));
        self.words[usize::from(face.0)].insert(text.into(), Arc::clone(&shaped));
        shaped
    }

    /// `U+1F980` in small type, in place of a character that no face covers.
    fn code_point(&mut self, character: char) -> Arc<Shaped> {
        if let Some(shaped) = self.missing.get(&character) {
            return Arc::clone(shaped);
        }
        let face = Faces::preferred(Family::Mono, Weight::Regular, false);
        let text = format!("U+{:04X}", u32::from(character));
        let mut shaped = measured(face, &text, self.glyphs(face, &text), MISSING_SCALE);
        shaped.stands_for = Some(character);
        let shaped = Arc::new(shaped);
        self.missing.insert(character, Arc::clone(&shaped));
        shaped
    }

    fn glyphs(&mut self, face: FaceId, text: &str) -> Vec<Glyph> {
        let file = self.faces.file(face);
        let slot = &mut self.fonts[usize::from(face.0)];
        if slot.is_none() {
            *slot = Font::open(file.bytes);
        }
        slot.as_mut().map_or_else(Vec::new, |font| font.glyphs(text))
    }
}

impl<'a> Font<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let data = ShaperData::new(&font);
        #[expect(clippy::cast_precision_loss, reason = "units per em are at most 16384")]
        let units_per_em = data.shaper(&font).build().units_per_em() as f32;
        Some(Self { file: font, data, units_per_em, plans: HashMap::new() })
    }

    fn glyphs(&mut self, text: &str) -> Vec<Glyph> {
        let shaper = self.data.shaper(&self.file).build();
        let em = self.units_per_em;
        let mut buffer = UnicodeBuffer::new();
        for (at, character) in text.char_indices() {
            buffer.add(drawable(character), length(&text[..at]));
        }
        buffer.guess_segment_properties();
        let plan = self.plans.entry((buffer.script(), is_backward(&buffer))).or_insert_with(|| plan(&shaper, &buffer));
        let output = shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)));
        let pairs = output.glyph_infos().iter().zip(output.glyph_positions());
        let mut glyphs: Vec<Glyph> = pairs.map(|(info, position)| glyph(info, position, em)).collect();
        close_clusters(&mut glyphs, length(text));
        glyphs
    }
}

fn is_backward(buffer: &UnicodeBuffer) -> bool {
    buffer.direction() == harfrust::Direction::RightToLeft
}

fn plan(shaper: &Shaper, buffer: &UnicodeBuffer) -> ShapePlan {
    ShapePlan::new(shaper, buffer.direction(), Some(buffer.script()), None, &[])
}

#[expect(clippy::cast_precision_loss, reason = "font units fit a f32 exactly")]
fn glyph(info: &harfrust::GlyphInfo, position: &harfrust::GlyphPosition, em: f32) -> Glyph {
    Glyph {
        id: info.glyph_id,
        start: info.cluster,
        end: info.cluster,
        advance: position.x_advance as f32 / em,
        dx: position.x_offset as f32 / em,
        dy: position.y_offset as f32 / em,
    }
}

/// A shaper states where each cluster starts; it ends where the next one starts, in either direction of writing.
fn close_clusters(glyphs: &mut [Glyph], length: u32) {
    let mut starts: Vec<u32> = glyphs.iter().map(|glyph| glyph.start).collect();
    starts.sort_unstable();
    starts.dedup();
    for glyph in glyphs {
        let next = starts.partition_point(|start| *start <= glyph.start);
        glyph.end = starts.get(next).copied().unwrap_or(length);
    }
}

fn measured(face: FaceId, text: &str, glyphs: Vec<Glyph>, scale: f32) -> Shaped {
    let ink = length(text.trim_end_matches(is_space));
    let (mut width, mut space) = (0.0, 0.0);
    for glyph in &glyphs {
        let side = if glyph.start < ink { &mut width } else { &mut space };
        *side += glyph.advance * scale;
    }
    Shaped { face, text: text.into(), glyphs: glyphs.into(), width, space, scale, stands_for: None }
}

/// White space at which a line may end and which then takes no room; a no-break space is none.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// Texts of a bank are far below 4 GiB; what is not would be cut, never wrapped around.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The longest text shaped in one go, in bytes: no word is, but what somebody made of letters or marks may be.
const LONGEST: usize = 2_000;

/// A text in parts of at most [`LONGEST`].
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, after) = rest.split_at(rest.floor_char_boundary(LONGEST));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// White space that faces have no glyph for, and that shapers know no other for, is a space like any other.
fn drawable(character: char) -> char {
    if matches!(character, '\t' | '\n' | '\u{1680}' | '\u{2028}' | '\u{2029}') { ' ' } else { character }
}

/// Cuts text where the face changes; a character that no face covers stands alone, with `None`.
fn stretches<'t>(faces: &Faces, preferred: FaceId, text: &'t str) -> Vec<(Option<FaceId>, &'t str)> {
    let mut stretches: Vec<(Option<FaceId>, Range<usize>)> = Vec::new();
    let mut push = |face: Option<FaceId>, range: Range<usize>| match stretches.last_mut() {
        Some((last, stretch)) if face.is_some() && *last == face => stretch.end = range.end,
        _ => stretches.push((face, range)),
    };
    for range in joined(text) {
        match faces.drawing(preferred, &text[range.clone()]) {
            Some(face) => push(Some(face), range),
            None => {
                for (at, character) in text[range.clone()].char_indices() {
                    let start = range.start + at;
                    push(faces.covering(preferred, character), start..start + character.len_utf8());
                }
            }
        }
    }
    stretches.into_iter().map(|(face, range)| (face, &text[range])).collect()
}

/// Each character with the marks, joiners and white space after it.
fn joined(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_start = |(at, character): &(usize, char)| *at > 0 && !is_space(*character) && !joins(*character);
    let starts = text.char_indices().filter(is_start).map(|(at, _)| at);
    let ends = starts.clone().chain([text.len()]);
    std::iter::once(0).chain(starts).zip(ends).map(|(start, end)| start..end)
}
