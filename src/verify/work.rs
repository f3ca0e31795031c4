//! One bank on its way: prepared, run, judged, and with `--update` written.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::judge::{Case, Verdict};
use super::plan::{self, Fate, Step};
use super::process::{self, End, Fault, Job, Ran};
use super::version::Version;
use super::{Request, Skip, TIMEOUT, Tally, Trouble, Verified};
use crate::bank::listing::update;
use crate::bank::listing::{Listing, Runner};
use crate::output;
use crate::report::{Diagnostic, Report, quote};
use crate::source::Source;

/// How long a program may take to tell its version.
const VERSION_TIMEOUT: Duration = Duration::from_secs(30);

/// What became of a block that was to be run.
pub(super) type Run = (usize, Result<Ran, Trouble>);

/// A bank whose code is to be run.
pub(super) struct Work<'r> {
    source: Source,
    listing: Listing,
    request: &'r Request<'r>,
    /// The runners' commands, ready to be started.
    commands: Vec<Vec<String>>,
    /// What becomes of each block; `None` for those that nobody asked about.
    fates: Vec<Option<Fate>>,
    /// What is known to be in the way.
    troubles: BTreeSet<Trouble>,
}

impl<'r> Work<'r> {
    /// Prepares a bank; this asks for the versions that its blocks depend on.
    pub(super) fn new(source: Source, listing: Listing, request: &'r Request<'r>) -> Self {
        let folder = std::path::absolute(source.folder()).unwrap_or_else(|_| source.folder().to_owned());
        let folder = folder.display().to_string();
        let commands = listing.runners.iter().map(|runner| filled(&runner.command, runner, &folder)).collect();
        let mut work = Self { source, listing, request, commands, fates: Vec::new(), troubles: BTreeSet::new() };
        let wanted = work.wanted();
        let versions = work.versions(&wanted, &folder);
        let fates = plan::fates(&work.listing, &versions).into_iter().zip(wanted);
        work.fates = fates.map(|(fate, is_wanted)| is_wanted.then_some(fate)).collect();
        work
    }

    /// Of each block, whether anybody asked about it.
    fn wanted(&self) -> Vec<bool> {
        let only = &self.request.only;
        let is_wanted =
            |question: &Option<String>| only.is_empty() || question.as_ref().is_some_and(|id| only.contains(id));
        self.listing.blocks.iter().map(|block| is_wanted(&block.question)).collect()
    }

    /// The versions of those runners whose blocks depend on one.
    fn versions(&mut self, wanted: &[bool], folder: &str) -> Vec<Option<Version>> {
        let mut depends = vec![false; self.listing.runners.len()];
        for (block, _) in self.listing.blocks.iter().zip(wanted).filter(|(_, is_wanted)| **is_wanted) {
            let attributes = &block.attributes;
            let runner = plan::runner_of(block, &self.listing.runners);
            if let Some(runner) = runner.filter(|_| attributes.since.is_some() && attributes.norun.is_none()) {
                depends[runner] = true;
            }
        }
        let mut versions = Vec::with_capacity(depends.len());
        for (runner, depends) in self.listing.runners.iter().zip(depends) {
            let version = depends.then(|| version(runner, &filled(&runner.version, runner, folder), self.request));
            versions.push(version.and_then(|version| version.map_err(|trouble| self.troubles.insert(trouble)).ok()));
        }
        versions
    }

