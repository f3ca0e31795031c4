//! What was typed, as the library takes it.

use std::sync::atomic::AtomicBool;

use prepdeck::bank::{Detail, Filter, Level, Paper};
use prepdeck::build::{Request, SheetOverrides};
use prepdeck::lock::Touch;
use prepdeck::render::{Duplex, Format, Options, Painter};
use prepdeck::verify;

use crate::cli;

impl From<cli::Build> for Request {
    fn from(typed: cli::Build) -> Self {
        Self {
            formats: Format::ALL.into_iter().filter(|format| is_wanted(&typed, *format)).collect(),
            touch: touch(&typed.touch),
            filter: filter(typed.part),
            fit: typed.sheet.fit.map(usize::from),
            sheet: overrides(&typed.sheet),
            options: Options {
                name: typed.name,
                duplex: duplex(typed.sheet.duplex),
                fold: typed.fold,
                painter: painter(&typed.sheet),
                new_per_day: typed.new_per_day,
            },
            locked: typed.locked,
            out: typed.out,
        }
    }
}

/// What to verify; `stop` is set once nobody waits for it any more.
pub(crate) fn verification(typed: cli::Verify, stop: &AtomicBool) -> verify::Request<'_> {
    verify::Request {
        only: typed.only,
        jobs: typed.jobs.map_or(0, usize::from),
        timeout: typed.timeout,
        update: typed.update,
        stop,
    }
}

/// What is usual, or what `--only` names; and the two sheets that have options of their own.
fn is_wanted(typed: &cli::Build, format: Format) -> bool {
    match format {
        Format::Practice => typed.sheet.practice,
        Format::Cards => typed.sheet.cards,
        Format::Pdf | Format::Anki | Format::Markdown => {
            typed.only.is_empty() || typed.only.iter().any(|only| is(*only, format))
        }
    }
}

fn filter(typed: cli::Part) -> Filter {
    let level = |level| match level {
        cli::Level::Basic => Level::Basic,
        cli::Level::Intermediate => Level::Intermediate,
        cli::Level::Advanced => Level::Advanced,
    };
    Filter { tags: typed.tag, levels: typed.level.into_iter().map(level).collect(), sections: typed.section }
}

fn duplex(typed: Option<cli::Duplex>) -> Duplex {
    match typed {
        None | Some(cli::Duplex::Long) => Duplex::Long,
        Some(cli::Duplex::Short) => Duplex::Short,
    }
}

fn touch(ids: &[String]) -> Touch {
    match ids {
        [] => Touch::Nothing,
        ids if ids.iter().any(|id| id == "all") => Touch::All,
        ids => Touch::Questions(ids.iter().cloned().collect()),
    }
}

fn is(typed: cli::Artifact, format: Format) -> bool {
    match typed {
        cli::Artifact::Pdf => format == Format::Pdf,
        cli::Artifact::Anki => format == Format::Anki,
        cli::Artifact::Markdown => format == Format::Markdown,
    }
}

fn overrides(typed: &cli::Sheet) -> SheetOverrides {
    SheetOverrides {
        paper: typed.paper.map(|paper| match paper {
            cli::Paper::A4 => Paper::A4,
            cli::Paper::Letter => Paper::Letter,
        }),
        landscape: typed.landscape,
        columns: typed.columns,
        size: typed.size,
        detail: typed.detail.map(|detail| match detail {
            cli::Detail::Short => Detail::Short,
            cli::Detail::Full => Detail::Full,
        }),
    }
}

#[cfg(feature = "genpdf")]
fn painter(typed: &cli::Sheet) -> Painter {
    match typed.painter {
        cli::Painter::Krilla => Painter::Krilla,
        cli::Painter::Genpdf => Painter::Genpdf,
    }
}

#[cfg(not(feature = "genpdf"))]
fn painter(_: &cli::Sheet) -> Painter {
    Painter::Krilla
}
