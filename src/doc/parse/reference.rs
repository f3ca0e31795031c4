//! References of links and footnotes, and those among them that nothing defines.

use std::collections::HashSet;
use std::ops::Range;

use super::Finding;
use crate::report::Code;

/// A footnote's reference or definition.
pub(super) struct Footnote {
    pub(super) is_definition: bool,
    /// In lower case.
    pub(super) label: String,
    pub(super) range: Range<usize>,
}

/// The longest words and label of a link that is looked for, in bytes.
const LONGEST: usize = 200;

/// What no label holds, and every set of a regular expression.
const SETS: [&str; 7] = ["a-z", "A-Z", "0-9", "1-9", "0-7", "a-f", "A-F"];

/// One finding for each footnote: at its first reference, or where it is defined and nothing refers to it.
pub(super) fn footnotes(mut footnotes: Vec<Footnote>) -> Vec<Finding> {
    footnotes.sort_by_key(|footnote| (footnote.is_definition, footnote.range.start));
    let mut told = HashSet::new();
    footnotes.retain(|footnote| told.insert(footnote.label.clone()));
    let finding = |footnote: Footnote| {
        Finding::new(Code::Unsupported, footnote.range, "footnotes are shown as the text they are")
            .help("put what the footnote says into the text, or into `sources`")
    };
    footnotes.into_iter().map(finding).collect()
}

/// The label and length of a reference such as `[^1]`. `[^a-z]` is more likely somebody's regular expression.
pub(super) fn footnote(markdown: &str, at: usize) -> Option<(&str, usize)> {
    let digits = markdown[at..].strip_prefix("[^")?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let is_reference = length > 0 && digits[length..].starts_with(']') && !markdown[..at].ends_with('\\');
    is_reference.then_some((&digits[..length], length + "[^]".len()))
}

/// The label and length of a link such as `[words][label]`, unless it may be meant as it stands: an index into a list,
/// sets of a regular expression, a cast.
pub(super) fn link(markdown: &str, at: usize) -> Option<(&str, usize)> {
    let stands_alone = !markdown[..at].ends_with(|last: char| last.is_alphanumeric() || "\\_])}\"'`".contains(last));
    let (words, rest) = bracketed(&markdown[at..]).filter(|_| stands_alone)?;
    let (label, after) = bracketed(rest)?;
    let is_worded = words.starts_with(|first: char| first.is_alphabetic() || "*_`".contains(first))
        && words.chars().filter(|character| character.is_alphabetic()).count() > 1
        && !words.contains(',');
    let is_label = label.chars().all(|character| character.is_alphanumeric() || " -_.".contains(character));
    let is_set = SETS.iter().any(|set| words.contains(set) || label.contains(set));
    let is_code = after.starts_with(|next: char| next.is_alphanumeric() || "$([{*+=".contains(next));
    let length = markdown.len() - at - after.len();
    (is_worded && is_label && !is_set && !is_code && !label.trim().is_empty()).then_some((label, length))
}

/// What stands in the brackets that a text begins with, and what follows them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let end = inside.bytes().take(LONGEST).position(|byte| matches!(byte, b']' | b'[' | b'\n'))?;
    let after = inside[end..].strip_prefix(']')?;
    Some((&inside[..end], after))
}
