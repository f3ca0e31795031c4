//! Comments at the ends of lines of code, where the lines are too wide for their column.
//!
//! Enters: a block's text and tokens, how many characters a line has room for. Leaves: the same with fewer spaces before
//! the comments, those that stood below each other still doing so; nothing else of the code is touched.

use std::collections::BTreeMap;

use crate::doc::{Class, Token};

/// Spaces that are left before a comment, as style guides have it.
const LEAST_SPACES: usize = 2;

/// A comment behind code.
struct Comment {
    /// The byte of the block where the spaces before it begin.
    spaces: usize,
    /// Where it begins.
    start: usize,
    /// Characters before it on its line.
    column: usize,
    /// Characters of its line.
    width: usize,
}

/// Moves comments to the left; `None` where that would change nothing.
pub(super) fn tightened(text: &str, tokens: &[Token], columns: usize) -> Option<(String, Vec<Token>)> {
    let mut groups: BTreeMap<usize, Vec<Comment>> = BTreeMap::new();
    for comment in tokens.iter().filter_map(|token| comment(text, token)) {
        groups.entry(comment.column).or_default().push(comment);
    }
    let mut cuts: Vec<(usize, usize)> = groups.values().flat_map(|group| cuts(group, columns)).collect();
    if cuts.is_empty() {
        return None;
    }
    cuts.sort_unstable();
    let gone = |(start, end): &(usize, usize)| end - start;
    let sums: Vec<usize> = std::iter::once(0)
        .chain(cuts.iter().scan(0, |sum, cut| {
            *sum += gone(cut);
            Some(*sum)
        }))
        .collect();
    let moved = |at: usize| {
        let before = cuts.partition_point(|(_, end)| *end <= at);
        let within = cuts.get(before).map_or(0, |(start, _)| at.saturating_sub(*start));
        at - sums[before] - within
    };
    let range = |token: &Token| moved(token.range.start)..moved(token.range.end);
    let tokens = tokens.iter().map(|token| Token { range: range(token), class: token.class });
    Some((without(text, &cuts), tokens.collect()))
}

/// A token that is a comment with code before it on its line.
fn comment(text: &str, token: &Token) -> Option<Comment> {
    if token.class != Class::Comment || text[token.range.clone()].contains('\n') {
        return None;
    }
    let start = token.range.start;
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let spaces = line + text[line..start].trim_end_matches(' ').len();
    let is_last = text[token.range.end..end].trim().is_empty();
    let column = text[line..start].chars().count();
    let width = column + text[start..end].trim_end().chars().count();
    (spaces > line && is_last).then_some(Comment { spaces, start, column, width })
}

/// The spaces that go, from and to which byte, if one of the lines is too wide.
fn cuts(group: &[Comment], columns: usize) -> Vec<(usize, usize)> {
    let least = group.iter().map(|comment| comment.start - comment.spaces).min().unwrap_or(0);
    let cut = least.saturating_sub(LEAST_SPACES);
    if cut == 0 || group.iter().all(|comment| comment.width <= columns) {
        return Vec::new();
    }
    group.iter().map(|comment| (comment.start - cut, comment.start)).collect()
}

fn without(text: &str, cuts: &[(usize, usize)]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in cuts {
        kept.push_str(&text[from..*start]);
        from = *end;
    }
    kept.push_str(&text[from..]);
    kept
}
