//! Colours code: which piece of a code block is a keyword, a string, a comment.
//!
//! Enters: code and the name of its language. Leaves: [`Token`]s, sorted and not overlapping. The same code gives
//! the same tokens on every machine, and code with mistakes in it, or half of it missing, gives what can be told.
//! Never here: colours (each renderer has its own for a [`Class`]); and no grammar's own queries, which take 5 to
//! 20 ms to compile: one walk over the syntax tree, with rules all grammars share, says the same in microseconds.

mod grammar;
mod rules;
mod session;
mod template;
mod walk;
mod words;

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use super::cloze::{CLOSE, HINT, OPEN, START};
use super::{Block, Code, Token};
use crate::bank::{Bank, Question};
use grammar::Grammar;

/// The longest code that is coloured, in bytes; what is longer (700 lines) is a file, not an answer.
///
/// Time is linear for code. For text that is none (`}}!!` a thousand times over) the parser tries many readings, up
/// to half a millisecond per byte: this bounds it to seconds.
pub const LIMIT: usize = 1 << 15;

/// Columns of indentation, and signs that may open a block, from which on a line counts as nested too deep.
const DEEP: usize = 250;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `if`, `def`, `SELECT`.
    Keyword,
    /// A string or character.
    String,
    /// A number.
    Number,
    /// A comment, or a string that stands where a docstring does.
    Comment,
    /// The name of a function where it is defined or called, built-in ones too; a shell command.
    Function,
    /// The name of a type, class or tag.
    Type,
    /// `None`, `True`, `self`, `MAX_SIZE`, a shell variable, an escape inside a string.
    Constant,
    /// A decorator, annotation, attribute; a key of JSON, YAML, TOML; an option of a shell command.
    Attribute,
    /// An operator.
    Operator,
}

/// The coloured pieces of some code; none where the language is unknown or the code longer than [`LIMIT`].
///
/// `language` is what stands after a code fence: `python`, `py`, `Python3`, `pycon`.
#[must_use]
pub fn tokens(language: &str, code: &str) -> Vec<Token> {
    match Grammar::named(language) {
        Some(grammar) if code.len() <= LIMIT && is_shallow(code) => of_grammar(grammar, code),
        Some(_) | None => Vec::new(),
    }
}

/// Colours all code of a bank. Output is not code, and code with a cloze deletion in it stays as it is.
pub fn colour(bank: &mut Bank) {
    blocks(&mut bank.description);
    bank.sections.par_iter_mut().flat_map(|section| section.questions.par_iter_mut()).for_each(question);
}

/// Whether no line is indented so far, nor opens so many of YAML's blocks, that they could nest too deep.
///
/// The scanners of Python (0.25) and YAML (0.7) keep their indentations in 1,024 bytes and write one or two beyond
/// them: YAML's at a depth of 254, Python's at one of 384. tree-sitter then ends the program.
fn is_shallow(code: &str) -> bool {
    code.lines().all(|line| {
        let text = line.trim_start();
        let tabs = line.bytes().take_while(u8::is_ascii_whitespace).filter(|byte| *byte == b'\t').count();
        let openers = text.bytes().filter(|byte| matches!(byte, b'-' | b'?' | b':')).count();
        line.len() - text.len() + 7 * tabs + openers < DEEP
    })
}

fn of_grammar(grammar: Grammar, code: &str) -> Vec<Token> {
    match grammar {
        Grammar::Bash => session::shell(code),
        Grammar::Html => template::tokens(code),
        Grammar::Python => session::python(code),
        Grammar::C
        | Grammar::Cpp
        | Grammar::Css
        | Grammar::Go
        | Grammar::Java
        | Grammar::JavaScript
        | Grammar::Json
        | Grammar::Rust
        | Grammar::Sql
        | Grammar::Toml
        | Grammar::Tsx
        | Grammar::TypeScript
        | Grammar::Yaml => walk::tokens(grammar, code),
    }
}

/// Two lists of tokens, each sorted and apart from the other's, as one.
fn merged(mut tokens: Vec<Token>, others: Vec<Token>) -> Vec<Token> {
    tokens.extend(others);
    tokens.sort_by_key(|token| token.range.start);
    tokens
}

fn question(question: &mut Question) {
    let Question { setup, short, answer, pitfalls, follow_ups, hint, cloze, .. } = question;
    for text in [setup, short, answer, hint, cloze].into_iter().chain(pitfalls).chain(follow_ups) {
        blocks(text);
    }
}

fn blocks(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Code(code) => code.tokens = of_code(code),
            Block::List(list) => list.items.iter_mut().for_each(|item| self::blocks(&mut item.blocks)),
            Block::Quote(quote) | Block::Alert(_, quote) => self::blocks(quote),
            Block::Paragraph(_) | Block::Heading(_) | Block::Table(_) | Block::Rule => {}
        }
    }
}

fn of_code(code: &Code) -> Vec<Token> {
    if code.text.contains([OPEN, START, HINT, CLOSE]) { Vec::new() } else { tokens(&code.language, &code.text) }
}
