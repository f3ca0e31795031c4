//! Cloze deletions: `{{c1::hidden::hint}}` → the sentinels of [`crate::doc::cloze`], before Markdown is parsed.
//!
//! As in Anki, the first `::` in a deletion starts its hint, and the first `}}` ends it; unlike there, `\::` is text.

use std::ops::Range;

use super::walk::{self, Leaf};
use crate::doc::cloze::{CLOSE, HINT, OPEN, START};
use crate::doc::parse::Parsed;
use crate::doc::{Block, Inline};
use crate::report::{Code, quote};

/// The way out of most mistakes.
const HELP: &str = "a deletion looks like `{{c1::hidden}}` or `{{c1::hidden::hint}}`, numbers start at 1";

/// How `::` is written where it begins no hint.
const ESCAPED: &str = "\\::";

/// The largest number of a deletion: Anki's own limit.
const MAX_NUMBER: u16 = 500;

/// A text with sentinels.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The Markdown to parse.
    pub(super) text: String,
    /// Where a piece of it comes from: byte in `text`, byte in the original; ascending.
    origins: Vec<(usize, usize)>,
    faults: Vec<Fault>,
    /// The original place of each deletion.
    deletions: Vec<Range<usize>>,
    hints: Vec<Hint>,
    /// Where `}}` closes nothing, in `text`.
    strays: Vec<usize>,
    /// How many opening braces that are text wait for their twins.
    braces: usize,
    length: usize,
}

/// A mistake.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// Bytes of the original.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Where a hint begins though it may not be meant to.
#[derive(Debug)]
struct Hint {
    /// In `text`.
    at: usize,
    /// The original place of its mark.
    range: Range<usize>,
    /// What the learner is asked for.
    hidden: String,
    /// Whether `::` stands in the hint too, as in a path of more than two names.
    is_path: bool,
}

/// The deletion that is open, while marking.
struct Open {
    start: usize,
    hidden: usize,
    has_hint: bool,
    /// Whether `\::` stands in it: then its author knows what `::` does.
    has_escape: bool,
}

/// What a text begins with, while marking.
enum Token<'t> {
    /// A deletion's mark: its number and length.
    Open(&'t str, usize),
    /// What is nearly one: its length, and what keeps it from being one.
    Nearly(usize, &'static str),
    /// `}}`
    Close,
    /// `::`
    Colons,
    /// `\::`
    Escaped,
    Other,
}

/// Puts sentinels in the place of a text's deletion marks.
pub(super) fn mark(text: &str) -> Marked {
    let mut marked = Marked { length: text.len(), ..Marked::default() };
    let mut open: Option<Open> = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at = match (&mut open, token(&text[..at], rest)) {
            (None, Token::Open(number, length)) => {
                marked.begin(at, number, length);
                open = Some(Open { start: at, hidden: at + length, has_hint: false, has_escape: false });
                at + length
            }
            (Some(_), Token::Open(_, length)) => {
                marked.fault(at..at + length, "a deletion cannot stand inside another");
                marked.braces += 2;
                at + length
            }
            (_, Token::Nearly(length, message)) => {
                marked.fault(at..at + length, message);
                marked.braces += 2;
                marked.copy(&rest[..length], at)
            }
            (Some(deletion), Token::Close) => {
                marked.end(deletion, at, text);
                open = None;
                at + 2
            }
            (None, Token::Close) => marked.stray(at),
            (Some(deletion), Token::Colons) if !deletion.has_hint => {
                deletion.has_hint = true;
                marked.hint(deletion, at, text);
                at + rest.len() - rest[2..].trim_start_matches(' ').len()
            }
            (Some(deletion), Token::Escaped) if !deletion.has_hint => {
                deletion.has_escape = true;
                marked.copy("::", at + 1)
            }
            (inside, Token::Colons | Token::Escaped | Token::Other) => {
                marked.count_braces(rest, inside.is_some());
                marked.copy(plain(rest), at)
            }
        };
    }
    if let Some(open) = open {
        marked.fault(open.start..open.hidden, "this deletion is not closed");
    } else if marked.deletions.is_empty() && marked.faults.is_empty() {
        marked.fault(0..first_line(text), "a cloze text without a deletion");
    }
    marked
}

fn token<'t>(before: &str, rest: &'t str) -> Token<'t> {
    if let Some((number, length)) = opening(rest) {
        Token::Open(number, length)
    } else if let Some((length, message)) = nearly(rest) {
        Token::Nearly(length, message)
    } else if rest.starts_with("}}") {
        Token::Close
    } else if rest.starts_with("::") {
        Token::Colons
    } else if rest.starts_with(ESCAPED) && !before.ends_with('\\') {
        Token::Escaped
    } else {
        Token::Other
    }
}

