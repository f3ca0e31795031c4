//! The words of a text, folded so that texts which say the same compare equal.
//!
//! Prose counts in lower case, without punctuation; code counts as it is written, since `List` is not `list`.

use std::hash::{DefaultHasher, Hash, Hasher};

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

/// The words of running text, in order.
pub(super) fn of_inlines(inlines: &[Inline]) -> Vec<Word> {
    let mut words = Vec::new();
    push_inlines(inlines, &mut words, &mut |_| true);
    words
}

/// The words of running text that say what it is about, in order.
pub(super) fn telling(inlines: &[Inline]) -> Vec<Word> {
    let mut words = Vec::new();
    push_inlines(inlines, &mut words, &mut is_telling);
    words
}

/// The words of blocks that say what they are about, in order; a code block is one.
pub(super) fn telling_in_blocks(blocks: &[Block]) -> Vec<Word> {
    let mut words = Vec::new();
    walk::leaves(blocks, &mut |leaf| match leaf {
        Leaf::Text(inlines) => push_inlines(inlines, &mut words, &mut is_telling),
        Leaf::Code(code) => words.push(hash(&*code.text)),
    });
    words
}

/// How many words blocks have, code blocks left out.
pub(super) fn count(blocks: &[Block]) -> usize {
    let mut count = 0;
    walk::leaves(blocks, &mut |leaf| match leaf {
        Leaf::Text(inlines) => count += crate::doc::plain::inline_text(inlines).split_whitespace().count(),
        Leaf::Code(_) => {}
    });
    count
}

/// A number for anything; the same in every run.
pub(super) fn hash(value: impl Hash) -> Word {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn is_telling(word: &str) -> bool {
    !FUNCTION_WORDS.contains(&word)
}

fn push_inlines(inlines: &[Inline], words: &mut Vec<Word>, keeps: &mut impl FnMut(&str) -> bool) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_prose(text, words, keeps),
            Inline::Code(code) => words.push(hash(code.trim())),
            Inline::Picture(picture) => words.push(hash(&picture.image.file_name)),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_)
            | Inline::Break => push_inlines(walk::children(inline), words, keeps),
        }
    }
}

fn push_prose(text: &str, words: &mut Vec<Word>, keeps: &mut impl FnMut(&str) -> bool) {
    for word in text.split(|character: char| !is_of_word(character)).filter(|word| !word.is_empty()) {
        if word.starts_with(is_unparted) {
            push_pairs(word, words);
            continue;
        }
        let word = word.to_lowercase();
        if keeps(&word) {
            words.push(hash(singular(&word)));
        }
    }
}

/// What a word is made of; `+` and `#` tell C++, C# and C apart.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '+' | '#')
}

/// Whether a character is of a script that writes words without space between them.
fn is_unparted(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Each two neighbouring characters, in place of words.
fn push_pairs(text: &str, words: &mut Vec<Word>) {
    let characters: Vec<char> = text.chars().collect();
    words.extend(characters.chunks(1).filter(|_| characters.len() == 1).map(hash));
    words.extend(characters.windows(2).map(hash));
}

/// A word without the s of its plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}
