//! `RawBank` → `Bank`, with every mistake reported.
//!
//! Enters: a [`Source`]. Leaves: a [`Bank`], and a [`Report`] of all that is wrong, in the order of the file.
//! Questions are read in parallel; what they say is put together in their order.

mod allow;
mod cloze;
mod encoding;
mod head;
mod ids;
mod lint;
mod question;
pub(super) mod text;
pub(super) mod walk;

use rayon::prelude::*;

use super::day::Day;
use super::raw::{self, RawBank, RawSection};
use super::{Bank, BankId, Question, Section, SectionId};
use crate::doc::image::Images;
use crate::report::{Code, Diagnostic, Report};
use crate::source::{Encoding, Source, Span};
use crate::yaml::decode::{Decode, Decoder};
use crate::yaml::{self, Failure, Kind, Tree, mend};

use allow::Allowances;
use head::Head;
use ids::Ids;
use lint::{Facts, Habits, Pair};
use question::Notes;
use text::Context;

/// Checks a bank's file: the bank, unless something in it is an error, and all that is wrong, sorted by place.
#[must_use]
pub fn check(source: &Source) -> (Option<Bank>, Report) {
    check_after(source, None)
}

/// As [`check()`]; `released` is the day of the bank's last release, which reviews are held against.
#[must_use]
pub fn check_after(source: &Source, released: Option<Day>) -> (Option<Bank>, Report) {
    let (parts, report) = examine(source, released, |question| question);
    (parts.map(bank), report)
}

/// What a bank is, in short.
#[derive(Clone, Debug)]
pub struct Gist {
    /// Its id.
    pub id: BankId,
    /// Where the file states it, or begins.
    pub id_span: Span,
    /// How many questions it has.
    pub questions: usize,
}

/// As [`check_after`], for who only wants to know what is wrong: no document is kept.
#[must_use]
pub fn inspect(source: &Source, released: Option<Day>) -> (Option<Gist>, Report) {
    let (parts, report) = examine(source, released, drop);
    let gist = |Parts { id, id_span, sections, .. }: Parts<()>| {
        let questions = sections.iter().map(|section| section.questions.len()).sum();
        Gist { id, id_span, questions }
    };
    (parts.map(gist), report)
}

/// What a bank is put together from, its questions kept as `Q`.
struct Parts<Q> {
    id: BankId,
    id_span: Span,
    title: String,
    deck: String,
    head: Head,
    sections: Vec<SectionParts<Q>>,
}

/// What a section is put together from.
struct SectionParts<Q> {
    id: SectionId,
    title: String,
    deck: Option<String>,
    questions: Vec<Q>,
}

fn examine<Q: Send>(source: &Source, released: Option<Day>, keep: fn(Question) -> Q) -> (Option<Parts<Q>>, Report) {
    let mut report = Report::default();
    let mut work = Work { source, released, keep, blanked: Vec::new() };
    let parts = match yaml::parse(source.text()) {
        _ if *source.encoding() == Encoding::Utf16 => None,
        Ok(tree) => work.of_tree(tree, &mut report),
        Err(failure) => work.of_mended(failure, &mut report),
    };
    encoding::check(source, &mut report);
    report.sort();
    (parts.filter(|_| !report.has_errors()), report)
}

/// A file to examine.
struct Work<'w, Q> {
    source: &'w Source,
    released: Option<Day>,
    /// What becomes of a question once it has been judged.
    keep: fn(Question) -> Q,
    /// What was taken out of the text because it is no YAML.
    blanked: Vec<Span>,
}

