//! What is tried and what must hold: inputs made from seeds, and a judge for each kind of them.
//!
//! Enters: a seed and a number. Leaves: an input that follows from them, and what is wrong with what is made of it.
//! Never here: processes, time, files but for the seeds. The fuzz program and the tests share this folder.

pub mod active;
pub mod artifacts;
pub mod bank;
pub mod findings;
pub mod hostile;
pub mod markdown;
pub mod mutate;
mod outputs;
pub mod picture;
pub mod random;
pub mod same;
pub mod seeds;
pub mod typed;
pub mod words;

use random::Random;
use seeds::Seeds;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The text of a bank's file.
    Bank,
    /// The text of an answer.
    Markdown,
    /// The bytes of a picture, each as the character of its number.
    Picture,
}

/// What became of an input that nothing is wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has mistakes, which were told.
    Refused,
    /// All three artifacts were made of it.
    Rendered,
}

/// A fate, or in words what is wrong; the first word tells findings of one kind from others.
pub type Verdict = Result<Fate, String>;

impl Target {
    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Markdown => "markdown",
            Self::Picture => "picture",
        }
    }

    /// The input of a number: the seeds themselves first, then mutants of them.
    pub fn input(self, seeds: &Seeds, seed: u64, number: u64) -> String {
        let texts = match self {
            Self::Bank => &seeds.banks,
            Self::Markdown => &seeds.markdown,
            Self::Picture => &seeds.pictures,
        };
        if let Some(text) = usize::try_from(number).ok().and_then(|number| texts.get(number)) {
            return text.clone();
        }
        let mut random = Random::new(seed, number);
        let text = random.pick(texts);
        if self == Self::Picture {
            return picture::mutated(&mut random, text);
        }
        let others = if random.one_in(4) { &seeds.markdown } else { texts };
        mutate::mutated(&mut random, text, others)
    }

    /// Makes of an input all that can be made of it, and looks at that.
    pub fn judge(self, input: &str) -> Verdict {
        match self {
            Self::Bank => bank::judge(input),
            Self::Markdown => markdown::judge(input),
            Self::Picture => picture::judge(input),
        }
    }
}
