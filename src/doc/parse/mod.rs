//! Markdown → document model; the only folder that knows pulldown-cmark.
//!
//! Enters: `CommonMark` with GFM tables, strikethrough and task lists. Leaves: canonical trees, and a [`Finding`] for
//! whatever the author wrote that a reader will not get as written.
//! Never here: dropping a word in silence, raw HTML, a panic, whatever the text.

mod blocks;
mod events;
mod fence;
mod html;
mod inlines;
mod link;
mod reference;
mod table;

use std::ops::Range;
use std::sync::Arc;

use super::{Block, Image, Inline, canonical};
use crate::report::Code;

/// What a text says, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The tree.
    pub value: T,
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// Where what the tree holds stands in the text, in the order in which it begins.
    pub constructs: Vec<Construct>,
}

/// A part of a text that rules speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct {
    /// What it is.
    pub kind: ConstructKind,
    /// Bytes of the Markdown.
    pub range: Range<usize>,
}

/// A kind of construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstructKind {
    /// A code block; both are empty where it is made by indentation.
    Code {
        /// As [`super::Code::language`].
        language: String,
        /// As [`super::Code::attributes`].
        attributes: String,
    },
    /// Code within a line.
    CodeSpan,
    /// A link to a question; its bytes are the address, where that can be found.
    Link {
        /// The question's id.
        question: String,
    },
    /// A list.
    List {
        /// How many items it has itself.
        items: usize,
    },
}

impl Construct {
    /// Whether all of it is code.
    #[must_use]
    pub fn is_code(&self) -> bool {
        match self.kind {
            ConstructKind::Code { .. } | ConstructKind::CodeSpan => true,
            ConstructKind::Link { .. } | ConstructKind::List { .. } => false,
        }
    }
}

/// Something wrong inside a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub code: Code,
    /// Bytes of the Markdown.
    pub range: Range<usize>,
    /// As [`crate::report::Diagnostic::message`].
    pub message: String,
    /// As [`crate::report::Diagnostic::help`].
    pub help: Option<String>,
}

/// Finds the file of an image by the path that Markdown states, or says in words why it cannot.
pub type LoadImage<'a> = &'a dyn Fn(&str) -> Result<Arc<Image>, String>;

/// Parses a text of any length.
#[must_use]
pub fn blocks(markdown: &str, load_image: LoadImage) -> Parsed<Vec<Block>> {
    blocks::Parser::new(markdown, load_image).parse()
}

/// Parses a text of one line, such as a question: inline constructs only.
///
/// What would begin a block (`1. `, `# `, `- `) is part of the words; several blocks run together, with a finding.
#[must_use]
pub fn inlines(markdown: &str, load_image: LoadImage) -> Parsed<Vec<Inline>> {
    if !events::is_one_paragraph(markdown) {
        return run_together(markdown, load_image);
    }
    let parsed = blocks(markdown, load_image);
    let Parsed { value, findings, constructs } = parsed;
    Parsed { value: value.into_iter().find_map(paragraph).unwrap_or_default(), findings, constructs }
}

fn paragraph(block: Block) -> Option<Vec<Inline>> {
    match block {
        Block::Paragraph(content) => Some(content),
        Block::Heading(_)
        | Block::Code(_)
        | Block::List(_)
        | Block::Table(_)
        | Block::Quote(_)
        | Block::Alert(..)
        | Block::Rule => None,
    }
}

/// Parses a text as if it were a paragraph of one line, whatever its lines begin with.
fn run_together(markdown: &str, load_image: LoadImage) -> Parsed<Vec<Inline>> {
    let line = events::single_line(markdown);
    let mut parsed = blocks(&line, load_image);
    let mut value = parsed.value.into_iter().find_map(paragraph).unwrap_or_default();
    canonical::drop_first_character(&mut value);
    let findings = parsed.findings.iter_mut().map(|finding| &mut finding.range);
    for range in findings.chain(parsed.constructs.iter_mut().map(|construct| &mut construct.range)) {
        *range = range.start.saturating_sub(1)..range.end.saturating_sub(1);
    }
    if markdown.trim().contains(['\n', '\r']) {
        parsed.findings.insert(0, Finding::several_blocks(markdown));
    }
    Parsed { value, findings: parsed.findings, constructs: parsed.constructs }
}

impl Finding {
    fn new(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, range, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn several_blocks(markdown: &str) -> Self {
        let message = "blocks in a text of one line; they run together as one paragraph";
        Self::new(Code::Unsupported, 0..markdown.len(), message)
            .help("keep one paragraph here; code that belongs to a question goes into `setup`")
    }
}
