//! Tables: columns as wide as their words ask for. A table with no room for that is set in smaller type, and failing
//! that turned: its rows stand side by side, as many as fit, each line led by what heads it.

use super::grid::{Cell, Grid, count};
use super::inline::Segment;
use super::lowest::{Words, lowest};
use super::paragraph::{Rich, natural_widths, words};
use super::setter::{Frame, Setter, fitted};
use super::strip::{Strip, tie_lines};
use crate::doc::{Alignment, Table};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::Tag;
use crate::render::pdf::style::{HAIRLINE, QUIET, Style};

/// Type in tables, as a part of that of the text.
const SMALLER: f32 = 0.94;
/// The sizes that are tried, as parts of the usual one.
const SCALES: [f32; 3] = [1.0, 0.92, 0.85];
/// No type is made smaller than this to fit a table in; points.
const SMALLEST: f32 = 6.0;
/// A column this wide, in font sizes, can be read though its longest words are cut.
const ROOMY: f32 = 7.0;
/// A column this wide can be read though its texts go on for many lines.
const CALM: f32 = 5.0;
/// Of a table with more cells than this, or with more words, the first widths are taken: trying others would take long.
const MOST_CELLS: usize = 300;
const MOST_WORDS: usize = 2_000;
/// A turned table has at most so many of its rows side by side.
const MOST_ROWS: usize = 8;
/// What heads the lines of a turned table takes at most this part of the width.
const MOST_HEAD: f32 = 0.4;

/// The widths that a column asks for: that of its longest text on one line, that of its widest word.
#[derive(Clone, Copy, Debug, Default)]
struct Wish {
    whole: f32,
    widest: f32,
}

impl Wish {
    fn or(self, other: Self) -> Self {
        Self { whole: self.whole.max(other.whole), widest: self.widest.max(other.widest) }
    }

    fn scaled(self, scale: f32) -> Self {
        Self { whole: self.whole * scale, widest: self.widest * scale }
    }

    /// Whether a column of this width has words cut.
    fn is_cut(self, width: f32) -> bool {
        width + 0.05 < self.widest
    }

    /// Whether a column of this width can be read.
    fn is_legible(self, width: f32, size: f32) -> bool {
        let is_long = width * 3.0 < self.whole;
        (!self.is_cut(width) || width >= size * ROOMY) && (!is_long || width >= size * CALM)
    }
}

/// A table ready to be set.
struct Setting {
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    alignments: Vec<Alignment>,
}

impl Setter<'_, '_> {
    /// Sets a table.
    pub(super) fn table(&mut self, table: &Table, style: Style, frame: Frame) {
        let style = Style { size: style.size * SMALLER, ..style };
        let mut setting = self.table_setting(table, style);
        let wishes = self.column_wishes(&setting, frame);
        // Rather smaller type than words that are cut.
        let scales = || SCALES.into_iter().filter(|scale| *scale >= 1.0 || style.size * scale >= SMALLEST);
        let tries = scales().zip(std::iter::repeat(true)).chain(scales().zip(std::iter::repeat(false)));
        let mut fitting = tries.filter_map(|(scale, is_whole)| {
            let wishes: Vec<Wish> = wishes.iter().map(|wish| wish.scaled(scale)).collect();
            let columns = self.legible_columns(&wishes, style.size * scale, frame)?;
            let is_cut = || wishes.iter().zip(&columns).any(|(wish, column)| wish.is_cut(column.width));
            (!is_whole || !is_cut()).then_some((scale, columns))
        });
        match fitting.next() {
            Some((scale, columns)) => {
                setting.scale(scale);
                let style = Style { size: style.size * scale, ..style };
                let least: Vec<f32> = wishes.iter().map(|wish| wish.widest * scale).collect();
                let columns = self.lowest_columns(columns, &least, &setting, (style, frame));
                self.upright(setting, columns, style);
            }
            None => self.turned(setting, style, frame),
        }
    }

    fn table_setting(&mut self, table: &Table, style: Style) -> Setting {
        let head_style = Style { weight: Weight::Semibold, ..style };
        self.tagger.enter(Tag::Table);
        let head = self.table_row(&table.head, &Tag::HeaderCell, head_style);
        let rows = table.rows.iter().map(|row| self.table_row(row, &Tag::DataCell, style)).collect();
        self.tagger.leave();
        Setting { head, rows, alignments: table.columns.clone() }
    }

    fn table_row(&mut self, cells: &[crate::doc::Cell], tag: &Tag, style: Style) -> Vec<Cell> {
        self.tagger.enter(Tag::Row);
        let cells = cells.iter().map(|cell| self.table_cell(cell, tag.clone(), style)).collect();
        self.tagger.leave();
        cells
    }

