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
    work: Work,
    /// What to try.
    targets: Vec<Target>,
    seed: u64,
    /// The number of the first input.
    from: u64,
    /// How many inputs of each target.
    inputs: u64,
    time: Duration,
}

/// Which of its works the program does.
enum Work {
    /// It starts children and hears what they find.
    Drive,
    /// It is a child: it runs until it is ended, and says each step.
    Judge,
    /// It judges one input from a file.
    One(PathBuf),
    /// It judges the banks made to use up time and memory, in full size, each in a child.
    Hostile,
    /// It is such a child, for the bank of this number.
    HostileOne(usize),
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
    match &request.work {
        Work::Drive => return driver::run(request),
        Work::Judge => request.targets.iter().for_each(|target| worker::run(*target, request)),
        Work::One(file) => return worker::one(*request.targets.first().ok_or(USAGE)?, file),
        Work::Hostile => return hostile::run(),
        Work::HostileOne(number) => return hostile::one(*number),
    }
    Ok(true)
}

fn request() -> Result<Request, Box<dyn Error>> {
    let mut request = Request {
        work: Work::Drive,
        targets: TARGETS.to_vec(),
        seed: seed(),
        from: 0,
        inputs: u64::MAX,
        time: Duration::from_mins(3),
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
            "--worker" => request.work = Work::Judge,
            "--hostile" => request.work = Work::Hostile,
            "--hostile-one" => request.work = Work::HostileOne(value()?.parse()?),
            "--one" => {
                request.targets = vec![target(&value()?)?];
                request.work = Work::One(value()?.into());
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
