//! The flow: files in, artifacts out, all of them or none.
//!
//! Enters: paths of banks and a [`Request`]. Leaves: what is wrong with the banks ([`check_all`]); what was made of them
//! ([`build`]), once nothing is. This is where the clock is read, for the lock alone.
//! Never here: printing, deciding what is wrong, the making of any artifact.

mod error;
mod fit;
mod read;
mod refuse;
mod select;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::bank::{Bank, Detail, Filter, Paper, Sheet};
use crate::doc::highlight;
use crate::lock::{Changes, Lock, Touch};
use crate::output::{Batch, Outcome, Staged};
use crate::render::pdf::fonts::FaceFile;
use crate::render::{self, Artifact, Extent, Format, Job, Options, RenderError, anki, needs};
use crate::source::Source;

pub use error::{Error, StaleLock};
pub use fit::{Fit, Remedy};
use read::lock_of;
pub use read::{Checked, Inspected, banks_in, check_all, each_once, guard, inspect_all};

/// Where artifacts go when nobody says where.
pub const USUAL_OUT: &str = "output";

/// What to make of banks.
#[derive(Debug)]
pub struct Request {
    /// The folder for the artifacts.
    pub out: PathBuf,
    /// Which artifacts; in the order of [`Format::ALL`].
    pub formats: Vec<Format>,
    /// How to render them.
    pub options: Options,
    /// Which questions they hold; the lock always covers all.
    pub filter: Filter,
    /// The most pages that the sheet may have: its size is the largest at which it does.
    pub fit: Option<usize>,
    /// In place of what the banks say about their sheets.
    pub sheet: SheetOverrides,
    /// Faces that come before those of the banks.
    pub fonts: Vec<&'static FaceFile>,
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
    /// See [`Sheet::justify`].
    pub justify: Option<bool>,
    /// See [`Sheet::print_urls`].
    pub print_urls: Option<bool>,
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
    /// The size that was found for the sheet, where it had to fit a number of pages.
    pub fit: Option<Fit>,
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

/// Builds banks that have passed the check: renders all, then writes each bank's lock and artifacts.
///
/// # Errors
/// [`Error`]; nothing was written, unless it is an [`Error::Output`] from a rename.
pub fn build(banks: Vec<(Source, Bank)>, request: &Request, watch: Watch) -> Result<Vec<Built>, Error> {
    refuse::shared_locks(&banks)?;
    refuse::shared_ids(&banks)?;
    refuse::unknown_touch(&banks, &request.touch)?;
    select::accept(&banks, request)?;
    refuse::shared_files(&banks, request)?;
    let now = release_time()?;
    let drafts = banks.into_iter().map(|(source, bank)| draft(&source, bank, request, now));
    let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
    let (mut banks, mut drafts): (Vec<Bank>, Vec<Draft>) = drafts.into_iter().unzip();
    if request.locked {
        refuse::stale_locks(&drafts)?;
    }
    banks.par_iter_mut().zip(&drafts).for_each(|(bank, draft)| {
        needs::keep_needed(bank, &draft.formats);
        highlight::colour(bank);
    });
    if let Some(pages) = request.fit {
        banks
            .par_iter_mut()
            .zip(&mut drafts)
            .map(|(bank, draft)| draft.fit(bank, pages))
            .collect::<Vec<_>>()
            .into_iter()
            .collect::<Result<(), _>>()?;
    }
    let rendered = render_all(banks, &drafts, request, watch)?;
    watch(Event::Writing);
    write_all(drafts, &rendered, request)
}

/// What is to come of a bank that is on its way to the renderers.
struct Draft {
    /// None, where nothing is wanted of the bank.
    formats: Vec<Format>,
    /// See [`Built::cards`].
    cards: usize,
    fit: Option<Fit>,
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

/// What is wanted of a bank, and what is to come of it.
fn draft(source: &Source, mut bank: Bank, request: &Request, now: i64) -> Result<(Bank, Draft), Error> {
    request.sheet.apply(&mut bank.sheet);
    bank.fonts = [request.fonts.as_slice(), &bank.fonts].concat();
    let lock_path = lock_of(source);
    let old = Lock::read(&lock_path, &bank.id)?;
    let (lock, changes) = Lock::next_touching(&bank, old.as_ref(), now, &request.touch);
    let changes = (old.as_ref() != Some(&lock)).then_some(changes);
    let is_wanted = request.filter.is_empty() || request.filter.count(&bank) > 0;
    let formats = if is_wanted { request.formats.clone() } else { Vec::new() };
    request.filter.apply(&mut bank);
    let cards = anki::cards(&bank);
    Ok((bank, Draft { formats, cards, fit: None, lock_path, lock, changes }))
}

impl Draft {
    fn fit(&mut self, bank: &mut Bank, pages: usize) -> Result<(), Error> {
        if self.formats.contains(&Format::Pdf) {
            self.fit = Some(fit::fit(bank, &self.lock, pages)?);
        }
        Ok(())
    }
}

impl SheetOverrides {
    fn apply(&self, sheet: &mut Sheet) {
        sheet.paper = self.paper.unwrap_or(sheet.paper);
        sheet.landscape = self.landscape.unwrap_or(sheet.landscape);
        sheet.columns = self.columns.unwrap_or(sheet.columns);
        sheet.size = self.size.unwrap_or(sheet.size);
        sheet.detail = self.detail.unwrap_or(sheet.detail);
        sheet.justify = self.justify.unwrap_or(sheet.justify);
        sheet.print_urls = self.print_urls.unwrap_or(sheet.print_urls);
    }
}

/// Every (bank × format) at once; bank after bank in the result, the first error of them in order.
fn render_all(banks: Vec<Bank>, drafts: &[Draft], request: &Request, watch: Watch) -> Result<Vec<Rendered>, Error> {
    let options = &request.options;
    // Each bank belongs to its jobs: it goes with the last of them that needs it.
    let jobs = banks.into_iter().map(Arc::new).zip(drafts).flat_map(|(bank, Draft { lock, formats, .. })| {
        formats.iter().map(move |&format| Job { bank: Arc::clone(&bank), lock, format, options })
    });
    let jobs = jobs.collect::<Vec<_>>();
    watch(Event::Rendering(jobs.len()));
    let rendered = jobs.into_par_iter().map(|job| render_one(job, watch)).collect::<Vec<_>>();
    Ok(rendered.into_iter().collect::<Result<_, _>>()?)
}

fn render_one(job: Job, watch: Watch) -> Result<Rendered, RenderError> {
    let start = Instant::now();
    let artifact = render::render(job)?;
    watch(Event::Rendered);
    Ok(Rendered { artifact, elapsed: start.elapsed() })
}

/// Brings the bytes of every bank down to the disk before the first of them is renamed.
fn write_all(drafts: Vec<Draft>, rendered: &[Rendered], request: &Request) -> Result<Vec<Built>, Error> {
    let mut rest = rendered;
    let of_drafts = drafts.iter().map(|draft| {
        let (own, others) = rest.split_at(draft.formats.len());
        rest = others;
        own
    });
    let artifacts = of_drafts.collect::<Vec<_>>();
    let staged = drafts.iter().zip(&artifacts).map(|(draft, rendered)| stage(draft, rendered, &request.out));
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
    let Draft { lock_path: lock, changes, cards, fit, .. } = draft;
    Ok(Built { artifacts: artifacts.collect(), lock, changes, cards, fit })
}
