//! The two sides of a question's cards.
//!
//! Each side is set as large as it fits on one card; what does not at the smallest size goes on on a further card,
//! `12 (2/2)`, both sides of which say which question it is.

use super::super::assemble::Part;
use super::super::columns::{self, Shape, Slot};
use super::super::draw;
use super::super::furniture::shortened;
use super::super::panels::panels;
use super::super::paragraph::Rich;
use super::super::practice::answer;
use super::super::setter::{Context, Frame, Setter, baseline};
use super::super::stack::Stack;
use super::super::strip::{Measure, Strip};
use super::super::tagger::Tagger;
use super::grid::Grid;
use crate::bank::{Bank, Question, Section};
use crate::doc::plain;
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Fill, Leaf, Rect, Tag};
use crate::render::pdf::shape::Shapers;
use crate::render::pdf::style::{HAIRLINE, QUIET, Style, Theme, WARN};

/// Inside a card's edge: 5 mm, since no one cuts straight.
const PADDING: f32 = 14.0;
/// The line with the number, and what is below it.
const HEADER: f32 = 19.0;
/// Body sizes of fronts in halves of a point, the largest first.
const FRONT: (u8, u8) = (25, 16);
/// Body sizes of backs.
const BACK: (u8, u8) = (21, 14);
/// No smaller than this are pitfalls squeezed onto a card: the last are left out instead.
const LEAST_WITH_PITFALLS: u8 = 15;

/// What a question's cards are set from.
#[derive(Clone, Copy)]
pub(super) struct Card<'a> {
    pub(super) section: &'a Section,
    /// The section's place, where the question is its first.
    pub(super) opens: Option<usize>,
    pub(super) question: &'a Question,
    pub(super) place: usize,
    pub(super) number: u32,
}

/// The cards of a question: as many fronts as backs, each with the card's upper left corner at 0.
pub(super) struct Deal {
    pub(super) fronts: Vec<Drawing>,
    pub(super) backs: Vec<Drawing>,
    /// Its structure; what it shows is in the drawings.
    pub(super) part: Part,
}

/// Sets the cards of one question.
pub(super) fn deal(context: Context, shapers: &mut Shapers<'static>, bank: &Bank, grid: &Grid, card: Card) -> Deal {
    let dealer = Dealer { context, bank, grid, card };
    let front_size = dealer.fitted(shapers, FRONT, |setter, frame| set_front(setter, card, frame));
    let front_theme = dealer.theme(front_size);
    let (back_size, pitfalls) = dealer.back(shapers);
    let back_theme = dealer.theme(back_size);
    let mut setter = Setter::new(dealer.context(&front_theme), shapers);
    let section = dealer.section_leaf(&mut setter.tagger);
    setter.tagger.enter(Tag::Section);
    let number = set_front(&mut setter, card, dealer.frame());
    let fronts = setter.strips.len();
    setter.context = dealer.context(&back_theme);
    setter.fresh();
    set_back(&mut setter, card.question, pitfalls, dealer.frame());
    setter.tagger.leave();
    let (panels, tagger) = (setter.panels(), setter.tagger);
    let mut strips = setter.strips;
    let backs = dealer.sides(&back_theme, strips.split_off(fronts), 0.0);
    let fronts = dealer.sides(&front_theme, strips, 0.42);
    let part = Part { stack: Stack::default(), tagger, panels, overhang: 0.0, is_question: true };
    let (fronts, backs) = dealer.headed(shapers, fronts, backs, (number, section));
    Deal { fronts, backs, part }
}

struct Dealer<'a> {
    context: Context<'a>,
    bank: &'a Bank,
    grid: &'a Grid,
    card: Card<'a>,
}

impl<'a> Dealer<'a> {
    fn theme(&self, halves: u8) -> Theme {
        let leftward = self.context.theme.leftward;
        Theme { leftward, ..Theme::card(&self.bank.sheet, self.grid.card, PADDING, f32::from(halves) / 2.0) }
    }

