//! Where links inside the sheet lead: every section and question has a place.

use std::collections::HashMap;

use crate::bank::{Bank, QuestionId};
use crate::doc::plain;

/// In characters: what is left of the words of a question that the sheet does not print.
const LONGEST_WORDS: usize = 60;

/// The places of a sheet: sections first, then questions, each in the bank's order; then the answers, if it has them
/// apart.
#[derive(Debug, Default)]
pub(super) struct Targets {
    questions: HashMap<QuestionId, (usize, u32)>,
    /// The words of the questions that the sheet does not print.
    unprinted: HashMap<QuestionId, String>,
    sections: usize,
    has_answers: bool,
}

impl Targets {
    pub(super) fn new(bank: &Bank) -> Self {
        let sections = bank.sections.len();
        let numbered = bank.questions().filter_map(|(_, question)| Some((question, question.number?)));
        let places = numbered.zip(sections..);
        let questions = places.map(|((question, number), place)| (question.id.clone(), (place, number))).collect();
        let retired = bank.questions().map(|(_, question)| question).filter(|question| question.number.is_none());
        let words = retired.chain(&bank.left_out).map(|question| {
            let words = plain::inline_text(&question.question);
            (question.id.clone(), shortened(&words))
        });
        Self { questions, unprinted: words.collect(), sections, has_answers: false }
    }

    /// With a place at the end for the heading above the answers.
    pub(super) fn with_answers(bank: &Bank) -> Self {
        Self { has_answers: true, ..Self::new(bank) }
    }

    /// The place of the heading above the answers.
    pub(super) fn answers(&self) -> Option<usize> {
        self.has_answers.then_some(self.sections + self.questions.len())
    }

    /// Whether a place is a heading that all below it belong to.
    pub(super) fn is_heading(&self, place: usize) -> bool {
        place < self.sections || Some(place) == self.answers()
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        self.sections + self.questions.len() + usize::from(self.has_answers)
    }

    /// A question's place and number; `None` when the sheet does not print it.
    pub(super) fn question(&self, id: &QuestionId) -> Option<(usize, u32)> {
        self.questions.get(id).copied()
    }

    /// The words of a question that the sheet does not print.
    pub(super) fn words<'t>(&'t self, id: &'t QuestionId) -> &'t str {
        self.unprinted.get(id).map_or(id.as_str(), String::as_str)
    }

    /// The place of a question that a link names.
    pub(super) fn named(&self, id: &str) -> Option<usize> {
        self.question(&QuestionId::parse(id)?).map(|(place, _)| place)
    }
}

/// As many of its words as there is room for.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_WORDS) else { return text.to_owned() };
    let whole = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..whole].trim_end_matches(|last: char| last.is_whitespace() || last.is_ascii_punctuation()))
}
