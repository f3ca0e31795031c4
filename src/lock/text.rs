//! The lock as text: one line per section and note, sorted, so that version control shows what a release changes.
//!
//! Enters: a lock, or the text of one. Leaves: the same as text, or a lock. Nothing is ever mended in silence: a
//! lock that is not exactly what this program writes would reset times, and with them learners' own edits.
//!
//! ```text
//! # about the file
//! prepdeck-lock 1
//! bank python
//! changed 2026-11-23T10:00:00Z
//! section basics 01 Basic Python
//! note list-vs-tuple std GUID HASH ANSWER 2026-11-23T10:00:00Z 1795428000000 basics What is …?
//! retired …    as `note`; in the deck, suspended for new learners
//! dropped …    as `note`; no longer in the bank
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::Timestamp;

use super::{Lock, LockedNote, NoteClass};
use crate::bank::{BankId, Day, QuestionId, SectionId};

const ABOUT: &str = "\
# Written by `prepdeck build`; commit it, and never edit it.
# It holds what was published of each note, and when: Anki updates a note only where the time is newer.
";
/// More bytes than what comes before the notes takes.
const HEAD: u64 = 1024;
const FORMAT: &str = "prepdeck-lock 1";

/// Why a lock cannot be used; its text says the way out.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {trouble}", path.display(), line.map_or_else(String::new, |line| format!(":{line}")))]
pub struct LockError {
    /// The lock's file.
    pub path: PathBuf,
    /// The line, from 1, where there is one to show.
    pub line: Option<usize>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong with a lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The operating system's words.
    #[error("cannot read the lock: {0}")]
    Unreadable(String),
    /// Two branches published the bank.
    #[error(
        "the lock holds the marks of a merge conflict; delete the marks, keep of each note the line with the later \
         time, and build again"
    )]
    Conflict,
    /// Not what this program writes.
    #[error("the lock is damaged: {0}; restore it from version control, and build again")]
    Damaged(String),
    /// Written by a later version of this program.
    #[error("the lock is of a later version of prepdeck (`{0}`); update prepdeck")]
    Newer(String),
    /// The lock of another bank, or of this one under another id.
    #[error(
        "the lock belongs to the bank `{lock}`, but this bank's id is `{bank}`; with another id every learner gets \
         every note a second time: write `id: {lock}` into the bank, or, if that is meant, delete the lock"
    )]
    OtherBank {
        /// The id in the lock.
        lock: BankId,
        /// The bank's id.
        bank: BankId,
    },
}

