//! Every rule is explained: in one form, with a bad example that breaks it and no other, and a good one that breaks none.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use prepdeck::bank::{self, Day, Given};
use prepdeck::report::{self, Code, Report, Severity};
use prepdeck::source::Source;
use prepdeck::verify;

use crate::workspace::Workspace;

/// The one rule without a bad example: its bytes cannot stand in a file in UTF-8, so words stand for them.
const WITHOUT_EXAMPLE: &str = "encoding";

/// The time of the last release, which `reviewed` is held against.
const RELEASED: &str = "2026-11-23";

/// An explanation, taken apart.
struct Explained {
    name: String,
    prose: String,
    bad: String,
    good: String,
}

/// All that lies in the folder, in the order of the names.
fn all() -> Vec<Explained> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/rules");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().strip_suffix(".md").unwrap().to_owned();
    paths.iter().map(|path| take_apart(name(path), &std::fs::read_to_string(path).unwrap())).collect()
}

/// Holds an explanation to its form: paragraphs, `Bad:` and an example, `Good:` and an example.
fn take_apart(name: String, text: &str) -> Explained {
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{name}: more than 100 columns: {line}");
        assert!(line.trim_end() == line && !line.contains('\t'), "{name}: white space in {line:?}");
    }
    let parts =
        text.split_once("\n\nBad:\n\n").and_then(|(prose, rest)| Some((prose, rest.split_once("\n\nGood:\n\n")?)));
    let (prose, (bad, good)) = parts.unwrap_or_else(|| panic!("{name}: not prose, `Bad:`, `Good:`"));
    let paragraphs: Vec<&str> = prose.split("\n\n").collect();
    assert!((1..=3).contains(&paragraphs.len()), "{name}: {} paragraphs", paragraphs.len());
    for paragraph in paragraphs {
        let is_plain = |line: &str| line.starts_with(|first: char| first.is_alphanumeric() || "`\"$<".contains(first));
        assert!(paragraph.lines().all(is_plain) && paragraph.ends_with('.'), "{name}: not a paragraph: {paragraph:?}");
    }
    let good = good.strip_suffix('\n').unwrap_or_else(|| panic!("{name}: its last line does not end"));
    Explained { prose: prose.to_owned(), bad: example(&name, bad), good: example(&name, good), name }
}

/// The lines of an example without the four spaces that make it one.
fn example(name: &str, text: &str) -> String {
    assert!(text.starts_with("    ") && !text.ends_with('\n'), "{name}: an example stands apart: {text:?}");
    let outdented = |line: &str| match line {
        "" => String::from("\n"),
        line => line.strip_prefix("    ").unwrap_or_else(|| panic!("{name}: not indented: {line:?}")).to_owned() + "\n",
    };
    text.lines().map(outdented).collect()
}

