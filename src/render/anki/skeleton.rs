//! The skeleton of the collection: its tables, the two note types, the decks. The only file that knows genanki-rs.
//!
//! Enters: the decks. Leaves: a package as genanki-rs writes it, with a seed note of each type (it writes no note
//! type that no note has), in an order that is never the same twice. [`super::collection`] takes the seeds out,
//! puts the rest in order and adds what genanki-rs cannot say, or not in time: 100,000 notes would take it minutes.

use std::io::Cursor;

use genanki_rs::{Deck, Error, Field, Model, ModelType, Note, Package, Template};

use super::decks::Decks;
use super::note_type::{self, NoteType};
use crate::lock::NoteClass;

/// Seconds since 1970 for rows that are overwritten; a constant, so that no clock is read.
const ANY_TIME: f64 = 1_000_000_000.0;

/// A package with note types and decks.
pub(super) fn skeleton(decks: &Decks) -> Result<Vec<u8>, String> {
    let mut made: Vec<Deck> = decks.all.iter().map(|deck| Deck::new(deck.id, &deck.name, &deck.description)).collect();
    // One deck brings both note types for all.
    if let Some(first) = made.first_mut() {
        for class in NoteClass::ALL {
            first.add_note(seed(class)?);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    let mut package = Package::new(made, Vec::new()).map_err(|error| words(&error))?;
    package.write_timestamp(&mut bytes, ANY_TIME).map_err(|error| words(&error))?;
    Ok(bytes.into_inner())
}

fn words(error: &Error) -> String {
    format!("genanki-rs: {error}")
}

fn seed(class: NoteClass) -> Result<Note, String> {
    Note::new(model(class), vec![""]).map_err(|error| words(&error))
}

/// A note type with a first field and a first template: genanki-rs compiles regular expressions for each pair of
/// them, 40 ms for all. [`super::collection`] makes the other rows after the pattern of these.
fn model(class: NoteClass) -> Model {
    let note_type = NoteType::of(class);
    let (kind, front) = match class {
        NoteClass::Standard => (ModelType::FrontBack, "{{Seed}}"),
        NoteClass::Cloze => (ModelType::Cloze, "{{cloze:Seed}}"),
    };
    let (field, template) = (Field::new("Seed"), Template::new("Seed").qfmt(front));
    Model::new(note_type.id, note_type.name, vec![field], vec![template]).css(note_type::CSS).model_type(kind)
}
