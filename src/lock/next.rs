//! The next lock: which notes are published anew, and when.
//!
//! Enters: a bank, the old lock, the release time. Leaves: the next lock, and what is different.
//! Never here: the clock.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Hasher;
use super::{Changed, Changes, Lock, LockedNote, NoteClass, Touch, classes, guid, published_id};
use crate::bank::{Bank, Question, QuestionId, Section, SectionId};
use crate::doc::plain::inline_text;

/// 2001-09-09: an earlier release time (a build with `SOURCE_DATE_EPOCH=0`) would leave note ids no room.
const EARLIEST_CREATION: i64 = 1_000_000_000;

/// More sections than a bank of the largest size has room for.
const MOST_SECTIONS: usize = 100_000_000;

/// 9999-12-30: the last time that the lock's text can state.
const LATEST: i64 = 253_402_200_000;

impl Lock {
    /// The lock after a release at `now` (seconds since 1970-01-01T00:00:00Z), and what the release changes.
    ///
    /// Where nothing changed, the next lock equals the old one.
    #[must_use]
    pub fn next(bank: &Bank, old: Option<&Self>, now: i64) -> (Self, Changes) {
        Self::next_touching(bank, old, now, &Touch::Nothing)
    }

    /// As [`Self::next`]; what `touch` includes is published anew, though nothing in it changed.
    #[must_use]
    pub fn next_touching(bank: &Bank, old: Option<&Self>, now: i64, touch: &Touch) -> (Self, Changes) {
        let now = now.clamp(0, LATEST);
        let mut release = Release::new(bank, old, now, touch);
        let sections = release.sections();
        for (section, question) in bank.questions() {
            release.question(section, question);
        }
        release.drop_rest();
        release.find_lookalikes();
        release.finish(sections)
    }
}

/// A release in the making.
struct Release<'a> {
    bank: &'a Bank,
    old: Option<&'a Lock>,
    /// The old lock's lines by GUID: what a question was published as, whatever its id is now.
    known: BTreeMap<&'a str, (&'a (QuestionId, NoteClass), &'a LockedNote)>,
    hasher: Hasher<'a>,
    now: i64,
    touch: &'a Touch,
    notes: BTreeMap<(QuestionId, NoteClass), LockedNote>,
    /// New notes in the bank's order; their ids are given at the end.
    uncreated: Vec<(QuestionId, NoteClass)>,
    changes: Changes,
}

impl<'a> Release<'a> {
    fn new(bank: &'a Bank, old: Option<&'a Lock>, now: i64, touch: &'a Touch) -> Self {
        let known = old.iter().flat_map(|lock| &lock.notes).map(|(key, note)| (note.guid.as_str(), (key, note)));
        Self {
            bank,
            old,
            known: known.collect(),
            hasher: Hasher::new(bank),
            now,
            touch,
            notes: BTreeMap::new(),
            uncreated: Vec::new(),
            changes: Changes { first: old.is_none(), ..Changes::default() },
        }
    }

    fn question(&mut self, section: &Section, question: &Question) {
        let mut seen = Seen::default();
        for class in classes(question) {
            self.changes.notes += 1;
            self.note(section, question, class, &mut seen);
        }
        self.record(question, seen);
    }

    fn note(&mut self, section: &Section, question: &Question, class: NoteClass, seen: &mut Seen) {
        let key = (question.id.clone(), class);
        let guid = guid(&self.bank.id, published_id(question), class);
        let hash = self.hasher.hash(question, class);
        let old = self.known.remove(guid.as_str());
        let mut note = LockedNote {
            guid,
            hash,
            answer: self.hasher.answer(question),
            modified: self.now,
            created: 0,
            section: section.id.clone(),
            question: one_line(question),
            retired: question.retired,
            dropped: false,
        };
        match old {
            None => {
                seen.kinds.push(Kind::New);
                self.uncreated.push(key.clone());
            }
            Some((old_key, old)) => {
                seen.compare(&note, old);
                if self.touch.includes(&question.id) {
                    seen.kinds.push(Kind::Touched);
                }
                if old_key.0 != key.0 {
                    seen.renamed = Some(old_key.0.clone());
                }
                note.created = old.created;
                note.modified = self.modified(&note, old, self.touch.includes(&question.id));
            }
        }
        self.notes.insert(key, note);
    }

    /// The old time while the content is the old one, else a newer one: Anki takes no update that is not newer.
    fn modified(&self, note: &LockedNote, old: &LockedNote, is_touched: bool) -> i64 {
        if note.hash == old.hash && !old.dropped && !is_touched { old.modified } else { self.now.max(old.modified + 1) }
    }

    fn record(&mut self, question: &Question, seen: Seen) {
        let has = |kind| seen.kinds.contains(&kind);
        let mut lists = Vec::new();
        if has(Kind::Moved) {
            lists.push(&mut self.changes.moved);
        }
        if has(Kind::Retired) {
            lists.push(&mut self.changes.retired);
        } else if has(Kind::New) {
            lists.push(&mut self.changes.new);
        } else if has(Kind::Reworded) {
            lists.push(&mut self.changes.reworded);
        } else if has(Kind::Touched) {
            lists.push(&mut self.changes.touched);
        }
        for list in lists {
            list.push(Changed { id: question.id.clone(), question: one_line(question) });
        }
        self.changes.renamed.extend(seen.renamed.map(|old| (question.id.clone(), old)));
    }

