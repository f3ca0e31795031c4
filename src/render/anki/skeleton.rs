//! The skeleton of the collection: its tables, the two note types, the decks. The only file that knows genanki-rs.
//!
//! Enters: the decks. Leaves: a package as genanki-rs writes it, with a seed note of each type (it writes no note
//! type that no note has), in an order that is never the same twice. [`super::collection`] takes the seeds out,
//! puts the rest in order and adds what genanki-rs cannot say. Why no notes are written here: `make bench`.

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
    // The first deck brings both note types; genanki-rs spends milliseconds on every seed.
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
    let note_type = NoteType::of(class);
    let content = match class {
        NoteClass::Standard => "seed",
        NoteClass::Cloze => "{{c1::seed}}",
    };
    Note::new(model(class), vec![content; note_type.fields.len()]).map_err(|error| words(&error))
}

fn model(class: NoteClass) -> Model {
    let note_type = NoteType::of(class);
    let template =
        |template: &note_type::Template| Template::new(template.name).qfmt(template.front).afmt(template.back);
    let fields = note_type.fields.iter().map(|name| Field::new(name)).collect();
    let templates = note_type.templates.iter().map(template).collect();
    let kind = match class {
        NoteClass::Standard => ModelType::FrontBack,
        NoteClass::Cloze => ModelType::Cloze,
    };
    Model::new(note_type.id, note_type.name, fields, templates).css(note_type::CSS).model_type(kind)
}
