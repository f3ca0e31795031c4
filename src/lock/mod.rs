//! The lock: what was published of a bank, and when each note last changed.
//!
//! Anki updates a note only when its modification time is newer, and overwrites the learner's own edits when it
//! does; so each note has its own time here, which moves only when its content moves.
//!
//! Enters: a bank, the lock of its last release, the release time. Leaves: the next lock, and what is different.
//! Never here: disk (but for [`Lock::read`]), clock.

mod changes;
mod content;
mod next;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::bank::{BankId, Question, QuestionId, SectionId};

pub use changes::{Changed, Changes};
pub use text::{LockError, Trouble};

/// Which kind of note: a GUID never changes from one to the other, since Anki would refuse the whole package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteClass {
    /// Question and answer.
    Standard,
    /// Text with deletions.
    Cloze,
}

impl NoteClass {
    /// Both, in the order in which a question's notes stand in the deck.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Cloze];

    /// The word in the lock and in the GUID.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "std",
            Self::Cloze => "cloze",
        }
    }

    /// The class of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether the question has a note of this class.
    #[must_use]
    pub fn is_of(self, question: &Question) -> bool {
        match self {
            Self::Standard => !question.short.is_empty() || !question.answer.is_empty() || question.typed.is_some(),
            Self::Cloze => !question.cloze.is_empty(),
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
    /// The first 8 hex digits of the SHA-256 of what answers its question: tells a renamed question from a new one.
    pub answer: String,
    /// Anki's `mod`: seconds since 1970-01-01T00:00:00Z.
    pub modified: i64,
    /// Anki's note id: milliseconds since 1970-01-01T00:00:00Z, unique in the bank.
    pub created: i64,
    /// Where it was last.
    pub section: SectionId,
    /// The question on one line.
    pub question: String,
    /// Still in the deck, for new learners behind all others; a dropped note is not retired.
    pub retired: bool,
    /// No longer in the bank; kept, so that an id which returns gets a newer `modified`.
    pub dropped: bool,
}

/// Questions to publish anew though nothing in them changed: to deliver a better rendering of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Touch {
    /// None.
    #[default]
    Nothing,
    /// Those with these ids.
    Questions(BTreeSet<String>),
    /// All.
    All,
}

impl Touch {
    /// Whether a question is to be published anew.
    #[must_use]
    pub fn includes(&self, id: &QuestionId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Questions(ids) => ids.contains(id.as_str()),
            Self::All => true,
        }
    }
}

/// The notes of a question, in the order in which they stand in the deck.
pub fn classes(question: &Question) -> impl Iterator<Item = NoteClass> {
    NoteClass::ALL.into_iter().filter(|class| class.is_of(question))
}

/// The id under which a question was first published: its notes' identity for ever.
#[must_use]
pub fn published_id(question: &Question) -> &QuestionId {
    question.was.as_ref().unwrap_or(&question.id)
}

/// Anki's key for a note: 64 bits of a SHA-256 in 11 letters and digits.
///
/// The rule can never change: with another GUID every learner would get every note a second time.
#[must_use]
pub fn guid(bank: &BankId, published: &QuestionId, class: NoteClass) -> String {
    let name = format!("prepdeck\0{bank}\0{published}\0{}", class.name());
    let digest = Sha256::digest(name.as_bytes());
    base62(digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A number in eleven digits to the base 62, enough for any.
fn base62(mut number: u64) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = [b'0'; 11];
    for place in text.iter_mut().rev() {
        *place = DIGITS[usize::try_from(number % 62).unwrap_or(0)];
        number /= 62;
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}
