//! Code blocks: coloured lines on a tint, with the output they print.

use super::draw;
use super::paragraph::{Line, Rich, code_line, lines, natural_widths};
use super::setter::{Frame, Setter, baseline};
use super::strip::{Panel, Strip, tie_lines};
use super::wrap_code;
use crate::doc::{Code, Token};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Color, Drawing, Fill, Leaf, Rect, Tag};
use crate::render::pdf::style::{HAIRLINE, QUIET, Style, TINT, Theme, token};

/// Type of the language's name, in points.
const SMALLEST_MARK: f32 = 5.0;
/// How far a tab moves on, in spaces.
const TAB: &str = "    ";

impl Setter<'_, '_> {
    /// Sets a code block and its output.
    pub(super) fn code(&mut self, code: &Code, frame: Frame) {
        let theme = self.context.theme;
        let style = theme.code();
        if code.language == "output" {
            return self.output(&code.text, frame);
        }
        let first = self.strips.len();
        self.on_panel(panel(frame, theme.padding, Some(TINT), None), |setter| {
            setter.within(Tag::Code, |setter| {
                let leaf = setter.tagger.leaf();
                setter.code_lines(&code.text, &code.tokens, (style, leaf), inner(frame, theme));
            });
        });
        self.language_mark(&code.language, first, inner(frame, theme));
        if let Some(output) = &code.output {
            self.space(theme.padding * 1.2);
            if let Some(last) = self.strips.last_mut() {
                last.keep_with_next = true;
            }
            self.output(output, frame);
        }
    }

    /// The language, small, in the box's upper right corner, above the first line. Decoration: what is read aloud and
    /// copied line by line is the code.
    fn language_mark(&mut self, language: &str, first: usize, frame: Frame) {
        let theme = self.context.theme;
        let style = Style { size: (theme.size * 0.62).max(SMALLEST_MARK), color: QUIET, ..theme.body() };
        let lines = lines(self.shapers, &Rich::plain(language, style, None), frame.width);
        if let (Some(line), Some(strip)) = (lines.first(), self.strips.get_mut(first)) {
            let mut drawing = Drawing::default();
            draw::line(&mut drawing, line, frame.x + frame.width - line.width, -theme.padding * 0.1);
            drawing.append(std::mem::take(&mut strip.drawing));
            strip.drawing = drawing;
        }
    }

    fn output(&mut self, text: &str, frame: Frame) {
        let theme = self.context.theme;
        let style = theme.code();
        self.on_panel(panel(frame, 0.0, None, Some((1.6, HAIRLINE))), |setter| {
            let inner = inner(frame, theme);
            setter.output_label(inner);
            setter.within(Tag::Code, |setter| {
                let leaf = setter.tagger.leaf();
                setter.code_lines(text, &[], (style, leaf), inner);
            });
        });
    }

    fn output_label(&mut self, frame: Frame) {
        let theme = self.context.theme;
        let style = Style { weight: Weight::Semibold, size: theme.size * 0.72, color: QUIET, ..theme.body() };
        let leaf = self.tagger.within(Tag::Paragraph, super::tagger::Tagger::leaf);
        let rich = Rich::plain(&self.context.labels.output, style, Some(leaf));
        let leading = style.size * 1.25;
        for line in lines(self.shapers, &rich, frame.width) {
            let mut strip = Strip { height: leading, keep_with_next: true, ..Strip::default() };
            draw::line(&mut strip.drawing, &line, line.start(frame.x, frame.width), baseline(leading, style.size));
            self.push(strip);
        }
    }

    fn code_lines(&mut self, text: &str, tokens: &[Token], (style, leaf): (Style, Leaf), frame: Frame) {
        let first = self.strips.len();
        let count = text.split('\n').count();
        let mut start = 0;
        for (place, line) in text.split('\n').enumerate() {
            let mut rich = coloured(line, start, tokens, (style, leaf));
            if place + 1 < count {
                // A line's end is white space in the text that a screen reader hears and a reader copies.
                rich.push(" ", style, Some(leaf), None);
            }
            self.code_line(&rich, style, frame);
            start += line.len() + 1;
        }
        tie_lines(&mut self.strips[first..]);
    }

