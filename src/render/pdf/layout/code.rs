//! Code blocks: coloured lines on a tint, with the output they print.

use super::comments;
use super::draw;
use super::paragraph::{Line, Rich, code_line, lines, natural_widths};
use super::setter::{Frame, Setter, baseline};
use super::statements::{self, Statements};
use super::strip::{Panel, Strip, tie_all, tie_lines};
use super::wrap_code;
use crate::doc::{Code, Token};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Color, Drawing, Fill, Leaf, Rect, Tag};
use crate::render::pdf::style::{HAIRLINE, QUIET, Style, TINT, Theme, token};

/// Type of the language's name, in points.
const SMALLEST_MARK: f32 = 5.0;
/// Room before and after a block, as a part of that between paragraphs.
const AROUND_CODE: f32 = 1.5;
/// The width of a character of code, as a part of its size.
const CHARACTER: f32 = 0.6;
/// So many lines of a block, at least, stand together at its start.
const FEWEST_LINES: usize = 3;
/// At most so many lines stand together.
pub(super) const MOST_TIED: usize = 7;
/// The same of what code prints, and of text that no grammar reads.
const MOST_TIED_OUTPUT: usize = 3;
/// How far a tab moves on, in spaces.
const TAB: &str = "    ";

impl Setter<'_, '_> {
    /// Sets a code block and its output.
    pub(super) fn code(&mut self, code: &Code, frame: Frame) {
        let theme = self.context.theme;
        if code.language == "output" {
            return self.output(&code.text, frame);
        }
        self.space(theme.gap * AROUND_CODE);
        let first = self.strips.len();
        self.on_panel(panel(frame, theme.padding, Some(TINT), None, theme), |setter| {
            setter.within(Tag::Code, |setter| {
                let leaf = setter.tagger.leaf();
                setter.code_lines(&code.text, &code.tokens, (theme.code(), leaf), frame);
            });
        });
        self.language_mark(&code.language, first, frame);
        if let Some(output) = &code.output {
            self.space(theme.padding * 1.2);
            if let Some(last) = self.strips.last_mut() {
                last.keep_with_next = true;
            }
            self.output(output, frame);
        }
        self.space(theme.gap * AROUND_CODE);
    }

    /// The language, small, in the box's upper right corner, so far above the first line that who copies that copies code
    /// alone. Decoration: what is read aloud is the code.
    fn language_mark(&mut self, language: &str, first: usize, frame: Frame) {
        let theme = self.context.theme;
        let size = (theme.size * 0.62).max(SMALLEST_MARK);
        let style = Style { size, color: QUIET, ..theme.body() };
        let lines = lines(self.shapers, &Rich::plain(language, style, None), frame.width);
        let (Some(line), Some(strip)) = (lines.first(), self.strips.get_mut(first)) else { return };
        // Over the end of a long first line it needs a line of its own.
        let ink = strip.drawing.runs.iter().map(|run| run.x + run.shaped.width * run.size).fold(0.0, f32::max);
        let is_long = ink > frame.x + frame.width - line.width - size;
        let room = size * if is_long { 1.0 } else { 0.4 };
        strip.height += room;
        strip.drop += room;
        strip.drawing.shift(0.0, room);
        let mut drawing = Drawing::default();
        draw::line(&mut drawing, line, frame.x + frame.width - line.width, room - theme.padding * 0.1);
        drawing.append(std::mem::take(&mut strip.drawing));
        strip.drawing = drawing;
    }

    fn output(&mut self, text: &str, frame: Frame) {
        let theme = self.context.theme;
        let style = theme.code();
        self.on_panel(panel(frame, 0.0, None, Some((1.6, HAIRLINE)), theme), |setter| {
            setter.output_label(frame);
            setter.within(Tag::Code, |setter| {
                let leaf = setter.tagger.leaf();
                setter.code_lines(text, &[], (style, leaf), frame);
            });
        });
        self.space(theme.gap * AROUND_CODE);
    }

    fn output_label(&mut self, frame: Frame) {
        let theme = self.context.theme;
        let style = Style { weight: Weight::Semibold, size: theme.size * 0.72, color: QUIET, ..theme.body() };
        let leaf = self.tagger.within(Tag::Paragraph, super::tagger::Tagger::leaf);
        let rich = Rich::plain(&self.context.labels.output, style, Some(leaf));
        let leading = style.size * 1.25;
        for line in lines(self.shapers, &rich, frame.width) {
            let mut strip = Strip { height: leading, keep_with_next: true, ..Strip::default() };
            // At the left whatever its language, as the code is.
            draw::line(&mut strip.drawing, &line, frame.x, baseline(leading, style.size));
            self.push(strip);
        }
    }

