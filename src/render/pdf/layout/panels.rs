//! The boxes behind strips.

use super::columns::Slot;
use super::strip::Panel;
use crate::render::pdf::plan::{Drawing, Fill, Rect};
use crate::render::pdf::style::Theme;

/// Draws one box behind all strips of a column that share it; of each strip its boxes and its height.
pub(super) fn panels<'s>(
    theme: &Theme,
    (top, first_top): (f32, f32),
    strips: impl Iterator<Item = (&'s [Panel], f32)>,
    slots: &[Slot],
    pages: &mut [Drawing],
) {
    let mut open: Vec<(Panel, usize, usize, f32, f32)> = Vec::new();
    let mut close = |(panel, page, column, from, to): (Panel, usize, usize, f32, f32)| {
        let top = if page == 0 { first_top } else { top };
        pages[page].fills.extend(panel_fills(panel, theme.column_x(column), top + from, top + to));
    };
    for ((panels, height), slot) in strips.zip(slots) {
        let stays = |(panel, page, column, ..): &(Panel, usize, usize, f32, f32)| {
            *page == slot.page && *column == slot.column && panels.iter().any(|other| other.id == panel.id)
        };
        let (still, over): (Vec<_>, Vec<_>) = std::mem::take(&mut open).into_iter().partition(stays);
        over.into_iter().for_each(&mut close);
        open = still;
        for panel in panels {
            match open.iter_mut().find(|(other, ..)| other.id == panel.id) {
                Some((.., to)) => *to = slot.y + height,
                None => open.push((*panel, slot.page, slot.column, slot.y, slot.y + height)),
            }
        }
    }
    open.into_iter().for_each(&mut close);
}

fn panel_fills(panel: Panel, column_x: f32, from: f32, to: f32) -> Vec<Fill> {
    let x = column_x + panel.x;
    let bar_x = |width: f32| if panel.is_leftward { x + panel.width - width } else { x };
    let (y, height) = (from - panel.padding, to - from + 2.0 * panel.padding);
    let tint = panel.color.map(|color| Fill { rect: Rect { x, y, width: panel.width, height }, color, radius: 2.0 });
    let bar =
        panel.bar.map(|(width, color)| Fill { rect: Rect { x: bar_x(width), y, width, height }, color, radius: 0.0 });
    tint.into_iter().chain(bar).collect()
}
