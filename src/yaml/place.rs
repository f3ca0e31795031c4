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
    pub(super) style: Style,
    pub(super) indent: u32,
}

impl<'a> Text<'a> {
    pub(super) fn new(scalar: Scalar<'a>, span: Span) -> Self {
        Self { value: scalar.text, span, style: scalar.style, indent: scalar.indent }
    }

    /// Where a comment stands that may have been meant as a part of the text: right behind it, one space away.
    pub(crate) fn comment(&self, source: &str) -> Option<Span> {
        let rest = source.get(self.span.end..)?;
        let line = rest.lines().next().filter(|line| self.style == Style::Plain && line.starts_with(" #"))?;
        Some(Span::new(self.span.end + 1, self.span.end + line.trim_end().len()))
    }

    /// Where a part of the text stands in the file; for many parts, see [`Text::map`].
    pub(crate) fn place(&self, source: &str, range: Range<usize>) -> Span {
        self.map(source).place(range)
    }

    /// Where each part of the text stands in the file.
    pub(crate) fn map(&self, source: &str) -> Map {
        let points = match self.style {
            Style::Literal => self.lines(source),
            Style::Plain | Style::Single | Style::Double | Style::Folded => self.walk(source),
        };
        Map { points, limit: source.len() }
    }

    /// A point for each line of a literal block.
    fn lines(&self, source: &str) -> Vec<Point> {
        // The parser's span starts in the first line that is not empty; those before it hold nothing to point at.
        let blank = self.value.bytes().take_while(|byte| *byte == b'\n').count();
        let indent = self.indent as usize;
        let mut line = self.span.start.saturating_sub(indent);
        let mut value = 0;
        let mut points = Vec::new();
        for (number, text) in self.value.split_inclusive('\n').enumerate() {
            if number >= blank {
                let indentation = source.as_bytes()[line..].iter().take(indent);
                let start = line + indentation.take_while(|byte| **byte == b' ').count();
                points.push(Point { value, start, end: start });
                line = next_line(source, line);
            } else {
                points.push(Point { value, start: line, end: line });
            }
            value += text.len();
        }
        points
    }

    /// A point wherever value and source cease to run side by side.
    fn walk(&self, source: &str) -> Vec<Point> {
        let mut walk = Walk {
            source: source.get(self.span.range()).unwrap_or_default(),
            style: self.style,
            from: usize::from(matches!(self.style, Style::Single | Style::Double)),
        };
        let mut points: Vec<Point> = Vec::new();
        for (value, wanted) in self.value.char_indices() {
            let end = self.span.start + walk.from;
            walk.skip(wanted);
            let start = self.span.start + walk.from;
            if points.last().is_none_or(|last| last.start + (value - last.value) != start) {
                points.push(Point { value, start, end });
            }
            walk.step(wanted);
        }
        let end = self.span.start + walk.from;
        points.push(Point { value: self.value.len(), start: end, end });
        points
    }
}

/// The way from a text back to its source.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    /// Ascending by value.
    points: Vec<Point>,
    /// The source's length.
    limit: usize,
}

/// A byte of the value from which on value and source run side by side.
#[derive(Clone, Copy, Debug)]
struct Point {
    value: usize,
    /// Where the source has it.
    start: usize,
    /// Where the source has the end of what is before it.
    end: usize,
}

impl Map {
    /// Where a part of the text stands in the file.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        let start = self.before(range.start + 1).map_or(0, |point| point.start + (range.start - point.value));
        let end = match self.before(range.end + 1) {
            Some(point) if point.value == range.end => point.end,
            Some(point) => point.start + (range.end - point.value),
            None => start,
        };
        Span::new(start.min(self.limit), end.min(self.limit))
    }

    /// The last point before a byte.
    fn before(&self, value: usize) -> Option<&Point> {
        self.points[..self.points.partition_point(|point| point.value < value)].last()
    }
}

/// The start of the line after the one that begins at `start`.
fn next_line(source: &str, start: usize) -> usize {
    let end = source[start..].find(['\n', '\r']).map_or(source.len(), |length| start + length);
    let ending = if source[end..].starts_with("\r\n") { 2 } else { 1 };
    (end + ending).min(source.len())
}

/// A position that moves through a scalar's source, as its value is read.
struct Walk<'t> {
    source: &'t str,
    style: Style,
    from: usize,
}

impl Walk<'_> {
    /// Moves over what stands for nothing before the next character: `\` at a line's end, indentation.
    fn skip(&mut self, wanted: char) {
        let rest = &self.source[self.from..];
        if self.style == Style::Double && (rest.starts_with("\\\n") || rest.starts_with("\\\r")) {
            self.from += 1 + blank_length(&rest[1..]);
        } else if !is_blank(wanted) {
            self.from += blank_length(rest);
        }
    }

    /// Moves over what stands for a character.
    fn step(&mut self, wanted: char) {
        let rest = &self.source[self.from..];
        self.from += match self.style {
            Style::Double if rest.starts_with('\\') => escape_length(rest),
            Style::Single if rest.starts_with("''") => 2,
            _ if !is_blank(wanted) => rest.chars().next().map_or(0, char::len_utf8),
            _ if rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) => blank_length(rest),
            _ => usize::from(rest.starts_with(wanted)),
        };
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n')
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
