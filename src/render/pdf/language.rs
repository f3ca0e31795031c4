//! The language of the bank: where its words may be parted, which way it is written. The only file that knows hypher.

use hypher::Lang;

use super::quotes::Quotes;

/// What the layout knows of a language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Where words may be parted; `None`: nowhere.
    pub(super) patterns: Option<Patterns>,
    /// Which way paragraphs run.
    pub(super) base: Base,
    /// Whether words that are written in an East Asian script stay whole.
    pub(super) keeps_words: bool,
    /// What is printed for the quotation marks of a keyboard.
    pub(super) quotes: Quotes,
}

/// Which way a paragraph runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// As its first letter does; without any, as Latin.
    Auto,
    /// From the right, if any letter of it does: the language is written so.
    Left,
    /// From the left, whatever is in it: code.
    Right,
}

/// Languages that are written from right to left.
const LEFTWARD: [&str; 14] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];

impl Language {
    /// A language by its BCP 47 tag.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let base = if LEFTWARD.contains(&primary.as_str()) { Base::Left } else { Base::Auto };
        let (patterns, quotes) = (Patterns::of(&primary), Quotes::of(&primary));
        Self { patterns, base, keeps_words: primary == "ko", quotes }
    }

    /// Whether pages are read from the right.
    #[must_use]
    pub fn is_leftward(self) -> bool {
        self.base == Base::Left
    }
}

/// Words of fewer letters are left whole.
const SHORTEST: usize = 6;

/// The patterns of a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patterns(Lang);

impl Patterns {
    /// The patterns for a language of two letters.
    fn of(primary: &str) -> Option<Self> {
        match primary.as_bytes() {
            &[first, second] => Lang::from_iso([first, second]).map(Self),
            _ => None,
        }
    }

    /// The bytes of a word at which it may be parted. Only what is a word and nothing else is: no name of a program, no
    /// address, no abbreviation.
    pub(super) fn points(self, word: &str) -> Vec<usize> {
        let Some(start) = word.find(char::is_alphabetic) else { return Vec::new() };
        let core = word[start..].trim_end_matches(|character: char| !character.is_alphabetic());
        let after = &word[start + core.len()..];
        if !is_word(core) || after.contains(['/', '\\', '@', '#', '_', '-', '=', '&']) {
            return Vec::new();
        }
        let mut at = start;
        let mut points: Vec<usize> = hypher::hyphenate(core, self.0)
            .map(|part| {
                at += part.len();
                at
            })
            .collect();
        points.pop();
        points
    }
}

fn is_word(text: &str) -> bool {
    let is_capital = |character: char| character.is_uppercase();
    text.chars().all(char::is_alphabetic) && text.chars().count() >= SHORTEST && !text.chars().skip(1).any(is_capital)
}
