//! What becomes of each block: run, by which runner and with which code before it; or not, and why.
//!
//! Enters: a [`Listing`] and the versions of its runners. Leaves: a [`Fate`] for each block. Never here: running.

use super::Skip;
use super::version::Version;
use crate::bank::listing::{CodeBlock, Listing, Runner};
use crate::report::quote;

/// What becomes of a block.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// It is run.
    Run(Step),
    /// It is not, which is no failure.
    Skip(Skip),
    /// It cannot be, which is one.
    Broken {
        /// What is wrong.
        message: String,
        /// The way out.
        help: &'static str,
    },
}

/// A block to be run.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Its place among the bank's runners.
    pub(super) runner: usize,
    /// All of the code: that which it continues, then its own.
    pub(super) code: String,
    /// The block that it continues.
    pub(super) base: Option<usize>,
}

/// The runner of a block, by its place; case makes a difference only where it must.
pub(super) fn runner_of(block: &CodeBlock, runners: &[Runner]) -> Option<usize> {
    let name = block.runner();
    let exactly = runners.iter().position(|runner| runner.name == name);
    exactly.or_else(|| runners.iter().position(|runner| runner.name.eq_ignore_ascii_case(name)))
}

/// The fates of a bank's blocks; `versions` are those of the runners, as far as they are known.
pub(super) fn fates(listing: &Listing, versions: &[Option<Version>]) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(listing.blocks.len());
    for block in &listing.blocks {
        fates.push(fate(block, listing, versions, &fates));
    }
    fates
}

fn fate(block: &CodeBlock, listing: &Listing, versions: &[Option<Version>], earlier: &[Fate]) -> Fate {
    if let Some(reason) = &block.attributes.norun {
        return Fate::Skip(Skip::NoRun(reason.clone()));
    }
    let Some(runner) = runner_of(block, &listing.runners) else { return without_runner(block) };
    if let Some(skip) = too_old(block, &listing.runners[runner], versions[runner].as_ref()) {
        return Fate::Skip(skip);
    }
    let own =
        |base: Option<usize>, before: &str| Fate::Run(Step { runner, code: format!("{before}{}\n", block.text), base });
    if !block.attributes.continues {
        return own(None, "");
    }
    for (at, fate) in earlier.iter().enumerate().rev() {
        let other = &listing.blocks[at];
        let is_base = other.question == block.question
            && other.attributes.raises.is_none()
            && runner_of(other, &listing.runners) == Some(runner);
        match fate {
            Fate::Run(step) if is_base => return own(Some(at), &step.code),
            Fate::Skip(skip @ (Skip::Since { .. } | Skip::CouldNot)) if is_base => return Fate::Skip(skip.clone()),
            Fate::Run(_) | Fate::Skip(_) | Fate::Broken { .. } => {}
        }
    }
    Fate::Broken {
        message: "there is nothing that this code could continue".to_owned(),
        help: "`continue` builds on the block before it in the same question that the same runner runs; blocks with \
               `norun` or `raises` are passed over",
    }
}

fn without_runner(block: &CodeBlock) -> Fate {
    match &block.attributes.runner {
        None => Fate::Skip(Skip::NoRunner(block.language.clone())),
        Some(name) => Fate::Broken {
            message: format!("the bank has no runner {}", quote(name)),
            help: "name it under `runners`, or correct the name",
        },
    }
}

fn too_old(block: &CodeBlock, runner: &Runner, version: Option<&Version>) -> Option<Skip> {
    let since = block.attributes.since.as_ref()?;
    let Some((wanted, version)) = Version::find(since).zip(version) else { return Some(Skip::CouldNot) };
    let skip = || Skip::Since { since: since.clone(), runner: runner.name.clone(), version: version.to_string() };
    (!version.is_at_least(&wanted)).then(skip)
}
