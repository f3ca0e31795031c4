//! A bank → lock and artifacts, twice; what is in them, looked at as their readers do.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use prepdeck::bank::Bank;
use prepdeck::lock::Lock;
use prepdeck::render::{self, Artifact, Format, Job, Options};
use pulldown_cmark::{Event, Parser, Tag};
use rusqlite::Connection;

use super::active;

/// Any time of release will do.
const RELEASE: i64 = 1_795_000_000;

/// Holds all that is made of a bank, its code coloured, to what is promised of it.
pub fn hold(bank: &Bank) -> Result<(), String> {
    let (lock, _) = Lock::next(bank, None, RELEASE);
    locks(bank, &lock)?;
    for format in Format::ALL {
        look(bank, &twice(bank, &lock, format, &Options::default())?)?;
    }
    let folded = Options { fold: true, ..Options::default() };
    look(bank, &twice(bank, &lock, Format::Markdown, &folded)?)
}

/// The same of each artifact made once.
pub fn hold_once(bank: &Bank) -> Result<(), String> {
    let (lock, _) = Lock::next(bank, None, RELEASE);
    let options = Options::default();
    for format in Format::ALL {
        let made = render::render(Job { bank: Arc::new(bank.clone()), lock: &lock, format, options: &options });
        look(bank, &made.map_err(|error| format!("render: {error}"))?)?;
    }
    Ok(())
}

fn look(bank: &Bank, artifact: &Artifact) -> Result<(), String> {
    match artifact.format {
        Format::Pdf | Format::Practice | Format::Cards => sheet(artifact),
        Format::Anki => deck(artifact).map_err(|reason| format!("deck: {reason}")),
        Format::Markdown => handout(bank, artifact),
    }
}

/// A lock is read as it was written, and stays as it is while its bank does.
fn locks(bank: &Bank, lock: &Lock) -> Result<(), String> {
    match Lock::parse(&lock.to_string()) {
        Ok(read) if read == *lock => {}
        other => return Err(format!("lock: {other:?} was read of {lock}")),
    }
    let (next, changes) = Lock::next(bank, Some(lock), RELEASE + 1);
    if next == *lock && changes.is_empty() { Ok(()) } else { Err(format!("lock: moved by itself: {changes}")) }
}

fn twice(bank: &Bank, lock: &Lock, format: Format, options: &Options) -> Result<Artifact, String> {
    let job = Job { bank: Arc::new(bank.clone()), lock, format, options };
    let [one, other] =
        [render::render(job.clone()), render::render(job)].map(|made| made.map_err(|error| format!("render: {error}")));
    let (one, other) = (one?, other?);
    if one == other { Ok(one) } else { Err(format!("bytes: two renders of {format:?} differ")) }
}

/// What an action that follows an address begins with, in a PDF.
const URI: &[u8] = b"/S/URI/URI";

/// Every action of a PDF is an address, and every address one to follow.
fn sheet(artifact: &Artifact) -> Result<(), String> {
    let bytes = &artifact.bytes;
    if !bytes.starts_with(b"%PDF-") || bytes.windows(11).any(|part| part == b"/OpenAction" || part == b"/JavaScript") {
        return Err("sheet: no plain PDF".into());
    }
    for at in bytes.windows(URI.len()).enumerate().filter(|(_, part)| *part == URI).map(|(at, _)| at + URI.len()) {
        let start = String::from_utf8_lossy(&bytes[at..bytes.len().min(at + 24)]).into_owned();
        let address = start.strip_prefix('(').map_or_else(|| unhex(&start), str::to_owned).to_ascii_lowercase();
        if !["http:", "https:", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
            return Err(format!("sheet: a link to {start:?}"));
        }
    }
    Ok(())
}

/// The text of a PDF's string in hexadecimal.
fn unhex(string: &str) -> String {
    let digits = string.trim_start_matches('<').as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0);
    let byte = |pair: &[u8]| char::from_u32(digit(pair[0]) * 16 + digit(pair[1])).unwrap_or(' ');
    digits.chunks_exact(2).map(byte).collect()
}

/// What a package holds, by name.
fn entries(package: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).map_err(|error| error.to_string())?;
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        entries.insert(entry.name().map_err(|error| error.to_string())?.into_owned(), bytes);
    }
    Ok(entries)
}

fn deck(artifact: &Artifact) -> Result<(), String> {
    let entries = entries(&artifact.bytes)?;
    let media: BTreeMap<String, String> =
        serde_json::from_slice(entries.get("media").ok_or("no media")?).map_err(|error| error.to_string())?;
    if let Some(name) = media.values().find(|name| !active::is_picture(name)) {
        return Err(format!("a picture called {name:?}"));
    }
    if entries.len() != media.len() + 2 || !media.keys().all(|key| entries.contains_key(key)) {
        return Err("pictures are missing".into());
    }
    let mut file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    file.write_all(entries.get("collection.anki2").ok_or("no collection")?).map_err(|error| error.to_string())?;
    let connection = Connection::open(file.path()).map_err(|error| error.to_string())?;
    let shown = collection(&connection)?;
    pictures(&shown, &media)
}

