//! The parent: starts children, sees how they end, and writes down what they found.

#![expect(clippy::print_stdout, reason = "it is what this program is for")]
#![expect(clippy::disallowed_methods, reason = "findings are written where nothing else is")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::cases::Target;
use super::cases::seeds::{Seeds, root};
use super::{Request, shrink};

/// The longest that one input may take; ten times that in a build without optimisation.
pub const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 50 } else { 5 });

/// The memory that a child may reserve, in kilobytes: well above what any input of this size has a use for.
const MEMORY: u64 = 3 << 20;

/// The memory beyond which an input has used too much, in kilobytes.
const TOO_MUCH: u64 = 1 << 20;

/// So many different findings of a target are enough.
const ENOUGH: usize = 12;

/// What was seen of one target.
#[derive(Default)]
struct Seen {
    inputs: u64,
    rendered: u64,
    /// Milliseconds, and the input that took them.
    slowest: (u64, u64),
    /// Kilobytes, and the first input after which it was so much.
    peak: (u64, u64),
    /// The first of each kind.
    findings: BTreeMap<String, Finding>,
    elapsed: Duration,
}

/// What is wrong with one input.
struct Finding {
    number: u64,
    reason: String,
}

/// Tries all targets at once; whether nothing was found.
pub fn run(request: &Request) -> Result<bool, Box<dyn Error>> {
    println!("seed {}", request.seed);
    let tried: Vec<Result<Seen, String>> = std::thread::scope(|scope| {
        let spawn = |target: &Target| {
            let target = *target;
            scope.spawn(move || drive(target, request).map_err(|error| error.to_string()))
        };
        let threads: Vec<_> = request.targets.iter().map(spawn).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".into()))).collect()
    });
    let mut clean = true;
    for (target, seen) in request.targets.iter().zip(tried) {
        clean &= tell(*target, request, &seen?)?;
    }
    Ok(clean)
}

/// Starts child after child until time or inputs are used up.
fn drive(target: Target, request: &Request) -> Result<Seen, Box<dyn Error>> {
    let mut seen = Seen::default();
    let seeds = Seeds::read();
    let start = Instant::now();
    let mut next = request.from;
    let end = request.from.saturating_add(request.inputs);
    while next < end && seen.findings.len() < ENOUGH {
        let Some(left) = request.time.checked_sub(start.elapsed()) else { break };
        let mut child = spawn(target, request, next, end - next)?;
        let lines = lines(child.stdout.take().ok_or("no standard output")?);
        let stopped = watch(&lines, Instant::now().checked_add(left), &mut seen);
        let ended = end_of(&mut child);
        match stopped {
            Stopped::Done => break,
            Stopped::Hung(number) => {
                // Alone it may be fast: the machine has other work, too.
                let input = target.input(&seeds, request.seed, number);
                let file = folder()?.join(format!("{}.try.txt", target.name()));
                if let Some(reason) = shrink::again(target, &input, &file) {
                    seen.add(number, reason);
                }
                fs::remove_file(&file)?;
                next = number + 1;
            }
            Stopped::Died(None) => return Err(format!("a child died before its first input: {ended}").into()),
            Stopped::Died(Some(number)) if number + 1 == end && ended.is_empty() => break,
            Stopped::Died(Some(number)) => {
                seen.add(number, ended);
                next = number + 1;
            }
        }
    }
    seen.elapsed = start.elapsed();
    Ok(seen)
}

/// Why a child is heard no more.
enum Stopped {
    /// Time is up, or enough was found.
    Done,
    /// It said nothing for too long after it took this input.
    Hung(u64),
    /// It ended, after it took this input.
    Died(Option<u64>),
}

fn watch(lines: &Receiver<String>, deadline: Option<Instant>, seen: &mut Seen) -> Stopped {
    let mut current = None;
    loop {
        // The first input waits for the seeds to be read.
        let patience = if current.is_some() { LIMIT } else { 12 * LIMIT };
        match lines.recv_timeout(patience) {
            Ok(line) => current = seen.take(&line).or(current),
            Err(RecvTimeoutError::Timeout) => return current.map_or(Stopped::Died(None), Stopped::Hung),
            Err(RecvTimeoutError::Disconnected) => return Stopped::Died(current),
        }
        if deadline.is_some_and(|deadline| Instant::now() > deadline) || seen.findings.len() >= ENOUGH {
            return Stopped::Done;
        }
    }
}

impl Seen {
    /// Takes a line of a child; leaves the number of the input it has begun with.
    fn take(&mut self, line: &str) -> Option<u64> {
        let mut words = line.splitn(3, ' ');
        let (kind, number) = (words.next()?, words.next()?.parse().ok()?);
        let rest = words.next().unwrap_or_default();
        match kind {
            "start" => return Some(number),
            "found" => self.add(number, rest.to_owned()),
            "fate" => self.fate(number, rest),
            _ => {}
        }
        None
    }