/// The number and length of the mark that a text begins with, if it begins with one.
fn opening(rest: &str) -> Option<(&str, usize)> {
    let after = rest.strip_prefix("{{c")?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after[digits..].starts_with("::").then(|| (&after[..digits], "{{c".len() + digits + "::".len()))
}

/// The length of what a text begins with, if that is a deletion's mark but for one thing, and what that is.
///
/// `{{ user.name }}` of a template and `{{c1}}` of a format string are none.
fn nearly(rest: &str) -> Option<(usize, &'static str)> {
    let inside = rest.trim_start_matches('{');
    let braces = rest.len() - inside.len();
    let letter = inside.trim_start_matches([' ', '\t']);
    let after = letter.strip_prefix(['c', 'C']).filter(|_| matches!(braces, 1 | 2))?;
    let number = after.trim_start_matches([' ', '\t']);
    let behind = number.trim_start_matches(|digit: char| digit.is_ascii_digit());
    if number.len() == behind.len() {
        return None;
    }
    let colons = behind.trim_start_matches([' ', '\t']);
    let is_tight = inside.len() == letter.len() && after.len() == number.len();
    let is_exact = is_tight && letter.starts_with('c');
    let length = rest.len() - colons.len();
    match colons.strip_prefix(':').map(|rest| rest.starts_with(':')) {
        Some(true) if braces == 1 => {
            (is_exact && colons == behind).then_some((length + 2, "a deletion begins with two braces"))
        }
        Some(true) if is_exact || letter.starts_with('c') => {
            Some((length + 2, "white space in the mark of a deletion"))
        }
        Some(true) => Some((length + 2, "the `c` of a deletion is a small letter")),
        _ if braces == 1 || !is_exact => None,
        Some(false) => Some((length + 1, "two colons follow the number of a deletion")),
        None => {
            let is_word = colons.len() < behind.len() && colons.starts_with(char::is_alphanumeric);
            let is_mark = behind.starts_with([';', '\u{ff1a}']);
            let length = rest.len() - behind.len();
            (is_word || is_mark).then_some((length, "two colons follow the number of a deletion"))
        }
    }
}

/// Whether a hint can only be words: a question, or more of them than a path and what it is of.
fn is_prose(hint: &str) -> bool {
    let is_word = |character: char| character.is_alphabetic() || character == ' ';
    hint.ends_with('?') || (hint.chars().all(is_word) && hint.split_whitespace().count() > 2)
}