    fn context<'b>(&self, theme: &'b Theme) -> Context<'b>
    where
        'a: 'b,
    {
        Context { theme, ..self.context }
    }

    fn frame(&self) -> Frame {
        Frame { x: 0.0, width: self.grid.card.0 - 2.0 * PADDING }
    }

    fn height(&self) -> f32 {
        self.grid.card.1 - 2.0 * PADDING - HEADER
    }

    fn slots(&self, strips: &[Strip]) -> Vec<Slot> {
        let height = self.height();
        let measures: Vec<Measure> = strips.iter().map(Strip::measure).collect();
        columns::place(&measures, &[], Shape { columns: 1, height, first_height: height })
    }

    /// The largest size, in halves of a point, that needs no more cards than the smallest does.
    fn fitted<T>(
        &self,
        shapers: &mut Shapers<'static>,
        (largest, smallest): (u8, u8),
        set: impl Fn(&mut Setter, Frame) -> T,
    ) -> u8 {
        let mut count = |halves: u8| self.count(shapers, halves, &set);
        if count(largest) == 1 {
            return largest;
        }
        let least = count(smallest);
        (smallest + 1..largest).rev().find(|halves| count(*halves) <= least).unwrap_or(smallest)
    }

    /// How many cards a side needs at a size.
    fn count<T>(&self, shapers: &mut Shapers<'static>, halves: u8, set: impl Fn(&mut Setter, Frame) -> T) -> usize {
        let theme = self.theme(halves);
        let mut setter = Setter::new(self.context(&theme), shapers);
        set(&mut setter, self.frame());
        self.slots(&setter.strips).last().map_or(1, |slot| slot.page + 1)
    }

    /// The size of the back, and how many pitfalls are on it: the first, as many as there is room for.
    fn back(&self, shapers: &mut Shapers<'static>) -> (u8, usize) {
        let question = self.card.question;
        let set =
            |pitfalls: usize| move |setter: &mut Setter, frame: Frame| set_back(setter, question, pitfalls, frame);
        let mut fits = |pitfalls: &usize| self.count(shapers, LEAST_WITH_PITFALLS, set(*pitfalls)) == 1;
        let counts: Vec<usize> = (1..=question.pitfalls.len()).collect();
        let pitfalls = counts.partition_point(&mut fits);
        (self.fitted(shapers, BACK, set(pitfalls)), pitfalls)
    }

    /// The first question of a section carries the section's heading.
    fn section_leaf(&self, tagger: &mut Tagger) -> Option<Leaf> {
        let title = &self.card.section.title;
        self.card.opens?;
        Some(tagger.within(Tag::Heading(2, title.as_str().into()), Tagger::leaf))
    }

    /// Strips on as many sides as they need; what is left free is shared out above and below.
    fn sides(&self, theme: &Theme, strips: Vec<Strip>, above: f32) -> Vec<Drawing> {
        let slots = self.slots(&strips);
        let count = slots.last().map_or(1, |slot| slot.page + 1);
        let mut sides = vec![Drawing::default(); count];
        let top = PADDING + HEADER;
        let boxes = strips.iter().map(|strip| (&*strip.panels, strip.height));
        panels(theme, (top, top), boxes, &slots, &mut sides);
        let mut used = vec![0.0_f32; count];
        for (strip, slot) in strips.into_iter().zip(slots) {
            used[slot.page] = used[slot.page].max(slot.y + strip.height);
            let corner = (PADDING, top + slot.y);
            if let Some(lead) = strip.lead.filter(|_| slot.begins) {
                sides[slot.page].append(lead.above(corner));
            }
            let mut drawing = strip.drawing;
            drawing.shift(corner.0, corner.1);
            sides[slot.page].append(drawing);
        }
        for (side, used) in sides.iter_mut().zip(used) {
            side.shift(0.0, ((self.height() - used) * above).max(0.0));
        }
        sides
    }

    /// As many fronts as backs, each with its header.
    fn headed(
        &self,
        shapers: &mut Shapers<'static>,
        mut fronts: Vec<Drawing>,
        mut backs: Vec<Drawing>,
        (number, section): (Leaf, Option<Leaf>),
    ) -> (Vec<Drawing>, Vec<Drawing>) {
        let count = fronts.len().max(backs.len());
        while fronts.len() < count {
            fronts.push(self.again(shapers));
        }
        backs.resize(count, Drawing::default());
        for (place, (front, back)) in fronts.iter_mut().zip(&mut backs).enumerate() {
            let label = match count {
                1 => self.card.number.to_string(),
                _ => format!("{} ({}/{count})", self.card.number, place + 1),
            };
            let leaves = if place == 0 { (Some(number), section) } else { (None, None) };
            self.header(shapers, front, (&label, &self.card.section.title), leaves);
            self.header(shapers, back, (&label, &self.bank.title), (None, None));
        }
        (fronts, backs)
    }

    /// The question once more, on the front of a further card: no part of the structure.
    fn again(&self, shapers: &mut Shapers<'static>) -> Drawing {
        let theme = self.theme(FRONT.1);
        let style = Style { color: QUIET, ..theme.question() };
        let text = plain::inline_text(&self.card.question.question);
        let mut setter = Setter::new(self.context(&theme), shapers);
        setter.text(&Rich::plain(&text, style, None), style, self.frame());
        let mut strips = setter.strips;
        let kept = self.slots(&strips).iter().take_while(|slot| slot.page == 0).count();
        strips.truncate(kept);
        self.sides(&theme, strips, 0.42).into_iter().next().unwrap_or_default()
    }

    /// The number, and at the other end a title, or as much of it as fits, above a hairline.
    fn header(
        &self,
        shapers: &mut Shapers<'static>,
        side: &mut Drawing,
        (number, title): (&str, &str),
        (number_leaf, title_leaf): (Option<Leaf>, Option<Leaf>),
    ) {
        let theme = self.theme(FRONT.1);
        let width = self.frame().width;
        let style = Style { weight: Weight::Bold, size: 11.0, color: theme.accent, ..theme.body() };
        let quiet = theme.quiet();
        let y = PADDING + baseline(HEADER - 8.0, style.size);
        let mut header = Drawing::default();
        if let Some(line) = shortened(shapers, number, style, number_leaf, width) {
            draw::line(&mut header, &line, PADDING, y);
        }
        if let Some(line) = shortened(shapers, title, quiet, title_leaf, width * 0.7) {
            draw::line(&mut header, &line, PADDING + width - line.width, y);
        }
        let rect = Rect { x: PADDING, y: PADDING + HEADER - 6.0, width, height: 0.5 };
        header.fills.push(Fill { rect, color: HAIRLINE, radius: 0.0 });
        header.append(std::mem::take(side));
        *side = header;
    }
}

/// The question, and what is shown together with it; the leaf of its number, which stands in the header.
fn set_front(setter: &mut Setter, card: Card, frame: Frame) -> Leaf {
    let theme = setter.context.theme;
    let title = format!("{} {}", card.number, plain::inline_text(&card.question.question));
    setter.tagger.enter(Tag::Heading(3, title.into()));
    let number = setter.tagger.leaf();
    setter.heading_text(card.question, theme.question(), frame);
    setter.tagger.leave();
    setter.blocks(&card.question.setup, theme.body(), frame);
    setter.notes(frame);
    number
}

fn set_back(setter: &mut Setter, question: &Question, pitfalls: usize, frame: Frame) {
    let body = setter.context.theme.body();
    if question.is_unanswered() {
        return setter.room_to_write(4, frame);
    }
    setter.blocks(&answer(question), body, frame);
    let label = setter.context.labels.pitfalls.clone();
    setter.points(&label, WARN, &question.pitfalls[..pitfalls], frame);
    setter.notes(frame);
}
