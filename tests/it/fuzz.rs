//! A short run of the fuzz program's inputs, the same everywhere, with the overflow checks that a release has not; and
//! its second opinion, on many more banks than it has time to render. `make fuzz` goes on from there.

use crate::fuzz_cases::random::Random;
use crate::fuzz_cases::seeds::{Seeds, bank_path};
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

#[test]
fn a_plain_typed_reader_reads_the_same() {
    let seeds = Seeds::read();
    let (mut taken, mut refused) = (0, 0);
    for number in 0..6_000 {
        let mut random = Random::new(2, number);
        let seed = random.pick(&seeds.banks);
        let text = mutate::mutated(&mut random, seed, &seeds.banks);
        let (bank, report) = bank::check(&Source::new(bank_path(), text.as_str()));
        if let Err(reason) = same::hold(&text, bank.as_ref(), &report) {
            panic!("{number}: {reason}\n{text}");
        }
        *(if bank.is_some() { &mut taken } else { &mut refused }) += 1;
    }
    assert!(taken > 500 && refused > 500, "{taken} banks taken, {refused} refused: neither may be rare");
}