    fn fate(&mut self, number: u64, rest: &str) {
        let words: Vec<&str> = rest.split(' ').collect();
        let [fate, milliseconds, kilobytes] = words[..] else { return };
        let [milliseconds, kilobytes] = [milliseconds, kilobytes].map(|number| number.parse().unwrap_or(0));
        self.inputs += 1;
        self.rendered += u64::from(fate == "rendered");
        self.slowest = self.slowest.max((milliseconds, number));
        if kilobytes > self.peak.0 {
            self.peak = (kilobytes, number);
        }
        if kilobytes > TOO_MUCH {
            self.add(number, format!("memory: {} MB", kilobytes >> 10));
        }
    }

    /// Remembers a finding, unless one of its kind is known.
    fn add(&mut self, number: u64, reason: String) {
        self.findings.entry(kind(&reason)).or_insert(Finding { number, reason });
    }
}

/// What a finding has in common with others of its kind: its first words, without numbers.
pub fn kind(reason: &str) -> String {
    let words = reason.split(['{', '"', '`', '\\']).next().unwrap_or_default();
    words.chars().filter(|character| !character.is_ascii_digit()).take(60).collect()
}

fn spawn(target: Target, request: &Request, from: u64, inputs: u64) -> std::io::Result<Child> {
    let numbers = [("--seed", request.seed), ("--from", from), ("--inputs", inputs)];
    let numbers = numbers.iter().flat_map(|(name, number)| [(*name).to_owned(), number.to_string()]);
    let arguments = ["--worker", "--target", target.name()].map(str::to_owned).into_iter().chain(numbers);
    command(&arguments.collect::<Vec<_>>())?.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// This program again, with a limit on its memory where the system has one, and one thread for each pool.
pub fn command(arguments: &[String]) -> std::io::Result<Command> {
    let program = std::env::current_exe()?;
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    command.args(arguments).env("RAYON_NUM_THREADS", "1").env("RUST_BACKTRACE", "0");
    Ok(command)
}

fn lines(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Ends a child, if it has not ended; what it said last, and how it ended, unless that was well.
fn end_of(child: &mut Child) -> String {
    // It may have ended by itself.
    let _ = child.kill();
    let mut said = Vec::new();
    if let Some(mut error) = child.stderr.take() {
        let _ = error.read_to_end(&mut said);
    }
    match child.wait() {
        Ok(status) if status.success() => String::new(),
        Ok(status) => shrink::said_last(&said, status),
        Err(error) => error.to_string(),
    }
}

/// Tells what was seen of a target, and writes down its findings; whether there are none.
fn tell(target: Target, request: &Request, seen: &Seen) -> Result<bool, Box<dyn Error>> {
    let seconds = seen.elapsed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "no run has so many inputs")]
    let rate = seen.inputs as f64 / seconds.max(0.001);
    println!(
        "{}: {} inputs in {seconds:.0} s, {rate:.0} a second, {} of them rendered; slowest {} ms ({}), peak {} MB ({}); {} findings",
        target.name(),
        seen.inputs,
        seen.rendered,
        seen.slowest.0,
        seen.slowest.1,
        seen.peak.0 >> 10,
        seen.peak.1,
        seen.findings.len(),
    );
    let seeds = Seeds::read();
    for finding in seen.findings.values() {
        let input = target.input(&seeds, request.seed, finding.number);
        let path = write(target, request.seed, finding, &input)?;
        println!("  {}: {}", path.display(), first(&finding.reason));
    }
    Ok(seen.findings.is_empty())
}

fn first(reason: &str) -> String {
    reason.chars().take(300).collect()
}

/// Writes a finding's input, the same made small, and how to make it again.
fn write(target: Target, seed: u64, finding: &Finding, input: &str) -> Result<PathBuf, Box<dyn Error>> {
    let folder = folder()?;
    let name = format!("{}-{seed}-{}", target.name(), finding.number);
    let path = folder.join(format!("{name}.txt"));
    fs::write(&path, input)?;
    let small = shrink::small(target, input, &finding.reason, &folder.join(format!("{name}.try.txt")));
    fs::write(folder.join(format!("{name}.small.txt")), small)?;
    let again = format!("fuzz --target {} --seed {seed} --from {} --inputs 1", target.name(), finding.number);
    fs::write(folder.join(format!("{name}.why.txt")), format!("{}\n\n{again}\n", finding.reason))?;
    Ok(relative(&path))
}

/// Where findings are written.
fn folder() -> std::io::Result<PathBuf> {
    let folder = root().join("target/fuzz");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn relative(path: &Path) -> PathBuf {
    path.strip_prefix(root()).unwrap_or(path).to_owned()
}
