//! The program: arguments in, one library call, its result on the right stream, an exit code.
//!
//! Never here: anything that another program could want to call.

mod cli;
mod console;
mod explain;
mod interrupt;
mod release_notes;
mod request;
mod starter;
mod summary;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::{CommandFactory, Parser};
use prepdeck::bank::fix::Refusal;
use prepdeck::bank::{self, Bank, Day, schema};
use prepdeck::build::{self, Built, Checked, Inspected, Request};
use prepdeck::fix;
use prepdeck::render::pdf::fonts::FaceFile;
use prepdeck::report::{self, Severity};
use prepdeck::source::{ReadError, Source};
use prepdeck::verify::{self, Trouble, Verified};

use cli::{Cli, Command, Notes, Wording};
use console::Console;

/// A build is a million small allocations on several threads, which the system's allocator scatters; and what the threads
/// that plan pages let go, one that paints them needs. `.cargo/config.toml` sets it up.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Where banks are when none is named.
const BANKS: &str = "source";

fn main() -> ExitCode {
    let Cli { command, voice } = Cli::parse();
    let console = Console::new(&voice);
    let done = match command {
        Command::Build(arguments) => build(&console, *arguments),
        Command::Changes(arguments) => changes(&console, &arguments),
        Command::Check(arguments) => check(&console, &arguments),
        Command::Verify(arguments) => verify(&console, arguments),
        Command::Explain(arguments) => print(&console, &explain::text(arguments.rule, console.result_color())),
        Command::Schema => print(&console, &schema::json()),
        Command::New(arguments) => new(&console, &arguments.id),
        Command::Completions { shell } => print(&console, &completions(shell)),
        Command::Man { command } => man(&console, command.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Mistakes) => ExitCode::from(1),
        Err(Failure::CouldNotRun) => ExitCode::from(2),
    }
}

/// Why the exit code is not 0; it has been told already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Failure {
    /// A bank has mistakes: 1.
    Mistakes,
    /// Something else is in the way: 2.
    CouldNotRun,
}

type Done = Result<(), Failure>;

fn build(console: &Console, arguments: cli::Build) -> Done {
    let sources = named_or_found(console, &arguments.sources)?;
    let _guards = build::guard(&sources, |folder| console.say(&summary::waiting(folder)));
    let banks = accept(console, check_all(console, &sources, &arguments.sheet.fonts))
        .inspect_err(|_| console.say("nothing was written\n"))?;
    let (interview, new_per_day) = (arguments.interview, arguments.new_per_day);
    let built = render_and_write(console, banks, &Request::from(arguments)).map_err(|error| tell(console, &error))?;
    console.say(&summary::locks(&built, console.is_verbose()));
    console.say(&summary::unwanted(&built));
    printed(console, console.confirm(&summary::artifacts(&built)))?;
    console.say(&summary::fits(&built));
    interview.map_or(Ok(()), |interview| plan(console, &built, interview, new_per_day))
}

/// How much to study a day until an interview.
fn plan(console: &Console, built: &[Built], interview: Day, new_per_day: Option<u32>) -> Done {
    let now = build::release_time().map_err(|error| tell(console, &error))?;
    let today = Day::of_time(now).unwrap_or(interview);
    let wanted = built.iter().filter(|built| !built.artifacts.is_empty());
    let plans: String = wanted.map(|built| summary::plan(built, interview, today, new_per_day)).collect();
    printed(console, console.confirm(&plans))
}

fn changes(console: &Console, arguments: &cli::Changes) -> Done {
    let sources = named_or_found(console, &arguments.sources)?;
    if arguments.since.is_some() && sources.len() > 1 {
        console.error(
            "--since is the lock of one bank",
            Some("name the bank: prepdeck changes rust.yaml --since old.lock"),
        );
        return Err(Failure::CouldNotRun);
    }
    let banks = accept(console, check_all(console, &sources, &[]))?;
    for (source, bank) in &banks {
        let changes =
            build::changes(source, bank, arguments.since.as_deref()).map_err(|error| tell(console, &error))?;
        let text = match arguments.format {
            Notes::Human => summary::changes(source, &changes),
            Notes::Markdown => release_notes::markdown(bank, &changes),
        };
        print(console, &text)?;
    }
    Ok(())
}

