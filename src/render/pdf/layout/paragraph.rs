//! Paragraphs: rich text → lines.
//!
//! Enters: text with styles and a width. Leaves: lines of shaped runs, broken where the whole paragraph looks best
//! (Knuth and Plass's idea, as textwrap's optimal fit has it). A word wider than its line is cut, never lost.

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

pub(super) use super::atoms::Piece;
use super::atoms::{Atom, Reader};
use super::cut::cut_to_fit;
use super::direction::{directions, is_leftward};
pub(super) use super::line::Line;
use super::line::WIDEST_SPACE;
use super::lowest::Words;
pub(super) use super::rich::Rich;
use crate::render::pdf::fonts::Family;
use crate::render::pdf::language::{Base, Language, Patterns};
use crate::render::pdf::shape::Shapers;

/// How words are parted at the ends of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    /// Where a word is wider than a line.
    AtNeed,
    /// Likewise, and no short word stands alone on the last line: headings.
    AtNeedEvenly,
    /// Where it makes lines look better as well.
    ForLooks,
}

/// Breaks text into lines of at most `width`; text that is empty gives no line. A word is parted only if it must be.
pub(super) fn lines(shapers: &mut Shapers, rich: &Rich, width: f32) -> Vec<Line> {
    broken(shapers, rich, (width, width), Parting::AtNeed, false)
}

/// As [`lines`], for headings.
pub(super) fn heading(shapers: &mut Shapers, rich: &Rich, width: f32) -> Vec<Line> {
    broken(shapers, rich, (width, width), Parting::AtNeedEvenly, false)
}

/// As [`lines`], for running text, whose first line may be wider than the others: words are parted where it looks
/// better; all lines but the last are made equally long, if asked for.
pub(super) fn running(shapers: &mut Shapers, rich: &Rich, widths: (f32, f32), is_justified: bool) -> Vec<Line> {
    broken(shapers, rich, widths, Parting::ForLooks, is_justified)
}

fn broken(shapers: &mut Shapers, rich: &Rich, widths: (f32, f32), parting: Parting, is_justified: bool) -> Vec<Line> {
    let Language { patterns, base, .. } = shapers.language;
    let directions = directions(rich, base);
    let is_leftward = directions.as_ref().map_or(base == Base::Left, |directions| is_leftward(directions.base));
    let reader = Reader { shapers, rich, directions: directions.as_ref() };
    let (first, width) = widths;
    let mut breaker = Breaker { reader, first, width, parting, patterns, is_justified };
    let mut lines = Vec::new();
    for range in hard_lines(&rich.text) {
        let first = lines.len();
        if first > 0 {
            breaker.first = width;
        }
        lines.extend(breaker.paragraph(range));
        let last = lines.len().saturating_sub(1);
        let base = directions.as_ref().map(|directions| directions.base);
        for (place, line) in lines.iter_mut().enumerate().skip(first) {
            let full = if place == 0 { widths.0 } else { width };
            line.put_together(base, (is_justified && place < last).then_some(full));
            line.is_leftward = is_leftward;
        }
    }
    lines
}

/// The text between breaks that the author asked for.
fn hard_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let ends = text.match_indices('\n').map(|(end, _)| end).chain([text.len()]);
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1));
    starts.zip(ends).map(|(start, end)| start..end)
}

/// The width of the text on one line, and of its widest unbreakable part.
pub(super) fn natural_widths(shapers: &mut Shapers, rich: &Rich) -> (f32, f32) {
    let (mut whole, mut widest) = (0.0_f32, 0.0_f32);
    for words in words(shapers, rich) {
        let mut line = 0.0;
        for (width, space) in words {
            widest = widest.max(width);
            whole = whole.max(line + width);
            line += width + space;
        }
    }
    (whole, widest)
}

/// The words of a text, line after line that the author broke, each with the white space after it.
pub(super) fn words(shapers: &mut Shapers, rich: &Rich) -> Words {
    let directions = directions(rich, shapers.language.base);
    let mut reader = Reader { shapers, rich, directions: directions.as_ref() };
    let words = |range| reader.atoms(range).into_iter().map(|atom| (atom.width, atom.space)).collect();
    hard_lines(&rich.text).map(words).collect()
}

/// All of a text on one line, which runs to the right whatever is in it: code.
pub(super) fn code_line(shapers: &mut Shapers, rich: &Rich) -> Line {
    let directions = directions(rich, Base::Right);
    let mut reader = Reader { shapers, rich, directions: directions.as_ref() };
    let atoms = reader.atoms(0..rich.text.len());
    let mut line = Line::of(&atoms);
    line.put_together(directions.map(|directions| directions.base), None);
    line
}

