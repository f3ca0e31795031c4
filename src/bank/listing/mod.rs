//! The code of a bank: every block that something could run, how it is to be run, and what it is to print.
//!
//! Enters: a [`Source`] that has passed the check. Leaves: a [`Listing`] in the order of the file; through [`update`] the
//! same text with other outputs in it. Never here: running anything, comparing outputs, the disk.

mod runner;
mod slot;
pub mod update;

use std::collections::BTreeSet;
use std::ops::Range;

use super::check::walk::{self, Leaf};
use super::raw::{RawBank, RawQuestion, with_sections};
use crate::doc::attributes::Attributes;
use crate::doc::parse::{self, Construct, ConstructKind};
use crate::doc::{Block, Code};
use crate::source::{Source, Span};
use crate::yaml;
use crate::yaml::decode::{Decode, Decoder};
use crate::yaml::place::{Map, Text};

pub(super) use runner::LONGEST_TIMEOUT;
pub use runner::Runner;
use slot::Slot;

/// The code of a bank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// As the bank names them.
    pub runners: Vec<Runner>,
    /// The ids of the bank's questions, those without code too.
    pub questions: BTreeSet<String>,
    /// In the order of the file; a text that an alias repeats is there as often as it is read.
    pub blocks: Vec<CodeBlock>,
}

/// A block of code in a language that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeBlock {
    /// The question it belongs to; `None` in the bank's description.
    pub question: Option<String>,
    /// The first word behind the fence.
    pub language: String,
    /// How it is to be run.
    pub attributes: Attributes,
    /// The code, without the end of its last line.
    pub text: String,
    /// Its opening fence in the file.
    pub span: Span,
    /// What it is to print, where the bank says so.
    pub output: Option<Output>,
}

/// An `output` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// What it says, without the end of its last line.
    pub text: String,
    /// Its opening fence in the file.
    pub span: Span,
    /// Its lines in the file, without what stands before each of them.
    pub lines: Vec<Span>,
}

impl Listing {
    /// Reads the code of a bank; of a file that is no bank there is none.
    ///
    /// What a learner is to complete (`cloze`) is left out: code with gaps cannot run.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        with_bank(source, |raw| {
            let runners = runner::all(raw);
            let blocks = texts(raw).flat_map(|(question, text)| blocks_of(question, text, source.text(), &runners));
            let blocks = blocks.collect();
            Self { runners, questions: raw.questions().filter_map(id).map(str::to_owned).collect(), blocks }
        })
        .unwrap_or_default()
    }
}

impl CodeBlock {
    /// The name of the runner that is to run it.
    #[must_use]
    pub fn runner(&self) -> &str {
        self.attributes.runner.as_deref().unwrap_or(&self.language)
    }
}

/// Languages that nothing can run: data, markup, text.
const DATA: [&str; 33] = [
    "bnf",
    "css",
    "csv",
    "diff",
    "dot",
    "ebnf",
    "env",
    "gitignore",
    "html",
    "http",
    "ini",
    "json",
    "json5",
    "jsonc",
    "latex",
    "markdown",
    "md",
    "mermaid",
    "none",
    "patch",
    "plain",
    "plaintext",
    "properties",
    "scss",
    "svg",
    "tex",
    "text",
    "toml",
    "tsv",
    "txt",
    "xml",
    "yaml",
    "yml",
];

/// Whether a language is one that nothing can run.
pub(super) fn is_data(language: &str) -> bool {
    DATA.contains(&&*language.to_lowercase())
}

/// Reads a file as far as it is a bank.
fn with_bank<T>(source: &Source, read: impl FnOnce(&RawBank) -> T) -> Option<T> {
    let root = yaml::parse(source.text()).ok()?.root?;
    let mut decoder = Decoder::new(false);
    let root = with_sections(root, &mut decoder);
    RawBank::decode(root, &mut decoder).map(|raw| read(&raw))
}

