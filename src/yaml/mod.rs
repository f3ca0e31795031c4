//! The spanned YAML tree and its decoding with recovery; the only folder that knows the YAML crate.
//!
//! Enters: a bank's text. Leaves: [`Node`]s, each with its place, then through [`decode`] values of the types a bank
//! is made of, and every mistake on the way as a diagnostic; through [`edit`] the same text with a little more in it.
//! Never here: what a bank is (that is [`crate::bank::raw`]), Markdown.

pub(crate) mod compare;
pub(crate) mod decode;
pub(crate) mod edit;
pub(crate) mod keys;
pub(crate) mod mend;
pub(crate) mod place;
mod syntax;
mod tree;

use std::borrow::Cow;
use std::sync::Arc;

use crate::report::{Diagnostic, Report};
use crate::source::Span;

pub(crate) use tree::parse;

/// A document.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// What it holds; `None` for an empty file.
    pub(crate) root: Option<Node<'a>>,
    /// What is wrong with it as YAML, though it could be read on.
    pub(crate) found: Report,
}

/// Why a text is no YAML.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What to tell.
    pub(crate) diagnostic: Diagnostic,
    /// A byte of the entry that most likely is at fault: an open quote is noticed only in the entry after it.
    pub(crate) blame: usize,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// The value's own bytes, with its quotes and without its anchor; of a block scalar, its text.
    pub(crate) span: Span,
    /// The value.
    pub(crate) kind: Kind<'a>,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Kind<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, a number, true or false: YAML tells them apart only when asked.
    Scalar(Scalar<'a>),
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// Keys and values.
    Mapping(Vec<Entry<'a>>),
    /// A value with an anchor, or an alias of one: never copied until it is decoded.
    Shared(Arc<Shared<'a>>),
    /// Something that was reported already, and of which no more is said.
    Broken,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Node<'a>,
    pub(crate) value: Node<'a>,
}

/// A scalar as written.
#[derive(Clone, Debug)]
pub(crate) struct Scalar<'a> {
    /// Its text, quotes and indentation removed.
    pub(crate) text: Cow<'a, str>,
    /// How it was written.
    pub(crate) style: Style,
    /// Spaces before each line of a block scalar. Small, as there are as many scalars as a bank has keys and values.
    pub(crate) indent: u32,
    /// Whether `!!str` says that it is text, whatever it looks like.
    pub(crate) is_text: bool,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// `'single'`
    Single,
    /// `"double"`
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A value that several places share.
#[derive(Debug)]
pub(crate) struct Shared<'a> {
    pub(crate) node: Node<'a>,
    /// Roughly how many bytes a copy takes, aliases inside it followed.
    pub(crate) weight: usize,
}