    fn code_lines(&mut self, text: &str, tokens: &[Token], look: (Style, Leaf), frame: Frame) {
        if let Some((text, tokens)) = comments::tightened(text, tokens, columns(look.0, frame)) {
            return self.code_lines(&text, &tokens, look, frame);
        }
        let (style, leaf) = look;
        let (lines, begin) = (text.trim_end().split('\n'), self.strips.len());
        let count = lines.clone().count();
        let (mut start, mut blanks) = (0, 0.0);
        let (mut paragraphs, mut bonds, mut statements) = (Vec::new(), Vec::new(), Statements::default());
        for (place, line) in lines.enumerate() {
            let is_blank = line.trim().is_empty() && place + 1 < count;
            if is_blank {
                blanks += self.context.theme.code_leading;
            } else {
                // A blank line is room above the next: none is left at a column's top or foot.
                if self.strips.len() == begin || blanks > 0.0 {
                    paragraphs.push(self.strips.len());
                }
                self.space(if self.strips.len() == begin { 0.0 } else { blanks });
                blanks = 0.0;
                let mut rich = coloured(line, start, tokens, look);
                if place + 1 < count {
                    // A line's end is white space in the text that a screen reader hears and a reader copies.
                    rich.push(" ", style, Some(leaf), None);
                }
                let first = self.strips.len();
                self.code_line(&rich, style, frame);
                bonds.push(statements.read(line, start, tokens, first..self.strips.len()));
            }
            start += line.len() + 1;
        }
        // What is printed has no statements that a break would tear.
        if tokens.is_empty() {
            tie_paragraphs(&mut self.strips, &paragraphs, MOST_TIED_OUTPUT);
        } else {
            tie_paragraphs(&mut self.strips, &paragraphs, MOST_TIED);
            statements::tie(&mut self.strips, &bonds);
        }
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
        let first = self.strips.len();
        for (place, line) in wrap_code::wrap(self.shapers, rich, frame.width, further.width).iter().enumerate() {
            let x = if place == 0 { frame.x } else { further.x };
            self.push_code_line(line, x, (leading, style));
            if let (1.., Some(strip)) = (place, self.strips.last_mut()) {
                continuation_mark(&mut strip.drawing, further.x - style.size * 0.75, strip.drop, (leading, style.size));
            }
        }
        if self.strips.len() - first <= MOST_TIED {
            tie_all(&mut self.strips[first..]);
        }
    }

    fn push_code_line(&mut self, line: &Line, x: f32, (leading, style): (f32, Style)) {
        let (up, down) = line.extra_height(leading, style.size);
        let mut strip = Strip { height: leading + up + down, drop: up, ..Strip::default() };
        draw::line(&mut strip.drawing, line, x, up + baseline(leading, style.size));
        self.push(strip);
    }
}

/// How many characters a line of code has room for.
fn columns(style: Style, frame: Frame) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred at most")]
    let columns = (frame.width / (style.size * CHARACTER)).floor() as usize;
    columns
}

/// A box that reaches into the margins, so that code stands flush with the text around it, and has all of its width.
fn panel(frame: Frame, padding: f32, color: Option<Color>, bar: Option<(f32, Color)>, theme: &Theme) -> Panel {
    let (x, width) = (frame.x - theme.padding, frame.width + 2.0 * theme.padding);
    Panel { id: 0, x, width, padding, color, bar, is_leftward: false }
}

/// Lines between blank ones stay together unless they are many; a few at a block's start or a single one at its end
/// stand with their neighbours.
fn tie_paragraphs(strips: &mut [Strip], paragraphs: &[usize], most_tied: usize) {
    let mut from = paragraphs.first().copied().unwrap_or(strips.len());
    let last = strips.len();
    let ends = paragraphs.iter().skip(1).copied().filter(|end| last - end > 1).chain([last]);
    for end in ends {
        if Some(&from) == paragraphs.first() && end - from < FEWEST_LINES && end != last {
            continue;
        }
        if end - from <= most_tied {
            tie_all(&mut strips[from..end]);
        } else {
            tie_lines(&mut strips[from..end]);
        }
        from = end;
    }
}

/// How far the rest of a wide line is set in: its own indentation and two characters, but never half the line.
fn continuation(text: &str, size: f32, width: f32) -> f32 {
    let spaces = text.len() - text.trim_start_matches(' ').len();
    #[expect(clippy::cast_precision_loss, reason = "a line's indentation")]
    let columns = (spaces + 2) as f32;
    (columns * size * CHARACTER).min(width * 0.5)
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