    /// A line of code; one that is too wide goes on below, set in further, with a mark.
    fn code_line(&mut self, rich: &Rich, style: Style, frame: Frame) {
        let leading = self.context.theme.code_leading;
        let (whole, _) = natural_widths(self.shapers, rich);
        if whole <= frame.width {
            let line = code_line(self.shapers, rich);
            return self.push_code_line(&line, frame.x, (leading, style));
        }
        let further = frame.inset(continuation(&rich.text, style.size, frame.width));
        for (place, line) in wrap_code::wrap(self.shapers, rich, frame.width, further.width).iter().enumerate() {
            let x = if place == 0 { frame.x } else { further.x };
            self.push_code_line(line, x, (leading, style));
            if let (1.., Some(strip)) = (place, self.strips.last_mut()) {
                continuation_mark(&mut strip.drawing, further.x - style.size * 0.75, strip.drop, (leading, style.size));
            }
        }
    }

    fn push_code_line(&mut self, line: &Line, x: f32, (leading, style): (f32, Style)) {
        let (up, down) = line.extra_height(leading, style.size);
        let mut strip = Strip { height: leading + up + down, drop: up, ..Strip::default() };
        draw::line(&mut strip.drawing, line, x, up + baseline(leading, style.size));
        self.push(strip);
    }
}

/// What a box leaves for code.
fn inner(frame: Frame, theme: &Theme) -> Frame {
    let inner = frame.inset(theme.padding);
    Frame { width: inner.width - theme.padding, ..inner }
}

fn panel(frame: Frame, padding: f32, color: Option<Color>, bar: Option<(f32, Color)>) -> Panel {
    Panel { id: 0, x: frame.x, width: frame.width, padding, color, bar, is_leftward: false }
}

/// How far the rest of a wide line is set in: its own indentation and two characters, but never half the line.
fn continuation(text: &str, size: f32, width: f32) -> f32 {
    let spaces = text.len() - text.trim_start_matches(' ').len();
    #[expect(clippy::cast_precision_loss, reason = "a line's indentation")]
    let columns = (spaces + 2) as f32;
    (columns * size * 0.6).min(width * 0.5)
}

/// An elbow drawn with lines, not a character: what is copied from the sheet is the code and nothing else.
fn continuation_mark(drawing: &mut Drawing, x: f32, drop: f32, (leading, size): (f32, f32)) {
    let foot = drop + baseline(leading, size) - size * 0.25;
    let stem = Rect { x, y: foot - size * 0.4, width: 0.6, height: size * 0.4 };
    let arm = Rect { x, y: foot - 0.6, width: size * 0.45, height: 0.6 };
    drawing.fills.extend([stem, arm].map(|rect| Fill { rect, color: QUIET, radius: 0.0 }));
}

/// A line of code, which starts at byte `start` of its block, in the colours of its tokens.
fn coloured(line: &str, start: usize, tokens: &[Token], (style, leaf): (Style, Leaf)) -> Rich {
    let mut rich = Rich::default();
    let end = start + line.len();
    let mut at = start;
    let first = tokens.partition_point(|token| token.range.end <= start);
    for Token { range, class } in tokens[first..].iter().take_while(|token| token.range.start < end) {
        let (from, to) = (range.start.max(at), range.end.min(end));
        push(&mut rich, &line[at - start..from - start], (style, leaf));
        push(&mut rich, &line[from - start..to - start], (token(style, *class), leaf));
        at = to;
    }
    push(&mut rich, &line[at - start..], (style, leaf));
    rich
}

fn push(rich: &mut Rich, text: &str, (style, leaf): (Style, Leaf)) {
    if text.contains('\t') {
        rich.push(&text.replace('\t', TAB), style, Some(leaf), None);
    } else {
        rich.push(text, style, Some(leaf), None);
    }
}
