//! What is different between two locks, for a person to read.

use std::fmt;

use crate::bank::{QuestionId, SectionId};

/// A question that is different, and its text on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its id, as the bank states it now.
    pub id: QuestionId,
    /// The question on one line.
    pub question: String,
}

/// What a release changes. Each list is in the bank's order, `dropped` in that of the ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// There was no lock: all learners are new.
    pub first: bool,
    /// Notes of the deck now.
    pub notes: usize,
    /// Questions with a note that never was, or that had been dropped.
    pub new: Vec<Changed>,
    /// Questions with a note that learners get anew; retired ones apart.
    pub reworded: Vec<Changed>,
    /// Questions now in another section; cards that learners have stay where they are.
    pub moved: Vec<Changed>,
    /// Questions under a new id with the old one in `was`; each with the old id.
    pub renamed: Vec<(QuestionId, QuestionId)>,
    /// Questions without `was` that say what one that is no longer there said: each with that one's id.
    pub lookalikes: Vec<(QuestionId, QuestionId)>,
    /// Questions that were published anew on demand, though nothing in them changed.
    pub touched: Vec<Changed>,
    /// Questions that were retired.
    pub retired: Vec<Changed>,
    /// Questions with a note that is no longer in the bank; learners keep it.
    pub dropped: Vec<Changed>,
    /// Sections that got their subdeck's name now.
    pub sections: Vec<(SectionId, String)>,
}

impl Changes {
    /// Whether nothing is different; then the lock's file is not touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.first && self.renamed.is_empty() && self.sections.is_empty() && self.counts().iter().all(|(n, _)| *n == 0)
    }

    fn counts(&self) -> [(usize, &'static str); 7] {
        [
            (self.new.len(), "new"),
            (self.reworded.len(), "reworded"),
            (self.touched.len(), "touched"),
            (self.moved.len(), "moved"),
            (self.renamed.len(), "renamed"),
            (self.retired.len(), "retired"),
            (self.dropped.len(), "dropped"),
        ]
    }
}

/// One line: `first release: 30 notes`, `2 new, 1 reworded`, `no changes`.
impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first {
            let plural = if self.notes == 1 { "" } else { "s" };
            return write!(formatter, "first release: {} note{plural}", self.notes);
        }
        let counts: Vec<String> =
            self.counts().iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        match counts.is_empty() {
            true if self.sections.is_empty() => formatter.write_str("no changes"),
            true => formatter.write_str("new subdeck names"),
            false => formatter.write_str(&counts.join(", ")),
        }
    }
}
