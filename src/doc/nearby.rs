//! Files that a bank names: images and fonts, below the bank's folder and nowhere else.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The largest file, in bytes.
const MAX_BYTES: u64 = 32 << 20;

/// Reads the file at a path as the bank states it; `what` names it with its article, for messages.
///
/// # Errors
/// In words, why it cannot be had: missing, outside of the folder, no regular file, too large.
pub fn read(folder: &Path, path: &str, what: &str) -> Result<Vec<u8>, String> {
    let file = find(folder, path, what)?;
    read_limited(&file).map_err(|error| format!("it cannot be read: {error}"))
}

/// The regular file that a path leads to, symbolic links followed, if it is below the folder.
fn find(folder: &Path, path: &str, what: &str) -> Result<PathBuf, String> {
    let relative = Path::new(path);
    let is_inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if path.is_empty() || path.contains(['\\', '\0', ':']) || !is_inside {
        return Err(format!("{what}'s path starts at the bank's folder and stays in it, with `/` between names"));
    }
    let missing = |_| "there is no such file below the bank's folder".to_owned();
    let folder = folder.canonicalize().map_err(missing)?;
    let file = folder.join(relative).canonicalize().map_err(missing)?;
    if !file.starts_with(&folder) {
        return Err("a symbolic link leads out of the bank's folder".into());
    }
    // Asked before it is opened: opening a FIFO would wait for ever.
    let metadata = file.metadata().map_err(|error| format!("it cannot be read: {error}"))?;
    if !metadata.is_file() {
        return Err("it is no regular file".into());
    }
    if metadata.len() > MAX_BYTES {
        return Err(format!("it has {} MB; the limit is {} MB", metadata.len() >> 20, MAX_BYTES >> 20));
    }
    Ok(file)
}

fn read_limited(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