    /// Keeps the lines of what is no longer in the bank.
    fn drop_rest(&mut self) {
        let rest: BTreeMap<_, _> = std::mem::take(&mut self.known).into_values().collect();
        for (key, note) in rest {
            let taken = self.notes.contains_key(key);
            if !note.dropped {
                self.changes.dropped.push(Changed { id: key.0.clone(), question: note.question.clone() });
            }
            // An id that now stands for another question's first id took its line; the old note is out of reach.
            if !taken {
                self.notes.insert(key.clone(), LockedNote { retired: false, dropped: true, ..note.clone() });
            }
        }
        self.changes.dropped.dedup();
    }

    /// Finds new questions that say what a dropped one said: most likely it is the same, and only its id is new.
    fn find_lookalikes(&mut self) {
        let by_question = self.dropped_by(|note| note.question.to_lowercase());
        let by_answer = self.dropped_by(|note| note.answer.clone());
        let mut taken = BTreeSet::new();
        for new in self.changes.new.iter().filter(|_| !self.changes.first) {
            let notes = NoteClass::ALL.iter().filter_map(|class| self.notes.get(&(new.id.clone(), *class)));
            let alike = notes.flat_map(|note| {
                [by_question.get(&note.question.to_lowercase()), by_answer.get(&note.answer)].into_iter().flatten()
            });
            if let Some(old) = alike.into_iter().find(|old| taken.insert((*old).clone())) {
                self.changes.lookalikes.push((new.id.clone(), old.clone()));
            }
        }
    }

    /// The ids of dropped questions by something that their notes say; only those whose notes would be found again by
    /// `was`.
    fn dropped_by(&self, key: impl Fn(&LockedNote) -> String) -> BTreeMap<String, QuestionId> {
        let dropped = self.notes.iter().filter(|(_, note)| note.dropped);
        let own = dropped.filter(|((id, class), note)| guid(&self.bank.id, id, *class) == note.guid);
        own.map(|((id, _), note)| (key(note), id.clone())).collect()
    }

    /// Gives each new note an id, in the bank's order and none later than the release: Check Database mends
    /// ids that lie in the future.
    fn create(&mut self) {
        let mut taken: BTreeSet<i64> = self.notes.values().map(|note| note.created).collect();
        let mut id = self.now.max(EARLIEST_CREATION) * 1000;
        for key in std::mem::take(&mut self.uncreated).iter().rev() {
            while !taken.insert(id) {
                id -= 1;
            }
            if let Some(note) = self.notes.get_mut(key) {
                note.created = id;
            }
        }
    }

    /// The subdeck of each section: kept once given, so that no deck is ever renamed.
    fn sections(&mut self) -> BTreeMap<SectionId, String> {
        let mut names = self.old.map_or_else(BTreeMap::new, |lock| lock.sections.clone());
        let width = self.bank.sections.len().to_string().len().max(2);
        let mut number = names.values().map(|name| leading_number(name)).max().unwrap_or(0).max(names.len());
        for section in &self.bank.sections {
            let known = names.get(&section.id);
            let name = match (&section.deck, known) {
                (Some(deck), _) => spaced(deck),
                (None, Some(known)) => known.clone(),
                (None, None) => format!("{:0width$} {}", number + 1, component(&section.title)),
            };
            number += usize::from(known.is_none());
            if known != Some(&name) {
                self.changes.sections.push((section.id.clone(), name.clone()));
                names.insert(section.id.clone(), name);
            }
        }
        names
    }

    fn finish(mut self, sections: BTreeMap<SectionId, String>) -> (Lock, Changes) {
        self.create();
        let latest = self.notes.values().map(|note| note.modified).max().unwrap_or(self.now).max(self.now);
        let mut lock = Lock { bank: self.bank.id.clone(), changed: latest, notes: self.notes, sections };
        if let Some(old) = self.old {
            // Another release time alone is no change.
            let same = lock.notes == old.notes && lock.sections == old.sections && lock.bank == old.bank;
            lock.changed = if same { old.changed } else { latest.max(old.changed) };
        }
        (lock, self.changes)
    }
}

/// How a note differs from its line in the old lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    New,
    Reworded,
    Moved,
    Retired,
    Touched,
}

/// What was found out about one question's notes.
#[derive(Default)]
struct Seen {
    kinds: Vec<Kind>,
    renamed: Option<QuestionId>,
}

impl Seen {
    fn compare(&mut self, note: &LockedNote, old: &LockedNote) {
        if old.dropped {
            return self.kinds.push(Kind::New);
        }
        let kinds = [
            (note.hash != old.hash, Kind::Reworded),
            (note.section != old.section, Kind::Moved),
            (note.retired && !old.retired, Kind::Retired),
        ];
        self.kinds.extend(kinds.into_iter().filter(|(is, _)| *is).map(|(_, kind)| kind));
    }
}

/// The number a subdeck's name begins with, or 0; one that no bank can have so many sections for is part of the name.
fn leading_number(name: &str) -> usize {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    name[..digits].parse().ok().filter(|number| *number < MOST_SECTIONS).unwrap_or(0)
}

/// A section's title as part of a deck's name, where `::` would open a deck below.
fn component(title: &str) -> String {
    spaced(title).replace("::", "∷")
}

/// The question's words on one line, for a person who reads the lock.
fn one_line(question: &Question) -> String {
    spaced(&inline_text(&question.question))
}

/// The words with one space between each: neither Anki nor a line of the lock has room for more.
fn spaced(text: &str) -> String {
    let blank = |character: char| character.is_whitespace() || character.is_control();
    text.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
