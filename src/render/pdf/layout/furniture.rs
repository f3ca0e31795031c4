//! What stands around the questions: title, contents, headers and footers.

use super::draw;
use super::paragraph::{Line, Piece, Rich, lines, natural_widths};
use super::setter::{Context, Frame, Setter, baseline};
use super::strip::Strip;
use crate::bank::{Bank, Section};
use crate::render::pdf::plan::{Drawing, Fill, Leaf, LinkTarget, Rect, Tag};
use crate::render::pdf::shape::Shapers;
use crate::render::pdf::style::{HAIRLINE, Style};

/// Contents of at most this many lines in a column stand beneath the title; longer ones flow with the text.
pub(super) const MOST_CONTENTS_LINES: usize = 16;

impl Setter<'_, '_> {
    /// The title, what the bank says of itself, and a line of facts, over the whole width.
    pub(super) fn title_block(&mut self, bank: &Bank, facts: &str) {
        let theme = self.context.theme;
        let frame = Frame { x: 0.0, width: theme.text_width() };
        let title = theme.title();
        self.within(Tag::Heading(1, bank.title.as_str().into()), |setter| {
            let leaf = setter.tagger.leaf();
            setter.text(&Rich::plain(&bank.title, title, Some(leaf)), title, frame);
        });
        self.space(theme.gap * 0.4);
        self.blocks(&bank.description, theme.body(), Frame { width: frame.width.min(theme.longest_line()), ..frame });
        self.notes(frame);
        self.space(theme.gap * 0.6);
        let quiet = theme.quiet();
        let leaf = self.tagger.within(Tag::Paragraph, super::tagger::Tagger::leaf);
        self.text(&Rich::plain(facts, quiet, Some(leaf)), quiet, frame);
    }

    /// A line of the contents for each section: title, questions, page, all of it a link.
    pub(super) fn contents(&mut self, bank: &Bank, pages: &[usize], width: f32) {
        self.within(Tag::Contents, |setter| {
            for (place, section) in super::printed(bank) {
                let page = pages.get(place).copied().unwrap_or_default();
                setter.contents_line(section, place, page, width);
            }
        });
    }

    fn contents_line(&mut self, section: &Section, place: usize, page: usize, width: f32) {
        let theme = self.context.theme;
        let style = theme.body();
        let number = (page + 1).to_string();
        let link = self.tagger.link(LinkTarget::Place(place), section.title.clone());
        self.tagger.enter(Tag::ContentsItem);
        let leaf = self.tagger.within(Tag::Link(link), super::tagger::Tagger::leaf);
        self.tagger.leave();
        let mut strip = Strip { height: theme.leading, ..Strip::default() };
        let y = baseline(theme.leading, style.size);
        let room = natural_widths(self.shapers, &Rich::plain("0000", style, None)).0;
        let mut rich = Rich::default();
        rich.push(&section.title, Style { color: theme.accent, ..style }, Some(leaf), Some(link));
        rich.push(&format!("  {}", numbers(section)), theme.quiet(), Some(leaf), Some(link));
        rich.push(" ", style, Some(leaf), Some(link));
        let title = lines(self.shapers, &rich, width - room);
        let count = title.len().max(1);
        for (place, line) in title.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "lines of a title")]
            draw::line(&mut strip.drawing, line, line.start(0.0, width), y + theme.leading * place as f32);
        }
        #[expect(clippy::cast_precision_loss, reason = "lines of a title")]
        let last = theme.leading * (count - 1) as f32;
        strip.height += last;
        let number = Rich::plain(&number, style, Some(leaf));
        for line in lines(self.shapers, &number, width) {
            let x = if theme.leftward { 0.0 } else { width - line.width };
            draw::line(&mut strip.drawing, &line, x, y + last);
        }
        self.push(strip);
    }

    /// A section's heading, on a rule.
    pub(super) fn section_heading(&mut self, title: &str, place: usize, frame: Frame) {
        let theme = self.context.theme;
        let style = theme.section();
        let first = self.strips.len();
        self.space(theme.leading * 1.1);
        self.within(Tag::Heading(2, title.into()), |setter| {
            let leaf = setter.tagger.leaf();
            setter.text(&Rich::plain(title, style, Some(leaf)), style, frame);
        });
        self.keep_from(first);
        if let Some(last) = self.strips.last_mut() {
            last.height += 2.0;
            let rect = Rect { x: frame.x, y: last.height - 1.0, width: frame.width, height: 0.8 };
            last.drawing.fills.push(Fill { rect, color: theme.accent, radius: 0.0 });
        }
        self.strips[first].place = Some(place);
        self.space(theme.gap * 0.4);
    }
}

/// `1–10`: the numbers of a section's questions; nothing where it has none.
fn numbers(section: &Section) -> String {
    let mut numbers = section.questions.iter().filter_map(|question| question.number);
    match (numbers.next(), numbers.next_back()) {
        (Some(first), Some(last)) => format!("{first}–{last}"),
        (Some(only), None) => only.to_string(),
        (None, _) => String::new(),
    }
}

/// What stands at the ends of a header or footer: at the left what is read first, but at the right where a page is read
/// from there.
pub(super) struct Ends<'e> {
    pub(super) first: &'e str,
    pub(super) last: &'e str,
}

/// A line of page furniture: text at both ends, a hairline above or below. A text that needs more room than there is
/// ends in an ellipsis: it stands in full on the first page.
pub(super) fn furniture(shapers: &mut Shapers, context: Context, ends: &Ends, y: f32, rule_y: f32) -> Drawing {
    let theme = context.theme;
    let style = theme.quiet();
    let mut drawing = Drawing::default();
    let last = shortened(shapers, ends.last, style, None, theme.text_width() * 0.6);
    let room = theme.text_width() - 12.0 - last.as_ref().map_or(0.0, |line| line.width);
    let first = shortened(shapers, ends.first, style, None, room.max(20.0));
    let (left, right) = if theme.leftward { (last, first) } else { (first, last) };
    if let Some(line) = left {
        draw::line(&mut drawing, &line, theme.margin_x, y);
    }
    if let Some(line) = right {
        draw::line(&mut drawing, &line, theme.margin_x + theme.text_width() - line.width, y);
    }
    let rect = Rect { x: theme.margin_x, y: rule_y, width: theme.text_width(), height: 0.4 };
    drawing.fills.push(Fill { rect, color: HAIRLINE, radius: 0.0 });
    drawing
}

/// A text on one line: as many of its words as there is room for, then an ellipsis.
pub(super) fn shortened(
    shapers: &mut Shapers,
    text: &str,
    style: Style,
    leaf: Option<Leaf>,
    width: f32,
) -> Option<Line> {
    let mut set = |text: &str| lines(shapers, &Rich::plain(text, style, leaf), width);
    let mut lines = set(start(text));
    let mut words: String = lines.first().map(words).unwrap_or_default();
    while lines.len() > 1 {
        lines = set(&format!("{}…", words.trim_end()));
        words.truncate(words.trim_end().rfind(char::is_whitespace).unwrap_or(0));
    }
    lines.into_iter().next()
}

fn words(line: &Line) -> String {
    let text = |piece: &Piece| piece.shaped.stands_for.map_or_else(|| piece.shaped.text.to_string(), String::from);
    line.pieces.iter().map(text).collect()
}

/// More of a text than any line has room for: the rest would be set for every page, and thrown away.
fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(2_000)]
}
