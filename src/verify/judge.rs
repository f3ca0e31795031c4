//! Whether code did what its bank says: ended as it should, printed what it should.
//!
//! Enters: a block and what became of it. Leaves: a [`Verdict`]. Never here: running, the file.

use std::time::Duration;

use super::compare;
use super::process::{End, MOST_BYTES, Ran};
use super::raised;
use crate::bank::listing::{CodeBlock, Output};
use crate::report::{Code, Diagnostic, quote};
use crate::source::Span;

/// So many lines of standard error are shown, the last ones.
const TAIL: usize = 12;

/// What is to be judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'c> {
    /// The block.
    pub(super) block: &'c CodeBlock,
    /// What became of it.
    pub(super) ran: &'c Ran,
    /// The block that it continues, and what became of that.
    pub(super) base: Option<(&'c CodeBlock, &'c Ran)>,
    /// How long it could run.
    pub(super) timeout: Duration,
}

/// What came out.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// All is as the bank says.
    Passed,
    /// The run went wrong.
    Failed(Diagnostic),
    /// The run went well, and printed something else.
    Differs {
        /// What it printed, without white space at its end.
        printed: String,
        /// What to tell.
        diagnostic: Diagnostic,
    },
}

impl Case<'_> {
    /// Judges.
    pub(super) fn judge(&self) -> Verdict {
        if let Some(diagnostic) = self.run_fault() {
            return Verdict::Failed(diagnostic);
        }
        let printed = match self.printed() {
            Ok(printed) => printed,
            Err(diagnostic) => return Verdict::Failed(*diagnostic),
        };
        match &self.block.output {
            Some(output) if !compare::is_same(&output.text, &printed) => {
                let diagnostic = differing(output, &printed);
                Verdict::Differs { printed: printed.trim_end().to_owned(), diagnostic }
            }
            Some(_) | None => Verdict::Passed,
        }
    }

    fn failing(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::FailingCode, self.block.span, message)
    }

    /// What is wrong with how the run ended.
    fn run_fault(&self) -> Option<Diagnostic> {
        if let Some((base, _)) = self.base.filter(|(_, ran)| ran.end != End::Code(0)) {
            return Some(self.failing("this code continues code that fails").related(base.span, "this is what fails"));
        }
        match self.ran.end {
            End::Code(_) | End::Signal(_) => self.wrong_end(),
            End::TimedOut => Some(
                self.failing(format!("this code was still running after {} s", self.timeout.as_secs_f64()))
                    .help("end it sooner, give its runner a longer `timeout`, or say why not to run it: norun=\"why\""),
            ),
            End::Flooded => Some(self.failing(format!("this code prints more than {} MB", MOST_BYTES >> 20))),
            End::Held => Some(
                self.failing("this code ended, but a process that it started did not")
                    .help("wait for what is started, or end it"),
            ),
            End::Stopped => Some(self.failing("this code was interrupted")),
        }
    }

    /// What is wrong with an exit code, or with the error that a program ended with.
    fn wrong_end(&self) -> Option<Diagnostic> {
        let stderr = String::from_utf8_lossy(&self.ran.stderr);
        let has_failed = self.ran.end != End::Code(0);
        let diagnostic = match &self.block.attributes.raises {
            None if !has_failed => return None,
            Some(name) if has_failed && raised::is(&stderr, name) => return None,
            None => self.failing(format!("this code fails {}", ending(self.ran.end))),
            Some(name) if has_failed => self.failing(format!("this code does not fail with {}", quote(name))),
            Some(name) => self.failing(format!("this code does not fail, though it says raises={name}")),
        };
        if !has_failed {
            return Some(diagnostic.label("it ends without an error"));
        }
        let told = match raised::gist(&stderr) {
            Some(gist) if gist == stderr.trim() => diagnostic.label(compare::shown(gist)),
            Some(gist) => diagnostic.label(compare::shown(gist)).note(tail(&stderr)),
            None => diagnostic.note("it printed nothing to standard error"),
        };
        let is_unforeseen = self.block.attributes.raises.is_none();
        Some(match raised::error(&stderr).filter(|_| is_unforeseen) {
            Some(error) => told.help(format!("if it is meant to fail so, write raises={error} behind the language")),
            None => told,
        })
    }

    /// What this block printed, without what the code before it prints.
    fn printed(&self) -> Result<String, Box<Diagnostic>> {
        let before = self.base.map_or(&[][..], |(_, ran)| &ran.stdout);
        let Some(own) = self.ran.stdout.strip_prefix(before) else {
            let message = "the code that this continues prints something else when it is run again";
            return Err(self.failing(message).help("make it print the same every time").into());
        };
        let text =
            str::from_utf8(own).map_err(|_| Box::new(self.failing("this code prints bytes that are no UTF-8")))?;
        Ok(text.replace("\r\n", "\n"))
    }
}

fn ending(end: End) -> String {
    match end {
        End::Code(code) => format!("with exit code {code}"),
        End::Signal(signal) => format!("by signal {signal}"),
        End::TimedOut | End::Flooded | End::Held | End::Stopped => String::new(),
    }
}

/// The end of standard error.
fn tail(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.trim_end().lines().collect();
    let cut = lines.len().saturating_sub(TAIL);
    let head = if cut == 0 { "standard error:" } else { "standard error ends:" };
    std::iter::once(head.to_owned())
        .chain(lines[cut..].iter().map(|line| compare::shown(line)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn differing(output: &Output, printed: &str) -> Diagnostic {
    let at = compare::first_difference(&output.text, printed);
    let expected = output.text.trim_end().split('\n').nth(at).filter(|_| !output.text.trim_end().is_empty());
    let actual = printed.trim_end().split('\n').nth(at).filter(|_| !printed.trim_end().is_empty());
    let (span, label) = match (expected, actual) {
        (Some(_), Some(actual)) => (line(output, at), format!("printed: {}", quote(actual))),
        (Some(_), None) => (line(output, at), "this is not printed".to_owned()),
        (None, _) => (output.span, "more than this is printed".to_owned()),
    };
    Diagnostic::new(Code::WrongOutput, span, "the code prints something else than this")
        .label(label)
        .note(compare::side_by_side(&output.text, printed))
        .help("correct the code or the output; `prepdeck verify --update` writes what is printed")
}

fn line(output: &Output, at: usize) -> Span {
    output.lines.get(at).copied().unwrap_or(output.span)
}
