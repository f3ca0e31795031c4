//! The notes: what each field says, which cards each note has.
//!
//! Enters: a bank and its lock. Leaves: notes by rising id; for each, when asked, its fields as HTML.
//! The cards are exactly those that Anki itself would make of the fields and templates, or Check Database and
//! Empty Cards would have something to say.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::decks::Decks;
use crate::bank::{Bank, Question, QuestionId};
use crate::doc::{Block, Image, Inline};
use crate::lock::{Lock, LockedNote, NoteClass, classes, published_id};
use crate::render::html::{self, Field};

/// A note without its text.
pub(super) struct Note<'a> {
    pub(super) question: &'a Question,
    pub(super) class: NoteClass,
    pub(super) locked: &'a LockedNote,
    pub(super) deck: i64,
    /// The `ord` of each card, rising: a template's place, or a deletion's number less one.
    pub(super) cards: Vec<u32>,
    /// The place among new cards, from 1.
    pub(super) due: usize,
}

impl<'a> Note<'a> {
    /// The question's id, for messages.
    pub(super) fn id(&self) -> &'a str {
        self.question.id.as_str()
    }
}

/// What a note says.
pub struct Text {
    /// As many as its note type has, as HTML.
    pub(super) fields: Vec<String>,
    /// Sorted, unique but for case.
    pub(super) tags: Vec<String>,
}

/// All notes of a bank, by rising id.
pub(super) fn notes<'a>(bank: &'a Bank, lock: &'a Lock, decks: &Decks) -> Result<Vec<Note<'a>>, String> {
    let mut notes = Vec::new();
    for (section, question) in bank.questions() {
        let uncovered = || format!("the lock does not cover the question `{}`", question.id);
        for class in classes(question) {
            let locked = lock.notes.get(&(question.id.clone(), class)).ok_or_else(uncovered)?;
            let deck = decks.of(section, question).ok_or_else(uncovered)?;
            notes.push(Note { question, class, locked, deck, cards: cards(question, class), due: 0 });
        }
    }
    // As their deck does: retired ones come after all others.
    notes.sort_by_key(|note| note.question.retired);
    (1..).zip(&mut notes).for_each(|(due, note)| note.due = due);
    notes.sort_by_key(|note| note.locked.created);
    Ok(notes)
}

/// Writes the text of notes.
pub(super) struct Maker<'a> {
    bank: &'a Bank,
    /// Only asked, never walked.
    questions: HashMap<&'a str, &'a Question>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(bank: &'a Bank) -> Self {
        let all = bank.questions().map(|(_, question)| question).chain(&bank.left_out);
        let questions = all.map(|question| (question.id.as_str(), question)).collect();
        Self { bank, questions }
    }

    pub(super) fn text(&self, note: &Note) -> Text {
        Text { fields: self.fields(note.question, note.class), tags: self.tags(note.question) }
    }

    /// In the order of [`super::note_type::NoteType::fields`].
    fn fields(&self, question: &Question, class: NoteClass) -> Vec<String> {
        let blocks = |blocks| html::blocks(blocks, Field::Plain);
        let standard = class == NoteClass::Standard;
        let mut fields = match class {
            NoteClass::Standard => Vec::new(),
            NoteClass::Cloze => vec![html::blocks(&question.cloze, Field::Cloze)],
        };
        fields.extend([
            html::inlines(&question.question),
            blocks(&question.setup),
            blocks(&question.short),
            blocks(&question.answer),
            html::texts(&question.pitfalls),
            html::texts(&question.follow_ups),
            self.related(question),
            html::lines(&question.sources.iter().map(Vec::as_slice).collect::<Vec<_>>()),
            blocks(&question.hint),
            question.typed.as_deref().filter(|_| standard).map(html::text).unwrap_or_default(),
            if standard && is_reversed(question) { "yes".to_owned() } else { String::new() },
            question.level.map(|level| level.name().to_owned()).unwrap_or_default(),
            // The id of the first publication: a renaming is no news to a learner.
            published_id(question).to_string(),
        ]);
        fields.extend(std::iter::repeat_n(String::new(), 3));
        fields
    }

    /// The related questions by name, those too that a filter took out: a note says the same in every deck.
    fn related(&self, question: &Question) -> String {
        let related = question.see.iter().filter_map(|id| self.questions.get(id.as_str()));
        html::lines(&related.map(|question| question.question.as_slice()).collect::<Vec<_>>())
    }

    /// The bank's tags, the question's, its level, and whether it is retired.
    fn tags(&self, question: &Question) -> Vec<String> {
        let mut tags: BTreeMap<String, String> = BTreeMap::new();
        let level = question.level.map(|level| format!("level::{}", level.name()));
        let retired = question.retired.then(|| "retired".to_owned());
        let own = self.bank.tags.iter().chain(&question.tags).cloned();
        for tag in own.chain(level).chain(retired) {
            tags.entry(tag.to_lowercase()).or_insert(tag);
        }
        tags.into_values().collect()
    }
}

