//! Writes files all or none: whole temporary files beside their targets first, then nothing but renames.
//!
//! Enters: paths and bytes. Leaves: the files, and what became of each.
//! A failure or `kill -9` before the renames leaves everything as it was; one between renames leaves each file whole,
//! old or new, and the next build finishes. Never here: rendering, the clock, any file that is not ours.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::render::{Artifact, Folder};

/// Why files could not be written; nothing was, unless [`Staged::commit`] says so.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {reason}", path.display())]
pub struct Error {
    /// What stood in the way.
    pub path: PathBuf,
    /// What the operating system said, in words a user can act on.
    pub reason: String,
}

impl Error {
    fn new(path: &Path, error: &io::Error) -> Self {
        Self { path: path.to_owned(), reason: reason(error) }
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new, or was replaced.
    Written,
    /// It held the same bytes and was not touched.
    Unchanged,
}

/// Files that are written together, in this order; and folders in which only some files may stay.
#[derive(Debug, Default)]
pub struct Batch<'a> {
    files: Vec<(PathBuf, &'a [u8])>,
    folders: Vec<(PathBuf, BTreeSet<&'a str>)>,
}

impl<'a> Batch<'a> {
    /// Adds a file.
    pub fn file(&mut self, path: PathBuf, bytes: &'a [u8]) {
        self.files.push((path, bytes));
    }

    /// Adds an artifact that goes to `dir`, its folder first, so that it never names a file that is not there.
    pub fn artifact(&mut self, dir: &Path, artifact: &'a Artifact) {
        if let Some(folder) = &artifact.folder {
            self.folder(dir, folder);
        }
        self.file(dir.join(&artifact.name), &artifact.bytes);
    }

    fn folder(&mut self, dir: &Path, folder: &'a Folder) {
        let path = dir.join(&folder.name);
        for (name, bytes) in &folder.files {
            self.file(path.join(name), bytes);
        }
        self.folders.push((path, folder.files.iter().map(|(name, _)| name.as_str()).collect()));
    }

    /// Writes every file that would change under a temporary name beside its target, down to the disk.
    ///
    /// # Errors
    /// [`Error`], and no trace is left.
    pub fn stage(self) -> Result<Staged, Error> {
        let mut folders = Folders::default();
        for folder in self.parents() {
            folders.make(folder)?;
            sweep(folder)?;
        }
        let stale = self.folders.iter().flat_map(|(folder, keep)| stale_files(folder, keep)).collect();
        let files = self.files.into_par_iter().map(|(path, bytes)| stage_file(path, bytes)).collect::<Vec<_>>();
        // Collected twice, so that of several errors the first file's is told.
        let files = files.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Staged { files, stale, folders })
    }

    fn parents(&self) -> BTreeSet<&Path> {
        self.files.iter().map(|(path, _)| parent(path)).collect()
    }
}

/// Writes the artifacts of one bank into `dir`, all or none.
///
/// # Errors
/// [`Error`], see [`Batch::stage`] and [`Staged::commit`].
pub fn write(dir: &Path, artifacts: &[Artifact]) -> Result<Vec<(PathBuf, Outcome)>, Error> {
    let mut batch = Batch::default();
    for artifact in artifacts {
        batch.artifact(dir, artifact);
    }
    batch.stage()?.commit()
}

/// Replaces the bytes of a file that someone else owns, whole or not at all: a link to it stays a link, its permissions
/// stay as they are, and what was written into it since `old` was read is not lost.
///
/// # Errors
/// [`Error`], and the file is as it was.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    let failed = |error: io::Error| Error::new(path, &error);
    let refused = |reason: &str| Err(Error { path: path.to_owned(), reason: reason.to_owned() });
    let target = fs::canonicalize(path).map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if !metadata.is_file() {
        return refused("it is no regular file");
    }
    if metadata.permissions().readonly() {
        return refused("it is read-only");
    }
    // A rename would ask only whether the folder may be changed.
    OpenOptions::new().write(true).open(&target).map_err(failed)?;
    let mut batch = Batch::default();
    batch.file(target.clone(), new);
    let staged = batch.stage().map_err(|error| Error { path: path.to_owned(), ..error })?;
    if fs::read(&target).map_err(failed)? != old {
        return refused("it has changed meanwhile");
    }
    staged.commit().map_err(|error| Error { path: path.to_owned(), ..error })?;
    Ok(())
}

/// Files that lie whole on the disk under temporary names; dropped, they are gone.
#[derive(Debug)]
pub struct Staged {
    files: Vec<(PathBuf, Option<Temporary>)>,
    stale: Vec<PathBuf>,
    // Declared after the files, so that it is dropped after them.
    folders: Folders,
}

impl Staged {
    /// Renames every file to its target, then removes what is stale.
    ///
    /// # Errors
    /// [`Error`], when a rename fails: files before it are new, the others as they were, each of them whole.
    pub fn commit(mut self) -> Result<Vec<(PathBuf, Outcome)>, Error> {
        self.folders.made.clear();
        let mut outcomes = Vec::with_capacity(self.files.len());
        let mut touched = BTreeSet::new();
        for (path, temporary) in self.files {
            outcomes.push(match temporary {
                Some(temporary) => {
                    temporary.rename(&path)?;
                    touched.insert(parent(&path).to_owned());
                    (path, Outcome::Written)
                }
                None => (path, Outcome::Unchanged),
            });
        }
        for folder in &touched {
            sync_folder(folder);
        }
        for path in &self.stale {
            remove_stale(path);
        }
        Ok(outcomes)
    }
}