/// Breaks one paragraph.
struct Breaker<'r, 's, 'f> {
    reader: Reader<'r, 's, 'f>,
    /// Of the first line; no less than that of the others.
    first: f32,
    width: f32,
    parting: Parting,
    patterns: Option<Patterns>,
    is_justified: bool,
}

/// What the best breaks are sought for: an atom, or a part of one.
#[derive(Clone, Debug)]
struct Bit {
    /// The atom, by its place.
    atom: usize,
    /// Bytes of the text, where it is a part of an atom.
    part: Option<Range<usize>>,
    width: f32,
    space: f32,
    /// Width of the hyphen that stands after it at a line's end.
    hyphen: f32,
}

impl Fragment for Bit {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        f64::from(self.hyphen)
    }
}

impl Breaker<'_, '_, '_> {
    /// First without parting words, as TeX does; if that does not look well, with.
    fn paragraph(&mut self, range: Range<usize>) -> Vec<Line> {
        let mut atoms = self.reader.atoms(range);
        if atoms.is_empty() {
            return Vec::new();
        }
        if self.parting == Parting::AtNeedEvenly {
            atoms = self.compounds(atoms);
        }
        let is_cut = atoms.iter().any(|atom| atom.width > self.width);
        let mut bits: Vec<Bit> = atoms.iter().enumerate().map(|(place, atom)| self.whole(atom, place)).collect();
        let mut ends = if is_cut { Vec::new() } else { self.best(&bits) };
        if is_cut || (self.parting == Parting::ForLooks && self.is_loose(&bits, &ends)) {
            let parted = self.parted(&mut atoms);
            if is_cut || parted.len() > bits.len() {
                bits = parted;
                ends = self.best(&bits);
            }
        }
        self.lines(&atoms, &bits, &ends)
    }

    /// Puts together what hyphens join, if a line has room for it.
    fn compounds(&self, atoms: Vec<Atom>) -> Vec<Atom> {
        let mut whole: Vec<Atom> = Vec::with_capacity(atoms.len());
        for atom in atoms {
            let is_hyphen_last = |last: &Atom| self.reader.rich.text[last.bytes.clone()].ends_with('-');
            match whole.last_mut().filter(|last| is_hyphen_last(last) && last.width + atom.width <= self.width) {
                Some(last) => {
                    last.bytes.end = atom.bytes.end;
                    atom.pieces.into_iter().for_each(|piece| last.push(piece));
                }
                None => whole.push(atom),
            }
        }
        whole
    }

    /// Where each line ends: one past its last bit. What is best on the whole may leave two lines ragged among justified
    /// ones, where filling each line leaves one.
    fn best(&self, bits: &[Bit]) -> Vec<usize> {
        // Half a point of tolerance: widths are sums of f32, and a line that just fits must fit.
        let widths = [self.first, self.width].map(|width| f64::from(width) + 0.05);
        let best = match wrap_optimal_fit(bits, &widths, &self.penalties(bits)) {
            Ok(lines) => ends(&lines),
            Err(_) => (1..=bits.len()).collect(),
        };
        if self.is_justified && self.ragged(bits, &best) > 0 {
            let full = ends(&wrap_first_fit(bits, &widths));
            if self.ragged(bits, &full) < self.ragged(bits, &best) {
                return full;
            }
        }
        best
    }

    /// How many lines cannot be made as long as the others; one at whose end a word is parted for nothing counts twice.
    fn ragged(&self, bits: &[Bit], ends: &[usize]) -> usize {
        let most = WIDEST_SPACE * self.size();
        let is_ragged = |(gap, line): (f32, &[Bit])| {
            let spaces = line.iter().rev().skip(1).filter(|bit| bit.space > 0.0).count().max(1);
            #[expect(clippy::cast_precision_loss, reason = "words of a line")]
            let extra = gap / spaces as f32;
            extra > most
        };
        let parted = |line: &[Bit]| usize::from(line.last().is_some_and(|bit| bit.hyphen > 0.0));
        self.gaps(bits, ends).filter(|line| is_ragged(*line)).map(|(_, line)| 1 + parted(line)).sum()
    }

    /// What is left of each line but the last, and what is on it.
    fn gaps<'b>(&self, bits: &'b [Bit], ends: &'b [usize]) -> impl Iterator<Item = (f32, &'b [Bit])> {
        let mut start = 0;
        let widths = std::iter::once(self.first).chain(std::iter::repeat(self.width));
        ends[..ends.len().saturating_sub(1)].iter().zip(widths).map(move |(end, width)| {
            let line = &bits[start..*end];
            start = *end;
            let last = line.last().map_or(0.0, |bit| bit.space - bit.hyphen);
            (width - (line.iter().map(|bit| bit.width + bit.space).sum::<f32>() - last), line)
        })
    }

    /// Costs in square points: a gap of 20 pt at a line's end costs 400.
    fn penalties(&self, bits: &[Bit]) -> Penalties {
        let hyphen = if self.is_justified { HYPHEN_JUSTIFIED } else { HYPHEN_RAGGED } * self.size();
        let is_parted = bits.iter().any(|bit| bit.hyphen > 0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred points at most")]
        let hyphen_penalty = if is_parted { (hyphen * hyphen) as usize } else { 0 };
        // What a word alone on the last line costs.
        let (short_last_line_fraction, short_last_line_penalty) = match self.parting {
            Parting::AtNeed => (6, 300),
            Parting::AtNeedEvenly => (3, 5_000),
            Parting::ForLooks => (6, 2_500),
        };
        Penalties {
            nline_penalty: 1_000,
            overflow_penalty: 1_000_000_000,
            short_last_line_fraction,
            short_last_line_penalty,
            hyphen_penalty,
        }
    }

    /// The size of the text's first letter.
    fn size(&self) -> f32 {
        self.reader.rich.spans.first().map_or(0.0, |span| span.style.size)
    }

    /// Whether any line but the last is much shorter than it might be.
    fn is_loose(&self, bits: &[Bit], ends: &[usize]) -> bool {
        let ragged = || (LOOSE_RAGGED * self.size()).min(LOOSE_PART * self.width);
        let most = if self.is_justified { LOOSE_JUSTIFIED * self.size() } else { ragged() };
        self.gaps(bits, ends).any(|(gap, _)| gap > most)
    }

    /// All atoms, parted wherever they may be; what is still wider than a line is cut.
    fn parted(&mut self, atoms: &mut Vec<Atom>) -> Vec<Bit> {
        let mut bits = Vec::with_capacity(atoms.len() * 2);
        let mut fitting = Vec::with_capacity(atoms.len());
        let last = atoms.len().saturating_sub(1);
        for (place, atom) in std::mem::take(atoms).into_iter().enumerate() {
            // A tail alone is no last line.
            let may_be_parted = place < last || atom.width > self.width;
            let parts =
                if may_be_parted { self.parts(&atom, fitting.len()) } else { vec![self.whole(&atom, fitting.len())] };
            if parts.iter().all(|part| part.width + part.hyphen <= self.width) {
                bits.extend(parts);
                fitting.push(atom);
                continue;
            }
            for atom in cut_to_fit(vec![atom], self.width) {
                bits.push(self.whole(&atom, fitting.len()));
                fitting.push(atom);
            }
        }
        *atoms = fitting;
        bits
    }

    /// An atom as one bit; an author's own hint at its end shows as a hyphen where a line ends there.
    fn whole(&mut self, atom: &Atom, place: usize) -> Bit {
        let mut bit = Bit { atom: place, part: None, width: atom.width, space: atom.space, hyphen: 0.0 };
        if self.reader.rich.text[atom.bytes.clone()].ends_with(SOFT_HYPHEN)
            && let Some(last) = atom.pieces.last()
            && let Some((hyphen, _)) = self.reader.shapers.hyphen(last.shaped.face)
        {
            bit.part = Some(atom.bytes.start..atom.bytes.end - SOFT_HYPHEN.len_utf8());
            bit.hyphen = hyphen.width * last.span.style.size;
        }
        bit
    }

    /// An atom in parts between which it may be parted; as a whole if nowhere.
    fn parts(&mut self, atom: &Atom, place: usize) -> Vec<Bit> {
        let has_hint = self.reader.rich.text[atom.bytes.clone()].ends_with(SOFT_HYPHEN);
        let patterns = self.patterns.filter(|_| may_be_parted(atom) && self.is_word_alone(atom) && !has_hint);
        let Some(patterns) = patterns else { return vec![self.whole(atom, place)] };
        // Rather a hyphen like any other than none.
        let is_needed = atom.width > self.width;
        let start = atom.bytes.start;
        let mut bits = Vec::new();
        let (mut from, mut done) = (start, 0.0);
        for point in patterns.points(&self.reader.rich.text[atom.bytes.clone()]) {
            let Some((before, piece)) = width_before(atom, point) else { continue };
            let Some((hyphen, is_own)) = self.reader.shapers.hyphen(piece.shaped.face) else { continue };
            if !is_own && !is_needed {
                continue;
            }
            let (part, width) = (Some(from..start + point), before - done);
            bits.push(Bit { atom: place, part, width, space: 0.0, hyphen: hyphen.width * piece.span.style.size });
            (from, done) = (start + point, before);
        }
        let part = (!bits.is_empty()).then_some(from..atom.bytes.end);
        bits.push(Bit { atom: place, part, width: atom.width - done, space: atom.space, hyphen: 0.0 });
        bits
    }

    /// Whether nothing but quotes and the like stands before it: it is no part of an address, a path or a compound.
    fn is_word_alone(&self, atom: &Atom) -> bool {
        let before = self.reader.rich.text[..atom.bytes.start].chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || is_quote(before))
    }

    fn lines(&mut self, atoms: &[Atom], bits: &[Bit], ends: &[usize]) -> Vec<Line> {
        let mut start = 0;
        let ranges = ends.iter().map(|end| std::mem::replace(&mut start, *end)..*end);
        ranges.collect::<Vec<_>>().into_iter().map(|range| self.line(atoms, &bits[range])).collect()
    }

    fn line(&mut self, atoms: &[Atom], bits: &[Bit]) -> Line {
        let mut line = Line::default();
        for group in bits.chunk_by(|a, b| a.atom == b.atom) {
            match part_of(group, &atoms[group[0].atom]) {
                None => line.pieces.extend(atoms[group[0].atom].pieces.iter().cloned()),
                Some(bytes) => line.pieces.extend(self.reader.part(bytes).pieces),
            }
        }
        if bits.last().is_some_and(|bit| bit.hyphen > 0.0) {
            self.part_word(&mut line);
        }
        line
    }

    /// Puts a hyphen at the end of a line.
    fn part_word(&mut self, line: &mut Line) {
        let Some(Piece { span, level, shaped, .. }) = line.pieces.last().cloned() else { return };
        if let Some((shaped, _)) = self.reader.shapers.hyphen(shaped.face) {
            line.pieces.push(Piece::new(span, level, shaped));
            line.is_parted = true;
        }
    }
}

