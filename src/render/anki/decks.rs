//! The decks: the bank's own, those above it, and one below it for each section.
//!
//! Anki matches decks by name, ignoring case; so does this file. A deck's id follows from its name.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::bank::{Bank, Question, Section, SectionId};
use crate::lock::Lock;
use crate::render::html;

/// A deck of the package.
pub(super) struct Deck {
    pub(super) id: i64,
    pub(super) name: String,
    /// Whether it is the bank's deck or below it: decks above may hold other banks.
    pub(super) is_own: bool,
    /// HTML; an empty one leaves the learner's as it is.
    pub(super) description: String,
}

/// The deck below the bank's for questions that are retired. To those who have learned one, Anki leaves its card where it
/// is; those who import it now are asked it whatever a package says of it, so that it comes behind all sections, in a deck
/// that they can pass over. Anki studies decks in alphabetical order, where `~` comes behind digits and letters.
const RETIRED: &str = "~ Retired";

/// The decks of a bank.
pub(super) struct Decks {
    /// A deck above comes before those below it.
    pub(super) all: Vec<Deck>,
    /// New cards a day, where the decks have a preset of their own for it.
    pub(super) new_per_day: Option<u32>,
    /// The deck of each section, by its id's place in the bank.
    of_section: BTreeMap<SectionId, i64>,
    retired: Option<i64>,
}

impl Decks {
    /// The id of the deck for the cards of a section's question.
    pub(super) fn of(&self, section: &Section, question: &Question) -> Option<i64> {
        if question.retired { self.retired } else { self.of_section.get(&section.id).copied() }
    }
}

/// The decks for a bank's sections, named as the lock says.
pub(super) fn decks(bank: &Bank, lock: &Lock, new_per_day: Option<u32>) -> Decks {
    let mut maker = Maker::default();
    maker.with_ancestors(&bank.deck, &description(bank));
    let mut of_section = BTreeMap::new();
    for section in &bank.sections {
        if let Some(name) = lock.sections.get(&section.id) {
            let id = maker.with_ancestors(&format!("{}::{name}", bank.deck), "");
            of_section.insert(section.id.clone(), id);
        }
    }
    let has_retired = bank.questions().any(|(_, question)| question.retired);
    let retired = has_retired.then(|| maker.with_ancestors(&format!("{}::{RETIRED}", bank.deck), ""));
    let below = format!("{}::", bank.deck).to_lowercase();
    for deck in &mut maker.all {
        deck.is_own = format!("{}::", deck.name).to_lowercase().starts_with(&below);
    }
    Decks { all: maker.all, new_per_day, of_section, retired }
}

#[derive(Default)]
struct Maker {
    all: Vec<Deck>,
    ids: BTreeSet<i64>,
    /// By name in lower case.
    known: BTreeMap<String, i64>,
}

impl Maker {
    /// The deck of this name, made together with those above it where it is not there yet.
    fn with_ancestors(&mut self, name: &str, description: &str) -> i64 {
        for (end, _) in name.match_indices("::") {
            self.deck(&name[..end], "");
        }
        self.deck(name, description)
    }

    fn deck(&mut self, name: &str, description: &str) -> i64 {
        let key = name.to_lowercase();
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let mut id = id_for(&key);
        while !self.ids.insert(id) {
            id += 1;
        }
        self.known.insert(key, id);
        self.all.push(Deck { id, name: name.to_owned(), is_own: false, description: description.to_owned() });
        id
    }
}

/// An id as Anki gives them, a time in milliseconds, between 2001 and 2019: never 1, the default deck.
fn id_for(name: &str) -> i64 {
    let digest = Sha256::digest(name.as_bytes());
    let number = digest.iter().take(5).fold(0, |number, byte| number << 8 | i64::from(*byte));
    1_000_000_000_000 + (number >> 1)
}

/// What the learner reads before studying: title and version, what the bank says of itself, authors, licence, home.
fn description(bank: &Bank) -> String {
    let version = bank.version.as_deref().map(|version| format!(" {}", html::text(version)));
    let mut last = Vec::new();
    if !bank.authors.is_empty() {
        last.push(html::text(&bank.authors.join(", ")));
    }
    last.extend(bank.license.as_deref().map(html::text));
    last.extend(bank.homepage.as_deref().map(html::address));
    [
        format!("<b>{}</b>", html::text(&bank.title)),
        version.unwrap_or_default(),
        html::blocks(&bank.description, html::Field::Plain),
        if last.is_empty() { String::new() } else { format!("<p>{}</p>", last.join(" · ")) },
    ]
    .concat()
}
