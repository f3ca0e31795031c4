//! The faces of the sheet: which there are, what they cover, which one draws a character.
//!
//! Enters: the font files in `fonts/`, embedded in the program, and those of a bank or a command line, which come first.
//! Leaves: a face for every character, or none. This folder alone knows skrifa.

mod file;

use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

pub use file::{FaceFile, Hyphen, adopt};

/// A face, by its place in [`Faces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u8);

/// Which kind of face a piece of text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Running text.
    Text,
    /// Code.
    Mono,
}

/// How heavy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Strong text, headings of questions.
    Semibold,
    /// Titles.
    Bold,
}

macro_rules! faces {
    ($($file:literal),* $(,)?) => {
        [$(FaceFile::shipped($file, include_bytes!(concat!("../../../../fonts/", $file, ".ttf")))),*]
    };
}

/// How many faces are shipped.
const COUNT: usize = 12;

/// The shipped faces. The order of the fallbacks at the end is the order in which they are asked.
static FILES: LazyLock<[FaceFile; COUNT]> = LazyLock::new(|| {
    let mut files = faces![
        "SourceSans3-Regular",
        "SourceSans3-It",
        "SourceSans3-Semibold",
        "SourceSans3-SemiboldIt",
        "SourceSans3-Bold",
        "SourceCodePro-Regular",
        "SourceCodePro-It",
        "SourceCodePro-Semibold",
        "DejaVuSans",
        "NotoEmoji-Regular",
        "NanumGothic-Regular",
        "DroidSansFallbackFull",
    ];
    files[usize::from(HANGUL.0)].limit_to(is_hangul);
    // Source Sans draws all hyphens with one glyph. Its upright faces have the same bar once more, a little higher, for
    // small capitals: `hyphen.s`. Finding it by its name takes 10 ms.
    for face in [0, 2, 4] {
        files[face].has_twin_of_hyphen(1965);
    }
    files
});

static SHIPPED: LazyLock<Faces> = LazyLock::new(|| Faces::new(&[]));

/// Sets of faces with some that are not shipped, each once.
static SETS: Mutex<Vec<&'static Faces>> = Mutex::new(Vec::new());

const TEXT: FaceId = FaceId(0);
const MONO: FaceId = FaceId(5);
/// How many faces a style can ask for: they come first.
const PREFERRED: usize = 8;
/// Text and code stand in for each other first: a box-drawing line in text, a Greek letter in italic code.
const FALLBACKS: [FaceId; 6] = [TEXT, MONO, FaceId(8), FaceId(9), HANGUL, FaceId(11)];
/// Asked for Korean syllables alone: its Chinese characters are not those of the face for Chinese.
const HANGUL: FaceId = FaceId(10);

/// What each of the first [`PREFERRED`] faces is asked for.
const STYLES: [(Family, Weight, bool); PREFERRED] = [
    (Family::Text, Weight::Regular, false),
    (Family::Text, Weight::Regular, true),
    (Family::Text, Weight::Semibold, false),
    (Family::Text, Weight::Semibold, true),
    (Family::Text, Weight::Bold, false),
    (Family::Mono, Weight::Regular, false),
    (Family::Mono, Weight::Regular, true),
    (Family::Mono, Weight::Semibold, false),
];

/// A set of faces.
pub struct Faces {
    files: Vec<&'static FaceFile>,
    /// For each face that a style can ask for, the faces in the order in which they are asked for a character.
    chains: [Vec<FaceId>; PREFERRED],
}

