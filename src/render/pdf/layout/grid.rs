//! Rows of cells: lines and pictures stacked in columns, cut where a row is too tall for one strip.

use std::iter::Peekable;
use std::sync::Arc;

use super::draw;
use super::inline::Segment;
use super::paragraph::{Line, lines};
use super::setter::{Frame, Setter, baseline, fitted};
use super::strip::{Lead, Strip};
use crate::doc::Alignment;
use crate::render::pdf::plan::{Color, Drawing, Fill, PlacedImage, Rect};

/// A row stays whole unless it takes more than this part of a column's height.
const TALLEST_ROW: f32 = 0.3;
/// A head that takes more than this part of a column's height is not repeated.
const TALLEST_LEAD: f32 = 0.2;
/// Between a cell's picture and what follows; points.
const BELOW_PICTURE: f32 = 2.0;

/// The columns that cells are set in.
pub(super) struct Grid {
    pub(super) columns: Vec<Frame>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) leading: f32,
    pub(super) size: f32,
    /// Whether its first column is the rightmost.
    pub(super) is_leftward: bool,
}

/// A cell ready to be set.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) segments: Vec<Segment>,
}

impl Cell {
    /// Whether it shows a picture.
    pub(super) fn has_picture(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Picture(..)))
    }

    /// Makes its type smaller or larger.
    pub(super) fn scale(&mut self, scale: f32) {
        for segment in &mut self.segments {
            if let Segment::Text(rich) = segment {
                rich.scale(scale);
            }
        }
    }

    /// Takes it out of the structure, in which it stands already.
    pub(super) fn make_decoration(&mut self) {
        for segment in &mut self.segments {
            match segment {
                Segment::Text(rich) => rich.make_decoration(),
                Segment::Picture(_, leaf) => *leaf = None,
            }
        }
    }
}

/// What a cell is stacked from.
enum Part {
    Line(Line),
    Picture(PlacedImage),
}

impl Setter<'_, '_> {
    /// Sets a row: one strip, or several where it is tall; below the last a rule.
    pub(super) fn grid_row(&mut self, grid: &Grid, cells: Vec<Cell>, rule: Option<Color>) -> Vec<Strip> {
        let limit = self.context.theme.column_height() * TALLEST_ROW;
        let stacks = cells.into_iter().zip(&grid.columns).map(|(cell, column)| self.parts(cell, *column));
        let mut stacks: Vec<_> = stacks.map(|parts| parts.into_iter().peekable()).collect();
        let mut strips = Vec::new();
        while strips.is_empty() || stacks.iter_mut().any(|stack| stack.peek().is_some()) {
            strips.push(grid.strip(&mut stacks, limit));
        }
        if let (Some(color), Some(strip)) = (rule, strips.last_mut()) {
            grid.rule_below(strip, color);
        }
        strips
    }

    fn parts(&mut self, cell: Cell, column: Frame) -> Vec<Part> {
        let mut parts = Vec::new();
        for segment in cell.segments {
            match segment {
                Segment::Text(rich) => {
                    parts.extend(lines(self.shapers, &rich, column.width).into_iter().map(Part::Line));
                }
                Segment::Picture(picture, leaf) => {
                    let (width, height) = fitted(&picture, column.width, self.tallest_picture());
                    let rect = Rect { x: 0.0, y: 0.0, width, height };
                    parts.push(Part::Picture(PlacedImage { rect, image: picture.image, leaf }));
                }
            }
        }
        parts
    }

    /// A table's head as it is drawn again where the table goes on.
    pub(super) fn lead(&self, head: &[Strip]) -> Option<Arc<Lead>> {
        let mut lead = Lead::default();
        for strip in head {
            let mut drawing = strip.drawing.clone();
            drawing.make_decoration();
            drawing.shift(0.0, lead.height);
            lead.drawing.append(drawing);
            lead.height += strip.height;
        }
        (lead.height <= self.context.theme.column_height() * TALLEST_LEAD).then(|| Arc::new(lead))
    }
}

impl Grid {
    /// What of the cells goes into a strip of at most this height; at least a part of each.
    fn strip<I: Iterator<Item = Part>>(&self, stacks: &mut [Peekable<I>], limit: f32) -> Strip {
        let mut strip = Strip { height: self.leading, ..Strip::default() };
        for ((stack, column), alignment) in stacks.iter_mut().zip(&self.columns).zip(&self.alignments) {
            let mut y = 0.0;
            while let Some(part) = stack.next_if(|part| y == 0.0 || y + self.height(part) <= limit) {
                let below = y + self.height(&part);
                self.draw(&mut strip.drawing, part, (*column, *alignment), y);
                y = below;
            }
            strip.height = strip.height.max(y);
        }
        strip
    }

    fn height(&self, part: &Part) -> f32 {
        match part {
            Part::Line(line) => {
                let (up, down) = line.extra_height(self.leading, self.size);
                self.leading + up + down
            }
            Part::Picture(picture) => picture.rect.height + BELOW_PICTURE,
        }
    }

    fn draw(&self, drawing: &mut Drawing, part: Part, (column, alignment): (Frame, Alignment), y: f32) {
        let x = |width: f32, begins_right: bool| {
            let free = (column.width - width).max(0.0);
            match alignment {
                Alignment::None if begins_right => column.x + free,
                Alignment::None | Alignment::Left => column.x,
                Alignment::Center => column.x + free / 2.0,
                Alignment::Right => column.x + free,
            }
        };
        match part {
            Part::Line(line) => {
                let (up, _) = line.extra_height(self.leading, self.size);
                draw::line(drawing, &line, x(line.width, line.is_leftward), y + up + baseline(self.leading, self.size));
            }
            Part::Picture(picture) => {
                let rect = picture.rect.shifted(x(picture.rect.width, self.is_leftward), y + BELOW_PICTURE / 2.0);
                drawing.images.push(PlacedImage { rect, ..picture });
            }
        }
    }

    /// All its columns.
    pub(super) fn extent(&self) -> Frame {
        let left = self.columns.iter().map(|column| column.x).fold(f32::INFINITY, f32::min);
        let right = self.columns.iter().map(|column| column.x + column.width).fold(left, f32::max);
        Frame { x: left, width: right - left }
    }

    fn rule_below(&self, strip: &mut Strip, color: Color) {
        let Frame { x, width } = self.extent();
        strip.height += 2.2;
        let rect = Rect { x, y: strip.height - 1.2, width, height: 0.4 };
        strip.drawing.fills.push(Fill { rect, color, radius: 0.0 });
    }
}

/// A number of lines or columns.
pub(super) fn count(number: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lines of a row, columns of a table")]
    let number = number as f32;
    number
}