/// Folders made for a batch that is not yet renamed; dropped, those still empty are gone.
#[derive(Debug, Default)]
struct Folders {
    made: Vec<PathBuf>,
}

impl Folders {
    fn make(&mut self, folder: &Path) -> Result<(), Error> {
        // The last ancestor of a relative path is empty: the working directory, which is there.
        let is_missing = |ancestor: &&Path| !ancestor.as_os_str().is_empty() && !ancestor.is_dir();
        let mut missing = folder.ancestors().take_while(is_missing).collect::<Vec<_>>();
        while let Some(ancestor) = missing.pop() {
            match fs::create_dir(ancestor) {
                Ok(()) => self.made.push(ancestor.to_owned()),
                // Another build made it meanwhile.
                Err(_) if ancestor.is_dir() => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let reason = format!("{} is not a folder", ancestor.display());
                    return Err(Error { path: folder.to_owned(), reason });
                }
                Err(error) => return Err(Error::new(folder, &error)),
            }
        }
        Ok(())
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // Fails, as it should, where someone else has put a file meanwhile.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn stage_file(path: PathBuf, bytes: &[u8]) -> Result<(PathBuf, Option<Temporary>), Error> {
    if path.is_dir() {
        return Err(Error { path, reason: "it is a folder".to_owned() });
    }
    if holds(&path, bytes) {
        return Ok((path, None));
    }
    let temporary = Temporary::write(&path, bytes).map_err(|error| Error::new(&path, &error))?;
    Ok((path, Some(temporary)))
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::metadata(path).is_ok_and(|metadata| metadata.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|old| old == bytes)
}

/// A whole file under a temporary name. It is locked as long as its build lives, which is how [`sweep`] tells the
/// remains of a dead build from the work of a live one. Dropped, it is gone.
#[derive(Debug)]
struct Temporary {
    path: PathBuf,
    // Held for its lock; closed last.
    file: File,
}

impl Temporary {
    fn write(target: &Path, bytes: &[u8]) -> io::Result<Self> {
        let mut temporary = Self::create(&temporary_path(target))?;
        if let Ok(old) = fs::metadata(target) {
            temporary.resemble(&old)?;
        }
        temporary.file.write_all(bytes)?;
        temporary.file.sync_all()?;
        Ok(temporary)
    }

    fn create(path: &Path) -> io::Result<Self> {
        loop {
            let file = OpenOptions::new().write(true).create_new(true).open(path)?;
            let temporary = Self { path: path.to_owned(), file };
            // Some file systems have no locks; there, remains are left lying rather than live files removed.
            let _ = temporary.file.lock();
            // Between creation and lock another build may have swept it.
            if path.exists() {
                return Ok(temporary);
            }
        }
    }

    /// Takes over who may read and write the file that it will replace, and as far as the system allows whose it is.
    fn resemble(&self, old: &Metadata) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(&self.file, Some(old.uid()), Some(old.gid()));
        }
        self.file.set_permissions(old.permissions())
    }

    fn rename(self, target: &Path) -> Result<(), Error> {
        // On failure the drop removes it; on success there is nothing left to remove under this name.
        fs::rename(&self.path, target).map_err(|error| Error::new(target, &error))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

const MARK: &str = ".prepdeck-";
const END: &str = ".tmp";

/// `.python.pdf.prepdeck-PID.tmp`; of a long name its end, where a picture's hash is.
fn temporary_path(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name = name.char_indices().nth_back(99).map_or(&*name, |(start, _)| &name[start..]);
    target.with_file_name(format!(".{name}{MARK}{}{END}", std::process::id()))
}

fn is_temporary(name: &str) -> bool {
    let process = name.strip_suffix(END).and_then(|name| name.rsplit_once(MARK)).map(|(_, process)| process);
    name.starts_with('.') && process.is_some_and(|process| process.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Removes the temporary files that dead builds left in a folder.
fn sweep(folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::new(folder, &error))?;
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(is_temporary) {
            remove_if_dead(&entry.path());
        }
    }
    Ok(())
}

fn remove_if_dead(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
    {
        let _ = fs::remove_file(path);
    }
}

/// Files in an artifact's folder that bear one of our names and are not to be kept.
fn stale_files(folder: &Path, keep: &BTreeSet<&str>) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let stale = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| is_image_name(name) && !keep.contains(name)));
    stale.map(|entry| entry.path()).collect()
}

/// Whether a name has the shape `NAME-HASH8.png` of [`crate::doc::Image::file_name`].
fn is_image_name(name: &str) -> bool {
    let stem = Path::new(name).file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let extension = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    matches!(extension, "png" | "jpg" | "jpeg" | "svg")
        && hash.len() == 8
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn remove_stale(path: &Path) {
    // What cannot be removed now is stale still at the next build.
    let _ = fs::remove_file(path);
    // Goes only when it was the last file.
    let _ = fs::remove_dir(parent(path));
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Brings renames down to the disk, where the system can.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::NotADirectory => "part of its path is a file".into(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".into(),
        ErrorKind::FileTooLarge => "the file is larger than the system allows".into(),
        _ => error.to_string(),
    }
}
