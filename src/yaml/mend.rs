//! Recovery from text that is no YAML: the value or entry at fault is blanked, byte for byte, and the rest read again.
//!
//! So positions stay those of the file, and one open quote does not hide every mistake after it.

use super::{Failure, parse};
use crate::report::{Code, Diagnostic};
use crate::source::Span;

/// So many entries are given up before the rest of a text is.
const LIMIT: usize = 50;

/// Each entry given up has the whole text read again: so many bytes are read before the rest is given up.
const MOST_BYTES: usize = 100 << 20;

/// A text without the entries that are no YAML.
#[derive(Debug)]
pub(crate) struct Mended {
    /// As long as the file's text; `None` where the fault is outside of any entry.
    pub(crate) text: Option<String>,
    /// What was wrong, one for each entry.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What was blanked.
    pub(crate) blanked: Vec<Span>,
}

/// Takes values and entries out of a text until it is YAML; `failure` is what the whole failed with.
pub(crate) fn mend(text: &str, failure: Box<Failure>) -> Mended {
    let mut mended = Mended { text: None, diagnostics: Vec::new(), blanked: Vec::new() };
    let mut text = text.to_owned();
    let limit = LIMIT.min(MOST_BYTES / text.len().max(1));
    let mut next = Some(failure);
    while let Some(failure) = next {
        let fault = fault_at(&text, failure.blame);
        mended.tell(&text, failure.diagnostic);
        let Some(fault) = fault else { return mended };
        if mended.blanked.len() >= limit {
            return mended.without_rest(&text, fault);
        }
        mended.blanked.push(fault);
        text = blank(&text, fault);
        next = parse(&text).err();
    }
    Mended { text: Some(text), ..mended }
}

impl Mended {
    /// Adds a finding, unless it only repeats what was wrong with the same line.
    fn tell(&mut self, text: &str, diagnostic: Diagnostic) {
        let line = line_start(text, diagnostic.span.start);
        if self.diagnostics.iter().all(|known| line_start(text, known.span.start) != line) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Gives up everything from the entry of a fault on, and says so.
    fn without_rest(mut self, text: &str, fault: Span) -> Self {
        let rest = &text[fault.end..];
        let next = text.len() - rest.trim_start().len();
        if next < text.len() {
            let line = text[next..].lines().next().unwrap_or_default().trim_end();
            let place = Span::new(next, next + line.len());
            self.diagnostics.push(
                Diagnostic::new(Code::Syntax, place, "from here on nothing was looked at: too much above is no YAML")
                    .help("mend what is told above first"),
            );
        }
        if let Some(entry) = entry_at(text, fault.start) {
            let rest = Span::new(entry.start, text.len());
            self.blanked.push(rest);
            self.text = Some(blank(text, rest)).filter(|text| parse(text).is_ok());
        }
        self
    }
}

/// What to take out because of a byte: as little as can be told apart.
fn fault_at(text: &str, blame: usize) -> Option<Span> {
    value_at(text, blame).or_else(|| item_at(text, blame)).or_else(|| entry_at(text, blame))
}

/// The text of a list's item that begins on the line of a byte, with all lines that are indented deeper.
fn item_at(text: &str, blame: usize) -> Option<Span> {
    let line = line_start(text, blame.min(text.len()));
    let indent = indent_of(&text[line..]);
    let item = text[line + indent..].lines().next()?;
    let is_text = item.starts_with("- ") && !is_entry(item) && !item[2..].trim_start().starts_with("- ");
    is_text.then(|| Span::new(line + indent + 1, block_end(text, line, indent)))
}

/// The value of the key that stands on the line of a byte, with all lines that are indented deeper.
fn value_at(text: &str, blame: usize) -> Option<Span> {
    let line = line_start(text, blame.min(text.len()));
    let rest = text[line..].lines().next().filter(|rest| !is_glued(rest.trim_start()))?;
    let key = rest.trim_start_matches([' ', '-']);
    let indent = rest.len() - key.len();
    let colon = key.find(|character: char| !character.is_ascii_alphanumeric() && character != '_')?;
    let value = key[colon..].strip_prefix(": ")?;
    (colon > 0 && !value.trim().is_empty()).then(|| Span::new(line + indent + colon + 1, block_end(text, line, indent)))
}

/// The entry of a list that holds a byte: from its `- ` to the next line that is indented no deeper.
fn entry_at(text: &str, blame: usize) -> Option<Span> {
    let start = dash_above(text, line_start(text, blame.min(text.len())))?;
    Some(Span::new(start, block_end(text, start, indent_of(&text[start..]))))
}

/// Where the lines end that are indented deeper than the one at `start`.
fn block_end(text: &str, start: usize, indent: usize) -> usize {
    let mut end = next_line(text, start);
    let is_inside = |rest: &str| is_blank_line(rest) || is_tabbed(rest) || indent_of(rest) > indent;
    while end < text.len() && is_inside(&text[end..]) {
        end = next_line(text, end);
    }
    end
}

/// The line, this or the closest above, that starts the entry which holds what stands on this line.
fn dash_above(text: &str, line: usize) -> Option<usize> {
    let mut at = line;
    let mut limit = usize::MAX;
    while limit > 0 {
        let rest = &text[at..];
        let indent = indent_of(rest);
        if !is_blank_line(rest) && !is_tabbed(rest) && indent < limit {
            if is_entry(&rest[indent..]) {
                return Some(at);
            }
            limit = indent;
        }
        at = line_start(text, at.checked_sub(1)?);
    }
    None
}

/// Whether a line, its indentation left out, begins an entry with keys of its own.
fn is_entry(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('-') else { return false };
    let first = rest.lines().next().unwrap_or_default().trim();
    is_glued(line)
        || rest.starts_with([' ', '\n', '\r']) && (first.is_empty() || first.contains(": ") || first.ends_with(':'))
}

/// Whether a line begins with an entry's dash and, without a space, a key.
fn is_glued(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('-') else { return false };
    let word = rest.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || character == '_');
    word.len() < rest.len() && word.starts_with(':')
}

fn is_blank_line(rest: &str) -> bool {
    rest.lines().next().unwrap_or_default().trim().is_empty()
}

/// Whether a tab is part of a line's indentation: such a line belongs to the entry above it, whatever its depth.
fn is_tabbed(rest: &str) -> bool {
    rest.trim_start_matches(' ').starts_with('\t')
}

fn indent_of(rest: &str) -> usize {
    rest.bytes().take_while(|byte| *byte == b' ').count()
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The text with spaces in the place of an entry; line breaks stay.
fn blank(text: &str, entry: Span) -> String {
    let spaces = text[entry.range()].bytes();
    let blanked = spaces.map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' });
    let mut result = String::with_capacity(text.len());
    result.push_str(&text[..entry.start]);
    result.extend(blanked);
    result.push_str(&text[entry.end..]);
    result
}
