//! A bank's file as text, and places in it.
//!
//! Enters: a path. Leaves: the text, with byte positions that every later message points at.
//! Never here: any knowledge of YAML or Markdown.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A half-open range of bytes in a [`Source`]'s text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The span as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Where each line of a text starts, so that many positions can be told at little cost.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Of each line its first byte; a byte order mark belongs to no line.
    starts: Vec<usize>,
    /// How many characters begin before each [`STEP`] bytes: a line may be the whole file, and have all findings.
    characters: Vec<usize>,
}

/// See [`Lines::characters`].
const STEP: usize = 1 << 10;

impl<'a> Lines<'a> {
    /// Finds the lines of a source.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        let text = source.text();
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(first).chain(newlines.map(|(at, _)| at + 1)).collect();
        let steps = text.as_bytes().chunks(STEP).scan(0, |before, step| {
            *before += begun(step);
            Some(*before)
        });
        Self { text, starts, characters: std::iter::once(0).chain(steps).collect() }
    }

    /// The line that holds a byte, from 0.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, its end left out.
    #[must_use]
    pub fn span(&self, line: usize) -> Span {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        Span::new(start, end)
    }

    /// Line and column, both from 1 and the column in characters, of a byte position.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.span(line).start;
        let end = offset.clamp(start, self.text.len());
        (line + 1, self.characters_before(end) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        self.characters[step] + begun(&self.text.as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in some bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

/// The largest bank, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// One bank's YAML file: where it is and what it says.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
}

/// Why a file could not become a [`Source`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be read at all; the exit code is 2.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The path as the user gave it.
        path: PathBuf,
        /// What the operating system said, in words a user can act on.
        reason: String,
    },
    /// The bytes are no UTF-8; the exit code is 1.
    #[error("{}:{line}:{column}: not valid UTF-8; save the file as UTF-8", path.display())]
    NotUtf8 {
        /// The path as the user gave it.
        path: PathBuf,
        /// Line of the first invalid byte, from 1.
        line: usize,
        /// Column of the first invalid byte in characters, from 1.
        column: usize,
    },
}

impl Source {
    /// A source from text that is already in memory; `path` names it in messages and finds its images.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Reads a bank's file.
    ///
    /// # Errors
    /// [`ReadError`], when the file cannot be read or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let unreadable = |reason: String| ReadError::Unreadable { path: path.to_owned(), reason };
        if path.is_dir() {
            return Err(unreadable("it is a folder; name the bank's .yaml file".into()));
        }
        let bytes = read_limited(path).map_err(|error| unreadable(reason(&error)))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(unreadable("it is larger than 256 MB".into()));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path: path.to_owned(), text }),
            Err(error) => Err(not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to())),
        }
    }

    /// The path as the user gave it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that holds the bank: images are below it, the lock is in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }
    }

    /// The file's name without its extension.
    #[must_use]
    pub fn stem(&self) -> String {
        self.path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column, both from 1 and the column in characters, of a byte position; for many, see [`Lines`].
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        Lines::new(self).position(offset)
    }
}

/// Reads a file, but no more than tells that it is too large: it may be a device without end.
fn read_limited(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn position(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = &bytes[..offset.min(bytes.len())];
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
}

fn not_utf8(path: &Path, bytes: &[u8], offset: usize) -> ReadError {
    let (line, column) = position(bytes, offset);
    ReadError::NotUtf8 { path: path.to_owned(), line, column }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}
