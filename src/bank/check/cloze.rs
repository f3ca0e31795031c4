//! Cloze deletions: `{{c1::hidden::hint}}` → the sentinels of [`crate::doc::cloze`], before Markdown is parsed.
//!
//! As in Anki, the first `::` in a deletion starts its hint, and the first `}}` ends it.

use std::ops::Range;

use super::walk::{self, Leaf};
use crate::doc::cloze::{CLOSE, HINT, OPEN, START};
use crate::doc::{Block, Inline};

/// The way out of every mistake.
pub(super) const HELP: &str = "a deletion looks like `{{c1::hidden}}` or `{{c1::hidden::hint}}`, numbers start at 1";

/// The largest number of a deletion: Anki's own limit.
const MAX_NUMBER: u16 = 500;

/// A text with sentinels.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The Markdown to parse.
    pub(super) text: String,
    /// Where a piece of it comes from: byte in `text`, byte in the original; ascending.
    origins: Vec<(usize, usize)>,
    faults: Vec<Fault>,
    /// The original place of each deletion.
    deletions: Vec<Range<usize>>,
    length: usize,
}

/// A mistake.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// Bytes of the original.
    pub(super) range: Range<usize>,
    pub(super) message: &'static str,
}

/// The deletion that is open, while marking.
struct Open {
    start: usize,
    hidden: usize,
    has_hint: bool,
}

/// Puts sentinels in the place of a text's deletion marks.
pub(super) fn mark(text: &str) -> Marked {
    let mut marked = Marked { length: text.len(), ..Marked::default() };
    let mut open: Option<Open> = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at = match (&mut open, opening(rest)) {
            (None, Some((number, length))) => {
                marked.begin(at, number, length);
                open = Some(Open { start: at, hidden: at + length, has_hint: false });
                at + length
            }
            (Some(_), Some((_, length))) => {
                marked.fault(at..at + length, "a deletion cannot stand inside another");
                at + length
            }
            (Some(deletion), None) if rest.starts_with("}}") => {
                marked.end(deletion, at);
                open = None;
                at + 2
            }
            (Some(deletion), None) if rest.starts_with("::") && !deletion.has_hint => {
                deletion.has_hint = true;
                marked.check_hidden(deletion, at);
                marked.sentinel(HINT, at);
                at + 2
            }
            _ => marked.copy(rest, at),
        };
    }
    if let Some(open) = open {
        marked.fault(open.start..open.hidden, "this deletion is not closed");
    } else if marked.deletions.is_empty() && marked.faults.is_empty() {
        marked.fault(0..first_line(text), "a cloze text without a deletion");
    }
    marked
}

/// The number and length of the mark that a text begins with, if it begins with one.
fn opening(rest: &str) -> Option<(&str, usize)> {
    let after = rest.strip_prefix("{{c")?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after[digits..].starts_with("::").then(|| (&after[..digits], "{{c".len() + digits + "::".len()))
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

impl Marked {
    fn begin(&mut self, at: usize, number: &str, length: usize) {
        let number = number.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number));
        if number.is_none() {
            self.fault(at..at + length, "the number of a deletion is from 1 to 500");
        }
        self.sentinel(OPEN, at);
        self.text.push_str(&number.unwrap_or(1).to_string());
        self.sentinel(START, at);
    }

    fn end(&mut self, deletion: &Open, at: usize) {
        if !deletion.has_hint {
            self.check_hidden(deletion, at);
        }
        self.deletions.push(deletion.start..at + 2);
        self.sentinel(CLOSE, at);
    }

    fn check_hidden(&mut self, deletion: &Open, at: usize) {
        if at == deletion.hidden {
            self.fault(deletion.start..at + 2, "a deletion that hides nothing");
        }
    }

    fn sentinel(&mut self, sentinel: char, at: usize) {
        self.origins.push((self.text.len(), at));
        self.text.push(sentinel);
    }

    /// Copies the next character and what follows it up to the next brace or colon; leaves where to go on.
    fn copy(&mut self, rest: &str, at: usize) -> usize {
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest[first..].find(['{', '}', ':']).map_or(rest.len(), |length| first + length);
        self.origins.push((self.text.len(), at));
        self.text.push_str(&rest[..length]);
        at + length
    }

    fn fault(&mut self, range: Range<usize>, message: &'static str) {
        self.faults.push(Fault { range, message });
    }

    /// Where a part of the marked text stands in the original.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.origin_of(range.start)..self.origin_of(range.end)
    }

    fn origin_of(&self, offset: usize) -> usize {
        let next = self.origins.partition_point(|(at, _)| *at <= offset);
        let Some((at, origin)) = next.checked_sub(1).and_then(|piece| self.origins.get(piece)) else { return 0 };
        let limit = self.origins.get(next).map_or(self.length, |(_, origin)| *origin);
        (origin + offset - at).min(limit.max(*origin))
    }

    /// What is wrong with the deletions, once the text is parsed: each must lie within one run of text or code.
    pub(super) fn faults(&self, blocks: &[Block]) -> Vec<Fault> {
        if !self.faults.is_empty() {
            return self.faults.clone();
        }
        let mut whole = 0;
        walk::leaves(blocks, &mut |leaf| {
            whole += match leaf {
                Leaf::Text(inlines) => deletions_in(inlines),
                Leaf::Code(code) => deletions_in_text(&code.text) + code.output.as_deref().map_or(0, deletions_in_text),
            };
        });
        if whole == self.deletions.len() {
            return Vec::new();
        }
        let range = self.deletions.first().cloned().unwrap_or_default();
        let message = "a deletion begins and ends in different pieces of Markdown, or stands where no text is shown";
        vec![Fault { range, message }]
    }
}

/// How many deletions begin and end on one level of some running text.
fn deletions_in(inlines: &[Inline]) -> usize {
    let mut open = false;
    let mut whole = 0;
    for inline in inlines {
        match inline {
            Inline::Text(text) => whole += closed(text, &mut open),
            Inline::Code(code) => whole += deletions_in_text(code),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_)
            | Inline::Picture(_)
            | Inline::Break => whole += deletions_in(walk::children(inline)),
        }
    }
    whole
}

fn deletions_in_text(text: &str) -> usize {
    closed(text, &mut false)
}

/// How many deletions a text ends, of those that it or an earlier text of its level began.
fn closed(text: &str, open: &mut bool) -> usize {
    let mut count = 0;
    for character in text.chars() {
        match character {
            OPEN => *open = true,
            CLOSE if *open => {
                *open = false;
                count += 1;
            }
            _ => {}
        }
    }
    count
}
