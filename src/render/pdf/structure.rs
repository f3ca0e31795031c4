//! The document's structure, for those who hear the sheet instead of seeing it: a tree, walked from its start.
//!
//! Enters: steps, part by part. Leaves: the same steps, one after the other. A large sheet has hundreds of thousands of
//! elements, so that none has memory of its own.

use super::plan::{Leaf, LinkId};

/// A step of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an element.
    Enter(Tag),
    /// Past content of the pages.
    Leaf(Leaf),
    /// Out of the element that was entered last.
    Leave,
}

/// All steps in reading order; every element that is entered is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    parts: Vec<Vec<Step>>,
    is_open: bool,
}

impl Structure {
    /// Adds a part.
    pub fn push(&mut self, part: Vec<Step>) {
        self.parts.push(part);
    }

    /// Adds a part that comes before all others.
    pub fn push_front(&mut self, part: Vec<Step>) {
        self.parts.insert(0, part);
    }

    /// Begins a section, which all parts that follow belong to, until the next begins or [`Self::close`].
    pub fn open(&mut self) {
        self.close();
        self.parts.push(vec![Step::Enter(Tag::Section)]);
        self.is_open = true;
    }

    /// Ends the section that is open.
    pub fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.parts.push(vec![Step::Leave]);
        }
    }

    /// The steps.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.parts.iter().flatten()
    }

    /// The steps, each part let go of once it is walked.
    pub fn into_steps(self) -> impl Iterator<Item = Step> {
        self.parts.into_iter().flatten()
    }
}

/// The elements of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A part with a heading.
    Section,
    /// A heading, its level from 1, its words.
    Heading(u16, Box<str>),
    /// A paragraph.
    Paragraph,
    /// The table of contents.
    Contents,
    /// One of its lines.
    ContentsItem,
    /// A bulleted list.
    Bullets,
    /// A numbered list.
    Numbers,
    /// An item of a list.
    ListItem,
    /// What leads an item.
    Label,
    /// What an item says.
    ListBody,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell that heads a column.
    HeaderCell,
    /// Any other cell.
    DataCell,
    /// Code, in a paragraph or on its own.
    Code,
    /// A quotation.
    Quote,
    /// A link.
    Link(LinkId),
    /// A picture and the words for it.
    Figure(Box<str>),
}
