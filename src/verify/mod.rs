//! `prepdeck verify`: the code of banks, run, and what it prints compared with what they say.
//!
//! Enters: banks that have passed the check. Leaves: a [`Verified`] for each; with [`Request::update`], outputs that differ
//! are written into the file. The only part of prepdeck that runs what a bank holds: `process` starts the programs.
//! Never here: printing.

mod compare;
mod group;
mod judge;
mod plan;
mod process;
mod raised;
mod version;
mod work;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rayon::prelude::*;

use crate::bank::listing::Listing;
use crate::report::{Report, quote};
use crate::source::Source;

use plan::Step;
use work::Work;

/// How long a block may run unless its runner or the command line says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// What to verify, and how.
#[derive(Debug)]
pub struct Request<'r> {
    /// The questions whose code is run; empty: all of it.
    pub only: Vec<String>,
    /// How many blocks run at once; 0: as many as there are cores.
    pub jobs: usize,
    /// How long each may run, in place of what the runners say.
    pub timeout: Option<Duration>,
    /// Whether outputs that differ are written into the file.
    pub update: bool,
    /// Once it is set, what runs is ended, nothing more is run, and nothing written.
    pub stop: &'r AtomicBool,
}

/// How far a verification is; told as it goes, from several threads.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// So many blocks are about to be run.
    Running(usize),
    /// One of them is done.
    Ran,
}

/// Who is told how far a verification is.
pub type Watch<'a> = &'a (dyn Fn(Event) + Sync);

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A question to verify that is in no bank.
    #[error("--only: there is no question {} in the banks", quote(.0))]
    UnknownQuestion(String),
}

/// What came of a bank.
#[derive(Debug)]
pub struct Verified {
    /// The file, as it is now.
    pub source: Source,
    /// All that failed.
    pub report: Report,
    /// How many blocks there are of each kind.
    pub tally: Tally,
    /// What prevented blocks from being run, each once.
    pub troubles: Vec<Trouble>,
}

/// How many blocks there are of each kind; a block is of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Did what the bank says.
    pub passed: usize,
    /// Did not.
    pub failed: usize,
    /// Printed something else, which is now in the file.
    pub updated: usize,
    /// Were not run, by the reason.
    pub skipped: BTreeMap<Skip, usize>,
}

/// Why a block was not run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// `norun` says why.
    NoRun(String),
    /// The program is too old.
    Since {
        /// The first version that would do.
        since: String,
        /// Whose program it is.
        runner: String,
        /// Its version.
        version: String,
    },
    /// Nothing runs this language.
    NoRunner(String),
    /// See [`Verified::troubles`].
    CouldNot,
}

/// What is in the way, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// What is in the way.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Tally {
    /// How many blocks there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.passed + self.failed + self.updated + self.not_run()
    }

    /// How many were not run.
    #[must_use]
    pub fn not_run(&self) -> usize {
        self.skipped.values().sum()
    }
}

/// Runs the code of banks, all of it at once as far as [`Request::jobs`] goes; results come in the order of the banks.
///
/// # Errors
/// [`Error`]; nothing was run.
pub fn verify(sources: Vec<Source>, request: &Request, watch: Watch) -> Result<Vec<Verified>, Error> {
    let listings: Vec<Listing> = sources.iter().map(Listing::of).collect();
    refuse_unknown(&listings, &request.only)?;
    let banks = sources.into_iter().zip(listings).collect();
    Ok(in_parallel(request.jobs, || run_and_judge(banks, request, watch)))
}

fn refuse_unknown(listings: &[Listing], only: &[String]) -> Result<(), Error> {
    let is_known = |id: &String| listings.iter().any(|listing| listing.questions.contains(id));
    only.iter().find(|id| !is_known(id)).map_or(Ok(()), |id| Err(Error::UnknownQuestion(id.clone())))
}

fn run_and_judge(banks: Vec<(Source, Listing)>, request: &Request, watch: Watch) -> Vec<Verified> {
    let works: Vec<Work> = banks.into_par_iter().map(|(source, listing)| Work::new(source, listing, request)).collect();
    let tasks = works.iter().flat_map(|work| work.steps().map(move |(block, step)| (work, block, step)));
    let tasks = tasks.collect::<Vec<_>>();
    watch(Event::Running(tasks.len()));
    let run = |(work, block, step): (&Work, usize, &Step)| {
        let ran = work.run(step);
        watch(Event::Ran);
        (block, ran)
    };
    // One by one: a block may take a thousand times as long as another.
    let runs: Vec<_> = tasks.into_par_iter().with_max_len(1).map(run).collect();
    let mut runs = runs.into_iter();
    works.into_iter().map(|work| work.settle(&mut runs)).collect()
}

/// Does some work on so many threads; where they cannot be had, on those that there are.
fn in_parallel<T: Send>(jobs: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
