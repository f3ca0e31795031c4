//! The collection: a skeleton filled with notes and cards. The only file that knows rusqlite and the `col` row.
//!
//! Enters: a skeleton as genanki-rs wrote it, decks, notes. Leaves: a database (schema 11) whose bytes follow from
//! notes, note types and decks alone. <https://github.com/ankidroid/Anki-Android/wiki/Database-Structure>

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use rusqlite::{Connection, Statement, Transaction, params};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::decks::Decks;
use super::note_type::{CSS, NoteType, Template};
use super::notes::{Note, Text};
use crate::lock::NoteClass;

/// The file is ours alone and thrown away: nothing to roll back, nothing to flush. Indexes read it where the system
/// holds it already. A note of some KB fits into a page of 16 KiB, where smaller pages need a chain of them; larger
/// pages make the packages of small notes larger. The page size takes effect with `VACUUM`.
const PRAGMAS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 2000000000; PRAGMA page_size = 16384;";

/// What a collection holds, but for the text of its notes.
pub(super) struct Contents<'a> {
    pub(super) decks: Decks,
    /// By rising id.
    pub(super) notes: Vec<Note<'a>>,
    /// The time of the collection, in seconds since 1970.
    pub(super) changed: i64,
}

/// Writes a file: the skeleton, filled; there is a text for each note.
pub(super) fn fill(
    file: &Path,
    skeleton: &[u8],
    contents: &Contents,
    texts: impl Iterator<Item = Text>,
) -> Result<(), String> {
    let unwritten = |error| format!("cannot use a temporary file: {error}");
    File::create(file).and_then(|mut file| file.write_all(skeleton)).map_err(unwritten)?;
    write(file, contents, texts).map_err(|error| format!("SQLite: {error}"))
}

fn write(file: &Path, contents: &Contents, texts: impl Iterator<Item = Text>) -> rusqlite::Result<()> {
    let mut connection = Connection::open(file)?;
    connection.execute_batch(PRAGMAS)?;
    let indexes = take_indexes(&connection)?;
    connection.execute_batch("DELETE FROM notes; DELETE FROM cards;")?;
    tidy_col(&connection, contents)?;
    // Rewrites the file in the order of its content. From here on rows and indexes are only appended, each in its
    // order, so that the file tells nothing of how it came about.
    connection.execute_batch("VACUUM")?;
    let transaction = connection.transaction()?;
    insert_notes(&transaction, &contents.notes, texts)?;
    insert_cards(&transaction, &contents.notes)?;
    transaction.execute_batch(&indexes)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)
}

/// Drops the indexes, which would slow every row; leaves the SQL that makes them anew.
fn take_indexes(connection: &Connection) -> rusqlite::Result<String> {
    let mut query = connection.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")?;
    let rows: Vec<(String, String)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut create = String::new();
    for (name, sql) in rows {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
        create.push_str(&sql);
        create.push_str(";\n");
    }
    Ok(create)
}

/// By rising id, so that the database only ever appends.
fn insert_notes(transaction: &Transaction, notes: &[Note], texts: impl Iterator<Item = Text>) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")?;
    for (note, text) in notes.iter().zip(texts) {
        insert_note(&mut statement, note, &text)?;
    }
    Ok(())
}

fn insert_note(statement: &mut Statement, note: &Note, text: &Text) -> rusqlite::Result<()> {
    let first = text.fields.first().map(|html| stripped(html)).unwrap_or_default();
    statement.execute(params![
        note.locked.created,
        note.locked.guid,
        NoteType::of(note.class).id,
        note.locked.modified,
        tags(&text.tags),
        text.fields.join("\x1f"),
        first,
        checksum(&first),
    ])?;
    Ok(())
}

/// By rising id too.
fn insert_cards(transaction: &Transaction, notes: &[Note]) -> rusqlite::Result<()> {
    let mut statement =
        transaction.prepare("INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')")?;
    for card in cards(notes) {
        statement.execute(params![card.id, card.note, card.deck, card.ord, card.modified, card.queue, card.due])?;
    }
    Ok(())
}

