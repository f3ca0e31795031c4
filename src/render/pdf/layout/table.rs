//! Tables: columns as wide as their words ask for, rows that stay whole.

use super::draw;
use super::inline::Segment;
use super::paragraph::{Line, Rich, lines, natural_widths};
use super::setter::{Frame, Setter, baseline};
use super::strip::Strip;
use crate::doc::{Alignment, Cell, Table};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Fill, Rect, Tag};
use crate::render::pdf::style::{HAIRLINE, QUIET, Style};

/// A cell ready to be set: its text, without the pictures, which follow the row.
struct Setting {
    rich: Rich,
    pictures: Vec<Segment>,
}

impl Setter<'_, '_> {
    /// Sets a table.
    pub(super) fn table(&mut self, table: &Table, style: Style, frame: Frame) {
        let style = Style { size: style.size * 0.94, ..style };
        let head_style = Style { weight: Weight::Semibold, ..style };
        self.tagger.enter(Tag::Table);
        let head = self.row(&table.head, &Tag::HeaderCell, head_style);
        let rows: Vec<Vec<Setting>> = table.rows.iter().map(|row| self.row(row, &Tag::DataCell, style)).collect();
        self.tagger.leave();
        let columns = self.columns(&head, &rows, frame);
        let first = self.strips.len();
        self.set_row(head, (&columns, &table.columns), head_style, QUIET);
        self.keep_from(first);
        for row in rows {
            self.set_row(row, (&columns, &table.columns), style, HAIRLINE);
        }
    }

    fn row(&mut self, cells: &[Cell], tag: &Tag, style: Style) -> Vec<Setting> {
        self.tagger.enter(Tag::Row);
        let settings = cells.iter().map(|cell| self.cell(cell, tag.clone(), style)).collect();
        self.tagger.leave();
        settings
    }

    fn cell(&mut self, cell: &Cell, tag: Tag, style: Style) -> Setting {
        let context = self.context;
        let segments = self.tagger.within(tag, |tagger| {
            if cell.is_empty() {
                // An element without content would vanish, and the row would be a cell short.
                return vec![Segment::Text(Rich::plain("\u{A0}", style, Some(tagger.leaf())))];
            }
            super::inline::segments(tagger, context, cell, style, None)
        });
        let mut setting = Setting { rich: Rich::default(), pictures: Vec::new() };
        for segment in segments {
            match segment {
                Segment::Text(rich) if setting.rich.text.is_empty() => setting.rich = rich,
                other => setting.pictures.push(other),
            }
        }
        setting
    }

    fn columns(&mut self, head: &[Setting], rows: &[Vec<Setting>], frame: Frame) -> Vec<Frame> {
        // Many narrow columns cannot afford wide gaps.
        let gap = (self.context.theme.size * 0.9).min(frame.width * 0.25 / count(head.len().max(1)));
        let mut wishes = vec![(0.0_f32, 0.0_f32); head.len()];
        for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            for (wish, cell) in wishes.iter_mut().zip(row) {
                let (whole, widest) = natural_widths(self.shapers, &cell.rich);
                *wish = (wish.0.max(whole), wish.1.max(widest));
            }
        }
        let room = frame.width - gap * count(head.len().saturating_sub(1));
        let mut x = frame.x;
        let widths = shares(&wishes, room.max(1.0));
        let place = |width| {
            let column = Frame { x, width };
            x += width + gap;
            column
        };
        widths.into_iter().map(place).collect()
    }

    fn set_row(
        &mut self,
        row: Vec<Setting>,
        (columns, alignments): (&[Frame], &[Alignment]),
        style: Style,
        rule: crate::render::pdf::plan::Color,
    ) {
        let leading = self.leading(style) * 0.97;
        let cells: Vec<Vec<Line>> =
            row.iter().zip(columns).map(|(cell, column)| lines(self.shapers, &cell.rich, column.width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let per_strip = self.lines_per_strip(leading);
        for from in (0..height).step_by(per_strip) {
            let to = (from + per_strip).min(height);
            let mut strip = Strip { height: leading * count(to - from), ..Strip::default() };
            for ((cell, column), alignment) in cells.iter().zip(columns).zip(alignments) {
                let shown = cell.get(from..to.min(cell.len())).unwrap_or_default();
                cell_lines(&mut strip.drawing, shown, (*column, *alignment), (leading, style.size));
            }
            self.push(strip);
        }
        self.rule_below(columns, rule);
        for segment in row.into_iter().flat_map(|cell| cell.pictures) {
            let frame = columns.first().copied().unwrap_or(Frame { x: 0.0, width: 1.0 });
            self.segment(segment, style, frame);
        }
    }

    /// A row stays whole, unless it is too tall for that.
    fn lines_per_strip(&self, leading: f32) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen lines")]
        let lines = (self.context.theme.column_height() * 0.3 / leading) as usize;
        lines.max(1)
    }

    fn rule_below(&mut self, columns: &[Frame], color: crate::render::pdf::plan::Color) {
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
        let Some(strip) = self.strips.last_mut() else { return };
        strip.height += 2.2;
        let rect = Rect { x: first.x, y: strip.height - 1.2, width: last.x + last.width - first.x, height: 0.4 };
        strip.drawing.fills.push(Fill { rect, color, radius: 0.0 });
    }
}

fn cell_lines(
    drawing: &mut Drawing,
    lines: &[Line],
    (column, alignment): (Frame, Alignment),
    (leading, size): (f32, f32),
) {
    for (place, line) in lines.iter().enumerate() {
        let free = (column.width - line.width).max(0.0);
        let x = match alignment {
            Alignment::None | Alignment::Left => column.x,
            Alignment::Center => column.x + free / 2.0,
            Alignment::Right => column.x + free,
        };
        draw::line(drawing, line, x, leading * count(place) + baseline(leading, size));
    }
}

fn count(number: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lines of a row, columns of a table")]
    let number = number as f32;
    number
}

/// Shares out the room: everyone gets what the whole text asks for if there is room; otherwise everyone gets the
/// widest word, and what is left goes in proportion to what is still asked for. Where even the words do not fit,
/// the widest columns give way first, and their words are cut.
fn shares(wishes: &[(f32, f32)], room: f32) -> Vec<f32> {
    let wanted: f32 = wishes.iter().map(|wish| wish.0).sum();
    if wanted <= room {
        return wishes.iter().map(|wish| wish.0).collect();
    }
    let needed: f32 = wishes.iter().map(|wish| wish.1).sum();
    if needed <= room {
        let share = (room - needed) / (wanted - needed).max(1.0);
        return wishes.iter().map(|(whole, widest)| widest + (whole - widest) * share).collect();
    }
    let cap = level(wishes, room);
    wishes.iter().map(|(_, widest)| widest.min(cap)).collect()
}

/// The width that, as a limit for every column, uses up the room.
fn level(wishes: &[(f32, f32)], room: f32) -> f32 {
    let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.1).collect();
    widths.sort_by(f32::total_cmp);
    let mut left = room;
    for (place, width) in widths.iter().enumerate() {
        let fair = left / count(widths.len() - place);
        if *width > fair {
            return fair.max(1.0);
        }
        left -= width;
    }
    room
}
