//! Edits of a text that leave every other byte as it is: comments, line ends, indentation, style.
//!
//! Enters: a text and a mapping or scalar of its tree. Leaves: a piece to put in and its place, or `None` where what is
//! there is written in a way that no piece can safely be added to. Never here: what is added, or why.

use std::ops::Range;

use super::decode::is_number;
use super::place::Text;
use super::{Entry, Kind, Node, Style};
use crate::source::Span;

/// A piece that takes the place of some bytes, or of none.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What goes.
    pub(crate) place: Span,
    /// What comes.
    pub(crate) text: String,
}

/// The text after some edits, which do not overlap and are in the order of the text.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> String {
    let added = edits.iter().map(|edit| edit.text.len()).sum::<usize>();
    let mut result = String::with_capacity(text.len() + added);
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.place.start]);
        result.push_str(&edit.text);
        done = edit.place.end;
    }
    result.push_str(&text[done..]);
    result
}

/// Puts `key: value` first into a mapping that is an item of `list`.
pub(crate) fn add(text: &str, list: &Node, item: &Node, key: &str, value: &str) -> Option<Edit> {
    let Kind::Mapping(entries) = &item.kind else { return None };
    let first = entries.first()?;
    // `{a: b}: c` begins with a brace as well, but so does its first key.
    if text[item.span.range()].starts_with('{') && first.key.span.start > item.span.start {
        return Some(add_to_flow(text, item.span.start + 1, first, key, value));
    }
    let is_in_brackets = text[list.span.range()].starts_with('[');
    if is_in_brackets { None } else { add_to_block(text, first, key, value) }
}

/// In braces: before the first key, or before the comment or mark that stands between it and the brace.
fn add_to_flow(text: &str, inside: usize, first: &Entry, key: &str, value: &str) -> Edit {
    let start = first.key.span.start;
    let is_bare = text[inside..start].chars().all(char::is_whitespace);
    let at = if is_bare { start } else { inside };
    // What is written as JSON stays JSON.
    let piece = if text[start..].starts_with('"') {
        format!("\"{key}\": \"{value}\", ")
    } else {
        format!("{key}: {}, ", scalar(value))
    };
    Edit { place: Span::new(at, at), text: piece }
}

/// On a line of its own above the first key, which may stand behind a dash.
fn add_to_block(text: &str, first: &Entry, key: &str, value: &str) -> Option<Edit> {
    let start = first.key.span.start;
    let line = text[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = &text[line..start];
    let properties = before.trim_start_matches([' ', '-']);
    let is_property = |word: &str| word.starts_with(['&', '!']);
    // An anchor or tag on this line is the key's and stays with it; a tab, a `?` or anything else is not understood.
    if !(properties.is_empty() || is_property(properties) && properties.split_whitespace().all(is_property)) {
        return None;
    }
    let at = start - properties.len();
    let piece = format!("{key}: {}{}{}", scalar(value), line_end(text, at), " ".repeat(at - line));
    Some(Edit { place: Span::new(at, at), text: piece })
}

/// Gives a value to a key that has none, or `null`.
pub(crate) fn fill(text: &str, entry: &Entry, value: &str) -> Option<Edit> {
    let Kind::Null = entry.value.kind else { return None };
    let written = entry.value.span;
    if matches!(&text[written.range()], "~" | "null" | "Null" | "NULL") {
        return Some(Edit { place: written, text: scalar(value) });
    }
    let after = &text[entry.key.span.end..];
    let colon = after.len() - after.trim_start_matches([' ', '\t']).len();
    let at = entry.key.span.end + colon + 1;
    (written.start == written.end && after[colon..].starts_with(':'))
        .then(|| Edit { place: Span::new(at, at), text: format!(" {}", scalar(value)) })
}

/// Puts other lines in the place of whole lines of a scalar: `lines` are bytes of its value, and what comes ends each of
/// its lines with `\n`.
pub(crate) fn rewrite(text: &str, scalar: &Text, lines: Range<usize>, new: &str) -> Option<Edit> {
    let place = scalar.place(text, lines);
    match scalar.style {
        Style::Literal => {
            let line_start = |at: usize| text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
            let indent = " ".repeat(scalar.indent as usize);
            let end = line_end(text, place.start);
            let lines = new.split_terminator('\n').map(|line| match line {
                "" => end.to_owned(),
                line => format!("{indent}{line}{end}"),
            });
            Some(Edit { place: Span::new(line_start(place.start), line_start(place.end)), text: lines.collect() })
        }
        Style::Double => Some(Edit { place, text: escaped(new) }),
        Style::Plain | Style::Single | Style::Folded => None,
    }
}

/// A text as it stands between double quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t")
}

/// The line end that comes next; without one, the text's first.
fn line_end(text: &str, at: usize) -> &str {
    let first = |text: &str| match text.find(['\n', '\r']).map(|end| &text[end..]) {
        Some(rest) if rest.starts_with("\r\n") => Some("\r\n"),
        Some(rest) if rest.starts_with('\r') => Some("\r"),
        Some(_) => Some("\n"),
        None => None,
    };
    first(&text[at..]).or_else(|| first(text)).unwrap_or("\n")
}

/// A word of letters, digits, `-`, `_` and `.` as a scalar, in quotes where some reader takes it for no text.
fn scalar(word: &str) -> String {
    if is_other_type(word) { format!("\"{word}\"") } else { word.to_owned() }
}

/// Whether YAML 1.2, or 1.1, which many programs still read, takes a plain word for a number, date, boolean or nothing.
fn is_other_type(word: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let of_number =
        |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'x' | b'X' | b'o' | b'O' | b'.' | b'_' | b'-');
    let is_numeric = word.starts_with(|first: char| first.is_ascii_digit()) && word.bytes().all(of_number);
    is_numeric || is_number(word) || WORDS.contains(&&*word.to_lowercase())
}
