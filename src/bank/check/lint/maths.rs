//! `$…$` that looks like mathematics: found in the Markdown itself, because to the parser it is text.

use std::ops::Range;

use crate::doc::parse::Construct;

/// Each piece of mathematics of a text, outside of code.
pub(super) fn find(markdown: &str, constructs: &[Construct]) -> Vec<Range<usize>> {
    let mut code =
        constructs.iter().filter(|construct| construct.is_code()).map(|construct| &construct.range).peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = markdown[at..].find(['$', '\\']) {
        at += offset;
        while code.next_if(|code| code.end <= at).is_some() {}
        let rest = &markdown[at..];
        at = match (code.peek(), maths_length(rest)) {
            (Some(code), _) if code.start <= at => code.end,
            (_, Some(length)) => {
                found.push(at..at + length);
                at + length
            }
            (_, None) if rest.starts_with('$') => at + run(rest, b'$'),
            (_, None) => at + 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    found
}

/// How often a text's first character is repeated there.
fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// The length of the mathematics that a text begins with, marks included.
fn maths_length(text: &str) -> Option<usize> {
    let marks = run(text, b'$').min(2);
    if marks == 0 {
        return None;
    }
    let inner = &text[marks..];
    let end = inner.find(&text[..marks])?;
    let content = &inner[..end];
    let after = inner[end + marks..].chars().next();
    let is_closed = marks == 2 || (is_tight(content) && !after.is_some_and(char::is_alphanumeric));
    (is_closed && is_formula(content)).then_some(end + 2 * marks)
}

/// Whether a text neither begins nor ends with white space: money often does (`$5 and $10`).
fn is_tight(content: &str) -> bool {
    content.trim() == content
}

fn is_formula(content: &str) -> bool {
    content.chars().any(char::is_alphabetic) && !content.contains("\n\n")
}
