//! Two-sided cards to cut, eight to a page: fronts on odd pages, backs on even ones.
//!
//! Enters: a bank, its lock, how the printer turns pages over. Leaves: a plan. What is too long for a card is set
//! smaller, then goes on on a further card: nothing is lost.

mod grid;
mod side;

use self::grid::{Grid, PER_PAGE};
use self::side::{Card, Deal};
use super::assemble::Part;
use super::draw;
use super::furniture::shortened;
use super::navigation::{checked, names, outline};
use super::numbering::Numbering;
use super::setter::Context;
use super::stack::Stack;
use super::targets::Targets;
use super::{about, facts, in_parallel, pool, printed, theme};
use crate::bank::Bank;
use crate::lock::Lock;
use crate::render::Duplex;
use crate::render::pdf::plan::{Drawing, Page, Place, Plan, Step, Structure, Tag};
use crate::render::pdf::shape::Shapers;

/// Plans the cards of a bank.
#[must_use]
pub fn cards(bank: &Bank, lock: &Lock, duplex: Duplex) -> Plan {
    let grid = Grid::new(bank.sheet.paper, duplex);
    let theme = theme(bank, &crate::bank::Sheet { landscape: false, size: 8.0, ..bank.sheet.clone() });
    let targets = Targets::new(bank);
    let pool = pool(bank);
    let context = Context::new(bank, &theme, &targets, &pool);
    let jobs = jobs(bank, &targets);
    let deals = in_parallel(context, &jobs, |shapers, card| side::deal(context, shapers, bank, &grid, *card));
    let mut table = Table::new(&grid, targets.len());
    let facts = facts(bank, lock);
    let mut structure = Structure::default();
    structure.push(pool.lend(|shapers| table.title(context, shapers, bank)));
    for (card, deal) in jobs.iter().zip(deals) {
        table.deal(card, deal, &mut structure);
    }
    structure.close();
    pool.lend(|shapers| table.furnish(context, shapers, (bank, &facts)));
    let outline = outline(bank, context);
    let Table { pages, places, numbering, .. } = table;
    let Numbering { links, mut actual, .. } = numbering;
    actual.sort();
    let about = about(bank, lock, "-cards");
    let (width, height) = grid.paper;
    let names = names(bank, context);
    let links = checked(links);
    Plan { width, height, faces: pool.faces(), pages, places, names, links, outline, actual, structure, about }
}

/// Every question that is printed, with its section where it is the section's first.
fn jobs<'a>(bank: &'a Bank, targets: &Targets) -> Vec<Card<'a>> {
    let mut jobs = Vec::new();
    for (section_place, section) in printed(bank) {
        let mut opens = Some(section_place);
        for question in &section.questions {
            if let Some((place, number)) = targets.question(&question.id) {
                jobs.push(Card { section, opens: opens.take(), question, place, number });
            }
        }
    }
    jobs
}

/// The cards laid out on pages, one after the other.
struct Table<'g> {
    grid: &'g Grid,
    pages: Vec<Page>,
    places: Vec<Place>,
    numbering: Numbering,
    cards: usize,
}

impl<'g> Table<'g> {
    fn new(grid: &'g Grid, places: usize) -> Self {
        let pages = vec![Page::default(), Page::default()];
        Self { grid, pages, places: vec![Place::default(); places], numbering: Numbering::default(), cards: 0 }
    }

    /// The bank's title, in the first page's margin: what the whole is called, for who hears it.
    fn title(&mut self, context: Context, shapers: &mut Shapers<'static>, bank: &Bank) -> Vec<Step> {
        let part = super::part(context, shapers, |setter| {
            setter.within(Tag::Heading(1, bank.title.as_str().into()), |setter| {
                let leaf = setter.tagger.leaf();
                let (quiet, room) = (context.theme.quiet(), self.grid.head_room());
                if let Some(line) = shortened(setter.shapers, &bank.title, quiet, Some(leaf), room) {
                    let (x, y) = Grid::head();
                    let mut drawing = Drawing::default();
                    draw::line(&mut drawing, &line, x, y);
                    self.pages[0].body.push(drawing);
                }
            });
        });
        self.numbering.take(part.tagger, 0, &mut Stack::default())
    }

    /// Puts the cards of one question on the table.
    fn deal(&mut self, card: &Card, mut deal: Deal, structure: &mut Structure) {
        let Part { panels, tagger, .. } = deal.part;
        for side in deal.fronts.iter_mut().chain(&mut deal.backs) {
            self.numbering.shift(side);
        }
        // A question's elements belong to its section, which its first question opens.
        if card.opens.is_some() {
            structure.open();
        }
        structure.push(self.numbering.take(tagger, panels, &mut Stack::default()));
        let count = deal.fronts.len();
        let mut backs = deal.backs.into_iter();
        for (front, number) in deal.fronts.into_iter().zip(0..count) {
            let slot = self.cards % PER_PAGE;
            let page = self.cards / PER_PAGE * 2;
            self.cards += 1;
            if page == self.pages.len() {
                self.pages.extend([Page::default(), Page::default()]);
            }
            let (x, y) = self.grid.front(slot);
            if number == 0 {
                let place = Place { page, x, y };
                self.places[card.place] = place;
                card.opens.into_iter().for_each(|section| self.places[section] = place);
            }
            self.put(page, front, (x, y));
            if let Some(back) = backs.next() {
                self.put(page + 1, back, self.grid.back(slot));
            }
        }
    }

    fn put(&mut self, page: usize, mut side: Drawing, (x, y): (f32, f32)) {
        side.shift(x, y);
        self.pages[page].body.push(side);
    }

    /// Cut marks; in the margins what the pages are.
    fn furnish(&mut self, context: Context, shapers: &mut Shapers<'static>, (bank, facts): (&Bank, &str)) {
        let (count, quiet, room) = (self.pages.len(), context.theme.quiet(), self.grid.head_room());
        for (number, page) in self.pages.iter_mut().enumerate() {
            page.furniture.fills.extend(self.grid.marks());
            let label = &context.labels.page;
            let label = label.replace("{page}", &(number + 1).to_string()).replace("{pages}", &count.to_string());
            let title = if number == 0 { "" } else { &*bank.title };
            for (text, (x, y)) in [(title, Grid::head()), (facts, self.grid.foot())] {
                if let Some(line) = shortened(shapers, text, quiet, None, room) {
                    draw::line(&mut page.furniture, &line, x, y);
                }
            }
            let (right, y) = self.grid.foot_right();
            if let Some(line) = shortened(shapers, &label, quiet, None, room) {
                draw::line(&mut page.furniture, &line, right - line.width, y);
            }
        }
    }
}
