//! One build of a folder's banks at a time: the second waits for the first.
//!
//! Enters: a folder. Leaves: a [`Guard`], which the system takes back when its process ends, however it ends.
//! No file is left behind: on Unix the folder itself is locked; elsewhere, where folders cannot be, an empty file in the
//! user's temporary folder. Never here: any file of the bank.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// The right to build the banks of a folder; dropped, it is free again.
#[derive(Debug)]
pub struct Guard {
    _held: Option<File>,
}

impl Guard {
    /// Waits until no other build holds the folder; calls `waiting` once if there is one.
    ///
    /// File systems without locks give no guard and no error: a build there is still all or nothing.
    pub fn acquire(folder: &Path, waiting: impl FnOnce()) -> Self {
        let Ok(file) = open(folder) else { return Self { _held: None } };
        let held = match file.try_lock() {
            Ok(()) => Some(file),
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock().is_ok().then_some(file)
            }
            Err(TryLockError::Error(_)) => None,
        };
        Self { _held: held }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    use sha2::{Digest, Sha256};

    let place = folder.canonicalize()?;
    let hash = Sha256::digest(place.to_string_lossy().as_bytes());
    let name = hash.iter().take(8).fold("prepdeck-".to_owned(), |name, byte| format!("{name}{byte:02x}"));
    File::options().create(true).write(true).truncate(false).open(std::env::temp_dir().join(name))
}
