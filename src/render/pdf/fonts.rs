//! The faces of the sheet: which there are, what they cover, which one draws a character.
//!
//! Enters: the font files in `fonts/`, embedded in the program. Leaves: a face for every character, or none.
//! The only file that knows skrifa.

use std::sync::{LazyLock, OnceLock};

use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;

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

/// One font file.
pub struct FaceFile {
    /// Its PostScript name, as the file itself states it.
    pub name: &'static str,
    /// The whole file.
    pub bytes: &'static [u8],
    charmap: OnceLock<Option<Charmap<'static>>>,
}

macro_rules! faces {
    ($($file:literal),* $(,)?) => {
        vec![$(FaceFile {
            name: $file,
            bytes: include_bytes!(concat!("../../../fonts/", $file, ".ttf")),
            charmap: OnceLock::new(),
        }),*]
    };
}

/// The shipped faces. The order of the fallbacks at the end is the order in which they are asked.
static SHIPPED: LazyLock<Faces> = LazyLock::new(|| Faces {
    files: faces![
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
        "DroidSansFallbackFull",
    ],
});

const TEXT: FaceId = FaceId(0);
const MONO: FaceId = FaceId(5);
/// Text and code stand in for each other first: a box-drawing line in text, a Greek letter in italic code.
const FALLBACKS: [FaceId; 5] = [TEXT, MONO, FaceId(8), FaceId(9), FaceId(10)];

/// A set of faces.
pub struct Faces {
    files: Vec<FaceFile>,
}

impl Faces {
    /// The faces embedded in the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
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
    pub fn file(&self, face: FaceId) -> &FaceFile {
        &self.files[usize::from(face.0)]
    }

    /// The face that a style asks for.
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
        std::iter::once(preferred).chain(FALLBACKS).find(|face| fits(self.file(*face)))
    }
}

/// Whether the sheet can show a character as itself.
#[must_use]
pub fn shows(character: char) -> bool {
    character.is_whitespace() || is_hidden(character) || Faces::shipped().covering(TEXT, character).is_some()
}

impl FaceFile {
    fn covers(&self, character: char) -> bool {
        let charmap = self.charmap.get_or_init(|| skrifa::FontRef::new(self.bytes).ok().map(|font| font.charmap()));
        charmap.as_ref().is_some_and(|charmap| charmap.map(character).is_some())
    }
}

/// Characters that belong to the one before them, in its face where that has them: marks, joiners, variation selectors.
#[must_use]
pub fn joins(character: char) -> bool {
    is_hidden(character)
        || matches!(character, '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20FF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Characters that a shaper draws nothing for, whether a face has them or not.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{034F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}')
}