    fn table_cell(&mut self, cell: &crate::doc::Cell, tag: Tag, style: Style) -> Cell {
        let context = self.context;
        let segments = self.tagger.within(tag, |tagger| {
            if cell.is_empty() {
                // An element without content would vanish, and the row would be a cell short.
                return vec![Segment::Text(Rich::plain("\u{A0}", style, Some(tagger.leaf())))];
            }
            super::inline::segments(tagger, context, cell, style, None)
        });
        Cell { segments }
    }

    fn wish(&mut self, cell: &Cell, frame: Frame) -> Wish {
        let mut wish = Wish::default();
        for segment in &cell.segments {
            wish = wish.or(match segment {
                Segment::Text(rich) => {
                    let (whole, widest) = natural_widths(self.shapers, rich);
                    Wish { whole, widest }
                }
                Segment::Picture(picture, _) => {
                    let (whole, _) = fitted(picture, frame.width, self.tallest_picture());
                    Wish { whole, widest: whole.min(frame.width / 4.0) }
                }
            });
        }
        wish
    }

    fn column_wishes(&mut self, setting: &Setting, frame: Frame) -> Vec<Wish> {
        let mut wishes = vec![Wish::default(); setting.head.len()];
        for row in std::iter::once(&setting.head).chain(&setting.rows) {
            for (wish, cell) in wishes.iter_mut().zip(row) {
                *wish = wish.or(self.wish(cell, frame));
            }
        }
        wishes
    }

    /// Columns side by side, if each can be read.
    fn legible_columns(&self, wishes: &[Wish], size: f32, frame: Frame) -> Option<Vec<Frame>> {
        let gap = self.gap_between_columns();
        let room = frame.width - gap * count(wishes.len().saturating_sub(1));
        let widths = shares(wishes, room.max(1.0));
        let is_legible = room > 0.0 && wishes.iter().zip(&widths).all(|(wish, width)| wish.is_legible(*width, size));
        is_legible.then(|| self.side_by_side(&widths, gap, frame))
    }

    /// The columns at which a table that is none too long has the fewest lines, if they take all of the room.
    fn lowest_columns(
        &mut self,
        columns: Vec<Frame>,
        least: &[f32],
        setting: &Setting,
        (style, frame): (Style, Frame),
    ) -> Vec<Frame> {
        let gap = self.gap_between_columns();
        let widths: Vec<f32> = columns.iter().map(|column| column.width).collect();
        let is_full = widths.iter().sum::<f32>() + gap * count(widths.len() - 1) > frame.width - 1.0;
        let pictures = || setting.rows.iter().flatten().any(Cell::has_picture);
        if !is_full || setting.rows.len() * widths.len() > MOST_CELLS || pictures() {
            return columns;
        }
        let mut rows = Vec::with_capacity(setting.rows.len() + 1);
        for row in std::iter::once(&setting.head).chain(&setting.rows) {
            rows.push(row.iter().map(|cell| self.words(cell)).collect::<Vec<_>>());
        }
        if rows.iter().flatten().flatten().map(Vec::len).sum::<usize>() > MOST_WORDS {
            return columns;
        }
        self.side_by_side(&lowest(widths, least, &rows, style.size), gap, frame)
    }

    /// The words of a cell without pictures.
    fn words(&mut self, cell: &Cell) -> Words {
        let text = |segment: &Segment| match segment {
            Segment::Text(rich) => words(self.shapers, rich),
            Segment::Picture(..) => Words::new(),
        };
        cell.segments.iter().flat_map(text).collect()
    }

    fn gap_between_columns(&self) -> f32 {
        self.context.theme.size * 0.9
    }

    fn side_by_side(&self, widths: &[f32], gap: f32, frame: Frame) -> Vec<Frame> {
        let mut offset = 0.0;
        let place = |width: &f32| {
            let far = frame.x + frame.width - offset - width;
            let x = if self.context.theme.leftward { far } else { frame.x + offset };
            offset += width + gap;
            Frame { x, width: *width }
        };
        widths.iter().map(place).collect()
    }

    /// The columns, set as the lines of this style are, a little closer.
    fn grid(&self, columns: Vec<Frame>, alignments: Vec<Alignment>, style: Style) -> Grid {
        let leading = self.leading(style) * 0.97 * (style.size / (self.context.theme.size * SMALLER)).min(1.0);
        Grid { columns, alignments, leading, size: style.size, is_leftward: self.context.theme.leftward }
    }

    /// Rows below each other, their head repeated wherever they go on in another column of the page.
    fn upright(&mut self, setting: Setting, columns: Vec<Frame>, style: Style) {
        let Setting { head, rows, alignments } = setting;
        let grid = self.grid(columns, alignments, style);
        let strips = self.grid_row(&grid, head, Some(QUIET));
        let lead = self.lead(&strips);
        let first = self.strips.len();
        for strip in strips {
            self.push(strip);
        }
        self.keep_from(first);
        let first = self.strips.len();
        for row in rows {
            for strip in self.grid_row(&grid, row, Some(HAIRLINE)) {
                self.push(Strip { lead: lead.clone(), ..strip });
            }
        }
        tie_short_rows(&mut self.strips[first..], grid.leading * 2.5);
    }

