//! Shaping: text in one style → glyphs of one face after the other.
//!
//! Enters: a word and the face it asks for. Leaves: [`Shaped`] pieces, kerned and with ligatures, shared by all
//! places where the same word stands in the same face. The only file that knows harfrust and unicode-script.

mod prose;

pub use prose::Around;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{Direction, FontRef, Language, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer};
use unicode_script::{Script, UnicodeScript};

use super::fonts::{FaceId, Faces, Family, Hyphen, Weight, joins};
use super::language;
use super::plan::{Glyph, Shaped};

/// How much smaller the code point of a character is set that no face covers.
const MISSING_SCALE: f32 = 0.7;

/// As a character in a text it means what a word joiner does, but PDF/A-2 lets no glyph stand for it (ISO 19005-2,
/// 6.2.11.7.2). Both take three bytes.
const BYTE_ORDER_MARK: char = '\u{FEFF}';
const WORD_JOINER: &str = "\u{2060}";

/// Shapers for whoever sets text. There are as many as threads that set at one time: what one of them has shaped is there
/// for all that is set with it later.
pub struct Pool<'a> {
    faces: &'a Faces,
    language: String,
    idle: Mutex<Vec<Shapers<'a>>>,
}

impl<'a> Pool<'a> {
    /// Without any yet; `language` is a BCP 47 tag.
    #[must_use]
    pub fn new(faces: &'a Faces, language: &str) -> Self {
        Self { faces, language: language.to_owned(), idle: Mutex::default() }
    }

    /// The faces that they shape with.
    #[must_use]
    pub fn faces(&self) -> &'a Faces {
        self.faces
    }

    /// Lends shapers.
    pub fn lend<T>(&self, set: impl FnOnce(&mut Shapers<'a>) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = idle().pop();
        let mut shapers = lent.unwrap_or_else(|| Shapers::new(self.faces, &self.language));
        let set = set(&mut shapers);
        idle().push(shapers);
        set
    }
}

/// Shapes words and remembers them.
pub struct Shapers<'a> {
    faces: &'a Faces,
    /// The bank's language.
    pub(super) language: language::Language,
    tag: Option<Language>,
    fonts: Vec<Option<Font<'a>>>,
    /// For each face two: text that runs from left to right, and from right to left.
    words: Vec<HashMap<Box<str>, Arc<Shaped>>>,
    missing: HashMap<char, Arc<Shaped>>,
    hyphens: HashMap<FaceId, Option<(Arc<Shaped>, bool)>>,
}

/// A face made ready for shaping.
struct Font<'a> {
    file: FontRef<'a>,
    data: ShaperData,
    units_per_em: f32,
    plans: HashMap<(harfrust::Script, Towards), ShapePlan>,
}

impl<'a> Shapers<'a> {
    /// With nothing remembered yet; `language` is a BCP 47 tag, by which faces choose among forms of a letter.
    #[must_use]
    pub fn new(faces: &'a Faces, language: &str) -> Self {
        Self {
            faces,
            language: language::Language::of(language),
            tag: language.parse().ok(),
            fonts: (0..faces.len()).map(|_| None).collect(),
            words: vec![HashMap::new(); 2 * faces.len()],
            missing: HashMap::new(),
            hyphens: HashMap::new(),
        }
    }

    /// Shapes text that asks for `face`: one piece for each stretch that one face can draw, in the order of the text.
    pub fn shape(&mut self, face: FaceId, text: &str, towards: Towards) -> Vec<Arc<Shaped>> {
        if text.contains(BYTE_ORDER_MARK) {
            return self.shape(face, &text.replace(BYTE_ORDER_MARK, WORD_JOINER), towards);
        }
        if let Some(shaped) = self.words[slot(self.faces.first(face), towards)].get(text) {
            return vec![Arc::clone(shaped)];
        }
        let mut shaped = Vec::new();
        for part in parts(text) {
            let stretches = stretches(self.faces, face, part);
            shaped.extend(stretches.into_iter().map(|(face, stretch)| self.stretch(face, stretch, towards)));
        }
        shaped
    }

    fn stretch(&mut self, face: Option<FaceId>, text: &str, towards: Towards) -> Arc<Shaped> {
        match (face, text.chars().next()) {
            (Some(face), _) => self.word(face, text, towards),
            (None, Some(character)) => self.code_point(character),
            (None, None) => self.word(FaceId(0), text, towards),
        }
    }

    fn word(&mut self, face: FaceId, text: &str, towards: Towards) -> Arc<Shaped> {
        self.remember(face, text, (text, text), towards)
    }

    /// A word as it was written and as it is printed, which are equally many characters.
    fn remember(&mut self, face: FaceId, key: &str, (text, printed): (&str, &str), towards: Towards) -> Arc<Shaped> {
        let slot = slot(face, towards);
        if let Some(shaped) = self.words[slot].get(key) {
            return Arc::clone(shaped);
        }
        let mut shaped = measured(face, text, self.glyphs(face, (text, printed), towards), 1.0);
        shaped.is_light = self.faces.is_light(face);
        if Faces::is_foreign(face) {
            shaped.reach = self.reach(face, &shaped.glyphs);
        }
        let shaped = Arc::new(shaped);
        self.words[slot].insert(key.into(), Arc::clone(&shaped));
        shaped
    }

    fn reach(&self, face: FaceId, glyphs: &[Glyph]) -> (f32, f32) {
        let file = self.faces.file(face);
        let reaches = glyphs.iter().map(|glyph| (glyph.dy, file.reach(glyph.id)));
        reaches.fold((0.0, 0.0), |(up, down), (dy, (above, below))| (up.max(above + dy), down.max(below - dy)))
    }

