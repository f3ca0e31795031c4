//! The child: judges inputs one after the other, and says so.
//!
//! Leaves lines on standard output: `start N` before each input, `found N WORDS` where something is wrong,
//! `fate N rendered|refused MILLISECONDS KILOBYTES` after each.

#![expect(clippy::print_stdout, reason = "it is how the parent is told")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use super::Request;
use super::cases::seeds::Seeds;
use super::cases::{Fate, Target};

/// Judges inputs until all are done or the parent has heard enough.
pub fn run(target: Target, request: &Request) {
    let seeds = Seeds::read();
    for number in request.from..request.from.saturating_add(request.inputs) {
        let input = target.input(&seeds, request.seed, number);
        println!("start {number}");
        let start = Instant::now();
        let fate = match target.judge(&input) {
            Ok(Fate::Refused) => "refused",
            Ok(Fate::Rendered) => "rendered",
            Err(reason) => {
                println!("found {number} {}", reason.escape_debug());
                "found"
            }
        };
        println!("fate {number} {fate} {} {}", start.elapsed().as_millis(), peak());
    }
}

/// Judges the input in a file.
pub fn one(target: Target, file: &Path) -> Result<bool, Box<dyn Error>> {
    let input = fs::read_to_string(file)?;
    let start = Instant::now();
    let verdict = target.judge(&input);
    println!("{verdict:?} {} {}", start.elapsed().as_millis(), peak());
    Ok(verdict.is_ok())
}

/// The most memory this process has had so far, in kilobytes, where the system tells.
pub fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
