//! The command line: what may be typed, and the help.
//!
//! Enters: arguments. Leaves: a [`Cli`]. Never here: logic, printing; of files only fonts, so that one that is none is
//! told as any other mistake in an argument is.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use prepdeck::bank::{BankId, Day};
use prepdeck::render::pdf::fonts::{self, FaceFile};
use prepdeck::report::{Code, Levels, Severity};

/// One bank of interview questions: a PDF cheat sheet to print, an Anki deck to learn, a Markdown handout to read.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, propagate_version = true, after_help = PROGRAM_HELP)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How to talk about it.
    #[command(flatten)]
    pub(crate) voice: Voice,
}

const PROGRAM_HELP: &str = "\
Examples:
  prepdeck new rust                  a commented starter bank: rust.yaml
  prepdeck check rust.yaml           what is wrong with it, where, and the way out
  prepdeck verify rust.yaml          whether its code runs and prints what it says
  prepdeck explain long-short        what a rule that `check` names is for
  prepdeck build rust.yaml           output/rust.pdf, output/rust.apkg, output/rust.md
  prepdeck changes rust.yaml         what learners will see of the next build
  prepdeck build                     the same for every bank in source/

Exit codes: 0 done, 1 a bank has mistakes, 2 could not run.";

/// How to talk about it.
#[derive(Args, Debug)]
pub(crate) struct Voice {
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print every finding in full, and what became of each lock
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to colour; `auto` means on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(crate) color: When,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check banks, then write a PDF, an Anki deck and a handout of each
    Build(Box<Build>),
    /// Tell what is new, reworded, moved, retired or dropped since a release; writes nothing
    Changes(Changes),
    /// Say everything that is wrong with banks, where, and the way out; --fix writes missing ids
    Check(Check),
    /// Run the code blocks of banks and compare what they print with their `output` blocks
    Verify(Verify),
    /// Tell what a rule of `check` is for, with a bad example and a good one
    Explain(Explain),
    /// Print the JSON Schema of a bank, which gives editors completion and checks while typing
    #[command(after_help = SCHEMA_HELP)]
    Schema,
    /// Write a commented starter bank that shows what a bank can hold
    New(New),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = MAN_HELP)]
    Man {
        /// A command with a page of its own; without it, the page of prepdeck itself
        command: Option<String>,
    },
}

const SCHEMA_HELP: &str = "\
Examples:
  prepdeck schema > bank.schema.json

A bank that begins with the line
  # yaml-language-server: $schema=./bank.schema.json
is then completed and checked as you type, in VS Code (with Red Hat's YAML extension), Neovim, Helix and others \
that use yaml-language-server.";

const COMPLETIONS_HELP: &str = "\
Examples:
  prepdeck completions bash > ~/.local/share/bash-completion/completions/prepdeck
  prepdeck completions fish > ~/.config/fish/completions/prepdeck.fish";

const MAN_HELP: &str = "\
Examples:
  prepdeck man > prepdeck.1
  prepdeck man build | man -l -";

/// `prepdeck build`.
#[derive(Args, Debug)]
#[command(after_help = BUILD_HELP)]
pub(crate) struct Build {
    /// Banks to build [default: every *.yaml in source/]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// The folder that the artifacts go to; made if missing
    #[arg(short, long, value_name = "DIR", default_value = prepdeck::build::USUAL_OUT)]
    pub(crate) out: PathBuf,
    /// Write these artifacts only
    #[arg(long, value_name = "FORMAT,..", value_delimiter = ',', hide_possible_values = true)]
    #[arg(help = "Write these artifacts only: pdf, anki, markdown")]
    pub(crate) only: Vec<Artifact>,
    /// Name the artifacts of one bank: NAME.pdf, NAME.apkg, NAME.md [default: the bank's id]
    #[arg(long, value_name = "NAME", value_parser = file_name)]
    pub(crate) name: Option<BankId>,
    /// Which questions.
    #[command(flatten)]
    pub(crate) part: Part,
    /// Fail, and write nothing, if a lock beside a bank is missing or out of date
    #[arg(long)]
    pub(crate) locked: bool,
    /// Publish this question anew though nothing in it changed, or `all`; may be given several times
    ///
    /// A learner's Anki takes a note only when its time is newer: this moves the time, to deliver a better rendering.
    /// It overwrites what learners changed in that note themselves; their reviews stay.
    #[arg(long, value_name = "ID", help_heading = "Deck")]
    pub(crate) touch: Vec<String>,
    /// Let the deck show so many new cards a day; a learner gets it by ticking "Import any deck presets"
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=9999), help_heading = "Deck")]
    pub(crate) new_per_day: Option<u32>,
    /// Tell how many new cards a day it takes to be ready by this day: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Deck")]
    pub(crate) interview: Option<Day>,
    /// Fold the handout's answers away, to test yourself
    #[arg(long, help_heading = "Handout")]
    pub(crate) fold: bool,
    /// How the sheet is laid out.
    #[command(flatten)]
    pub(crate) sheet: Sheet,
}

