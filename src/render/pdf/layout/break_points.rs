//! Where lines may end (UAX #14), and where they had better not.
//!
//! Enters: rich text. Leaves: places between which an atom is. The only file that knows `icu_segmenter`.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::rich::Rich;
use crate::render::pdf::language::Language;

/// For all scripts; Thai, Burmese and their like break by dictionary. Finding its tables costs more than a short text.
static SEGMENTER: LazyLock<LineSegmenterBorrowed> =
    LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));
/// For Korean, whose words are parted by spaces as those of Latin are.
static KEEPING_WORDS: LazyLock<LineSegmenterBorrowed> = LazyLock::new(|| {
    let mut options = LineBreakOptions::default();
    options.word_option = Some(LineBreakWordOption::KeepAll);
    LineSegmenter::new_auto(options)
});

/// Where a line may end.
pub(super) fn break_points(rich: &Rich, range: Range<usize>, language: Language) -> Vec<usize> {
    let segmenter = if language.keeps_words { &KEEPING_WORDS } else { &SEGMENTER };
    let points = segmenter.segment_str(&rich.text[range.clone()]).skip(1).map(|point| range.start + point);
    let is_bad = |point| {
        rich.text[..point].ends_with("://")
            || is_after_marks(rich, point)
            || is_within_range(&rich.text, point)
            || is_before_dash(&rich.text[point..])
            || rich.is_within_short_code(point)
    };
    let fit = |point: &usize| *point == range.end || !is_bad(*point);
    let mut points: Vec<usize> = points.filter(fit).filter_map(|point| before_hyphen(&rich.text, point)).collect();
    points.dedup();
    points
}

/// Whether a word has nothing but a few marks up to here: what is left of `--check` would be taken for a dash.
fn is_after_marks(rich: &Rich, point: usize) -> bool {
    let (near, is_all) = near_before(&rich.text, point, MOST_MARKS);
    let rest = near.trim_end_matches(|character: char| character.is_ascii_punctuation());
    rest.len() < near.len() && rest.chars().next_back().map_or(is_all, char::is_whitespace)
}

/// Whether a dash between words comes next: it ends a line, and begins none.
fn is_before_dash(after: &str) -> bool {
    after.strip_prefix(['–', '—']).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether it is after the dash of `1–10`.
fn is_within_range(text: &str, point: usize) -> bool {
    let is_digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let before = text[..point].strip_suffix('–');
    before.is_some_and(|before| is_digit(before.chars().next_back())) && is_digit(text[point..].chars().next())
}

/// So many marks before a word belong to it; bytes.
const MOST_MARKS: usize = 8;
/// Of an address, a part between slashes of at most this many bytes is not parted at its hyphens.
const SHORT_PART: usize = 20;
/// How far back the start of an address is looked for, in bytes: a text may be one long word.
const LONGEST_ADDRESS: usize = 500;

/// Addresses are parted before a hyphen, not after it, where it would seem to be the line's; and not where a slash is
/// near.
fn before_hyphen(text: &str, point: usize) -> Option<usize> {
    let is_address = || {
        let near = near_before(text, point, LONGEST_ADDRESS).0;
        near.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"))
    };
    if !text[..point].ends_with('-') || !is_address() {
        return Some(point);
    }
    let is_edge = |character: char| character.is_whitespace() || matches!(character, '/' | '#' | '?' | '&');
    let length = |part: Option<&str>| part.map_or(0, str::len);
    let before = near_before(text, point, SHORT_PART + 1).0;
    let after = &text[point..text.floor_char_boundary(point + SHORT_PART + 1)];
    let part = length(before.rsplit(is_edge).next()) + length(after.split(is_edge).next());
    (part > SHORT_PART).then_some(point - 1)
}

/// At most so many bytes before a place, and whether they are all there are.
fn near_before(text: &str, point: usize, most: usize) -> (&str, bool) {
    let start = text.ceil_char_boundary(point.saturating_sub(most)).min(point);
    (&text[start..point], start == 0)
}
