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
                Instant::now() < deadline && is_wrong(target, smaller, &wanted, file)
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

/// Whether a child finds the same kind of wrong with a text.
fn is_wrong(target: Target, text: &str, wanted: &str, file: &Path) -> bool {
    let arguments = ["--one", target.name(), &file.to_string_lossy()].map(str::to_owned);
    let child = fs::write(file, text)
        .and_then(|()| command(&arguments))
        .and_then(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn());
    let Ok(mut child) = child else { return false };
    let deadline = Instant::now() + LIMIT;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    if matches!(child.try_wait(), Ok(None)) {
        let _ = child.kill().and_then(|()| child.wait());
        return wanted.starts_with("hang");
    }
    let Ok(output) = child.wait_with_output() else { return false };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match said.strip_prefix("Err(\"") {
        Some(reason) => kind(reason) == wanted,
        None => wanted.starts_with("crash") && !said.starts_with("Ok"),
    }
}
