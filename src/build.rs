//! The flow: files in, artifacts out, all of them or none.
//!
//! Enters: paths of banks and a [`Request`]. Leaves: what is wrong with the banks ([`check_all`]); what was made of them
//! ([`build`]), once nothing is. This is where the clock is read, for the lock alone.
//! Never here: printing, deciding what is wrong, the making of any artifact.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::bank::{self, Bank, BankId, Detail, Gist, Paper, Sheet};
use crate::doc::highlight;
use crate::guard::Guard;
use crate::lock::{Changes, Lock, LockError, Touch, Trouble};
use crate::output::{self, Batch, Outcome, Staged};
use crate::render::{self, Artifact, Extent, Format, Job, Options, RenderError, anki};
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

/// What to make of banks.
#[derive(Debug)]
pub struct Request {
    /// The folder for the artifacts.
    pub out: PathBuf,
    /// Which artifacts; in the order of [`Format::ALL`].
    pub formats: Vec<Format>,
    /// How to render them.
    pub options: Options,
    /// In place of what the banks say about their sheets.
    pub sheet: SheetOverrides,
    /// Whether a lock that is missing or would change is an error.
    pub locked: bool,
    /// Questions to publish anew though nothing in them changed.
    pub touch: Touch,
}

/// Layout asked for on the command line; each value overrides the bank's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SheetOverrides {
    /// See [`Sheet::paper`].
    pub paper: Option<Paper>,
    /// See [`Sheet::landscape`].
    pub landscape: Option<bool>,
    /// See [`Sheet::columns`].
    pub columns: Option<u8>,
    /// See [`Sheet::size`].
    pub size: Option<f32>,
    /// See [`Sheet::detail`].
    pub detail: Option<Detail>,
}

/// What was made of one bank.
#[derive(Debug)]
pub struct Built {
    /// The bank's lock.
    pub lock: PathBuf,
    /// How the lock moved; `None` when it was left alone.
    pub changes: Option<Changes>,
    /// In the order of the request.
    pub artifacts: Vec<Made>,
    /// How many cards the bank's deck has for those who learn it now.
    pub cards: usize,
}

/// An artifact on the disk.
#[derive(Debug)]
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: usize,
    /// Its size in what a reader counts.
    pub extent: Extent,
    /// How long it took to render.
    pub elapsed: Duration,
    /// Whether the file was touched.
    pub outcome: Outcome,
}

/// How far a build is; told as it goes, from several threads.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// So many artifacts are about to be rendered.
    Rendering(usize),
    /// One of them is done.
    Rendered,
    /// The artifacts are about to be written.
    Writing,
}

/// Who is told how far a build is.
pub type Watch<'a> = &'a (dyn Fn(Event) + Sync);

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
const SHARED_ID: &str = "an id names the artifacts and the notes: give each bank its own";

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
fn place(path: &Path) -> PathBuf {
    let folder = folder_of(path).canonicalize().unwrap_or_else(|_| folder_of(path).to_owned());
    path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name))
}

/// Each file once, the first time it is named: `x.yaml ./x.yaml` is one.
#[must_use]
pub fn each_once(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    paths.iter().filter(|path| seen.insert(place(path))).cloned().collect()
}

/// Reads and checks banks in parallel; results come in the order of the paths.
#[must_use]
pub fn check_all(paths: &[PathBuf]) -> Vec<Result<Checked, ReadError>> {
    paths.par_iter().map(|path| Source::read(path).map(check)).collect()
}

fn check(source: Source) -> Checked {
    let (bank, report) = bank::check_after(&source, Lock::changed_on(&lock_of(&source)));
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
    let (gist, report) = bank::inspect(&source, Lock::changed_on(&lock_of(&source)));
    Inspected { source, gist, report }
}

/// Where a bank's lock is: beside it.
fn lock_of(source: &Source) -> PathBuf {
    source.path().with_extension("lock")
}