impl<Q: Send> Work<'_, Q> {
    /// What is left of a text that is no YAML is checked as well: nobody wants to mend one mistake at a time.
    fn of_mended(&mut self, failure: Box<Failure>, report: &mut Report) -> Option<Parts<Q>> {
        let mended = mend::mend(self.source.text(), failure);
        report.extend(mended.diagnostics);
        let text = mended.text?;
        self.blanked = mended.blanked;
        self.of_tree(yaml::parse(&text).ok()?, report)
    }

    fn of_tree(&self, tree: Tree, report: &mut Report) -> Option<Parts<Q>> {
        let is_empty = tree.root.as_ref().is_none_or(|root| matches!(root.kind, Kind::Null));
        if is_empty && tree.found.total() == 0 && self.blanked.is_empty() {
            report.push(
                Diagnostic::new(Code::Blank, Span::default(), "the bank is empty")
                    .help("`prepdeck new ID` writes a bank to start from"),
            );
        }
        report.absorb(tree.found);
        let mut decoder = Decoder::new(!self.blanked.is_empty());
        let root = tree.root.filter(|_| !is_empty).map(|root| raw::with_sections(root, &mut decoder));
        let raw = root.and_then(|root| RawBank::decode(root, &mut decoder));
        report.absorb(decoder.found);
        self.of_raw(&raw?, report)
    }

    fn of_raw(&self, raw: &RawBank, report: &mut Report) -> Option<Parts<Q>> {
        let mut found = Report::default();
        let images = Images::new(self.source.folder());
        let ids = Ids::collect(raw, self.source.text(), &self.blanked, &mut found);
        let habits = Habits::of(raw, self.released);
        let context = Context { source: self.source.text(), images: &images, ids: &ids, habits: &habits };
        let mut head = head::check(self.source, raw, &context, &mut found);
        let mut allowed = Allowances::read(&raw.allow, &mut found);
        let sections = self.sections(raw, &context, &mut found);
        lint::fold(&mut found, raw, &habits);
        allowed.apply(&mut found);
        if !report.has_errors() && !found.has_errors() {
            found.extend(allowed.unused());
        }
        report.absorb(found);
        let (id, title, deck) = (head.id.take()?, head.title.take()?, head.deck.take()?);
        let id_span = raw.id.as_ref().map_or(raw.span, |text| text.span);
        Some(Parts { id, id_span, title, deck, head, sections: sections? })
    }

    /// The sections with their questions; `None` if one of them is beyond use.
    fn sections(&self, raw: &RawBank, context: &Context, report: &mut Report) -> Option<Vec<SectionParts<Q>>> {
        let list = raw.sections.as_ref()?;
        if list.value.is_empty() {
            report.push(Diagnostic::new(Code::Blank, list.span, "a bank needs at least one section"));
        }
        let ids = ids::sections(&list.value, report);
        let mut examined: Vec<Vec<Kept<Q>>> = list.value.iter().map(|raw| self.questions(raw, context)).collect();
        compare(&mut examined, context);
        let sections = list.value.iter().zip(ids).zip(examined);
        let parts: Vec<_> = sections.map(|((raw, id), kept)| section(raw, id, kept, context, report)).collect();
        parts.into_iter().collect()
    }

    fn questions<'r>(&self, section: &'r RawSection, context: &Context) -> Vec<Kept<'r, Q>> {
        let questions = section.questions.as_ref().map_or(&[][..], |questions| &questions.value);
        let level = section.level.as_ref().map(|level| level.value);
        let check = |raw| {
            let (question, notes) = question::check(raw, level, context);
            (question.map(self.keep), notes)
        };
        questions.par_iter().map(check).collect()
    }
}

/// A question as it is kept, unless it is beyond use, and what was noticed about it.
type Kept<'r, Q> = (Option<Q>, Notes<'r>);

/// Compares all questions with each other.
fn compare<Q>(examined: &mut [Vec<Kept<Q>>], context: &Context) {
    let mut notes: Vec<&mut Notes> = examined.iter_mut().flatten().map(|(_, notes)| notes).collect();
    notes.retain(|notes| notes.facts.is_some());
    let facts: Vec<Facts> = notes.iter_mut().filter_map(|notes| notes.facts.take()).collect();
    for Pair { later, earlier, finding } in lint::compare(facts, context) {
        // A pair may be allowed on either side.
        if !notes[earlier].allowed.takes(finding.code) {
            notes[later].report.push(finding);
        }
    }
}

fn section<Q>(
    raw: &RawSection,
    id: Option<SectionId>,
    kept: Vec<Kept<Q>>,
    context: &Context,
    report: &mut Report,
) -> Option<SectionParts<Q>> {
    let title = raw.title.as_ref().and_then(|title| context.line(title, "a section's title", report));
    let deck = raw.deck.as_ref().map(|deck| head::subdeck(deck, context, report));
    if let Some(list) = raw.questions.as_ref().filter(|list| list.value.is_empty()) {
        report.push(
            Diagnostic::new(Code::EmptySection, list.span, "a section without questions; no artifact shows it")
                .help("add its questions, or put `#` before its lines until they are written"),
        );
    }
    let mut questions = Vec::with_capacity(kept.len());
    for (question, notes) in kept {
        questions.push(question);
        report.absorb(notes.settled());
    }
    let questions = raw.questions.as_ref().and(questions.into_iter().collect::<Option<_>>());
    Some(SectionParts { id: id?, title: title?, deck, questions: questions? })
}

fn bank(parts: Parts<Question>) -> Bank {
    let Parts { id, title, deck, head, sections, .. } = parts;
    let section = |SectionParts { id, title, deck, questions }| Section { id, title, deck, questions };
    let mut sections: Vec<Section> = sections.into_iter().map(section).collect();
    number(&mut sections);
    Bank {
        id,
        title,
        deck,
        language: head.language,
        description: head.description,
        authors: head.authors,
        license: head.license,
        version: head.version,
        homepage: head.homepage,
        tags: head.tags,
        sheet: head.sheet,
        labels: head.labels,
        sections,
        left_out: Vec::new(),
    }
}

/// Numbers the questions 1…n through the bank, retired ones left out.
fn number(sections: &mut [Section]) {
    let questions = sections.iter_mut().flat_map(|section| &mut section.questions);
    for (question, number) in questions.filter(|question| !question.retired).zip(1..) {
        question.number = Some(number);
    }
}
