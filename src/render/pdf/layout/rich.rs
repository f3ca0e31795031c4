//! Rich text: what a paragraph is made of, before it is broken into lines.

use crate::render::pdf::fonts::Family;
use crate::render::pdf::plan::{Leaf, LinkId};
use crate::render::pdf::style::{Mark, Style};

/// Text with styles, as a paragraph's layout wants it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rich {
    /// All of the text; `\n` is a break the author asked for.
    pub(super) text: String,
    /// Sorted, without gaps, up to the end of the text.
    pub(super) spans: Vec<RichSpan>,
}

/// A stretch of rich text with one look and one meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct RichSpan {
    /// One past its last byte.
    pub(super) end: usize,
    /// How it looks.
    pub(super) style: Style,
    /// The structure it belongs to.
    pub(super) leaf: Option<Leaf>,
    /// The link it is part of.
    pub(super) link: Option<LinkId>,
}

impl Rich {
    /// Text in one style.
    pub(super) fn plain(text: &str, style: Style, leaf: Option<Leaf>) -> Self {
        let mut rich = Self::default();
        rich.push(text, style, leaf, None);
        rich
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str, style: Style, leaf: Option<Leaf>, link: Option<LinkId>) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.spans.push(RichSpan { end: self.text.len(), style, leaf, link });
        }
    }
}

impl Rich {
    /// Makes its type smaller or larger.
    pub(super) fn scale(&mut self, scale: f32) {
        for span in &mut self.spans {
            span.style.size *= scale;
            span.style.rise *= scale;
        }
    }

    /// Takes it out of the structure.
    pub(super) fn make_decoration(&mut self) {
        for span in &mut self.spans {
            (span.leaf, span.link) = (None, None);
        }
    }

    /// Puts text before it.
    pub(super) fn prepend(&mut self, text: &str, style: Style, leaf: Option<Leaf>) {
        let mut whole = Self::plain(text, style, leaf);
        let offset = whole.text.len();
        whole.text.push_str(&self.text);
        whole.spans.extend(self.spans.iter().map(|span| RichSpan { end: span.end + offset, ..*span }));
        *self = whole;
    }

    /// Whether a byte is code.
    pub(super) fn is_code(&self, byte: usize) -> bool {
        self.spans.get(self.span_at(byte)).is_some_and(|span| span.style.family == Family::Mono)
    }

    /// Whether a span starts with this byte.
    pub(super) fn starts_span(&self, byte: usize) -> bool {
        byte == 0 || self.spans.binary_search_by_key(&byte, |span| span.end).is_ok()
    }

    /// The span that a byte belongs to, by its place.
    pub(super) fn span_at(&self, byte: usize) -> usize {
        self.spans.partition_point(|span| span.end <= byte)
    }

    /// Whether a line's end here would part inline code that is better kept whole: short code, its first or last few
    /// bytes, a short word of it, what stands in a short pair of brackets.
    pub(super) fn is_within_short_code(&self, point: usize) -> bool {
        let place = self.spans.partition_point(|span| span.end <= point);
        let start = place.checked_sub(1).map_or(0, |before| self.spans[before].end);
        let Some(span) = self.spans.get(place).filter(|span| span.style.mark == Mark::Tint && start < point) else {
            return false;
        };
        let code = &self.text[start..span.end];
        let point = point - start;
        let is_short = |length: usize| length <= WHOLE_CODE;
        point <= FEWEST_BYTES
            || code.len() - point <= FEWEST_BYTES
            || is_short(code.len())
            || word_around(code, point).is_some_and(is_short)
            || brackets(code, point).is_some_and(is_short)
    }
}

/// Inline code of at most this many bytes stays on one line: `is None`, `x += 1`.
const WHOLE_CODE: usize = 16;

/// No fewer bytes of inline code are alone on a line: `{%` belongs to what it opens, `%}` to what it closes.
const FEWEST_BYTES: usize = 3;

/// The text around a place, as far as it matters: what is longer is not short.
fn around(code: &str, point: usize) -> (&str, &str) {
    let start = code.floor_char_boundary(point.saturating_sub(WHOLE_CODE));
    let end = code.ceil_char_boundary((point + WHOLE_CODE).min(code.len()));
    (&code[start..point], &code[point..end])
}

/// The length of the word that a place is within.
fn word_around(code: &str, point: usize) -> Option<usize> {
    let (before, after) = around(code, point);
    let length = |part: Option<&str>| part.map_or(0, str::len);
    let (before, after) = (length(before.rsplit(' ').next()), length(after.split(' ').next()));
    (before > 0 && after > 0).then_some(before + after)
}

/// The length of the innermost brackets that a place is within, themselves included, unless they are long.
fn brackets(code: &str, point: usize) -> Option<usize> {
    let is_opening = |character| matches!(character, '(' | '[' | '{');
    let is_closing = |character| matches!(character, ')' | ']' | '}');
    let (before, after) = around(code, point);
    let mut depth = 0;
    let opening = before.char_indices().rev().find(|(_, character)| {
        depth += i32::from(is_closing(*character)) - i32::from(is_opening(*character));
        depth < 0
    });
    depth = 0;
    let closing = after.char_indices().find(|(_, character)| {
        depth += i32::from(is_opening(*character)) - i32::from(is_closing(*character));
        depth < 0
    });
    Some(before.len() + closing?.0 + 1 - opening?.0)
}