/// Builds banks that have passed the check: renders all, then writes each bank's lock and artifacts.
///
/// # Errors
/// [`Error`]; nothing was written, unless it is an [`Error::Output`] from a rename.
pub fn build(banks: Vec<(Source, Bank)>, request: &Request, watch: Watch) -> Result<Vec<Built>, Error> {
    refuse_shared_locks(&banks)?;
    refuse_shared_ids(&banks)?;
    refuse_unknown_touch(&banks, &request.touch)?;
    let now = release_time()?;
    let drafts = banks.into_iter().map(|(source, bank)| draft(&source, bank, request, now));
    let mut drafts = drafts.collect::<Result<Vec<_>, _>>()?;
    if request.locked {
        refuse_stale_locks(&drafts)?;
    }
    drafts.par_iter_mut().for_each(|draft| highlight::colour(&mut draft.bank));
    let rendered = render_all(&drafts, request, watch)?;
    watch(Event::Writing);
    write_all(drafts, &rendered, request)
}

/// A bank on its way to the renderers.
struct Draft {
    bank: Bank,
    lock_path: PathBuf,
    lock: Lock,
    /// `None` when the lock is already as it should be.
    changes: Option<Changes>,
}

/// An artifact on its way to the disk.
struct Rendered {
    artifact: Artifact,
    elapsed: Duration,
}

/// Two banks of one name, `x.yaml` and `x.yml`, would each take the other's lock for a damaged one of its own.
fn refuse_shared_locks(banks: &[(Source, Bank)]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (source, _) in banks {
        let lock = lock_of(source);
        if let Some(first) = seen.insert(place(&lock), source) {
            let (first, second) = (first.path().to_owned(), source.path().to_owned());
            return Err(Error::SharedLock { lock, first, second });
        }
    }
    Ok(())
}

fn refuse_shared_ids(banks: &[(Source, Bank)]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (source, bank) in banks {
        if let Some(first) = seen.insert(bank.id.as_str().to_lowercase(), source) {
            let (first, second) = (first.path().to_owned(), source.path().to_owned());
            return Err(Error::SharedId { id: bank.id.clone(), first, second });
        }
    }
    Ok(())
}

fn refuse_unknown_touch(banks: &[(Source, Bank)], touch: &Touch) -> Result<(), Error> {
    let Touch::Questions(ids) = touch else { return Ok(()) };
    let known: BTreeSet<&str> =
        banks.iter().flat_map(|(_, bank)| bank.questions()).map(|(_, question)| question.id.as_str()).collect();
    match ids.iter().find(|id| !known.contains(id.as_str())) {
        Some(id) => Err(Error::UnknownTouch(id.clone())),
        None => Ok(()),
    }
}

/// What was published of a bank and what would be now, compared: since the lock named, else that beside the bank.
///
/// # Errors
/// [`Error`], when a lock cannot be used.
pub fn changes(source: &Source, bank: &Bank, since: Option<&Path>) -> Result<Changes, Error> {
    let old = match since {
        Some(path) => Some(Lock::read(path, &bank.id)?.ok_or_else(|| Error::NoLock(path.to_owned()))?),
        None => Lock::read(&lock_of(source), &bank.id)?,
    };
    // Any time will do: the changes tell none.
    Ok(Lock::next(bank, old.as_ref(), 0).1)
}

/// When what is built now counts as published, in seconds since 1970: `SOURCE_DATE_EPOCH`, else the clock.
///
/// # Errors
/// [`Error::Clock`], when either makes no sense.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn release_time() -> Result<i64, Error> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => text.parse().ok().filter(|seconds| *seconds >= 0).ok_or_else(|| {
            Error::Clock(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds since 1970"))
        }),
        _ => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_secs()).ok())
            .ok_or_else(|| Error::Clock("the system's clock is before 1970; set it, or SOURCE_DATE_EPOCH".into())),
    }
}

