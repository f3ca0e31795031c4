//! Builds the document's structure while the layout walks the document.

use crate::render::pdf::plan::{Leaf, Link, LinkId, LinkTarget, Tag, TagChild, TagNode};

/// The structure of a part of the sheet; leaves and links are numbered from 0 in each part.
#[derive(Debug, Default)]
pub(super) struct Tagger {
    /// The finished elements.
    pub(super) nodes: Vec<TagNode>,
    /// Words that stand for a leaf's glyphs, where the glyphs are no words.
    pub(super) actual: Vec<(Leaf, String)>,
    /// The links, by their number.
    pub(super) links: Vec<Link>,
    /// Addresses that links hide and the sheet prints, each once.
    pub(super) notes: Vec<String>,
    /// How many leaves there are.
    pub(super) leaves: u32,
    open: Vec<TagNode>,
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
        self.open.push(TagNode { tag, children: Vec::new() });
    }

    /// Closes the element that was opened last.
    pub(super) fn leave(&mut self) {
        if let Some(node) = self.open.pop() {
            self.close(node);
        }
    }

    /// A new leaf of the open element.
    pub(super) fn leaf(&mut self) -> Leaf {
        let leaf = Leaf(self.leaves);
        self.leaves += 1;
        if let Some(node) = self.open.last_mut() {
            node.children.push(TagChild::Leaf(leaf));
        }
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

    /// An element that holds nothing is none.
    fn close(&mut self, mut node: TagNode) {
        if node.children.is_empty() {
            return;
        }
        // Most elements have one child and stay for long.
        node.children.shrink_to_fit();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(TagChild::Node(node)),
            None => self.nodes.push(node),
        }
    }
}

/// Renumbers the leaves and links of a part that comes after others.
pub(super) fn renumber(nodes: &mut [TagNode], leaves: u32, links: u32) {
    for node in nodes {
        if let Tag::Link(link) = &mut node.tag {
            link.0 += links;
        }
        for child in &mut node.children {
            match child {
                TagChild::Leaf(leaf) => leaf.0 += leaves,
                TagChild::Node(node) => renumber(std::slice::from_mut(node), leaves, links),
            }
        }
    }
}