/// A row of the table `cards`: a new card.
struct Card {
    id: i64,
    note: i64,
    deck: i64,
    ord: u32,
    modified: i64,
    /// 0 new, -1 suspended.
    queue: i64,
    /// The place among new cards.
    due: usize,
}

/// The cards of notes sorted by id. A card's id is its note's where that is free, else an earlier one: Check
/// Database mends ids that lie in the future.
fn cards(notes: &[Note]) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut next = i64::MAX;
    for note in notes.iter().rev() {
        next = next.min(note.locked.created);
        for ord in note.cards.iter().rev() {
            cards.push(Card {
                id: next,
                note: note.locked.created,
                deck: note.deck,
                ord: *ord,
                modified: note.locked.modified,
                queue: if note.question.retired { -1 } else { 0 },
                due: note.due,
            });
            next -= 1;
        }
    }
    cards.reverse();
    cards
}

/// As Anki writes them: parted by spaces, with a space at either end.
fn tags(tags: &[String]) -> String {
    if tags.is_empty() { String::new() } else { format!(" {} ", tags.join(" ")) }
}

/// Anki's checksum of a first field: the first 32 bits of the SHA-1 of its text.
fn checksum(text: &str) -> u32 {
    Sha1::digest(text.as_bytes()).iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// A field as Anki sorts and compares it: without tags, images as their names.
/// The entities are those that [`crate::render::html`] writes.
fn stripped(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(if rest.starts_with('<') { '>' } else { ';' }).map_or(rest.len(), |end| end + 1);
        push_markup(&mut text, &rest[..end]);
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

fn push_markup(text: &mut String, markup: &str) {
    let name = markup.strip_prefix("<img src=\"").and_then(|rest| rest.split('"').next());
    match (name, markup) {
        (Some(name), _) => {
            text.push(' ');
            text.push_str(name);
            text.push(' ');
        }
        (None, "&amp;") => text.push('&'),
        (None, "&lt;") => text.push('<'),
        (None, "&gt;") => text.push('>'),
        (None, "&quot;") => text.push('"'),
        (None, _) => text.extend(character_reference(markup)),
    }
}

/// `&#58;` → `:`.
fn character_reference(markup: &str) -> Option<char> {
    let digits = markup.strip_prefix("&#")?.strip_suffix(';')?;
    char::from_u32(digits.parse().ok()?)
}

/// The id of the deck that every collection has.
const DEFAULT_DECK: i64 = 1;

/// The id of the preset that every collection has.
const DEFAULT_PRESET: i64 = 1;

/// The ids of our presets begin behind this one; like all ids of Anki it is a time, here of 2026.
const FIRST_PRESET: i64 = 1_795_000_000_000;

/// A JSON object in the order of its keys, whatever order the parser's own map has.
type Object = BTreeMap<String, Value>;

/// Puts the one row of `col` in order: what genanki-rs leaves to chance, what it cannot say, and its own times.
fn tidy_col(connection: &Connection, contents: &Contents) -> rusqlite::Result<()> {
    let column = |name: &str| -> rusqlite::Result<BTreeMap<String, Value>> {
        let text: String = connection.query_row(&format!("SELECT {name} FROM col"), [], |row| row.get(0))?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    };
    let mut conf = column("conf")?;
    conf.insert("curModel".into(), json!(NoteType::of(NoteClass::Standard).id.to_string()));
    conf.insert("nextPos".into(), json!(contents.notes.len() + 1));
    let models: BTreeMap<String, Object> = column("models")?.into_values().map(note_type_row).collect();
    let decks = deck_rows(column("decks")?, &contents.decks);
    let dconf = presets(column("dconf")?, contents.decks.new_per_day);
    let changed = contents.changed * 1000;
    connection.execute(
        "UPDATE col SET mod = ?, scm = ?, conf = ?, models = ?, decks = ?, dconf = ?",
        params![changed, changed, text(&conf), text(&models), text(&decks), text(&dconf)],
    )?;
    Ok(())
}

fn text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(map) => map.into_iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Object::new(),
    }
}

