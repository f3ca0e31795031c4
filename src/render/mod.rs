//! The three renderers: values in, bytes out. [`crate::build`](mod@crate::build) runs every (bank × format) in parallel.
//!
//! Enters: a checked bank with its lock. Leaves: an [`Artifact`] in memory.
//! Never here: clock, network; disk only for SQLite, which works in a temporary folder.

pub mod anki;
pub mod handout;
pub mod html;
pub mod pdf;

use crate::bank::Bank;
use crate::lock::Lock;

/// The three artifacts of a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The cheat sheet to print.
    Pdf,
    /// The Anki deck to import.
    Anki,
    /// The Markdown handout to read.
    Markdown,
}

impl Format {
    /// All formats, the slowest first, so that the pool starts it first.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Anki, Self::Markdown];

    /// The file name's extension.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Anki => "apkg",
            Self::Markdown => "md",
        }
    }
}

/// What the command line asks of the renderers, beyond what the bank says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Put the handout's answers into `<details>`.
    pub fold: bool,
    /// Which painter paints the sheet.
    pub painter: Painter,
    /// New cards a day that the deck's preset allows; `None` leaves Anki's own number.
    pub new_per_day: Option<u32>,
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
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The bank, its code coloured.
    pub bank: &'a Bank,
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
pub fn render(job: &Job) -> Result<Artifact, RenderError> {
    match job.format {
        Format::Pdf => pdf::render(job.bank, job.lock, job.options),
        Format::Anki => anki::render(job.bank, job.lock, job.options),
        Format::Markdown => Ok(handout::render(job.bank, job.options)),
    }
}

/// The name of a bank's artifact.
#[must_use]
pub fn file_name(bank: &Bank, format: Format) -> String {
    format!("{}.{}", bank.id, format.extension())
}
