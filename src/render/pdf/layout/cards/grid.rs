//! Where cards lie on their pages, and where they are cut.

use crate::bank::Paper;
use crate::render::Duplex;
use crate::render::pdf::plan::{Fill, Rect};
use crate::render::pdf::style::{HAIRLINE, QUIET};

/// Cards on a page.
pub(super) const PER_PAGE: usize = COLUMNS * ROWS;
const COLUMNS: usize = 2;
const ROWS: usize = 4;

/// Around the cards, 12 mm: printers reach to within some 5 mm of the edge, and cut marks must be seen.
const MARGIN: f32 = 34.0;
/// Between a mark and the card it cuts.
const AWAY: f32 = 6.0;
/// Length of a mark.
const MARK: f32 = 12.0;
/// Half the length of a cross between cards.
const CROSS: f32 = 4.0;
/// Thickness of a mark.
const LINE: f32 = 0.5;

/// The pages of cards.
pub(super) struct Grid {
    /// Width and height of the paper, upright whatever the sheet is: cards are wider than high.
    pub(super) paper: (f32, f32),
    /// Width and height of a card.
    pub(super) card: (f32, f32),
    duplex: Duplex,
}

impl Grid {
    pub(super) fn new(paper: Paper, duplex: Duplex) -> Self {
        let (width, height) = crate::render::pdf::style::paper_size(paper);
        let card = ((width - 2.0 * MARGIN) / count(COLUMNS), (height - 2.0 * MARGIN) / count(ROWS));
        Self { paper: (width, height), card, duplex }
    }

    /// The corner of a card's front.
    pub(super) fn front(&self, slot: usize) -> (f32, f32) {
        self.corner(slot % COLUMNS, slot / COLUMNS)
    }

    /// The corner of its back, on the page behind: turned over the long edge, left and right change places; over the
    /// short one, top and bottom.
    pub(super) fn back(&self, slot: usize) -> (f32, f32) {
        let (column, row) = (slot % COLUMNS, slot / COLUMNS);
        match self.duplex {
            Duplex::Long => self.corner(COLUMNS - 1 - column, row),
            Duplex::Short => self.corner(column, ROWS - 1 - row),
        }
    }

    fn corner(&self, column: usize, row: usize) -> (f32, f32) {
        (MARGIN + count(column) * self.card.0, MARGIN + count(row) * self.card.1)
    }

    /// Where the line in the upper margin begins: its baseline.
    pub(super) fn head() -> (f32, f32) {
        (MARGIN + 8.0, MARGIN - 9.0)
    }

    /// Where the line in the lower margin begins.
    pub(super) fn foot(&self) -> (f32, f32) {
        (MARGIN + 8.0, self.paper.1 - MARGIN + 15.0)
    }

    /// Where the line in the lower margin ends.
    pub(super) fn foot_right(&self) -> (f32, f32) {
        (self.paper.0 - MARGIN - 8.0, self.paper.1 - MARGIN + 15.0)
    }

    /// Room for a line in a margin, up to the cut mark in its middle.
    pub(super) fn head_room(&self) -> f32 {
        self.card.0 - 16.0
    }

    /// The cut marks: in the margins, and crosses where four cards meet.
    pub(super) fn marks(&self) -> Vec<Fill> {
        let (width, height) = self.paper;
        let xs = (0..=COLUMNS).map(|column| self.corner(column, 0).0);
        let ys = (0..=ROWS).map(|row| self.corner(0, row).1);
        let mut marks = Vec::new();
        for x in xs.clone() {
            for y in [MARGIN - AWAY - MARK, height - MARGIN + AWAY] {
                marks.push(mark(x - LINE / 2.0, y, LINE, MARK));
            }
        }
        for y in ys.clone() {
            for x in [MARGIN - AWAY - MARK, width - MARGIN + AWAY] {
                marks.push(mark(x, y - LINE / 2.0, MARK, LINE));
            }
        }
        for x in xs.skip(1).take(COLUMNS - 1) {
            for y in ys.clone().skip(1).take(ROWS - 1) {
                let across = mark(x - CROSS, y - LINE / 2.0, 2.0 * CROSS, LINE);
                let down = mark(x - LINE / 2.0, y - CROSS, LINE, 2.0 * CROSS);
                marks.extend([across, down].map(|fill| Fill { color: HAIRLINE, ..fill }));
            }
        }
        marks
    }
}

fn mark(x: f32, y: f32, width: f32, height: f32) -> Fill {
    Fill { rect: Rect { x, y, width, height }, color: QUIET, radius: 0.0 }
}

fn count(number: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "rows and columns of a page")]
    let number = number as f32;
    number
}
