//! Sets of words that are alike: a Jaccard similarity of at least 0.75, that is, three quarters of all their words are
//! in both.
//!
//! Sets that alike share one of their rarest words: so each set is compared with the few that share one with it, never
//! with all. This is the prefix filter of Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search" (2007), with
//! the shorter prefix that Xiao et al., "Efficient Similarity Joins for Near Duplicate Detection" (2008), allow for what
//! is indexed. Of those few, most differ in more bits of a signature than sets that are alike could.

use rayon::prelude::*;

use super::words::{Word, Words};

/// How many others a set is compared with at most: a bank made of a few words must not take for ever.
const CANDIDATES: usize = 64;

/// A set of words, each by its rank among all words, the rarest first.
type Set = Vec<u32>;

/// A set that others are compared with.
#[derive(Clone, Copy)]
struct Candidate {
    signature: u64,
    /// Its place among all sets by their length.
    place: u32,
    at: u32,
}

/// Pairs of sets that are alike and of which `fits` is true, the later one first; each set is in front at most once.
/// Sets of fewer than two words are like none.
pub(super) fn pairs(sets: &[Vec<Word>], fits: impl Fn(usize, usize) -> bool + Sync) -> Vec<(usize, usize)> {
    let (sets, words) = ranked(sets);
    let mut order: Vec<u32> = (0..).zip(&sets).filter(|(_, set)| set.len() > 1).map(|(at, _)| at).collect();
    order.sort_by_key(|at| (sets[*at as usize].len(), *at));
    let candidate = |(place, at): (u32, u32)| Candidate { signature: signature(&sets[at as usize]), place, at };
    let candidates: Vec<Candidate> = (0..).zip(order).map(candidate).collect();
    let mut index: Vec<Vec<Candidate>> = vec![Vec::new(); words];
    for candidate in &candidates {
        for word in indexed(&sets[candidate.at as usize]) {
            index[*word as usize].push(*candidate);
        }
    }
    let search = Search { sets: &sets, index: &index };
    let found = candidates.par_iter().filter_map(|one| Some((one.at as usize, search.first_alike(*one, &fits)?)));
    let mut pairs: Vec<(usize, usize)> = found.map(|(one, other)| (one.max(other), one.min(other))).collect();
    pairs.sort_unstable();
    pairs.dedup_by_key(|(later, _)| *later);
    pairs
}

/// Sets in place of their words, and how many words there are.
fn ranked(sets: &[Vec<Word>]) -> (Vec<Set>, usize) {
    let mut counts: Vec<(usize, Word)> = frequencies(sets).into_iter().map(|(word, count)| (count, word)).collect();
    counts.sort_unstable();
    let ranks: Words<u32> = counts.iter().map(|(_, word)| *word).zip(0..).collect();
    let ranked = |words: &Vec<Word>| {
        let mut set: Set = words.iter().filter_map(|word| ranks.get(word)).copied().collect();
        set.sort_unstable();
        set.dedup();
        set
    };
    (sets.par_iter().map(ranked).collect(), counts.len())
}

struct Search<'s> {
    sets: &'s [Set],
    /// By each of the words that sets are found by; the shortest sets first.
    index: &'s [Vec<Candidate>],
}

impl Search<'_> {
    /// The first set, none longer, that is like this one.
    fn first_alike(&self, one: Candidate, fits: impl Fn(usize, usize) -> bool) -> Option<usize> {
        let at = one.at as usize;
        let set = &self.sets[at];
        let lists = probed(set).iter().map(|word| &self.index[*word as usize]);
        let candidates = lists.flat_map(|list| list.iter().take_while(|other| other.place < one.place));
        let mut near = candidates
            .take(CANDIDATES)
            .filter(|other| may_be_alike(one.signature, other.signature, set.len()))
            .map(|other| other.at as usize);
        near.find(|other| are_alike(set, &self.sets[*other]) && fits(at, *other))
    }
}

/// Drops words that more than one set in five has.
pub(super) fn drop_common(sets: &mut [Vec<Word>]) {
    let counts = frequencies(sets);
    let limit = (sets.len() / 5).max(4);
    for set in sets {
        set.retain(|word| counts.get(word).is_none_or(|count| *count <= limit));
    }
}

/// In how many sets each word is; a word counts as often as a set has it.
fn frequencies(sets: &[Vec<Word>]) -> Words<usize> {
    let mut counts = Words::default();
    for word in sets.iter().flatten() {
        *counts.entry(*word).or_insert(0) += 1;
    }
    counts
}

/// The words of which a set shares at least one with every shorter set that is like it.
fn probed(set: &[u32]) -> &[u32] {
    &set[..=set.len() - (3 * set.len()).div_ceil(4)]
}

/// The words by which a set is found by every set that is as long or longer and like it.
fn indexed(set: &[u32]) -> &[u32] {
    &set[..=set.len() - (6 * set.len()).div_ceil(7)]
}

/// One bit of 64 for each word.
fn signature(set: &[u32]) -> u64 {
    set.iter().fold(0, |signature, word| signature | 1 << (word % 64))
}

/// Whether two sets, of which the longer has `length` words, may be alike: those that are differ in at most a seventh of
/// their words, and so in no more bits.
fn may_be_alike(one: u64, other: u64, length: usize) -> bool {
    (one ^ other).count_ones() as usize * 7 <= 2 * length
}

fn are_alike(one: &[u32], other: &[u32]) -> bool {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let all = one.len() + other.len() - shared;
    shared * 4 >= all * 3
}
