//! Builds the document's structure while the layout walks the document.

use crate::render::pdf::plan::{Leaf, Link, LinkId, LinkTarget, Step, Tag};

/// The structure of a part of the sheet; leaves and links are numbered from 0 in each part.
#[derive(Debug, Default)]
pub(super) struct Tagger {
    /// The elements and what they hold.
    pub(super) steps: Vec<Step>,
    /// Words that stand for a leaf's glyphs, where the glyphs are no words.
    pub(super) actual: Vec<(Leaf, String)>,
    /// The links, by their number.
    pub(super) links: Vec<Link>,
    /// Addresses that links hide and the sheet prints, each once.
    pub(super) notes: Vec<String>,
    /// How many leaves there are.
    pub(super) leaves: u32,
}

impl Tagger {
    /// Runs `inside` within an element.
    pub(super) fn within<T>(&mut self, tag: Tag, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.enter(tag);
        let value = inside(self);
        self.leave();
        value
    }

    /// Opens an element, for callers that cannot put what is inside into a closure.
    pub(super) fn enter(&mut self, tag: Tag) {
        self.steps.push(Step::Enter(tag));
    }

    /// Closes the element that was opened last; one that holds nothing is none.
    pub(super) fn leave(&mut self) {
        match self.steps.last() {
            Some(Step::Enter(_)) => drop(self.steps.pop()),
            Some(Step::Leaf(_) | Step::Leave) | None => self.steps.push(Step::Leave),
        }
    }

    /// A new leaf of the open element.
    pub(super) fn leaf(&mut self) -> Leaf {
        let leaf = Leaf(self.leaves);
        self.leaves += 1;
        self.steps.push(Step::Leaf(leaf));
        leaf
    }

    /// A new link.
    pub(super) fn link(&mut self, target: LinkTarget, alt: String) -> LinkId {
        let id = LinkId(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        self.links.push(Link { target, alt });
        id
    }

    /// The number, from 1, of the note that an address is printed in.
    pub(super) fn note(&mut self, address: &str) -> usize {
        let known = self.notes.iter().position(|note| note == address);
        let place = known.unwrap_or_else(|| {
            self.notes.push(address.to_owned());
            self.notes.len() - 1
        });
        place + 1
    }
}

/// Renumbers the leaves and links of a part that comes after others.
pub(super) fn renumber(steps: &mut [Step], leaves: u32, links: u32) {
    for step in steps {
        match step {
            Step::Enter(Tag::Link(link)) => link.0 += links,
            Step::Leaf(leaf) => leaf.0 += leaves,
            Step::Enter(_) | Step::Leave => {}
        }
    }
}
