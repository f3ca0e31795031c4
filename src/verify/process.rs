//! One block of code, run: a process of its own in a temporary folder of its own, with a time limit and a limit on what
//! it prints. The only place that starts a program.
//!
//! Enters: a [`Job`]. Leaves: what it printed and how it ended, or why it could not be started; its folder is gone, and so
//! is every process of its group. Never here: what is right.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::group;

/// What is to be run.
#[derive(Clone, Debug)]
pub(super) struct Job<'j> {
    /// The program and its arguments.
    pub(super) command: &'j [String],
    /// The code.
    pub(super) code: &'j str,
    /// The file that the code comes in; without one it comes on standard input.
    pub(super) file: Option<&'j str>,
    /// How long it may run.
    pub(super) timeout: Duration,
    /// Whether whoever wants the answer has gone.
    pub(super) stop: &'j AtomicBool,
}

/// What became of it.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    /// How it ended.
    pub(super) end: End,
    /// What it printed, up to [`MOST_BYTES`].
    pub(super) stdout: Vec<u8>,
    /// What it complained of, up to [`MOST_BYTES`].
    pub(super) stderr: Vec<u8>,
}

/// Why there is nothing to tell.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no folder to run in.
    Folder(io::Error),
    /// The program cannot be started: [`ErrorKind::NotFound`] where there is none of that name. Or it cannot be waited for.
    Program(io::Error),
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By itself, with an exit code.
    Code(i32),
    /// By a signal that nobody here sent.
    Signal(i32),
    /// It ran for too long.
    TimedOut,
    /// It printed too much.
    Flooded,
    /// It ended, but something that it started and set apart still holds its output.
    Held,
    /// Nobody wants to know any more.
    Stopped,
}

/// The most bytes that are read of an output: more than any question shows.
pub(super) const MOST_BYTES: u64 = 1 << 20;

/// How often a process is looked at that keeps its outputs open.
const TICK: Duration = Duration::from_millis(20);

/// How often a process is looked at that has closed its outputs, which most do only in ending.
const MOMENT: Duration = Duration::from_millis(1);

/// How long outputs may stay open when the process and its group have ended.
const GRACE: Duration = Duration::from_secs(2);

/// What every block finds, so that it prints the same on every machine and every day.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("COLUMNS", "80"),
    ("LC_ALL", "C.UTF-8"),
    ("NO_COLOR", "1"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("PYTHONHASHSEED", "0"),
    ("PYTHONIOENCODING", "utf-8"),
    ("PYTHONUTF8", "1"),
    ("TZ", "UTC"),
];

/// What no block finds.
const NOT_IN_ENVIRONMENT: [&str; 6] =
    ["CLICOLOR_FORCE", "FORCE_COLOR", "LANGUAGE", "PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONWARNINGS"];

/// Runs code to its end, or to the end of its time.
///
/// # Errors
/// [`Fault`].
pub(super) fn run(job: &Job) -> Result<Ran, Fault> {
    let folder = folder(job).map_err(Fault::Folder)?;
    let mut child = command(job, folder.path()).and_then(|mut command| command.spawn()).map_err(Fault::Program)?;
    let outputs = Outputs::of(&mut child);
    if let Some(mut stdin) = child.stdin.take() {
        let code = job.code.as_bytes().to_owned();
        // A program that does not read all of its input is none the worse for it.
        thread::spawn(move || drop(stdin.write_all(&code)));
    }
    let ran = attend(job, &mut child, outputs);
    remove(folder);
    ran.map_err(Fault::Program)
}

/// The folder that the code runs in, with the code in it where it comes in a file.
fn folder(job: &Job) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("prepdeck-").tempdir()?;
    if let Some(name) = job.file {
        File::create(folder.path().join(name))?.write_all(job.code.as_bytes())?;
    }
    Ok(folder)
}

fn command(job: &Job, folder: &Path) -> io::Result<Command> {
    let (program, arguments) = job.command.split_first().ok_or(ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command.stdin(if job.file.is_some() { Stdio::null() } else { Stdio::piped() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.envs(ENVIRONMENT);
    for name in NOT_IN_ENVIRONMENT {
        command.env_remove(name);
    }
    group::set_apart(&mut command);
    Ok(command)
}

/// Removes a folder, even where the code has made a folder in it that nobody may change: what cannot go is left to the
/// system, which empties its folder of temporary files.
fn remove(folder: TempDir) {
    let _ = folder.close();
}

/// Waits for a process to end, or ends it; then for what it printed.
fn attend(job: &Job, child: &mut Child, mut outputs: Outputs) -> io::Result<Ran> {
    let start = Instant::now();
    let forced = loop {
        outputs.receive();
        if outputs.flooded {
            break Some(End::Flooded);
        }
        // One that cannot be looked at is ended below.
        if group::has_ended(child).unwrap_or(true) {
            break None;
        }
        if job.stop.load(Ordering::Relaxed) {
            break Some(End::Stopped);
        }
        if start.elapsed() > job.timeout {
            break Some(End::TimedOut);
        }
    };
    group::end(child);
    let status = child.wait()?;
    let is_whole = outputs.receive_rest();
    let end = match forced {
        Some(end) => end,
        None if outputs.flooded => End::Flooded,
        None if !is_whole => End::Held,
        None => end_of(status),
    };
    Ok(Ran { end, stdout: outputs.stdout, stderr: outputs.stderr })
}

#[cfg(unix)]
fn end_of(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;

    status.signal().map_or_else(|| End::Code(status.code().unwrap_or(1)), End::Signal)
}

#[cfg(not(unix))]
fn end_of(status: ExitStatus) -> End {
    End::Code(status.code().unwrap_or(1))
}

/// What a process prints, read by threads so that neither output waits for the other.
struct Outputs {
    events: Receiver<Event>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    flooded: bool,
}

/// Which output was closed, what it held, and whether it was more than is read.
struct Event {
    is_stdout: bool,
    bytes: Vec<u8>,
    is_flooded: bool,
}

impl Outputs {
    fn of(child: &mut Child) -> Self {
        let (sender, events) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            read(stdout, true, sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            read(stderr, false, sender);
        }
        Self { events, stdout: Vec::new(), stderr: Vec::new(), flooded: false }
    }

    /// Waits a moment for an output to be closed.
    fn receive(&mut self) {
        match self.events.recv_timeout(TICK) {
            Ok(event) => self.take(event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => thread::sleep(MOMENT),
        }
    }

    /// Waits for both outputs to be closed; whether they were.
    fn receive_rest(&mut self) -> bool {
        loop {
            match self.events.recv_timeout(GRACE) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => return false,
                Err(RecvTimeoutError::Disconnected) => return true,
            }
        }
    }

    fn take(&mut self, event: Event) {
        self.flooded |= event.is_flooded;
        *(if event.is_stdout { &mut self.stdout } else { &mut self.stderr }) = event.bytes;
    }
}

fn read(pipe: impl Read + Send + 'static, is_stdout: bool, sender: Sender<Event>) {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error counts, and an output that is closed early is the process's own affair.
        let _ = pipe.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        let is_flooded = bytes.len() as u64 > MOST_BYTES;
        let _ = sender.send(Event { is_stdout, bytes, is_flooded });
    });
}
