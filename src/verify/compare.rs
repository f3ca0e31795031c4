//! What a program printed beside what it was to print, line by line; the only file that knows the crate similar.

use similar::{ChangeTag, TextDiff};

/// So many equal lines are shown around those that differ.
const CONTEXT: usize = 2;

/// So many lines of a comparison are shown.
const LINES: usize = 30;

/// So many characters of a line are shown: with what stands before it, a terminal of 80 columns.
pub(super) const WIDTH: usize = 66;

/// Whether outputs are the same: exactly, but for white space at the end of each.
pub(super) fn is_same(expected: &str, printed: &str) -> bool {
    expected.trim_end() == printed.trim_end()
}

/// The first line, from 0, in which outputs differ.
pub(super) fn first_difference(expected: &str, printed: &str) -> usize {
    let (expected, printed) = (expected.trim_end().split('\n'), printed.trim_end().split('\n'));
    expected.zip(printed).take_while(|(expected, printed)| expected == printed).count()
}

/// What was expected (`-`) and printed (`+`), aligned.
pub(super) fn side_by_side(expected: &str, printed: &str) -> String {
    let (expected, printed) = (ended(expected), ended(printed));
    let diff = TextDiff::from_lines(&expected, &printed);
    let mut lines = vec!["- expected".to_owned(), "+ printed".to_owned()];
    for (number, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if number > 0 {
            lines.push("  ...".to_owned());
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let line = change.value().trim_end_matches('\n');
            lines.push(match change.tag() {
                ChangeTag::Equal => format!("  {}", shown(line)).trim_end().to_owned(),
                ChangeTag::Delete => format!("- {}", marked(line)),
                ChangeTag::Insert => format!("+ {}", marked(line)),
            });
        }
    }
    cut(lines).join("\n")
}

/// An output as lines that all end, but for white space at its end.
fn ended(text: &str) -> String {
    match text.trim_end() {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

fn cut(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("  ... and {more} more lines"));
    }
    lines
}

/// A line with the spaces at its end made visible.
fn marked(line: &str) -> String {
    let text = line.trim_end_matches(' ');
    shown(&format!("{text}{}", "·".repeat(line.len() - text.len())))
}

/// The start of a line, with nothing in it that a terminal would act on.
pub(super) fn shown(line: &str) -> String {
    let mut shown = crate::report::visible(&line.replace('\t', "    "));
    if shown.chars().count() > WIDTH {
        shown = shown.chars().take(WIDTH - 1).chain(['…']).collect();
    }
    shown
}