const PART: &str = "Part of a bank (which needs --name or another --out)";

/// A part of the banks: of each kind that is given, one must be a question's.
#[derive(Args, Debug)]
pub(crate) struct Part {
    /// Questions with this tag, the bank's or their own, or one below it; may be given several times
    #[arg(long, value_name = "TAG", help_heading = PART)]
    pub(crate) tag: Vec<String>,
    /// Questions of this level: basic, intermediate or advanced; may be given several times
    #[arg(long, value_name = "LEVEL", hide_possible_values = true, help_heading = PART)]
    pub(crate) level: Vec<Level>,
    /// Questions of this section, by its id or title; may be given several times
    #[arg(long, value_name = "SECTION", help_heading = PART)]
    pub(crate) section: Vec<String>,
}

/// A level, as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Level {
    /// Every candidate.
    Basic,
    /// A working programmer.
    Intermediate,
    /// A specialist.
    Advanced,
}

/// A turn of the page, as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Duplex {
    /// As in a book.
    Long,
    /// As on a notepad.
    Short,
}

fn file_name(text: &str) -> Result<BankId, String> {
    let rule = "ASCII letters, digits, `-`, `_` and `.`, a letter or digit first, at most 100";
    BankId::parse(text).ok_or_else(|| rule.to_owned())
}

const BUILD_HELP: &str = "\
Examples:
  prepdeck build                                   every bank in source/, into output/
  prepdeck build rust.yaml -o ~/interview          one bank, elsewhere
  prepdeck build rust.yaml --level basic --level intermediate --name rust-junior
  prepdeck build --only pdf --columns 3 --landscape
  prepdeck build --only pdf --fit 4                the largest type at which the sheet has four pages
  prepdeck build rust.yaml --practice --cards      also rust-practice.pdf and rust-cards.pdf
  prepdeck build --locked                          for CI: fails if someone forgot to commit a lock
  prepdeck build --interview 2026-12-05            how many new cards a day that takes

A part holds the questions that have one of the tags, one of the levels and are in one of the sections given. They keep \
their numbers, and the lock still covers the whole bank.

A build is all or nothing: a mistake in any bank leaves every file as it was. An artifact whose bytes would be the \
same is not touched and is reported as unchanged.

Beside each bank a lock (rust.lock) remembers what was published, so that importing a newer deck never costs a \
learner a review; commit it. SOURCE_DATE_EPOCH, if set, is the time of release.";

/// Layout of the sheet; each overrides what the bank says under `sheet:`.
#[derive(Args, Debug)]
#[command(next_help_heading = "Sheet (each overrides what the bank says under `sheet:`)")]
pub(crate) struct Sheet {
    /// Paper: a4 or letter
    #[arg(long, value_name = "PAPER", hide_possible_values = true)]
    pub(crate) paper: Option<Paper>,
    /// Columns on a page, 1 to 4
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(crate) columns: Option<u8>,
    /// Lay the long edge at the top; `--landscape=no` overrides a bank that does
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    #[arg(value_parser = clap::builder::BoolishValueParser::new(), hide_possible_values = true)]
    pub(crate) landscape: Option<bool>,
    /// Body size in points, 7 to 12 in halves
    #[arg(long, value_name = "POINTS", value_parser = body_size)]
    pub(crate) size: Option<f32>,
    /// The largest size, from 7 to 12 points, at which the sheet has at most so many pages
    #[arg(long, value_name = "PAGES", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "size")]
    pub(crate) fit: Option<u16>,
    /// How much of each answer: short or full
    #[arg(long, value_name = "DETAIL", hide_possible_values = true)]
    pub(crate) detail: Option<Detail>,
    /// Make the lines of a paragraph equally long, but its last and those where spaces would gape; `--justify=no` overrides
    /// a bank that does
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    #[arg(value_parser = clap::builder::BoolishValueParser::new(), hide_possible_values = true)]
    pub(crate) justify: Option<bool>,
    /// Print the addresses behind links too, as notes below their question
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    #[arg(value_parser = clap::builder::BoolishValueParser::new(), hide_possible_values = true)]
    pub(crate) print_urls: Option<bool>,
    /// A TrueType or OpenType font to set text in before the shipped ones; may be given several times
    ///
    /// For the characters it has; give the regular, bold and italic files of a family, each with --font, and each is used
    /// for what it is. A font whose characters are all equally wide is for code.
    #[arg(long = "font", value_name = "FILE", value_parser = font)]
    pub(crate) fonts: Vec<&'static FaceFile>,
    /// Also write ID-practice.pdf: the questions with room to write, the short answers at the end
    #[arg(long)]
    pub(crate) practice: bool,
    /// Also write ID-cards.pdf: two-sided cards to cut, eight to a page, in type as large as fits
    #[arg(long)]
    pub(crate) cards: bool,
    /// The edge along which the printer turns the pages of cards over: long or short [default: long]
    #[arg(long, value_name = "EDGE", requires = "cards", hide_possible_values = true)]
    pub(crate) duplex: Option<Duplex>,
    /// What paints the pages: krilla, or genpdf for a second opinion: text only, ten times the size, today's date
    #[cfg(feature = "genpdf")]
    #[arg(long, value_name = "PAINTER", default_value = "krilla", hide_possible_values = true)]
    pub(crate) painter: Painter,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day; write it as YYYY-MM-DD".to_owned())
}

