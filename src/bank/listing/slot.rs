//! Where the lines of an `output` block stand in its Markdown, so that others can take their place.

use std::ops::Range;

use crate::source::Span;
use crate::yaml::place::Map;

/// The lines between two fences.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Whole lines; empty where the second fence follows the first.
    pub(super) lines: Range<usize>,
    /// What stands before the fence, and so before each line: indentation, the marks of quotations.
    prefix: String,
}

impl Slot {
    /// The lines of a fenced block; `None` where nothing closes it, or where it begins with the mark of a list.
    pub(super) fn of(markdown: &str, block: &Range<usize>) -> Option<Self> {
        let source = markdown.get(block.clone())?.trim_end();
        let line_start = markdown[..block.start].rfind('\n').map_or(0, |newline| newline + 1);
        let fence = block.start + source.len() - source.trim_start().len();
        let prefix = markdown.get(line_start..fence)?;
        let is_prefix = |text: &str| text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        let start = block.start + source.find('\n')? + 1;
        let end = block.start + source.rfind('\n')? + 1;
        let (mark, length) = run(&markdown[fence..]);
        let last = markdown[end..block.start + source.len()].trim_start_matches([' ', '\t', '>']);
        let closes = run(last) == (mark, last.len()) && last.len() >= length;
        (is_prefix(prefix) && closes).then(|| Self { lines: start..end, prefix: prefix.to_owned() })
    }

    /// Where each line stands in the file, without what stands before it.
    pub(super) fn lines(&self, markdown: &str, map: &Map) -> Vec<Span> {
        let mut start = self.lines.start;
        let mut spans = Vec::new();
        for line in markdown[self.lines.clone()].split_inclusive('\n') {
            let skipped = line.bytes().zip(self.prefix.bytes()).take_while(|(byte, prefix)| byte == prefix).count();
            let text = line.trim_end_matches('\n');
            spans.push(map.place(start + skipped.min(text.len())..start + text.len()));
            start += line.len();
        }
        spans
    }

    /// An output as the lines of this block.
    pub(super) fn filled_with(&self, output: &str) -> String {
        if output.is_empty() {
            return String::new();
        }
        let lines = output.split('\n').map(|line| match line {
            "" => format!("{}\n", self.prefix.trim_end()),
            line => format!("{}{line}\n", self.prefix),
        });
        lines.collect()
    }
}

/// The character a text begins with, and how many times it does.
fn run(text: &str) -> (Option<char>, usize) {
    let first = text.chars().next();
    (first, text.chars().take_while(|character| Some(*character) == first).count())
}
