//! How a bank asks its sheet to be laid out.

/// Layout options of the PDF; the command line overrides each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Paper size.
    pub paper: Paper,
    /// Whether the long edge is at the top.
    pub landscape: bool,
    /// Columns on a page, 1 to 4.
    pub columns: u8,
    /// Body size in points, 7 to 12 in halves.
    pub size: f32,
    /// How much of each answer is printed.
    pub detail: Detail,
    /// Red, green and blue of headings and rules.
    pub accent: [u8; 3],
    /// Whether all lines of a paragraph but the last are made equally long.
    pub justify: bool,
    /// Whether addresses that links hide are printed as well.
    pub print_urls: bool,
}

/// Paper sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// ISO 216 A4, 210 × 297 mm.
    A4,
    /// US Letter, 8.5 × 11 in.
    Letter,
}

/// How much of each answer the sheet prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Short answers and pitfalls.
    Short,
    /// Everything a sheet can hold.
    Full,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            landscape: false,
            columns: 2,
            size: 8.5,
            detail: Detail::Short,
            accent: [0x0b, 0x5c, 0xad],
            justify: false,
            print_urls: false,
        }
    }
}

impl Sheet {
    /// A number of columns, if it is one that fits on a page.
    #[must_use]
    pub fn columns_of(number: f64) -> Option<u8> {
        (1..=4).find(|columns| (f64::from(*columns) - number).abs() < f64::EPSILON)
    }

    /// A size in points, if it is from 7 to 12 in halves.
    #[must_use]
    pub fn size_of(points: f64) -> Option<f32> {
        let halves = (14_u8..=24).find(|halves| (f64::from(*halves) / 2.0 - points).abs() < f64::EPSILON);
        halves.map(|halves| f32::from(halves) / 2.0)
    }

    /// A colour as `#rrggbb`.
    #[must_use]
    pub fn color_of(text: &str) -> Option<[u8; 3]> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let [red, green, blue] = [0, 2, 4].map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok());
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some([red?, green?, blue?])
    }
}
