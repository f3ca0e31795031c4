//! Questions asked twice, and those that are nearly the same.
//!
//! Sets of words that are alike enough share one of their rarest words: so each set is compared with the few that share
//! one with it, never with all. This is the prefix filter of Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity
//! Search" (2007), with the shorter prefix that Xiao et al., "Efficient Similarity Joins for Near Duplicate Detection"
//! (2008), allow for what is indexed.

use std::collections::{HashMap, HashSet};

use super::words::Word;
use crate::report::{Code, Diagnostic};
use crate::source::Span;

/// How many others a set is compared with at most: a bank made of a few words must not take for ever.
const CANDIDATES: usize = 256;

/// The fewest words of a short answer that say more than "Yes, always".
const FEWEST_IN_SHORT: usize = 5;

/// What is compared of a question.
#[derive(Debug)]
pub(in crate::bank::check) struct Facts {
    /// Stands for all its words in their order, and its `setup`.
    pub(super) whole: Word,
    /// Stands for its `setup`.
    pub(super) setup: Word,
    /// The words that say what it is about.
    pub(super) question: Vec<Word>,
    /// Those of its short answer.
    pub(super) short: Vec<Word>,
    /// Where the question stands.
    pub(super) place: Span,
    /// Where its short answer stands.
    pub(super) short_place: Span,
}

/// Compares all questions of a bank: each finding with the number of the question that it speaks of.
///
/// `is_english` tells whether function words were left out already; in other languages, words that every fifth question
/// has are taken for such.
pub(in crate::bank::check) fn judge(facts: &[Facts], is_english: bool) -> Vec<(usize, Diagnostic)> {
    let mut findings = duplicates(facts);
    let mut told: HashSet<usize> = findings.iter().map(|(at, _)| *at).collect();
    let mut questions: Vec<Vec<Word>> = facts.iter().map(|facts| facts.question.clone()).collect();
    if !is_english {
        drop_common(&mut questions);
    }
    for (one, other) in alike(questions, &|one, other| facts[one].setup == facts[other].setup) {
        if told.insert(one) {
            findings.push((one, near_question(&facts[one], &facts[other])));
        }
    }
    let has_enough = |facts: &Facts| facts.short.len() >= FEWEST_IN_SHORT;
    let shorts = facts.iter().map(|facts| if has_enough(facts) { facts.short.clone() } else { Vec::new() }).collect();
    for (one, other) in alike(shorts, &|_, _| true) {
        if told.insert(one) {
            findings.push((one, near_short(&facts[one], &facts[other])));
        }
    }
    findings
}

fn duplicates(facts: &[Facts]) -> Vec<(usize, Diagnostic)> {
    let mut first: HashMap<Word, usize> = HashMap::with_capacity(facts.len());
    let mut findings = Vec::new();
    for (at, facts_of) in facts.iter().enumerate() {
        match first.get(&facts_of.whole) {
            None => _ = first.insert(facts_of.whole, at),
            Some(known) => findings.push((
                at,
                Diagnostic::new(Code::DuplicateQuestion, facts_of.place, "this question is asked twice")
                    .label("asked again here")
                    .related(facts[*known].place, "first asked here")
                    .help("remove one of the two; the id of the older one is the one to keep"),
            )),
        }
    }
    findings
}

fn near_question(one: &Facts, other: &Facts) -> Diagnostic {
    Diagnostic::new(Code::NearDuplicateQuestion, one.place, "this question is nearly the same as another")
        .related(other.place, "the other one")
        .help("make one of the two, or word them so that a learner can tell which answer is wanted")
}

fn near_short(one: &Facts, other: &Facts) -> Diagnostic {
    Diagnostic::new(Code::NearDuplicateShort, one.short_place, "this short answer is nearly the same as another")
        .related(other.short_place, "the other one")
        .help("make one question of the two, or say in each answer what sets it apart")
}

/// Drops words that every fifth set has.
fn drop_common(sets: &mut [Vec<Word>]) {
    let counts = frequencies(sets);
    let limit = (sets.len() / 5).max(4);
    for set in sets {
        set.retain(|word| counts.get(word).is_none_or(|count| *count <= limit));
    }
}

/// In how many sets each word is.
fn frequencies(sets: &[Vec<Word>]) -> HashMap<Word, usize> {
    let mut counts = HashMap::new();
    for word in sets.iter().flatten() {
        *counts.entry(*word).or_insert(0) += 1;
    }
    counts
}

/// Pairs of sets of which three quarters of all their words are in both (a Jaccard similarity of 0.75), the later one
/// first; each set is the first of at most one pair.
fn alike(mut sets: Vec<Vec<Word>>, fits: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    sort_by_rarity(&mut sets);
    let mut order: Vec<usize> = (0..sets.len()).filter(|at| sets[*at].len() > 1).collect();
    order.sort_by_key(|at| (sets[*at].len(), *at));
    let mut index: HashMap<Word, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for one in order {
        let set = &sets[one];
        let probe = set.len() - (3 * set.len()).div_ceil(4) + 1;
        let candidates = set[..probe].iter().filter_map(|word| index.get(word)).flatten().copied();
        let found = candidates.take(CANDIDATES).find(|other| are_alike(set, &sets[*other]) && fits(one, *other));
        pairs.extend(found.map(|other| (one.max(other), one.min(other))));
        let indexed = set.len() - (6 * set.len()).div_ceil(7) + 1;
        for word in &set[..indexed] {
            index.entry(*word).or_default().push(one);
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Puts the rarest words of each set first, each word once.
fn sort_by_rarity(sets: &mut [Vec<Word>]) {
    for set in &mut *sets {
        set.sort_unstable();
        set.dedup();
    }
    let counts = frequencies(sets);
    for set in sets {
        set.sort_by_cached_key(|word| (counts.get(word).copied(), *word));
    }
}

fn are_alike(one: &[Word], other: &[Word]) -> bool {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let all = one.len() + other.len() - shared;
    shared * 4 >= all * 3
}
