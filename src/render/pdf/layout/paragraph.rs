//! Paragraphs: rich text → lines.
//!
//! Enters: text with styles and a width. Leaves: lines of shaped runs, broken where the whole paragraph looks best
//! (Knuth and Plass's idea, as textwrap's optimal fit has it). A word wider than its line is cut, never lost.

use std::sync::{Arc, LazyLock};

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};

use crate::render::pdf::plan::{Glyph, Leaf, LinkId, Shaped};
use crate::render::pdf::shape::{Shapers, is_space};
use crate::render::pdf::style::{Mark, Style};

/// Text with styles, as a paragraph's layout wants it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rich {
    /// All of the text; `\n` is a break the author asked for.
    pub(super) text: String,
    /// Sorted, without gaps, up to the end of the text.
    pub(super) spans: Vec<RichSpan>,
}

/// A stretch of rich text with one look and one meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct RichSpan {
    /// One past its last byte.
    pub(super) end: usize,
    /// How it looks.
    pub(super) style: Style,
    /// The structure it belongs to.
    pub(super) leaf: Option<Leaf>,
    /// The link it is part of.
    pub(super) link: Option<LinkId>,
}

impl Rich {
    /// Text in one style.
    pub(super) fn plain(text: &str, style: Style, leaf: Option<Leaf>) -> Self {
        let mut rich = Self::default();
        rich.push(text, style, leaf, None);
        rich
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str, style: Style, leaf: Option<Leaf>, link: Option<LinkId>) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.spans.push(RichSpan { end: self.text.len(), style, leaf, link });
        }
    }
}

impl Rich {
    fn is_within_short_code(&self, point: usize) -> bool {
        let place = self.spans.partition_point(|span| span.end <= point);
        let start = place.checked_sub(1).map_or(0, |before| self.spans[before].end);
        self.spans
            .get(place)
            .is_some_and(|span| span.style.mark == Mark::Tint && start < point && span.end - start <= WHOLE_CODE)
    }
}

/// A shaped piece on a line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// From the line's start.
    pub(super) x: f32,
    /// Its look, structure and link.
    pub(super) span: RichSpan,
    /// Its glyphs.
    pub(super) shaped: Arc<Shaped>,
}

impl Piece {
    /// Width in points without trailing white space.
    pub(super) fn width(&self) -> f32 {
        self.shaped.width * self.span.style.size
    }

    /// Width in points with it.
    pub(super) fn advance(&self) -> f32 {
        (self.shaped.width + self.shaped.space) * self.span.style.size
    }
}

/// A line of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// From left to right.
    pub(super) pieces: Vec<Piece>,
    /// Width without trailing white space.
    pub(super) width: f32,
}

/// What no line break may part: a word, its trailing white space included.
#[derive(Clone, Debug, Default)]
struct Atom {
    pieces: Vec<Piece>,
    width: f32,
    space: f32,
}

