//! `$…$` that looks like mathematics: found in the Markdown itself, because to the parser it is text.

use std::ops::Range;

/// Each piece of mathematics of a text, outside of code.
pub(super) fn find(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = markdown[at..].find(['$', '`', '\\']) {
        at += offset;
        let rest = &markdown[at..];
        at += match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => code_length(rest),
            _ => match maths_length(rest) {
                Some(length) => {
                    found.push(at..at + length);
                    length
                }
                None => run(rest, b'$'),
            },
        };
    }
    found
}

/// How often a text's first character is repeated there.
fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// The length of the code that a text begins with, or of its backticks alone where nothing closes them.
fn code_length(text: &str) -> usize {
    let ticks = run(text, b'`');
    let mut at = ticks;
    while let Some(offset) = text[at..].find('`') {
        at += offset;
        let closing = run(&text[at..], b'`');
        at += closing;
        if closing == ticks {
            return at;
        }
    }
    ticks
}

/// The length of the mathematics that a text begins with, marks included.
fn maths_length(text: &str) -> Option<usize> {
    let marks = run(text, b'$').min(2);
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
