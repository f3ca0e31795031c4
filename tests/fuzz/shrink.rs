//! From an input that something is wrong with to a small one with the same wrong: pieces are left out, halves first.

#![expect(clippy::disallowed_methods, reason = "tries are written where nothing else is")]

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::cases::Target;
use super::driver::{LIMIT, command, kind};

/// The longest that the making small of one input may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The smallest input found with the same kind of wrong; `file` is where tries are written.
pub fn small(target: Target, input: &str, reason: &str, file: &Path) -> String {
    let deadline = Instant::now() + PATIENCE;
    let wanted = kind(reason);
    let mut text = input.to_owned();
    for separator in ["\n", ""] {
        let mut size = pieces(&text, separator).len() / 2;
        while size > 0 {
            text = without(&text, separator, size, &|smaller| {
                Instant::now() < deadline && again(target, smaller, file).is_some_and(|reason| kind(&reason) == wanted)
            });
            size /= 2;
        }
    }
    let _ = fs::remove_file(file);
    text
}

/// Lines, or characters.
fn pieces<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let pieces = if separator.is_empty() {
        text.split_inclusive(|_| true)
    } else {
        return text.split_inclusive(separator).collect();
    };
    pieces.collect()
}

/// Leaves out so many pieces at a time wherever the rest is still wrong.
fn without(text: &str, separator: &str, size: usize, is_wrong: &dyn Fn(&str) -> bool) -> String {
    let mut kept: Vec<&str> = pieces(text, separator);
    let mut at = 0;
    while at < kept.len() {
        let end = kept.len().min(at + size);
        let rest = [&kept[..at], &kept[end..]].concat();
        if is_wrong(&rest.concat()) {
            kept = rest;
        } else {
            at = end;
        }
    }
    kept.concat()
}

/// What a child of its own finds wrong with a text, if anything.
pub fn again(target: Target, text: &str, file: &Path) -> Option<String> {
    let arguments = ["--one", target.name(), &file.to_string_lossy()].map(str::to_owned);
    fs::write(file, text).ok()?;
    let child = command(&arguments).ok()?.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.ok()?;
    let deadline = Instant::now() + LIMIT;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    let hangs = matches!(child.try_wait(), Ok(None));
    // It may have ended by itself.
    let _ = child.kill();
    let output = child.wait_with_output().ok()?;
    match String::from_utf8_lossy(&output.stdout).strip_prefix("Err(\"") {
        _ if hangs => Some(format!("hang: more than {LIMIT:?}")),
        Some(reason) => Some(reason.to_owned()),
        None => (!output.status.success()).then(|| said_last(&output.stderr, output.status)),
    }
}

/// How a child died, and what it said of it.
pub fn said_last(said: &[u8], status: std::process::ExitStatus) -> String {
    let said = String::from_utf8_lossy(said);
    format!(
        "crash: {} ({status})",
        said.lines().skip_while(|line| line.is_empty()).take(4).collect::<Vec<_>>().join(" ")
    )
}
