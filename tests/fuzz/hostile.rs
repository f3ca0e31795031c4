//! The banks made to use up time and memory, in full size: what each of them costs, each in a process of its own.

#![expect(clippy::print_stdout, reason = "it is what is asked for")]

use std::error::Error;
use std::process::Stdio;
use std::time::Instant;

use super::cases::bank;
use super::cases::hostile::ALL;
use super::driver::command;
use super::worker::peak;

/// The longest that one of them may take, in seconds.
const LIMIT: u64 = 60;

/// The most memory, in kilobytes, beyond what the input itself takes twice over.
const MEMORY: u64 = 1 << 20;

/// Judges each of them; whether nothing is wrong with any.
pub fn run() -> Result<bool, Box<dyn Error>> {
    let mut clean = true;
    for (number, hostile) in ALL.iter().enumerate() {
        let arguments = ["--hostile-one".to_owned(), number.to_string()];
        let output = command(&arguments)?.stderr(Stdio::inherit()).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            clean = false;
            println!("WRONG ({}): {}", output.status, hostile.name);
        }
        print!("{said}");
    }
    Ok(clean)
}

/// Judges one of them, in this process.
pub fn one(number: usize) -> Result<bool, Box<dyn Error>> {
    let hostile = ALL.get(number).ok_or("there are not so many")?;
    let text = (hostile.make)(hostile.full);
    let length = text.len();
    let start = Instant::now();
    let verdict = bank::judge_once(text);
    let (elapsed, peak) = (start.elapsed(), peak());
    let cost = format!("{:>7} ms {:>5} MB", elapsed.as_millis(), peak >> 10);
    println!("{cost} of {:>6} KB: {} {}: {verdict:.300?}", length >> 10, hostile.full, hostile.name);
    Ok(verdict.is_ok() && elapsed.as_secs() < LIMIT && peak < MEMORY)
}
