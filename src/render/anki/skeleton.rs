//! Build script: the skeleton of every collection, which the program then holds. The only file that knows genanki-rs.
//!
//! Enters: nothing. Leaves: `skeleton.apkg`, a package as genanki-rs writes it: the tables, a note type of each kind
//! and a deck, in an order that is never the same twice. [`super::collection`] makes the real note types and decks after
//! their pattern, puts the rest in order and writes the notes: genanki-rs would take minutes for 100,000 of them.
//!
//! Why when the program is built, not when a deck is: genanki-rs (MIT) links ramhorns, which is GPL-3.0. This way no
//! such code is in the program, and every deck is a few milliseconds sooner there.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;

use genanki_rs::{Deck, Field, Model, ModelType, Note, Package, Template};
use zip::ZipArchive;

/// For rows that are overwritten: any id, any time (seconds since 1970).
const ANY: i64 = 1_000_000_000;

#[expect(clippy::print_stdout, reason = "how a build script talks to cargo")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/render/anki/skeleton.rs");
    let mut deck = Deck::new(ANY, "Seed", "");
    deck.add_note(seed(ANY, ModelType::FrontBack, "{{Seed}}")?);
    deck.add_note(seed(ANY + 1, ModelType::Cloze, "{{cloze:Seed}}")?);
    let mut package = Cursor::new(Vec::new());
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    Package::new(vec![deck], Vec::new())?.write_timestamp(&mut package, ANY as f64)?;
    let mut file = File::create(Path::new(&env::var("OUT_DIR")?).join("skeleton.anki2"))?;
    io::copy(&mut ZipArchive::new(package)?.by_name("collection.anki2")?, &mut file)?;
    Ok(())
}

/// genanki-rs writes no note type that no note has.
fn seed(id: i64, kind: ModelType, front: &str) -> Result<Note, Box<dyn Error>> {
    let (field, template) = (Field::new("Seed"), Template::new("Seed").qfmt(front));
    let model = Model::new(id, "Seed", vec![field], vec![template]).model_type(kind);
    Ok(Note::new(model, vec![""])?)
}