fn font(path: &str) -> Result<&'static FaceFile, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    fonts::adopt(path, bytes)
}

fn body_size(text: &str) -> Result<f32, String> {
    let size: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    let halves = size * 2.0;
    if (14.0..=24.0).contains(&halves) && halves.fract() == 0.0 {
        Ok(size)
    } else {
        Err("7 to 12 points, in halves".to_owned())
    }
}

/// An artifact, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Artifact {
    /// The cheat sheet.
    Pdf,
    /// The deck.
    #[value(alias = "apkg")]
    Anki,
    /// The handout.
    #[value(alias = "md")]
    Markdown,
}

/// Paper, as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Paper {
    /// A4.
    A4,
    /// US Letter.
    Letter,
}

/// Detail, as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Detail {
    /// Short answers and pitfalls.
    Short,
    /// Everything a sheet can hold.
    Full,
}

/// Painter, as typed.
#[cfg(feature = "genpdf")]
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Painter {
    /// Everything.
    Krilla,
    /// Text alone.
    Genpdf,
}

/// `prepdeck changes`.
#[derive(Args, Debug)]
#[command(after_help = CHANGES_HELP)]
pub(crate) struct Changes {
    /// Banks to compare [default: every *.yaml in source/]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// The lock of the release to compare with [default: the lock beside each bank]
    #[arg(long, value_name = "OLD.lock")]
    pub(crate) since: Option<PathBuf>,
    /// How to say it: human or markdown
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub(crate) format: Notes,
}

/// How changes are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Notes {
    /// For a terminal.
    Human,
    /// For release notes.
    Markdown,
}

const CHANGES_HELP: &str = "\
Examples:
  prepdeck changes                                 what the next build will publish
  git show v1.0:source/rust.lock > old.lock
  prepdeck changes rust.yaml --since old.lock      what was published since version 1.0
  prepdeck changes rust.yaml --since old.lock --format markdown > notes.md";

/// `prepdeck check`.
#[derive(Args, Debug)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct Check {
    /// Banks to check [default: every *.yaml in source/]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// How to say it: human (on standard error), json (a line each) or github (annotations)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub(crate) format: Wording,
    /// Fail on these too: warnings
    #[arg(long, value_name = "LEVEL", hide_possible_values = true)]
    pub(crate) deny: Option<Deny>,
    /// First write the ids that questions lack, made from their texts; every other byte of a file stays as it is
    #[arg(long)]
    pub(crate) fix: bool,
    /// Leave out what breaks this rule; may be given several times
    #[arg(long, value_name = "RULE", hide_possible_values = true, value_parser = rule())]
    pub(crate) allow: Vec<Code>,
    /// Count what this rule advises as a warning; may be given several times
    #[arg(long, value_name = "RULE", hide_possible_values = true, value_parser = rule())]
    pub(crate) warn: Vec<Code>,
}

/// The name of a rule that is no error: those always count.
fn rule() -> impl TypedValueParser<Value = Code> {
    let is_advice = |code: &Code| code.severity() < Severity::Error;
    PossibleValuesParser::new(Code::ALL.iter().map(|code| code.name())).try_map(move |name| {
        Code::parse(&name).filter(is_advice).ok_or("what breaks this rule is an error, and errors always count")
    })
}

