//! Atoms: what no line break may part, a word with the white space after it.
//!
//! Enters: rich text. Leaves: shaped pieces, a line's smallest parts.

use std::ops::Range;
use std::sync::Arc;

use super::break_points::break_points;
use super::direction::{Directions, is_leftward, towards};
use super::rich::{Rich, RichSpan};
use crate::render::pdf::fonts::Family;
use crate::render::pdf::plan::Shaped;
use crate::render::pdf::shape::{Around, Shapers, is_space};
use crate::render::pdf::style::Mark;

/// A shaped piece of a line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// From the line's left end; 0 until the line is put together.
    pub(super) x: f32,
    /// Its look, structure and link.
    pub(super) span: RichSpan,
    /// Odd where it runs from right to left.
    pub(super) level: u8,
    /// Room left and right of it, in points, into which a tint or a frame reaches. It is only where white space is next to
    /// it: those who copy text would take a gap between a word and a comma for a space.
    pub(super) room: (f32, f32),
    /// Its glyphs.
    pub(super) shaped: Arc<Shaped>,
}

impl Piece {
    /// Glyphs in one look, not yet at any place.
    pub(super) fn new(span: RichSpan, level: u8, shaped: Arc<Shaped>) -> Self {
        Self { x: 0.0, span, level, room: (0.0, 0.0), shaped }
    }

    /// Makes room for what is drawn around it, at its start and its end.
    fn make_room(&mut self, is_start: bool, is_end: bool) {
        let mark = if self.shaped.stands_for.is_some() { Mark::Frame } else { self.span.style.mark };
        let room = |is_edge: bool| if is_edge { mark.side() * self.span.style.size } else { 0.0 };
        let (start, end) = (room(is_start), room(is_end));
        self.room = if is_leftward(self.level) { (end, start) } else { (start, end) };
    }

    /// Where its first glyph begins.
    pub(super) fn ink_x(&self) -> f32 {
        self.x + self.room.0
    }

    /// Width of its glyphs in points, without trailing white space.
    pub(super) fn ink(&self) -> f32 {
        self.shaped.width * self.span.style.size
    }

    /// Width in points, its room included, without trailing white space.
    pub(super) fn width(&self) -> f32 {
        self.ink() + self.room.0 + self.room.1
    }

    /// Width of that, in points.
    pub(super) fn space(&self) -> f32 {
        self.shaped.space * self.span.style.size
    }

    /// Width in points with it.
    pub(super) fn advance(&self) -> f32 {
        self.width() + self.space()
    }
}

/// What no line break may part: a word, its trailing white space included.
#[derive(Clone, Debug, Default)]
pub(super) struct Atom {
    /// Its bytes of the text; none where it is a part of a word that had to be cut.
    pub(super) bytes: Range<usize>,
    /// In the order of the text.
    pub(super) pieces: Vec<Piece>,
    /// Width without trailing white space.
    pub(super) width: f32,
    /// Width of that.
    pub(super) space: f32,
}

impl Atom {
    /// Adds a piece at the end.
    pub(super) fn push(&mut self, piece: Piece) {
        if piece.width() > 0.0 {
            self.width += self.space + piece.width();
            self.space = piece.space();
        } else {
            self.space += piece.advance();
        }
        self.pieces.push(piece);
    }
}

/// Reads atoms of one text.
pub(super) struct Reader<'r, 's, 'f> {
    pub(super) shapers: &'s mut Shapers<'f>,
    pub(super) rich: &'r Rich,
    pub(super) directions: Option<&'r Directions>,
}

impl Reader<'_, '_, '_> {
    /// The atoms of a part of the text.
    pub(super) fn atoms(&mut self, range: Range<usize>) -> Vec<Atom> {
        let ends = break_points(self.rich, range.clone(), self.shapers.language);
        self.atoms_between(range.start, ends)
    }

    /// The atoms between the places where a line may end.
    pub(super) fn atoms_between(&mut self, start: usize, ends: impl IntoIterator<Item = usize>) -> Vec<Atom> {
        let mut atoms = Vec::new();
        let mut from = start;
        let mut span = self.rich.span_at(start);
        for to in ends {
            atoms.push(self.atom(&mut span, from..to));
            from = to;
        }
        atoms
    }

    /// A part of the text that will not be parted.
    pub(super) fn part(&mut self, bytes: Range<usize>) -> Atom {
        let mut span = self.rich.span_at(bytes.start);
        self.atom(&mut span, bytes)
    }

    fn atom(&mut self, span: &mut usize, bytes: Range<usize>) -> Atom {
        let mut atom = Atom { bytes: bytes.clone(), ..Atom::default() };
        let mut from = bytes.start;
        while from < bytes.end {
            let current = self.rich.spans[*span];
            let end = current.end.min(bytes.end);
            match self.directions {
                None => self.stretch(&mut atom, current, 0, from..end),
                Some(directions) => self.stretches(&mut atom, current, directions, from..end),
            }
            from = end;
            *span += usize::from(current.end == end);
        }
        atom
    }

    /// Text in one look, cut where its direction changes, and before white space, which may run another way than the
    /// word it follows.
    fn stretches(&mut self, atom: &mut Atom, span: RichSpan, directions: &Directions, mut bytes: Range<usize>) {
        while !bytes.is_empty() {
            let mut end = directions.stretch(bytes.clone());
            let ink = self.rich.text[bytes.start..end].trim_end_matches(is_space).len();
            if ink > 0 {
                end = bytes.start + ink;
            }
            self.stretch(atom, span, directions.level(bytes.start), bytes.start..end);
            bytes.start = end;
        }
    }

    fn stretch(&mut self, atom: &mut Atom, span: RichSpan, level: u8, bytes: Range<usize>) {
        let (face, towards) = (span.style.face(), towards(level));
        let text = &self.rich.text;
        let (before, after) = (&text[..bytes.start], &text[bytes.end..]);
        let is_start = self.rich.starts_span(bytes.start) && before.ends_with(is_space);
        let is_end = bytes.end == span.end && after.starts_with(is_space);
        let shaped = match span.style.family {
            Family::Mono => self.shapers.shape(face, &text[bytes], towards),
            Family::Text => {
                let is_after_code = bytes.start > 0 && self.rich.is_code(bytes.start - 1);
                let is_before_code = self.rich.is_code(bytes.end);
                let around = Around { before, is_after_code, after, is_before_code };
                self.shapers.shape_prose(face, &text[bytes], towards, around)
            }
        };
        let last = shaped.len().saturating_sub(1);
        for (place, shaped) in shaped.into_iter().enumerate() {
            let mut piece = Piece::new(span, level, shaped);
            piece.make_room(is_start && place == 0, is_end && place == last);
            atom.push(piece);
        }
    }
}
