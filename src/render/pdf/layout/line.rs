//! A line: pieces of text side by side.

use super::atoms::{Atom, Piece};
use super::direction::{is_leftward, visual_order};
use super::setter::baseline;
use crate::render::pdf::fonts::Family;

/// A line of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// In the order of the text; each knows where it stands.
    pub(super) pieces: Vec<Piece>,
    /// Width without the white space at its end.
    pub(super) width: f32,
    /// Whether it begins at its frame's right end.
    pub(super) is_leftward: bool,
    /// Whether a word is parted at its end.
    pub(super) is_parted: bool,
}

/// Whether the white space after a piece may be made wider: in code it means what it says.
fn stretches(piece: &Piece) -> bool {
    piece.shaped.space > 0.0 && piece.span.style.family == Family::Text
}

/// White space is made at most this much wider, as a part of the font size: a line that needs more stays ragged.
pub(super) const WIDEST_SPACE: f32 = 0.55;

impl Line {
    /// Text that no direction but its own matters for.
    pub(super) fn of(atoms: &[Atom]) -> Self {
        let pieces = atoms.iter().flat_map(|atom| atom.pieces.iter().cloned()).collect();
        let mut line = Self { pieces, ..Self::default() };
        line.put_together(None, None);
        line
    }

    /// Gives each piece its place. `base` is the level of the paragraph, where some text of it runs to the left; `full`
    /// is the width that the line is to have, where lines are equally long.
    pub(super) fn put_together(&mut self, base: Option<u8>, full: Option<f32>) {
        let ink = self.pieces.iter().rposition(|piece| piece.width() > 0.0).map_or(0, |last| last + 1);
        let trailing = self.trailing_space(ink);
        self.width = self.pieces[..ink].iter().map(Piece::advance).sum::<f32>() - trailing;
        let extra = full.map_or(0.0, |full| self.extra(ink, full));
        let order = match base {
            None => (0..self.pieces.len()).collect(),
            Some(base) => visual_order(&self.levels(ink, base)),
        };
        let is_leftward = base.is_some_and(is_leftward);
        let blank: f32 = self.pieces[ink..].iter().map(Piece::advance).sum();
        let mut x = if is_leftward { -blank } else { 0.0 };
        for place in order {
            let piece = &mut self.pieces[place];
            piece.x = x;
            x += piece.advance();
            if place + 1 < ink && stretches(piece) {
                x += extra;
                self.width += extra;
            }
        }
    }

    /// The white space of the last piece that shows something.
    fn trailing_space(&self, ink: usize) -> f32 {
        ink.checked_sub(1).map_or(0.0, |last| self.pieces[last].space())
    }

    /// How much wider each white space is made for the line to be this wide.
    fn extra(&self, ink: usize, full: f32) -> f32 {
        let spaces = self.pieces[..ink.saturating_sub(1)].iter().filter(|piece| stretches(piece));
        let size = self.pieces.first().map_or(0.0, |piece| piece.span.style.size);
        #[expect(clippy::cast_precision_loss, reason = "words of a line")]
        let extra = (full - self.width) / spaces.count().max(1) as f32;
        if (0.0..=size * WIDEST_SPACE).contains(&extra) { extra } else { 0.0 }
    }

    /// The level of each piece; white space at the end belongs to the paragraph (UAX #9, L1).
    fn levels(&self, ink: usize, base: u8) -> Vec<u8> {
        let level = |(place, piece): (usize, &Piece)| if place < ink { piece.level } else { base };
        self.pieces.iter().enumerate().map(level).collect()
    }

    /// How much taller a line of this height has to be, above and below, for type of this size that reaches further than
    /// Latin does.
    pub(super) fn extra_height(&self, leading: f32, size: f32) -> (f32, f32) {
        let (up, down) = self.pieces.iter().fold((0.0_f32, 0.0_f32), |(up, down), piece| {
            let (above, below) = piece.shaped.reach;
            let size = piece.span.style.size;
            (up.max(above * size), down.max(below * size))
        });
        let above = baseline(leading, size);
        ((up - above).max(0.0), (down - (leading - above)).max(0.0))
    }

    /// Where it begins in a frame.
    pub(super) fn start(&self, x: f32, width: f32) -> f32 {
        if self.is_leftward { x + width - self.width } else { x }
    }
}
