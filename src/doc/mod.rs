//! The document model: what a text of the bank says, once and for all renderers.
//!
//! Enters: Markdown (through [`parse`]). Leaves: [`Block`] and [`Inline`] trees, canonical by construction.
//! Whatever two renderers could decide differently is decided here: resolved links, list starts, table
//! alignment, soft breaks, which output belongs to which code, the colour class of every code token.
//! Never here: fonts, page sizes, CSS, escaping, file names.

pub mod attributes;
pub mod canonical;
pub mod cloze;
pub mod highlight;
pub mod image;
pub mod nearby;
pub mod parse;
pub mod plain;

use std::ops::Range;
use std::sync::Arc;

pub use highlight::Class;
pub use image::Image;

/// The call-outs of GitHub Flavored Markdown.
/// <https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alert {
    /// Worth knowing.
    Note,
    /// Helpful.
    Tip,
    /// Must be known.
    Important,
    /// Needs care at once.
    Warning,
    /// May do harm.
    Caution,
}

impl Alert {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// What stands between `[!` and `]`.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Note => "NOTE",
            Self::Tip => "TIP",
            Self::Important => "IMPORTANT",
            Self::Warning => "WARNING",
            Self::Caution => "CAUTION",
        }
    }

    /// What it is called in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Tip => "Tip",
            Self::Important => "Important",
            Self::Warning => "Warning",
            Self::Caution => "Caution",
        }
    }
}

/// A part of a text that stands on its own lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text; never empty.
    Paragraph(Vec<Inline>),
    /// A sub-heading of its question.
    Heading(Heading),
    /// A block of code, with the output it prints.
    Code(Code),
    /// A list.
    List(List),
    /// A table; every row has as many cells as `columns`.
    Table(Table),
    /// A quotation.
    Quote(Vec<Block>),
    /// A call-out, `> [!NOTE]`.
    Alert(Alert, Vec<Block>),
    /// A thematic break.
    Rule,
}

/// A sub-heading inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as many as the author wrote `#`.
    pub level: u8,
    /// Never empty.
    pub content: Vec<Inline>,
}

/// A code block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The first word after the fence, as written; empty where there is none.
    pub language: String,
    /// What else stood after the fence (`norun="why"`, `raises=Error`): for `verify`, never printed.
    pub attributes: String,
    /// The code; lines end in `\n`, but for the last, which has no end. Tabs are kept.
    pub text: String,
    /// What the code prints, from the `output` block that followed it; shape as `text`.
    pub output: Option<String>,
    /// Coloured pieces of `text`, sorted, not overlapping; empty until [`highlight`] has run.
    pub tokens: Vec<Token>,
}

/// A coloured piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of [`Code::text`].
    pub range: Range<usize>,
    /// What it is, which each renderer gives its colour.
    pub class: Class,
}

/// A list and what its items start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The number of the first item; `None` for bullets.
    pub start: Option<u64>,
    /// Whether items are set close together (no blank lines between them in the source).
    pub tight: bool,
    /// Never empty.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// A task's box: ticked or not; `None` for an ordinary item.
    pub task: Option<bool>,
    /// May be empty.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How each column is aligned; never empty.
    pub columns: Vec<Alignment>,
    /// The header row's cells.
    pub head: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A table cell's text; may be empty.
pub type Cell = Vec<Inline>;

/// How a table's column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the language runs.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A part of running text. Canonical: no empty text, no two texts side by side, no empty container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text, soft breaks already spaces.
    Text(String),
    /// Code; never empty.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// Set low.
    Subscript(Vec<Inline>),
    /// Set high.
    Superscript(Vec<Inline>),
    /// A key to press.
    Keyboard(Vec<Inline>),
    /// A link.
    Link(Link),
    /// A picture.
    Picture(Picture),
    /// A line break the author asked for.
    Break,
}

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Never empty; holds no further link.
    pub content: Vec<Inline>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An `http`, `https` or `mailto` address.
    Url(String),
    /// A question of the same bank, by its id (`#question-id` in Markdown); checked to be there.
    Question(String),
}

/// A picture in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub image: Arc<Image>,
    /// What it shows, for those who cannot see it; may be empty.
    pub alt: String,
}
