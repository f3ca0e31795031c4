//! Questions asked twice, those that are nearly the same, and short answers that are.
//!
//! Enters: what questions are compared by, in the bank's order. Leaves: at most one finding about each question.

use std::collections::{HashMap, HashSet};

use super::words::Word;
use super::{alike, words};
use crate::bank::Question;
use crate::bank::check::text::Context;
use crate::bank::raw::RawQuestion;
use crate::doc::plain;
use crate::report::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::place::Text;

/// The fewest words of a short answer that say more than "Yes, always".
const FEWEST_IN_SHORT: usize = 5;

/// What is compared of a question.
pub(in crate::bank::check) struct Facts<'r> {
    /// Stands for all its words in their order, and its `setup`.
    whole: Word,
    /// Stands for its `setup`.
    setup: Word,
    /// The words that say what it is about.
    question: Vec<Word>,
    /// Whether it asks for what is not so.
    denies: bool,
    /// What it asks the way to, or from.
    directions: Vec<Word>,
    /// Those of its short answer, unless it has too few.
    short: Vec<Word>,
    raw: &'r RawQuestion<'r>,
}

impl<'r> Facts<'r> {
    /// What a question is compared by; `None` for one that is retired or says nothing.
    pub(in crate::bank::check) fn of(raw: &'r RawQuestion, question: &Question) -> Option<Self> {
        let whole = words::of_inlines(&question.question);
        if question.retired || whole.is_empty() {
            return None;
        }
        let setup = if question.setup.is_empty() { 0 } else { words::hash(&plain::text(&question.setup)) };
        let mut short = words::of_blocks(&question.short);
        short.retain(|word| words::is_telling(*word));
        if short.len() < FEWEST_IN_SHORT {
            short.clear();
        }
        let (denies, directions) = (words::deny(&whole), words::directions(&whole));
        let question = whole.iter().copied().filter(|word| words::is_telling(*word)).collect();
        let whole = words::combine(whole.into_iter().chain([setup]));
        Some(Self { whole, setup, question, denies, directions, short, raw })
    }

    /// Whether this question can be another once more, if their words are alike.
    fn may_repeat(&self, other: &Self) -> bool {
        self.setup == other.setup && self.denies == other.denies && self.directions == other.directions
    }
}

/// A finding about a pair of questions, by their numbers.
pub(in crate::bank::check) struct Pair {
    /// The question that the finding speaks of.
    pub(in crate::bank::check) later: usize,
    /// The other one.
    pub(in crate::bank::check) earlier: usize,
    pub(in crate::bank::check) finding: Diagnostic,
}

/// Compares all questions of a bank.
pub(in crate::bank::check) fn judge(mut facts: Vec<Facts>, context: &Context) -> Vec<Pair> {
    let twice = duplicates(&facts);
    let mut questions: Vec<Vec<Word>> = facts.iter_mut().map(|facts| std::mem::take(&mut facts.question)).collect();
    if !context.habits.is_english {
        // Function words are known of English alone.
        alike::drop_common(&mut questions);
    }
    let shorts: Vec<Vec<Word>> = facts.iter_mut().map(|facts| std::mem::take(&mut facts.short)).collect();
    let (near_questions, near_shorts) = rayon::join(
        || {
            alike::pairs(&questions, |one, other| {
                facts[one].may_repeat(&facts[other]) && !is_parallel(&questions[one], &questions[other])
            })
        },
        || alike::pairs(&shorts, |_, _| true),
    );
    let pairs = [(twice, QUESTION_TWICE), (near_questions, NEAR_QUESTION), (near_shorts, NEAR_SHORT)];
    let mut told = HashSet::new();
    let mut findings = Vec::new();
    for (pairs, wording) in pairs {
        let news = pairs.into_iter().filter(|(later, _)| told.insert(*later)).collect::<Vec<_>>();
        findings.extend(news.into_iter().map(|(later, earlier)| {
            let place = |at: usize| (wording.text)(facts[at].raw).map(|text| context.first_line(text));
            Pair { later, earlier, finding: wording.finding(place(later), place(earlier)) }
        }));
    }
    findings
}

/// Whether two questions are the same but for one word each: a series, such as of lists and tuples, lists and sets.
fn is_parallel(one: &[Word], other: &[Word]) -> bool {
    let without = |words: &[Word], others: &[Word]| words.iter().filter(|word| !others.contains(word)).count();
    without(one, other) == 1 && without(other, one) == 1
}

/// Pairs of questions with the same words, the later one first.
fn duplicates(facts: &[Facts]) -> Vec<(usize, usize)> {
    let mut first: HashMap<Word, usize> = HashMap::with_capacity(facts.len());
    let known = facts.iter().enumerate().map(|(at, facts)| (at, *first.entry(facts.whole).or_insert(at)));
    known.filter(|(at, first)| at != first).collect()
}

/// How a pair is told of.
struct Wording {
    code: Code,
    message: &'static str,
    here: &'static str,
    there: &'static str,
    help: &'static str,
    text: for<'r> fn(&'r RawQuestion<'r>) -> Option<&'r Text<'r>>,
}

const QUESTION_TWICE: Wording = Wording {
    code: Code::DuplicateQuestion,
    message: "this question is asked twice",
    here: "asked again here",
    there: "first asked here",
    help: "remove one of the two; the id of the older one is the one to keep",
    text: |raw| raw.question.as_ref(),
};

const NEAR_QUESTION: Wording = Wording {
    code: Code::NearDuplicateQuestion,
    message: "this question is nearly the same as another",
    here: "",
    there: "the other one",
    help: "make one of the two, or word them so that a learner can tell which answer is wanted",
    text: |raw| raw.question.as_ref(),
};

const NEAR_SHORT: Wording = Wording {
    code: Code::NearDuplicateShort,
    message: "this short answer is nearly the same as another",
    here: "",
    there: "the other one",
    help: "make one question of the two, or say in each answer what sets it apart",
    text: |raw| raw.short.as_ref(),
};

impl Wording {
    fn finding(&self, later: Option<Span>, earlier: Option<Span>) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, later.unwrap_or_default(), self.message).help(self.help);
        let diagnostic = if self.here.is_empty() { diagnostic } else { diagnostic.label(self.here) };
        diagnostic.related(earlier.unwrap_or_default(), self.there)
    }
}
