//! The plan's structure → krilla's tag tree.

use std::collections::HashMap;
use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag as KrillaTag, TagGroup, TagKind, TagTree,
};

use crate::render::pdf::plan::{Leaf, LinkId, Plan, Tag, TagChild, TagNode};

/// Which content of the pages belongs to which leaf, and which annotations to which link.
pub(super) struct Identifiers {
    leaves: HashMap<Leaf, Vec<Identifier>>,
    links: HashMap<LinkId, Vec<Identifier>>,
}

impl Identifiers {
    /// With nothing painted yet.
    pub(super) fn new(plan: &Plan) -> Self {
        Self { leaves: HashMap::new(), links: HashMap::with_capacity(plan.links.len()) }
    }

    /// Notes content of a leaf.
    pub(super) fn leaf(&mut self, leaf: Leaf, identifier: Identifier) {
        self.leaves.entry(leaf).or_default().push(identifier);
    }

    /// Notes an annotation of a link.
    pub(super) fn link(&mut self, link: LinkId, identifier: Identifier) {
        self.links.entry(link).or_default().push(identifier);
    }
}

/// The tag tree of a plan whose pages are painted.
pub(super) fn tree(plan: &Plan, mut identifiers: Identifiers) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(plan.about.language.clone()));
    for node in &plan.structure {
        tree.push(group(node, &mut identifiers));
    }
    tree
}

fn group(node: &TagNode, identifiers: &mut Identifiers) -> TagGroup {
    let mut group = TagGroup::new(kind(&node.tag));
    if let Tag::Link(link) = node.tag {
        push_all(&mut group, identifiers.links.remove(&link));
    }
    for child in &node.children {
        match child {
            TagChild::Node(node) => group.push(self::group(node, identifiers)),
            TagChild::Leaf(leaf) => push_all(&mut group, identifiers.leaves.remove(leaf)),
        }
    }
    group
}

fn push_all(group: &mut TagGroup, identifiers: Option<Vec<Identifier>>) {
    for identifier in identifiers.into_iter().flatten() {
        group.push(Node::from(identifier));
    }
}

fn kind(tag: &Tag) -> TagKind {
    match tag {
        Tag::Section => KrillaTag::Section.into(),
        Tag::Heading(level, title) => {
            KrillaTag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
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
        Tag::Figure(alt) => KrillaTag::Figure(Some(alt.clone())).into(),
    }
}
