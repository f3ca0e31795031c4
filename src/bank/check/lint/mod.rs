//! Advice: what no artifact breaks on, and a learner would stumble over. From facts about good cards, not from taste.
//!
//! Enters: a question that has been read. Leaves: findings, none of them an error, and what the question is to be
//! compared by. Never here: the reading.

mod alike;
mod code;
mod maths;
mod similar;
mod wording;
mod words;

use std::collections::HashSet;
use std::ops::Range;

use super::text::Context;
use crate::bank::Question;
use crate::bank::day::Day;
use crate::bank::raw::{RawBank, RawQuestion};
use crate::doc::parse::{Construct, ConstructKind};
use crate::report::{Code, Diagnostic, Report};
use crate::source::Span;
use crate::yaml::place::Text;

pub(super) use code::judge as judge_code;
pub(super) use similar::{Facts, Pair, judge as compare};

/// The most words of a short answer: what can be said in half a minute.
const SHORT_WORDS: usize = 40;

/// The most words of an answer, code not counted.
const ANSWER_WORDS: usize = 250;

/// The most items of a list in a short answer: sets are hard to learn.
const LIST_ITEMS: usize = 7;

/// What the bank as a whole does, against which each question is held.
#[derive(Debug)]
pub(super) struct Habits<'a> {
    /// Whether the questions are in English.
    pub(super) is_english: bool,
    /// The names of the runners.
    pub(super) runners: HashSet<&'a str>,
    /// Whether any question states a source.
    pub(super) has_sources: bool,
    /// When the bank was last released.
    pub(super) released: Option<Day>,
}

impl<'a> Habits<'a> {
    pub(super) fn of(raw: &'a RawBank, released: Option<Day>) -> Self {
        let language = raw.language.as_ref().map_or("en", |language| &language.value);
        let runners = raw.runners.iter().flat_map(|runners| &runners.value);
        Self {
            is_english: language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en")),
            runners: runners.map(|(name, _)| &*name.value).collect(),
            has_sources: raw.questions().any(|question| !question.sources.is_empty()),
            released,
        }
    }
}

/// The rules about a question as a whole.
pub(super) fn judge(raw: &RawQuestion, question: &Question, context: &Context, report: &mut Report) {
    if question.retired {
        return;
    }
    let habits = context.habits;
    if let Some(text) = raw.question.as_ref().filter(|_| !question.question.is_empty()) {
        let place = || context.first_line(text);
        report.extend(wording::judge(&words::prose(&question.question), place, habits.is_english));
    }
    report.extend(long_short(raw, question, context));
    report.extend(long_answer(raw, question, context));
    report.extend(stale_review(raw, question, habits));
    if raw.is_whole && !report.has_errors() {
        report.extend(missing(raw, question, habits));
    }
}

fn long_short(raw: &RawQuestion, question: &Question, context: &Context) -> Option<Diagnostic> {
    let count = words::count(&question.short);
    let text = raw.short.as_ref().filter(|_| count > SHORT_WORDS)?;
    let message = format!("a short answer of {count} words; {SHORT_WORDS} can be said in half a minute");
    let help = "keep what must be said, and move the rest to `answer`";
    Some(Diagnostic::new(Code::LongShort, context.first_line(text), message).help(help))
}

fn long_answer(raw: &RawQuestion, question: &Question, context: &Context) -> Option<Diagnostic> {
    let count = words::count(&question.answer);
    let text = raw.answer.as_ref().filter(|_| count > ANSWER_WORDS)?;
    let message = format!("an answer of {count} words; beyond {ANSWER_WORDS} a card is not read to its end");
    let help = "cut what the question does not ask for, or make two questions of it";
    Some(Diagnostic::new(Code::LongAnswer, context.first_line(text), message).help(help))
}

fn stale_review(raw: &RawQuestion, question: &Question, habits: &Habits) -> Option<Diagnostic> {
    let reviewed = Day::parse(question.reviewed.as_deref()?)?;
    let text = raw.reviewed.as_ref().filter(|_| habits.released.is_some_and(|day| reviewed.is_a_year_before(day)))?;
    let message = "last reviewed more than a year before the bank's last release";
    let help = "go through the answer again, and state the day on which you did";
    Some(Diagnostic::new(Code::StaleReview, text.span, message).help(help))
}