fn check_all(console: &Console, sources: &[PathBuf], fonts: &[&'static FaceFile]) -> Vec<Result<Checked, ReadError>> {
    let _progress = console.progress("checking");
    build::check_all(sources, fonts)
}

fn render_and_write(
    console: &Console,
    banks: Vec<(Source, Bank)>,
    request: &Request,
) -> Result<Vec<Built>, build::Error> {
    let progress = console.progress("rendering");
    build::build(banks, request, &|event| progress.tell(event))
}

/// Tells what is wrong with banks; lets them pass if all of them may be built.
fn accept(console: &Console, checked: Vec<Result<Checked, ReadError>>) -> Result<Vec<(Source, Bank)>, Failure> {
    let mut banks = Vec::with_capacity(checked.len());
    let mut failure = None;
    for checked in checked {
        match checked {
            Err(error) => failure = failure.max(Some(unreadable(console, &error))),
            Ok(Checked { source, bank, report }) => {
                let (shown, rest) = summary::abridge(&report, console);
                console::complain(&report::human(&source, &shown, console.color()));
                console.say(&summary::rest(&rest, &format!("prepdeck check {}", source.path().display())));
                match bank.filter(|_| !report.has_errors()) {
                    Some(bank) => banks.push((source, bank)),
                    None => failure = failure.max(Some(Failure::Mistakes)),
                }
            }
        }
    }
    failure.map_or(Ok(banks), Err)
}

fn check(console: &Console, arguments: &cli::Check) -> Done {
    let sources = named_or_found(console, &arguments.sources)?;
    let least = if arguments.deny.is_some() { Severity::Warning } else { Severity::Error };
    let mut failure = if arguments.fix { fix(console, &sources) } else { None };
    for inspected in inspect_all(console, &sources) {
        let found = match inspected {
            Err(error) => Some(unreadable(console, &error)),
            Ok(mut inspected) => {
                inspected.report.relevel(&arguments.levels());
                state(console, &inspected, arguments.format)?;
                (inspected.report.worst() >= Some(least)).then_some(Failure::Mistakes)
            }
        };
        failure = failure.max(found);
    }
    failure.map_or(Ok(()), Err)
}

/// Writes what banks lack; what is wrong with those that cannot be read is told by their check.
fn fix(console: &Console, sources: &[PathBuf]) -> Option<Failure> {
    let mut failure = None;
    for (path, fixed) in sources.iter().zip(fix::fix_all(sources)) {
        match fixed {
            Ok(fixed) => console.say(&summary::fixed(path, &fixed)),
            Err(fix::Error::Read(_)) => {}
            Err(error @ fix::Error::Refused { refusal: Refusal::NotYaml | Refusal::NotUtf8, .. }) => {
                console.say(&format!("{error}\n"));
            }
            Err(error @ (fix::Error::Refused { .. } | fix::Error::Output(_))) => {
                console.error(&error.to_string(), Some("the file is as it was"));
                failure = Some(Failure::CouldNotRun);
            }
        }
    }
    failure
}

fn inspect_all(console: &Console, sources: &[PathBuf]) -> Vec<Result<Inspected, ReadError>> {
    let _progress = console.progress("checking");
    build::inspect_all(sources)
}

/// All that is wrong with one bank, for whoever asked.
fn state(console: &Console, inspected: &Inspected, wording: Wording) -> Done {
    let Inspected { source, gist, report } = inspected;
    match wording {
        Wording::Json => return print(console, &report::json(source, report.diagnostics())),
        Wording::Github => return print(console, &report::github(source, report.diagnostics())),
        Wording::Human => {}
    }
    let (shown, rest) = summary::heard(report, console);
    console::complain(&report::human(source, &shown, console.color()));
    console.say(&summary::rest(&rest, &format!("prepdeck check -v {}", source.path().display())));
    console.say(&summary::checked(source, gist.as_ref().map(|gist| gist.questions), report));
    Ok(())
}

fn verify(console: &Console, arguments: cli::Verify) -> Done {
    let paths = named_or_found(console, &arguments.sources)?;
    let mut failure = None;
    let mut sources = Vec::with_capacity(paths.len());
    for inspected in inspect_all(console, &paths) {
        match inspected {
            Err(error) => failure = failure.max(Some(unreadable(console, &error))),
            Ok(mut inspected) if inspected.report.has_errors() => {
                inspected.report.retain(|found| found.severity == Severity::Error);
                state(console, &inspected, arguments.format)?;
                failure = failure.max(Some(Failure::Mistakes));
            }
            Ok(inspected) => sources.push(inspected.source),
        }
    }
    let wording = arguments.format;
    for verified in run_code(console, sources, arguments)? {
        failure = failure.max(outcome(console, &verified, wording)?);
    }
    failure.map_or(Ok(()), Err)
}

fn run_code(console: &Console, sources: Vec<Source>, arguments: cli::Verify) -> Result<Vec<Verified>, Failure> {
    let stop = interrupt::flag();
    let progress = console.progress("running");
    let request = request::verification(arguments, &stop);
    let verified = verify::verify(sources, &request, &|event| progress.hear(event));
    drop(progress);
    let verified = verified.map_err(|error| {
        console.error(&error.to_string(), None);
        Failure::CouldNotRun
    })?;
    if stop.load(Ordering::Relaxed) {
        console.error("interrupted", None);
        return Err(Failure::CouldNotRun);
    }
    Ok(verified)
}

/// Tells what came of a bank.
fn outcome(console: &Console, verified: &Verified, wording: Wording) -> Result<Option<Failure>, Failure> {
    let Verified { source, report, tally, troubles } = verified;
    match wording {
        Wording::Json => print(console, &report::json(source, report.diagnostics()))?,
        Wording::Github => print(console, &report::github(source, report.diagnostics()))?,
        Wording::Human => console::complain(&report::human(source, report.diagnostics(), console.color())),
    }
    for Trouble { message, help } in troubles {
        console.error(message, help.as_deref());
    }
    console.say(&summary::verified(source, tally));
    let could_not = (!troubles.is_empty()).then_some(Failure::CouldNotRun);
    Ok(could_not.max(report.has_errors().then_some(Failure::Mistakes)))
}

fn new(console: &Console, id: &str) -> Done {
    let Some(id) = bank::BankId::parse(id) else {
        let help = "ASCII letters, digits, `-`, `_` and `.`, a letter or digit first, at most 100";
        console.error(&format!("`{id}` cannot be the id of a bank"), Some(help));
        return Err(Failure::CouldNotRun);
    };
    let folder = if Path::new(BANKS).is_dir() { BANKS } else { "" };
    match starter::write(Path::new(folder), &id) {
        Ok(written) => printed(console, console.confirm(&summary::started(&written))),
        Err(error) => {
            console.error(&error.to_string(), None);
            Err(Failure::CouldNotRun)
        }
    }
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "prepdeck", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

fn man(console: &Console, name: Option<&str>) -> Done {
    let mut program = Cli::command();
    program.build();
    let command = match name {
        None => Some(program),
        Some(name) => program.find_subcommand(name).cloned().map(|command| command.version(env!("CARGO_PKG_VERSION"))),
    };
    let Some(command) = command else {
        console.error(&format!("there is no command `{}`", name.unwrap_or_default()), Some("see prepdeck --help"));
        return Err(Failure::CouldNotRun);
    };
    let mut page = Vec::new();
    // A date that is empty would leave its place in the header to what comes after it.
    let header = clap_mangen::Man::new(command).date(" ").manual("prepdeck manual");
    let rendered = header.source(concat!("prepdeck ", env!("CARGO_PKG_VERSION"))).render(&mut page);
    printed(console, rendered)?;
    print(console, &String::from_utf8_lossy(&page))
}

/// The banks that were named, else all in the default folder.
fn named_or_found(console: &Console, named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if named.is_empty() {
        return build::banks_in(Path::new(BANKS)).map_err(|error| tell(console, &error));
    }
    Ok(build::each_once(named))
}

fn unreadable(console: &Console, error: &ReadError) -> Failure {
    console.error(&error.to_string(), None);
    Failure::CouldNotRun
}

fn tell(console: &Console, error: &build::Error) -> Failure {
    let mut message = error.to_string();
    if let build::Error::Locked(stale) = error {
        message.push('\n');
        message.extend(stale.iter().map(|stale| summary::details(&stale.changes)));
    }
    console.error(message.trim_end(), error.help().as_deref());
    if error.is_mistake() { Failure::Mistakes } else { Failure::CouldNotRun }
}

fn print(console: &Console, text: &str) -> Done {
    printed(console, console::print(text))
}

fn printed(console: &Console, result: io::Result<()>) -> Done {
    result.map_err(|error| {
        console.error(&format!("cannot write to standard output: {error}"), None);
        Failure::CouldNotRun
    })
}
