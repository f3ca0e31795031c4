//! The lines a person reads about what was done: artifacts, locks, counts.
//!
//! Enters: results. Leaves: text that ends its lines. Never here: streams.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use prepdeck::bank::Day;
use prepdeck::bank::fix::Fixed;
use prepdeck::build::{Built, Fit, Made};
use prepdeck::lock::{Changed, Changes};
use prepdeck::output::Outcome;
use prepdeck::render::Extent;
use prepdeck::report::{Code, Diagnostic, Report, Severity};
use prepdeck::source::Source;
use prepdeck::study::Plan;
use prepdeck::verify::{Skip, Tally};

use crate::console::Console;

/// How many warnings of a rule a build shows before it sums up.
const SHOWN: usize = 3;

/// How many findings of each rule were not shown.
pub(crate) type Rest = BTreeMap<Code, usize>;

/// What a build shows of a report, and what not: errors in full, a few warnings of each rule, advice only when asked.
pub(crate) fn abridge(report: &Report, console: &Console) -> (Vec<Diagnostic>, Rest) {
    let shown = audible(report, console).filter(|found| found.severity > Severity::Note || console.is_verbose());
    let is_full = |found: &Diagnostic| found.severity == Severity::Error || console.is_verbose();
    few_of_each_rule(shown, is_full)
}

/// What a check shows of a report, and what not: all of it, but of each rule that only advises a few findings.
pub(crate) fn heard(report: &Report, console: &Console) -> (Vec<Diagnostic>, Rest) {
    let is_full = |found: &Diagnostic| found.severity > Severity::Note || console.is_verbose();
    few_of_each_rule(audible(report, console), is_full)
}

/// What may be said of a report: all of it, or errors only when quiet.
fn audible<'r>(report: &'r Report, console: &Console) -> impl Iterator<Item = &'r Diagnostic> {
    let least = if console.is_quiet() { Severity::Error } else { Severity::Note };
    report.diagnostics().iter().filter(move |diagnostic| diagnostic.severity >= least)
}

/// The first few findings of each rule, unless `is_full` says that all of them are to be shown.
fn few_of_each_rule<'r>(
    findings: impl Iterator<Item = &'r Diagnostic>,
    is_full: impl Fn(&Diagnostic) -> bool,
) -> (Vec<Diagnostic>, Rest) {
    let mut counts = Rest::new();
    let mut is_shown = |found: &&Diagnostic| {
        let count = counts.entry(found.code).or_default();
        *count += usize::from(!is_full(found));
        *count <= SHOWN
    };
    let shown = findings.filter(&mut is_shown).cloned().collect();
    counts.retain(|_, count| *count > SHOWN);
    (shown, counts.into_iter().map(|(code, count)| (code, count - SHOWN)).collect())
}

/// `and 412 more (unanswered 400, missing-alt 12): prepdeck check source/python.yaml`.
pub(crate) fn rest(rest: &Rest, command: &str) -> String {
    let total: usize = rest.values().sum();
    if total == 0 {
        return String::new();
    }
    let rules = rest.iter().map(|(code, count)| format!("{} {count}", code.name())).collect::<Vec<_>>().join(", ");
    format!("and {total} more ({rules}): {command}\n")
}

/// `source/python.yaml: 30 questions, 2 warnings`.
pub(crate) fn checked(source: &Source, questions: Option<usize>, report: &Report) -> String {
    let questions = questions.map(|count| format!("{}, ", counted(count, "question")));
    format!("{}: {}{}\n", source.path().display(), questions.unwrap_or_default(), report.summary())
}

/// `source/rust.yaml: wrote 12 ids`, and what is left to do by hand; nothing where nothing was to be done.
pub(crate) fn fixed(path: &Path, fixed: &Fixed) -> String {
    let left = match fixed.left {
        0 => String::new(),
        1 => "1 question needs its id written by hand".to_owned(),
        count => format!("{count} questions need their ids written by hand"),
    };
    let written = match fixed.written {
        0 => String::new(),
        count => format!("wrote {}", counted(count, "id")),
    };
    match [written, left].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ") {
        said if said.is_empty() => said,
        said => format!("{}: {said}\n", path.display()),
    }
}

