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

/// What is wrong with a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing closes it.
    Unclosed,
    /// A line of its code would open a block of its own: the line that closes this block was meant for that one.
    Swallows,
}

/// The bytes of the opening fence's line, if the block's last line does not close it, or closes another.
///
/// `block` are the block's bytes, `quotes` is how many quotations it stands in: their markers begin its lines.
pub(super) fn fault(markdown: &str, block: &Range<usize>, quotes: usize) -> Option<(Fault, Range<usize>)> {
    let source = markdown.get(block.clone())?.trim_end();
    let first = source.lines().next()?.trim_end();
    let (mark, length) = run(first);
    let is_fence = |line: &str| {
        let (other, others) = run(line);
        other == mark && others >= length
    };
    let line_start = markdown[..block.start].rfind('\n').map_or(0, |newline| newline + 1);
    // From four columns on, a line is code whatever it begins with.
    let too_deep = block.start - line_start + indentation(first) + 4;
    let opens = |line: &str| {
        let inside = without_quotes(line, quotes).trim();
        let column = line.trim_end().len() - inside.len();
        column < too_deep && is_fence(inside) && names(inside)
    };
    let closes = |line: &str| {
        let last = without_quotes(line, quotes).trim();
        is_fence(last) && run(last).1 == last.len()
    };
    let fault = match source.lines().skip(1).last() {
        _ if source.lines().skip(1).any(opens) => Fault::Swallows,
        Some(last) if closes(last) => return None,
        _ => Fault::Unclosed,
    };
    Some((fault, block.start..block.start + first.len()))
}

/// Whether a fence's line goes on with a language, as an opening one does: right behind it, or alone on the line.
fn names(fence: &str) -> bool {
    let info = &fence[run(fence).1..];
    let language = info.split_whitespace().next().unwrap_or_default();
    let is_language = language.starts_with(|first: char| first.is_ascii_alphabetic())
        && language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'.' | b'-' | b'_'));
    is_language && (info.starts_with(language) || info.trim() == language) && !info.contains('`')
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
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
