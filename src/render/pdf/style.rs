//! The look of the sheet: sizes, distances and colours, all derived from the bank's [`Sheet`].
//!
//! Enters: paper, columns, body size, accent. Leaves: lengths in points and colours.

use super::contrast::legible;
use super::fonts::{FaceId, Faces, Family, Weight};
use super::plan::Color;
use crate::bank::{Paper, Sheet};
use crate::doc::Class;

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Text or code.
    pub family: Family,
    /// How heavy.
    pub weight: Weight,
    /// Slanted.
    pub italic: bool,
    /// Font size in points.
    pub size: f32,
    /// Colour.
    pub color: Color,
    /// How far above the baseline, in points.
    pub rise: f32,
    /// What is drawn with it.
    pub mark: Mark,
}

/// What is drawn with a stretch of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A tint behind it: inline code.
    Tint,
    /// A frame around it: a key to press.
    Frame,
    /// A line through it.
    Strike,
}

impl Mark {
    /// How far it reaches into the white space on either side, as a part of the font size.
    #[must_use]
    pub fn side(self) -> f32 {
        match self {
            Self::None | Self::Strike => 0.0,
            Self::Tint => 0.1,
            Self::Frame => 0.12,
        }
    }
}

impl Style {
    /// The face it asks for.
    #[must_use]
    pub fn face(&self) -> FaceId {
        Faces::preferred(self.family, self.weight, self.italic)
    }
}

/// Black that is easy on the eye.
pub const INK: Color = Color(0x1a, 0x1c, 0x20);
/// Text that may be passed over.
pub const QUIET: Color = Color(0x5b, 0x61, 0x6b);
/// Behind code.
pub const TINT: Color = Color(0xf3, 0xf4, 0xf6);
/// Lines of tables and pages.
pub const HAIRLINE: Color = Color(0xc4, 0xc9, 0xd1);
/// Leads pitfalls.
pub const WARN: Color = Color(0xa8, 0x32, 0x1c);

/// Everything the layout measures with, in points.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Page width.
    pub page_width: f32,
    /// Page height.
    pub page_height: f32,
    /// Left and right; wide enough for two punched holes.
    pub margin_x: f32,
    /// From the page's top to the columns; the header is in it.
    pub margin_top: f32,
    /// From the columns to the page's bottom; the footer is in it.
    pub margin_bottom: f32,
    /// Between columns.
    pub gutter: f32,
    /// How many columns.
    pub columns: usize,
    /// Body size.
    pub size: f32,
    /// From one line of body text to the next.
    pub leading: f32,
    /// Size of code on its own.
    pub code_size: f32,
    /// From one line of code to the next.
    pub code_leading: f32,
    /// Between paragraphs.
    pub gap: f32,
    /// How far lists are set in.
    pub indent: f32,
    /// Inside a tinted box.
    pub padding: f32,
    /// Headings and links.
    pub accent: Color,
    /// Whether all lines of a paragraph but the last are equally long.
    pub justify: bool,
    /// Whether addresses that links hide are printed as well.
    pub print_urls: bool,
    /// Whether the page is read from the right: the first column is the rightmost.
    pub leftward: bool,
}

/// Left and right margins, alike so that a sheet may be printed on both sides. A hole of ISO 838 reaches 15 mm into the
/// paper; this leaves 16 mm.
const PUNCHED_A4: f32 = 45.4;
/// American holes reach 17 mm into the paper; this leaves 18 mm.
const PUNCHED_LETTER: f32 = 51.0;

/// The longest line, in ems of the body: some 130 characters.
const LONGEST_LINE: f32 = 58.0;
/// A line longer than this many ems, some 85 characters, asks for more room between lines.
const LONG_LINE: f32 = 38.0;

/// Code on its own, as a part of the body's size: smaller than code within text, which has as many characters a line as
/// it likes. At the default size, two columns then have room for 56 characters of code.
const CODE: f32 = 0.8;
/// Code is never smaller than this; points.
const SMALLEST_CODE: f32 = 6.0;

/// A4 and Letter in points, upright.
pub(super) fn paper_size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.28, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}

