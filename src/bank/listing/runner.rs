//! How a bank's code is run.

use std::time::Duration;

use crate::bank::raw::{RawBank, RawRunner};
use crate::source::Span;
use crate::yaml::decode::Spanned;
use crate::yaml::place::Text;

/// What runs the code of a language.
#[derive(Clone, Debug, PartialEq)]
pub struct Runner {
    /// The language, or the name that blocks call it by.
    pub name: String,
    /// Where the file names it.
    pub span: Span,
    /// The program and its arguments; `{bank}` and `{file}` still stand in them.
    pub command: Vec<String>,
    /// What tells the program's version; as `command`.
    pub version: Vec<String>,
    /// The file that the code comes in; `None` where it comes on standard input.
    pub file: Option<String>,
    /// In place of the usual time limit.
    pub timeout: Option<Duration>,
}

/// The longest time limit, in seconds: an hour.
pub(in crate::bank) const LONGEST_TIMEOUT: f64 = 3600.0;

/// The name of the file, where a command asks for one and the runner names none.
const FILE: &str = "code";

/// A bank's runners, but for those that the check refuses.
pub(super) fn all(raw: &RawBank) -> Vec<Runner> {
    raw.runners.iter().flat_map(|runners| &runners.value).filter_map(|(name, raw)| runner(name, raw)).collect()
}

fn runner(name: &Text, raw: &RawRunner) -> Option<Runner> {
    let command = words(raw.command.as_ref());
    let program = command.first()?.clone();
    let version = words(raw.version.as_ref());
    let asks_for_file = command.iter().any(|word| word.contains("{file}"));
    let file = raw.file.as_ref().map(|file| file.value.clone().into_owned());
    Some(Runner {
        name: name.value.clone().into_owned(),
        span: name.span,
        version: if version.is_empty() { vec![program, "--version".to_owned()] } else { version },
        file: file.or_else(|| asks_for_file.then(|| FILE.to_owned())),
        timeout: raw.timeout.as_ref().and_then(|seconds| Duration::try_from_secs_f64(seconds.value).ok()),
        command,
    })
}

fn words(list: Option<&Spanned<Vec<Text>>>) -> Vec<String> {
    list.iter().flat_map(|list| &list.value).map(|word| word.value.clone().into_owned()).collect()
}
