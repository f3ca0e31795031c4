//! Why nothing was built, and the way out.

use std::path::PathBuf;

use crate::bank::BankId;
use crate::lock::{Changes, LockError, Trouble};
use crate::output;
use crate::render::RenderError;

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No bank was named and the default folder has none.
    #[error("there is no bank to work on: {} has no .yaml file", folder.display())]
    NoBanks {
        /// Where banks were looked for.
        folder: PathBuf,
    },
    /// Two files would write the same artifacts.
    #[error("two banks have the id `{id}`: {} and {}", first.display(), second.display())]
    SharedId {
        /// The id.
        id: BankId,
        /// The file named first.
        first: PathBuf,
        /// The other file.
        second: PathBuf,
    },
    /// Two files would write the same lock.
    #[error("two banks have the lock {}: {} and {}", lock.display(), first.display(), second.display())]
    SharedLock {
        /// The lock.
        lock: PathBuf,
        /// The file named first.
        first: PathBuf,
        /// The other file.
        second: PathBuf,
    },
    /// A lock that cannot be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Locks that would change, though the request forbids it.
    #[error("--locked forbids to write locks, but {}", list(.0))]
    Locked(Vec<StaleLock>),
    /// A question to publish anew that is in no bank.
    #[error("--touch: there is no question `{0}` in the banks")]
    UnknownTouch(String),
    /// There is no lock to compare with.
    #[error("there is no lock {}", .0.display())]
    NoLock(PathBuf),
    /// `SOURCE_DATE_EPOCH` or the system's clock makes no sense.
    #[error("{0}")]
    Clock(String),
    /// A renderer failed.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] output::Error),
}

/// A lock that is not what its bank asks for.
#[derive(Debug)]
pub struct StaleLock {
    /// The lock.
    pub path: PathBuf,
    /// What would change.
    pub changes: Changes,
}

fn list(stale: &[StaleLock]) -> String {
    let one = |StaleLock { path, changes }: &StaleLock| {
        let fault = if changes.first { "missing" } else { "out of date" };
        format!("{} is {fault} ({changes})", path.display())
    };
    stale.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The way out where two banks have one id.
pub(super) const SHARED_ID: &str = "an id names the artifacts and the notes: give each bank its own";

impl Error {
    /// Whether a bank, or its lock, is at fault; otherwise it is the program or its surroundings.
    #[must_use]
    pub fn is_mistake(&self) -> bool {
        match self {
            Self::SharedId { .. } | Self::SharedLock { .. } | Self::Locked(_) => true,
            Self::Lock(error) => !matches!(error.trouble, Trouble::Unreadable(_)),
            Self::NoBanks { .. }
            | Self::UnknownTouch(_)
            | Self::NoLock(_)
            | Self::Clock(_)
            | Self::Render(_)
            | Self::Output(_) => false,
        }
    }

    /// The way out, where there is one to tell.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoBanks { .. } => Some("name one (prepdeck build my-bank.yaml) or start one (prepdeck new my-bank)"),
            Self::SharedId { .. } => Some(SHARED_ID),
            Self::SharedLock { .. } => Some("a lock is named after its bank's file: give one of the two another name"),
            Self::Locked(_) => Some("build without --locked and commit the lock beside the bank"),
            Self::Render(_) => {
                Some("nothing was written; unless the temporary folder is full, this is a defect of prepdeck")
            }
            Self::NoLock(_) => Some("take an old one from version control: git show v1.0:source/rust.lock > old.lock"),
            Self::UnknownTouch(_) | Self::Lock(_) | Self::Clock(_) | Self::Output(_) => None,
        }
    }
}
