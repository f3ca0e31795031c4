//! Banks on their way in: found, guarded, read and checked.
//!
//! Enters: paths. Leaves: banks, or what is wrong with them. Never here: artifacts, printing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Error, SHARED_ID};
use crate::bank::{self, Bank, Gist, Given};
use crate::guard::Guard;
use crate::lock::Lock;
use crate::render::pdf::fonts::FaceFile;
use crate::report::{Code, Diagnostic, Report};
use crate::source::{ReadError, Source};

/// A bank's file with what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// The file.
    pub source: Source,
    /// The bank, unless something in it is an error.
    pub bank: Option<Bank>,
    /// All that is wrong with it.
    pub report: Report,
}

/// What was found in a bank's file, and nothing of what it holds.
#[derive(Debug)]
pub struct Inspected {
    /// The file.
    pub source: Source,
    /// What it is, unless something in it is an error.
    pub gist: Option<Gist>,
    /// All that is wrong with it.
    pub report: Report,
}

/// The banks of a folder: every `*.yaml` in it, sorted by name.
///
/// # Errors
/// [`Error::NoBanks`].
pub fn banks_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut banks = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml") && path.is_file())
        .collect::<Vec<_>>();
    banks.sort();
    if banks.is_empty() { Err(Error::NoBanks { folder: folder.to_owned() }) } else { Ok(banks) }
}

/// Waits until no other build works on these banks; `waiting` is called with each folder that is taken.
#[must_use]
pub fn guard(banks: &[PathBuf], waiting: impl Fn(&Path)) -> Vec<Guard> {
    let folder = |path: &PathBuf| folder_of(path).canonicalize().ok();
    // Sorted and each once, so that two builds of the same folders never wait for one another.
    let folders: BTreeSet<PathBuf> = banks.iter().filter_map(folder).collect();
    folders.iter().map(|folder| Guard::acquire(folder, || waiting(folder))).collect()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a path leads, whichever way it is written; a link is not followed, since a bank is known by its name.
pub(super) fn place(path: &Path) -> PathBuf {
    let folder = folder_of(path).canonicalize().unwrap_or_else(|_| folder_of(path).to_owned());
    path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name))
}

/// Each file once, the first time it is named: `x.yaml ./x.yaml` is one.
#[must_use]
pub fn each_once(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    paths.iter().filter(|path| seen.insert(place(path))).cloned().collect()
}

/// Reads and checks banks in parallel; results come in the order of the paths. `fonts` are faces that their sheets will
/// have besides their own.
#[must_use]
pub fn check_all(paths: &[PathBuf], fonts: &[&'static FaceFile]) -> Vec<Result<Checked, ReadError>> {
    paths.par_iter().map(|path| Source::read(path).map(|source| check(source, fonts))).collect()
}

fn check(source: Source, fonts: &[&'static FaceFile]) -> Checked {
    let given = Given { released: Lock::changed_on(&lock_of(&source)), fonts: fonts.to_vec() };
    let (bank, report) = bank::check_given(&source, &given);
    Checked { source, bank, report }
}

/// Reads and checks banks in parallel, and keeps none; results come in the order of the paths.
#[must_use]
pub fn inspect_all(paths: &[PathBuf]) -> Vec<Result<Inspected, ReadError>> {
    let mut inspected: Vec<_> = paths.par_iter().map(|path| Source::read(path).map(inspect)).collect();
    let mut seen = BTreeMap::new();
    for Inspected { source, gist, report } in inspected.iter_mut().flatten() {
        let Some(Gist { id, id_span, .. }) = gist else { continue };
        if let Some(first) = seen.insert(id.as_str().to_lowercase(), source.path().to_owned()) {
            let message = format!("{} has this id too", first.display());
            report.push(Diagnostic::new(Code::DuplicateId, *id_span, message).help(SHARED_ID));
            report.sort();
        }
    }
    inspected
}

fn inspect(source: Source) -> Inspected {
    let given = Given { released: Lock::changed_on(&lock_of(&source)), fonts: Vec::new() };
    let (gist, report) = bank::inspect(&source, &given);
    Inspected { source, gist, report }
}

/// Where a bank's lock is: beside it.
pub(super) fn lock_of(source: &Source) -> PathBuf {
    source.path().with_extension("lock")
}
