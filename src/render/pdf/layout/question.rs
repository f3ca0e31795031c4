//! One question of the sheet.

use super::inline::Segment;
use super::paragraph::{Rich, natural_widths};
use super::setter::{Frame, Setter};
use super::strip::tie_lines;
use crate::bank::{Detail, Level, Question};
use crate::doc::{Block, Inline, plain};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Color, LinkTarget, Tag};
use crate::render::pdf::style::{QUIET, Style, WARN};

/// Leads the numbers of related questions; where text runs from the right, with a mark that has numbers do so too.
const ARROWS: [&str; 2] = ["→ ", "\u{200F}← "];

/// What the heading of a section's question is set with.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) question: &'a Question,
    pub(super) number: u32,
    pub(super) place: usize,
    pub(super) detail: Detail,
}

impl Setter<'_, '_> {
    /// Sets a question with all that the sheet prints of it.
    pub(super) fn question(&mut self, entry: Entry, frame: Frame) {
        self.within(Tag::Section, |setter| {
            setter.question_heading(entry, frame);
            setter.answer(entry, frame);
            setter.notes(frame);
        });
    }

    pub(super) fn question_heading(&mut self, entry: Entry, frame: Frame) {
        let theme = self.context.theme;
        let style = theme.question();
        let first = self.strips.len();
        let number = Style { weight: Weight::Bold, color: theme.accent, ..style };
        let label = format!("{} ", entry.number);
        let title = format!("{label}{}", plain::inline_text(&entry.question.question));
        let width = natural_widths(self.shapers, &Rich::plain("00", number, None)).0 + style.size * 0.4;
        self.space(theme.size * 0.85);
        self.within(Tag::Heading(3, title.into()), |setter| {
            let leaf = setter.tagger.leaf();
            let label = Rich::plain(&label, number, Some(leaf));
            setter.led_by(&label, style, (frame, width), |setter| {
                setter.heading_text(entry.question, style, setter.inset(frame, width));
            });
        });
        self.keep_from(first);
        self.strips[first].place = Some(entry.place);
    }

    pub(super) fn heading_text(&mut self, question: &Question, style: Style, frame: Frame) {
        let mark = question.level.map(level_mark);
        let mut segments = super::inline::segments(&mut self.tagger, self.context, &question.question, style, None);
        if let Some(mark) = mark {
            if !matches!(segments.last(), Some(Segment::Text(_))) {
                segments.push(Segment::Text(Rich::default()));
            }
            if let Some(Segment::Text(rich)) = segments.last_mut() {
                self.level(rich, mark, question.level, style);
            }
        }
        for segment in segments {
            self.segment(segment, style, frame);
        }
    }

    /// The level as dots, which a black-and-white printer keeps; to a screen reader it is a word.
    fn level(&mut self, rich: &mut Rich, mark: &str, level: Option<Level>, style: Style) {
        let leaf = self.tagger.leaf();
        let word = level.map(|level| self.context.labels.level(level).to_owned()).unwrap_or_default();
        self.tagger.actual.push((leaf, word));
        let style = Style { weight: Weight::Regular, size: style.size * 0.62, color: QUIET, rise: 0.6, ..style };
        rich.push("\u{A0}\u{A0}", style, rich.spans.last().and_then(|span| span.leaf), None);
        rich.push(mark, style, Some(leaf), None);
    }

    fn answer(&mut self, entry: Entry, frame: Frame) {
        let Entry { question, detail, .. } = entry;
        let body = self.context.theme.body();
        let full = detail == Detail::Full;
        self.blocks(&question.setup, body, frame);
        if question.is_unanswered() {
            self.room_to_write(5, frame);
        }
        if full && !question.short.is_empty() && !question.answer.is_empty() {
            let label = self.context.labels.short.clone();
            self.run_in(&label, self.context.theme.accent, &question.short, frame);
        } else {
            self.blocks(&question.short, body, frame);
        }
        if full || question.short.is_empty() {
            self.blocks(&question.answer, body, frame);
        }
        let labels = self.context.labels;
        self.points(&labels.pitfalls, WARN, &question.pitfalls, frame);
        if full {
            self.points(&labels.follow_ups, self.context.theme.accent, &question.follow_ups, frame);
        }
        self.see(question, frame);
        if full {
            self.sources(question, frame);
        }
    }