/// One past the last bit of each line.
fn ends(lines: &[&[Bit]]) -> Vec<usize> {
    let end = |at: &mut usize, line: &&[Bit]| {
        *at += line.len();
        Some(*at)
    };
    lines.iter().scan(0, end).collect()
}

/// A hyphen costs as much as a gap of so many font sizes.
const HYPHEN_RAGGED: f32 = 5.0;
/// The same where lines are equally long.
const HYPHEN_JUSTIFIED: f32 = 2.0;
/// Words are not parted as long as no gap is wider than so many font sizes.
const LOOSE_RAGGED: f32 = 7.0;
/// Nor, in a narrow column, wider than this part of the line.
const LOOSE_PART: f32 = 0.28;
/// The same where lines are equally long.
const LOOSE_JUSTIFIED: f32 = 1.2;

/// A hint of the author's where a word may be parted; it shows only where it is.
const SOFT_HYPHEN: char = '\u{AD}';

/// The bytes of an atom that these parts of it cover, unless they cover all of it.
fn part_of(group: &[Bit], atom: &Atom) -> Option<Range<usize>> {
    let from = group.first()?.part.as_ref()?.start;
    let to = group.last()?.part.as_ref()?.end;
    let part = from..to;
    (part != atom.bytes).then_some(part)
}

