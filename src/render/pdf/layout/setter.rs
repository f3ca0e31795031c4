//! The setter: walks one part of the document and stacks strips.
//!
//! Enters: blocks, inline text, a frame to set them in. Leaves: strips and structure, numbered from 0.

use super::inline::Segment;
use super::paragraph::{Line, Rich, lines};
use super::strip::{Panel, Strip, tie_lines};
use super::tagger::Tagger;
use super::targets::Targets;
use crate::bank::Labels;
use crate::doc::{Inline, Picture};
use crate::render::pdf::plan::{Drawing, Leaf, PlacedImage, Rect, Tag};
use crate::render::pdf::shape::Shapers;
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
}

/// Sets one part of the sheet.
pub(super) struct Setter<'a, 's> {
    pub(super) context: Context<'a>,
    pub(super) shapers: &'s mut Shapers<'static>,
    pub(super) tagger: Tagger,
    pub(super) strips: Vec<Strip>,
    panels: u32,
    open_panels: Vec<Panel>,
    pending: f32,
}

impl<'a, 's> Setter<'a, 's> {
    pub(super) fn new(context: Context<'a>, shapers: &'s mut Shapers<'static>) -> Self {
        let tagger = Tagger::default();
        Self { context, shapers, tagger, strips: Vec::new(), panels: 0, open_panels: Vec::new(), pending: 0.0 }
    }

    /// How many boxes there are.
    pub(super) fn panels(&self) -> u32 {
        self.panels
    }

    /// Leaves at least this much room before whatever comes next.
    pub(super) fn space(&mut self, points: f32) {
        self.pending = self.pending.max(points);
    }

    /// Forgets what room was asked for: what comes next begins anew.
    pub(super) fn fresh(&mut self) {
        self.pending = 0.0;
    }

    /// Stacks a strip.
    pub(super) fn push(&mut self, mut strip: Strip) {
        strip.before += std::mem::take(&mut self.pending);
        strip.panels.clone_from(&self.open_panels);
        self.strips.push(strip);
    }

    /// Stacks what `inside` sets on a box.
    pub(super) fn on_panel(&mut self, mut panel: Panel, inside: impl FnOnce(&mut Self)) {
        panel.id = self.panels;
        self.panels += 1;
        self.pending += panel.padding;
        self.open_panels.push(panel);
        inside(self);
        self.open_panels.pop();
        self.pending += panel.padding;
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

    /// Sets a part of a paragraph.
    pub(super) fn segment(&mut self, segment: Segment, style: Style, frame: Frame) {
        match segment {
            Segment::Text(rich) => self.text(&rich, style, frame),
            Segment::Picture(picture, leaf) => self.picture(&picture, leaf, frame),
        }
    }

    /// Sets rich text as lines that keep their paragraph together at its ends.
    pub(super) fn text(&mut self, rich: &Rich, style: Style, frame: Frame) {
        let leading = self.leading(style);
        let lines = lines(self.shapers, rich, frame.width);
        let mut strips: Vec<Strip> = lines.iter().map(|line| text_strip(line, frame.x, leading, style.size)).collect();
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
        let (width, height) = fitted(picture, frame.width, self.context.theme.column_height() * 0.4);
        let rect = Rect { x: frame.x, y: 0.0, width, height };
        let image = PlacedImage { rect, image: picture.image.clone(), leaf };
        self.space(self.context.theme.gap);
        self.push(Strip { height, drawing: Drawing { images: vec![image], ..Drawing::default() }, ..Strip::default() });
        self.space(self.context.theme.gap);
    }
}

/// A picture's size in points: 96 pixels an inch, scaled down to what there is room for.
fn fitted(picture: &Picture, max_width: f32, max_height: f32) -> (f32, f32) {
    #[expect(clippy::cast_precision_loss, reason = "pixels, far below 2^24")]
    let (width, height) = (picture.image.width as f32 * 0.75, picture.image.height as f32 * 0.75);
    let scale = (max_width / width).min(max_height / height).min(1.0);
    (width * scale, height * scale)
}

/// A line as a strip: its baseline such that capitals stand in the strip's middle.
pub(super) fn text_strip(line: &Line, x: f32, leading: f32, size: f32) -> Strip {
    let mut strip = Strip { height: leading, ..Strip::default() };
    draw::line(&mut strip.drawing, line, x, baseline(leading, size));
    strip
}

/// Where the baseline of type of this size is in a line of this height.
pub(super) fn baseline(leading: f32, size: f32) -> f32 {
    leading * 0.5 + size * 0.33
}
