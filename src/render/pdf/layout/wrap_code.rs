//! A line of code that is too wide for its column: where it goes on below.
//!
//! Enters: one line, its colours, the widths of the first line and of those below. Leaves: lines that end where a
//! programmer would break them: after a comma, before an operator, outside of brackets and strings, in a word last.

use std::collections::VecDeque;

use super::atoms::{Atom, Reader};
use super::break_points::break_points;
use super::cut::cut_to_fit;
use super::direction::directions;
use super::line::Line;
use super::rich::{Rich, RichSpan};
use crate::render::pdf::language::{Base, Language};
use crate::render::pdf::shape::Shapers;

/// What an end costs, as a part of the line's width that would rather be left empty.
mod cost {
    pub(super) const COMMA: f32 = 0.0;
    pub(super) const OPERATOR: f32 = 0.04;
    pub(super) const CALL: f32 = 0.1;
    pub(super) const SPACE: f32 = 0.18;
    pub(super) const AFTER_OPERATOR: f32 = 0.32;
    pub(super) const DOT: f32 = 0.3;
    pub(super) const OPENING: f32 = 0.35;
    pub(super) const OTHER: f32 = 0.45;
    pub(super) const CUT: f32 = 0.8;
    /// More inside a string.
    pub(super) const QUOTED: f32 = 0.22;
    /// More where next to nothing is left for the line below.
    pub(super) const FEW_LEFT: f32 = 0.3;
    /// More for each bracket that is open, up to three.
    pub(super) const DEPTH: f32 = 0.05;
}

/// So few bytes, closing brackets and quotes, are not worth a line.
const FEWEST_BYTES: usize = 3;

/// Breaks a line of code; `rest` is the width of all lines but the first.
pub(super) fn wrap(shapers: &mut Shapers, rich: &Rich, first: f32, rest: f32) -> Vec<Line> {
    let ends = ends(rich, shapers.language);
    let directions = directions(rich, Base::Right);
    let mut reader = Reader { shapers, rich, directions: directions.as_ref() };
    let atoms = reader.atoms_between(0, ends.iter().map(|(end, _)| *end));
    let mut left: VecDeque<(Atom, f32)> = atoms.into_iter().zip(ends.into_iter().map(|(_, cost)| cost)).collect();
    let comment = comment(rich).map(|start| left.iter().filter(|(atom, _)| atom.bytes.start >= start).count());
    let mut lines = Vec::new();
    while !left.is_empty() {
        let room = if lines.is_empty() { first } else { rest };
        let code = comment.and_then(|comment| left.len().checked_sub(comment)).filter(|code| *code > 0);
        let fits = |atoms: usize| fits(left.iter().take(atoms), room);
        let atoms = match code.filter(|code| fits(*code) && !fits(left.len())) {
            Some(code) => left.drain(..code).map(|(atom, _)| atom).collect(),
            None => take_line(&mut left, room, rest),
        };
        let mut line = Line::of(&atoms);
        line.put_together(directions.as_ref().map(|directions| directions.base), None);
        lines.push(line);
    }
    lines
}

/// Where a comment behind code begins: it goes onto a line of its own rather than be parted.
fn comment(rich: &Rich) -> Option<usize> {
    let is_comment = |span: &RichSpan| span.style.italic;
    let first = rich.spans.iter().position(is_comment)?;
    let start = first.checked_sub(1).map_or(0, |before| rich.spans[before].end);
    let end = rich.spans[first..].iter().take_while(|span| is_comment(span)).last()?.end;
    let is_last = rich.text[end..].trim().is_empty();
    (is_last && !rich.text[..start].trim().is_empty()).then_some(start)
}

/// Whether there is room for some atoms side by side, without the white space at their end.
fn fits<'a>(mut atoms: impl Iterator<Item = &'a (Atom, f32)>, room: f32) -> bool {
    let (mut width, mut space) = (0.0, 0.0);
    atoms.all(|(atom, _)| {
        width += space + atom.width;
        space = atom.space;
        width <= room
    })
}

/// Takes what goes onto one line.
fn take_line(left: &mut VecDeque<(Atom, f32)>, room: f32, rest: f32) -> Vec<Atom> {
    cut_long_word(left, room, rest);
    let (mut width, mut best, mut best_score) = (0.0, 1, f32::MIN);
    for (place, (atom, cost)) in left.iter().enumerate() {
        if place > 0 && width + atom.width > room + 0.05 {
            return left.drain(..best).map(|(atom, _)| atom).collect();
        }
        let score = (width + atom.width) / room - cost;
        if score >= best_score {
            (best, best_score) = (place + 1, score);
        }
        width += atom.width + atom.space;
    }
    left.drain(..).map(|(atom, _)| atom).collect()
}

