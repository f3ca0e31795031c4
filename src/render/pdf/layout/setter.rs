//! The setter: walks one part of the document and stacks strips.
//!
//! Enters: blocks, inline text, a frame to set them in. Leaves: strips and structure, numbered from 0.

use super::inline::{Segment, superscript};
use super::paragraph::{Line, Rich, heading, running};
use super::strip::{Panel, Strip, tie_lines};
use super::tagger::Tagger;
use super::targets::Targets;
use crate::bank::{Bank, Labels};
use crate::doc::{Inline, Picture};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Leaf, PlacedImage, Rect, Tag};
use crate::render::pdf::shape::{Pool, Shapers};
use crate::render::pdf::style::{Style, Theme};

use super::draw;

/// The part of a column that a block is set in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// From the column's left.
    pub(super) x: f32,
    /// In points.
    pub(super) width: f32,
}

impl Frame {
    /// The same frame, its left edge moved inwards; never narrower than a few words.
    pub(super) fn inset(self, by: f32) -> Self {
        let by = by.min((self.width - 40.0).max(0.0));
        Self { x: self.x + by, width: self.width - by }
    }
}

/// What all setters of a sheet share.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) theme: &'a Theme,
    pub(super) labels: &'a Labels,
    pub(super) targets: &'a Targets,
    /// What shapes text in the bank's faces and language.
    pub(super) pool: &'a Pool<'static>,
}

impl<'a> Context<'a> {
    pub(super) fn new(bank: &'a Bank, theme: &'a Theme, targets: &'a Targets, pool: &'a Pool<'static>) -> Self {
        Self { theme, labels: &bank.labels, targets, pool }
    }
}

/// Sets one part of the sheet.
pub(super) struct Setter<'a, 's> {
    pub(super) context: Context<'a>,
    pub(super) shapers: &'s mut Shapers<'static>,
    pub(super) tagger: Tagger,
    pub(super) strips: Vec<Strip>,
    panels: u32,
    open_panels: Vec<Panel>,
    /// Room that comes before the next strip: the most that was asked for, and what boxes add to it.
    gap: f32,
    padding: f32,
}

impl<'a, 's> Setter<'a, 's> {
    pub(super) fn new(context: Context<'a>, shapers: &'s mut Shapers<'static>) -> Self {
        let tagger = Tagger::default();
        Self {
            context,
            shapers,
            tagger,
            strips: Vec::new(),
            panels: 0,
            open_panels: Vec::new(),
            gap: 0.0,
            padding: 0.0,
        }
    }

    /// How many boxes there are.
    pub(super) fn panels(&self) -> u32 {
        self.panels
    }

    /// Leaves at least this much room before whatever comes next.
    pub(super) fn space(&mut self, points: f32) {
        self.gap = self.gap.max(points);
    }

    /// Leaves this much more room before whatever comes next, be it another part.
    pub(super) fn leave(&mut self, points: f32) {
        self.padding += points;
    }

    /// How much room that is so far, with what a box at the end reaches below the last strip.
    pub(super) fn overhang(&self) -> f32 {
        self.padding
    }

    /// Forgets what room was asked for: what comes next begins anew.
    pub(super) fn fresh(&mut self) {
        (self.gap, self.padding) = (0.0, 0.0);
    }

    /// Stacks a strip.
    pub(super) fn push(&mut self, mut strip: Strip) {
        strip.before += std::mem::take(&mut self.gap) + std::mem::take(&mut self.padding);
        strip.panels.clone_from(&self.open_panels);
        self.strips.push(strip);
    }

    /// Stacks what `inside` sets on a box.
    pub(super) fn on_panel(&mut self, mut panel: Panel, inside: impl FnOnce(&mut Self)) {
        panel.id = self.panels;
        self.panels += 1;
        self.padding += panel.padding;
        self.open_panels.push(panel);
        inside(self);
        self.open_panels.pop();
        self.padding += panel.padding;
    }

    /// A frame, the edge that text begins at moved inwards; never narrower than a few words.
    pub(super) fn inset(&self, frame: Frame, by: f32) -> Frame {
        let inset = frame.inset(by);
        if self.context.theme.leftward { Frame { x: frame.x, ..inset } } else { inset }
    }

    /// Sets a paragraph; pictures in it stand on their own.
    pub(super) fn paragraph(&mut self, inlines: &[Inline], style: Style, frame: Frame) {
        for segment in self.tagger_segments(inlines, style, None) {
            self.segment(segment, style, frame);
        }
    }

    /// Sets a paragraph that begins with a label on its line.
    pub(super) fn labelled(&mut self, label: (&str, Style), inlines: &[Inline], style: Style, frame: Frame) {
        for segment in self.tagger_segments(inlines, style, Some(label)) {
            self.segment(segment, style, frame);
        }
    }

    fn tagger_segments(&mut self, inlines: &[Inline], style: Style, label: Option<(&str, Style)>) -> Vec<Segment> {
        let context = self.context;
        self.tagger.within(Tag::Paragraph, |tagger| super::inline::segments(tagger, context, inlines, style, label))
    }

