//! HTML, with or without the tags of Django's and Jinja's templates: `{{ value }}`, `{% tag %}`, `{# comment #}`.
//!
//! The page is parsed as if the tags were not there; what is in a tag is near enough to Python to be parsed as such.

use std::ops::Range;
use std::slice;

use super::grammar::Grammar;
use super::{Class, Token, walk};

/// How tags begin and end.
const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The coloured pieces of a page.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut parts = Vec::new();
    let mut inside = Vec::new();
    let mut at = 0;
    while let Some(tag) = next_tag(code, at) {
        parts.push(at..tag.start);
        at = tag.end;
        of_tag(code, tag, &mut inside);
    }
    parts.push(at..code.len());
    parts.retain(|part| !part.is_empty());
    super::merged(walk::tokens_in(Grammar::Html, code, &parts), inside)
}

/// The first tag at or after a place; one that does not end on its line is none.
fn next_tag(code: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let rest = code.get(at..)?;
        let start = at + rest.find('{')?;
        if let Some(length) = tag_length(&code[start..]) {
            return Some(start..start + length);
        }
        at = start + 1;
    }
}

fn tag_length(text: &str) -> Option<usize> {
    let (_, close) = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let line = text.split('\n').next()?;
    line.get(2..)?.find(close).map(|length| 2 + length + close.len())
}

fn of_tag(code: &str, tag: Range<usize>, tokens: &mut Vec<Token>) {
    let mark = |range| Token { range, class: Class::Operator };
    let text = &code[tag.clone()];
    if text.starts_with("{#") {
        tokens.push(Token { range: tag, class: Class::Comment });
        return;
    }
    let inner = tag.start + 2..tag.end - 2;
    tokens.push(mark(tag.start..inner.start));
    let start = if text.starts_with("{%") { tag_name(code, inner.clone(), tokens) } else { inner.start };
    let value = start..inner.end;
    tokens.extend(walk::tokens_in(Grammar::Python, code, slice::from_ref(&value)));
    tokens.push(mark(inner.end..tag.end));
}

/// Colours the name of a `{% tag %}`; gives where it ends.
fn tag_name(code: &str, inner: Range<usize>, tokens: &mut Vec<Token>) -> usize {
    let text = &code[inner.clone()];
    let start = inner.start + text.len() - text.trim_start_matches(['-', '+', ' ']).len();
    let length = code[start..inner.end].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.end - start);
    if length > 0 {
        tokens.push(Token { range: start..start + length, class: Class::Keyword });
    }
    start + length
}
