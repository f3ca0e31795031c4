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
    if let Some(failure) = of_line(text, error.kind(), offset, last) {
        return failure;
    }
    let span = match error.kind() {
        ErrorKind::UnknownQuotedScalarEscape => unknown_escape(text, offset),
        _ => character_at(text, offset),
    };
    let (message, help) = words(error.kind(), text, span);
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

/// Mistakes that the parser notices only behind them, or not as what they are: the lines tell.
fn of_line(text: &str, kind: &ErrorKind, offset: usize, last: usize) -> Option<Failure> {
    if let Some(mark @ ('*' | '&')) = text[last..].chars().next()
        && character_at(text, offset).start > last
        && matches!(kind, ErrorKind::ExpectedBlockMappingKey)
    {
        return Some(begins_with_mark(text, last, mark));
    }
    let is_of_structure = matches!(
        kind,
        ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
    );
    if !is_of_structure {
        return None;
    }
    if let Some(dash) = glued_dash(text, offset) {
        let diagnostic = Diagnostic::new(Code::Syntax, Span::new(dash, dash + 1), "no space behind the dash");
        return Some(Failure { diagnostic: diagnostic.help("put one between the `-` and the key"), blame: dash });
    }
    if let Some((at, mark)) = bracketed_start(text, offset) {
        return Some(begins_with_mark(text, at, mark));
    }
    let colon = glued_colon(text, offset).filter(|_| matches!(kind, ErrorKind::SimpleKeyExpected))?;
    let diagnostic = Diagnostic::new(Code::Syntax, Span::new(colon, colon + 1), "no space behind the colon");
    Some(Failure { diagnostic: diagnostic.help("put one between the `:` and the value"), blame: offset })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// How long the key is that a text begins with.
fn key_length(text: &str) -> Option<usize> {
    let length = text.find(|character: char| !character.is_ascii_alphanumeric() && character != '_')?;
    (length > 0 && text[length..].starts_with(':')).then_some(length)
}

/// The dash of an entry such as `-id: x`: on the line of a byte, or on the one above that this line belongs to.
fn glued_dash(text: &str, offset: usize) -> Option<usize> {
    let mut line = line_start(text, offset);
    let mut limit = usize::MAX;
    loop {
        let rest = &text[line..];
        let content = rest.trim_start_matches(' ');
        let indent = rest.len() - content.len();
        if !content.starts_with(['\n', '\r']) && indent <= limit {
            let key = content.strip_prefix('-').and_then(key_length);
            if key.is_some() {
                return Some(line + indent);
            }
            if limit != usize::MAX {
                return None;
            }
            limit = indent;
        }
        line = line_start(text, line.checked_sub(1)?);
    }
}

/// A bracket that the value on the line of a byte begins with and that closes before it: `[Rust] What is ...`.
fn bracketed_start(text: &str, offset: usize) -> Option<(usize, char)> {
    let before = &text[line_start(text, offset)..offset];
    let entry = before.trim_start_matches([' ', '-']);
    let value = match key_length(entry) {
        Some(length) => entry[length + 1..].trim_start(),
        None => entry,
    };
    let mark = value.chars().next().filter(|mark| matches!(mark, '[' | '{'))?;
    let close = if mark == '[' { ']' } else { '}' };
    value.trim_end().ends_with(close).then_some((offset - value.len(), mark))
}

/// The colon of a line such as `question:What is ...`, which begins at a byte.
fn glued_colon(text: &str, offset: usize) -> Option<usize> {
    let line = text[offset..].trim_start_matches(['-', ' ']);
    let colon = text.len() - line.len() + key_length(line)?;
    (!text[colon + 1..].starts_with(char::is_whitespace)).then_some(colon)
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
    let mut line = line_start(text, offset);
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

/// The first escape that YAML does not have, in the text whose quote stands at a byte.
fn unknown_escape(text: &str, offset: usize) -> Span {
    let quoted = text[offset..].char_indices().skip(1);
    let mut is_escaped = false;
    for (at, character) in quoted {
        if is_escaped && !"0abt\tnvfre \"/\\N_LPxuU\r\n".contains(character) {
            return Span::new(offset + at - 1, offset + at + character.len_utf8());
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    character_at(text, offset)
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
        ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::MisplacedFlowCollectionEnd => {
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
        ErrorKind::BlockSequenceEntryNotAllowed => {
            ("a `-` behind a key", "put the whole text in quotes; if it is a list, begin it on the line below")
        }
        ErrorKind::InvalidBlockScalarHeader => (
            "text on the line of its `|` or `>`",
            "put it on the lines below, deeper than the key; or in quotes, if the mark belongs to it",
        ),
        other => return other_words(other),
    })
}

/// The same of what is rarer.
fn other_words(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => (
            "between brackets an item goes on after its end",
            "put a `,` between two items, and an item that holds brackets or quotes in quotes",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("a bracket is not closed", "close it, or put the whole text in quotes")
        }
        ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("this bracket is closed by one of another kind", "close `[` by `]`, and `{` by `}`")
        }
        ErrorKind::UnclosedQuotedScalar => ("a quoted text is not closed", "close the quote"),
        ErrorKind::MissingAnchorOrAliasName => (
            "text cannot begin with `*` or `&` unless it is quoted",
            "put the whole text in quotes, or on the lines below a `|`",
        ),
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => (
            "an escape that YAML does not know",
            "inside \"…\" write `\\\\` for a backslash, or put the text in '…', where it stands for itself",
        ),
        ErrorKind::CommentNotSeparated => {
            ("a `#` right behind a value", "put a space before it if it begins a comment, or the whole text in quotes")
        }
        ErrorKind::CommentInterceptedScalar => (
            "a text goes on after a line that ends in a comment",
            "put the comment on a line of its own above the text, or the whole text on the lines below a `|`",
        ),
        _ => return None,
    })
}
