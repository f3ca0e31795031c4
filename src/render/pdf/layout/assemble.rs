//! Puts the parts of a sheet together: one numbering, pages, boxes, headers and footers.

use std::ops::Range;

use super::columns::{Shape, Slot};
use super::furniture::{Ends, furniture};
use super::navigation::{checked, names, outline};
use super::numbering::Numbering;
use super::panels::panels;
use super::setter::Context;
use super::stack::{Row, Stack};
use super::strip::Measure;
use super::tagger::Tagger;
use crate::bank::Bank;
use crate::render::pdf::plan::{About, Drawing, Page, Place, Plan, Structure};
use crate::render::pdf::shape::Shapers;
use crate::render::pdf::style::Theme;

/// A part of the sheet, set for itself.
pub(super) struct Part {
    pub(super) stack: Stack,
    pub(super) tagger: Tagger,
    /// How many boxes it has.
    pub(super) panels: u32,
    /// Room below its last strip: a box may reach into it.
    pub(super) overhang: f32,
    /// Whether it would best stay in one column.
    pub(super) is_question: bool,
}

/// The sheet while it is put together.
pub(super) struct Sheet<'a> {
    context: Context<'a>,
    stacks: Vec<Stack>,
    /// Of all strips of the stacks.
    measures: Vec<Measure>,
    wholes: Vec<Range<usize>>,
    /// See [`Part::overhang`], of the last part.
    overhang: f32,
    /// How many strips at the start are the contents.
    contents: usize,
    /// The columns of contents beneath the title.
    grid: Theme,
    /// Height of the title, and of the contents beneath it.
    head: f32,
    structure: Structure,
    numbering: Numbering,
}

