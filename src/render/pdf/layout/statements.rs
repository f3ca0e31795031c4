//! Statements of code that take several lines: no column ends within a short one.
//!
//! Enters: lines of code, one after the other, and the strips they are set in. Leaves: strips that are tied: a call with its
//! arguments, a decorator with what it decorates, the head of a block with its first line. What is long may be parted.

use std::ops::Range;

use super::code::MOST_TIED;
use super::strip::Strip;
use crate::doc::{Class, Token};

/// Reads lines.
#[derive(Default)]
pub(super) struct Statements {
    /// Round and square brackets that are open.
    depth: usize,
}

/// How a line is bound to the next.
pub(super) struct Bond {
    strips: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is not.
    None,
    /// It heads what comes next.
    Head,
    /// It leaves a bracket open.
    Open,
}

impl Statements {
    /// Reads a line, which starts at byte `start` of its block and is set in these strips.
    pub(super) fn read(&mut self, line: &str, start: usize, tokens: &[Token], strips: Range<usize>) -> Bond {
        for (_, bracket) in line
            .char_indices()
            .filter(|(at, bracket)| matches!(bracket, '(' | ')' | '[' | ']') && !is_text(tokens, start + at))
        {
            // One more that closes than opens is the pattern of a shell's `case`.
            self.depth = if matches!(bracket, '(' | '[') { self.depth + 1 } else { self.depth.saturating_sub(1) };
        }
        let line = line.trim_end();
        let kind = if self.depth > 0 {
            Kind::Open
        } else if line.ends_with(':') || line.trim_start().starts_with('@') {
            Kind::Head
        } else {
            Kind::None
        };
        Bond { strips, kind }
    }
}

fn is_text(tokens: &[Token], at: usize) -> bool {
    let token = tokens.get(tokens.partition_point(|token| token.range.end <= at));
    token.is_some_and(|token| token.range.start <= at && matches!(token.class, Class::String | Class::Comment))
}

/// Ties the strips of bound lines, but the last of all, which is bound to nothing.
pub(super) fn tie(strips: &mut [Strip], bonds: &[Bond]) {
    let bound = &bonds[..bonds.len().saturating_sub(1)];
    for lines in bound.chunk_by(|one, next| one.kind != Kind::None && next.kind != Kind::None) {
        let is_long = lines.iter().map(|bond| bond.strips.len()).sum::<usize>() > MOST_TIED;
        let heads = lines.chunk_by(|one, next| one.kind == next.kind).filter(|lines| lines.len() <= MOST_TIED);
        let heads = heads.flatten().filter(|bond| bond.kind == Kind::Head);
        let tied = lines.iter().filter(|bond| !is_long && bond.kind != Kind::None);
        for bond in tied.chain(heads) {
            if let Some(last) = bond.strips.clone().last() {
                strips[last].keep_with_next = true;
            }
        }
    }
}
