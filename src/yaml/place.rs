//! From a position inside a scalar's text back to the file.
//!
//! A literal block (`|`) maps exactly, by its lines and indentation. Other scalars are walked beside their source:
//! what is equal advances both, an escape or a folded line break advances each by its own length.

use std::borrow::Cow;
use std::ops::Range;

use super::{Scalar, Style};
use crate::source::Span;

/// A scalar known to be text, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    /// What it says.
    pub(crate) value: Cow<'a, str>,
    /// Its bytes in the file, quotes included.
    pub(crate) span: Span,
    style: Style,
    indent: usize,
}

impl<'a> Text<'a> {
    pub(super) fn new(scalar: Scalar<'a>, span: Span) -> Self {
        Self { value: scalar.text, span, style: scalar.style, indent: scalar.indent }
    }

    /// Where a part of the text stands in the file.
    pub(crate) fn place(&self, source: &str, range: Range<usize>) -> Span {
        let (start, end) = match self.style {
            Style::Literal => (self.literal(source, range.start), self.literal(source, range.end)),
            Style::Plain | Style::Single | Style::Double | Style::Folded => self.aligned(source, &range),
        };
        Span::new(start.min(source.len()), end.clamp(start, source.len().max(start)))
    }

    fn literal(&self, source: &str, offset: usize) -> usize {
        let before = &self.value.as_bytes()[..offset.min(self.value.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        // The parser's span starts in the first line that is not empty.
        let first = self.value.bytes().take_while(|byte| *byte == b'\n').count();
        if line < first {
            return line_before(source, self.span.start, first - line);
        }
        let start = line_after(source, self.span.start.saturating_sub(self.indent), line - first);
        let indent = source.as_bytes()[start..].iter().take(self.indent).take_while(|byte| **byte == b' ').count();
        start + indent + column
    }

    fn aligned(&self, source: &str, range: &Range<usize>) -> (usize, usize) {
        let mut walk = Walk {
            value: &self.value,
            source: source.get(self.span.range()).unwrap_or_default(),
            style: self.style,
            at: 0,
            from: usize::from(matches!(self.style, Style::Single | Style::Double)),
        };
        let start = walk.until(range.start);
        let end = walk.until(range.end);
        (self.span.start + start, self.span.start + end)
    }
}

/// The start of the line `count` lines after the one that begins at `start`.
fn line_after(source: &str, start: usize, count: usize) -> usize {
    let mut at = start;
    for _ in 0..count {
        at += source[at..].find(['\n', '\r']).map_or(source.len() - at, |length| length);
        at += if source[at..].starts_with("\r\n") { 2 } else { usize::from(at < source.len()) };
    }
    at
}

/// The start of the line `count` lines before the one that holds `from`.
fn line_before(source: &str, from: usize, count: usize) -> usize {
    let mut start = line_start(source, from);
    for _ in 0..count {
        start = line_start(source, start.saturating_sub(1));
    }
    start
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Two positions that move through a scalar's value and its source together.
struct Walk<'t> {
    value: &'t str,
    source: &'t str,
    style: Style,
    at: usize,
    from: usize,
}

impl Walk<'_> {
    /// The source's position that belongs to a position of the value.
    fn until(&mut self, offset: usize) -> usize {
        while self.at < offset {
            let Some(wanted) = self.value[self.at..].chars().next() else { break };
            self.skip_continuation();
            self.step(wanted);
            self.at += wanted.len_utf8();
        }
        self.from
    }

    fn step(&mut self, wanted: char) {
        let rest = &self.source[self.from..];
        self.from += match self.style {
            Style::Double if rest.starts_with('\\') => escape_length(rest),
            Style::Single if rest.starts_with("''") => 2,
            _ if !matches!(wanted, ' ' | '\t' | '\n') => {
                let gap = blank_length(rest);
                gap + rest[gap..].chars().next().map_or(0, char::len_utf8)
            }
            _ if rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) => blank_length(rest),
            _ => usize::from(rest.starts_with(wanted)),
        };
    }

    /// Moves over `\` at a line's end, which stands for nothing.
    fn skip_continuation(&mut self) {
        let rest = &self.source[self.from..];
        if self.style == Style::Double && (rest.starts_with("\\\n") || rest.starts_with("\\\r")) {
            self.from += 1 + blank_length(&rest[1..]);
        }
    }
}

/// How many bytes of white space a text begins with.
fn blank_length(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// The length of the escape that a text in double quotes begins with.
fn escape_length(rest: &str) -> usize {
    let length = match rest.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(_) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        None => 1,
    };
    (length.min(rest.len())..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len())
}
