//! The deck, opened as a database: what each row says. What Anki makes of it is tested in `tests/anki`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use prepdeck::bank::{Bank, Filter, Level};
use prepdeck::doc::{Block, Class, Code, Inline, cloze};
use prepdeck::lock::Lock;
use prepdeck::render::html::{self, Field};
use prepdeck::render::{Extent, Options, anki};
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{bank, code, full_question, number, paragraph, question, section, unanswered};

const NOW: i64 = 1_795_000_000;

fn full_bank() -> Bank {
    let mut retired = question("retired");
    retired.retired = true;
    let mut reversed = question("reversed");
    reversed.reverse = true;
    let mut typed = unanswered("typed");
    typed.typed = Some("==".into());
    let mut deletions = question("deletions");
    deletions.cloze = vec![Block::Paragraph(vec![
        Inline::Text(format!("A {} is ", deletion(1, "tuple", ""))),
        Inline::Code(deletion(2, "a::b}}", "two")),
    ])];
    let basics = section("basics", "Basic Python", vec![full_question(), question("other"), unanswered("blank")]);
    let more = section("more", "More", vec![retired, reversed, typed, deletions]);
    let mut bank = bank(vec![basics, more]);
    bank.version = Some("1.0".into());
    bank.license = Some("CC-BY-4.0".into());
    bank.homepage = Some("https://example.org/?a=1&b=2".into());
    bank
}

/// A deletion as it stands in a document.
fn deletion(number: u32, hidden: &str, hint: &str) -> String {
    let hint = if hint.is_empty() { String::new() } else { format!("{}{hint}", cloze::HINT) };
    format!("{}{number}{}{hidden}{hint}{}", cloze::OPEN, cloze::START, cloze::CLOSE)
}

fn render(bank: &Bank) -> Vec<u8> {
    let (lock, _) = Lock::next(bank, None, NOW);
    anki::render(bank, &lock, &Options::default()).unwrap().bytes
}

fn entries(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let count = archive.len();
    let read = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// A package's collection, as long as this lives.
pub struct Collection {
    connection: Connection,
    _file: tempfile::NamedTempFile,
}

impl Collection {
    pub fn of(package: &[u8]) -> Self {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&entries(package)[0].1).unwrap();
        Self { connection: Connection::open(file.path()).unwrap(), _file: file }
    }

    /// Each row of a query, its columns parted by `|`.
    fn rows(&self, query: &str) -> Vec<String> {
        let mut statement = self.connection.prepare(query).unwrap();
        let columns = statement.column_count();
        let text = |row: &rusqlite::Row| {
            let value = |column| match row.get_ref(column).unwrap() {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap().to_owned(),
            };
            Ok((0..columns).map(value).collect::<Vec<_>>().join("|"))
        };
        statement.query_map([], text).unwrap().map(Result::unwrap).collect()
    }

    fn json(&self, column: &str) -> Value {
        serde_json::from_str(&self.rows(&format!("SELECT {column} FROM col"))[0]).unwrap()
    }

    /// The fields of the note with this `Id`, by name; of its standard note where it has one.
    pub fn fields(&self, id: &str) -> BTreeMap<String, String> {
        let query = format!("SELECT mid, flds FROM notes WHERE flds LIKE '%\x1f{id}\x1f\x1f\x1f' ORDER BY id");
        let row = self.rows(&query).remove(0);
        let (note_type, fields) = row.split_once('|').unwrap();
        let names = self.json("models")[note_type]["flds"].as_array().unwrap().clone();
        let name = |field: &Value| field["name"].as_str().unwrap().to_owned();
        names.iter().map(name).zip(fields.split('\x1f').map(str::to_owned)).collect()
    }
}

#[test]
fn equal_input_gives_equal_bytes_on_any_number_of_threads() {
    let bank = full_bank();
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap().install(|| render(&bank));
    let one = threads(1);
    assert!(one == threads(4));
    assert!(one == render(&bank.clone()));
}