    /// The blocks that are to be run.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.fates.iter().enumerate().filter_map(|(block, fate)| match fate {
            Some(Fate::Run(step)) => Some((block, step)),
            Some(Fate::Skip(_) | Fate::Broken { .. }) | None => None,
        })
    }

    /// Runs a block with all that it continues.
    pub(super) fn run(&self, step: &Step) -> Result<Ran, Trouble> {
        let runner = &self.listing.runners[step.runner];
        let job = Job {
            command: &self.commands[step.runner],
            code: &step.code,
            file: runner.file.as_deref(),
            timeout: self.timeout(step),
            stop: self.request.stop,
        };
        process::run(&job).map_err(|fault| trouble(runner, job.command, &fault))
    }

    fn timeout(&self, step: &Step) -> Duration {
        self.request.timeout.or(self.listing.runners[step.runner].timeout).unwrap_or(TIMEOUT)
    }

    /// Judges what became of the blocks, and writes what is to be written; takes its own from the runs of all banks.
    pub(super) fn settle(mut self, runs: &mut impl Iterator<Item = Run>) -> Verified {
        let count = self.steps().count();
        let mut ran: Vec<Option<Ran>> = vec![None; self.fates.len()];
        for (block, run) in runs.take(count) {
            match run {
                Ok(run) => ran[block] = Some(run),
                Err(trouble) => _ = self.troubles.insert(trouble),
            }
        }
        let mut result = Settled::default();
        for (block, fate) in self.fates.iter().enumerate() {
            match fate {
                None => {}
                Some(Fate::Skip(skip)) => result.skip(skip.clone()),
                Some(Fate::Broken { message, help }) => {
                    let span = self.listing.blocks[block].span;
                    result.fail(Diagnostic::new(crate::report::Code::FailingCode, span, message).help(*help));
                }
                Some(Fate::Run(step)) => match self.verdict(block, step, &ran) {
                    Some(verdict) => result.take(block, verdict),
                    None => result.skip(Skip::CouldNot),
                },
            }
        }
        self.finish(result)
    }

    /// What is to be said of a block that was run; `None` where it could not be.
    fn verdict(&self, block: usize, step: &Step, ran: &[Option<Ran>]) -> Option<Verdict> {
        let known = |block: usize| Some((&self.listing.blocks[block], ran[block].as_ref()?));
        let (own, ran) = known(block)?;
        if ran.end == End::Stopped {
            return None;
        }
        let base = match step.base {
            Some(base) => Some(known(base)?),
            None => None,
        };
        Some(Case { block: own, ran, base, timeout: self.timeout(step) }.judge())
    }

    fn finish(mut self, mut result: Settled) -> Verified {
        if self.request.update && !self.request.stop.load(Ordering::Relaxed) {
            self.write(&mut result);
        }
        for (_, _, diagnostic) in std::mem::take(&mut result.differing) {
            result.fail(diagnostic);
        }
        let mut report = Report::default();
        report.extend(result.failures);
        report.sort();
        let troubles = self.troubles.into_iter().collect();
        Verified { source: self.source, report, tally: result.tally, troubles }
    }

    /// Writes the outputs that differ into the file.
    fn write(&mut self, result: &mut Settled) {
        let outputs = result.differing.iter().map(|(block, printed, _)| (*block, printed.clone()));
        let updated = update::outputs(&self.source, &outputs.collect::<Vec<_>>());
        if !updated.written.is_empty() {
            let (old, new) = (self.source.text().as_bytes(), updated.text.as_bytes());
            if let Err(error) = output::replace(self.source.path(), old, new) {
                let help = Some("the file is as it was".to_owned());
                self.troubles.insert(Trouble { message: error.to_string(), help });
                return;
            }
        }
        result.tally.updated = updated.written.len();
        result.differing.retain(|(block, ..)| !updated.written.contains(block));
        for (block, _, diagnostic) in &mut result.differing {
            let refusal = updated.refused.iter().find(|(refused, _)| refused == block);
            diagnostic.help = refusal.map(|(_, refusal)| format!("it was not updated: {refusal}"));
        }
        // What is told of the rest points into the file as it is now.
        for diagnostic in result.told() {
            diagnostic.span = updated.place(diagnostic.span);
            for (span, _) in &mut diagnostic.related {
                *span = updated.place(*span);
            }
        }
        self.source = Source::new(self.source.path(), updated.text);
    }
}

/// What has come of the blocks of a bank so far.
#[derive(Default)]
struct Settled {
    failures: Vec<Diagnostic>,
    tally: Tally,
    /// Blocks that printed something else, with what they printed and what is to be told of it.
    differing: Vec<(usize, String, Diagnostic)>,
}

impl Settled {
    fn take(&mut self, block: usize, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.tally.passed += 1,
            Verdict::Failed(diagnostic) => self.fail(diagnostic),
            Verdict::Differs { printed, diagnostic } => self.differing.push((block, printed, diagnostic)),
        }
    }

    fn fail(&mut self, diagnostic: Diagnostic) {
        self.tally.failed += 1;
        self.failures.push(diagnostic);
    }

    fn told(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.failures.iter_mut().chain(self.differing.iter_mut().map(|(_, _, diagnostic)| diagnostic))
    }

    fn skip(&mut self, skip: Skip) {
        *self.tally.skipped.entry(skip).or_default() += 1;
    }
}

/// A command with the bank's folder and the code's file in it.
fn filled(command: &[String], runner: &Runner, folder: &str) -> Vec<String> {
    let file = runner.file.as_deref().unwrap_or("{file}");
    command.iter().map(|word| word.replace("{file}", file).replace("{bank}", folder)).collect()
}

fn version(runner: &Runner, command: &[String], request: &Request) -> Result<Version, Trouble> {
    let job = Job { command, code: "", file: runner.file.as_deref(), timeout: VERSION_TIMEOUT, stop: request.stop };
    let ran = process::run(&job).map_err(|fault| trouble(runner, command, &fault))?;
    // Some programs tell it on standard error: Java, and Python until version 3.3.
    let told = [ran.stdout, ran.stderr].concat();
    let found = Version::find(&String::from_utf8_lossy(&told)).filter(|_| ran.end == End::Code(0));
    found.ok_or_else(|| Trouble {
        message: format!("the version of the runner `{}` is not known, and `since` needs it", runner.name),
        help: Some(format!("{} does not tell it; say what does: version: [..]", quote(&command.join(" ")))),
    })
}

/// Why a program was not started.
fn trouble(runner: &Runner, command: &[String], fault: &Fault) -> Trouble {
    let program = quote(command.first().map_or("", String::as_str));
    let name = &runner.name;
    match fault {
        Fault::Folder(error) => Trouble {
            message: format!("no temporary folder can be made for the code: {error}"),
            help: Some("make room, or name another folder: TMPDIR".to_owned()),
        },
        Fault::Program(error) if error.kind() == ErrorKind::NotFound => Trouble {
            message: format!("there is no program {program}, which the runner `{name}` needs"),
            help: Some(
                "install it, put it on the PATH, or correct `runners` in the bank; `{bank}/` begins a path beside it"
                    .to_owned(),
            ),
        },
        Fault::Program(error) => Trouble {
            message: format!("the program {program}, which the runner `{name}` needs, cannot be run: {error}"),
            help: None,
        },
    }
}
