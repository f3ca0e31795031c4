//! Markdown → document model; the only file that knows pulldown-cmark.

use std::ops::Range;
use std::sync::Arc;

use super::{Block, Image, Inline};
use crate::report::Code;

/// What a text says, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The tree.
    pub value: T,
    /// In the order of the text.
    pub findings: Vec<Finding>,
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
    let _ = (markdown, load_image);
    todo!()
}

/// Parses a text of one line, such as a question: inline constructs only.
#[must_use]
pub fn inlines(markdown: &str, load_image: LoadImage) -> Parsed<Vec<Inline>> {
    let _ = (markdown, load_image);
    todo!()
}
