//! What the YAML parser complains of, in words that help.

use serde_yaml::granit_parser::{ErrorKind, ScanError};

use super::Failure;
use crate::report::{Code, Diagnostic, quote};
use crate::source::Span;

/// A parser's error as a diagnostic; `last` is where the last good value began.
pub(super) fn failure(text: &str, error: &ScanError, last: usize) -> Failure {
    let offset = error.marker().byte_offset().unwrap_or(last).min(text.len());
    if let Some(tab) = tab_from(text, offset).filter(|_| is_about_tab(error.kind())) {
        let diagnostic = Diagnostic::new(Code::Syntax, tab, "a tab in the indentation").help("indent with spaces");
        return Failure { diagnostic, blame: tab.start };
    }
    let span = character_at(text, offset);
    let (message, help) = match text[last..].chars().next() {
        Some(mark @ ('*' | '&')) if span.start > last && matches!(error.kind(), ErrorKind::ExpectedBlockMappingKey) => {
            return begins_with_mark(text, last, mark);
        }
        _ => words(error.kind(), text, span),
    };
    let diagnostic = Diagnostic::new(Code::Syntax, span, message);
    let diagnostic = match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    };
    if began_earlier(error.kind()) {
        let end = text[last..].find(['\n', '\r']).map_or(text.len(), |length| last + length);
        let began = Span::new(last, end.min(offset.max(last)));
        return Failure { diagnostic: diagnostic.related(began, "probably begun here"), blame: last };
    }
    Failure { diagnostic, blame: offset }
}

fn is_about_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabNotAllowed
    )
}

/// The first tab in an indentation, from the line of a byte on: some such errors are told where the text above began.
fn tab_from(text: &str, offset: usize) -> Option<Span> {
    let mut line = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    for rest in text[line..].split_inclusive(['\n', '\r']) {
        let content = rest.trim_start_matches([' ', '\t']);
        let indentation = &rest[..rest.len() - content.len()];
        if let Some(tab) = indentation.find('\t').filter(|_| !content.trim().is_empty()) {
            return Some(Span::new(line + tab, line + tab + 1));
        }
        line += rest.len();
    }
    None
}

/// Text such as `*bold* words`, which YAML reads as an alias and something behind it.
fn begins_with_mark(text: &str, at: usize, mark: char) -> Failure {
    let message = format!("text cannot begin with `{mark}` unless it is quoted");
    let diagnostic = Diagnostic::new(Code::Syntax, character_at(text, at), message)
        .help("put the whole text in quotes, or on the lines below a `|`");
    Failure { diagnostic, blame: at }
}

/// Whether such an error is noticed only after the entry that is at fault.
fn began_earlier(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::InvalidQuotedScalarIndent | ErrorKind::InvalidIndentation)
}

/// The character at a byte, or nothing at the text's end.
fn character_at(text: &str, offset: usize) -> Span {
    let start = (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let length = text[start..].chars().next().filter(|character| !matches!(character, '\n' | '\r'));
    Span::new(start, start + length.map_or(0, char::len_utf8))
}

/// What is wrong, and the way out where there is one to name.
fn words(kind: &ErrorKind, text: &str, span: Span) -> (String, Option<String>) {
    const QUOTE: &str = "put the whole text in quotes, or on the lines below a `|`";
    let (message, help) = match kind {
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            (format!("a control character, U+{:04X}", u32::from(*character)), "remove it; most editors do not show it")
        }
        ErrorKind::UnexpectedCharacter { character: '`' } => {
            ("text cannot begin with a backtick unless it is quoted".to_owned(), QUOTE)
        }
        ErrorKind::UnexpectedCharacter { .. } => {
            (format!("text cannot begin with {} unless it is quoted", quote(&text[span.range()])), QUOTE)
        }
        ErrorKind::MappingValueNotAllowed => ("a colon and a space inside text that is not quoted".to_owned(), QUOTE),
        other => match fixed_words(other) {
            Some((message, help)) => (message.to_owned(), help),
            None => return (other.to_string(), None),
        },
    };
    (message, Some(help.to_owned()))
}

/// Message and help of those errors that always read the same; the parser's own words serve for the rest.
fn fixed_words(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            ("a `-` alone between brackets is not text", "put it in quotes: `\"-\"`")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text goes on after its closing quote",
            "inside \"…\" write \\\" for a quote, or put the text on the lines below a `|`",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text goes on after its closing quote",
            "inside '…' write '' for an apostrophe, or put the text on the lines below a `|`",
        ),
        ErrorKind::InvalidQuotedScalarIndent => ("a quoted text is not closed before this line", "close the quote"),
        ErrorKind::InvalidIndentation => (
            "a bracket is not closed before this line",
            "close it, or indent this line deeper than the key it belongs to",
        ),
        ErrorKind::SimpleKeyExpected => (
            "a line that is neither a key with a colon nor part of a text",
            "indent it deeper than its key if it continues a text; add the `:` if it is a key",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => (
            "this fits neither the entry above nor the one around it",
            "the keys of one entry start in one column, and so do the dashes of one list",
        ),
        _ => return None,
    })
}
