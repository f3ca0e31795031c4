//! Strips: what a column is stacked from.

use crate::render::pdf::plan::{Color, Drawing};

/// A horizontal strip of a column that no page break cuts: a line of text, a row of a table, a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Its height.
    pub(super) height: f32,
    /// Room above it, which is dropped at a column's top.
    pub(super) before: f32,
    /// Whether the next strip must stand in the same column.
    pub(super) keep_with_next: bool,
    /// Whether it stands at the top of a page.
    pub(super) new_page: bool,
    /// Boxes behind this strip, the outermost first; one that its neighbours share is drawn as one.
    pub(super) panels: Vec<Panel>,
    /// The place that this strip is, by its index in the plan's places.
    pub(super) place: Option<usize>,
    /// What is drawn, from the column's left and the strip's top.
    pub(super) drawing: Drawing,
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
    /// A bar along its left edge: width and colour.
    pub(super) bar: Option<(f32, Color)>,
}

impl Strip {
    /// Room that belongs to a strip wherever it stands, a box's padding included.
    pub(super) fn room(&self) -> f32 {
        self.before + self.height
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
