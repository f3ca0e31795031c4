//! Which error a program ended with, as its standard error tells.

/// Whether a program ended with the error of this name: where Python tells it, with exactly that, whatever was raised
/// before; in other languages, where a line that is not indented names it.
pub(super) fn is(stderr: &str, name: &str) -> bool {
    match python(stderr) {
        Some(line) => {
            let raised = error_of(line);
            raised == name || raised.rsplit('.').next() == Some(name)
        }
        None => stderr.lines().any(|line| !line.starts_with([' ', '\t']) && has_word(line, name)),
    }
}

/// The name of the error that a line of Python's begins with.
fn error_of(line: &str) -> &str {
    line.split([':', ' ']).next().unwrap_or(line)
}

/// The line that names the error in Python's last traceback, which a group of errors draws a frame around. Tracebacks
/// inside of a group stand deeper.
/// <https://docs.python.org/3/library/traceback.html>
fn python(stderr: &str) -> Option<&str> {
    let (mut frame, mut error) = (None, None);
    for line in stderr.lines() {
        if line == "Traceback (most recent call last):" {
            frame = Some("");
        } else if line == "  + Exception Group Traceback (most recent call last):" {
            frame = Some("  | ");
        } else if let Some(rest) = frame.and_then(|frame| line.strip_prefix(frame))
            && !rest.starts_with(' ')
            && !rest.is_empty()
        {
            (frame, error) = (None, Some(rest));
        }
    }
    error
}

/// Whether a line holds a name that is no part of a longer one.
fn has_word(line: &str, name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + name.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The line that tells an error in few words: Python's, or the last.
pub(super) fn gist(stderr: &str) -> Option<&str> {
    python(stderr).or_else(|| stderr.lines().rev().find(|line| !line.trim().is_empty())).map(str::trim)
}

/// The name of the error in Python's last traceback, without its modules.
pub(super) fn error(stderr: &str) -> Option<&str> {
    python(stderr).map(error_of).and_then(|name| name.rsplit('.').next())
}
