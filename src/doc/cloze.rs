//! Cloze deletions: `{{c1::hidden::hint}}` in a text that is Markdown otherwise.
//!
//! Anki's braces may stand inside inline code and code blocks, where no Markdown construct can. So each part of a
//! deletion becomes a noncharacter (which no bank's text may hold) before the text is parsed, and travels through
//! the tree as part of its text: [`OPEN`] number [`START`] hidden text [`HINT`] hint [`CLOSE`].

use std::borrow::Cow;

/// Opens a deletion; its number, in decimal digits, follows.
pub const OPEN: char = '\u{FDD0}';
/// Ends the number; the hidden text follows.
pub const START: char = '\u{FDD1}';
/// Ends the hidden text; the hint follows. Only where there is a hint.
pub const HINT: char = '\u{FDD2}';
/// Ends the deletion.
pub const CLOSE: char = '\u{FDD3}';

/// What a learner sees of a text in the end: all but numbers and hints.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains([OPEN, START, HINT, CLOSE]) {
        return Cow::Borrowed(text);
    }
    let mut is_shown = true;
    let shown = text.chars().filter(|character| {
        match *character {
            OPEN | HINT => is_shown = false,
            START | CLOSE => is_shown = true,
            _ => return is_shown,
        }
        false
    });
    Cow::Owned(shown.collect())
}
