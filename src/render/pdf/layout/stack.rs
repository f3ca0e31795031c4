//! Strips that are set: as small as they can be, since a large sheet has hundreds of thousands, all at one time.
//!
//! Enters: the strips of a part. Leaves: what each of them measures, and one drawing for all, to be drawn strip by strip.

use std::sync::Arc;

use super::strip::{Lead, Measure, Panel, Strip};
use crate::render::pdf::plan::Drawing;

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

    /// Moves what is drawn of each row to the row's corner.
    pub(super) fn spread(&mut self, corners: &[(f32, f32)]) {
        let Drawing { fills, runs, images, links } = &mut self.drawing;
        let (mut fills, mut runs) = (fills.iter_mut(), runs.iter_mut());
        let (mut images, mut links) = (images.iter_mut(), links.iter_mut());
        for (row, (x, y)) in self.rows.iter().zip(corners) {
            let fills = fills.by_ref().take(row.share.fills as usize).map(|fill| &mut fill.rect);
            let images = images.by_ref().take(row.share.images as usize).map(|image| &mut image.rect);
            let links = links.by_ref().take(row.share.links as usize).map(|area| &mut area.rect);
            for rect in fills.chain(images).chain(links) {
                *rect = rect.shifted(*x, *y);
            }
            for run in runs.by_ref().take(row.share.runs as usize) {
                (run.x, run.y) = (run.x + x, run.y + y);
            }
        }
    }

    /// What is drawn of its rows, cut where these rows start, of which the first is row 0.
    pub(super) fn cut(self, starts: &[usize]) -> Vec<Drawing> {
        let Self { rows, mut drawing } = self;
        let later = starts.iter().skip(1).rev().map(|start| drawing_from(&mut drawing, &rows[..*start]));
        let mut pieces = later.collect::<Vec<_>>();
        pieces.push(drawing);
        pieces.reverse();
        pieces
    }
}

/// Takes away from a drawing what is not drawn of these rows, its first ones.
fn drawing_from(drawing: &mut Drawing, rows: &[Row]) -> Drawing {
    let count = |share: fn(&Share) -> u32| rows.iter().map(|row| share(&row.share) as usize).sum();
    let rest = Drawing {
        fills: drawing.fills.split_off(count(|share| share.fills)),
        runs: drawing.runs.split_off(count(|share| share.runs)),
        images: drawing.images.split_off(count(|share| share.images)),
        links: drawing.links.split_off(count(|share| share.links)),
    };
    drawing.runs.shrink_to_fit();
    rest
}
