//! Draws a line: runs, and what stands behind, around and through them.

use super::paragraph::{Line, Piece};
use crate::render::pdf::fonts::Weight;
use crate::render::pdf::plan::{Drawing, Fill, LinkArea, Rect, Run};
use crate::render::pdf::style::{HAIRLINE, Mark, TINT};

/// White, inside frames.
const PAPER: crate::render::pdf::plan::Color = crate::render::pdf::plan::Color(255, 255, 255);

/// Draws a line with its start at `x` and its baseline at `y`.
pub(super) fn line(drawing: &mut Drawing, line: &Line, x: f32, y: f32) {
    for group in line.pieces.chunk_by(|a, b| same_span(a, b) && adjoin(a, b)) {
        marks(drawing, group, x, y);
    }
    drawing.runs.reserve_exact(line.pieces.len());
    for piece in &line.pieces {
        let style = piece.span.style;
        drawing.runs.push(Run {
            x: x + piece.ink_x(),
            y: y - style.rise,
            size: style.size,
            color: style.color,
            thick: piece.shaped.is_light && style.weight != Weight::Regular,
            leaf: piece.span.leaf,
            shaped: piece.shaped.clone(),
        });
        if piece.shaped.stands_for.is_some() {
            frame(drawing, roomy(std::slice::from_ref(piece), x, y));
        }
    }
    for group in line.pieces.chunk_by(|a, b| a.span.link == b.span.link && adjoin(a, b)) {
        if let Some(link) = group[0].span.link {
            drawing.links.push(LinkArea { rect: extent(group, x, y), link });
        }
    }
}

fn same_span(a: &Piece, b: &Piece) -> bool {
    a.span.end == b.span.end
}

/// Whether one piece begins where the other ends, whichever way text runs: where ways mix, what belongs together may
/// stand apart.
fn adjoin(a: &Piece, b: &Piece) -> bool {
    let follows = |one: &Piece, other: &Piece| {
        let gap = other.x - (one.x + one.advance());
        (-0.1..other.span.style.size).contains(&gap)
    };
    follows(a, b) || follows(b, a)
}

/// The box of some pieces of a line: from a little above the capitals to a little below the baseline.
fn extent(pieces: &[Piece], x: f32, y: f32) -> Rect {
    let Some(first) = pieces.first() else {
        return Rect { x, y, width: 0.0, height: 0.0 };
    };
    let size = first.span.style.size;
    let inked = || pieces.iter().filter(|piece| piece.ink() > 0.0);
    let left = inked().map(Piece::ink_x).fold(f32::INFINITY, f32::min);
    let right = inked().map(|piece| piece.ink_x() + piece.ink()).fold(f32::NEG_INFINITY, f32::max);
    let (left, width) = if left <= right { (left, right - left) } else { (first.x, 0.0) };
    Rect { x: x + left, y: y - size * 0.80, width, height: size * 1.05 }
}

fn marks(drawing: &mut Drawing, group: &[Piece], x: f32, y: f32) {
    let style = group[0].span.style;
    let rect = extent(group, x, y);
    match style.mark {
        Mark::None => {}
        Mark::Tint => drawing.fills.push(Fill { rect: roomy(group, x, y), color: TINT, radius: 1.4 }),
        Mark::Frame => frame(drawing, roomy(group, x, y)),
        Mark::Strike => {
            let rect = Rect { y: y - style.size * 0.27, height: style.size * 0.06, ..rect };
            drawing.fills.push(Fill { rect, color: style.color, radius: 0.0 });
        }
    }
}

/// The same with the room beside them.
fn roomy(pieces: &[Piece], x: f32, y: f32) -> Rect {
    let rect = extent(pieces, x, y);
    let left = pieces.iter().map(|piece| x + piece.x).fold(rect.x, f32::min);
    let right = pieces.iter().map(|piece| x + piece.x + piece.width()).fold(rect.x + rect.width, f32::max);
    Rect { x: left, width: right - left, ..rect }
}

fn frame(drawing: &mut Drawing, rect: Rect) {
    let inner = Rect { x: rect.x + 0.5, y: rect.y + 0.5, width: rect.width - 1.0, height: rect.height - 1.0 };
    drawing.fills.push(Fill { rect, color: HAIRLINE, radius: 1.4 });
    drawing.fills.push(Fill { rect: inner, color: PAPER, radius: 1.0 });
}
