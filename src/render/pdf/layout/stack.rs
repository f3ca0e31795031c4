//! Strips that are set: as small as they can be, since a large sheet has hundreds of thousands, all at one time.
//!
//! Enters: the strips of a part. Leaves: what each of them measures, and one drawing for all, to be drawn strip by strip.

use std::sync::Arc;
use std::vec;

use super::strip::{Lead, Measure, Panel, Strip};
use crate::render::pdf::plan::{Drawing, Fill, LinkArea, PlacedImage, Run};

/// The strips of a part, one below the other.
#[derive(Debug, Default)]
pub(super) struct Stack {
    /// From above.
    pub(super) rows: Vec<Row>,
    /// What is drawn of all rows, in their order; each thing from its own row's corner.
    pub(super) drawing: Drawing,
}

/// A strip without its drawing.
#[derive(Debug)]
pub(super) struct Row {
    /// What decides where it stands.
    pub(super) measure: Measure,
    /// See [`Strip::panels`].
    pub(super) panels: Box<[Panel]>,
    /// See [`Strip::place`].
    pub(super) place: Option<usize>,
    /// See [`Strip::lead`].
    pub(super) lead: Option<Arc<Lead>>,
    share: Share,
}

/// How much of its stack's drawing belongs to a row.
#[derive(Clone, Copy, Debug)]
struct Share {
    fills: u32,
    runs: u32,
    images: u32,
    links: u32,
}

impl Share {
    fn of(drawing: &Drawing) -> Self {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self {
            fills: count(drawing.fills.len()),
            runs: count(drawing.runs.len()),
            images: count(drawing.images.len()),
            links: count(drawing.links.len()),
        }
    }
}

impl Row {
    /// How many runs are drawn of it.
    pub(super) fn runs(&self) -> usize {
        self.share.runs as usize
    }
}

impl Stack {
    /// Puts away strips that are set.
    pub(super) fn of(strips: Vec<Strip>) -> Self {
        let drawings = || strips.iter().map(|strip| &strip.drawing);
        let mut drawing = Drawing {
            fills: Vec::with_capacity(drawings().map(|drawing| drawing.fills.len()).sum()),
            runs: Vec::with_capacity(drawings().map(|drawing| drawing.runs.len()).sum()),
            images: Vec::with_capacity(drawings().map(|drawing| drawing.images.len()).sum()),
            links: Vec::with_capacity(drawings().map(|drawing| drawing.links.len()).sum()),
        };
        let mut rows = Vec::with_capacity(strips.len());
        for strip in strips {
            let (measure, share) = (strip.measure(), Share::of(&strip.drawing));
            let Strip { panels, place, lead, .. } = strip;
            rows.push(Row { measure, panels: panels.into(), place, lead, share });
            drawing.append(strip.drawing);
        }
        Self { rows, drawing }
    }

    /// Its height where nothing breaks it.
    pub(super) fn height(&self) -> f32 {
        self.rows.iter().map(|row| row.measure.room()).sum()
    }

    /// Draws another stack's drawing in place of its own, for as many rows as both have.
    pub(super) fn redraw(&mut self, other: Self) {
        self.drawing = other.drawing;
        for (row, other) in self.rows.iter_mut().zip(other.rows) {
            row.share = other.share;
        }
    }

    /// Its rows, and what draws them.
    pub(super) fn open(self) -> (Vec<Row>, Pen) {
        let Drawing { fills, runs, images, links } = self.drawing;
        let (fills, runs) = (fills.into_iter(), runs.into_iter());
        (self.rows, Pen { fills, runs, images: images.into_iter(), links: links.into_iter() })
    }
}

/// Draws the rows of a stack, one after the other.
pub(super) struct Pen {
    fills: vec::IntoIter<Fill>,
    runs: vec::IntoIter<Run>,
    images: vec::IntoIter<PlacedImage>,
    links: vec::IntoIter<LinkArea>,
}

impl Pen {
    /// Draws the next row with its corner here.
    pub(super) fn draw(&mut self, row: &Row, (x, y): (f32, f32), onto: &mut Drawing) {
        let Share { fills, runs, images, links } = row.share;
        let fills = self.fills.by_ref().take(fills as usize);
        onto.fills.extend(fills.map(|fill| Fill { rect: fill.rect.shifted(x, y), ..fill }));
        let runs = self.runs.by_ref().take(runs as usize);
        onto.runs.extend(runs.map(|run| Run { x: run.x + x, y: run.y + y, ..run }));
        let images = self.images.by_ref().take(images as usize);
        onto.images.extend(images.map(|image| PlacedImage { rect: image.rect.shifted(x, y), ..image }));
        let links = self.links.by_ref().take(links as usize);
        onto.links.extend(links.map(|area| LinkArea { rect: area.rect.shifted(x, y), ..area }));
    }
}
