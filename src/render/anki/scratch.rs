//! A folder for the files that SQLite works on, in the system's folder for temporary files.
//!
//! It goes when the deck is done. A build that is killed leaves its folder behind; the next one takes it away: a folder
//! holds a file that is locked as long as its build lives.

use std::fs::{self, File};
use std::path::Path;

use tempfile::TempDir;

/// What the names of these folders begin with.
const PREFIX: &str = "prepdeck-deck-";
/// The file that is locked. It gets this name only once it is, so that nobody takes away what has just been made.
const LOCK: &str = "lock";

/// A folder and the lock on it.
pub(super) struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder; those of dead builds are gone.
    pub(super) fn new() -> std::io::Result<Self> {
        sweep(&std::env::temp_dir());
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
        let unlocked = folder.path().join("new");
        let lock = File::create(&unlocked)?;
        lock.lock()?;
        fs::rename(unlocked, folder.path().join(LOCK))?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away the folders that nobody holds. What cannot be read or removed is somebody else's, and stays.
fn sweep(temporary: &Path) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let is_dead = File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if is_dead {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