/// What an answer lacks.
fn missing(raw: &RawQuestion, question: &Question, habits: &Habits) -> Option<Diagnostic> {
    let is_on_paper = !question.short.is_empty() || !question.answer.is_empty();
    if !is_on_paper && !question.is_unanswered() {
        let only = if question.cloze.is_empty() { "typed" } else { "cloze" };
        let message = format!("only `{only}` answers this; sheet and handout show a question without an answer");
        return Some(Diagnostic::new(Code::NotOnPaper, raw.span, message).help("add `short`"));
    }
    let is_bare = is_on_paper && question.sources.is_empty();
    is_bare.then(|| no_source(raw.span, habits))
}

/// That an answer has no source, or, where none of the bank has, that of the whole bank.
fn no_source(span: Span, habits: &Habits) -> Diagnostic {
    let message = if habits.has_sources {
        "this answer does not say where it can be looked up"
    } else {
        "no answer of this bank says where it can be looked up"
    };
    Diagnostic::new(Code::NoSource, span, message)
        .help("add `sources:` with the address of the page that a reader should trust")
}

/// The rules about a short answer's lists.
pub(super) fn judge_lists(text: &Text, constructs: &[Construct], context: &Context, report: &mut Report) {
    for Construct { kind, range } in constructs {
        let ConstructKind::List { items } = kind else { continue };
        if *items > LIST_ITEMS {
            let line = text.value.get(range.clone()).and_then(|list| list.lines().next()).unwrap_or_default();
            let span = text.place(context.source, range.start..range.start + line.trim_end().len());
            let message = format!("a list of {items} items; beyond {LIST_ITEMS} nobody keeps them all");
            report.push(
                Diagnostic::new(Code::LongList, span, message)
                    .help("group them, or keep the ones that matter and move the list to `answer`"),
            );
        }
    }
}

/// The rule about mathematics in a text; `place` says where a part of it stands in the file.
pub(super) fn judge_maths(
    markdown: &str,
    constructs: &[Construct],
    place: impl Fn(Range<usize>) -> Span,
    report: &mut Report,
) {
    if !markdown.contains('$') {
        return;
    }
    report.extend(maths::find(markdown, constructs).into_iter().map(|range| {
        Diagnostic::new(Code::Maths, place(range), "mathematics between `$` is shown as it is")
            .help("write it as code, or with `<sub>` and `<sup>`: `O(n<sup>2</sup>)`")
    }));
}

/// Makes one finding of many that say the same of the bank as a whole, at the place of the first.
pub(super) fn fold(report: &mut Report, raw: &RawBank, habits: &Habits) {
    if !habits.has_sources {
        let found = report.take(Code::NoSource);
        report.extend(found.into_iter().min_by_key(|finding| finding.span));
    }
    fold_alike(report, Code::UncoveredGlyph);
    if raw.runners.is_some() {
        fold_alike(report, Code::UnverifiedCode);
    } else {
        let found = report.take(Code::UnverifiedCode);
        let count = found.len();
        report.extend(found.iter().map(|finding| finding.span).min().map(|first| without_runners(first, count)));
    }
}

/// Tells once of what is told in the same words: of a character that no face covers, of a runner that is not there.
fn fold_alike(report: &mut Report, code: Code) {
    let mut found = report.take(code);
    found.sort_by(|one, other| (&one.message, one.span).cmp(&(&other.message, other.span)));
    report.extend(found.chunk_by(|one, other| one.message == other.message).map(|alike| {
        let first = alike[0].clone();
        match alike.len() - 1 {
            0 => first,
            more => {
                let places = if more == 1 { "once more".into() } else { format!("{more} times more") };
                Diagnostic { message: format!("{}, here and {places}", first.message), ..first }
            }
        }
    }));
}

/// That a bank has code and no runners.
fn without_runners(span: Span, count: usize) -> Diagnostic {
    let blocks = match count - 1 {
        0 => "this code block".to_owned(),
        1 => "this code block and another".to_owned(),
        more => format!("this code block and {more} more"),
    };
    let message = format!("nothing runs {blocks}: the bank has no `runners`");
    let help = "say under `runners` which program runs which language, such as `python: {command: [python3, \"-\"]}`";
    Diagnostic::new(Code::UnverifiedCode, span, message).help(help)
}