/// Cuts a word that fits on no line, if otherwise this one would be left nearly empty.
fn cut_long_word(left: &mut VecDeque<(Atom, f32)>, room: f32, rest: f32) {
    let mut before = 0.0;
    let over = left.iter().position(|(atom, _)| {
        let is_over = before + atom.width > room + 0.05;
        if !is_over {
            before += atom.width + atom.space;
        }
        is_over
    });
    let Some(place) = over.filter(|place| before < room * 0.6 && left[*place].0.width > rest * 0.9) else { return };
    let Some((atom, cost)) = left.remove(place) else { return };
    let mut parts = cut_to_fit(vec![atom], (room - before).max(room * 0.2)).into_iter();
    let first = parts.next();
    let mut others = Atom::default();
    for piece in parts.flat_map(|part| part.pieces) {
        others.push(piece);
    }
    let others = cut_to_fit(vec![others], rest).into_iter().filter(|part| !part.pieces.is_empty());
    let parts: Vec<Atom> = first.into_iter().chain(others).collect();
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.into_iter().enumerate() {
        left.insert(place + at, (part, if at == last { cost } else { cost::CUT }));
    }
}

/// Where the line may end, the last of them its own end, and what that costs.
fn ends(rich: &Rich, language: Language) -> Vec<(usize, f32)> {
    let text = rich.text.as_str();
    let mut ends: Vec<(usize, f32)> =
        break_points(rich, 0..text.len(), language).into_iter().map(|end| (end, cost::OTHER)).collect();
    let mut scan = Scan::default();
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        scan.read(character);
        if let Some(cost) = scan.cost(&text[..end], &text[end..]) {
            ends.push((end, cost));
        }
    }
    // Of two costs for one end, the one that knows code counts: the later, after a stable sort.
    ends.sort_by_key(|(end, _)| *end);
    ends.dedup_by(|later, earlier| {
        later.0 == earlier.0 && {
            earlier.1 = later.1;
            true
        }
    });
    ends
}

/// How deep in brackets, and whether in a string, a place in a line is.
#[derive(Default)]
struct Scan {
    depth: u8,
    quote: Option<char>,
    is_escaped: bool,
}

impl Scan {
    fn read(&mut self, character: char) {
        let is_escaped = std::mem::take(&mut self.is_escaped);
        match (self.quote, character) {
            (Some(_), '\\') => self.is_escaped = !is_escaped,
            (Some(quote), other) if quote == other && !is_escaped => self.quote = None,
            (None, '"' | '`' | '\'') => self.quote = Some(character),
            (None, '(' | '[' | '{') => self.depth = self.depth.saturating_add(1),
            (None, ')' | ']' | '}') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn cost(&self, before: &str, after: &str) -> Option<f32> {
        let (last, next) = (before.chars().next_back()?, after.chars().next()?);
        let kind = kind(before, last, next, after)?;
        let quoted = if self.quote.is_some() { cost::QUOTED } else { 0.0 };
        let rest = if after.trim().len() <= FEWEST_BYTES { cost::FEW_LEFT } else { 0.0 };
        Some(kind + quoted + rest + cost::DEPTH * f32::from(self.depth.min(3)))
    }
}

/// What kind of an end a place is, if it is one.
fn kind(before: &str, last: char, next: char, after: &str) -> Option<f32> {
    if last == ' ' {
        let follows = before.trim_end_matches(' ').chars().next_back();
        return match follows {
            _ if next == ' ' => None,
            None => Some(cost::CUT),
            _ if ends_something(after) => Some(cost::CUT),
            _ if after.starts_with("{%") || after.starts_with("{{") => Some(cost::COMMA),
            Some(',' | ';') => Some(cost::COMMA),
            Some(_) if starts_operator(after) => Some(cost::OPERATOR),
            Some('+' | '-' | '*' | '/' | '|' | '&' | '=' | '<' | '>' | '?' | '%') => Some(cost::AFTER_OPERATOR),
            Some(_) => Some(cost::SPACE),
        };
    }
    match (last, next) {
        ('(' | '[' | '{', next) if !matches!(next, ')' | ']' | '}' | ' ') => Some(cost::OPENING),
        (',', next) if next != ' ' => Some(cost::COMMA),
        (last, '.') if last.is_alphanumeric() || matches!(last, ')' | ']') => {
            let cost = if last == ')' { cost::CALL } else { cost::DOT };
            after[1..].starts_with(char::is_alphabetic).then_some(cost)
        }
        _ => None,
    }
}

/// What nobody would begin a line with: the end of a template's tag, the sign of an assignment.
fn ends_something(text: &str) -> bool {
    const SIGNS: [&str; 6] = ["%}", "}}", "-%}", "= ", ":= ", "=> "];
    SIGNS.iter().any(|sign| text.starts_with(sign))
}

fn starts_operator(text: &str) -> bool {
    const WORDS: [&str; 6] = ["and ", "or ", "if ", "for ", "in ", "#"];
    text.starts_with(['+', '-', '*', '/', '|', '&', '=', '<', '>', '?', '%'])
        || WORDS.iter().any(|word| text.starts_with(word))
}