/// Anki's default deck, which every collection has, and ours after the pattern of the skeleton's.
fn deck_rows(skeleton: BTreeMap<String, Value>, decks: &Decks) -> BTreeMap<String, Object> {
    let mut rows = BTreeMap::new();
    for (id, row) in skeleton {
        let pattern = deck_row(row);
        if id == DEFAULT_DECK.to_string() {
            rows.insert(id, pattern);
            continue;
        }
        for deck in &decks.all {
            let mut row = pattern.clone();
            row.insert("id".into(), json!(deck.id));
            row.insert("name".into(), json!(deck.name));
            row.insert("desc".into(), json!(deck.description));
            if let Some(number) = decks.new_per_day.filter(|_| deck.is_own) {
                row.insert("conf".into(), json!(preset_id(number)));
            }
            rows.insert(deck.id.to_string(), row);
        }
    }
    rows
}

/// Anki's default preset, and after its pattern one with another number of new cards a day.
fn presets(skeleton: BTreeMap<String, Value>, new_per_day: Option<u32>) -> BTreeMap<String, Object> {
    let mut rows: BTreeMap<String, Object> = skeleton.into_iter().map(|(id, row)| (id, object(row))).collect();
    if let Some((number, pattern)) = new_per_day.zip(rows.get(&DEFAULT_PRESET.to_string())) {
        let mut row = pattern.clone();
        let mut new = object(row.remove("new").unwrap_or_default());
        new.insert("perDay".into(), json!(number));
        row.insert("new".into(), json!(new));
        row.insert("id".into(), json!(preset_id(number)));
        row.insert("name".into(), json!(format!("prepdeck: {number} new a day")));
        rows.insert(preset_id(number).to_string(), row);
    }
    rows
}

/// The id of the preset for a number of new cards a day: one for all banks, so that presets do not pile up.
fn preset_id(new_per_day: u32) -> i64 {
    FIRST_PRESET + i64::from(new_per_day)
}

/// A deck of which nothing has been studied.
fn deck_row(deck: Value) -> Object {
    let mut deck = object(deck);
    for key in ["newToday", "revToday", "lrnToday", "timeToday"] {
        deck.insert(key.into(), json!([0, 0]));
    }
    deck.insert("mod".into(), json!(0));
    deck
}

/// A note type of ours after the pattern of the skeleton's of its kind: its name and CSS, its fields and templates
/// with the ids that let learners' notes survive new names, and its own time.
fn note_type_row(model: Value) -> (String, Object) {
    let mut model = object(model);
    let is_cloze = model.get("type").and_then(Value::as_i64) == Some(1);
    let note_type = NoteType::of(if is_cloze { NoteClass::Cloze } else { NoteClass::Standard });
    model.insert("name".into(), json!(note_type.name));
    model.insert("css".into(), json!(CSS));
    let fields = (note_type.first_field_id..).zip(note_type.fields);
    repeat(&mut model, "flds", fields.map(|(id, name)| json!({"id": id, "name": name})));
    let template = |template: &Template| json!({"id": template.id, "name": template.name, "qfmt": template.front, "afmt": template.back});
    repeat(&mut model, "tmpls", note_type.templates.iter().map(template));
    let required = note_type.templates.iter().enumerate();
    let required: Vec<Value> = required.map(|(ord, template)| json!([ord, "all", template.required])).collect();
    model.insert("req".into(), Value::from(required));
    model.insert("id".into(), json!(note_type.id));
    model.insert("mod".into(), json!(note_type.modified));
    // The deck for notes typed in by hand; genanki-rs names the last one written.
    model.insert("did".into(), json!(DEFAULT_DECK));
    (note_type.id.to_string(), model)
}

/// Makes the one row of an array as many as there are changes to it, each with its place.
fn repeat(model: &mut Object, key: &str, changes: impl Iterator<Item = Value>) {
    let pattern = model.remove(key).and_then(|rows| rows.as_array()?.first().cloned()).map(object).unwrap_or_default();
    let row = |(ord, change): (usize, Value)| {
        let mut row = pattern.clone();
        row.extend(object(change));
        row.insert("ord".into(), json!(ord));
        row.into_iter().collect::<Value>()
    };
    let rows: Vec<Value> = changes.enumerate().map(row).collect();
    model.insert(key.into(), Value::from(rows));
}
