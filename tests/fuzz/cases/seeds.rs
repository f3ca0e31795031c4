//! What inputs are made from: the banks of this repository, their texts, and a few of our own made to do harm.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use prepdeck::bank;
use prepdeck::source::Source;

use super::typed::{self, Question};

/// The texts to mutate.
pub struct Seeds {
    /// Banks, right and wrong.
    pub banks: Vec<String>,
    /// Markdown.
    pub markdown: Vec<String>,
    /// Pictures, in characters up to U+00FF.
    pub pictures: Vec<String>,
}

/// The folder of this repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where a bank is said to be that is only in memory: its pictures are beside the bank of every key.
pub fn bank_path() -> PathBuf {
    root().join("tests/cases/ok/fuzz.yaml")
}

impl Seeds {
    /// Reads them; in the same order everywhere.
    pub fn read() -> Self {
        let mut files = Vec::new();
        for folder in ["tests/cases", "tests/anki/banks", "tests/fuzz/seeds", "source"] {
            collect(&root().join(folder), &mut files);
        }
        files.sort();
        let texts: Vec<String> = files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
        let markdown = texts.iter().flat_map(|text| markdown_of(text)).chain(hostile()).collect();
        let mut banks: Vec<String> = texts.iter().flat_map(|text| parts(text)).collect();
        banks.extend(hostile().into_iter().map(|text| bank_of(&text)));
        Self { banks, markdown, pictures: super::picture::seeds() }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
}

/// A bank as it is, or, where it is long, its head with two questions at a time, as long as that is a bank.
fn parts(text: &str) -> Vec<String> {
    const ENTRY: &str = "\n      - id: ";
    let text = text.replace("\r\n", "\n");
    if text.len() < 4_000 {
        return vec![text];
    }
    let starts: Vec<usize> = text.match_indices(ENTRY).map(|(at, _)| at + 1).chain([text.len()]).collect();
    let windows = starts.windows(3).step_by(2);
    let parts = windows.map(|window| text[..starts[0]].to_owned() + &alone(&text[window[0]..window[2]]));
    parts.filter(|part| bank::check(&Source::new(bank_path(), part.clone())).0.is_some()).collect()
}

/// Entries without what refers to others.
fn alone(entries: &str) -> String {
    entries.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("see:")).collect()
}

/// The texts of a bank.
fn markdown_of(text: &str) -> Vec<String> {
    let Ok(bank) = typed::read(text) else { return Vec::new() };
    bank.sections.into_iter().flat_map(|section| section.questions).flat_map(texts).collect()
}

fn texts(question: Question) -> impl Iterator<Item = String> {
    let lists = [question.pitfalls, question.follow_ups, question.sources].into_iter().flatten().flatten();
    let texts =
        [Some(question.question), question.setup, question.short, question.answer, question.hint, question.cloze];
    texts.into_iter().flatten().chain(lists)
}

/// Texts that try the limits of a reader, each some thousand bytes long.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "*", "_", "[", "`", "<", "|", ">", "~", "![", "[](", "*a_ ", "**x ", "a|", "> ", "- ", "<b>", "[a][", "`` ",
        "&#", "\\", "[^1]", "<!--",
    ]
    .iter()
    .map(|mark| mark.repeat(2_000))
    .collect();
    texts.push("| a ".repeat(60) + "|\n" + &"|---".repeat(60) + "|\n" + &"| 1 ".repeat(60));
    texts.push("word\u{a0}".repeat(500));
    texts.push("\u{1f468}\u{200d}\u{1f469}\u{200d}".repeat(200));
    texts.push("e\u{301}\u{302}\u{303}".repeat(300));
    texts.push((0..100).fold(String::new(), |mut text, depth| {
        let _ = writeln!(text, "{}- x", " ".repeat(2 * depth));
        text
    }));
    texts.push("```python\nx = (\n".to_owned() + &"(".repeat(300) + "\n```\n");
    texts
}

/// A bank with a text where texts may stand.
fn bank_of(text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(
        "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - id: q\n        question: What?\n        short: {text}\n        answer: {text}\n"
    )
}
