//! The Markdown handout: GitHub-flavoured, as readable raw as rendered.
//!
//! Enters: a bank. Leaves: one Markdown text and the pictures it shows. Each text of the bank, unfolded, parses back to
//! the tree it was written from: [`markdown`] undoes [`crate::doc::parse::blocks`].
//! Never here: disk, retired questions, attributes of code, HTML beyond what GitHub needs for anchors and folds.

mod blocks;
mod inlines;
mod questions;
mod text;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Artifact, Extent, Folder, Format, Options};
use crate::bank::Bank;
use crate::doc::{Block, Image};

/// Writes the handout.
#[must_use]
pub fn render(bank: &Bank, options: &Options) -> Artifact {
    let folder = format!("{}-images", super::stem(bank, options));
    let mut writer =
        Writer { folder: &folder, output: &bank.labels.output, targets: Some(anchors(bank)), images: BTreeMap::new() };
    let text = questions::handout(bank, options.fold, &mut writer);
    let files = writer.images.into_iter().map(|(name, image)| (name, image.bytes.clone())).collect();
    Artifact {
        format: Format::Markdown,
        name: super::file_name(bank, options, Format::Markdown),
        bytes: text.into_bytes(),
        extent: Extent::Questions(bank.questions().filter(|(_, question)| !question.retired).count()),
        folder: Some(Folder { name: folder, files }),
    }
}

/// Writes blocks as Markdown that parses back to them, without a line end at its end; headings keep their levels,
/// images are referred to in `folder`, and `output` (if not empty) leads what code prints.
#[must_use]
pub fn markdown(blocks: &[Block], folder: &str, output: &str) -> String {
    Writer { folder, output, targets: None, images: BTreeMap::new() }.blocks(blocks)
}

/// The anchors of the handout: of its sections, and of the questions it shows.
fn anchors(bank: &Bank) -> HashSet<String> {
    let questions = bank.questions().filter(|(_, question)| !question.retired);
    let sections = bank.sections.iter().map(questions::section_anchor);
    questions.map(|(_, question)| question.id.to_string()).chain(sections).collect()
}

/// What all texts of a handout share.
struct Writer<'a> {
    /// Where pictures lie, seen from the handout.
    folder: &'a str,
    /// The label of what code prints.
    output: &'a str,
    /// The anchors that links may lead to; `None` for all. A link to any other is shown as its words.
    targets: Option<HashSet<String>>,
    /// The pictures shown so far, by file name.
    images: BTreeMap<String, Arc<Image>>,
}