    fn turned(&mut self, setting: Setting, style: Style, frame: Frame) {
        let rows: Vec<Wish> = setting.rows.iter().map(|row| self.widest_wish(row, frame)).collect();
        let head = self.widest_wish(&setting.head, frame);
        let cap = frame.width * MOST_HEAD;
        let head = Wish { whole: head.whole.min(cap), widest: head.widest.min(cap) };
        let most = rows.len().clamp(1, MOST_ROWS);
        let mut counts = (2..=most).rev().map(|count| even(rows.len(), count));
        let columns = counts.find_map(|count| self.legible_columns(&beside(head, &rows, count), style.size, frame));
        let columns = columns.unwrap_or_else(|| {
            let gap = self.gap_between_columns();
            self.side_by_side(&shares(&beside(head, &rows, 1), (frame.width - gap).max(1.0)), gap, frame)
        });
        let alignments = vec![Alignment::None; columns.len()];
        let grid = self.grid(columns, alignments, style);
        self.rule(grid.extent());
        let mut head = setting.head;
        let mut rows = setting.rows.into_iter();
        loop {
            let group: Vec<Vec<Cell>> = rows.by_ref().take(grid.columns.len() - 1).collect();
            self.records(&grid, &head, group);
            head.iter_mut().for_each(Cell::make_decoration);
            if rows.len() == 0 {
                break;
            }
        }
    }

    fn widest_wish(&mut self, cells: &[Cell], frame: Frame) -> Wish {
        cells.iter().fold(Wish::default(), |wish, cell| wish.or(self.wish(cell, frame)))
    }

    /// Some rows of a table, side by side: a line for each of its columns.
    fn records(&mut self, grid: &Grid, head: &[Cell], rows: Vec<Vec<Cell>>) {
        let first = self.strips.len();
        let mut rows: Vec<_> = rows.into_iter().map(Vec::into_iter).collect();
        for (place, label) in head.iter().enumerate() {
            let mut line = vec![label.clone()];
            line.extend(rows.iter_mut().map(|row| row.next().unwrap_or_default()));
            let rule = (place + 1 == head.len()).then_some(HAIRLINE);
            for strip in self.grid_row(grid, line, rule) {
                self.push(strip);
            }
        }
        tie_lines(&mut self.strips[first..]);
    }
}

/// A head is neither alone with a short row nor repeated for one; rows that are taller stand where there is room.
fn tie_short_rows(rows: &mut [Strip], tall: f32) {
    if let [first, _, ..] = rows {
        first.keep_with_next |= first.height < tall;
    }
    if let [.., before, last] = rows {
        before.keep_with_next |= last.height < tall;
    }
}

impl Setting {
    fn scale(&mut self, scale: f32) {
        let cells = self.head.iter_mut().chain(self.rows.iter_mut().flatten());
        cells.filter(|_| scale < 1.0).for_each(|cell| cell.scale(scale));
    }
}

/// At most so many rows side by side that all groups of them are about equal.
fn even(rows: usize, most: usize) -> usize {
    rows.div_ceil(rows.div_ceil(most))
}

/// What the columns of a turned table ask for, with so many of its rows side by side.
fn beside(head: Wish, rows: &[Wish], count: usize) -> Vec<Wish> {
    let mut wishes = vec![Wish::default(); count];
    for (place, row) in rows.iter().enumerate() {
        wishes[place % count] = wishes[place % count].or(*row);
    }
    wishes.insert(0, head);
    wishes
}

/// Shares out the room: everyone gets what the whole text asks for if there is room; otherwise everyone gets the
/// widest word, and the widest columns give way to the others. Where even the words do not fit, the columns with the
/// widest give way first, and their words are cut.
fn shares(wishes: &[Wish], room: f32) -> Vec<f32> {
    let sum = |wanted: fn(&Wish) -> f32| wishes.iter().map(wanted).sum::<f32>();
    if sum(|wish| wish.whole) <= room {
        return wishes.iter().map(|wish| wish.whole).collect();
    }
    if sum(|wish| wish.widest) <= room {
        return level(room, |cap| wishes.iter().map(|wish| wish.whole.min(cap.max(wish.widest))).collect());
    }
    level(room, |cap| wishes.iter().map(|wish| wish.widest.min(cap)).collect())
}

/// The widths at the highest limit at which they still fit into the room; they grow with the limit.
fn level(room: f32, widths: impl Fn(f32) -> Vec<f32>) -> Vec<f32> {
    let (mut low, mut high) = (0.0, room);
    for _ in 0..24 {
        let middle = f32::midpoint(low, high);
        let fits = widths(middle).iter().sum::<f32>() <= room;
        if fits { low = middle } else { high = middle }
    }
    widths(low.max(1.0))
}