/// What the locks say about a build: of those that moved in a line each, and what a learner will see of it.
pub(crate) fn locks(built: &[Built], verbose: bool) -> String {
    let mut text = String::new();
    for Built { lock, changes, .. } in built {
        match changes {
            Some(changes) => {
                let _ = writeln!(text, "{}: {changes}", lock.display());
                text.push_str(&if verbose { details(changes) } else { subdecks(changes) + &lookalikes(changes) });
            }
            None if verbose => {
                let _ = writeln!(text, "{}: unchanged", lock.display());
            }
            None => {}
        }
    }
    text
}

/// How a lock moves, or would have moved: a line for each question and section.
pub(crate) fn details(changes: &Changes) -> String {
    if changes.first { String::new() } else { questions(changes) + &subdecks(changes) + &lookalikes(changes) }
}

/// `source/rust.yaml: 2 new, 1 reworded`, then a line for each.
pub(crate) fn changes(source: &Source, changes: &Changes) -> String {
    format!("{}: {changes}\n{}", source.path().display(), details(changes))
}

/// A question under a new id is a new one to Anki; whoever only renamed it must know before it is published.
fn lookalikes(changes: &Changes) -> String {
    let mut text = String::new();
    for (new, old) in &changes.lookalikes {
        let _ = writeln!(
            text,
            "  renamed? {new} says what {old} said: if it is the same question, write `was: {old}` into it and build \
             again, or every learner gets it as a new card"
        );
    }
    text
}

/// `output/rust.apkg: 41 cards in 12 days: 5 new a day until 2026-12-02, then 3 days of reviews alone`.
pub(crate) fn plan(built: &Built, interview: Day, today: Day, built_for: Option<u32>) -> String {
    let name = name(built);
    let Some(Plan { cards, days, new_per_day, last_new, review_days }) = Plan::until(interview, today, built.cards)
    else {
        let why = if built.cards == 0 { "the deck has no cards" } else { "there is no day left before the interview" };
        return format!("{name}: {why}\n");
    };
    let advice = match built_for.and_then(|number| usize::try_from(number).ok()) {
        None => format!("set it in Anki's deck options, or build with --new-per-day {new_per_day}"),
        Some(number) if number < new_per_day => {
            format!("the {number} a day of this deck reach {} of them", cards.min(number * days))
        }
        Some(number) => format!("the {number} a day of this deck will do"),
    };
    let (cards, days) = (counted(cards, "card"), counted(days, "day"));
    let reviews = match review_days {
        0 => String::new(),
        more => format!(", then {} of reviews alone", counted(more, "day")),
    };
    format!(
        "{name}: {cards} in {days} until {interview}: {new_per_day} new a day until {last_new}{reviews}; {advice}\n"
    )
}

fn questions(changes: &Changes) -> String {
    let lists = [
        ("new", &changes.new),
        ("reworded", &changes.reworded),
        ("touched", &changes.touched),
        ("moved", &changes.moved),
        ("retired", &changes.retired),
        ("dropped", &changes.dropped),
    ];
    let mut text = String::new();
    for (word, list) in lists {
        for Changed { id, question } in list {
            let _ = writeln!(text, "  {word}: {id} ({question})");
        }
    }
    for (new, old) in &changes.renamed {
        let _ = writeln!(text, "  renamed: {old} is now {new}");
    }
    text
}

/// A later section gets the next free number, wherever it stands in the bank: that is told, since it is for ever.
fn subdecks(changes: &Changes) -> String {
    let mut text = String::new();
    for (section, deck) in changes.sections.iter().filter(|_| !changes.first) {
        let _ = writeln!(text, "  section {section}: its cards are in the subdeck `{deck}` from now on");
    }
    text
}

