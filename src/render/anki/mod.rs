//! The Anki deck: one `.apkg` with the legacy container, which every version of Anki imports.
//!
//! Enters: a bank and its lock. Leaves: a package; equal input, equal bytes.
//! Never here: the clock (times are the lock's, or constants), rows that Anki would make otherwise.
//!
//! ```text
//! bank, lock → decks, notes → their texts → collection (skeleton by genanki-rs, rows by rusqlite) → package (zip)
//! ```
//! The database writes to files only: a short-lived one in the system's folder for temporary files.

mod archive;
mod collection;
mod decks;
mod deflate;
mod note_type;
mod notes;
mod package;
mod scratch;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{Artifact, Extent, Format, Options, RenderError, file_name};
use crate::bank::Bank;
use crate::doc::Image;
use crate::lock::{Lock, classes};
use collection::Contents;
use notes::{Maker, Note};
use scratch::Scratch;

pub use notes::Text;

/// What genanki-rs wrote when the program was built: see `skeleton.rs`, the build script.
const SKELETON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/skeleton.anki2"));

/// Notes whose text is in memory at one time: enough to keep all threads busy, and a few MB at most.
const BATCH: usize = 1024;

/// Writes the deck. The lock may cover more than the bank, when the bank is filtered.
///
/// # Errors
/// [`RenderError`], when the package could not be built, or the lock does not cover the bank.
pub fn render(bank: &Bank, lock: &Lock, options: &Options) -> Result<Artifact, RenderError> {
    let deck = Deck::new(bank, lock, options)?;
    deck.package(deck.texts())
}

/// A deck whose notes have no text yet: that is large, and made when it is written.
pub struct Deck<'a> {
    maker: Maker<'a>,
    contents: Contents<'a>,
    images: BTreeMap<&'a str, &'a Image>,
    /// The package's name.
    name: String,
}

impl<'a> Deck<'a> {
    /// The deck of a bank.
    ///
    /// # Errors
    /// [`RenderError`], when the lock does not cover the bank, or covers two notes with one key.
    pub fn new(bank: &'a Bank, lock: &'a Lock, options: &Options) -> Result<Self, RenderError> {
        let name = file_name(bank, options, Format::Anki);
        match contents(bank, lock, options) {
            Ok(contents) => Ok(Self { maker: Maker::new(bank), contents, images: notes::images(bank), name }),
            Err(reason) => Err(RenderError { name, reason }),
        }
    }

    /// The text of every note, made on all threads, a batch at a time.
    pub fn texts(&self) -> impl Iterator<Item = Text> {
        let batches = self.contents.notes.chunks(BATCH);
        batches.flat_map(|notes| notes.par_iter().map(|note| self.maker.text(note)).collect::<Vec<_>>())
    }

    /// The package of notes with these texts, which are [`Self::texts`].
    ///
    /// # Errors
    /// [`RenderError`], when the package could not be built.
    pub fn package(&self, texts: impl Iterator<Item = Text>) -> Result<Artifact, RenderError> {
        let bytes = self.bytes(texts).map_err(|reason| RenderError { name: self.name.clone(), reason })?;
        let extent = Extent::Notes(self.contents.notes.len());
        Ok(Artifact { format: Format::Anki, name: self.name.clone(), bytes, extent, folder: None })
    }

    fn bytes(&self, texts: impl Iterator<Item = Text>) -> Result<Vec<u8>, String> {
        let folder = Scratch::new().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
        let file = folder.path().join("collection.anki2");
        collection::fill(&file, SKELETON, &self.contents, texts)?;
        package::pack(&file, &self.images)
    }
}

/// How many cards a bank's deck has for those who learn it now: retired ones are for those who know them.
#[must_use]
pub fn cards(bank: &Bank) -> usize {
    let questions = bank.questions().map(|(_, question)| question).filter(|question| !question.retired);
    questions.flat_map(|question| classes(question).map(|class| notes::cards(question, class).len())).sum()
}

fn contents<'a>(bank: &'a Bank, lock: &'a Lock, options: &Options) -> Result<Contents<'a>, String> {
    let decks = decks::decks(bank, lock, options.new_per_day);
    let notes = notes::notes(bank, lock, &decks)?;
    distinct(&notes)?;
    Ok(Contents { decks, notes, changed: lock.changed })
}

/// Two notes with one GUID would be one note to Anki.
fn distinct(notes: &[Note]) -> Result<(), String> {
    // Only asked, never walked: its order, another in each run, shows nowhere.
    let mut seen = HashMap::with_capacity(notes.len());
    for note in notes {
        if let Some(other) = seen.insert(note.locked.guid.as_str(), note.id()) {
            return Err(format!("the questions `{other}` and `{}` have the same key in Anki; see `was`", note.id()));
        }
    }
    Ok(())
}