/// The texts that may hold code, each with the question it belongs to.
fn texts<'r, 'a>(raw: &'r RawBank<'a>) -> impl Iterator<Item = (Option<&'r str>, &'r Text<'a>)> {
    let of_question = |question: &'r RawQuestion<'a>| {
        let id = id(question);
        let texts = [&question.setup, &question.short, &question.answer].into_iter().flatten();
        let texts = texts.chain(&question.pitfalls).chain(&question.follow_ups).chain(&question.hint);
        texts.map(move |text| (id, text))
    };
    raw.description.iter().map(|text| (None, text)).chain(raw.questions().flat_map(of_question))
}

fn id<'r>(question: &'r RawQuestion) -> Option<&'r str> {
    question.id.as_ref().ok().map(|id| &*id.value)
}

fn blocks_of(question: Option<&str>, text: &Text, source: &str, runners: &[Runner]) -> Vec<CodeBlock> {
    let found = codes(&text.value, runners);
    if found.is_empty() {
        return Vec::new();
    }
    let map = text.map(source);
    found.into_iter().map(|found| found.placed(question, &text.value, &map)).collect()
}

/// A block of code in a text.
struct Found {
    code: Code,
    /// Its bytes in the text, and those of its output.
    range: Range<usize>,
    output: Option<Range<usize>>,
}

/// The code of a text, but for data.
fn codes(markdown: &str, runners: &[Runner]) -> Vec<Found> {
    let parsed = parse::blocks(markdown, &|_| Err(String::new()));
    let mut ranges = parsed.constructs.iter().filter_map(fenced_or_indented);
    let mut found = Vec::new();
    // Each block of the tree is a block of the text or, with an output, two: both are in the order of reading.
    each_code(&parsed.value, &mut |code| {
        let Some(range) = ranges.next() else { return };
        let output = code.output.as_ref().and_then(|_| ranges.next());
        found.push(Found { code: code.clone(), range, output });
    });
    found.retain(|found| found.can_run(runners));
    found
}

fn fenced_or_indented(construct: &Construct) -> Option<Range<usize>> {
    match construct.kind {
        ConstructKind::Code { .. } => Some(construct.range.clone()),
        ConstructKind::CodeSpan | ConstructKind::Link { .. } | ConstructKind::List { .. } => None,
    }
}

fn each_code(blocks: &[Block], visit: &mut impl FnMut(&Code)) {
    walk::leaves(blocks, &mut |leaf| match leaf {
        Leaf::Code(code) => visit(code),
        Leaf::Text(_) => {}
    });
}

impl Found {
    /// Whether it is of a language that something could run, or that this bank runs.
    fn can_run(&self, runners: &[Runner]) -> bool {
        let language = &*self.code.language;
        if matches!(language, "" | crate::doc::canonical::OUTPUT) {
            return false;
        }
        let is_named = |runner: &Runner| runner.name.eq_ignore_ascii_case(language);
        let names_one = || Attributes::parse(&self.code.attributes).0.runner.is_some();
        !is_data(language) || runners.iter().any(is_named) || names_one()
    }

    fn placed(self, question: Option<&str>, markdown: &str, map: &Map) -> CodeBlock {
        let output = self.output.as_ref().zip(self.code.output);
        CodeBlock {
            question: question.map(str::to_owned),
            attributes: Attributes::parse(&self.code.attributes).0,
            span: map.place(first_line(markdown, &self.range)),
            output: output.map(|(range, text)| Output {
                text,
                span: map.place(first_line(markdown, range)),
                lines: Slot::of(markdown, range).map(|slot| slot.lines(markdown, map)).unwrap_or_default(),
            }),
            language: self.code.language,
            text: self.code.text,
        }
    }
}

/// The bytes of the line that a block begins with, its indentation left out.
fn first_line(markdown: &str, block: &Range<usize>) -> Range<usize> {
    let source = markdown.get(block.clone()).unwrap_or_default();
    let line = source.lines().next().unwrap_or_default();
    let start = block.start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}
