//! One question: every text read, every value checked. Questions do not know of each other but through ids.

use std::collections::HashSet;

use super::allow::Allowances;
use super::head::tags;
use super::text::{Context, is_readable};
use super::{ids, lint};
use crate::bank::day::Day;
use crate::bank::raw::RawQuestion;
use crate::bank::{Level, Question, QuestionId};
use crate::doc::{Block, Inline, Link, Target};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::yaml::place::Text;

/// What was noticed about an entry.
pub(super) struct Notes<'r> {
    /// All that is wrong with it, what it allows included.
    pub(super) report: Report,
    /// What it is compared with others by.
    pub(super) facts: Option<lint::Facts<'r>>,
    /// What it allows.
    pub(super) allowed: Allowances,
}

impl Notes<'_> {
    /// What is wrong with the entry in the end.
    pub(super) fn settled(mut self) -> Report {
        self.allowed.apply(&mut self.report);
        if !self.report.has_errors() {
            self.report.extend(self.allowed.unused());
        }
        self.report
    }
}

/// Checks a question; `None` where it is beyond use, which its report says.
pub(super) fn check<'r>(
    raw: &'r RawQuestion,
    level: Option<Level>,
    context: &Context,
) -> (Option<Question>, Notes<'r>) {
    let mut report = Report::default();
    let question = read(raw, level, context, &mut report);
    if let Some(question) = &question {
        judge(raw, question, &mut report);
        comments(raw, context, &mut report);
        lint::judge(raw, question, context, &mut report);
    }
    let facts = question.as_ref().and_then(|question| lint::Facts::of(raw, question));
    let allowed = Allowances::read(&raw.allow, &mut report);
    (question, Notes { report, facts, allowed })
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
        short: raw.short.as_ref().map(|text| context.short(text, report)).unwrap_or_default(),
        answer: block(&raw.answer, report),
        pitfalls: list(&raw.pitfalls, report),
        follow_ups: list(&raw.follow_ups, report),
        see: see(raw, context, report),
        sources: raw.sources.iter().map(|text| source(text, context, report)).filter(|text| !text.is_empty()).collect(),
        hint: raw.hint.as_ref().map(|text| context.unprinted(text, report)).unwrap_or_default(),
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

/// Related questions, each once, and never the question itself.
fn see(raw: &RawQuestion, context: &Context, report: &mut Report) -> Vec<QuestionId> {
    let own = raw.id.as_ref().ok().map(|id| &*id.value);
    let mut ids = Vec::new();
    let mut seen = HashSet::new();
    for (number, text) in raw.see.iter().enumerate() {
        if !context.ids.has(&text.value) {
            report.push(context.ids.unknown(&text.value, text.span, number));
        } else if own == Some(&*text.value) {
            report.push(
                Diagnostic::new(Code::SeeItself, text.span, "this is the id of the question itself")
                    .help("name another question, or leave it out; no artifact shows it"),
            );
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
    if Day::parse(&text.value).is_none() {
        let message = format!("expected a date, found {}", quote(&text.value));
        report.push(Diagnostic::new(Code::WrongType, text.span, message).help("write it as YYYY-MM-DD"));
    }
    text.value.clone().into_owned()
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

/// Reports what YAML took for a comment, and its author perhaps did not.
fn comments(raw: &RawQuestion, context: &Context, report: &mut Report) {
    let texts = [&raw.question, &raw.short, &raw.answer, &raw.hint].into_iter().flatten();
    for text in texts.chain(&raw.pitfalls).chain(&raw.follow_ups) {
        report.extend(text.comment(context.source).map(|place| {
            Diagnostic::new(Code::CommentInText, place, "what follows `#` is a comment to YAML, and is not shown")
                .help("quote the text if it belongs to it; put two spaces before the `#` if it does not")
        }));
    }
}
