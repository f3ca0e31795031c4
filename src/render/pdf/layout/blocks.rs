//! Blocks → strips.

use super::draw;
use super::inline::Segment;
use super::paragraph::{Rich, lines};
use super::setter::{Frame, Setter, baseline};
use super::strip::{Panel, Strip, tie_all, tie_lines};
use crate::doc::{Alert, Block, Heading, Inline, Item, List, plain};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Fill, Leaf, Rect, Tag};
use crate::render::pdf::style::{HAIRLINE, Style, WARN};

/// Items of lists are set in as long as this much is left, in font sizes.
const NARROWEST_ITEM: f32 = 8.0;
/// The heading level of the first sub-heading inside a question: title, section and question come above it.
const FIRST_SUBHEADING: u16 = 4;

impl Setter<'_, '_> {
    /// Sets blocks one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], style: Style, frame: Frame) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            self.space(self.context.theme.gap);
            let first = self.strips.len();
            self.block(block, style, frame);
            let set = &mut self.strips[first..];
            if announces(block, set.len(), blocks.peek().copied())
                && let Some(last) = set.last_mut()
            {
                last.keep_with_next = true;
            }
        }
    }

    /// Sets one block.
    pub(super) fn block(&mut self, block: &Block, style: Style, frame: Frame) {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines, style, frame),
            Block::Heading(heading) => self.heading(heading, style, frame),
            Block::Code(code) => self.code(code, frame),
            Block::List(list) => self.list(list, style, frame),
            Block::Table(table) => self.table(table, style, frame),
            Block::Quote(blocks) => self.quote(None, blocks, style, frame),
            Block::Alert(alert, blocks) => self.quote(Some(*alert), blocks, style, frame),
            Block::Rule => self.rule(frame),
        }
    }

    fn heading(&mut self, heading: &Heading, style: Style, frame: Frame) {
        let first = self.strips.len();
        let level = FIRST_SUBHEADING.saturating_add(u16::from(heading.level).saturating_sub(4)).min(6);
        let tag = Tag::Heading(level, plain::inline_text(&heading.content).into());
        self.within(tag, |setter| {
            setter.bare_paragraph(&heading.content, Style { weight: Weight::Semibold, ..style }, frame);
        });
        self.keep_from(first);
    }

    /// Ties all strips from this one on to each other and to what comes next.
    pub(super) fn keep_from(&mut self, first: usize) {
        for strip in &mut self.strips[first..] {
            strip.keep_with_next = true;
        }
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block], style: Style, frame: Frame) {
        let theme = self.context.theme;
        let color = match alert {
            None | Some(Alert::Note | Alert::Tip | Alert::Important) => theme.accent,
            Some(Alert::Warning | Alert::Caution) => WARN,
        };
        let panel = Panel {
            id: 0,
            x: frame.x,
            width: frame.width,
            padding: theme.padding * 0.4,
            color: None,
            bar: Some((1.6, color)),
            is_leftward: theme.leftward,
        };
        self.within(Tag::Quote, |setter| {
            setter.on_panel(panel, |setter| {
                let frame = setter.inset(frame, theme.indent);
                if let Some(alert) = alert {
                    setter.label_line(setter.context.labels.alert(alert), theme.label(color), frame);
                }
                setter.blocks(blocks, style, frame);
            });
        });
    }

    pub(super) fn rule(&mut self, frame: Frame) {
        let rect = Rect { x: frame.x, y: 1.5, width: frame.width, height: 0.5 };
        let fills = vec![Fill { rect, color: HAIRLINE, radius: 0.0 }];
        self.push(Strip { height: 3.5, drawing: Drawing { fills, ..Drawing::default() }, ..Strip::default() });
    }

    fn list(&mut self, list: &List, style: Style, frame: Frame) {
        let tag = if list.start.is_some() { Tag::Numbers } else { Tag::Bullets };
        let labels = labels(list);
        let indent = self.label_width(&labels, style).max(self.context.theme.indent);
        let first = self.strips.len();
        self.within(tag, |setter| {
            for (item, label) in list.items.iter().zip(&labels) {
                setter.space(setter.context.theme.gap * if list.tight { 0.35 } else { 1.0 });
                setter.item(item, label, style, (frame, indent));
            }
        });
        // An item of one line is no more to be left alone than a paragraph's first or last line.
        tie_lines(&mut self.strips[first..]);
    }

    fn label_width(&mut self, labels: &[String], style: Style) -> f32 {
        let widest = labels.iter().max_by_key(|label| label.len()).map_or("", String::as_str);
        let rich = Rich::plain(widest, style, None);
        super::paragraph::natural_widths(self.shapers, &rich).0 + style.size * 0.42
    }

    /// Sets an item and what leads it.
    pub(super) fn item(&mut self, item: &Item, label: &str, style: Style, (frame, indent): (Frame, f32)) {
        let is_narrow = frame.width - indent < style.size * NARROWEST_ITEM;
        self.within(Tag::ListItem, |setter| {
            let leaf = setter.tagger.within(Tag::Label, super::tagger::Tagger::leaf);
            if is_narrow {
                return setter.within(Tag::ListBody, |setter| setter.narrow_item(item, (label, leaf), style, frame));
            }
            let label = Rich::plain(label, style, Some(leaf));
            setter.led_by(&label, style, (frame, indent), |setter| {
                setter.within(Tag::ListBody, |setter| {
                    setter.item_blocks(&item.blocks, style, setter.inset(frame, indent));
                });
            });
        });
    }

    /// Sets an item of a list so deep that nothing would be left if it were set in: its label leads its first line.
    fn narrow_item(&mut self, item: &Item, (label, leaf): (&str, Leaf), style: Style, frame: Frame) {
        let (inlines, rest) = match item.blocks.split_first() {
            Some((Block::Paragraph(inlines), rest)) => (inlines.as_slice(), rest),
            Some(_) | None => (&[][..], item.blocks.as_slice()),
        };
        let mut segments = super::inline::segments(&mut self.tagger, self.context, inlines, style, None);
        let label = format!("{label}\u{A0}");
        match segments.first_mut() {
            Some(Segment::Text(rich)) => rich.prepend(&label, style, Some(leaf)),
            Some(Segment::Picture(..)) | None => {
                segments.insert(0, Segment::Text(Rich::plain(&label, style, Some(leaf))));
            }
        }
        for segment in segments {
            self.segment(segment, style, frame);
        }
        self.blocks(rest, style, frame);
    }

    /// An item's first block stands on the line of its label, so no gap comes before it; one that is all text is the
    /// item's own, without a paragraph between.
    fn item_blocks(&mut self, blocks: &[Block], style: Style, frame: Frame) {
        match blocks.split_first() {
            Some((Block::Paragraph(inlines), [])) => self.bare_paragraph(inlines, style, frame),
            Some((first, rest)) => {
                self.block(first, style, frame);
                self.blocks(rest, style, frame);
            }
            None => {}
        }
    }

    /// Sets what `inside` sets, and a label on its first line, to the left of it.
    pub(super) fn led_by(
        &mut self,
        label: &Rich,
        style: Style,
        (frame, width): (Frame, f32),
        inside: impl FnOnce(&mut Self),
    ) {
        let first = self.strips.len();
        inside(self);
        let leading = self.leading(style);
        if self.strips.len() == first {
            self.push(Strip { height: leading, ..Strip::default() });
        }
        let mut drawing = Drawing::default();
        let strip = &mut self.strips[first];
        for line in lines(self.shapers, label, width.max(1.0)).into_iter().take(1) {
            let x = line.start(frame.x, frame.width);
            draw::line(&mut drawing, &line, x, strip.drop + baseline(leading, style.size));
        }
        drawing.append(std::mem::take(&mut strip.drawing));
        strip.drawing = drawing;
    }

    /// Lines to write on, where nothing answers the question yet.
    pub(super) fn room_to_write(&mut self, lines: usize, frame: Frame) {
        let first = self.strips.len();
        for _ in 0..lines {
            let height = self.context.theme.leading * 1.5;
            let rect = Rect { x: frame.x, y: height - 0.5, width: frame.width, height: 0.4 };
            let fills = vec![Fill { rect, color: HAIRLINE, radius: 0.0 }];
            self.push(Strip { height, drawing: Drawing { fills, ..Drawing::default() }, ..Strip::default() });
        }
        tie_all(&mut self.strips[first..]);
    }

    /// Sets text within the element that is open, without a paragraph of its own.
    pub(super) fn bare_paragraph(&mut self, inlines: &[Inline], style: Style, frame: Frame) {
        let segments = super::inline::segments(&mut self.tagger, self.context, inlines, style, None);
        for segment in segments {
            self.segment(segment, style, frame);
        }
    }

    /// Sets what `inside` sets within an element of the structure.
    pub(super) fn within(&mut self, tag: Tag, inside: impl FnOnce(&mut Self)) {
        self.tagger.enter(tag);
        inside(self);
        self.tagger.leave();
    }
}

/// Whether a paragraph of so many lines announces what follows: it ends in a colon, or is a single line.
fn announces(block: &Block, lines: usize, next: Option<&Block>) -> bool {
    let is_announced =
        matches!(next, Some(Block::Code(_) | Block::List(_) | Block::Table(_) | Block::Quote(_) | Block::Alert(..)));
    match block {
        Block::Paragraph(inlines) => is_announced && (lines == 1 || plain::inline_text(inlines).ends_with([':', '：'])),
        Block::Heading(_)
        | Block::Code(_)
        | Block::List(_)
        | Block::Table(_)
        | Block::Quote(_)
        | Block::Alert(..)
        | Block::Rule => false,
    }
}

/// What leads each item.
fn labels(list: &List) -> Vec<String> {
    let numbers = list.start.map(|start| start..);
    let label = |(place, item): (usize, &Item)| match (item.task, &numbers) {
        (Some(true), _) => "☑".to_owned(),
        (Some(false), _) => "☐".to_owned(),
        (None, Some(numbers)) => {
            let number = numbers.start.saturating_add(u64::try_from(place).unwrap_or(u64::MAX));
            format!("{number}.")
        }
        (None, None) => "•".to_owned(),
    };
    list.items.iter().enumerate().map(label).collect()
}