    /// The hyphen that parts a word set in this face at a line's end, and whether a reader of the file can tell it from
    /// one that was written.
    pub fn hyphen(&mut self, face: FaceId) -> Option<(Arc<Shaped>, bool)> {
        let faces = self.faces;
        let soft = || faces.file(face).hyphen().map(|hyphen| (soft(face, hyphen), hyphen.is_own));
        self.hyphens.entry(face).or_insert_with(soft).clone()
    }

    /// `U+1F980` in small type, in place of a character that no face covers.
    fn code_point(&mut self, character: char) -> Arc<Shaped> {
        if let Some(shaped) = self.missing.get(&character) {
            return Arc::clone(shaped);
        }
        let face = Faces::preferred(Family::Mono, Weight::Regular, false);
        let text = format!("U+{:04X}", u32::from(character));
        let mut shaped = measured(face, &text, self.glyphs(face, (&text, &text), Towards::Right), MISSING_SCALE);
        shaped.stands_for = Some(character);
        let shaped = Arc::new(shaped);
        self.missing.insert(character, Arc::clone(&shaped));
        shaped
    }

    fn glyphs(&mut self, face: FaceId, text: (&str, &str), towards: Towards) -> Vec<Glyph> {
        let file = self.faces.file(face);
        let slot = &mut self.fonts[usize::from(face.0)];
        if slot.is_none() {
            *slot = Font::open(file.bytes);
        }
        let language = self.tag.as_ref();
        slot.as_mut().map_or_else(Vec::new, |font| font.glyphs(text, towards, language))
    }
}

/// Where text runs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Towards {
    /// As Latin does.
    Right,
    /// As Arabic and Hebrew do.
    Left,
}

fn slot(face: FaceId, towards: Towards) -> usize {
    2 * usize::from(face.0) + usize::from(towards == Towards::Left)
}

/// A hyphen at a line's end: to those who copy or hear the text, a place where a word may be parted.
fn soft(face: FaceId, Hyphen { glyph, advance, dy, .. }: Hyphen) -> Arc<Shaped> {
    let text: Box<str> = "\u{AD}".into();
    let glyph = Glyph { id: glyph, start: 0, end: length(&text), advance, dx: 0.0, dy };
    let glyphs = Box::new([glyph]);
    Arc::new(Shaped {
        face,
        text,
        glyphs,
        width: advance,
        space: 0.0,
        scale: 1.0,
        reach: (0.0, 0.0),
        is_light: false,
        stands_for: None,
    })
}

impl<'a> Font<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let data = ShaperData::new(&font);
        #[expect(clippy::cast_precision_loss, reason = "units per em are at most 16384")]
        let units_per_em = data.shaper(&font).build().units_per_em() as f32;
        Some(Self { file: font, data, units_per_em, plans: HashMap::new() })
    }

    fn glyphs(&mut self, (text, printed): (&str, &str), towards: Towards, language: Option<&Language>) -> Vec<Glyph> {
        let shaper = self.data.shaper(&self.file).build();
        let em = self.units_per_em;
        let mut buffer = UnicodeBuffer::new();
        for ((at, _), character) in text.char_indices().zip(printed.chars()) {
            buffer.add(drawable(character), length(&text[..at]));
        }
        buffer.guess_segment_properties();
        buffer.set_direction(match towards {
            Towards::Right => Direction::LeftToRight,
            Towards::Left => Direction::RightToLeft,
        });
        if let Some(language) = language {
            buffer.set_language(language.clone());
        }
        let key = (buffer.script(), towards);
        let plan = self.plans.entry(key).or_insert_with(|| plan(&shaper, &buffer, language));
        let output = shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)));
        let pairs = output.glyph_infos().iter().zip(output.glyph_positions());
        let mut glyphs: Vec<Glyph> = pairs.map(|(info, position)| glyph(info, position, em)).collect();
        close_clusters(&mut glyphs, length(text));
        glyphs
    }
}

fn plan(shaper: &Shaper, buffer: &UnicodeBuffer, language: Option<&Language>) -> ShapePlan {
    ShapePlan::new(shaper, buffer.direction(), Some(buffer.script()), language, &[])
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
    Shaped {
        face,
        text: text.into(),
        glyphs: glyphs.into(),
        width,
        space,
        scale,
        reach: (0.0, 0.0),
        is_light: false,
        stands_for: None,
    }
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

/// Cuts text where face or script changes; a character that no face covers stands alone, with `None`.
fn stretches<'t>(faces: &Faces, preferred: FaceId, text: &'t str) -> Vec<(Option<FaceId>, &'t str)> {
    if text.is_ascii() {
        return one_script(faces, preferred, text);
    }
    by_script(text).flat_map(|part| one_script(faces, preferred, part)).collect()
}

/// Stretches of one script each: a shaper reads the first letter and takes the rest for the same.
fn by_script(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut script = None;
        let end = rest.char_indices().find(|(_, character)| {
            let own = script_of(*character);
            let changes = own.is_some() && script.is_some() && own != script;
            script = script.or(own);
            changes
        });
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// A character's script; `None` for what goes with any. Those that are written together in East Asia are one.
fn script_of(character: char) -> Option<Script> {
    match character.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Some(Script::Han),
        other => Some(other),
    }
}

fn one_script<'t>(faces: &Faces, preferred: FaceId, text: &'t str) -> Vec<(Option<FaceId>, &'t str)> {
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
