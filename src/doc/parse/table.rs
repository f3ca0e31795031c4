//! Tables that are none: Markdown takes bars and dashes for a table only where the first two lines have as many cells.

use std::ops::Range;

/// A line of dashes that does not fit the line above it.
pub(super) struct Misfit {
    /// Where it stands in the paragraph.
    pub(super) range: Range<usize>,
    /// How many cells it has.
    pub(super) dashes: usize,
    /// How many cells the line above has.
    pub(super) head: usize,
}

/// The first line of dashes among a paragraph's lines that would make a table of them, had it other cells.
pub(super) fn misfit(paragraph: &str) -> Option<Misfit> {
    let mut head = "";
    let mut start = 0;
    for raw in paragraph.split_inclusive('\n') {
        let line = raw.trim_end().trim_start_matches(['>', ' ', '\t']);
        if head.contains('|') && is_dashes(line) && cells(line) != cells(head) {
            let start = start + raw.trim_end().len() - line.len();
            return Some(Misfit { range: start..start + line.len(), dashes: cells(line), head: cells(head) });
        }
        head = line;
        start += raw.len();
    }
    None
}

/// Whether a line has cells of dashes, each with or without colons, and nothing else.
fn is_dashes(line: &str) -> bool {
    let is_cell = |cell: &str| {
        let dashes = cell.trim();
        let dashes = dashes.strip_prefix(':').unwrap_or(dashes);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    line.contains('|') && inside(line).split('|').all(is_cell)
}

/// How many cells a line has.
fn cells(line: &str) -> usize {
    inside(line).replace("\\|", "").matches('|').count() + 1
}

/// A line without the bars at its ends.
fn inside(line: &str) -> &str {
    let line = line.strip_prefix('|').unwrap_or(line);
    line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line)
}
