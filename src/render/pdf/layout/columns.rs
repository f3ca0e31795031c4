//! Columns and pages: which strip stands where.
//!
//! Enters: the strips of the whole sheet, with the questions they belong to. Leaves: a page, a column and a height
//! for each. Nothing is drawn here, so that the contents can be set once the pages are known.

use std::ops::Range;

use super::strip::Measure;

/// A question is kept whole where that leaves less than this part of a column empty.
const MOST_WASTE: f32 = 0.2;

/// Where a strip stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Slot {
    /// From 0.
    pub(super) page: usize,
    /// From 0.
    pub(super) column: usize,
    /// The strip's upper edge, from the column's top.
    pub(super) y: f32,
    /// Whether it begins the column, below its lead if it has one.
    pub(super) begins: bool,
}

/// The shape of the pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Columns on a page.
    pub(super) columns: usize,
    /// Height of a column.
    pub(super) height: f32,
    /// Height of a column on the first page, below the title.
    pub(super) first_height: f32,
}

/// Places all strips; `wholes` are the questions, each a range of strips that would best stay together.
pub(super) fn place(strips: &[Measure], wholes: &[Range<usize>], shape: Shape) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(strips.len());
    while slots.len() < strips.len() {
        let from = slots.len();
        let more = strips[from + 1..].iter().take_while(|strip| !strip.new_page).count();
        let to = from + 1 + more;
        let mut cursor = Cursor::new(shape);
        cursor.slot.page = slots.last().map_or(0, |last: &Slot| last.page + 1);
        slots.extend(fill(&strips[..to], from, wholes, cursor));
        balance(&strips[..to], wholes, shape, &mut slots);
    }
    slots
}

#[derive(Clone, Copy, Debug)]
struct Cursor {
    shape: Shape,
    /// In place of the shape's own height on this page: for balancing.
    limit: Option<(usize, f32)>,
    slot: Slot,
}

impl Cursor {
    fn new(shape: Shape) -> Self {
        Self { shape, limit: None, slot: Slot::default() }
    }

    fn height(&self) -> f32 {
        match self.limit {
            Some((page, height)) if page == self.slot.page => height,
            _ if self.slot.page == 0 => self.shape.first_height,
            _ => self.shape.height,
        }
    }

    fn room(&self) -> f32 {
        self.height() - self.slot.y
    }

    fn at_top(&self) -> bool {
        self.slot.y == 0.0
    }

    /// Whether a unit may begin here: it fits, or there is nowhere that it would.
    fn holds(&self, unit: &[Measure]) -> bool {
        let needs = self.needs(unit);
        let is_last_resort = self.at_top() && (self.height() >= self.shape.height || needs > self.shape.height);
        needs <= self.room() || is_last_resort
    }

    fn next_column(&mut self) {
        self.slot.y = 0.0;
        self.slot.column += 1;
        if self.slot.column == self.shape.columns {
            self.slot.column = 0;
            self.slot.page += 1;
        }
    }

    /// What a run of strips needs here: no room above the first at a column's top.
    fn needs(&self, strips: &[Measure]) -> f32 {
        let all: f32 = strips.iter().map(Measure::room).sum();
        match strips.first() {
            Some(first) if self.at_top() => all - first.room() + first.room_at_top(),
            _ => all,
        }
    }

    fn put(&mut self, strip: &Measure) -> Slot {
        let begins = self.at_top();
        self.slot.y += if begins { strip.lead } else { strip.before };
        let slot = Slot { begins, ..self.slot };
        self.slot.y += strip.height;
        slot
    }
}

/// Fills columns from the `from`-th strip on.
fn fill(strips: &[Measure], from: usize, wholes: &[Range<usize>], mut cursor: Cursor) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(strips.len() - from);
    let mut whole = wholes.partition_point(|whole| whole.start < from);
    let mut at = from;
    while at < strips.len() {
        if wholes.get(whole).is_some_and(|range| range.start == at) {
            keep_whole(strips, &wholes[whole], &mut cursor);
            whole += 1;
        }
        let end = unit_end(strips, at);
        while !cursor.holds(&strips[at..end]) {
            cursor.next_column();
        }
        for strip in &strips[at..end] {
            // Only within a unit that is taller than a column.
            if cursor.needs(std::slice::from_ref(strip)) > cursor.room() && !cursor.at_top() {
                cursor.next_column();
            }
            slots.push(cursor.put(strip));
        }
        at = end;
    }
    slots
}

/// Moves on to the next column if a question would be cut here, would not be cut there, and little room is lost.
fn keep_whole(strips: &[Measure], range: &Range<usize>, cursor: &mut Cursor) {
    let strips = &strips[range.clone()];
    let room = cursor.room();
    if cursor.at_top() || cursor.needs(strips) <= room || room > cursor.height() * MOST_WASTE {
        return;
    }
    let mut next = *cursor;
    next.next_column();
    if next.needs(strips) <= next.room() {
        *cursor = next;
    }
}

/// One past the last of the strips that must stand with the one at `at`.
fn unit_end(strips: &[Measure], at: usize) -> usize {
    let tied = strips[at..].iter().take_while(|strip| strip.keep_with_next).count();
    (at + tied + 1).min(strips.len())
}

/// Makes the columns of the last page equally long: the smallest height at which the page still holds its strips.
fn balance(strips: &[Measure], wholes: &[Range<usize>], shape: Shape, slots: &mut Vec<Slot>) {
    let Some(last) = slots.last().copied() else { return };
    let from = slots.partition_point(|slot| slot.page < last.page);
    let start = Slot { page: last.page, ..Slot::default() };
    let full = Cursor { shape, limit: None, slot: start };
    let attempt = |height: f32| {
        let cursor = Cursor { limit: Some((last.page, height)), ..full };
        let placed = fill(strips, from, wholes, cursor);
        let holds = placed.last().is_some_and(|slot| slot.page == last.page)
            && placed.iter().zip(&strips[from..]).all(|(slot, strip)| slot.y + strip.height <= full.height() + 0.01);
        holds.then_some(placed)
    };
    let (mut low, mut high) = (0.0, full.height());
    let mut best = None;
    for _ in 0..14 {
        let middle = f32::midpoint(low, high);
        match attempt(middle) {
            Some(placed) => (high, best) = (middle, Some(placed)),
            None => low = middle,
        }
    }
    if let Some(placed) = best {
        slots.truncate(from);
        slots.extend(placed);
    }
}