/// A text's first character, and what follows it up to the next that may begin a token.
fn plain(rest: &str) -> &str {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = rest[first..].find(['{', '}', ':', '\\']).map_or(rest.len(), |length| first + length);
    &rest[..length]
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

impl Marked {
    fn begin(&mut self, at: usize, number: &str, length: usize) {
        let number = number.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number));
        if number.is_none() {
            self.fault(at..at + length, "the number of a deletion is from 1 to 500");
        }
        self.sentinel(OPEN, at);
        self.text.push_str(&number.unwrap_or(1).to_string());
        self.sentinel(START, at);
    }

    fn end(&mut self, deletion: &Open, at: usize, text: &str) {
        if !deletion.has_hint {
            self.check_hidden(deletion, at);
        }
        let count = |brace| text[deletion.hidden..at].matches(brace).count();
        let is_told = self.faults.last().is_some_and(|fault| fault.range.start >= deletion.start);
        if !is_told && text[at + 2..].starts_with('}') && count('{') > count('}') {
            let message = "the first two of these braces end the deletion, and leave one within it open".to_owned();
            let help = "put a space before the two that are to end it";
            self.faults.push(Fault { code: Code::Cloze, range: at..at + 3, message, help });
            self.braces += 2;
        }
        let range = deletion.start..at + 2;
        if let Some(mut hint) = self.hints.pop_if(|hint| range.contains(&hint.range.start)) {
            let words = &text[hint.range.end..at];
            hint.is_path = words.contains("::");
            self.hints.extend((!is_prose(words)).then_some(hint));
        }
        self.deletions.push(range);
        self.sentinel(CLOSE, at);
    }

    /// Begins a hint; it may not be meant where its mark joins two names, as in a path.
    fn hint(&mut self, deletion: &Open, at: usize, text: &str) {
        self.check_hidden(deletion, at);
        let range = at..at + 2;
        let (hidden, after) = (&text[deletion.hidden..at], &text[range.end..]);
        let is_name = |character: char| character.is_alphanumeric() || character == '_';
        let joins = hidden.ends_with(|last| is_name(last) || last == '>')
            && after.starts_with(|first| is_name(first) || matches!(first, '<' | '~' | '*' | '{'));
        if joins && !deletion.has_escape {
            self.hints.push(Hint { at: self.text.len(), range, hidden: hidden.to_owned(), is_path: false });
        }
        self.sentinel(HINT, at);
    }

    /// Copies `}}` that closes no deletion: the end of a brace that is text, or a mistake if a deletion is before it.
    fn stray(&mut self, at: usize) -> usize {
        let is_first = self.deletions.is_empty() && self.faults.is_empty();
        if self.braces == 0 && !is_first {
            self.strays.push(self.text.len());
        }
        self.braces = self.braces.saturating_sub(2);
        self.copy("}}", at)
    }

    fn count_braces(&mut self, rest: &str, is_inside: bool) {
        match rest.chars().next() {
            _ if is_inside => {}
            Some('{') => self.braces += 1,
            Some('}') => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
    }

    fn check_hidden(&mut self, deletion: &Open, at: usize) {
        if at == deletion.hidden {
            self.fault(deletion.start..at + 2, "a deletion that hides nothing");
        }
    }

    fn sentinel(&mut self, sentinel: char, at: usize) {
        self.origins.push((self.text.len(), at));
        self.text.push(sentinel);
    }

    /// Copies a part of the text; leaves where it ends.
    fn copy(&mut self, part: &str, at: usize) -> usize {
        self.origins.push((self.text.len(), at));
        self.text.push_str(part);
        at + part.len()
    }

    fn fault(&mut self, range: Range<usize>, message: &str) {
        self.faults.push(Fault { code: Code::Cloze, range, message: message.to_owned(), help: HELP });
    }

    /// Where a part of the marked text stands in the original.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.origin_of(range.start)..self.origin_of(range.end)
    }

    fn origin_of(&self, offset: usize) -> usize {
        let next = self.origins.partition_point(|(at, _)| *at <= offset);
        let Some((at, origin)) = next.checked_sub(1).and_then(|piece| self.origins.get(piece)) else { return 0 };
        let limit = self.origins.get(next).map_or(self.length, |(_, origin)| *origin);
        (origin + offset - at).min(limit.max(*origin))
    }

    /// What is wrong with the deletions, once the text is parsed.
    pub(super) fn judge(&self, parsed: &Parsed<Vec<Block>>) -> Vec<Fault> {
        let code: Vec<&Range<usize>> = parsed
            .constructs
            .iter()
            .filter(|construct| construct.is_code())
            .map(|construct| &construct.range)
            .collect();
        let is_code = |at: usize| {
            let next = code.partition_point(|range| range.start <= at);
            next.checked_sub(1).is_some_and(|last| code[last].contains(&at))
        };
        let mut faults = self.faults.clone();
        faults.extend(self.strays.iter().filter(|at| !is_code(**at)).map(|at| {
            let message = "these braces close no deletion".to_owned();
            Fault { code: Code::Cloze, range: self.origin(*at..*at + 2), message, help: HELP }
        }));
        if faults.is_empty() {
            faults.extend(self.crossing(&parsed.value));
        }
        faults.extend(self.hints.iter().filter(|hint| hint.is_path || is_code(hint.at)).map(Hint::fault));
        faults
    }

    /// Each deletion must lie within one run of text or code.
    fn crossing(&self, blocks: &[Block]) -> Option<Fault> {
        let mut whole = 0;
        walk::leaves(blocks, &mut |leaf| {
            whole += match leaf {
                Leaf::Text(inlines) => deletions_in(inlines),
                Leaf::Code(code) => deletions_in_text(&code.text) + code.output.as_deref().map_or(0, deletions_in_text),
            };
        });
        let range = self.deletions.first().filter(|_| whole != self.deletions.len())?.clone();
        let message = "a deletion begins and ends in different pieces of Markdown, or stands where no text is shown";
        Some(Fault { code: Code::Cloze, range, message: message.to_owned(), help: HELP })
    }
}

impl Hint {
    fn fault(&self) -> Fault {
        let message = format!("`::` begins a hint here: the learner is asked for {}", quote(&self.hidden));
        let help = "write `\\::` if it belongs to the answer, and a space behind it if a hint is meant";
        Fault { code: Code::ClozeHint, range: self.range.clone(), message, help }
    }
}

/// How many deletions begin and end on one level of some running text.
fn deletions_in(inlines: &[Inline]) -> usize {
    let mut open = false;
    let mut whole = 0;
    for inline in inlines {
        match inline {
            Inline::Text(text) => whole += closed(text, &mut open),
            Inline::Code(code) => whole += deletions_in_text(code),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_)
            | Inline::Picture(_)
            | Inline::Break => whole += deletions_in(walk::children(inline)),
        }
    }
    whole
}

fn deletions_in_text(text: &str) -> usize {
    closed(text, &mut false)
}

/// How many deletions a text ends, of those that it or an earlier text of its level began.
fn closed(text: &str, open: &mut bool) -> usize {
    let mut count = 0;
    for character in text.chars() {
        match character {
            OPEN => *open = true,
            CLOSE if *open => {
                *open = false;
                count += 1;
            }
            _ => {}
        }
    }
    count
}
