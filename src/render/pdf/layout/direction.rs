//! Which way text runs: the Unicode Bidirectional Algorithm (UAX #9). The only file that knows unicode-bidi.
//!
//! Enters: rich text. Leaves: for each of its bytes a level, odd where text runs from right to left; and, for the pieces
//! of a line, the order in which they stand.

use std::ops::Range;

use unicode_bidi::{Level, ParagraphBidiInfo};

use super::rich::Rich;
use crate::render::pdf::fonts::Family;
use crate::render::pdf::language::Base;
use crate::render::pdf::shape::Towards;

/// The directions of a paragraph in which some text runs to the left.
pub(super) struct Directions {
    levels: Vec<u8>,
    /// The paragraph's own.
    pub(super) base: u8,
}

/// The directions of a text; `None` where all of it runs to the right.
pub(super) fn directions(rich: &Rich, base: Base) -> Option<Directions> {
    if rich.text.is_ascii() || !rich.text.chars().any(runs_left) {
        return None;
    }
    let level = match base {
        Base::Auto => None,
        Base::Left => Some(Level::rtl()),
        Base::Right => Some(Level::ltr()),
    };
    let (text, places) = isolated(rich);
    let info = ParagraphBidiInfo::new(&text, level);
    let levels = places.iter().map(|place| info.levels[*place].number()).collect();
    Some(Directions { levels, base: info.paragraph_level.number() })
}

/// The text with each stretch of code set apart, so that it runs by itself, and where each byte of the text is in that.
/// A break that the author asked for ends a line, not a paragraph.
fn isolated(rich: &Rich) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(rich.text.len() + 16);
    let mut places = Vec::with_capacity(rich.text.len());
    let mut start = 0;
    for span in &rich.spans {
        let is_code = span.style.family == Family::Mono;
        if is_code {
            text.push('\u{2066}');
        }
        places.extend(text.len()..text.len() + (span.end - start));
        text.extend(rich.text[start..span.end].chars().map(|character| match character {
            '\n' => ' ',
            '\u{2029}' => '\u{2028}',
            other => other,
        }));
        if is_code {
            text.push('\u{2069}');
        }
        start = span.end;
    }
    (text, places)
}

/// Whether a character may make text run to the left: the blocks of scripts that do, and the marks that say so.
fn runs_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

impl Directions {
    /// The level at a byte.
    pub(super) fn level(&self, at: usize) -> u8 {
        self.levels.get(at).copied().unwrap_or(self.base)
    }

    /// How far a part of the text goes on at the level it starts with.
    pub(super) fn stretch(&self, range: Range<usize>) -> usize {
        let level = self.level(range.start);
        range.clone().find(|at| self.level(*at) != level).unwrap_or(range.end)
    }
}

/// Whether text of a level runs to the left.
pub(super) fn is_leftward(level: u8) -> bool {
    level % 2 == 1
}

/// Where text of a level runs to.
pub(super) fn towards(level: u8) -> Towards {
    if is_leftward(level) { Towards::Left } else { Towards::Right }
}

/// The order, from left to right, in which pieces of these levels stand on a line.
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels.iter().map(|level| Level::new(*level).unwrap_or(Level::ltr())).collect();
    ParagraphBidiInfo::reorder_visual(&levels)
}