/// What an example that is less than a bank stands in.
const HEAD: &str = "\
title: Interview
id: interview
language: en
runners:
  python: {command: [python3, \"-\"]}
sections:
  - title: Section
    questions:
";

/// An example as a bank: it is the keys of a question, or questions, or a bank already.
fn as_bank(example: &str) -> String {
    let (first, rest) = match example {
        keys if keys.starts_with("id:") || keys.starts_with("question:") => ("      - ", "        "),
        questions if questions.starts_with("- ") => ("      ", "      "),
        bank => return bank.to_owned(),
    };
    let lines = example.lines().enumerate().map(|(number, line)| match (number, line) {
        (0, line) => format!("{first}{line}\n"),
        (_, "") => "\n".to_owned(),
        (_, line) => format!("{rest}{line}\n"),
    });
    HEAD.to_owned() + &lines.collect::<String>()
}

/// The rules that an example breaks, and what is said of it. That it names no source counts only where the example is
/// about that.
fn broken(name: &str, example: &str) -> (BTreeSet<&'static str>, String) {
    let source = Source::new(format!("tests/cases/err/{name}.yaml"), as_bank(example));
    let mut report: Report = bank::check_given(&source, &Given { released: Day::parse(RELEASED), fonts: Vec::new() }).1;
    if cfg!(unix) && Code::parse(name).is_some_and(Code::needs_a_run) {
        report.absorb(verified(source.clone()));
    }
    report.retain(|diagnostic| diagnostic.code != Code::NoSource || name == Code::NoSource.name());
    let told = report::human(&source, report.diagnostics(), false);
    (report.diagnostics().iter().map(|diagnostic| diagnostic.code.name()).collect(), told)
}

/// What running an example tells.
fn verified(source: Source) -> Report {
    let stop = AtomicBool::new(false);
    let request = verify::Request { only: Vec::new(), jobs: 1, timeout: None, update: false, stop: &stop };
    verify::verify(vec![source], &request, &|_| {}).unwrap().remove(0).report
}

#[test]
fn every_rule_is_explained() {
    let explained: BTreeSet<String> = all().into_iter().map(|explained| explained.name).collect();
    let rules = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(explained, rules);
}

#[test]
fn every_bad_example_breaks_its_rule_and_no_other() {
    // The examples that are run need a `python3`, which Windows has under other names.
    let is_tried = |name: &str| cfg!(unix) || !Code::parse(name).is_some_and(Code::needs_a_run);
    let rules = all().into_iter().filter(|Explained { name, .. }| name != WITHOUT_EXAMPLE && is_tried(name));
    for Explained { name, bad, .. } in rules {
        let (broken, told) = broken(&name, &bad);
        let is_it_alone = broken.iter().eq([&name]);
        assert!(is_it_alone, "{name}: the bad example breaks {broken:?}:\n{bad}\n{told}");
    }
}

#[test]
fn every_good_example_breaks_nothing() {
    for Explained { name, good, .. } in all() {
        let (broken, told) = broken(&name, &good);
        assert!(broken.is_empty(), "{name}: the good example breaks {broken:?}:\n{good}\n{told}");
    }
}

#[test]
fn explanations_name_rules_that_exist() {
    for Explained { name, prose, .. } in all() {
        let code = prose.split('`').skip(1).step_by(2);
        let is_rule = |word: &&str| {
            word.contains('-')
                && word.split('-').all(|part| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase()))
        };
        for rule in code.filter(is_rule) {
            assert!(Code::parse(rule).is_some(), "{name}: there is no rule `{rule}`");
        }
    }
}

#[test]
fn a_rule_in_full() {
    let said = Workspace::new().run(&["explain", "yes-no-question"]);
    insta::assert_snapshot!("a_rule_in_full", said.succeeds().out);
    assert_eq!(said.err, "");
}

#[test]
fn an_error_cannot_be_silenced() {
    let said = Workspace::new().run(&["explain", "syntax"]);
    assert!(said.succeeds().out.starts_with("syntax (error): "), "{said:#?}");
    assert!(said.out.ends_with("`allow` cannot silence it.\n") && !said.out.contains("allow: ["), "{said:#?}");
}

#[test]
fn a_table_of_all_rules_the_gravest_first() {
    let said = Workspace::new().run(&["explain"]);
    let rules: Vec<Code> = said
        .succeeds()
        .out
        .lines()
        .filter_map(|line| Code::parse(line.strip_prefix("  ")?.split_whitespace().next()?))
        .collect();
    let of = |severity: Severity| {
        Code::ALL.iter().copied().filter(move |code| code.severity() == severity && !code.needs_a_run())
    };
    let ran = Code::ALL.iter().copied().filter(|code| code.needs_a_run());
    let expected: Vec<Code> =
        ran.chain(of(Severity::Error)).chain(of(Severity::Warning)).chain(of(Severity::Note)).collect();
    assert_eq!(rules, expected);
    assert!(said.out.lines().all(|line| line.chars().count() <= 110), "{said:#?}");
    insta::assert_snapshot!("the_table_begins", said.out.lines().take(6).collect::<Vec<_>>().join("\n"));
}

#[test]
fn headings_are_bold_only_when_asked() {
    let workspace = Workspace::new();
    for arguments in [&["explain"][..], &["explain", "long-short"]] {
        let plain = workspace.run(arguments).out;
        let bold = workspace.run(&[arguments, &["--color", "always"]].concat()).out;
        assert!(!plain.contains('\x1b') && bold.contains("\x1b[1m"));
        assert_eq!(bold.replace("\x1b[1m", "").replace("\x1b[0m", ""), plain);
    }
}

#[test]
fn a_rule_that_is_none() {
    let workspace = Workspace::new();
    let said = workspace.run(&["explain", "long-shorts"]);
    said.fails(2, "a similar value exists: 'long-short'");
    assert_eq!(said.out, "");
    workspace.run(&["explain", "long-short", "long-list"]).fails(2, "unexpected argument");
}

#[test]
fn completions_offer_the_rules_and_help_does_not_list_them() {
    let workspace = Workspace::new();
    let script = workspace.run(&["completions", "bash"]).out;
    for code in Code::ALL {
        assert!(script.contains(code.name()), "{}", code.name());
    }
    assert!(!workspace.run(&["explain", "--help"]).out.contains("uncovered-glyph"));
}

#[test]
fn the_readme_shows_what_check_prints() {
    let workspace = Workspace::new();
    workspace.put(
        "rust.yaml",
        "\
title: Rust interview questions
id: rust
sections:
  - title: Ownership
    questions:
      - id: move-vs-copy
        question: What is the difference between a move and a copy?
        short: |
          A **move** hands the value over and ends the old name; a **copy** duplicates the bits.
        answer: |
          Only types that implement the trait `Copy` are copied; all others are moved.
        pitfalls: [Expecting a Vec<T> to be copied.]
        sources: [https://doc.rust-lang.org/std/marker/trait.Copy.html]
",
    );
    let said = workspace.run(&["check", "rust.yaml"]);
    let shown = format!("```\n$ prepdeck check rust.yaml\n{}```\n", said.succeeds().err);
    assert!(include_str!("../../README.md").contains(&shown), "README.md does not show this:\n{shown}");
}