/// The banks that a filter leaves nothing of.
pub(crate) fn unwanted(built: &[Built]) -> String {
    let line = |built: &Built| format!("{}: nothing of it is asked for, nothing of it was built\n", name(built));
    let lines = built.iter().filter(|built| built.artifacts.is_empty()).map(line).collect::<Vec<_>>();
    lines.concat()
}

/// `python: the sheet fits 4 pages at 9.5 pt`.
pub(crate) fn fits(built: &[Built]) -> String {
    let line = |built: &Built| {
        let Fit { most, pages, size } = built.fit?;
        let fewer = if pages < most { format!(" (it takes {pages})") } else { String::new() };
        Some(format!("{}: the sheet fits {} at {size} pt{fewer}\n", name(built), counted(most, "page")))
    };
    built.iter().filter_map(line).collect()
}

/// What a bank is called where its lock is known.
fn name(built: &Built) -> String {
    let name = built.lock.with_extension("").file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_default()
}

/// One line per artifact: path, size, extent, time, and whether it was left alone.
pub(crate) fn artifacts(built: &[Built]) -> String {
    let made = built.iter().flat_map(|built| &built.artifacts).map(columns).collect::<Vec<_>>();
    let width = |column: usize| made.iter().map(|columns| columns[column].chars().count()).max().unwrap_or_default();
    let (path, size, extent, time) = (width(0), width(1), width(2), width(3));
    let mut text = String::new();
    for columns in &made {
        let line = format!(
            "{:path$}  {:>size$}  {:>extent$}  {:>time$}  {}",
            columns[0], columns[1], columns[2], columns[3], columns[4]
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn columns(made: &Made) -> [String; 5] {
    let note = match made.outcome {
        Outcome::Written => "",
        Outcome::Unchanged => "unchanged",
    };
    [made.path.display().to_string(), size(made.size), extent(made.extent), time(made.elapsed), note.to_owned()]
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..10_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{} MB", (bytes + 500_000) / 1_000_000),
    }
}

fn extent(extent: Extent) -> String {
    match extent {
        Extent::Pages(count) => counted(count, "page"),
        Extent::Notes(count) => counted(count, "note"),
        Extent::Questions(count) => counted(count, "question"),
    }
}

fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        millis @ 0..1_000 => format!("{millis} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// `source/rust.yaml: 12 blocks: 10 passed, 1 failed, 1 not run`, and why not.
pub(crate) fn verified(source: &Source, tally: &Tally) -> String {
    let path = source.path().display();
    if tally.total() == 0 {
        return format!("{path}: no code to run\n");
    }
    let counts =
        [(tally.passed, "passed"), (tally.updated, "updated"), (tally.failed, "failed"), (tally.not_run(), "not run")];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let mut text = format!("{path}: {}: {counts}\n", counted(tally.total(), "block"));
    for (skip, count) in &tally.skipped {
        let times = if *count == 1 { String::new() } else { format!(" ({count} blocks)") };
        let _ = writeln!(text, "  not run: {}{times}", reason(skip));
    }
    text
}

fn reason(skip: &Skip) -> String {
    match skip {
        Skip::NoRun(reason) => reason.clone(),
        Skip::Since { since, runner, version } => format!("since={since}, and `{runner}` is {version}"),
        Skip::NoRunner(language) => format!("there is no runner `{language}`"),
        Skip::CouldNot => "see the errors".to_owned(),
    }
}

/// Why nothing happens for a while.
pub(crate) fn waiting(folder: &Path) -> String {
    format!("waiting for another build of the banks in {} to end\n", folder.display())
}

/// What `new` wrote, and what to do with it.
pub(crate) fn started(written: &[PathBuf]) -> String {
    let mut text = String::new();
    for path in written {
        let _ = writeln!(text, "wrote {}", path.display());
    }
    if let Some(bank) = written.first() {
        let _ = writeln!(text, "next: write your questions into it, then: prepdeck build {}", bank.display());
    }
    text
}