    /// Blocks that begin with a label on the line of their first paragraph.
    fn run_in(&mut self, label: &str, color: Color, blocks: &[Block], frame: Frame) {
        let theme = self.context.theme;
        let (body, style) = (theme.body(), theme.label(color));
        self.space(theme.gap);
        match blocks.split_first() {
            Some((Block::Paragraph(inlines), rest)) => {
                self.labelled((label, style), inlines, body, frame);
                self.blocks(rest, body, frame);
            }
            Some(_) => {
                self.label_line(label, style, frame);
                self.blocks(blocks, body, frame);
            }
            None => {}
        }
    }

    pub(super) fn label_line(&mut self, label: &str, style: Style, frame: Frame) {
        let first = self.strips.len();
        self.paragraph(&[Inline::Text(label.to_owned())], style, frame);
        self.keep_from(first);
    }

    /// A label and a list of texts.
    pub(super) fn points(&mut self, label: &str, color: Color, points: &[Vec<Block>], frame: Frame) {
        if points.is_empty() {
            return;
        }
        let theme = self.context.theme;
        let body = theme.body();
        self.space(theme.gap * 0.8);
        self.label_line(label, theme.label(color), frame);
        let first = self.strips.len();
        self.within(Tag::Bullets, |setter| {
            for blocks in points {
                setter.space(theme.gap * 0.25);
                setter.item(&crate::doc::Item { task: None, blocks: blocks.clone() }, "•", body, (frame, theme.indent));
            }
        });
        tie_lines(&mut self.strips[first..]);
    }

    /// `→ 12, 14 · What is a list?`: related questions by number; those that the sheet does not print by their words.
    fn see(&mut self, question: &Question, frame: Frame) {
        if question.see.is_empty() {
            return;
        }
        let theme = self.context.theme;
        let (quiet, targets) = (theme.quiet(), self.context.targets);
        self.space(theme.gap * 0.6);
        // Alone at a column's top it would seem to belong to what comes next.
        if let Some(last) = self.strips.last_mut() {
            last.keep_with_next = true;
        }
        let mut rich = Rich::default();
        self.tagger.enter(Tag::Paragraph);
        let leaf = self.tagger.leaf();
        let arrow = ARROWS[usize::from(theme.leftward)];
        rich.push(arrow, quiet, Some(leaf), None);
        let (printed, others): (Vec<_>, Vec<_>) = question.see.iter().partition(|id| targets.question(id).is_some());
        for (place, target) in printed.into_iter().filter_map(|id| targets.question(id)).enumerate() {
            if place > 0 {
                let leaf = self.tagger.leaf();
                rich.push(", ", quiet, Some(leaf), None);
            }
            self.number_link(&mut rich, target, quiet);
        }
        let leaf = self.tagger.leaf();
        for id in others {
            let dot = if rich.text == arrow { "" } else { " · " };
            rich.push(&format!("{dot}{}", targets.words(id)), quiet, Some(leaf), None);
        }
        self.tagger.leave();
        self.text(&rich, quiet, frame);
    }

    fn number_link(&mut self, rich: &mut Rich, (place, number): (usize, u32), style: Style) {
        let style = Style { color: self.context.theme.accent, ..style };
        let link = self.tagger.link(LinkTarget::Place(place), number.to_string());
        let leaf = self.tagger.within(Tag::Link(link), super::tagger::Tagger::leaf);
        rich.push(&number.to_string(), style, Some(leaf), Some(link));
    }

    fn sources(&mut self, question: &Question, frame: Frame) {
        if question.sources.is_empty() {
            return;
        }
        let theme = self.context.theme;
        self.space(theme.gap * 0.8);
        let mut label = Some(self.context.labels.sources.as_str());
        let first = self.strips.len();
        for source in &question.sources {
            let label = label.take().map(|label| (label, theme.label(QUIET)));
            self.hanging(label, source, theme.quiet(), (frame, theme.indent));
        }
        tie_lines(&mut self.strips[first..]);
    }
}

/// One, two or three dots of three.
fn level_mark(level: Level) -> &'static str {
    match level {
        Level::Basic => "●○○",
        Level::Intermediate => "●●○",
        Level::Advanced => "●●●",
    }
}