    /// The addresses that links above hide, each in a paragraph of its own, where addresses are printed.
    pub(super) fn notes(&mut self, frame: Frame) {
        let style = self.context.theme.quiet();
        let first = self.strips.len();
        for (place, address) in std::mem::take(&mut self.tagger.notes).into_iter().enumerate() {
            self.space(self.context.theme.gap * if place == 0 { 0.8 } else { 0.2 });
            let leaf = self.tagger.within(Tag::Paragraph, Tagger::leaf);
            let mut rich = Rich::plain(&(place + 1).to_string(), superscript(style), Some(leaf));
            rich.push(&format!("\u{A0}{address}"), style, Some(leaf), None);
            self.hanging_text(&rich, style, (frame, self.context.theme.indent));
        }
        tie_lines(&mut self.strips[first..]);
    }

    /// Sets a part of a paragraph.
    pub(super) fn segment(&mut self, segment: Segment, style: Style, frame: Frame) {
        match segment {
            Segment::Text(rich) => self.text(&rich, style, frame),
            Segment::Picture(picture, leaf) => self.picture(&picture, leaf, frame),
        }
    }

    /// Sets a paragraph all of whose lines but the first are set in; it may begin with a label.
    pub(super) fn hanging(
        &mut self,
        label: Option<(&str, Style)>,
        inlines: &[Inline],
        style: Style,
        (frame, by): (Frame, f32),
    ) {
        for segment in self.tagger_segments(inlines, style, label) {
            match segment {
                Segment::Text(rich) => self.hanging_text(&rich, style, (frame, by)),
                Segment::Picture(..) => self.segment(segment, style, frame),
            }
        }
    }

    /// Sets rich text as lines that keep their paragraph together at its ends.
    pub(super) fn text(&mut self, rich: &Rich, style: Style, frame: Frame) {
        self.hanging_text(rich, style, (frame, 0.0));
    }

    fn hanging_text(&mut self, rich: &Rich, style: Style, (frame, by): (Frame, f32)) {
        let leading = self.leading(style);
        let is_running = style.size <= self.context.theme.size && style.weight == Weight::Regular;
        let rest = self.inset(frame, by);
        let lines = if is_running {
            running(self.shapers, rich, (frame.width, rest.width), self.context.theme.justify)
        } else {
            heading(self.shapers, rich, frame.width)
        };
        let extra = tallest(&lines, leading, style.size);
        let frames = std::iter::once(frame).chain(std::iter::repeat(rest));
        let strip = |(line, frame)| text_strip(line, frame, (leading, style.size), extra);
        let mut strips: Vec<Strip> = lines.iter().zip(frames).map(strip).collect();
        tie_lines(&mut strips);
        for strip in strips {
            self.push(strip);
        }
    }

    /// The distance between lines of a style: the body's, but more for larger type.
    pub(super) fn leading(&self, style: Style) -> f32 {
        let theme = self.context.theme;
        if style.size > theme.size { style.size * 1.22 } else { theme.leading }
    }

    fn picture(&mut self, picture: &Picture, leaf: Option<Leaf>, frame: Frame) {
        let (width, height) = fitted(picture, frame.width, self.tallest_picture());
        let x = if self.context.theme.leftward { frame.x + frame.width - width } else { frame.x };
        let rect = Rect { x, y: 0.0, width, height };
        let image = PlacedImage { rect, image: picture.image.clone(), leaf };
        self.space(self.context.theme.gap);
        self.push(Strip { height, drawing: Drawing { images: vec![image], ..Drawing::default() }, ..Strip::default() });
        self.space(self.context.theme.gap);
    }

    /// A picture is no taller than this, in points.
    pub(super) fn tallest_picture(&self) -> f32 {
        self.context.theme.column_height() * 0.4
    }
}

/// A picture's size in points: 96 pixels an inch, scaled down to what there is room for.
pub(super) fn fitted(picture: &Picture, max_width: f32, max_height: f32) -> (f32, f32) {
    #[expect(clippy::cast_precision_loss, reason = "pixels, far below 2^24")]
    let (width, height) = (picture.image.width as f32 * 0.75, picture.image.height as f32 * 0.75);
    let scale = (max_width / width).min(max_height / height).min(1.0);
    (width * scale, height * scale)
}

/// How much taller the lines of a paragraph are than those of Latin: all alike.
pub(super) fn tallest(lines: &[Line], leading: f32, size: f32) -> (f32, f32) {
    let extras = lines.iter().map(|line| line.extra_height(leading, size));
    extras.fold((0.0, 0.0), |(up, down), (above, below)| (above.max(up), below.max(down)))
}

/// A line as a strip: its baseline such that capitals stand in the strip's middle.
fn text_strip(line: &Line, frame: Frame, (leading, size): (f32, f32), (up, down): (f32, f32)) -> Strip {
    // The rest of a word is not to be looked for on another page.
    let keep_with_next = line.is_parted;
    let mut strip = Strip { height: leading + up + down, drop: up, keep_with_next, ..Strip::default() };
    draw::line(&mut strip.drawing, line, line.start(frame.x, frame.width), up + baseline(leading, size));
    strip
}

/// Where the baseline of type of this size is in a line of this height.
pub(super) fn baseline(leading: f32, size: f32) -> f32 {
    leading * 0.5 + size * 0.33
}
