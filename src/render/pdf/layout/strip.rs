//! Strips: what a column is stacked from.

use std::sync::Arc;

use crate::render::pdf::plan::{Color, Drawing};

/// A horizontal strip of a column that no page break cuts: a line of text, a row of a table, a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Its height.
    pub(super) height: f32,
    /// Room above it, which is dropped at a column's top.
    pub(super) before: f32,
    /// How much lower its baseline is than in a line of Latin.
    pub(super) drop: f32,
    /// Whether the next strip must stand in the same column.
    pub(super) keep_with_next: bool,
    /// Whether it stands at the top of a page.
    pub(super) new_page: bool,
    /// Boxes behind this strip, the outermost first; one that its neighbours share is drawn as one.
    pub(super) panels: Vec<Panel>,
    /// The place that this strip is, by its index in the plan's places.
    pub(super) place: Option<usize>,
    /// What stands above this strip where it begins a column: the head of the table that goes on there.
    pub(super) lead: Option<Arc<Lead>>,
    /// What is drawn, from the column's left and the strip's top.
    pub(super) drawing: Drawing,
}

/// What is drawn anew above a strip that begins a column; not part of the structure, in which it stands already.
#[derive(Clone, Debug, Default)]
pub(super) struct Lead {
    /// Its height.
    pub(super) height: f32,
    /// What is drawn, from the column's left and its own top.
    pub(super) drawing: Drawing,
}

impl Lead {
    /// What is drawn above a strip with its corner here.
    pub(super) fn above(&self, (x, y): (f32, f32)) -> Drawing {
        let mut drawing = self.drawing.clone();
        drawing.shift(x, y - self.height);
        drawing
    }
}

/// A tinted box behind several strips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Panel {
    /// Strips of one box have one number.
    pub(super) id: u32,
    /// Left edge, from the column's left.
    pub(super) x: f32,
    /// Width.
    pub(super) width: f32,
    /// How far it reaches above its first and below its last strip.
    pub(super) padding: f32,
    /// Its colour, if it has one.
    pub(super) color: Option<Color>,
    /// A bar along the edge that text begins at: width and colour.
    pub(super) bar: Option<(f32, Color)>,
    /// Whether that is the right one.
    pub(super) is_leftward: bool,
}

/// What decides where a strip stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// See [`Strip::height`].
    pub(super) height: f32,
    /// See [`Strip::before`].
    pub(super) before: f32,
    /// Height of what stands above it where it begins a column.
    pub(super) lead: f32,
    /// See [`Strip::keep_with_next`].
    pub(super) keep_with_next: bool,
    /// See [`Strip::new_page`].
    pub(super) new_page: bool,
}

impl Measure {
    /// Room that belongs to a strip wherever it stands, a box's padding included.
    pub(super) fn room(&self) -> f32 {
        self.before + self.height
    }

    /// Room that it needs at a column's top.
    pub(super) fn room_at_top(&self) -> f32 {
        self.lead + self.height
    }
}

impl Strip {
    pub(super) fn measure(&self) -> Measure {
        let Self { height, before, keep_with_next, new_page, .. } = *self;
        let lead = self.lead.as_ref().map_or(0.0, |lead| lead.height);
        Measure { height, before, lead, keep_with_next, new_page }
    }
}

/// Ties the first two and the last two of a paragraph's lines together: no widow, no orphan.
pub(super) fn tie_lines(strips: &mut [Strip]) {
    let count = strips.len();
    if count >= 2 {
        strips[0].keep_with_next = true;
        strips[count - 2].keep_with_next = true;
    }
}

/// Ties all strips together.
pub(super) fn tie_all(strips: &mut [Strip]) {
    let count = strips.len();
    for strip in strips.iter_mut().take(count.saturating_sub(1)) {
        strip.keep_with_next = true;
    }
}
