//! Colours that can be read on paper: contrast as WCAG 2.2 has it.
//!
//! Enters: the colour a bank asks for. Leaves: the same, or the nearest darker shade of it that text may have.

use super::plan::Color;

/// What WCAG 2.2 asks for text at level AA: <https://www.w3.org/TR/WCAG22/#contrast-minimum>.
const AA: f64 = 4.5;

/// The colour itself if text in it can be read on `paper`, else the lightest shade of it that can.
#[must_use]
pub fn legible(color: Color, paper: Color) -> Color {
    let shade = |tenths_of_percent: u32| {
        let part = |part: u8| u8::try_from(u32::from(part) * tenths_of_percent / 1_000).unwrap_or(part);
        Color(part(color.0), part(color.1), part(color.2))
    };
    let mut shades = (0..=1_000).rev().map(shade);
    shades.find(|shade| contrast(*shade, paper) >= AA).unwrap_or(Color(0, 0, 0))
}

/// From 1, no contrast, to 21, black on white: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
#[must_use]
pub fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
fn luminance(color: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}
