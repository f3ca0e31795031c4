//! Sheet and practice sheet: title, contents, then sections and questions flowing through columns and pages.
//!
//! Enters: a bank, its lock, how it is to be laid out. Leaves: the plan, or only the number of its pages.

use super::assemble::{Finish, Part, Sheet};
use super::columns::{self, Shape, Slot};
use super::furniture::MOST_CONTENTS_LINES;
use super::question::Entry;
use super::setter::{Context, Frame};
use super::targets::Targets;
use super::{about, facts, in_parallel, part, pool, printed, theme};
use crate::bank::{Bank, Detail, Question, Section};
use crate::lock::Lock;
use crate::render::pdf::plan::Plan;
use crate::render::pdf::shape::{Pool, Shapers};
use crate::render::pdf::style::Theme;

/// What flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Questions and answers.
    Sheet,
    /// Questions and room to write; then the answers.
    Practice,
}

/// A document that flows, before anything is set.
pub(super) struct Flow<'a> {
    bank: &'a Bank,
    lock: &'a Lock,
    kind: Kind,
    detail: Detail,
    theme: Theme,
    targets: Targets,
    pool: Pool<'static>,
}

/// What one part of the document is set from.
#[derive(Clone, Copy)]
enum Job<'a> {
    Heading(&'a Section, usize),
    Question(Entry<'a>),
    Prompt(Entry<'a>),
    AnswersHeading(usize),
    Answer(Entry<'a>),
}

/// Every strip at its place, but for the contents' page numbers.
struct Placed<'a> {
    sheet: Sheet<'a>,
    title: Part,
    slots: Vec<Slot>,
    facts: String,
}

impl<'a> Flow<'a> {
    pub(super) fn new(bank: &'a Bank, lock: &'a Lock, sheet: &crate::bank::Sheet, kind: Kind) -> Self {
        let targets = match kind {
            Kind::Sheet => Targets::new(bank),
            Kind::Practice => Targets::with_answers(bank),
        };
        Self { bank, lock, kind, detail: sheet.detail, theme: theme(bank, sheet), targets, pool: pool(bank) }
    }

    fn context(&self) -> Context<'_> {
        Context::new(self.bank, &self.theme, &self.targets, &self.pool)
    }

    /// How many pages it takes.
    pub(super) fn pages(&self) -> usize {
        self.placed().slots.last().map_or(1, |slot| slot.page + 1)
    }

    /// The whole plan.
    pub(super) fn plan(&self) -> Plan {
        let Placed { sheet, title, slots, facts } = self.placed();
        let pages = sheet.heading_pages(&slots);
        let suffix = match self.kind {
            Kind::Sheet => "",
            Kind::Practice => "-practice",
        };
        let about = about(self.bank, self.lock, suffix);
        self.pool.lend(|shapers| {
            let contents = self.contents(&pages, shapers);
            sheet.finish(Finish { bank: self.bank, title, contents, slots, shapers, facts: &facts, about })
        })
    }

    fn placed(&self) -> Placed<'_> {
        let context = self.context();
        let facts = facts(self.bank, self.lock);
        let mut sheet = Sheet::new(context, self.parts());
        let (title, draft) = self.pool.lend(|shapers| {
            let title = part(context, shapers, |setter| setter.title_block(self.bank, &facts));
            (title, self.contents(&[], shapers))
        });
        let shape = self.shape(&mut sheet, &title, draft);
        let slots = columns::place(sheet.measures(), sheet.wholes(), shape);
        Placed { sheet, title, slots, facts }
    }

    fn shape(&self, sheet: &mut Sheet, title: &Part, draft: Part) -> Shape {
        if let Some(grid) = self.contents_grid() {
            sheet.beneath_title(title, &draft, grid)
        } else {
            sheet.flow_contents(draft.stack);
            sheet.below_title(title)
        }
    }

    /// The columns of contents that are short enough to stand beneath the title: as the text's, but two at least, or
    /// a page number would be far from its section.
    fn contents_grid(&self) -> Option<Theme> {
        let grid = Theme { columns: self.theme.columns.max(2), ..self.theme.clone() };
        let rows = printed(self.bank).count().div_ceil(grid.columns);
        (rows <= MOST_CONTENTS_LINES).then_some(grid)
    }

    /// A line for each heading of a section; practice sheets are worked through from their start, and have none.
    fn contents(&self, pages: &[usize], shapers: &mut Shapers<'static>) -> Part {
        let width = self.contents_grid().map_or(self.theme.column_width(), |grid| grid.column_width());
        part(self.context(), shapers, |setter| match self.kind {
            Kind::Sheet => setter.contents(self.bank, pages, width),
            Kind::Practice => {}
        })
    }

    /// Sections and questions, each a part of its own, in order.
    fn parts(&self) -> Vec<Part> {
        in_parallel(self.context(), &self.jobs(), |shapers, job| self.set(shapers, *job))
    }

    fn jobs(&self) -> Vec<Job<'_>> {
        let mut jobs = Vec::new();
        for (place, section) in printed(self.bank) {
            jobs.push(Job::Heading(section, place));
            jobs.extend(self.entries(section).map(|entry| match self.kind {
                Kind::Sheet => Job::Question(entry),
                Kind::Practice => Job::Prompt(entry),
            }));
        }
        if let Some(place) = self.targets.answers() {
            jobs.push(Job::AnswersHeading(place));
            let entries = self.bank.sections.iter().flat_map(|section| self.entries(section));
            jobs.extend(entries.filter(|entry| !entry.question.is_unanswered()).map(Job::Answer));
        }
        jobs
    }

    fn entries<'s>(&'s self, section: &'s Section) -> impl Iterator<Item = Entry<'s>> {
        section.questions.iter().filter_map(|question| self.entry(question))
    }

    fn entry<'q>(&self, question: &'q Question) -> Option<Entry<'q>> {
        let (place, number) = self.targets.question(&question.id)?;
        Some(Entry { question, number, place, detail: self.detail })
    }

    fn set(&self, shapers: &mut Shapers<'static>, job: Job) -> Part {
        let frame = Frame { x: 0.0, width: self.theme.column_width() };
        let mut part = part(self.context(), shapers, |setter| match job {
            Job::Heading(section, place) => setter.section_heading(&section.title, place, frame),
            Job::Question(entry) => setter.question(entry, frame),
            Job::Prompt(entry) => setter.prompt(entry, frame),
            Job::AnswersHeading(place) => setter.answers_heading(place, frame),
            Job::Answer(entry) => setter.short_answer(entry, frame),
        });
        part.is_question = match job {
            Job::Question(_) | Job::Prompt(_) | Job::Answer(_) => true,
            Job::Heading(..) | Job::AnswersHeading(_) => false,
        };
        part
    }
}
