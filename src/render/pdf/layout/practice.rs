//! The practice sheet: questions with room to write, and the short answers at the end.

use super::paragraph::{Rich, natural_widths};
use super::question::Entry;
use super::setter::{Frame, Setter};
use super::strip::{Strip, tie_all};
use crate::bank::{Question, Sheet};
use crate::doc::{Block, Inline, cloze, plain};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Fill, LinkTarget, Rect, Tag};
use crate::render::pdf::style::{HAIRLINE, Style, Theme};

/// From one ruled line to the next: 7.5 mm, between the narrow and the wide ruling of exercise books.
const RULING: f32 = 21.3;
/// Room that a written word takes, with the space after it: 12 mm.
const WRITTEN_WORD: f32 = 34.0;
/// Fewer lines would say how short the answer is.
const LEAST_LINES: usize = 3;
/// More would look like an essay is wanted.
const MOST_LINES: usize = 16;
/// No column to write in is narrower than this: 8 cm.
const NARROWEST: f32 = 226.8;

/// A bank's layout with columns that are wide enough to write in.
pub(super) fn sheet(sheet: &Sheet) -> Sheet {
    let columns = (1..=sheet.columns).rev();
    let width = |columns: &u8| Theme::new(&Sheet { columns: *columns, ..sheet.clone() }).column_width();
    let columns = columns.clone().find(|columns| width(columns) >= NARROWEST).unwrap_or(1);
    Sheet { columns, ..sheet.clone() }
}

impl Setter<'_, '_> {
    /// Sets a question, and lines to write its answer on.
    pub(super) fn prompt(&mut self, entry: Entry, frame: Frame) {
        let body = self.context.theme.body();
        self.within(Tag::Section, |setter| {
            setter.question_heading(entry, frame);
            setter.blocks(&entry.question.setup, body, frame);
            setter.notes(frame);
        });
        let ruled_from = self.strips.len();
        for _ in 0..written_lines(entry.question, frame.width) {
            self.push(ruled(frame));
        }
        // Lines without their question say nothing; where it fills a column, they stand together.
        let height: f32 = self.strips.iter().map(|strip| strip.before + strip.height).sum();
        let is_tall = height > self.context.theme.column_height();
        tie_all(&mut self.strips[if is_tall { ruled_from } else { 0 }..]);
        // What comes next is nearer to its own lines than to these.
        self.leave(RULING * 0.8);
    }

    /// The heading above the answers, at the top of a page.
    pub(super) fn answers_heading(&mut self, place: usize, frame: Frame) {
        let title = self.context.labels.answers.clone();
        self.section_heading(&title, place, frame);
        self.strips[0].new_page = true;
    }

    /// Sets a question's number, which leads back to it, and what answers it.
    pub(super) fn short_answer(&mut self, entry: Entry, frame: Frame) {
        let theme = self.context.theme;
        let body = theme.body();
        let number = Style { weight: Weight::Bold, color: theme.accent, ..body };
        let label = entry.number.to_string();
        let width = natural_widths(self.shapers, &Rich::plain("000", number, None)).0 + body.size * 0.4;
        let title = format!("{label} {}", plain::inline_text(&entry.question.question));
        self.space(theme.size * 0.6);
        self.within(Tag::Section, |setter| {
            setter.tagger.enter(Tag::Heading(3, title.as_str().into()));
            let link = setter.tagger.link(LinkTarget::Place(entry.place), title);
            let leaf = setter.tagger.within(Tag::Link(link), super::tagger::Tagger::leaf);
            setter.tagger.leave();
            let mut rich = Rich::default();
            rich.push(&label, number, Some(leaf), Some(link));
            setter.led_by(&rich, body, (frame, width), |setter| {
                setter.first_on_line(&answer(entry.question), body, setter.inset(frame, width));
            });
            setter.notes(frame);
        });
    }

    /// Blocks of which the first stands on the line of a label: no gap comes before it.
    fn first_on_line(&mut self, blocks: &[Block], style: Style, frame: Frame) {
        if let Some((first, rest)) = blocks.split_first() {
            self.block(first, style, frame);
            self.blocks(rest, style, frame);
        }
    }
}

/// The short answer; without one, what the learner types, the full answer, or the text with its deletions filled in.
pub(super) fn answer(question: &Question) -> Vec<Block> {
    let typed = || question.typed.iter().map(|typed| Block::Paragraph(vec![Inline::Code(typed.clone())])).collect();
    let whole = || cloze::shown(&plain::text(&question.cloze)).into_owned();
    let filled = || question.cloze.iter().take(1).map(|_| Block::Paragraph(vec![Inline::Text(whole())])).collect();
    let candidates = [question.short.clone(), question.answer.clone(), typed(), filled()];
    candidates.into_iter().find(|blocks| !blocks.is_empty()).unwrap_or_default()
}

/// In proportion to the words of the answer; each of its lines begins a new one.
fn written_lines(question: &Question, width: f32) -> usize {
    let text = plain::text(&answer(question));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few words")]
    let words_per_line = ((width / WRITTEN_WORD) as usize).max(1);
    let lines: usize = text.lines().map(|line| line.split_whitespace().count().div_ceil(words_per_line)).sum();
    (lines + 1).clamp(LEAST_LINES, MOST_LINES)
}

fn ruled(frame: Frame) -> Strip {
    let rect = Rect { x: frame.x, y: RULING - 0.5, width: frame.width, height: 0.5 };
    let fills = vec![Fill { rect, color: HAIRLINE, radius: 0.0 }];
    Strip { height: RULING, drawing: Drawing { fills, ..Drawing::default() }, ..Strip::default() }
}
