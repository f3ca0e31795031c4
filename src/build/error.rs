//! Why nothing was built, and the way out.

use std::borrow::Cow;
use std::path::PathBuf;

use super::fit::Remedy;
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
    /// `--name` for several banks.
    #[error("--name names the artifacts of one bank, not of {0}")]
    NameForMany(usize),
    /// A part of a bank would take the place of the whole one.
    #[error("a part of the bank would take the place of the whole: {}.*", .0.display())]
    WouldReplaceWhole(PathBuf),
    /// A filter asks for what no bank has.
    #[error("--{kind}: there is no {kind} `{typed}` in the banks")]
    UnknownWord {
        /// `tag` or `section`.
        kind: &'static str,
        /// What was asked for.
        typed: String,
        /// What there is.
        help: String,
    },
    /// A filter leaves no question.
    #[error("no question is left: {}", left_by(.parts))]
    NothingLeft {
        /// How many questions each part of the filter leaves by itself.
        parts: Vec<(String, usize)>,
        /// What there is.
        help: String,
    },
    /// A sheet that has more pages than asked for at the smallest size.
    #[error("the sheet of `{bank}` does not fit {}: at 7 pt it takes {pages}", counted(*.most, "page"))]
    DoesNotFit {
        /// The bank.
        bank: BankId,
        /// How many pages were asked for.
        most: usize,
        /// How many it takes.
        pages: usize,
        /// What would make it shorter.
        remedies: Vec<Remedy>,
    },
    /// Two artifacts with one name.
    #[error("two artifacts would have the name {0}")]
    SharedFile(String),
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

/// `--tag gc leaves 3, --level advanced 0`.
fn left_by(parts: &[(String, usize)]) -> String {
    let one = |(typed, count): &(String, usize)| format!("`{typed}` leaves {count}");
    let all = parts.iter().map(one).collect::<Vec<_>>().join(", ");
    if parts.len() > 1 { format!("{all}, and none is left by all") } else { all }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn remedies(remedies: &[Remedy]) -> String {
    let one = |Remedy { option, pages }: &Remedy| format!("{option} takes {pages}");
    let part = "--tag, --level and --section print a part";
    match remedies.iter().map(one).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => format!("no other layout is shorter; {part}"),
        some => format!("at 7 pt, {some}; {part}"),
    }
}

/// The way out where two banks have one id.
pub(super) const SHARED_ID: &str = "an id names the artifacts and the notes: give each bank its own";

impl Error {
    /// Whether a bank, or its lock, is at fault; otherwise it is the program or its surroundings.
    #[must_use]
    pub fn is_mistake(&self) -> bool {
        match self {
            Self::SharedId { .. } | Self::SharedLock { .. } | Self::Locked(_) | Self::DoesNotFit { .. } => true,
            Self::Lock(error) => !matches!(error.trouble, Trouble::Unreadable(_)),
            Self::NoBanks { .. }
            | Self::UnknownTouch(_)
            | Self::NameForMany(_)
            | Self::WouldReplaceWhole(_)
            | Self::UnknownWord { .. }
            | Self::NothingLeft { .. }
            | Self::SharedFile(_)
            | Self::NoLock(_)
            | Self::Clock(_)
            | Self::Render(_)
            | Self::Output(_) => false,
        }
    }

    /// The way out, where there is one to tell.
    #[must_use]
    pub fn help(&self) -> Option<Cow<'static, str>> {
        let fixed = match self {
            Self::NoBanks { .. } => "name one (prepdeck build my-bank.yaml) or start one (prepdeck new my-bank)",
            Self::SharedId { .. } => SHARED_ID,
            Self::SharedLock { .. } => "a lock is named after its bank's file: give one of the two another name",
            Self::Locked(_) => "build without --locked and commit the lock beside the bank",
            Self::Render(_) => "nothing was written; unless the temporary folder is full, this is a defect of prepdeck",
            Self::NoLock(_) => "take an old one from version control: git show v1.0:source/rust.lock > old.lock",
            Self::NameForMany(_) => "name one bank, or give the artifacts a folder of their own (--out DIR)",
            Self::WouldReplaceWhole(_) => "give it a name (--name basics) or a folder of its own (--out DIR)",
            Self::SharedFile(_) => "give one of the banks another id, or build it by itself with --name",
            Self::UnknownWord { help, .. } | Self::NothingLeft { help, .. } => return Some(help.clone().into()),
            Self::DoesNotFit { remedies: found, .. } => return Some(remedies(found).into()),
            Self::UnknownTouch(_) | Self::Lock(_) | Self::Clock(_) | Self::Output(_) => return None,
        };
        Some(Cow::Borrowed(fixed))
    }
}
