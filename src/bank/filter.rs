//! A part of a bank: by tag, level and section.
//!
//! Enters: a whole bank and what was asked for. Leaves: the bank without the rest; numbers stay as they are.
//! Never here: the lock, which always covers the whole bank.

use std::collections::BTreeMap;

use super::{Bank, Level, Question, Section};

/// Which questions are wanted: of each kind that is not empty, one must be theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Tags of the bank or of the question; `data` is also `data::list`, as in Anki; case does not matter.
    pub tags: Vec<String>,
    /// Levels.
    pub levels: Vec<Level>,
    /// Sections, by id or title; case does not matter.
    pub sections: Vec<String>,
}

impl Filter {
    /// Whether everything is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.levels.is_empty() && self.sections.is_empty()
    }

    /// Takes out of a bank what is not wanted, and sections that nothing is left of.
    pub fn apply(&self, bank: &mut Bank) {
        if self.is_empty() {
            return;
        }
        let tags = std::mem::take(&mut bank.tags);
        for section in &mut bank.sections {
            let questions = std::mem::take(&mut section.questions);
            let (kept, left_out) = questions.into_iter().partition(|question| self.wants(&tags, section, question));
            section.questions = kept;
            bank.left_out.extend::<Vec<_>>(left_out);
        }
        bank.sections.retain(|section| !section.questions.is_empty());
        bank.tags = tags;
    }

    /// How many questions that are printed a bank has of what is wanted.
    #[must_use]
    pub fn count(&self, bank: &Bank) -> usize {
        let printed = bank.questions().filter(|(_, question)| question.number.is_some());
        printed.filter(|(section, question)| self.wants(&bank.tags, section, question)).count()
    }

    fn wants(&self, tags: &[String], section: &Section, question: &Question) -> bool {
        let has = |tag: &String| tags.iter().chain(&question.tags).any(|own| is_within(own, tag));
        let is_tagged = self.tags.is_empty() || self.tags.iter().any(has);
        let is_level = self.levels.is_empty() || question.level.is_some_and(|level| self.levels.contains(&level));
        let is_here = self.sections.is_empty() || self.sections.iter().any(|named| names(named, section));
        is_tagged && is_level && is_here
    }

    /// The tags asked for that a bank does not know.
    pub fn unknown_tags<'f>(&'f self, bank: &Bank) -> Vec<&'f str> {
        let known = known_tags(bank);
        let is_known = |tag: &&String| known.keys().any(|own| is_within(own, tag));
        self.tags.iter().filter(|tag| !is_known(tag)).map(String::as_str).collect()
    }

    /// The sections asked for that a bank does not have.
    pub fn unknown_sections<'f>(&'f self, bank: &Bank) -> Vec<&'f str> {
        let is_known = |named: &&String| bank.sections.iter().any(|section| names(named, section));
        self.sections.iter().filter(|named| !is_known(named)).map(String::as_str).collect()
    }

    /// The filter as it is typed, a part for each kind: `--tag a --tag b`.
    #[must_use]
    pub fn parts(&self) -> Vec<(String, Self)> {
        let typed = |option: &str, values: Vec<&str>| {
            values.iter().map(|value| format!("--{option} {value}")).collect::<Vec<_>>().join(" ")
        };
        let words = |texts: &'_ [String]| texts.iter().map(String::as_str).map(str::to_owned).collect::<Vec<_>>();
        let levels = self.levels.iter().map(|level| level.name()).collect();
        let parts = [
            (
                typed("tag", self.tags.iter().map(String::as_str).collect()),
                Self { tags: words(&self.tags), ..Self::default() },
            ),
            (typed("level", levels), Self { levels: self.levels.clone(), ..Self::default() }),
            (
                typed("section", self.sections.iter().map(String::as_str).collect()),
                Self { sections: words(&self.sections), ..Self::default() },
            ),
        ];
        parts.into_iter().filter(|(_, part)| !part.is_empty()).collect()
    }
}

/// Every tag of a bank and of its questions, with how many questions have it.
#[must_use]
pub fn known_tags(bank: &Bank) -> BTreeMap<&str, usize> {
    let mut tags = BTreeMap::new();
    for (_, question) in bank.questions() {
        for tag in bank.tags.iter().chain(&question.tags) {
            *tags.entry(tag.as_str()).or_default() += 1;
        }
    }
    tags
}

/// Whether `own` is the tag, or one below it.
fn is_within(own: &str, tag: &str) -> bool {
    let (own, tag) = (own.to_lowercase(), tag.to_lowercase());
    own.strip_prefix(&tag).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn names(named: &str, section: &Section) -> bool {
    let named = named.to_lowercase();
    named == section.id.as_str().to_lowercase() || named == section.title.to_lowercase()
}