fn draft(source: &Source, mut bank: Bank, request: &Request, now: i64) -> Result<Draft, Error> {
    request.sheet.apply(&mut bank.sheet);
    let lock_path = lock_of(source);
    let old = Lock::read(&lock_path, &bank.id)?;
    let (lock, changes) = Lock::next_touching(&bank, old.as_ref(), now, &request.touch);
    let changes = (old.as_ref() != Some(&lock)).then_some(changes);
    Ok(Draft { bank, lock_path, lock, changes })
}

fn refuse_stale_locks(drafts: &[Draft]) -> Result<(), Error> {
    let stale = drafts.iter().filter_map(|draft| {
        let changes = draft.changes.clone()?;
        Some(StaleLock { path: draft.lock_path.clone(), changes })
    });
    let stale = stale.collect::<Vec<_>>();
    if stale.is_empty() { Ok(()) } else { Err(Error::Locked(stale)) }
}

impl SheetOverrides {
    fn apply(&self, sheet: &mut Sheet) {
        sheet.paper = self.paper.unwrap_or(sheet.paper);
        sheet.landscape = self.landscape.unwrap_or(sheet.landscape);
        sheet.columns = self.columns.unwrap_or(sheet.columns);
        sheet.size = self.size.unwrap_or(sheet.size);
        sheet.detail = self.detail.unwrap_or(sheet.detail);
    }
}

/// Every (bank × format) at once; bank after bank in the result, the first error of them in order.
fn render_all(drafts: &[Draft], request: &Request, watch: Watch) -> Result<Vec<Rendered>, Error> {
    let options = &request.options;
    let jobs = drafts.iter().flat_map(|Draft { bank, lock, .. }| {
        request.formats.iter().map(move |&format| Job { bank, lock, format, options })
    });
    let jobs = jobs.collect::<Vec<_>>();
    watch(Event::Rendering(jobs.len()));
    let rendered = jobs.par_iter().map(|job| render_one(job, watch)).collect::<Vec<_>>();
    Ok(rendered.into_iter().collect::<Result<_, _>>()?)
}

fn render_one(job: &Job, watch: Watch) -> Result<Rendered, RenderError> {
    let start = Instant::now();
    let artifact = render::render(job)?;
    watch(Event::Rendered);
    Ok(Rendered { artifact, elapsed: start.elapsed() })
}

/// Brings the bytes of every bank down to the disk before the first of them is renamed.
fn write_all(drafts: Vec<Draft>, rendered: &[Rendered], request: &Request) -> Result<Vec<Built>, Error> {
    let artifacts = rendered.chunks(request.formats.len());
    let staged = drafts.iter().zip(artifacts.clone()).map(|(draft, rendered)| stage(draft, rendered, &request.out));
    let staged = staged.collect::<Result<Vec<_>, _>>()?;
    let commits = drafts.into_iter().zip(artifacts).zip(staged);
    commits.map(|((draft, rendered), staged)| commit(draft, rendered, staged, &request.out)).collect()
}

/// The lock first: one that is newer than the artifacts costs a learner nothing, one that is older would.
fn stage(draft: &Draft, rendered: &[Rendered], out: &Path) -> Result<Staged, Error> {
    let text = draft.lock.to_string();
    let mut batch = Batch::default();
    if draft.changes.is_some() {
        batch.file(draft.lock_path.clone(), text.as_bytes());
    }
    for Rendered { artifact, .. } in rendered {
        batch.artifact(out, artifact);
    }
    Ok(batch.stage()?)
}

fn commit(draft: Draft, rendered: &[Rendered], staged: Staged, out: &Path) -> Result<Built, Error> {
    let outcomes = staged.commit()?.into_iter().collect::<BTreeMap<_, _>>();
    let artifacts = rendered.iter().map(|Rendered { artifact, elapsed }| {
        let path = out.join(&artifact.name);
        let outcome = outcomes.get(&path).copied().unwrap_or(Outcome::Unchanged);
        Made { path, size: artifact.bytes.len(), extent: artifact.extent, elapsed: *elapsed, outcome }
    });
    let cards = anki::cards(&draft.bank);
    Ok(Built { artifacts: artifacts.collect(), lock: draft.lock_path, changes: draft.changes, cards })
}
