//! The fuzz program: makes inputs without end, makes all of them that can be made, and looks at what came of it.
//!
//! Enters: how long, or how many; a seed. Leaves: a line for each target on standard output, and every finding in
//! `target/fuzz/`: the input, the same made small, and what is wrong with it.
//!
//! The work is done by this same program as a child process, one for each target, which says the number of each input
//! before it takes it: whatever kills the child (a panic, which ends the program at once in a release; a stack that
//! overflows; memory that runs out) or makes it hang is seen from outside, and the next child goes on after it.

#![expect(unreachable_pub, reason = "nothing outside can reach an example")]

mod cases;
mod driver;
mod hostile;
mod shrink;
mod worker;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use cases::Target;

const USAGE: &str = "usage: fuzz [--seconds N | --inputs N] [--target bank|markdown|picture] [--seed N] [--from N]\n       \
                     fuzz --one bank|markdown|picture FILE\n       fuzz --hostile";

/// All of them.
const TARGETS: [Target; 3] = [Target::Bank, Target::Markdown, Target::Picture];

/// What the command line asks for.
pub struct Request {
    /// A child's way to be told what to do: run until it is ended, and say each step.
    worker: bool,
    /// The banks made to use up time and memory, in full size, and nothing else; or the one of this number.
    hostile: Option<Option<usize>>,
    /// One input from a file, and nothing else.
    one: Option<PathBuf>,
    /// What to try.
    targets: Vec<Target>,
    seed: u64,
    /// The number of the first input.
    from: u64,
    /// How many inputs of each target.
    inputs: u64,
    time: Duration,
}

fn main() -> ExitCode {
    match request().and_then(|request| run(&request)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether nothing is wrong.
fn run(request: &Request) -> Result<bool, Box<dyn Error>> {
    match request.hostile {
        Some(Some(number)) => return hostile::one(number),
        Some(None) => return hostile::run(),
        None => {}
    }
    match (&request.one, request.targets.as_slice()) {
        (Some(file), [target, ..]) => worker::one(*target, file),
        (None, [target, ..]) if request.worker => worker::run(*target, request),
        _ => driver::run(request),
    }
}

fn request() -> Result<Request, Box<dyn Error>> {
    let mut request = Request {
        worker: false,
        hostile: None,
        one: None,
        targets: TARGETS.to_vec(),
        seed: seed(),
        from: 0,
        inputs: u64::MAX,
        time: Duration::from_secs(180),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--seconds" => request.time = Duration::from_secs(value()?.parse()?),
            "--inputs" => (request.inputs, request.time) = (value()?.parse()?, Duration::MAX),
            "--target" => request.targets = vec![target(&value()?)?],
            "--seed" => request.seed = value()?.parse()?,
            "--from" => request.from = value()?.parse()?,
            "--worker" => request.worker = true,
            "--hostile" => request.hostile = Some(arguments.next().map(|number| number.parse()).transpose()?),
            "--one" => {
                request.targets = vec![target(&value()?)?];
                request.one = Some(value()?.into());
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok(request)
}

fn target(name: &str) -> Result<Target, &'static str> {
    TARGETS.into_iter().find(|target| target.name() == name).ok_or(USAGE)
}

/// Another seed every time, short enough to be typed.
fn seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish() % 1_000_000
}