/// More notes than are in memory at one time, in a file of more blocks than are compressed at one time.
#[test]
fn large_deck_is_whole_and_the_same_on_any_number_of_threads() {
    let numbered = |number: usize| {
        let mut question = question(&format!("q{number}"));
        question.answer = paragraph(&format!("{number} ").repeat(500));
        question
    };
    let mut bank = bank(vec![section("s", "S", (0..2500).map(numbered).collect())]);
    number(&mut bank);
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap().install(|| render(&bank));
    let one = threads(1);
    assert!(one == threads(2));
    assert!(one == threads(4));
    let collection = Collection::of(&one);
    assert_eq!(collection.rows("SELECT count(*) FROM notes"), ["2500"]);
    assert_eq!(collection.rows("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(collection.rows("PRAGMA freelist_count"), ["0"]);
}

#[test]
fn package_holds_collection_and_media() {
    let entries = entries(&render(&full_bank()));
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["collection.anki2", "media", "0"]);
    assert_eq!(entries[1].1, br#"{"0":"dot-0a1b2c3d.png"}"#);
    assert!(entries[2].1.starts_with(b"\x89PNG"));
}

/// THE FIXED POINTS. If this test fails, the change that made it fail must not be published: learners' notes would
/// no longer be updated, or be doubled.
#[test]
fn note_types_are_as_they_were() {
    let models = Collection::of(&render(&full_bank())).json("models");
    let mut lines = Vec::new();
    for (id, model) in models.as_object().unwrap() {
        lines.push(format!("{id} {} type {} sorted by {}", model["name"], model["type"], model["sortf"]));
        for kind in ["flds", "tmpls"] {
            let named = |row: &Value| format!("  {kind} {} {} {}", row["ord"], row["id"], row["name"]);
            lines.extend(model[kind].as_array().unwrap().iter().map(named));
        }
        lines.push(format!("  req {}", model["req"]));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Learners get new HTML and CSS only with a new time: when this fails, move `MODIFIED` in `note_type.rs` to the
/// present and run `make bless`.
#[test]
fn looks_have_their_time() {
    let models = Collection::of(&render(&full_bank())).json("models");
    let mut lines = Vec::new();
    for (id, model) in models.as_object().unwrap() {
        let mut digest = Sha256::new();
        digest.update(model["css"].as_str().unwrap());
        digest.update(model["name"].as_str().unwrap());
        for template in model["tmpls"].as_array().unwrap() {
            digest.update(template["qfmt"].as_str().unwrap());
            digest.update(template["afmt"].as_str().unwrap());
        }
        let hash = u64::from_be_bytes(digest.finalize()[..8].try_into().unwrap());
        lines.push(format!("{id} mod {} looks {hash:016x}", model["mod"]));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn decks_are_named_by_the_lock() {
    let decks = Collection::of(&render(&full_bank())).json("decks");
    let mut names: Vec<&str> = decks.as_object().unwrap().values().map(|deck| deck["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let below = [
        "Interview::Python",
        "Interview::Python::01 Basic Python",
        "Interview::Python::02 More",
        "Interview::Python::~ Retired",
    ];
    assert_eq!(names, [&["Default", "Interview"], &below[..]].concat());
    let described: Vec<&str> = decks
        .as_object()
        .unwrap()
        .values()
        .filter_map(|deck| deck["desc"].as_str())
        .filter(|d| !d.is_empty())
        .collect();
    let link = r#"<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>"#;
    assert_eq!(described, [format!("<b>Python interview questions</b> 1.0<p>CC-BY-4.0 · {link}</p>")]);
}

#[test]
fn notes_and_cards_are_those_of_the_bank() {
    let bank = full_bank();
    let (lock, _) = Lock::next(&bank, None, NOW);
    let artifact = anki::render(&bank, &lock, &Options::default()).unwrap();
    assert_eq!((artifact.name.as_str(), artifact.extent), ("python.apkg", Extent::Notes(7)));
    let collection = Collection::of(&artifact.bytes);
    let cards = collection.rows(
        "SELECT substr(sfld, 1, 12), ord, due, queue, (SELECT count(DISTINCT did) FROM cards other WHERE other.due <= cards.due)
         FROM cards JOIN notes ON notes.id = nid ORDER BY due, ord",
    );
    insta::assert_snapshot!(cards.join("\n"));
    let notes = collection.rows("SELECT guid, id, mod FROM notes ORDER BY guid");
    let mut locked: Vec<String> =
        lock.notes.values().map(|note| format!("{}|{}|{}", note.guid, note.created, note.modified)).collect();
    locked.sort();
    assert_eq!(notes, locked);
    assert_eq!(collection.rows("SELECT count(*) FROM cards WHERE id > (SELECT max(id) FROM notes)"), ["0"]);
}

#[test]
fn fields_say_what_the_question_says() {
    let collection = Collection::of(&render(&full_bank()));
    let fields = collection.fields("full");
    let shown: Vec<String> = fields.iter().map(|(name, html)| format!("{name}: {html}")).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn tags_are_the_banks_and_the_questions_and_the_level() {
    let collection = Collection::of(&render(&full_bank()));
    let tags = collection.rows("SELECT tags FROM notes WHERE tags <> ' python ' ORDER BY id");
    assert_eq!(tags, [" data::list level::advanced python zeta ", " python retired "]);
}

#[test]
fn reverse_without_short_makes_no_card() {
    let mut odd = question("odd");
    odd.reverse = true;
    odd.answer = std::mem::take(&mut odd.short);
    let collection = Collection::of(&render(&bank(vec![section("s", "S", vec![odd])])));
    assert_eq!(collection.rows("SELECT ord FROM cards"), ["0"]);
    assert_eq!(collection.fields("odd")["Reverse"], "");
}

#[test]
fn renamed_question_shows_its_first_id() {
    let mut bank = bank(vec![section("s", "S", vec![question("new")])]);
    bank.sections[0].questions[0].was = Some(crate::support::question_id("old"));
    assert_eq!(Collection::of(&render(&bank)).fields("old")["Question"], "What is new?");
}

#[test]
fn two_notes_with_one_key_are_refused() {
    let mut bank = bank(vec![section("s", "S", vec![question("a"), question("b")])]);
    bank.sections[0].questions[1].was = Some(crate::support::question_id("a"));
    let (lock, _) = Lock::next(&bank, None, NOW);
    let error = anki::render(&bank, &lock, &Options::default()).unwrap_err().to_string();
    assert_eq!(error, "cannot render python.apkg: the questions `a` and `b` have the same key in Anki; see `was`");
}

#[test]
fn a_filtered_deck_holds_the_same_notes() {
    let whole = full_bank();
    let (lock, _) = Lock::next(&whole, None, NOW);
    let query = "SELECT id, guid, mod, tags, flds, sfld, csum FROM notes ORDER BY id";
    let notes =
        |bank: &Bank| Collection::of(&anki::render(bank, &lock, &Options::default()).unwrap().bytes).rows(query);
    let all = notes(&whole);
    let mut part = whole.clone();
    part.sections[0].questions[1].question = vec![Inline::Code("other".into()), crate::support::picture("x.png", "X")];
    Filter { levels: vec![Level::Advanced], ..Filter::default() }.apply(&mut part);
    let bytes = anki::render(&part, &lock, &Options::default()).unwrap().bytes;
    let related = Collection::of(&bytes).fields("full")["Related"].clone();
    assert_eq!(related, "<ul><li><code>other</code><img src=\"x-0a1b2c3d.png\" alt=\"X\"></li></ul>");
    assert!(
        entries(&bytes).iter().any(|(name, bytes)| name == "media" && String::from_utf8_lossy(bytes).contains("x-0a"))
    );
    let mut part = whole;
    Filter { sections: vec!["basics".into()], ..Filter::default() }.apply(&mut part);
    let some = notes(&part);
    assert!(some.len() == 2 && some.iter().all(|note| all.contains(note)), "{some:?}");
    assert_eq!(part.sections.len(), 1);
}

#[test]
fn bank_without_answers_is_an_empty_deck() {
    let bytes = render(&bank(vec![section("s", "S", vec![unanswered("a")])]));
    assert_eq!(Collection::of(&bytes).rows("SELECT count(*) FROM notes"), ["0"]);
}

#[test]
fn control_characters_are_dropped() {
    assert_eq!(html::text("a\u{1f}b\u{0}c\td\u{85}"), "abc\td");
}

#[test]
fn nothing_in_a_text_is_active() {
    let html = html::blocks(&paragraph("[sound:x] [LaTeX] [$]x[/$] [anki:tts] [[type:x]] [x] \\[y\\]"), Field::Plain);
    let expected = "&#91;sound:x] &#91;LaTeX] &#91;$]x&#91;/$] &#91;anki:tts] &#91;[type:x]] [x] &#92;[y&#92;]";
    assert_eq!(html, format!("<p>{expected}</p>"));
}

#[test]
fn deletions_keep_their_braces_to_themselves() {
    let text = format!("std::map }} {}", deletion(12, "a::b}}", "x::y"));
    let html = html::blocks(&paragraph(&text), Field::Cloze);
    let hidden = "a&#58;&#58;b&#125;&#125;::x&#58;&#58;y";
    assert_eq!(html, format!("<p>std&#58;&#58;map &#125; {{{{c12::{hidden}}}}}</p>"));
    assert_eq!(html::blocks(&paragraph(&text), Field::Plain), "<p>std::map } 12a::b}}x::y</p>");
}

#[test]
fn colours_and_deletions_nest() {
    let text = format!("s = {}", deletion(1, "'a' + 'b'", "hint"));
    let coloured = code(&text, &[("= ", Class::Operator), ("'a' + 'b'", Class::String), ("hint", Class::Type)]);
    let html = html::blocks(&[coloured], Field::Cloze);
    let hidden = "<span class=\"s\">'a' + 'b'</span>";
    let operator = "<span class=\"o\">= </span>";
    assert_eq!(html, format!("<pre><code>s {operator}{{{{c1::{hidden}::hint}}}}</code></pre>"));
    let across = Code {
        text: format!("'ab{}'", deletion(1, "c", "")),
        tokens: vec![prepdeck::doc::Token { range: 0..15, class: Class::String }],
        ..Code::default()
    };
    let html = html::blocks(&[Block::Code(across)], Field::Cloze);
    let span = |text: &str| format!("<span class=\"s\">{text}</span>");
    assert_eq!(html, format!("<pre><code>{}{{{{c1::{}}}}}{}</code></pre>", span("'ab"), span("c"), span("'")));
}

#[test]
fn palette_is_readable() {
    let css = include_str!("../../src/render/anki/card.css");
    for mode in [".card {", ".card.nightMode {"] {
        let colours = variables(css.split_once(mode).unwrap().1.split_once('}').unwrap().0);
        for (name, paper) in PAIRS {
            let ratio = contrast(colours[*name], colours[*paper]);
            assert!(ratio >= 4.5, "{mode} --{name} on --{paper}: {ratio:.2}");
        }
    }
}

/// Every colour of text and what it can stand on.
const PAIRS: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "tint"),
    ("ink", "short"),
    ("ink", "warn"),
    ("quiet", "paper"),
    ("quiet", "tint"),
    ("quiet", "short"),
    ("quiet", "warn"),
    ("accent", "paper"),
    ("accent", "short"),
    ("accent", "warn"),
    ("accent", "tint"),
    ("warn-edge", "warn"),
    ("keyword", "tint"),
    ("string", "tint"),
    ("number", "tint"),
    ("comment", "tint"),
    ("function", "tint"),
    ("type", "tint"),
    ("constant", "tint"),
    ("attribute", "tint"),
    ("operator", "tint"),
    ("keyword", "paper"),
    ("string", "paper"),
    ("number", "paper"),
    ("comment", "paper"),
    ("function", "paper"),
    ("type", "paper"),
    ("constant", "paper"),
    ("attribute", "paper"),
    ("operator", "paper"),
];

fn variables(block: &str) -> BTreeMap<&str, u32> {
    let pair = |line| -> Option<(&str, u32)> {
        let (name, value): (&str, &str) = str::trim(line).strip_prefix("--")?.split_once(": #")?;
        Some((name, u32::from_str_radix(value.trim_end_matches(';'), 16).unwrap()))
    };
    block.lines().filter_map(pair).collect()
}

/// <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>
fn contrast(a: u32, b: u32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from(colour >> shift & 0xff) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}
