//! The layout: a bank → the plans of its sheet, of its practice sheet, of its cards.
//!
//! Enters: a checked bank, its lock's time. Leaves: a [`Plan`] with every glyph at its place.
//! Questions are set in parallel, each for itself; then their strips are stacked into columns and pages.
//! Never here: anything a painter knows.

mod assemble;
mod atoms;
mod blocks;
mod break_points;
mod cards;
mod code;
mod columns;
mod comments;
mod cut;
mod direction;
mod draw;
mod flow;
mod furniture;
mod grid;
mod inline;
mod line;
mod lowest;
mod navigation;
mod numbering;
mod panels;
mod paragraph;
mod practice;
mod question;
mod rich;
mod setter;
mod stack;
mod statements;
mod strip;
mod table;
mod tagger;
mod targets;
mod wrap_code;

use rayon::prelude::*;

use self::assemble::Part;
use self::flow::{Flow, Kind};
use self::setter::{Context, Setter};
use self::stack::Stack;
use super::fonts::Faces;
use super::language::Language;
use super::plan::{About, Plan};
use super::shape::{Pool, Shapers};
use super::style::Theme;
use crate::bank::{Bank, Section, Sheet};
use crate::doc::plain;
use crate::lock::Lock;

pub use self::cards::cards;

/// Questions set in one go are no fewer than this: so few are set by one thread, which shapes the common words once.
const LEAST_CHUNK: usize = 12;
/// How many goes there are for each thread: more than one, since questions differ in length.
const CHUNKS_PER_THREAD: usize = 8;

/// Plans the sheet of a bank.
#[must_use]
pub fn plan(bank: &Bank, lock: &Lock) -> Plan {
    Flow::new(bank, lock, &bank.sheet, Kind::Sheet).plan()
}

/// Plans the practice sheet of a bank: the questions with room to write, then their answers by number.
#[must_use]
pub fn practice(bank: &Bank, lock: &Lock) -> Plan {
    Flow::new(bank, lock, &practice::sheet(&bank.sheet), Kind::Practice).plan()
}

/// How many pages the sheet of a bank takes when it is laid out so.
#[must_use]
pub fn pages(bank: &Bank, lock: &Lock, sheet: &Sheet) -> usize {
    Flow::new(bank, lock, sheet, Kind::Sheet).pages()
}

/// Sets what is independent of each other, on all threads; in the order of the jobs.
fn in_parallel<J: Sync, T: Send>(
    context: Context,
    jobs: &[J],
    set: impl Fn(&mut Shapers<'static>, &J) -> T + Sync,
) -> Vec<T> {
    // How the jobs are shared out changes no glyph: a word is shaped the same by all shapers.
    let chunk = jobs.len().div_ceil(rayon::current_num_threads() * CHUNKS_PER_THREAD).max(LEAST_CHUNK);
    let chunks: Vec<Vec<T>> = jobs
        .par_chunks(chunk)
        .map(|jobs| context.pool.lend(|shapers| jobs.iter().map(|job| set(shapers, job)).collect()))
        .collect();
    chunks.into_iter().flatten().collect()
}

/// The theme of a bank's pages, which are read as its language is.
fn theme(bank: &Bank, sheet: &Sheet) -> Theme {
    Theme { leftward: Language::of(&bank.language).is_leftward(), ..Theme::new(sheet) }
}

/// What shapes a bank's text.
fn pool(bank: &Bank) -> Pool<'static> {
    Pool::new(Faces::with(&bank.fonts), &bank.language)
}

/// The sections that the sheet prints, each with its place.
fn printed(bank: &Bank) -> impl Iterator<Item = (usize, &Section)> {
    bank.sections.iter().enumerate().filter(|(_, section)| section.is_printed())
}

fn part(context: Context, shapers: &mut Shapers<'static>, inside: impl FnOnce(&mut Setter)) -> Part {
    let mut setter = Setter::new(context, shapers);
    inside(&mut setter);
    let (panels, overhang) = (setter.panels(), setter.overhang());
    Part { panels, overhang, stack: Stack::of(setter.strips), tagger: setter.tagger, is_question: false }
}

/// The line of facts beneath the title, and the footer's left end.
fn facts(bank: &Bank, lock: &Lock) -> String {
    let version = bank.version.as_ref().map(|version| format!("v{version}"));
    let date = jiff::Timestamp::from_second(lock.changed).ok().map(|time| time.strftime("%Y-%m-%d").to_string());
    let authors = (!bank.authors.is_empty()).then(|| bank.authors.join(", "));
    let facts = [authors, version, date, bank.license.clone(), bank.homepage.clone()];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `suffix` tells the sheets of one bank apart.
fn about(bank: &Bank, lock: &Lock, suffix: &str) -> About {
    About {
        title: bank.title.clone(),
        subject: plain::text(&bank.description),
        authors: bank.authors.clone(),
        keywords: bank.tags.clone(),
        language: bank.language.clone(),
        date: lock.changed,
        document_id: format!("prepdeck:{}{suffix}", bank.id),
    }
}
