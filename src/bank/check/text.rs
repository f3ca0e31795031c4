//! Texts of a bank: Markdown → document trees, every finding at its place in the YAML file.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::cloze;
use super::ids::Ids;
use super::lint::{self, Habits};
use crate::doc::image::Images;
use crate::doc::parse::{self, Construct, ConstructKind, Parsed};
use crate::doc::{Block, Inline};
use crate::render::pdf::fonts::Faces;
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Span;
use crate::yaml::place::Text;

/// What a text is read in.
pub(super) struct Context<'c> {
    /// The whole file.
    pub(super) source: &'c str,
    /// The bank's images.
    pub(super) images: &'c Images,
    /// The bank's questions.
    pub(super) ids: &'c Ids<'c>,
    /// What the bank as a whole does.
    pub(super) habits: &'c Habits<'c>,
    /// The faces of the bank's sheet.
    pub(super) faces: &'c Faces,
}

/// The longest text, in bytes: more than any book says in one go. Setting it takes 300 times as much memory.
const LONGEST: usize = 1 << 20;

impl Context<'_> {
    /// A text of any length but one that nobody has written.
    pub(super) fn blocks(&self, text: &Text, report: &mut Report) -> Vec<Block> {
        self.is_covered(text, report);
        self.unprinted(text, report)
    }

    /// A text of any length that the sheet does not show, so that its faces do not matter.
    pub(super) fn unprinted(&self, text: &Text, report: &mut Report) -> Vec<Block> {
        let parsed = self.parsed(text, report);
        self.resolved(text, parsed, report)
    }

    /// A short answer.
    pub(super) fn short(&self, text: &Text, report: &mut Report) -> Vec<Block> {
        self.is_covered(text, report);
        let parsed = self.parsed(text, report);
        lint::judge_lists(text, &parsed.constructs, self, report);
        self.resolved(text, parsed, report)
    }

    fn parsed(&self, text: &Text, report: &mut Report) -> Parsed<Vec<Block>> {
        if !is_readable(text, report) {
            let value = vec![Block::Paragraph(vec![Inline::Text(quote(&text.value))])];
            return Parsed { value, findings: Vec::new(), constructs: Vec::new() };
        }
        self.is_clean(text, report);
        let parsed = parse::blocks(&text.value, &|path| self.images.load(path));
        let map = LazyCell::new(|| text.map(self.source));
        let place = |range| map.place(range);
        lint::judge_maths(&text.value, &parsed.constructs, place, report);
        lint::judge_code(&text.value, &parsed.constructs, &place, self, report);
        parsed
    }

    fn resolved(&self, text: &Text, parsed: Parsed<Vec<Block>>, report: &mut Report) -> Vec<Block> {
        let map = LazyCell::new(|| text.map(self.source));
        self.accept(parsed, |range| map.place(range), report)
    }

    /// A text of one line, such as a question.
    pub(super) fn inlines(&self, text: &Text, report: &mut Report) -> Vec<Inline> {
        if !is_readable(text, report) {
            return vec![Inline::Text(quote(&text.value))];
        }
        self.is_clean(text, report);
        self.is_covered(text, report);
        let parsed = parse::inlines(text.value.trim_end(), &|path| self.images.load(path));
        let map = LazyCell::new(|| text.map(self.source));
        let place = |range| map.place(range);
        lint::judge_maths(text.value.trim_end(), &parsed.constructs, place, report);
        self.accept(parsed, place, report)
    }

    /// A text with deletions, their braces turned into the document's sentinels. No rule about glyphs: the sheet does
    /// not print it.
    pub(super) fn cloze(&self, text: &Text, report: &mut Report) -> Vec<Block> {
        if !is_readable(text, report) || !self.is_clean(text, report) {
            return Vec::new();
        }
        let marked = cloze::mark(&text.value);
        let parsed = parse::blocks(&marked.text, &|path| self.images.load(path));
        let map = LazyCell::new(|| text.map(self.source));
        let place = |range| map.place(marked.origin(range));
        lint::judge_maths(&marked.text, &parsed.constructs, place, report);
        let mut about_code = Report::default();
        lint::judge_code(&marked.text, &parsed.constructs, &place, self, &mut about_code);
        // Code with gaps cannot run.
        about_code.retain(|diagnostic| diagnostic.code != Code::UnverifiedCode);
        report.absorb(about_code);
        report.extend(
            marked
                .judge(&parsed)
                .into_iter()
                .map(|fault| Diagnostic::new(fault.code, map.place(fault.range), fault.message).help(fault.help)),
        );
        self.accept(parsed, place, report)
    }

    /// Plain text on one line, white space folded; `None` after reporting that there is nothing but that.
    pub(super) fn line(&self, text: &Text, what: &str, report: &mut Report) -> Option<String> {
        let line = self.plain(text, report);
        if line.is_empty() {
            report.push(Diagnostic::new(Code::Blank, text.span, format!("{what} is blank")));
            return None;
        }
        Some(line)
    }

    /// Plain text on one line, white space folded.
    pub(super) fn plain(&self, text: &Text, report: &mut Report) -> String {
        if !is_readable(text, report) {
            return quote(&text.value);
        }
        self.is_clean(text, report);
        self.is_covered(text, report);
        text.value.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where a text's first line stands: the place to speak of the whole.
    pub(super) fn first_line(&self, text: &Text) -> Span {
        let start = text.value.len() - text.value.trim_start().len();
        let length = text.value[start..].lines().next().map_or(0, |line| line.trim_end().len());
        text.place(self.source, start..start + length)
    }

    /// Whether a text holds no character that Anki refuses or that prepdeck needs; reports the first that it does.
    pub(super) fn is_clean(&self, text: &Text, report: &mut Report) -> bool {
        if text.value.bytes().all(is_harmless) {
            return true;
        }
        let Some((at, character)) = text.value.char_indices().find(|(_, character)| is_refused(*character)) else {
            return true;
        };
        let span = text.place(self.source, at..at + character.len_utf8());
        let kind = if character.is_control() { "control character" } else { "noncharacter" };
        let message = format!("the text holds a {kind}, U+{:04X}", u32::from(character));
        report.push(
            Diagnostic::new(Code::ControlCharacter, span, message)
                .help("remove it; to show it to a reader, write its name or code in words"),
        );
        false
    }

    /// Reports each character that no face of the sheet covers, once in a text.
    fn is_covered(&self, text: &Text, report: &mut Report) {
        if text.value.is_ascii() {
            return;
        }
        let mut told = BTreeSet::new();
        let mut map = None;
        for (at, character) in text.value.char_indices() {
            if character.is_ascii() || is_refused(character) || self.faces.shows(character) || !told.insert(character) {
                continue;
            }
            let map = map.get_or_insert_with(|| text.map(self.source));
            let span = map.place(at..at + character.len_utf8());
            let code = format!("U+{:04X}", u32::from(character));
            report.push(
                Diagnostic::new(Code::UncoveredGlyph, span, format!("no face of the sheet has {code}"))
                    .help(format!("the sheet prints `{code}` in its place; deck and handout show the character")),
            );
        }
    }

    /// A parser's findings at their places, and what it made.
    fn accept<T>(&self, parsed: Parsed<T>, place: impl Fn(Range<usize>) -> Span, report: &mut Report) -> T {
        report.extend(parsed.findings.into_iter().map(|finding| {
            let diagnostic = Diagnostic::new(finding.code, place(finding.range), finding.message);
            Diagnostic { help: finding.help, ..diagnostic }
        }));
        self.resolve(&parsed.constructs, place, report);
        parsed.value
    }

    /// Reports each question that is linked to and not there, at the first link to it.
    fn resolve(&self, constructs: &[Construct], place: impl Fn(Range<usize>) -> Span, report: &mut Report) {
        let mut unknown = BTreeSet::new();
        for Construct { kind, range } in constructs {
            let ConstructKind::Link { question } = kind else { continue };
            if !self.ids.has(question) && unknown.insert(question) {
                report.push(self.ids.unknown(question, place(range.clone()), unknown.len() - 1));
            }
        }
    }
}

/// Whether a text is not too long to be read; reports one that is.
pub(super) fn is_readable(text: &Text, report: &mut Report) -> bool {
    let is_readable = text.value.len() <= LONGEST;
    if !is_readable {
        let message = format!("the text has {} MB; the limit is 1 MB", text.value.len() >> 20);
        let start = Span::new(text.span.start, text.span.start);
        report.push(Diagnostic::new(Code::WrongType, start, message).help("make several questions of it"));
    }
    is_readable
}

/// Whether a byte can belong to no character that is refused: nearly all texts are nothing but such bytes.
fn is_harmless(byte: u8) -> bool {
    (b' '..0x7f).contains(&byte) || matches!(byte, b'\n' | b'\t')
}

/// Control characters but for line breaks and tabs, and the noncharacters that stand for deletions.
pub(in crate::bank) fn is_refused(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || matches!(character, '\u{fdd0}'..='\u{fdd3}')
}
