//! The plan's structure → krilla's tag tree.

use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag as KrillaTag, TagGroup, TagKind, TagTree,
};

use super::fitting;
use crate::render::pdf::plan::{Leaf, LinkId, Step, Structure, Tag};

/// Which content of the pages belongs to which leaf, and which annotations to which link.
#[derive(Default)]
pub(super) struct Identifiers {
    leaves: Vec<(Leaf, Identifier)>,
    links: Vec<(LinkId, Identifier)>,
}

impl Identifiers {
    /// Notes content of a leaf.
    pub(super) fn leaf(&mut self, leaf: Leaf, identifier: Identifier) {
        self.leaves.push((leaf, identifier));
    }

    /// Notes an annotation of a link.
    pub(super) fn link(&mut self, link: LinkId, identifier: Identifier) {
        self.links.push((link, identifier));
    }
}

/// The tag tree of a structure whose pages are painted.
pub(super) fn tree(structure: Structure, language: String, mut identifiers: Identifiers) -> TagTree {
    // Stable: what belongs to one leaf stays in the order it was painted in.
    identifiers.leaves.sort_by_key(|(leaf, _)| *leaf);
    identifiers.links.sort_by_key(|(link, _)| *link);
    let mut tree = TagTree::new().with_lang(Some(language));
    let mut open: Vec<TagGroup> = Vec::new();
    for step in structure.into_steps() {
        match step {
            Step::Enter(tag) => {
                let annotations = if let Tag::Link(link) = tag { of(&identifiers.links, link) } else { &[] };
                open.push(TagGroup::with_children(kind(tag), annotations.iter().map(node).collect()));
            }
            Step::Leaf(leaf) => {
                if let Some(group) = open.last_mut() {
                    group.children.extend(of(&identifiers.leaves, leaf).iter().map(node));
                }
            }
            Step::Leave => {
                let Some(mut group) = open.pop() else { continue };
                // Most elements have one child, and there are many elements.
                group.children.shrink_to_fit();
                match open.last_mut() {
                    Some(parent) => parent.push(group),
                    None => tree.push(group),
                }
            }
        }
    }
    tree
}

fn node<K>((_, identifier): &(K, Identifier)) -> Node {
    Node::from(*identifier)
}

/// What was noted of one leaf or link, in what is sorted by leaf or link.
fn of<K: Ord + Copy>(noted: &[(K, Identifier)], key: K) -> &[(K, Identifier)] {
    let start = noted.partition_point(|(other, _)| *other < key);
    let count = noted[start..].iter().take_while(|(other, _)| *other == key).count();
    &noted[start..start + count]
}

fn kind(tag: Tag) -> TagKind {
    match tag {
        Tag::Section => KrillaTag::Section.into(),
        Tag::Heading(level, title) => {
            KrillaTag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(fitting(&title))).into()
        }
        Tag::Paragraph => KrillaTag::P.into(),
        Tag::Contents => KrillaTag::TOC.into(),
        Tag::ContentsItem => KrillaTag::TOCI.into(),
        Tag::Bullets => KrillaTag::L(ListNumbering::Disc).into(),
        Tag::Numbers => KrillaTag::L(ListNumbering::Decimal).into(),
        Tag::ListItem => KrillaTag::LI.into(),
        Tag::Label => KrillaTag::Lbl.into(),
        Tag::ListBody => KrillaTag::LBody.into(),
        Tag::Table => KrillaTag::Table.into(),
        Tag::Row => KrillaTag::TR.into(),
        Tag::HeaderCell => KrillaTag::TH(TableHeaderScope::Column).into(),
        Tag::DataCell => KrillaTag::TD.into(),
        Tag::Code => KrillaTag::Code.into(),
        Tag::Quote => KrillaTag::BlockQuote.into(),
        Tag::Link(_) => KrillaTag::Link.into(),
        Tag::Figure(alt) => KrillaTag::Figure(Some(fitting(&alt))).into(),
    }
}