fn is_reversed(question: &Question) -> bool {
    question.reverse && !question.short.is_empty()
}

/// The `ord` of each card of a question's note.
pub(super) fn cards(question: &Question, class: NoteClass) -> Vec<u32> {
    match class {
        NoteClass::Standard if is_reversed(question) => vec![0, 1],
        NoteClass::Standard => vec![0],
        NoteClass::Cloze => deletions(&question.cloze),
    }
}

/// The cards of a cloze note: one for each number a deletion bears.
fn deletions(blocks: &[Block]) -> Vec<u32> {
    let html = html::blocks(blocks, Field::Cloze);
    let after = html.match_indices("{{c").map(|(at, open)| &html[at + open.len()..]);
    let numbers = after.filter_map(|rest| rest.split_once("::")?.0.parse::<u32>().ok());
    numbers.filter(|number| *number > 0).map(|number| number - 1).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Every image that a note shows, by file name.
pub(super) fn images(bank: &Bank) -> BTreeMap<&str, &Image> {
    let mut images = BTreeMap::new();
    for (_, question) in bank.questions() {
        let texts = [&question.setup, &question.short, &question.answer, &question.hint, &question.cloze];
        in_inlines(&question.question, &mut images);
        for blocks in texts.into_iter().chain(&question.pitfalls).chain(&question.follow_ups) {
            in_blocks(blocks, &mut images);
        }
        for source in &question.sources {
            in_inlines(source, &mut images);
        }
    }
    let related: HashSet<&QuestionId> = bank.questions().flat_map(|(_, question)| &question.see).collect();
    for question in bank.left_out.iter().filter(|question| related.contains(&question.id)) {
        in_inlines(&question.question, &mut images);
    }
    images
}

type Images<'a> = BTreeMap<&'a str, &'a Image>;

fn in_blocks<'a>(blocks: &'a [Block], images: &mut Images<'a>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => in_inlines(content, images),
            Block::Heading(heading) => in_inlines(&heading.content, images),
            Block::List(list) => list.items.iter().for_each(|item| in_blocks(&item.blocks, images)),
            Block::Table(table) => {
                table.rows.iter().chain([&table.head]).flatten().for_each(|cell| in_inlines(cell, images));
            }
            Block::Quote(blocks) | Block::Alert(_, blocks) => in_blocks(blocks, images),
            Block::Code(_) | Block::Rule => {}
        }
    }
}

fn in_inlines<'a>(inlines: &'a [Inline], images: &mut Images<'a>) {
    for inline in inlines {
        match inline {
            Inline::Picture(picture) => {
                images.insert(picture.image.file_name.as_str(), &picture.image);
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content)
            | Inline::Keyboard(content) => in_inlines(content, images),
            Inline::Link(link) => in_inlines(&link.content, images),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
