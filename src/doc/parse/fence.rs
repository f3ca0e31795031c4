//! Code fences: what stands after one, and whether one is closed.

use std::ops::Range;

/// Parts an info string into language and attributes.
pub(super) fn info(info: &str) -> (String, String) {
    let info = info.trim();
    let (language, attributes) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    (language.to_owned(), attributes.trim_start().to_owned())
}

/// Code as the document model has it: line ends `\n`, none after the last line.
pub(super) fn text(mut raw: String) -> String {
    if raw.contains('\r') {
        raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    }
    if raw.ends_with('\n') {
        raw.pop();
    }
    raw
}

/// The bytes of the opening fence's line, if the block's last line does not close it.
///
/// `block` are the block's bytes, `quotes` is how many quotations it stands in: their markers begin its lines.
pub(super) fn unclosed(markdown: &str, block: &Range<usize>, quotes: usize) -> Option<Range<usize>> {
    let source = markdown.get(block.clone())?.trim_end();
    let first = source.lines().next()?.trim_end();
    let (mark, length) = run(first);
    let closed = source.lines().skip(1).last().is_some_and(|last| {
        let last = without_quotes(last, quotes).trim();
        let (closing_mark, closing_length) = run(last);
        closing_mark == mark && closing_length >= length && closing_length == last.len()
    });
    (!closed).then(|| block.start..block.start + first.len())
}

/// The character a line begins with, and how many times it does.
fn run(line: &str) -> (Option<char>, usize) {
    let line = line.trim_start();
    let first = line.chars().next();
    (first, line.chars().take_while(|&character| Some(character) == first).count())
}

/// A line without the markers of the quotations it stands in.
fn without_quotes(line: &str, quotes: usize) -> &str {
    let mut line = line.trim_start();
    for _ in 0..quotes {
        line = line.strip_prefix('>').unwrap_or(line).trim_start();
    }
    line
}
