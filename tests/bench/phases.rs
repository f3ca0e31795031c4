//! One build, phase by phase, in one process: what the times of whole processes cannot tell.
//!
//! Enters: the path of a bank; then `deck`, to leave out sheet and handout. Leaves: a line for each phase on standard
//! output: its name, a tab, seconds. Every phase is alone on all threads, while in a build the three renderers run at the
//! same time. With `deck`, on Linux, a line more: the bytes that rendered cards and package took at the most, beyond what
//! the bank takes.

#![expect(clippy::print_stdout, reason = "it is what this program is for")]

use std::error::Error;
use std::fs::{OpenOptions, read_to_string};
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use prepdeck::bank::{self, Bank};
use prepdeck::doc::highlight;
use prepdeck::lock::Lock;
use prepdeck::render::anki::{Deck, Text};
use prepdeck::render::{Options, RenderError, handout, pdf};
use prepdeck::source::Source;

/// Any time of release will do: 2026-01-01T00:00:00Z.
const RELEASE: i64 = 1_767_225_600;

/// As in the program.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let path = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: phases BANK [deck]")?);
    let source = timed("read", || Source::read(&path))?;
    let (bank, _) = timed("check", || bank::check(&source));
    let mut bank = bank.ok_or("the bank has mistakes: prepdeck check")?;
    let (lock, _) = timed("lock", || Lock::next(&bank, None, RELEASE));
    timed("colour", || highlight::colour(&mut bank));
    let deck_alone = std::env::args_os().nth(2).is_some_and(|only| only == "deck");
    if !deck_alone {
        let plan = timed("plan", || pdf::layout::plan(&bank, &lock));
        timed("paint", || pdf::paint::paint(plan))?;
        timed("handout", || handout::render(&bank, &Options::default()));
    }
    let before = peak_from_here().ok().flatten();
    let (deck, texts) = timed("fields", || texts(&bank, &lock))?;
    timed("package", || deck.package(texts.into_iter()))?;
    if let Some((before, peak)) = before.zip(memory("VmHWM:")).filter(|_| deck_alone) {
        println!("memory\t{}", peak - before);
    }
    Ok(())
}

/// Bytes in memory now; from here on the system takes the peak anew. <https://docs.kernel.org/filesystems/proc.html>
fn peak_from_here() -> io::Result<Option<u64>> {
    OpenOptions::new().write(true).open("/proc/self/clear_refs")?.write_all(b"5")?;
    Ok(memory("VmRSS:"))
}

fn memory(field: &str) -> Option<u64> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// A deck and all it says, which a build makes bit by bit while it writes the package.
fn texts<'a>(bank: &'a Bank, lock: &'a Lock) -> Result<(Deck<'a>, Vec<Text>), RenderError> {
    let deck = Deck::new(bank, lock, &Options::default())?;
    let texts = deck.texts().collect();
    Ok((deck, texts))
}

fn timed<T>(phase: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{phase}\t{:.6}", start.elapsed().as_secs_f64());
    result
}
