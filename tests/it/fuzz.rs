//! A short run of the fuzz program's inputs, the same everywhere, with the overflow checks that a release has not; and
//! its second opinion, on many more banks than it has time to render. `make fuzz` goes on from there.

use crate::fuzz_cases::random::Random;
use crate::fuzz_cases::seeds::{Seeds, bank_path};
use crate::fuzz_cases::words::VALUES;
use crate::fuzz_cases::{Target, mutate, same};

use prepdeck::bank;
use prepdeck::source::Source;

/// Inputs of the first seed, which `target/debug/examples/fuzz --seed 1 --from N --inputs 1` makes as well.
fn judged(target: Target, numbers: impl Iterator<Item = u64>) {
    let seeds = Seeds::read();
    for number in numbers {
        let input = target.input(&seeds, 1, number);
        let told = Told(target, number);
        if let Err(reason) = target.judge(&input) {
            panic!("{} {number}: {reason}", target.name());
        }
        std::mem::forget(told);
    }
}

/// Says which input a panic comes of.
struct Told(Target, u64);

impl Drop for Told {
    fn drop(&mut self) {
        eprintln!("fuzz --target {} --seed 1 --from {} --inputs 1", self.0.name(), self.1);
    }
}

#[test]
fn banks_break_nothing() {
    judged(Target::Bank, 0..300);
}

#[test]
fn answers_break_nothing() {
    judged(Target::Markdown, (0..5_000).step_by(60));
}

#[test]
fn pictures_break_nothing() {
    judged(Target::Picture, 0..300);
}

/// Checks a text and holds what comes of it to the second opinion; whether it is a bank.
fn is_same_bank(text: &str) -> bool {
    let (bank, report) = bank::check(&Source::new(bank_path(), text));
    if let Err(reason) = same::hold(text, bank.as_ref(), &report) {
        panic!("{reason}\n{text}");
    }
    bank.is_some()
}

/// Neither outcome may be rare, or the test says little.
fn assert_both(outcomes: &[bool]) {
    let taken = outcomes.iter().filter(|taken| **taken).count();
    assert!(taken * 8 > outcomes.len() && taken * 8 < outcomes.len() * 7, "{taken} of {} are banks", outcomes.len());
}

#[test]
fn a_plain_typed_reader_reads_mutants_the_same() {
    let seeds = Seeds::read();
    let outcomes = (0..4_000).map(|number| {
        let mut random = Random::new(2, number);
        let seed = random.pick(&seeds.banks);
        is_same_bank(&mutate::mutated(&mut random, seed, &seeds.banks))
    });
    assert_both(&outcomes.collect::<Vec<_>>());
}

/// Where keys stand, and which: the lines above, the keys' indentation, the lines below.
const PLACES: &[(&str, usize, &str, &str)] = &[
    (
        "",
        0,
        "sections: [{title: S, questions: []}]\n",
        "title id language description authors license version homepage deck tags sheet labels allow runners",
    ),
    ("title: T\nsheet:\n", 2, "sections: [{title: S, questions: []}]\n", "paper landscape columns size detail accent"),
    ("title: T\nlabels:\n", 2, "sections: [{title: S, questions: []}]\n", "short page"),
    ("title: T\nrunners:\n  x:\n", 4, "sections: [{title: S, questions: []}]\n", "command"),
    ("title: T\nsections:\n  -\n", 4, "    questions: []\n", "title id deck level"),
    (
        "title: T\nsections:\n  - title: S\n    questions:\n      -\n",
        8,
        "",
        "id question setup short answer pitfalls follow_ups see sources hint level tags reverse typed cloze reviewed retired was allow",
    ),
];

/// A bank in which a key at a place has a value, and all that is required beside it is there.
fn with_value((above, indent, below, _): &(&str, usize, &str, &str), key: &str, value: &str) -> String {
    let required: &[&str] = match indent {
        0 | 4 if !above.contains("runners") => &["title"],
        8 => &["id", "question"],
        _ => &[],
    };
    let others =
        required.iter().filter(|other| **other != key).map(|other| format!("{}{other}: x\n", " ".repeat(*indent)));
    format!("{above}{}{}{key}: {value}\n{below}", others.collect::<String>(), " ".repeat(*indent))
}

#[test]
fn a_plain_typed_reader_reads_every_value_of_every_key_the_same() {
    let mut outcomes = Vec::new();
    for place in PLACES {
        for key in place.3.split(' ') {
            outcomes.extend(VALUES.iter().map(|value| is_same_bank(&with_value(place, key, value))));
        }
    }
    assert_both(&outcomes);
}