impl Faces {
    /// The faces embedded in the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The faces embedded in the program, and others before them; of more than [`Self::MOST`] the first.
    #[must_use]
    pub fn with(own: &[&'static FaceFile]) -> &'static Self {
        if own.is_empty() {
            return Self::shipped();
        }
        let own = &own[..own.len().min(Self::MOST)];
        let mut sets = SETS.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |set: &&&'static Self| {
            set.files.len() == own.len() + COUNT
                && set.files[COUNT..].iter().zip(own).all(|(one, other)| std::ptr::eq(*one, *other))
        };
        if let Some(set) = sets.iter().find(is_same) {
            return set;
        }
        let set: &'static Self = Box::leak(Box::new(Self::new(own)));
        sets.push(set);
        set
    }

    /// How many faces of their own a bank and a command line can have together.
    pub const MOST: usize = 200;

    fn new(own: &[&'static FaceFile]) -> Self {
        let files = FILES.iter().chain(own.iter().copied()).collect();
        Self { files, chains: std::array::from_fn(|place| chain(place, own)) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Never: a sheet cannot be set without a face.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A face's file.
    #[must_use]
    pub fn file(&self, face: FaceId) -> &'static FaceFile {
        self.files[usize::from(face.0)]
    }

    /// The face that a style asks for; one that is not shipped may come before it.
    #[must_use]
    pub fn preferred(family: Family, weight: Weight, italic: bool) -> FaceId {
        let place = match (family, weight, italic) {
            (Family::Text, Weight::Regular, false) => TEXT.0,
            (Family::Text, Weight::Regular, true) => 1,
            (Family::Text, Weight::Semibold, false) => 2,
            (Family::Text, Weight::Semibold | Weight::Bold, true) => 3,
            (Family::Text, Weight::Bold, false) => 4,
            (Family::Mono, Weight::Regular, false) => MONO.0,
            (Family::Mono, _, true) => 6,
            (Family::Mono, Weight::Semibold | Weight::Bold, false) => 7,
        };
        FaceId(place)
    }

    /// The face that is asked first where `preferred` is asked for.
    #[must_use]
    pub fn first(&self, preferred: FaceId) -> FaceId {
        self.chain(preferred).first().copied().unwrap_or(preferred)
    }

    /// The face that draws a character where `preferred` is asked for, or `None`: no face covers it.
    #[must_use]
    pub fn covering(&self, preferred: FaceId, character: char) -> Option<FaceId> {
        self.find(preferred, |face| face.covers(character))
    }

    /// The face that draws a character and all that [`joins`] it, or `None`: no single face covers them.
    #[must_use]
    pub fn drawing(&self, preferred: FaceId, cluster: &str) -> Option<FaceId> {
        let is_drawn = |face: &FaceFile, character: char| {
            character.is_whitespace() || is_hidden(character) || face.covers(character)
        };
        self.find(preferred, |face| cluster.chars().all(|character| is_drawn(face, character)))
    }

    fn find(&self, preferred: FaceId, fits: impl Fn(&FaceFile) -> bool) -> Option<FaceId> {
        self.chain(preferred).iter().copied().find(|face| fits(self.file(*face)))
    }

    /// Whether a face comes in one weight, which has to be made heavier for strong text: one that stands in for Latin
    /// faces with weights of their own, and is no collection of symbols.
    #[must_use]
    pub fn is_light(&self, face: FaceId) -> bool {
        face >= HANGUL && self.file(face).weight < 550.0
    }

    /// Whether lines of text are not made with this face in mind.
    #[must_use]
    pub fn is_foreign(face: FaceId) -> bool {
        usize::from(face.0) >= PREFERRED
    }

    fn chain(&self, preferred: FaceId) -> &[FaceId] {
        self.chains.get(usize::from(preferred.0)).unwrap_or(&self.chains[0])
    }

    /// Whether the sheet can show a character as itself.
    #[must_use]
    pub fn shows(&self, character: char) -> bool {
        character.is_whitespace() || is_hidden(character) || self.covering(TEXT, character).is_some()
    }
}

impl fmt::Debug for Faces {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_list().entries(self.files.iter().map(|file| &file.name)).finish()
    }
}

/// In which order faces are asked where the shipped one at `place` would be: faces of the bank and the command line,
/// family by family, of each family the one that looks most like it first; then the shipped ones. What is not as strong
/// or slanted as is asked for comes after the shipped face, so that strong words stay strong; so does, for code, a face
/// whose characters are not all equally wide.
fn chain(place: usize, own: &[&'static FaceFile]) -> Vec<FaceId> {
    let (family, weight, italic) = STYLES[place];
    let id = |at: usize| FaceId(u8::try_from(COUNT + at).unwrap_or(u8::MAX));
    let rank = |file: &FaceFile| own.iter().position(|other| other.family == file.family && other.kind == file.kind);
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_by_key(|at| (rank(own[*at]), unlike(own[*at], weight, italic), *at));
    let is_right = |at: &usize| own[*at].kind == family && is_like(own[*at], weight, italic);
    let (same, other): (Vec<_>, Vec<_>) = order.into_iter().partition(is_right);
    let shipped = FaceId(u8::try_from(place).unwrap_or_default());
    let mut chain: Vec<FaceId> = same.into_iter().map(id).collect();
    chain.push(shipped);
    chain.extend(other.into_iter().map(id));
    chain.extend(FALLBACKS);
    chain
}

/// Whether a face is as strong and slanted as is asked for; bold does for semibold.
fn is_like(file: &FaceFile, weight: Weight, italic: bool) -> bool {
    file.italic == italic && (file.weight >= 550.0) == (weight != Weight::Regular)
}

/// How far a face is from what is asked for: a slant counts more than any weight.
fn unlike(file: &FaceFile, weight: Weight, italic: bool) -> u32 {
    let asked: f32 = match weight {
        Weight::Regular => 400.0,
        Weight::Semibold => 600.0,
        Weight::Bold => 700.0,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "weights are from 1 to 1000")]
    let weight = (file.weight - asked).abs() as u32;
    weight + 1_000 * u32::from(file.italic != italic)
}

/// Korean: syllables, and the letters they are made of.
fn is_hangul(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}')
}

/// Characters that belong to the one before them, in its face where that has them: marks, joiners, variation selectors.
#[must_use]
pub fn joins(character: char) -> bool {
    is_hidden(character)
        || matches!(character, '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20FF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Characters that a shaper draws nothing for, whether a face has them or not.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
