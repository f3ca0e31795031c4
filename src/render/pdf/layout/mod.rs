//! The layout: a bank → the plan of its sheet.
//!
//! Enters: a checked bank, its lock's time. Leaves: a [`Plan`] with every glyph at its place.
//! Questions are set in parallel, each for itself; then their strips are stacked into columns and pages.
//! Never here: anything a painter knows.

mod assemble;
mod atoms;
mod blocks;
mod code;
mod columns;
mod cut;
mod direction;
mod draw;
mod furniture;
mod grid;
mod inline;
mod line;
mod paragraph;
mod question;
mod rich;
mod setter;
mod strip;
mod table;
mod tagger;
mod targets;
mod wrap_code;

use rayon::prelude::*;

use self::assemble::{Part, Sheet};

use self::furniture::MOST_CONTENTS_LINES;
use self::question::Entry;
use self::setter::{Context, Frame, Setter};
use self::targets::Targets;
use super::fonts::Faces;
use super::language::Language;
use super::plan::{About, Plan};
use super::shape::Shapers;
use super::style::Theme;
use crate::bank::{Bank, Question, Section};
use crate::doc::plain;
use crate::lock::Lock;

/// Questions set in one go, sharing the words that were shaped, are no fewer than this.
const LEAST_CHUNK: usize = 48;
/// How many goes there are for each thread: few, since each shapes the common words anew and keeps them; more than one,
/// since questions differ in length.
const CHUNKS_PER_THREAD: usize = 4;

/// Plans the sheet of a bank.
#[must_use]
pub fn plan(bank: &Bank, lock: &Lock) -> Plan {
    let theme = Theme { leftward: Language::of(&bank.language).is_leftward(), ..Theme::new(&bank.sheet) };
    let targets = Targets::new(bank);
    let context = Context { theme: &theme, labels: &bank.labels, targets: &targets, faces: Faces::with(&bank.fonts) };
    let facts = facts(bank, lock);
    let parts = parts(context, bank);
    let mut sheet = Sheet::new(context, parts);
    let mut shapers = Shapers::new(context.faces, &bank.language);
    let title = part(context, &mut shapers, |setter| setter.title_block(bank, &facts));
    let contents = |pages: &[usize], shapers: &mut Shapers<'static>| {
        part(context, shapers, |setter| setter.contents(bank, pages, theme.column_width()))
    };
    let draft = contents(&[], &mut shapers);
    let rows = printed(bank).count().div_ceil(theme.columns);
    let shape = if rows <= MOST_CONTENTS_LINES {
        sheet.beneath_title(&title, &draft)
    } else {
        sheet.flow_contents(draft.strips.clone());
        sheet.below_title(&title)
    };
    let slots = columns::place(sheet.strips(), sheet.wholes(), shape);
    let pages = sheet.section_pages(&slots);
    let contents = contents(&pages, &mut shapers);
    sheet.finish(assemble::Finish {
        bank,
        title,
        contents,
        slots,
        shapers: &mut shapers,
        facts: &facts,
        about: about(bank, lock),
    })
}

/// Sections and questions, each a part of its own, in order.
fn parts(context: Context, bank: &Bank) -> Vec<Part> {
    let jobs = jobs(bank, context);
    // How the jobs are shared out changes no glyph: a word is shaped the same in every chunk.
    let chunk = jobs.len().div_ceil(rayon::current_num_threads() * CHUNKS_PER_THREAD).max(LEAST_CHUNK);
    let chunks: Vec<Vec<Part>> = jobs
        .par_chunks(chunk)
        .map(|jobs| {
            let mut shapers = Shapers::new(context.faces, &bank.language);
            jobs.iter().map(|job| set(context, &mut shapers, *job)).collect()
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

/// The sections that the sheet prints, each with its place.
fn printed(bank: &Bank) -> impl Iterator<Item = (usize, &Section)> {
    bank.sections.iter().enumerate().filter(|(_, section)| section.is_printed())
}

/// What one part of the sheet is set from.
#[derive(Clone, Copy)]
enum Job<'a> {
    Heading(&'a Section, usize),
    Question(Entry<'a>),
}

fn jobs<'a>(bank: &'a Bank, context: Context) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    for (place, section) in printed(bank) {
        jobs.push(Job::Heading(section, place));
        jobs.extend(section.questions.iter().filter_map(|question| entry(bank, context, question)).map(Job::Question));
    }
    jobs
}

fn entry<'a>(bank: &Bank, context: Context, question: &'a Question) -> Option<Entry<'a>> {
    let (place, number) = context.targets.question(&question.id)?;
    Some(Entry { question, number, place, detail: bank.sheet.detail })
}

fn set(context: Context, shapers: &mut Shapers<'static>, job: Job) -> Part {
    let frame = Frame { x: 0.0, width: context.theme.column_width() };
    let mut part = part(context, shapers, |setter| match job {
        Job::Heading(section, place) => setter.section_heading(section, place, frame),
        Job::Question(entry) => setter.question(entry, frame),
    });
    part.is_question = matches!(job, Job::Question(_));
    part
}

fn part(context: Context, shapers: &mut Shapers<'static>, inside: impl FnOnce(&mut Setter)) -> Part {
    let mut setter = Setter::new(context, shapers);
    inside(&mut setter);
    Part { panels: setter.panels(), strips: setter.strips, tagger: setter.tagger, is_question: false }
}

/// The line of facts beneath the title, and the footer's left end.
fn facts(bank: &Bank, lock: &Lock) -> String {
    let version = bank.version.as_ref().map(|version| format!("v{version}"));
    let date = jiff::Timestamp::from_second(lock.changed).ok().map(|time| time.strftime("%Y-%m-%d").to_string());
    let authors = (!bank.authors.is_empty()).then(|| bank.authors.join(", "));
    let facts = [authors, version, date, bank.license.clone(), bank.homepage.clone()];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn about(bank: &Bank, lock: &Lock) -> About {
    About {
        title: bank.title.clone(),
        subject: plain::text(&bank.description),
        authors: bank.authors.clone(),
        keywords: bank.tags.clone(),
        language: bank.language.clone(),
        date: lock.changed,
        document_id: format!("prepdeck:{}", bank.id),
    }
}
