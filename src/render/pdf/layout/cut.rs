//! Cuts what is wider than a line.
//!
//! Enters: atoms and a width. Leaves: atoms none of which is wider, cut where that hurts least; nothing is lost.

use std::sync::Arc;

use super::atoms::{Atom, Piece};
use super::direction::is_leftward;
use crate::render::pdf::plan::{Glyph, Shaped};
use crate::render::pdf::shape::is_space;

/// Cuts every atom that is wider than a line into atoms that are not.
pub(super) fn cut_to_fit(atoms: Vec<Atom>, width: f32) -> Vec<Atom> {
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
        let clusters = clusters(&piece.shaped, piece.level);
        let count = clusters.len();
        for (place, shaped) in clusters.into_iter().enumerate() {
            let mut cluster = Piece::new(piece.span, piece.level, shaped);
            let (start, end) = (place == 0, place + 1 == count);
            let (left, right) = if is_leftward(piece.level) { (end, start) } else { (start, end) };
            cluster.room = (if left { piece.room.0 } else { 0.0 }, if right { piece.room.1 } else { 0.0 });
            let last = parts.len() - 1;
            if parts[last].width > 0.0 && parts[last].width + parts[last].space + cluster.width() > width {
                if let Some(tail) = split_after_mark(&mut parts[last], &cluster.shaped.text) {
                    parts.push(tail);
                } else {
                    parts.push(Atom::default());
                }
            }
            let last = parts.len() - 1;
            parts[last].push(cluster);
        }
    }
    parts.into_iter().map(joined).collect()
}

/// A cut is best made after one of these.
const MARKS: [char; 18] = ['/', '.', '_', '-', ',', ';', ':', '=', '&', '?', '(', ')', '[', ']', '{', '}', '|', '+'];

/// No more clusters than this are moved to the next line for the sake of a better place.
const MOST_MOVED: usize = 24;

/// Whether a word within a word begins with the second: the `V` of `ListView`.
fn is_hump(one: &Piece, other: &Piece) -> bool {
    one.shaped.text.ends_with(char::is_lowercase) && other.shaped.text.starts_with(char::is_uppercase)
}

/// Whether a cut is well placed between two clusters: after a bracket that opens, after the last of several marks.
fn is_end_of_marks(one: &str, other: &str) -> bool {
    (one.ends_with(['(', '[', '{']) && !other.starts_with([')', ']', '}']))
        || (one.ends_with(MARKS) && !other.starts_with(MARKS))
}

/// Takes what stands after the last mark, or from the last capital within a word on, away from an atom that `next`
/// follows, unless that is too much to be worth it.
fn split_after_mark(atom: &mut Atom, next: &str) -> Option<Atom> {
    let pieces = &atom.pieces;
    let count = pieces.len();
    let text = |place: usize| pieces.get(place).map_or(next, |piece| &piece.shaped.text);
    if is_end_of_marks(text(count - 1), next) {
        return None;
    }
    let is_worth_it = |end: &usize| count - end <= MOST_MOVED && *end > count - end;
    let mark = (1..count).rev().find(|place| is_end_of_marks(text(place - 1), text(*place)));
    let hump = || (1..count).rev().find(|place| is_hump(&pieces[place - 1], &pieces[*place]));
    let end = mark.filter(is_worth_it).or_else(|| hump().filter(is_worth_it))?;
    let tail = atom.pieces.split_off(end);
    *atom = regrouped(std::mem::take(&mut atom.pieces));
    Some(regrouped(tail))
}

fn regrouped(pieces: Vec<Piece>) -> Atom {
    let mut atom = Atom::default();
    for piece in pieces {
        atom.push(piece);
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
                && last.level == piece.level
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
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let (span, level) = (first.span, first.level);
    let room = if is_leftward(level) { (last.room.0, first.room.1) } else { (first.room.0, last.room.1) };
    let Shaped { face, scale, reach, is_light, stands_for, .. } = *first.shaped;
    let (mut text, mut glyphs, mut width, mut space) = (String::new(), Vec::new(), 0.0, 0.0);
    for piece in group.drain(..) {
        let base = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let moved = |glyph: &Glyph| Glyph { start: glyph.start + base, end: glyph.end + base, ..*glyph };
        glyphs.push(piece.shaped.glyphs.iter().map(moved).collect::<Vec<_>>());
        text.push_str(&piece.shaped.text);
        if piece.shaped.width > 0.0 {
            width += space + piece.shaped.width;
            space = piece.shaped.space;
        } else {
            space += piece.shaped.space;
        }
    }
    if is_leftward(level) {
        glyphs.reverse();
    }
    let (text, glyphs) = (text.into(), glyphs.concat().into());
    let shaped = Arc::new(Shaped { face, text, glyphs, width, space, scale, reach, is_light, stands_for });
    atom.push(Piece { room, ..Piece::new(span, level, shaped) });
}

/// The clusters of a shaped piece, each a piece of its own, in the order of the text: the smallest parts that may stand
/// on lines of their own.
fn clusters(shaped: &Arc<Shaped>, level: u8) -> Vec<Arc<Shaped>> {
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
        let Shaped { face, scale, reach, is_light, stands_for, .. } = **shaped;
        let (text, glyphs) = (text.into(), glyphs.into());
        clusters.push(Arc::new(Shaped { face, text, glyphs, width, space, scale, reach, is_light, stands_for }));
    }
    if is_leftward(level) {
        clusters.reverse();
    }
    clusters
}
