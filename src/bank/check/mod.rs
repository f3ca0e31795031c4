//! `RawBank` → `Bank`, with every mistake reported.
//!
//! Enters: a [`Source`]. Leaves: a [`Bank`], and a [`Report`] of all that is wrong, in the order of the file.
//! Questions are read in parallel; what they say is put together in their order.

mod cloze;
mod encoding;
mod head;
mod ids;
mod question;
mod text;
mod walk;

use rayon::prelude::*;

use super::raw::{RawBank, RawQuestion, RawSection};
use super::{Bank, Question, Section, SectionId};
use crate::doc::image::Images;
use crate::report::{Code, Diagnostic, Report, Severity};
use crate::source::{Encoding, Source, Span};
use crate::yaml::decode::{Decode, Decoder};
use crate::yaml::{self, Failure, Kind, Tree, mend};

use head::Head;
use ids::Ids;
use text::Context;

/// Checks a bank's file: the bank, unless something in it is an error, and all that is wrong, sorted by place.
#[must_use]
pub fn check(source: &Source) -> (Option<Bank>, Report) {
    let mut report = Report::default();
    let bank = match yaml::parse(source.text()) {
        _ if *source.encoding() == Encoding::Utf16 => None,
        Ok(tree) => of_tree(source, tree, &[], &mut report),
        Err(failure) => of_mended(source, failure, &mut report),
    };
    encoding::check(source, &mut report);
    report.sort();
    let bank = bank.filter(|_| !report.has_errors());
    (bank, report)
}

/// What is left of a text that is no YAML is checked as well: nobody wants to mend one mistake at a time.
fn of_mended(source: &Source, failure: Box<Failure>, report: &mut Report) -> Option<Bank> {
    let mended = mend::mend(source.text(), failure);
    report.extend(mended.diagnostics);
    let text = mended.text?;
    let tree = yaml::parse(&text).ok()?;
    of_tree(source, tree, &mended.blanked, report)
}

fn of_tree(source: &Source, tree: Tree, blanked: &[Span], report: &mut Report) -> Option<Bank> {
    let is_empty = tree.root.as_ref().is_none_or(|root| matches!(root.kind, Kind::Null));
    if is_empty && tree.diagnostics.is_empty() && blanked.is_empty() {
        report.push(
            Diagnostic::new(Code::Blank, Span::default(), "the bank is empty")
                .help("`prepdeck new ID` writes a bank to start from"),
        );
    }
    report.extend(tree.diagnostics);
    let mut decoder = Decoder::new(!blanked.is_empty());
    let raw = tree.root.filter(|_| !is_empty).and_then(|root| RawBank::decode(root, &mut decoder));
    report.extend(decoder.diagnostics);
    of_raw(source, &raw?, blanked, report)
}

fn of_raw(source: &Source, raw: &RawBank, blanked: &[Span], report: &mut Report) -> Option<Bank> {
    let images = Images::new(source.folder());
    let mut found = Report::default();
    let ids = Ids::collect(raw, source.text(), blanked, &mut found);
    let context = Context { source: source.text(), images: &images, ids: &ids };
    let head = head::check(source, raw, &context, &mut found);
    let sections = sections(raw, &context, &mut found);
    let allowed = head.allowed.clone();
    found.retain(|diagnostic| is_counted(diagnostic, &allowed));
    report.extend(found.into_diagnostics());
    bank(head, sections?)
}

/// Whether a finding stands though some rules are allowed; errors always do.
fn is_counted(diagnostic: &Diagnostic, allowed: &[Code]) -> bool {
    diagnostic.severity == Severity::Error || !allowed.contains(&diagnostic.code)
}

fn bank(head: Head, mut sections: Vec<Section>) -> Option<Bank> {
    number(&mut sections);
    Some(Bank {
        id: head.id?,
        title: head.title?,
        language: head.language,
        description: head.description,
        authors: head.authors,
        license: head.license,
        version: head.version,
        homepage: head.homepage,
        deck: head.deck?,
        tags: head.tags,
        sheet: head.sheet,
        labels: head.labels,
        sections,
    })
}

/// Numbers the questions 1…n through the bank, retired ones left out.
fn number(sections: &mut [Section]) {
    let questions = sections.iter_mut().flat_map(|section| &mut section.questions);
    for (question, number) in questions.filter(|question| !question.retired).zip(1..) {
        question.number = Some(number);
    }
}

/// The sections with their questions; `None` if one of them is beyond use.
fn sections(raw: &RawBank, context: &Context, report: &mut Report) -> Option<Vec<Section>> {
    let list = raw.sections.as_ref()?;
    if list.value.is_empty() {
        report.push(Diagnostic::new(Code::Blank, list.span, "a bank needs at least one section"));
    }
    let ids = ids::sections(&list.value, report);
    let sections: Vec<Option<Section>> =
        list.value.iter().zip(ids).map(|(raw, id)| section(raw, id, context, report)).collect();
    sections.into_iter().collect()
}

fn section(raw: &RawSection, id: Option<SectionId>, context: &Context, report: &mut Report) -> Option<Section> {
    let title = raw.title.as_ref().and_then(|title| context.line(title, "a section's title", report));
    let deck = raw.deck.as_ref().map(|deck| head::subdeck(deck, context, report));
    let questions = questions(raw, context, report);
    Some(Section { id: id?, title: title?, deck, questions: questions? })
}

fn questions(section: &RawSection, context: &Context, report: &mut Report) -> Option<Vec<Question>> {
    let list = &section.questions.as_ref()?.value;
    let level = section.level.as_ref().map(|level| level.value);
    let check = |raw: &RawQuestion| question::check(raw, level, context);
    let checked: Vec<(Option<Question>, Report)> = list.par_iter().map(check).collect();
    let mut questions = Vec::with_capacity(checked.len());
    for (question, found) in checked {
        questions.push(question);
        report.extend(found.into_diagnostics());
    }
    questions.into_iter().collect()
}