impl Fragment for Atom {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Breaks text into lines of at most `width`; text that is empty gives no line.
pub(super) fn lines(shapers: &mut Shapers, rich: &Rich, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in rich.text.match_indices('\n').map(|(end, _)| end).chain([rich.text.len()]) {
        let atoms = atoms(shapers, rich, start, end);
        lines.extend(wrap(&cut_to_fit(atoms, width), width));
        start = end + 1;
    }
    lines
}

/// The width of the text on one line, and of its widest unbreakable part.
pub(super) fn natural_widths(shapers: &mut Shapers, rich: &Rich) -> (f32, f32) {
    let (mut whole, mut widest) = (0.0_f32, 0.0_f32);
    let mut start = 0;
    for end in rich.text.match_indices('\n').map(|(end, _)| end).chain([rich.text.len()]) {
        let mut line = 0.0;
        for atom in atoms(shapers, rich, start, end) {
            widest = widest.max(atom.width);
            whole = whole.max(line + atom.width);
            line += atom.width + atom.space;
        }
        start = end + 1;
    }
    (whole, widest)
}

/// Costs in square points: a gap of 20 pt at a line's end costs 400.
fn penalties() -> Penalties {
    Penalties {
        nline_penalty: 1_000,
        overflow_penalty: 1_000_000_000,
        short_last_line_fraction: 6,
        short_last_line_penalty: 300,
        hyphen_penalty: 0,
    }
}

fn wrap(atoms: &[Atom], width: f32) -> Vec<Line> {
    if atoms.is_empty() {
        return Vec::new();
    }
    // Half a point of tolerance: widths are sums of f32, and a line that just fits must fit.
    let widths = [f64::from(width) + 0.05];
    match wrap_optimal_fit(atoms, &widths, &penalties()) {
        Ok(lines) => lines.into_iter().map(line).collect(),
        Err(_) => atoms.chunks(1).map(line).collect(),
    }
}

fn line(atoms: &[Atom]) -> Line {
    let mut line = Line::default();
    let mut x = 0.0;
    for atom in atoms {
        line.pieces.extend(atom.pieces.iter().map(|piece| Piece { x: x + piece.x, ..piece.clone() }));
        line.width = x + atom.width;
        x += atom.width + atom.space;
    }
    line
}

/// Inline code of at most this many bytes stays on one line: `is None`, `x += 1`.
const WHOLE_CODE: usize = 16;

/// For all scripts; Thai, Burmese and their like break by dictionary. Finding its tables costs more than a short text.
static SEGMENTER: LazyLock<LineSegmenterBorrowed> =
    LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));

/// Where a line may end.
fn break_points(rich: &Rich, start: usize, end: usize) -> Vec<usize> {
    let points = SEGMENTER.segment_str(&rich.text[start..end]).skip(1).map(|point| start + point);
    points.filter(|point| *point == end || !rich.is_within_short_code(*point)).collect()
}

fn atoms(shapers: &mut Shapers, rich: &Rich, start: usize, end: usize) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let mut from = start;
    let mut span = rich.spans.partition_point(|span| span.end <= start);
    for to in break_points(rich, start, end) {
        atoms.push(atom(shapers, rich, &mut span, from, to));
        from = to;
    }
    atoms
}

fn atom(shapers: &mut Shapers, rich: &Rich, span: &mut usize, mut from: usize, to: usize) -> Atom {
    let mut atom = Atom::default();
    while from < to {
        let current = rich.spans[*span];
        let end = current.end.min(to);
        for shaped in shapers.shape(current.style.face(), &rich.text[from..end]) {
            atom.push(current, shaped);
        }
        from = end;
        *span += usize::from(current.end == end);
    }
    atom
}

impl Atom {
    fn push(&mut self, span: RichSpan, shaped: Arc<Shaped>) {
        let piece = Piece { x: self.width + self.space, span, shaped };
        let advance = piece.advance();
        if piece.width() > 0.0 {
            self.width += self.space + piece.width();
            self.space = advance - piece.width();
        } else {
            self.space += advance;
        }
        self.pieces.push(piece);
    }
}

/// Cuts every atom that is wider than a line into atoms that are not.
fn cut_to_fit(atoms: Vec<Atom>, width: f32) -> Vec<Atom> {
    if atoms.iter().all(|atom| atom.width <= width) {
        return atoms;
    }
    let mut fitting = Vec::with_capacity(atoms.len());
    for atom in atoms {
        if atom.width <= width {
            fitting.push(atom);
        } else {
            fitting.extend(cut(&atom, width));
        }
    }
    fitting
}

fn cut(atom: &Atom, width: f32) -> Vec<Atom> {
    let mut parts = vec![Atom::default()];
    for piece in &atom.pieces {
        for shaped in clusters(&piece.shaped) {
            let advance = shaped.width * piece.span.style.size;
            let last = parts.len() - 1;
            if parts[last].width > 0.0 && parts[last].width + parts[last].space + advance > width {
                if let Some(tail) = split_after_mark(&mut parts[last]) {
                    parts.push(tail);
                } else {
                    parts.push(Atom::default());
                }
            }
            let last = parts.len() - 1;
            parts[last].push(piece.span, shaped);
        }
    }
    parts.into_iter().map(joined).collect()
}