/// Looks at a collection; leaves the HTML of all its fields.
fn collection(connection: &Connection) -> Result<String, String> {
    let [models, decks] = ["models", "decks"].map(|column| json(connection, column));
    let (models, decks) = (models?, decks?);
    for deck in decks.as_object().into_iter().flat_map(|decks| decks.values()) {
        named(deck["name"].as_str().unwrap_or_default())?;
        active::field(deck["desc"].as_str().unwrap_or_default())?;
    }
    let mut shown = String::new();
    for row in rows(connection, "SELECT mid, tags, flds FROM notes")? {
        let [model, tags, fields] = row.as_slice() else { return Err("a row of notes".into()) };
        let count = models[model]["flds"].as_array().map_or(0, Vec::len);
        if fields.split('\x1f').count() != count {
            return Err(format!("{count} fields in {fields:?}"));
        }
        fields.split('\x1f').try_for_each(active::field)?;
        if tags.chars().any(|character| character.is_control() || character.is_whitespace() && character != ' ') {
            return Err(format!("tags {tags:?}"));
        }
        shown.push_str(fields);
    }
    let bare = "SELECT id FROM notes WHERE id NOT IN (SELECT nid FROM cards)";
    if rows(connection, bare)?.is_empty() { Ok(shown) } else { Err("a note without a card".into()) }
}

/// A deck's name that Anki keeps as it is.
fn named(name: &str) -> Result<(), String> {
    let is_kept = |level: &str| !level.is_empty() && level.trim() == level && !level.contains(char::is_control);
    if name.split("::").all(is_kept) { Ok(()) } else { Err(format!("a deck called {name:?}")) }
}

fn pictures(shown: &str, media: &BTreeMap<String, String>) -> Result<(), String> {
    for (_, rest) in shown.match_indices("<img src=\"").map(|(at, img)| shown.split_at(at + img.len())) {
        let name = rest.split('"').next().unwrap_or_default();
        if !media.values().any(|known| known == name) {
            return Err(format!("the picture {name:?} is not in the package"));
        }
    }
    Ok(())
}

fn json(connection: &Connection, column: &str) -> Result<serde_json::Value, String> {
    let rows = rows(connection, &format!("SELECT {column} FROM col"))?;
    let text = rows.first().and_then(|row| row.first()).ok_or("no row in col")?;
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn rows(connection: &Connection, query: &str) -> Result<Vec<Vec<String>>, String> {
    let read = || {
        let mut statement = connection.prepare(query)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|column| text(row, column)).collect())?;
        rows.collect::<rusqlite::Result<Vec<Vec<String>>>>()
    };
    read().map_err(|error| error.to_string())
}

fn text(row: &rusqlite::Row, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        other => other.as_str()?.to_owned(),
    })
}

/// The HTML of a handout is prepdeck's own, and its links lead where they may.
fn handout(bank: &Bank, artifact: &Artifact) -> Result<(), String> {
    let text = std::str::from_utf8(&artifact.bytes).map_err(|error| format!("handout: {error}"))?;
    let options = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS
        | pulldown_cmark::Options::ENABLE_GFM
        | pulldown_cmark::Options::ENABLE_FOOTNOTES;
    let folder = format!("{}-images/", bank.id);
    for event in Parser::new_ext(text, options) {
        let fault = match &event {
            Event::Html(html) | Event::InlineHtml(html) if !html.lines().all(is_own) => html,
            Event::Start(Tag::Link { dest_url, link_type, .. }) if !leads(dest_url, *link_type) => dest_url,
            Event::Start(Tag::Image { dest_url, .. })
                if !dest_url.strip_prefix(&folder).is_some_and(active::is_picture) =>
            {
                dest_url
            }
            Event::FootnoteReference(label) => label,
            _ => continue,
        };
        return Err(format!("handout: {fault:?} in\n{text}"));
    }
    Ok(())
}

/// A line of HTML that the handout writes of itself.
fn is_own(line: &str) -> bool {
    const TAGS: &[&str] = &["<br>", "<!-- -->", "</a>", "<details>", "</details>"];
    const NAMES: &[&str] = &["em", "strong", "del", "sub", "sup", "kbd", "code", "summary"];
    let line = line.trim();
    let is_tag = NAMES.iter().any(|name| line == format!("<{name}>") || line == format!("</{name}>"));
    is_tag || TAGS.contains(&line) || is_anchor(line) || is_summary(line)
}

fn is_anchor(line: &str) -> bool {
    let id = line.strip_prefix("<a id=\"").and_then(|rest| rest.strip_suffix("\"></a>").or(rest.strip_suffix("\">")));
    id.is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')))
}

fn is_summary(line: &str) -> bool {
    let words = line.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
    words.is_some_and(|words| !words.contains(['<', '>']))
}

fn leads(address: &str, link: pulldown_cmark::LinkType) -> bool {
    let is_mail = link == pulldown_cmark::LinkType::Email;
    let is_id = |id: &str| !id.is_empty();
    is_mail || address.strip_prefix('#').is_some_and(is_id) || active::is_address(address)
}
