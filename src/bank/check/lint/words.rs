//! The words of a text, folded so that texts which say the same compare equal.
//!
//! Prose counts in lower case, without punctuation; code counts as it is written, since `List` is not `list`.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::wording::CODE;
use crate::bank::check::walk::{self, Leaf};
use crate::doc::{Block, Inline};

/// A word, or a piece of code, as a number.
pub(super) type Word = u64;

/// English words that hold a sentence together, and say nothing of what it is about.
const FUNCTION_WORDS: [&str; 58] = [
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "between", "but", "by", "can", "do", "does",
    "did", "for", "from", "has", "have", "in", "into", "is", "it", "its", "may", "me", "my", "of", "on", "or", "our",
    "should", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "us", "was", "we", "were", "will", "with", "would", "you", "your", "s",
];

/// A table by words, which are hashes and need no other.
pub(super) type Words<T> = HashMap<Word, T, BuildHasherDefault<AlreadyHashed>>;

/// Leaves a word as it is.
#[derive(Default)]
pub(super) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

/// Running text with a mark in the place of what is code.
pub(super) fn prose(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_text(inlines, &mut text);
    text
}

fn push_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) => text.push_str(part),
            Inline::Code(_) | Inline::Picture(_) => text.push_str(CODE),
            Inline::Break => text.push(' '),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_) => push_text(walk::children(inline), text),
        }
    }
}

/// The words of running text, in order.
pub(super) fn of_inlines(inlines: &[Inline]) -> Vec<Word> {
    let mut words = Vec::new();
    push_inlines(inlines, &mut words);
    words
}

/// The words of blocks, in order; a code block is one.
pub(super) fn of_blocks(blocks: &[Block]) -> Vec<Word> {
    let mut words = Vec::new();
    walk::leaves(blocks, &mut |leaf| match leaf {
        Leaf::Text(inlines) => push_inlines(inlines, &mut words),
        Leaf::Code(code) => words.push(hash(&code.text)),
    });
    words
}

/// Whether words deny something: "When should you not …?"
pub(super) fn deny(words: &[Word]) -> bool {
    // "Don't" is two words to us.
    static DENIALS: LazyLock<[Word; 5]> = LazyLock::new(|| ["not", "never", "without", "cannot", "t"].map(folded));
    words.iter().any(|word| DENIALS.contains(word))
}

/// The words that another leads to, or comes from: "How do you convert a string to an int?"
pub(super) fn directions(words: &[Word]) -> Vec<Word> {
    static WAYS: LazyLock<[Word; 3]> = LazyLock::new(|| ["to", "into", "from"].map(folded));
    let ways: &[Word] = &*WAYS;
    let leads = |at: usize| ways.contains(&words[at]);
    let next = |at: usize| words[at + 1..].iter().copied().find(|word| is_telling(*word));
    (0..words.len()).filter(|at| leads(*at)).filter_map(next).collect()
}

/// Whether a word says what a text is about.
pub(super) fn is_telling(word: Word) -> bool {
    static FUNCTION_WORD_HASHES: LazyLock<HashSet<Word, BuildHasherDefault<AlreadyHashed>>> =
        LazyLock::new(|| FUNCTION_WORDS.iter().map(|word| folded(word)).collect());
    !FUNCTION_WORD_HASHES.contains(&word)
}

/// How many words blocks have, code blocks left out.
pub(super) fn count(blocks: &[Block]) -> usize {
    let mut counter = Counter::default();
    walk::leaves(blocks, &mut |leaf| match leaf {
        Leaf::Text(inlines) => {
            counter.is_inside = false;
            counter.add(inlines);
        }
        Leaf::Code(_) => {}
    });
    counter.total()
}

/// Counts words, which may begin in one piece of text and end in the next.
#[derive(Default)]
struct Counter {
    count: usize,
    is_inside: bool,
    /// Characters of scripts that write words without space between them.
    unparted: usize,
}

impl Counter {
    fn add(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.add_text(text),
                Inline::Picture(picture) => self.add_text(&picture.alt),
                Inline::Break => self.is_inside = false,
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Strikethrough(_)
                | Inline::Subscript(_)
                | Inline::Superscript(_)
                | Inline::Keyboard(_)
                | Inline::Link(_) => self.add(walk::children(inline)),
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        if text.is_ascii() {
            text.bytes().for_each(|byte| self.step(byte > b' '));
        } else {
            text.chars().for_each(|character| self.step_wide(character));
        }
    }

