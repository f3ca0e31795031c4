//! The lock: what was published of a bank, and when each note last changed.
//!
//! Anki updates a note only when its modification time is newer, and overwrites the learner's own edits when it
//! does; so each note has its own time here, which moves only when its content moves.
//!
//! Enters: a bank, the lock of its last release, the release time. Leaves: the next lock.
//! Never here: disk (but for [`Lock::read`]), clock.

use std::collections::BTreeMap;

use crate::bank::{Bank, BankId, QuestionId, SectionId};

/// Which kind of note: a GUID never changes from one to the other, since Anki would refuse the whole package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteClass {
    /// Question and answer.
    Standard,
    /// Text with deletions.
    Cloze,
}

impl NoteClass {
    /// The word in the lock and in the GUID.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "std",
            Self::Cloze => "cloze",
        }
    }
}

/// A bank's lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The bank it belongs to.
    pub bank: BankId,
    /// When anything last changed: seconds since 1970-01-01T00:00:00Z.
    pub changed: i64,
    /// Every note ever published, by question id and class.
    pub notes: BTreeMap<(QuestionId, NoteClass), LockedNote>,
    /// The subdeck's last name (`NN Section title`) of every section ever published.
    pub sections: BTreeMap<SectionId, String>,
}

/// What was published of one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedNote {
    /// Anki's key for the note; made from bank id, question id and class, never from text.
    pub guid: String,
    /// The first 16 hex digits of the SHA-256 of its content.
    pub hash: String,
    /// Anki's `mod`: seconds since 1970-01-01T00:00:00Z.
    pub modified: i64,
    /// Anki's note id: milliseconds since 1970-01-01T00:00:00Z, unique in the bank.
    pub created: i64,
    /// Where it was last.
    pub section: SectionId,
    /// The question on one line.
    pub question: String,
    /// No longer in the bank; kept, so that an id which returns gets a newer `modified`.
    pub dropped: bool,
}

/// How a lock moves. STUB until branch `anki` lands.
#[derive(Clone, Debug, Default)]
pub struct Changes;

impl std::fmt::Display for Changes {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl Lock {
    /// STUB until branch `anki` lands.
    pub fn read(_: &std::path::Path, _: &BankId) -> Result<Option<Self>, LockError> {
        todo!()
    }

    /// STUB until branch `anki` lands.
    #[must_use]
    pub fn next(_: &Bank, _: Option<&Self>, _: i64) -> (Self, Changes) {
        todo!()
    }

    /// STUB until branch `anki` lands.
    #[must_use]
    pub fn to_text(&self) -> String {
        todo!()
    }
}

/// STUB until branch `anki` lands.
#[derive(Debug, thiserror::Error)]
#[error("{trouble:?}")]
pub struct LockError {
    /// What is wrong.
    pub trouble: Trouble,
}

/// STUB until branch `anki` lands.
#[derive(Debug)]
pub enum Trouble {
    /// The operating system's words.
    Unreadable(String),
}