fn is_quote(character: char) -> bool {
    matches!(character, '(' | '[' | '"' | '\'' | '–' | '—' | '“' | '„' | '‘' | '‚' | '«' | '»' | '‹' | '›')
}

/// A word that runs to the right, and no code.
fn may_be_parted(atom: &Atom) -> bool {
    let is_text = |piece: &Piece| {
        piece.span.style.family == Family::Text && piece.shaped.stands_for.is_none() && piece.level == 0
    };
    !atom.bytes.is_empty() && atom.pieces.iter().all(is_text)
}

/// The width of an atom's text before one of its bytes, and the piece that the byte stands in; `None` where a ligature
/// stands over it.
fn width_before(atom: &Atom, byte: usize) -> Option<(f32, &Piece)> {
    let (mut start, mut width) = (0, 0.0);
    for piece in &atom.pieces {
        let end = start + piece.shaped.text.len();
        if byte < end {
            let at = u32::try_from(byte - start).ok()?;
            let glyphs = &piece.shaped.glyphs;
            glyphs.iter().any(|glyph| glyph.start == at).then_some(())?;
            let before = glyphs.iter().filter(|glyph| glyph.start < at).map(|glyph| glyph.advance).sum::<f32>();
            return Some((width + before * piece.shaped.scale * piece.span.style.size, piece));
        }
        start = end;
        width += piece.advance();
    }
    None
}
