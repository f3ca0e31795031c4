//! The bank: valid by construction.
//!
//! Enters: a [`crate::source::Source`], through [`check()`]. Leaves: a [`Bank`] whose ids are unique, whose links
//! and images resolve and whose texts are document trees, or every mistake at its place.
//! Never here: rendering, the lock, the clock.

pub mod check;
pub mod day;
pub mod filter;
pub mod fix;
pub mod id;
pub mod labels;
mod letters;
pub mod listing;
pub mod raw;
pub mod schema;
pub mod sheet;

use crate::doc::{Block, Inline};
use crate::source::Span;

pub use check::{Gist, check, check_after, inspect};
pub use day::Day;
pub use filter::Filter;
pub use id::{BankId, QuestionId, SectionId};
pub use labels::Labels;
pub use sheet::{Detail, Paper, Sheet};

/// A checked bank of questions.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Names the artifacts; part of every note's GUID.
    pub id: BankId,
    /// One line of plain text, not empty.
    pub title: String,
    /// BCP 47, `en` where the bank does not say.
    pub language: String,
    /// Deck description and handout lead; may be empty.
    pub description: Vec<Block>,
    /// Names; may be empty.
    pub authors: Vec<String>,
    /// As stated, by preference an SPDX identifier.
    pub license: Option<String>,
    /// The bank's own version, printed.
    pub version: Option<String>,
    /// An `http` or `https` address.
    pub homepage: Option<String>,
    /// The Anki deck's full name, components parted by `::`; default: the title.
    pub deck: String,
    /// Tags of every note.
    pub tags: Vec<String>,
    /// How the sheet is laid out.
    pub sheet: Sheet,
    /// The fixed words of PDF and handout.
    pub labels: Labels,
    /// In the bank's order; never empty.
    pub sections: Vec<Section>,
    /// Questions that a [`Filter`] took out: what `see` says of them, though nothing prints them.
    pub left_out: Vec<Question>,
}

/// A section of a bank.
#[derive(Clone, Debug)]
pub struct Section {
    /// Unique in the bank.
    pub id: SectionId,
    /// One line of plain text, not empty.
    pub title: String,
    /// The subdeck's last name, where the bank overrides it.
    pub deck: Option<String>,
    /// In the bank's order; may be empty.
    pub questions: Vec<Question>,
}

/// A question and all that answers it. Texts that the bank leaves out are empty.
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "the fields are named as the bank's keys are")]
pub struct Question {
    /// Unique in the bank, stable for ever: learners' progress hangs on it.
    pub id: QuestionId,
    /// The id it had when it was first published; the GUID is made from it.
    pub was: Option<QuestionId>,
    /// 1…n through the bank; `None` when retired.
    pub number: Option<u32>,
    /// Where its entry starts in the source.
    pub span: Span,
    /// The question itself; never empty.
    pub question: Vec<Inline>,
    /// Code or text shown together with the question.
    pub setup: Vec<Block>,
    /// The 30-second answer.
    pub short: Vec<Block>,
    /// The full answer.
    pub answer: Vec<Block>,
    /// What goes wrong, one text each.
    pub pitfalls: Vec<Vec<Block>>,
    /// What the interviewer asks next, one text each.
    pub follow_ups: Vec<Vec<Block>>,
    /// Related questions of this bank, checked to be there.
    pub see: Vec<QuestionId>,
    /// Where the answer can be looked up; an address alone is already a link with itself as its text.
    pub sources: Vec<Vec<Inline>>,
    /// A nudge, shown on demand.
    pub hint: Vec<Block>,
    /// Its own, or its section's.
    pub level: Option<Level>,
    /// Its own tags, without the bank's.
    pub tags: Vec<String>,
    /// Also a card from the short answer to the question.
    pub reverse: bool,
    /// What the learner types.
    pub typed: Option<String>,
    /// Also a cloze note: text with [deletions](crate::doc::cloze).
    pub cloze: Vec<Block>,
    /// When its author last went through it, as `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// Gone from PDF and handout; the Anki note stays.
    pub retired: bool,
}

/// How hard a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Every candidate.
    Basic,
    /// A working programmer.
    Intermediate,
    /// A specialist.
    Advanced,
}

impl Level {
    /// All levels, easiest first.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Intermediate, Self::Advanced];

    /// The word a bank uses for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
        }
    }
}

impl Bank {
    /// All questions in order, each with its section; retired ones too.
    pub fn questions(&self) -> impl Iterator<Item = (&Section, &Question)> {
        self.sections.iter().flat_map(|section| section.questions.iter().map(move |question| (section, question)))
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().map(|(_, question)| question).find(|question| question.id.as_str() == id)
    }
}

impl Section {
    /// Whether sheet and handout have something of it: a question that is not retired.
    #[must_use]
    pub fn is_printed(&self) -> bool {
        self.questions.iter().any(|question| question.number.is_some())
    }
}

impl Question {
    /// Whether nothing answers it: then the sheet leaves room to write and the deck leaves it out.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.short.is_empty() && self.answer.is_empty() && self.cloze.is_empty() && self.typed.is_none()
    }
}