    fn step(&mut self, is_inside: bool) {
        self.count += usize::from(is_inside && !self.is_inside);
        self.is_inside = is_inside;
    }

    fn step_wide(&mut self, character: char) {
        if is_unparted(character) {
            self.unparted += 1;
            self.is_inside = false;
        } else {
            let is_wide_mark = matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff1f}');
            self.step(!character.is_whitespace() && !is_wide_mark);
        }
    }

    /// A word of Chinese or Japanese has two characters, more or less.
    fn total(&self) -> usize {
        self.count + self.unparted.div_ceil(2)
    }
}

/// A number for a text, the same in every run.
pub(super) fn hash(text: &str) -> Word {
    combine(text.bytes().map(u64::from))
}

/// A number for numbers in their order.
pub(super) fn combine(numbers: impl Iterator<Item = u64>) -> Word {
    let mixed = numbers.fold(0x9e37_79b9_7f4a_7c15_u64, |hash, number| {
        (hash.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    // As in `FxHash`, the upper bits are the well mixed ones; signatures and tables use both ends.
    mixed ^ (mixed >> 32)
}

fn push_inlines(inlines: &[Inline], words: &mut Vec<Word>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_prose(text, words),
            Inline::Code(code) => words.push(of_code(code)),
            Inline::Picture(picture) => words.push(hash(&picture.image.file_name)),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_)
            | Inline::Break => push_inlines(walk::children(inline), words),
        }
    }
}

/// Code counts as it is written; the operator `is` is no function word.
fn of_code(code: &str) -> Word {
    let word = hash(code.trim());
    if is_telling(word) { word } else { combine([word, word].into_iter()) }
}

fn push_prose(text: &str, words: &mut Vec<Word>) {
    for piece in text.split_whitespace() {
        let known = words.len();
        if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            // As nearly every piece of nearly every text.
            words.push(folded(piece));
            continue;
        }
        for word in piece.split(|character: char| !is_of_word(character)).filter(|word| !word.is_empty()) {
            push_word(word, words);
        }
        if words.len() == known && !piece.chars().all(is_punctuation) {
            // An operator, such as `==`.
            words.push(hash(piece.trim_end_matches(['?', '.', ',', ';', ':'])));
        }
    }
}

/// Pushes what stands between two marks: a word, or the pairs of characters of a script without spaces, or both.
fn push_word(text: &str, words: &mut Vec<Word>) {
    if text.is_ascii() {
        return words.push(folded(text));
    }
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_other = |character: char| is_unparted(character) != is_unparted(first);
        let (word, next) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        if is_unparted(first) {
            push_pairs(word, words);
        } else {
            words.push(folded(word));
        }
        rest = next;
    }
}

/// Whether a character alone says nothing.
fn is_punctuation(character: char) -> bool {
    matches!(character, '.' | ',' | ':' | ';' | '!' | '?' | '…' | '-' | '–' | '—' | '(' | ')' | '[' | ']' | '"' | '\'')
        || matches!(character, '\u{2018}'..='\u{201f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff1f}')
}

/// A word in lower case, without the s of its plural.
fn folded(word: &str) -> Word {
    if word.is_ascii() {
        return combine(singular(word).bytes().map(|byte| u64::from(byte.to_ascii_lowercase())));
    }
    hash(singular(&word.to_lowercase()))
}

/// What a word is made of; `+` and `#` tell C++, C# and C apart.
fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || (!character.is_ascii() && character.is_alphanumeric())
        || matches!(character, '_' | '+' | '#')
}

/// Whether a character is of a script that writes words without space between them.
fn is_unparted(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Each two neighbouring characters, in place of words.
fn push_pairs(text: &str, words: &mut Vec<Word>) {
    let characters: Vec<char> = text.chars().collect();
    let size = characters.len().min(2);
    words.extend(characters.windows(size).map(|pair| combine(pair.iter().map(|character| u64::from(*character)))));
}

/// A word without the s of its plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix(['s', 'S']) {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i', 'S', 'U', 'I']) => stem,
        _ => word,
    }
}
