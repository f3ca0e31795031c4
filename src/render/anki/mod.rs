//! The Anki deck: one `.apkg` with the legacy container, which every version of Anki imports.
//!
//! Enters: a bank and its lock. Leaves: a package; equal input, equal bytes.
//! Never here: the clock (times are the lock's, or constants), rows that Anki would make otherwise.
//!
//! ```text
//! bank, lock → notes, decks → collection (skeleton by genanki-rs, rows by rusqlite) → package (zip)
//! ```
//! The database writes to files only: short-lived ones in the system's folder for temporary files.

mod collection;
mod decks;
mod note_type;
mod notes;
mod package;
mod scratch;

use std::collections::BTreeMap;

use super::{Artifact, Extent, Format, Options, RenderError, file_name};
use crate::bank::Bank;
use crate::lock::{Lock, classes};

/// What genanki-rs wrote when the program was built: see `skeleton.rs`, the build script.
const SKELETON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/skeleton.apkg"));

/// Writes the deck. The lock may cover more than the bank, when the bank is filtered.
///
/// # Errors
/// [`RenderError`], when the package could not be built, or the lock does not cover the bank.
pub fn render(bank: &Bank, lock: &Lock, options: &Options) -> Result<Artifact, RenderError> {
    let name = file_name(bank, Format::Anki);
    match deck(bank, lock, options) {
        Ok((bytes, notes)) => {
            Ok(Artifact { format: Format::Anki, name, bytes, extent: Extent::Notes(notes), folder: None })
        }
        Err(reason) => Err(RenderError { name, reason }),
    }
}

/// How many cards a bank's deck has for those who learn it now: retired ones are for those who know them.
#[must_use]
pub fn cards(bank: &Bank) -> usize {
    let questions = bank.questions().map(|(_, question)| question).filter(|question| !question.retired);
    questions.flat_map(|question| classes(question).map(|class| notes::cards(question, class).len())).sum()
}

/// The package's bytes and how many notes it holds.
fn deck(bank: &Bank, lock: &Lock, options: &Options) -> Result<(Vec<u8>, usize), String> {
    let decks = decks::decks(bank, lock, options.new_per_day);
    let notes = notes::notes(bank, lock, &decks)?;
    distinct(&notes)?;
    let skeleton = package::unpack(SKELETON)?;
    let collection = collection::fill(&skeleton, &decks, &notes, lock.changed)?;
    let count = notes.len();
    drop(notes); // Its fields are as large as the collection.
    let bytes = package::pack(&collection, &notes::images(bank))?;
    Ok((bytes, count))
}

/// Two notes with one GUID would be one note to Anki.
fn distinct(notes: &[notes::Note]) -> Result<(), String> {
    let mut seen = BTreeMap::new();
    for note in notes {
        if let Some(other) = seen.insert(note.locked.guid.as_str(), note.id) {
            return Err(format!("the questions `{other}` and `{}` have the same key in Anki; see `was`", note.id));
        }
    }
    Ok(())
}
