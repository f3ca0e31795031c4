//! Sets of words that are alike: a Jaccard similarity of at least 0.75, that is, three quarters of all their words are
//! in both.
//!
//! Sets that alike share one of their rarest words: so each set is compared with the few that share one with it, never
//! with all. This is the prefix filter of Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search" (2007), with
//! the shorter prefix that Xiao et al., "Efficient Similarity Joins for Near Duplicate Detection" (2008), allow for what
//! is indexed. Of those few, most differ in more bits of a signature than sets that are alike could.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

use super::words::Word;

/// How many others a set is compared with at most: a bank made of a few words must not take for ever.
const CANDIDATES: usize = 128;

/// By word.
type Words<T> = HashMap<Word, T, BuildHasherDefault<AlreadyHashed>>;

/// Words are hashes, and need no other.
#[derive(Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

/// A set that later ones are compared with.
#[derive(Clone, Copy)]
struct Candidate {
    signature: u64,
    at: usize,
}

/// Pairs of sets that are alike and of which `fits` is true, the later one first; each set is in front at most once.
/// Sets of fewer than two words are like none.
pub(super) fn pairs(mut sets: Vec<Vec<Word>>, fits: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    put_rarest_first(&mut sets);
    let mut order: Vec<usize> = (0..sets.len()).filter(|at| sets[*at].len() > 1).collect();
    order.sort_by_key(|at| (sets[*at].len(), *at));
    let mut index: Words<Vec<Candidate>> = Words::default();
    let mut pairs = Vec::new();
    for at in order {
        let set = &sets[at];
        let signature = signature(set);
        let candidates = probed(set).iter().filter_map(|word| index.get(word)).flatten().take(CANDIDATES);
        let mut near = candidates.filter(|other| may_be_alike(signature, other.signature, set.len()));
        let found = near.find(|other| are_alike(set, &sets[other.at]) && fits(at, other.at));
        pairs.extend(found.map(|other| (at.max(other.at), at.min(other.at))));
        for word in indexed(set) {
            index.entry(*word).or_default().push(Candidate { signature, at });
        }
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|(later, _)| *later);
    pairs
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

/// Puts the rarest words of each set first, each word once.
fn put_rarest_first(sets: &mut [Vec<Word>]) {
    sets.par_iter_mut().for_each(|set| {
        set.sort_unstable();
        set.dedup();
    });
    let counts = frequencies(sets);
    sets.par_iter_mut().for_each(|set| set.sort_by_cached_key(|word| (counts.get(word).copied(), *word)));
}

/// The words of which a set shares at least one with every shorter set that is like it.
fn probed(set: &[Word]) -> &[Word] {
    &set[..=set.len() - (3 * set.len()).div_ceil(4)]
}

/// The words by which a set is found by every set that is as long or longer and like it.
fn indexed(set: &[Word]) -> &[Word] {
    &set[..=set.len() - (6 * set.len()).div_ceil(7)]
}

/// One bit of 64 for each word.
fn signature(set: &[Word]) -> u64 {
    set.iter().fold(0, |signature, word| signature | 1 << (word >> 58))
}

/// Whether two sets, of which the longer has `length` words, may be alike: those that are differ in at most a seventh of
/// their words, and so in no more bits.
fn may_be_alike(one: u64, other: u64, length: usize) -> bool {
    (one ^ other).count_ones() as usize * 7 <= 2 * length
}

fn are_alike(one: &[Word], other: &[Word]) -> bool {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let all = one.len() + other.len() - shared;
    shared * 4 >= all * 3
}
