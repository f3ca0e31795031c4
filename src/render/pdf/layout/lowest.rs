//! The widths at which a table is lowest.
//!
//! Enters: widths that fit the room, the words of all cells. Leaves: widths with the same sum, at which the table has
//! fewer lines, if there are any: what one column does not need for its longest words serves another.

/// The words of a cell, line after line that the author broke: the width of each, and that of the space after it.
pub(super) type Words = Vec<Vec<(f32, f32)>>;

/// How much is moved from one column to another at a time, as parts of the type's size.
const STEPS: [f32; 4] = [3.0, 1.5, 0.7, 0.3];
/// More moves than a table of any use needs.
const MOST_MOVES: usize = 60;

/// Lines of the table, and of all its cells: of two tables as high, the one whose cells are lower is calmer.
type Height = (usize, usize);

/// Moves room between columns as long as that saves lines. No column becomes narrower than its widest word, unless it
/// was.
pub(super) fn lowest(mut widths: Vec<f32>, least: &[f32], rows: &[Vec<Words>], size: f32) -> Vec<f32> {
    let mut height = height(&widths, rows);
    for step in STEPS.map(|step| step * size) {
        for _ in 0..MOST_MOVES {
            let Some((lower, moved)) = best_move(&widths, least, rows, step).filter(|(lower, _)| *lower < height)
            else {
                break;
            };
            (height, widths) = (lower, moved);
        }
    }
    widths
}

fn best_move(widths: &[f32], least: &[f32], rows: &[Vec<Words>], step: f32) -> Option<(Height, Vec<f32>)> {
    let may_give = |from: &usize| widths[*from] - step >= least[*from];
    let givers = (0..widths.len()).filter(may_give);
    let moves = givers.flat_map(|from| (0..widths.len()).filter(move |to| *to != from).map(move |to| (from, to)));
    let results = moves.map(|(from, to)| {
        let mut tried = widths.to_vec();
        tried[from] -= step;
        tried[to] += step;
        (height(&tried, rows), tried)
    });
    results.min_by_key(|(height, _)| *height)
}

fn height(widths: &[f32], rows: &[Vec<Words>]) -> Height {
    rows.iter().fold((0, 0), |(table, cells), row| {
        let lines = || row.iter().zip(widths).map(|(words, width)| lines(words, *width));
        (table + lines().max().unwrap_or(0), cells + lines().sum::<usize>())
    })
}

/// How many lines words take that fill them one after the other.
fn lines(words: &Words, width: f32) -> usize {
    words.iter().map(|line| wrapped(line, width)).sum()
}

fn wrapped(line: &[(f32, f32)], width: f32) -> usize {
    let (mut lines, mut at) = (1, 0.0);
    for (word, space) in line {
        if at > 0.0 && at + word > width + 0.05 {
            (lines, at) = (lines + 1, 0.0);
        }
        at += word + space;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lowest;

    #[test]
    fn a_column_that_needs_less_gives_to_one_that_needs_more() {
        let words = |count: usize| vec![vec![(20.0, 2.0); count]];
        let rows = vec![vec![words(1), words(10)], vec![words(2), words(10)]];
        let widths = lowest(vec![100.0, 100.0], &[20.0, 20.0], &rows, 8.0);
        assert!((widths.iter().sum::<f32>() - 200.0).abs() < 0.01);
        assert!(widths[1] >= 108.0 && widths[0] >= 20.0, "five words a line, not four: {widths:?}");
    }

    #[test]
    fn widths_at_which_nothing_is_saved_stay() {
        let rows = vec![vec![vec![vec![(20.0, 2.0)]], vec![vec![(20.0, 2.0)]]]];
        assert_eq!(lowest(vec![50.0, 60.0], &[20.0, 20.0], &rows, 8.0), [50.0, 60.0]);
    }
}
