//! Where links inside the sheet lead: every section and question has a place.

use std::collections::HashMap;

use crate::bank::{Bank, QuestionId};

/// The places of a sheet: sections first, then questions, each in the bank's order.
#[derive(Debug, Default)]
pub(super) struct Targets {
    questions: HashMap<QuestionId, (usize, u32)>,
    sections: usize,
}

impl Targets {
    pub(super) fn new(bank: &Bank) -> Self {
        let sections = bank.sections.len();
        let numbered = bank.questions().filter_map(|(_, question)| Some((question, question.number?)));
        let places = numbered.zip(sections..);
        let questions = places.map(|((question, number), place)| (question.id.clone(), (place, number))).collect();
        Self { questions, sections }
    }

    /// How many of the places are sections.
    pub(super) fn sections(&self) -> usize {
        self.sections
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        self.sections + self.questions.len()
    }

    /// A question's place and number; `None` when the sheet does not print it.
    pub(super) fn question(&self, id: &QuestionId) -> Option<(usize, u32)> {
        self.questions.get(id).copied()
    }

    /// The place of a question that a link names.
    pub(super) fn named(&self, id: &str) -> Option<usize> {
        self.question(&QuestionId::parse(id)?).map(|(place, _)| place)
    }
}
