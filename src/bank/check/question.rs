//! One question: every text read, every value checked. Questions do not know of each other but through ids.

use std::collections::HashSet;

use super::head::{allowed, tags};
use super::text::{Context, is_readable};
use super::{ids, is_counted};
use crate::bank::raw::RawQuestion;
use crate::bank::{Level, Question, QuestionId};
use crate::doc::{Block, Inline, Link, Target};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::yaml::place::Text;

/// Checks a question; `None` where it is beyond use, which its report says.
pub(super) fn check(raw: &RawQuestion, level: Option<Level>, context: &Context) -> (Option<Question>, Report) {
    let mut report = Report::default();
    let question = read(raw, level, context, &mut report);
    if let Some(question) = &question {
        judge(raw, question, &mut report);
    }
    let allowed = allowed(&raw.allow, &mut report);
    report.retain(|diagnostic| is_counted(diagnostic, &allowed));
    (question, report)
}

fn read(raw: &RawQuestion, level: Option<Level>, context: &Context, report: &mut Report) -> Option<Question> {
    report.extend(ids::missing(raw));
    let id = raw.id.as_ref().ok().and_then(|id| ids::parse(id, QuestionId::parse, report));
    let was = raw.was.as_ref().map(|was| ids::parse(was, QuestionId::parse, report));
    let block = |text: &Option<Text>, report: &mut Report| {
        text.as_ref().map(|text| context.blocks(text, report)).unwrap_or_default()
    };
    let list = |texts: &[Text], report: &mut Report| -> Vec<Vec<Block>> {
        texts.iter().map(|text| context.blocks(text, report)).filter(|blocks| !blocks.is_empty()).collect()
    };
    Some(Question {
        was: was.flatten(),
        number: None,
        span: raw.span,
        question: question(raw, context, report),
        setup: block(&raw.setup, report),
        short: block(&raw.short, report),
        answer: block(&raw.answer, report),
        pitfalls: list(&raw.pitfalls, report),
        follow_ups: list(&raw.follow_ups, report),
        see: see(&raw.see, context, report),
        sources: raw.sources.iter().map(|text| source(text, context, report)).filter(|text| !text.is_empty()).collect(),
        hint: block(&raw.hint, report),
        level: raw.level.as_ref().map(|level| level.value).or(level),
        tags: tags(&raw.tags, report),
        reverse: raw.reverse.as_ref().is_some_and(|reverse| reverse.value),
        typed: typed(raw, context, report),
        cloze: raw.cloze.as_ref().map(|text| context.cloze(text, report)).unwrap_or_default(),
        reviewed: raw.reviewed.as_ref().map(|text| date(text, report)),
        retired: raw.retired.as_ref().is_some_and(|retired| retired.value),
        // Last, so that all else is read, and told of, though the id is none.
        id: id?,
    })
}

fn question(raw: &RawQuestion, context: &Context, report: &mut Report) -> Vec<Inline> {
    let Some(text) = &raw.question else { return Vec::new() };
    let inlines = context.inlines(text, report);
    if inlines.is_empty() {
        report.push(Diagnostic::new(Code::Blank, text.span, "the question is blank"));
    }
    inlines
}

/// Related questions, each once.
fn see(texts: &[Text], context: &Context, report: &mut Report) -> Vec<QuestionId> {
    let mut ids = Vec::new();
    let mut seen = HashSet::new();
    for (number, text) in texts.iter().enumerate() {
        if !context.ids.has(&text.value) {
            report.push(context.ids.unknown(&text.value, text.span, number));
        } else if seen.insert(&text.value) {
            ids.extend(QuestionId::parse(&text.value));
        }
    }
    ids
}

/// An address alone is a link with itself as its text; anything else is Markdown.
fn source(text: &Text, context: &Context, report: &mut Report) -> Vec<Inline> {
    let address = text.value.trim();
    if !is_address(address) {
        return context.inlines(text, report);
    }
    if !context.is_clean(text, report) {
        return Vec::new();
    }
    let words = vec![Inline::Text(address.to_owned())];
    vec![Inline::Link(Link { target: Target::Url(address.to_owned()), content: words })]
}

/// Whether a text is an `http` or `https` address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let is_bare = |rest: &str| !rest.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_alphanumeric() || first == '[') && is_bare(rest))
}

/// What the learner types: one line.
fn typed(raw: &RawQuestion, context: &Context, report: &mut Report) -> Option<String> {
    let text = raw.typed.as_ref()?;
    if !is_readable(text, report) {
        return None;
    }
    context.is_clean(text, report);
    let typed = text.value.trim();
    if typed.contains('\n') {
        report.push(
            Diagnostic::new(Code::WrongType, text.span, "`typed` has more than one line")
                .help("a learner types one line; put more into `answer`"),
        );
    }
    (!typed.is_empty()).then(|| typed.to_owned())
}

fn date(text: &Text, report: &mut Report) -> String {
    if !is_date(&text.value) {
        let message = format!("expected a date, found {}", quote(&text.value));
        report.push(Diagnostic::new(Code::WrongType, text.span, message).help("write it as YYYY-MM-DD"));
    }
    text.value.clone().into_owned()
}

/// Whether a text is a day of the Gregorian calendar as `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return false };
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let parts: Vec<Option<u32>> = text.split('-').map(number).collect();
    let [Some(year), Some(month), Some(day)] = parts[..] else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The rules about a question as a whole.
fn judge(raw: &RawQuestion, question: &Question, report: &mut Report) {
    if raw.is_whole && question.is_unanswered() && !question.retired {
        report.push(
            Diagnostic::new(Code::Unanswered, raw.span, "nothing answers this question")
                .help("add `short` and `answer`; until then the deck leaves it out, and the sheet has room to write"),
        );
    }
    if let Some(reverse) =
        raw.reverse.as_ref().filter(|reverse| reverse.value && question.short.is_empty() && raw.is_whole)
    {
        report.push(
            Diagnostic::new(Code::ReverseWithoutShort, reverse.span, "`reverse` makes no card without `short`")
                .help("add `short`: it is the front of the reversed card"),
        );
    }
}
