//! The two streams: results to standard output, all talk to standard error; colour, `--quiet`, progress.
//!
//! Enters: finished text. Leaves: bytes on a stream. Never here: what is said, or when.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use prepdeck::{build, verify};

use crate::cli::{Voice, When};

/// How the program talks.
#[derive(Debug)]
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
    color: When,
}

impl Console {
    pub(crate) fn new(voice: &Voice) -> Self {
        Self { quiet: voice.quiet, verbose: voice.verbose, color: voice.color }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether text for standard error may hold colour.
    pub(crate) fn color(&self) -> bool {
        self.colors(io::stderr().is_terminal())
    }

    /// Whether text for standard output may hold colour.
    pub(crate) fn result_color(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    fn colors(&self, is_terminal: bool) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => is_terminal && !is_set("NO_COLOR") && !is_dumb(),
        }
    }

    /// A result that is no more than a confirmation: left out by `--quiet`.
    pub(crate) fn confirm(&self, text: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { print(text) }
    }

    /// Talk, to standard error; left out by `--quiet`.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            complain(text);
        }
    }

    /// An error that no diagnostic tells, with the way out.
    pub(crate) fn error(&self, message: &str, help: Option<&str>) {
        let (red, bold, reset) = if self.color() { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let help = help.map(|help| format!("{bold}help{reset}: {help}\n")).unwrap_or_default();
        complain(&format!("{red}error{reset}{bold}: {message}{reset}\n{help}"));
    }

    /// A bar for work that may last.
    pub(crate) fn progress(&self, words: &'static str) -> Progress {
        Progress::new(words, self.quiet)
    }
}

/// A result, to standard output. Its reader may leave early, as `head` does; any other failure is an error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// What must be heard.
pub(crate) fn complain(text: &str) {
    // Where standard error is gone there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// A bar on standard error, if that is a terminal and the work lasts; dropped, it is gone.
pub(crate) struct Progress {
    bar: ProgressBar,
    _shown: Sender<()>,
}

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

impl Progress {
    fn new(words: &'static str, quiet: bool) -> Self {
        let bar = ProgressBar::hidden().with_message(words);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {bar:24} {pos}/{len}  {elapsed}") {
            bar.set_style(style);
        }
        let (shown, ended) = mpsc::channel::<()>();
        if !quiet && io::stderr().is_terminal() {
            let bar = bar.clone();
            thread::spawn(move || {
                if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(100));
                }
            });
        }
        Self { bar, _shown: shown }
    }

    /// Moves the bar.
    pub(crate) fn tell(&self, event: build::Event) {
        match event {
            build::Event::Rendering(count) => self.bar.set_length(count as u64),
            build::Event::Rendered => self.bar.inc(1),
            build::Event::Writing => self.bar.set_message("writing"),
        }
    }

    /// Moves the bar of a verification.
    pub(crate) fn hear(&self, event: verify::Event) {
        match event {
            verify::Event::Running(count) => self.bar.set_length(count as u64),
            verify::Event::Ran => self.bar.inc(1),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
