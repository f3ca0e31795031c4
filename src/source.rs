//! A bank's file as text, and places in it.
//!
//! Enters: a path. Leaves: the text, with byte positions that every later message points at, and where it was no text.
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
        let is_crlf = end > start && self.text.as_bytes().get(end - 1) == Some(&b'\r');
        Span::new(start, end - usize::from(is_crlf))
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
    encoding: Encoding,
}

/// What the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 but for some bytes; the text has U+FFFD in the place of each of them.
    Damaged(Damage),
    /// UTF-16; the text is empty.
    Utf16,
}

/// Bytes that are no UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// The first [`DAMAGES`] of them: the place in the text, and the bytes that were there.
    pub places: Vec<(Span, Vec<u8>)>,
    /// How many there are in all.
    pub count: usize,
}

/// So many damaged places are remembered: a file that is no text at all has millions.
pub const DAMAGES: usize = 21;

/// Why a file could not become a [`Source`]; the exit code is 2.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {reason}", path.display())]
pub struct ReadError {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// What the operating system said, in words a user can act on.
    pub reason: String,
}

impl Source {
    /// A source from text that is already in memory; `path` names it in messages and finds its images.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), encoding: Encoding::Utf8 }
    }

    /// A source from a file's bytes; what they are is [`Source::encoding`].
    #[must_use]
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Self {
        let (text, encoding) = if is_utf16(&bytes) {
            (String::new(), Encoding::Utf16)
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => (text, Encoding::Utf8),
                Err(error) => damaged(error.as_bytes()),
            }
        };
        Self { path: path.into(), text, encoding }
    }

    /// Reads a bank's file.
    ///
    /// # Errors
    /// [`ReadError`], when the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let unreadable = |reason: String| ReadError { path: path.to_owned(), reason };
        if path.is_dir() {
            return Err(unreadable("it is a folder; name the bank's .yaml file".into()));
        }
        let bytes = read_limited(path).map_err(|error| unreadable(reason(&error)))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(unreadable("it is larger than 256 MB".into()));
        }
        Ok(Self::from_bytes(path, bytes))
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

    /// What the file's bytes are.
    #[must_use]
    pub fn encoding(&self) -> &Encoding {
        &self.encoding
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
    let file = File::open(path)?;
    // One more than the file says, so that its end is found without growing.
    let length = file.metadata()?.len().min(MAX_BYTES) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a file begins as no UTF-8 bank does, by <https://yaml.org/spec/1.2.2/#52-character-encodings>.
fn is_utf16(bytes: &[u8]) -> bool {
    let every_second_is_nul = |nul: usize| {
        bytes.len() > 1 && bytes.iter().take(4).enumerate().all(|(at, byte)| (at % 2 == nul) == (*byte == 0))
    };
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || every_second_is_nul(0) || every_second_is_nul(1)
}

/// Bytes as text, with U+FFFD for each sequence that is no UTF-8.
fn damaged(bytes: &[u8]) -> (String, Encoding) {
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Damage::default();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        let start = text.len();
        text.push(char::REPLACEMENT_CHARACTER);
        if damage.count < DAMAGES {
            damage.places.push((Span::new(start, text.len()), chunk.invalid().to_owned()));
        }
        damage.count += 1;
    }
    (text, Encoding::Damaged(damage))
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}