impl Theme {
    /// The theme of a sheet.
    #[must_use]
    pub fn new(sheet: &Sheet) -> Self {
        let (short, long) = paper_size(sheet.paper);
        let (page_width, page_height) = if sheet.landscape { (long, short) } else { (short, long) };
        let size = sheet.size;
        let punched = match sheet.paper {
            Paper::A4 => PUNCHED_A4,
            Paper::Letter => PUNCHED_LETTER,
        };
        // A single column is no wider than an eye finds back across, and the wider, the further apart its lines.
        let measure = if sheet.columns == 1 { size * LONGEST_LINE } else { page_width };
        let margin_x = punched.max((page_width - measure) / 2.0);
        let is_wide = sheet.columns == 1 && page_width - 2.0 * margin_x > size * LONG_LINE;
        let code_size = (size * CODE).max(SMALLEST_CODE);
        Self {
            page_width,
            page_height,
            margin_x,
            margin_top: 46.0,
            margin_bottom: 42.0,
            gutter: (size * 2.1).clamp(15.0, 22.0),
            columns: usize::from(sheet.columns.clamp(1, 4)),
            size,
            leading: size * if is_wide { 1.38 } else { 1.27 },
            code_size,
            code_leading: code_size * 1.27,
            gap: size * 0.42,
            indent: size * 1.15,
            padding: size * 0.42,
            accent: legible(Color(sheet.accent[0], sheet.accent[1], sheet.accent[2]), TINT),
            justify: sheet.justify,
            print_urls: sheet.print_urls,
            leftward: false,
        }
    }

    /// The theme of a card's side: a page of its own, with one column.
    #[must_use]
    pub fn card(sheet: &Sheet, (page_width, page_height): (f32, f32), margin: f32, size: f32) -> Self {
        let theme = Self::new(&Sheet { size, columns: 2, ..sheet.clone() });
        let (margin_x, margin_top, margin_bottom) = (margin, margin, margin);
        Self { page_width, page_height, margin_x, margin_top, margin_bottom, columns: 1, ..theme }
    }

    /// Width of the text area.
    #[must_use]
    pub fn text_width(&self) -> f32 {
        self.page_width - 2.0 * self.margin_x
    }

    /// No line of running text is wider.
    #[must_use]
    pub fn longest_line(&self) -> f32 {
        self.size * LONGEST_LINE
    }

    /// Width of a column.
    #[must_use]
    pub fn column_width(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "at most four columns")]
        let columns = self.columns as f32;
        (self.text_width() - self.gutter * (columns - 1.0)) / columns
    }

    /// Height of a full column.
    #[must_use]
    pub fn column_height(&self) -> f32 {
        self.page_height - self.margin_top - self.margin_bottom
    }

    /// Left edge of a column.
    #[must_use]
    pub fn column_x(&self, column: usize) -> f32 {
        let column = if self.leftward { self.columns.saturating_sub(column + 1) } else { column };
        #[expect(clippy::cast_precision_loss, reason = "at most four columns")]
        let column = column as f32;
        self.margin_x + column * (self.column_width() + self.gutter)
    }

    /// Running text.
    #[must_use]
    pub fn body(&self) -> Style {
        Style {
            family: Family::Text,
            weight: Weight::Regular,
            italic: false,
            size: self.size,
            color: INK,
            rise: 0.0,
            mark: Mark::None,
        }
    }

    /// Code on its own.
    #[must_use]
    pub fn code(&self) -> Style {
        Style { family: Family::Mono, size: self.code_size, ..self.body() }
    }

    /// Text that may be passed over.
    #[must_use]
    pub fn quiet(&self) -> Style {
        Style { size: self.size * 0.86, color: QUIET, ..self.body() }
    }

    /// A label before pitfalls, sources and the like.
    #[must_use]
    pub fn label(&self, color: Color) -> Style {
        Style { weight: Weight::Semibold, size: self.size * 0.92, color, ..self.body() }
    }

    /// A question's heading.
    #[must_use]
    pub fn question(&self) -> Style {
        Style { weight: Weight::Semibold, size: self.size * 1.1, ..self.body() }
    }

    /// A section's heading.
    #[must_use]
    pub fn section(&self) -> Style {
        Style { weight: Weight::Bold, size: self.size * 1.4, color: self.accent, ..self.body() }
    }

    /// The bank's title.
    #[must_use]
    pub fn title(&self) -> Style {
        Style { weight: Weight::Bold, size: self.size * 2.5, ..self.body() }
    }
}

/// How a class of code token looks: told apart by weight and slant too, so that it survives a black-and-white
/// printer.
#[must_use]
pub fn token(code: Style, class: Class) -> Style {
    let color = |red, green, blue| Style { color: Color(red, green, blue), ..code };
    match class {
        Class::Keyword => Style { weight: Weight::Semibold, ..color(0x8a, 0x1f, 0x7a) },
        Class::String => color(0x0f, 0x6b, 0x3c),
        Class::Number | Class::Constant => color(0x9a, 0x4a, 0x06),
        Class::Comment => Style { italic: true, ..color(0x5f, 0x66, 0x70) },
        Class::Function => color(0x0b, 0x4f, 0x9e),
        Class::Type => color(0x0a, 0x60, 0x6e),
        Class::Attribute => color(0x7a, 0x52, 0x00),
        Class::Operator => color(0x3d, 0x43, 0x4d),
    }
}
