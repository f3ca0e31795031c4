//! One build, phase by phase, in one process: what the times of whole processes cannot tell.
//!
//! Enters: the path of a bank. Leaves: a line for each phase on standard output: its name, a tab, seconds. Every phase
//! is alone on all threads, while in a build the three renderers run at the same time.

#![expect(clippy::print_stdout, reason = "it is what this program is for")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use prepdeck::bank;
use prepdeck::doc::highlight;
use prepdeck::lock::Lock;
use prepdeck::render::{Options, anki, handout, pdf};
use prepdeck::source::Source;

/// Any time of release will do: 2026-01-01T00:00:00Z.
const RELEASE: i64 = 1_767_225_600;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let path = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: phases BANK")?);
    let source = timed("read", || Source::read(&path))?;
    let (bank, _) = timed("check", || bank::check(&source));
    let mut bank = bank.ok_or("the bank has mistakes: prepdeck check")?;
    let (lock, _) = timed("lock", || Lock::next(&bank, None, RELEASE));
    timed("colour", || highlight::colour(&mut bank));
    let plan = timed("plan", || pdf::layout::plan(&bank, &lock));
    timed("paint", || pdf::paint::paint(plan))?;
    timed("deck", || anki::render(&bank, &lock, &Options::default()))?;
    timed("handout", || handout::render(&bank, &Options::default()));
    Ok(())
}

fn timed<T>(phase: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{phase}\t{:.6}", start.elapsed().as_secs_f64());
    result
}
