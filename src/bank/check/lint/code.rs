//! Rules about code blocks: named, narrow, short, and run by something.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::bank::check::text::Context;
use crate::bank::listing;
use crate::doc::attributes::Attributes;
use crate::doc::canonical::OUTPUT;
use crate::doc::cloze;
use crate::doc::parse::{Construct, ConstructKind};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Span;

/// The widest line that fits a card on a phone and a column of the sheet.
const COLUMNS: usize = 72;

/// The longest block that an interview has time for.
const LINES: usize = 25;

/// How far a tab reaches.
const TAB: usize = 4;

/// A code block of a text.
struct Block<'b> {
    text: &'b str,
    /// Where a part of the text stands in the file.
    place: &'b dyn Fn(Range<usize>) -> Span,
    language: &'b str,
    attributes: &'b str,
    range: Range<usize>,
}

/// Judges every code block of a text; `place` says where a part of it stands in the file.
pub(in crate::bank::check) fn judge(
    text: &str,
    constructs: &[Construct],
    place: &dyn Fn(Range<usize>) -> Span,
    context: &Context,
    report: &mut Report,
) {
    // Where the code ends that an output could belong to.
    let mut code_end = None;
    for Construct { kind, range } in constructs {
        let ConstructKind::Code { language, attributes } = kind else { continue };
        let block = Block { text, place, language, attributes, range: range.clone() };
        if language == OUTPUT {
            block.judge_output(code_end.take(), report);
        } else {
            block.judge_language(context, report);
            code_end = Some(range.end);
        }
        block.judge_size(report);
    }
}

impl Block<'_> {
    /// A finding that points at a part of the block's source.
    fn finding(&self, code: Code, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, (self.place)(range), message)
    }

    fn source(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// The line that the block begins with: its fence, or its first line of code.
    fn first_line(&self) -> Range<usize> {
        let line = self.source().lines().next().unwrap_or_default().trim_end();
        self.range.start..self.range.start + line.len()
    }

    fn judge_language(&self, context: &Context, report: &mut Report) {
        if self.language.is_empty() {
            report.push(
                self.finding(Code::CodeWithoutLanguage, self.first_line(), "this code names no language")
                    .help("write one behind the opening fence: ```python; ```text says that it is no code"),
            );
            return;
        }
        if let Some((language, _)) = self.language.split_once([',', '{', '}', '=']) {
            let message = format!("{} is no language: attributes stand behind a space", quote(self.language));
            let help = if language.is_empty() {
                "write the language right behind the fence: ```python".to_owned()
            } else {
                format!(
                    "write ```{language}; of attributes there are norun=\"why\", raises=Error, runner=NAME, since=3.13, continue"
                )
            };
            report.push(self.finding(Code::CodeAttribute, self.first_line(), message).help(help));
            return;
        }
        let (attributes, faults) = Attributes::parse(self.attributes);
        let is_clear = faults.is_empty();
        report.extend(faults.into_iter().map(|fault| {
            self.finding(Code::CodeAttribute, self.first_line(), fault).help(
                "a name, norun=\"why\", raises=Error, runner=NAME, since=3.13 or continue; nothing of it is printed",
            )
        }));
        if is_clear && attributes.norun.is_none() {
            report.extend(self.unverified(attributes.runner.as_deref(), context));
        }
    }

    /// An output stands right below its code, but for what marks the quotation that both are in.
    fn judge_output(&self, code_end: Option<usize>, report: &mut Report) {
        let between = code_end.and_then(|end| self.text.get(end..self.range.start));
        if between.is_none_or(|between| !between.chars().all(|c| c.is_whitespace() || c == '>')) {
            report.push(
                self.finding(Code::StrayOutput, self.first_line(), "this output has no code above it")
                    .help("put it right below the code that prints it; ```text is for what nothing prints"),
            );
        }
    }

    /// That nothing runs the block, unless something does or nothing could.
    fn unverified(&self, named: Option<&str>, context: &Context) -> Option<Diagnostic> {
        let runner = named.unwrap_or(self.language);
        let is_data = named.is_none() && listing::is_data(self.language);
        if is_data || context.habits.runners.iter().any(|name| name.eq_ignore_ascii_case(runner)) {
            return None;
        }
        let message = format!("nothing runs this code: the bank has no runner {}", quote(runner));
        Some(
            self.finding(Code::UnverifiedCode, self.first_line(), message)
                .help(format!("name one under `runners`, or say why not: ```{} norun=\"why\"", self.language)),
        )
    }

    fn judge_size(&self, report: &mut Report) {
        let lines = self.lines();
        if let Some((range, columns)) = lines.iter().find(|(_, columns)| *columns > COLUMNS) {
            let message = format!("a line of {columns} columns; {COLUMNS} fit a card and a column of the sheet");
            report.push(
                self.finding(Code::WideCode, range.clone(), message)
                    .help("break it: a phone scrolls it, and the sheet wraps it where it must"),
            );
        }
        if lines.len() > LINES {
            let message = format!("a code block of {} lines; {LINES} are what an interview has time for", lines.len());
            report.push(
                self.finding(Code::LongCode, self.first_line(), message)
                    .help("show the lines that matter, or part it with words between"),
            );
        }
    }

    /// Each line of the code: its bytes in the text, and its width in columns.
    fn lines(&self) -> Vec<(Range<usize>, usize)> {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        // What stands before the fence (indentation, marks of quotations) stands before each line, and is no code.
        let source = self.source();
        let indentation = source.len() - source.trim_start_matches(' ').len();
        let prefix = before[line_start..].chars().count() + indentation;
        let is_fenced = source.trim_start().starts_with(['`', '~']);
        let mut start = self.range.start;
        let mut lines = Vec::new();
        for (number, line) in source.split_inclusive('\n').enumerate() {
            let skipped = if number == 0 { 0 } else { prefix };
            let code = line.trim_end().char_indices().nth(skipped).map_or("", |(at, _)| &line.trim_end()[at..]);
            let from = start + line.trim_end().len() - code.len();
            lines.push((from..from + code.len(), width(&cloze::shown(code))));
            start += line.len();
        }
        if is_fenced { inside(lines) } else { lines }
    }
}

/// The lines between the fences. The last line of a block that nothing closes is taken for a fence: that is told anyway.
fn inside(mut lines: Vec<(Range<usize>, usize)>) -> Vec<(Range<usize>, usize)> {
    lines.pop();
    lines.drain(..1.min(lines.len()));
    lines
}

fn width(code: &str) -> usize {
    code.chars().fold(0, |column, character| match character {
        '\t' => column / TAB * TAB + TAB,
        _ => column + character.width().unwrap_or(0),
    })
}