/// A cut is best made after one of these; without one among the last 24 characters, anywhere.
const MARKS: [char; 18] = ['/', '.', '_', '-', ',', ';', ':', '=', '&', '?', '(', ')', '[', ']', '{', '}', '|', '+'];

/// Takes what stands after the last mark away from an atom, unless that is too much to be worth it.
fn split_after_mark(atom: &mut Atom) -> Option<Atom> {
    let mark = atom.pieces.iter().rposition(|piece| piece.shaped.text.ends_with(MARKS))?;
    let rest = atom.pieces.len() - mark - 1;
    if rest == 0 || rest > 24 || mark < rest {
        return None;
    }
    let tail = atom.pieces.split_off(mark + 1);
    *atom = regrouped(std::mem::take(&mut atom.pieces));
    Some(regrouped(tail))
}

fn regrouped(pieces: Vec<Piece>) -> Atom {
    let mut atom = Atom::default();
    for piece in pieces {
        atom.push(piece.span, piece.shaped);
    }
    atom
}

/// Puts clusters that stand side by side in one look together again.
fn joined(atom: Atom) -> Atom {
    let mut whole = Atom::default();
    let mut group: Vec<Piece> = Vec::new();
    for piece in atom.pieces {
        let joins = group.last().is_some_and(|last| {
            last.span.end == piece.span.end
                && last.shaped.face == piece.shaped.face
                && last.shaped.stands_for == piece.shaped.stands_for
        });
        if !joins {
            flush(&mut whole, &mut group);
        }
        group.push(piece);
    }
    flush(&mut whole, &mut group);
    whole
}

fn flush(atom: &mut Atom, group: &mut Vec<Piece>) {
    let Some(first) = group.first() else { return };
    let (span, face, scale, stands_for) = (first.span, first.shaped.face, first.shaped.scale, first.shaped.stands_for);
    let (mut text, mut glyphs, mut width, mut space) = (String::new(), Vec::new(), 0.0, 0.0);
    for piece in group.drain(..) {
        let base = u32::try_from(text.len()).unwrap_or(u32::MAX);
        glyphs.extend(piece.shaped.glyphs.iter().map(|glyph| Glyph {
            start: glyph.start + base,
            end: glyph.end + base,
            ..*glyph
        }));
        text.push_str(&piece.shaped.text);
        width += piece.shaped.width;
        space = piece.shaped.space;
    }
    let (text, glyphs) = (text.into(), glyphs.into());
    atom.push(span, Arc::new(Shaped { face, text, glyphs, width, space, scale, stands_for }));
}

/// The clusters of a shaped piece, each a piece of its own: the smallest parts that may stand on lines of their own.
fn clusters(shaped: &Arc<Shaped>) -> Vec<Arc<Shaped>> {
    if shaped.stands_for.is_some() {
        return vec![Arc::clone(shaped)];
    }
    let mut clusters = Vec::new();
    for group in shaped.glyphs.chunk_by(|a, b| a.start == b.start) {
        let (first, base) = (group[0], group[0].start);
        let text = &shaped.text[first.start as usize..first.end as usize];
        let glyphs: Vec<Glyph> =
            group.iter().map(|glyph| Glyph { start: 0, end: glyph.end - base, ..*glyph }).collect();
        let advance = group.iter().map(|glyph| glyph.advance).sum::<f32>() * shaped.scale;
        let is_space = text.chars().all(is_space);
        let (width, space) = if is_space { (0.0, advance) } else { (advance, 0.0) };
        let Shaped { face, scale, stands_for, .. } = **shaped;
        let (text, glyphs) = (text.into(), glyphs.into());
        clusters.push(Arc::new(Shaped { face, text, glyphs, width, space, scale, stands_for }));
    }
    clusters
}