impl Check {
    /// What is made of rules.
    pub(crate) fn levels(&self) -> Levels {
        Levels { allow: self.allow.clone(), warn: self.warn.clone() }
    }
}

const CHECK_HELP: &str = "\
Examples:
  prepdeck check                                   every bank in source/
  prepdeck check rust.yaml --deny warnings         for CI
  prepdeck check --fix old.yaml                    gives every question of an old bank its id
  prepdeck check --deny warnings --warn no-source --allow long-answer
  prepdeck check --format github                   annotations on a pull request
  prepdeck check --format json | jq -r .message    for other tools: one diagnostic a line";

/// How diagnostics are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wording {
    /// For people.
    Human,
    /// A JSON object a line.
    Json,
    /// GitHub's workflow commands.
    Github,
}

/// What makes `check` fail besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings.
    Warnings,
}

/// `prepdeck verify`.
#[derive(Args, Debug)]
#[command(after_help = VERIFY_HELP)]
pub(crate) struct Verify {
    /// Banks to verify [default: every *.yaml in source/]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    /// Run the code of these questions only
    #[arg(long, value_name = "ID,..", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Write what code prints into its `output` block where it differs; every other byte of a file stays as it is
    #[arg(long)]
    pub(crate) update: bool,
    /// How many blocks run at once [default: as many as there are cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// How long a block may run; without it, what its runner says, or 10
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    /// How to say it: human (on standard error), json (a line each) or github (annotations)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub(crate) format: Wording,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    let is_sensible = seconds > 0.0 && seconds <= 3600.0;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|_| is_sensible)
        .ok_or_else(|| "more than 0 seconds, at most 3600".to_owned())
}

const VERIFY_HELP: &str = "\
Examples:
  prepdeck verify                                  the code of every bank in source/
  prepdeck verify rust.yaml --only move-vs-copy    one question
  prepdeck verify rust.yaml --update               accept what the code prints now
  prepdeck verify --format github                  annotations on a pull request

How code is run stands in the bank, under `runners`, by language or by a name that a block states as runner=NAME:
  runners:
    python: {command: [python3, \"-\"]}              the code comes on standard input
    rust: {command: [sh, -c, \"rustc {file} && ./main\"], file: main.rs, timeout: 60}
`{file}` is a file with the code, `{bank}` the bank's folder; `version: [java, -version]` tells how to ask for the \
version that since=21 needs.

Behind its language a block may say: norun=\"why\", raises=TypeError, since=3.13, runner=NAME, continue (its program \
begins with the block before it in the question; only what is new in the output counts).

Each block is a process in an empty folder of its own, which is gone afterwards; one that runs too long is ended with \
all that it started, as is one that prints more than 1 MB. Outputs are compared exactly, but for white space at their \
end. Code finds the variables of your environment, and these: COLUMNS=80 LC_ALL=C.UTF-8 NO_COLOR=1 \
PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 PYTHONIOENCODING=utf-8 PYTHONUTF8=1 TZ=UTC; not CLICOLOR_FORCE, \
FORCE_COLOR, LANGUAGE, PYTHONINSPECT, PYTHONSTARTUP, PYTHONWARNINGS.

That is no cage: code can do whatever you can. Verify banks that you trust. Exit codes: 0 all is as the bank says, \
1 something is not, 2 something could not be run.";

/// `prepdeck explain`.
#[derive(Args, Debug)]
#[command(after_help = EXPLAIN_HELP)]
pub(crate) struct Explain {
    /// The rule, as messages name it in brackets; without it, a table of all rules
    #[arg(value_parser = any_rule(), hide_possible_values = true)]
    pub(crate) rule: Option<Code>,
}

const EXPLAIN_HELP: &str = "\
Examples:
  prepdeck explain                  all rules, a line each
  prepdeck explain long-short       the one that `warning[long-short]` is about";

/// The name of a rule.
fn any_rule() -> impl TypedValueParser<Value = Code> {
    let names = Code::ALL.iter().map(|code| code.name());
    PossibleValuesParser::new(names).try_map(|name| Code::parse(&name).ok_or("there is no such rule"))
}

/// `prepdeck new`.
#[derive(Args, Debug)]
#[command(after_help = NEW_HELP)]
pub(crate) struct New {
    /// The bank's id, which names its files: letters, digits, `-`, `_` and `.`
    pub(crate) id: String,
}

const NEW_HELP: &str = "\
Examples:
  prepdeck new rust         source/rust.yaml if there is a folder source/, else rust.yaml
  prepdeck build rust.yaml

The schema for your editor (bank.schema.json) is written beside it if it is not there yet.";