impl Lock {
    /// Reads a bank's lock; `None` where there is no such file.
    ///
    /// # Errors
    /// [`LockError`], when the file cannot be read, is damaged or belongs to another bank.
    pub fn read(path: &Path, bank: &BankId) -> Result<Option<Self>, LockError> {
        let fail = |line, trouble| LockError { path: path.to_owned(), line, trouble };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(None, Trouble::Unreadable(error.to_string()))),
        };
        let text = String::from_utf8(bytes).map_err(|_| fail(None, Trouble::Damaged("it is not UTF-8".into())))?;
        let lock = Self::parse(&text).map_err(|(line, trouble)| fail(Some(line), trouble))?;
        if &lock.bank == bank {
            return Ok(Some(lock));
        }
        Err(fail(None, Trouble::OtherBank { lock: lock.bank, bank: bank.clone() }))
    }

    /// The day on which what a lock holds last changed; `None` where there is no lock that says so.
    #[must_use]
    pub fn changed_on(path: &Path) -> Option<Day> {
        let mut head = Vec::new();
        std::fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        let head = String::from_utf8_lossy(&head);
        let time = head.lines().find_map(|line| line.strip_prefix("changed "))?;
        Day::of_time(time_of(time).ok()?)
    }

    /// The lock that a text states.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, (usize, Trouble)> {
        if let Some(line) = text.lines().position(is_conflict_mark) {
            return Err((line + 1, Trouble::Conflict));
        }
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
        let mut header = |key| header(&mut lines, key);
        format_version(header("prepdeck-lock")?)?;
        let mut lock = Self {
            bank: header("bank").and_then(|(number, id)| at(number, id_of(id, BankId::parse)))?,
            changed: header("changed").and_then(|(number, time)| at(number, time_of(time)))?,
            notes: BTreeMap::new(),
            sections: BTreeMap::new(),
        };
        for (number, line) in lines {
            at(number, lock.line(line))?;
        }
        lock.unique()?;
        if text.ends_with('\n') { Ok(lock) } else { Err((text.lines().count(), damaged("it is cut off"))) }
    }

    fn line(&mut self, line: &str) -> Result<(), Trouble> {
        let (key, rest) = line.split_once(' ').ok_or_else(|| damaged("a line without a value"))?;
        match key {
            "section" => self.section_line(rest),
            "note" => self.note_line(rest, false, false),
            "retired" => self.note_line(rest, true, false),
            "dropped" => self.note_line(rest, false, true),
            _ => Err(damaged(&format!("`{key}` begins no line of a lock"))),
        }
    }

    fn section_line(&mut self, rest: &str) -> Result<(), Trouble> {
        let (id, name) = rest.split_once(' ').ok_or_else(|| damaged("a section without a deck"))?;
        let id = id_of(id, SectionId::parse)?;
        match self.sections.insert(id, name.to_owned()) {
            None => Ok(()),
            Some(_) => Err(damaged("this section has two lines")),
        }
    }

    fn note_line(&mut self, rest: &str, retired: bool, dropped: bool) -> Result<(), Trouble> {
        let mut words = rest.splitn(9, ' ');
        let mut word = || words.next().ok_or_else(|| damaged("the line is cut off"));
        let id = id_of(word()?, QuestionId::parse)?;
        let class = NoteClass::parse(word()?).ok_or_else(|| damaged("no such class of notes"))?;
        let note = LockedNote {
            guid: word()?.to_owned(),
            hash: word()?.to_owned(),
            answer: word()?.to_owned(),
            modified: time_of(word()?)?,
            created: i64::from_str(word()?).map_err(|_| damaged("the note's id is no number"))?,
            section: id_of(word()?, SectionId::parse)?,
            question: words.next().unwrap_or_default().to_owned(),
            retired,
            dropped,
        };
        let whole = is_word(&note.guid, 11) && is_word(&note.hash, 16) && is_word(&note.answer, 8);
        match self.notes.insert((id, class), note) {
            None if whole => Ok(()),
            None => Err(damaged("the note's key or hash is cut off")),
            Some(_) => Err(damaged("this note has two lines")),
        }
    }

    /// Keys and ids are each one note's.
    fn unique(&self) -> Result<(), (usize, Trouble)> {
        let guids: BTreeSet<&str> = self.notes.values().map(|note| note.guid.as_str()).collect();
        let ids: BTreeSet<i64> = self.notes.values().map(|note| note.created).collect();
        if guids.len() == self.notes.len() && ids.len() == self.notes.len() {
            return Ok(());
        }
        Err((1, damaged("two notes have one key or one id")))
    }
}

/// The text of the lock's file.
impl fmt::Display for Lock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{ABOUT}{FORMAT}\nbank {}\nchanged {}\n", self.bank, Time(self.changed))?;
        for (id, deck) in &self.sections {
            writeln!(formatter, "section {id} {deck}")?;
        }
        for ((id, class), note) in &self.notes {
            let LockedNote { guid, hash, answer, created, section, question, .. } = note;
            let (state, class, modified) = (state(note), class.name(), Time(note.modified));
            writeln!(
                formatter,
                "{state} {id} {class} {guid} {hash} {answer} {modified} {created} {section} {question}"
            )?;
        }
        Ok(())
    }
}

fn state(note: &LockedNote) -> &'static str {
    match (note.dropped, note.retired) {
        (true, _) => "dropped",
        (false, true) => "retired",
        (false, false) => "note",
    }
}

/// Seconds since 1970 as people write them.
struct Time(i64);

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(time) => time.fmt(formatter),
            Err(_) => self.0.fmt(formatter),
        }
    }
}

fn time_of(text: &str) -> Result<i64, Trouble> {
    let time = Timestamp::from_str(text).map_err(|_| damaged(&format!("`{text}` is no time")))?;
    Ok(time.as_second())
}

fn id_of<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Trouble> {
    parse(text).ok_or_else(|| damaged(&format!("`{text}` is no id")))
}

fn header<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    key: &str,
) -> Result<(usize, &'a str), (usize, Trouble)> {
    let (number, line) = lines.next().unwrap_or((1, ""));
    match line.split_once(' ') {
        Some((found, value)) if found == key => Ok((number, value)),
        _ => Err((number, damaged(&format!("it has no `{key}` where it should")))),
    }
}

fn format_version((number, version): (usize, &str)) -> Result<(), (usize, Trouble)> {
    match version {
        "1" => Ok(()),
        later if later.bytes().all(|byte| byte.is_ascii_digit()) => Err((number, Trouble::Newer(later.to_owned()))),
        other => Err((number, damaged(&format!("`{other}` is no version of a lock")))),
    }
}

fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) || line == "======="
}

fn is_word(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn damaged(what: &str) -> Trouble {
    Trouble::Damaged(what.to_owned())
}

fn at<T>(line: usize, result: Result<T, Trouble>) -> Result<T, (usize, Trouble)> {
    result.map_err(|trouble| (line, trouble))
}
