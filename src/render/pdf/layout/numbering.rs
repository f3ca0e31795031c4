//! One numbering for all parts: leaves, links and boxes are numbered from 0 in each.

use super::stack::Stack;
use super::tagger::{Tagger, renumber};
use crate::render::pdf::plan::{Drawing, Leaf, Link, Step};

/// Leaves, links and boxes of parts, numbered through.
#[derive(Default)]
pub(super) struct Numbering {
    leaves: u32,
    panels: u32,
    pub(super) links: Vec<Link>,
    pub(super) actual: Vec<(Leaf, String)>,
}

impl Numbering {
    /// Takes a part in; its structure comes back, numbered.
    pub(super) fn take(&mut self, tagger: Tagger, panels: u32, stack: &mut Stack) -> Vec<Step> {
        let links = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let mut steps = tagger.steps;
        steps.shrink_to_fit();
        renumber(&mut steps, self.leaves, links);
        renumber_drawing(&mut stack.drawing, self.leaves, links);
        for panel in stack.rows.iter_mut().flat_map(|row| &mut row.panels) {
            panel.id += self.panels;
        }
        self.actual.extend(tagger.actual.into_iter().map(|(leaf, text)| (Leaf(leaf.0 + self.leaves), text)));
        self.links.extend(tagger.links);
        self.leaves += tagger.leaves;
        self.panels += panels;
        steps
    }

    /// Renumbers what is drawn of the part that is taken in next.
    pub(super) fn shift(&self, drawing: &mut Drawing) {
        renumber_drawing(drawing, self.leaves, u32::try_from(self.links.len()).unwrap_or(u32::MAX));
    }
}

fn renumber_drawing(drawing: &mut Drawing, leaves: u32, links: u32) {
    for run in &mut drawing.runs {
        if let Some(leaf) = &mut run.leaf {
            leaf.0 += leaves;
        }
    }
    for leaf in drawing.images.iter_mut().filter_map(|image| image.leaf.as_mut()) {
        leaf.0 += leaves;
    }
    for area in &mut drawing.links {
        area.link.0 += links;
    }
}