/// What [`Sheet::finish`] needs.
pub(super) struct Finish<'f> {
    pub(super) bank: &'f Bank,
    pub(super) title: Part,
    pub(super) contents: Part,
    pub(super) slots: Vec<Slot>,
    pub(super) shapers: &'f mut Shapers<'static>,
    pub(super) facts: &'f str,
    pub(super) about: About,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(context: Context<'a>, parts: Vec<Part>) -> Self {
        let numbering = Numbering::default();
        let (stacks, wholes, structure) = (Vec::with_capacity(parts.len()), Vec::new(), Structure::default());
        let measures = Vec::with_capacity(parts.iter().map(|part| part.stack.rows.len()).sum());
        let grid = context.theme.clone();
        let (overhang, contents, head) = (0.0, 0, 0.0);
        let mut sheet =
            Self { context, stacks, measures, wholes, overhang, contents, grid, head, structure, numbering };
        for part in parts {
            sheet.add(part);
        }
        sheet
    }

    fn add(&mut self, mut part: Part) {
        if let Some(first) = part.stack.rows.first_mut() {
            first.measure.before += std::mem::replace(&mut self.overhang, part.overhang);
        }
        let start = self.measures.len();
        let steps = self.numbering.take(part.tagger, part.panels, &mut part.stack);
        self.measures.extend(part.stack.rows.iter().map(|row| row.measure));
        self.stacks.push(part.stack);
        if part.is_question {
            self.wholes.push(start..self.measures.len());
        } else {
            self.structure.open();
        }
        self.structure.push(steps);
    }

    pub(super) fn measures(&self) -> &[Measure] {
        &self.measures
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.stacks.iter().flat_map(|stack| &stack.rows)
    }

    pub(super) fn wholes(&self) -> &[Range<usize>] {
        &self.wholes
    }

    /// The shape of the pages with title and contents, in a grid of columns of their own, over the first page's columns.
    pub(super) fn beneath_title(&mut self, title: &Part, contents: &Part, grid: Theme) -> Shape {
        let rows = contents.stack.rows.len().div_ceil(grid.columns);
        let height = |column: &[Row]| column.iter().map(|row| row.measure.room()).sum::<f32>();
        let tallest = contents.stack.rows.chunks(rows.max(1)).map(height).fold(0.0, f32::max);
        self.grid = grid;
        self.shape(title.stack.height() + self.context.theme.gap + tallest)
    }

    /// The shape of the pages with the title alone over the first page's columns.
    pub(super) fn below_title(&mut self, title: &Part) -> Shape {
        self.shape(title.stack.height())
    }

    fn shape(&mut self, head: f32) -> Shape {
        let theme = self.context.theme;
        // A title that takes more than half of the page has the columns begin on the next one.
        let room = theme.column_height() - head - theme.leading * 1.2 + HEADER_ROOM;
        self.head = head;
        Shape { columns: theme.columns, height: theme.column_height(), first_height: room.max(theme.leading) }
    }

    /// Lets the contents flow before the questions.
    pub(super) fn flow_contents(&mut self, stack: Stack) {
        self.contents = stack.rows.len();
        for range in &mut self.wholes {
            *range = range.start + self.contents..range.end + self.contents;
        }
        self.measures.splice(0..0, stack.rows.iter().map(|row| row.measure));
        self.stacks.insert(0, stack);
    }

    /// The page on which each section begins, from 0, by its place.
    pub(super) fn heading_pages(&self, slots: &[Slot]) -> Vec<usize> {
        let targets = self.context.targets;
        let mut pages = vec![0; targets.len()];
        for (row, slot) in self.rows().zip(slots) {
            if let Some(place) = row.place.filter(|place| targets.is_heading(*place)) {
                pages[place] = slot.page;
            }
        }
        pages
    }

    /// Draws everything at its place.
    pub(super) fn finish(mut self, finish: Finish<'_>) -> Plan {
        let Finish { bank, title, contents, slots, shapers, facts, about } = finish;
        let count = slots.last().map_or(1, |slot| slot.page + 1);
        let mut boxes = vec![Drawing::default(); count];
        let places = self.places(&slots);
        let rows = self.rows().map(|row| (&*row.panels, row.measure.height));
        panels(self.context.theme, (self.context.theme.margin_top, self.first_top()), rows, &slots, &mut boxes);
        let page = |boxes: Drawing| Page { body: vec![boxes], ..Page::default() };
        let mut pages = boxes.into_iter().map(page).collect::<Vec<_>>();
        self.front(title, contents, &mut pages[0]);
        let running = self.running_sections(&slots);
        self.draw(&slots, &mut pages);
        self.furnish((bank, facts), &running, shapers, &mut pages);
        let outline = outline(bank, self.context);
        let names = names(bank, self.context);
        self.structure.close();
        let Numbering { links, mut actual, .. } = self.numbering;
        actual.sort();
        let Theme { page_width: width, page_height: height, .. } = *self.context.theme;
        let (faces, links) = (self.context.pool.faces(), checked(links));
        Plan { width, height, faces, pages, places, names, links, outline, actual, structure: self.structure, about }
    }

    /// The top of the first page's columns, from the page's top.
    fn first_top(&self) -> f32 {
        let theme = self.context.theme;
        theme.margin_top - HEADER_ROOM + self.head + theme.leading * 1.2
    }

    /// Title and contents; the contents in a grid, column by column, or at the start of the flow.
    fn front(&mut self, mut title: Part, mut contents: Part, page: &mut Page) {
        let theme = self.context.theme;
        let top = theme.margin_top - HEADER_ROOM;
        let mut steps = self.numbering.take(title.tagger, title.panels, &mut title.stack);
        steps.extend(self.numbering.take(contents.tagger, contents.panels, &mut contents.stack));
        self.structure.push_front(steps);
        let y = top + title.stack.height() + theme.gap;
        title.stack.spread(&corners(&title.stack.rows, (theme.margin_x, top)));
        page.body.push(title.stack.drawing);
        if self.contents > 0 {
            return self.stacks[0].redraw(contents.stack);
        }
        let rows = &contents.stack.rows;
        let columns = rows.chunks(rows.len().div_ceil(self.grid.columns).max(1)).enumerate();
        let corners = columns.flat_map(|(column, rows)| corners(rows, (self.grid.column_x(column), y)));
        contents.stack.spread(&corners.collect::<Vec<_>>());
        page.body.push(contents.stack.drawing);
    }

    /// The section that each page's first strip belongs to.
    fn running_sections(&self, slots: &[Slot]) -> Vec<usize> {
        let (mut running, mut section) = (Vec::new(), 0);
        for (row, slot) in self.rows().zip(slots) {
            section = row.place.filter(|place| self.context.targets.is_heading(*place)).unwrap_or(section);
            if slot.page == running.len() {
                running.push(section);
            }
        }
        running
    }

    /// The words of the heading at a place.
    fn heading<'b>(&'b self, bank: &'b Bank, place: usize) -> &'b str {
        let answers = || &*self.context.labels.answers;
        bank.sections.get(place).map_or_else(answers, |section| &section.title)
    }

    fn corner(&self, slot: &Slot) -> (f32, f32) {
        let theme = self.context.theme;
        let top = if slot.page == 0 { self.first_top() } else { theme.margin_top };
        (theme.column_x(slot.column), top + slot.y)
    }

    fn places(&self, slots: &[Slot]) -> Vec<Place> {
        let mut places = vec![Place::default(); self.context.targets.len()];
        for (row, slot) in self.rows().zip(slots) {
            if let Some(place) = row.place {
                let (x, y) = self.corner(slot);
                places[place] = Place { page: slot.page, x, y };
            }
        }
        places
    }

    /// A drawing for each page that a part stands on, where it can be the one that the part came with: a large sheet has no
    /// memory for a second.
    fn draw(&mut self, mut slots: &[Slot], pages: &mut [Page]) {
        for mut stack in std::mem::take(&mut self.stacks) {
            let own;
            (own, slots) = slots.split_at(stack.rows.len());
            stack.spread(&own.iter().map(|slot| self.corner(slot)).collect::<Vec<_>>());
            let lead = |row: usize| stack.rows[row].lead.as_ref().filter(|_| own[row].begins);
            let begins = |row: &usize| *row == 0 || own[*row].page != own[*row - 1].page || lead(*row).is_some();
            let starts = (0..own.len()).filter(begins).collect::<Vec<_>>();
            let leads = starts.iter().map(|row| Some(lead(*row)?.above(self.corner(&own[*row])))).collect::<Vec<_>>();
            for ((row, lead), drawing) in starts.iter().zip(leads).zip(stack.cut(&starts)) {
                pages[own[*row].page].body.extend(lead.into_iter().chain([drawing]));
            }
        }
    }

    /// Headers, but on the first page, where the title is; footers; lines between columns.
    fn furnish(
        &self,
        (bank, facts): (&Bank, &str),
        running: &[usize],
        shapers: &mut Shapers<'static>,
        pages: &mut [Page],
    ) {
        let theme = self.context.theme;
        let count = pages.len();
        for (number, page) in pages.iter_mut().enumerate() {
            let label = &self.context.labels.page;
            let last = label.replace("{page}", &(number + 1).to_string()).replace("{pages}", &count.to_string());
            let y = theme.page_height - theme.margin_bottom + 20.0;
            let ends = Ends { first: facts, last: &last };
            page.furniture.append(furniture(shapers, self.context, &ends, y, y - 11.0));
            if number > 0 {
                let last = running.get(number).map_or("", |place| self.heading(bank, *place));
                let ends = Ends { first: &bank.title, last };
                page.furniture.append(furniture(shapers, self.context, &ends, 32.0, 37.0));
            }
        }
    }
}

/// Where a header would stand on the first page, the title may.
const HEADER_ROOM: f32 = 10.0;

/// The corners of rows that stand one below the other.
fn corners(rows: &[Row], (x, mut y): (f32, f32)) -> Vec<(f32, f32)> {
    let corner = |row: &Row| {
        let top = y + row.measure.before;
        y = top + row.measure.height;
        (x, top)
    };
    rows.iter().map(corner).collect()
}
