//! The three renderers: values in, bytes out. [`crate::build`](mod@crate::build) runs every (bank × format) in parallel.
//!
//! Enters: a checked bank with its lock. Leaves: an [`Artifact`] in memory.
//! Never here: clock, network; disk only for SQLite, which works in a temporary folder.

pub mod anki;
pub mod handout;
pub mod html;
pub mod needs;
pub mod pdf;

use std::sync::Arc;

use crate::bank::{Bank, BankId};
use crate::lock::Lock;

/// The artifacts of a bank: sheet, deck and handout; and two more sheets for who asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The cheat sheet to print.
    Pdf,
    /// The questions with room to write, their answers at the end.
    Practice,
    /// Two-sided cards to cut.
    Cards,
    /// The Anki deck to import.
    Anki,
    /// The Markdown handout to read.
    Markdown,
}

impl Format {
    /// All formats, the slowest first, so that the pool starts it first.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Practice, Self::Cards, Self::Anki, Self::Markdown];

    /// What is made of a bank when nobody asks for anything else.
    pub const USUAL: [Self; 3] = [Self::Pdf, Self::Anki, Self::Markdown];

    /// What follows the bank's id in the file's name.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Pdf => ".pdf",
            Self::Practice => "-practice.pdf",
            Self::Cards => "-cards.pdf",
            Self::Anki => ".apkg",
            Self::Markdown => ".md",
        }
    }
}

/// What the command line asks of the renderers, beyond what the bank says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names the artifacts, in place of the bank's id.
    pub name: Option<BankId>,
    /// How the sheets of cards are turned over in the printer.
    pub duplex: Duplex,
    /// Put the handout's answers into `<details>`.
    pub fold: bool,
    /// Which painter paints the sheet.
    pub painter: Painter,
    /// New cards a day that the deck's preset allows; `None` leaves Anki's own number.
    pub new_per_day: Option<u32>,
}

/// Along which edge of the paper a printer turns a page over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplex {
    /// The long one, as the pages of a book are turned.
    #[default]
    Long,
    /// The short one, as those of a notepad are.
    Short,
}

/// What paints the planned pages of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Painter {
    /// krilla: text, fills, links, outline, tags.
    #[default]
    Krilla,
    /// genpdf: the plan's text alone.
    #[cfg(feature = "genpdf")]
    Genpdf,
}

/// One bank to render into one format.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The bank, its code coloured; a renderer lets go of it as soon as it can, since a large one takes much memory.
    pub bank: Arc<Bank>,
    /// Its lock, covering the whole bank.
    pub lock: &'a Lock,
    /// What to make.
    pub format: Format,
    /// How.
    pub options: &'a Options,
}

/// What a renderer made, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// What it is.
    pub format: Format,
    /// The file's name below the output folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its size in what a reader counts.
    pub extent: Extent,
    /// Files beside it, in a folder that is this artifact's alone: what is not listed is stale and removed.
    pub folder: Option<Folder>,
}

/// A folder that belongs to an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name below the output folder.
    pub name: String,
    /// File names and bytes, sorted by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The size of an artifact in what a reader counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Pages of the sheet.
    Pages(usize),
    /// Notes of the deck.
    Notes(usize),
    /// Questions of the handout.
    Questions(usize),
}

/// Why an artifact could not be made: a defect of the program, or of a file it was given.
#[derive(Debug, thiserror::Error)]
#[error("cannot render {name}: {reason}")]
pub struct RenderError {
    /// The artifact.
    pub name: String,
    /// What went wrong, in words.
    pub reason: String,
}

/// Renders one bank into one format.
///
/// # Errors
/// [`RenderError`], when the artifact would be wrong.
pub fn render(job: Job) -> Result<Artifact, RenderError> {
    let Job { bank, lock, format, options } = job;
    match format {
        Format::Pdf => pdf::render(bank, lock, options, pdf::Kind::Sheet),
        Format::Practice => pdf::render(bank, lock, options, pdf::Kind::Practice),
        Format::Cards => pdf::render(bank, lock, options, pdf::Kind::Cards),
        Format::Anki => anki::render(&bank, lock, options),
        Format::Markdown => Ok(handout::render(&bank, options)),
    }
}

/// What the names of a bank's artifacts begin with.
#[must_use]
pub fn stem<'a>(bank: &'a Bank, options: &'a Options) -> &'a BankId {
    options.name.as_ref().unwrap_or(&bank.id)
}

/// The name of a bank's artifact.
#[must_use]
pub fn file_name(bank: &Bank, options: &Options, format: Format) -> String {
    format!("{}{}", stem(bank, options), format.suffix())
}
