//! `verify`: code is run as its bank says, alone, and what it does is compared with what the bank says.
#![cfg(unix)]

mod running;
mod since;
mod update;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::workspace::{Said, Workspace};

/// What stands above the questions of the banks here.
const HEAD: &str = "\
title: T
id: t
runners:
  sh: {command: [sh]}
  python: {command: [python3, \"-\"]}
sections:
  - title: S
    questions:
";

/// A question with this answer.
fn question(id: &str, answer: &str) -> String {
    format!("      - id: {id}\n        question: What?\n        answer: |\n{}", indented(answer))
}

/// Lines as they stand below a key of a question.
fn indented(text: &str) -> String {
    text.lines().flat_map(|line| ["          ", line, "\n"]).collect()
}

/// A bank of one question with this answer.
fn bank(answer: &str) -> String {
    HEAD.to_owned() + &question("q", answer)
}

/// What verifying a bank says.
fn verify(bank: &str) -> Said {
    verify_with(bank, &[])
}

fn verify_with(bank: &str, arguments: &[&str]) -> Said {
    let workspace = Workspace::new();
    workspace.put("bank.yaml", bank);
    workspace.run(&[&["verify", "bank.yaml"], arguments].concat())
}

#[track_caller]
fn passes(answer: &str, blocks: usize) {
    let s = if blocks == 1 { "" } else { "s" };
    let said = verify(&bank(answer));
    assert_eq!(said.succeeds().err, format!("bank.yaml: {blocks} block{s}: {blocks} passed\n"), "{said:#?}");
    assert_eq!(said.out, "");
}

#[test]
fn every_case_is_told_as_its_snapshot_has_it() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../cases/verify");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, code) in [("failing-code", 1), ("not-run", 0), ("wrong-output", 1)] {
            let workspace = Workspace::new();
            workspace.put("bank.yaml", std::fs::read(format!("tests/cases/verify/{name}.yaml")).unwrap());
            let said = workspace.run(&["verify", "bank.yaml"]);
            assert_eq!((said.code, &*said.out), (Some(code), ""), "{said:#?}");
            let is_narrow =
                |line: &str| line.contains("= help: ") || line.starts_with("error") || line.chars().count() <= 80;
            assert!(said.err.lines().all(is_narrow), "{}", said.err);
            insta::assert_snapshot!(name, said.err);
        }
    });
}

#[test]
fn code_that_prints_what_it_says_passes() {
    passes("```sh\necho a\n```\n```output\na\n```\n", 1);
    passes("```python\nprint('a\\n\\nb')\n```\n\n```output\na\n\nb\n```\n", 1);
    passes("```sh\nprintf 'a \\r\\n\\n  \\n'\n```\n```output\na\n```\n", 1);
    passes("```sh\necho what nobody speaks of\n```\n", 1);
    passes("```sh\ntrue\n```\n```output\n```\n", 1);
    passes("```SH\necho a\n```\n```output\na\n```\n", 1);
    passes("```text runner=sh\necho a\n```\n```output\na\n```\n", 1);
}

#[test]
fn white_space_within_an_output_counts() {
    for (code, output) in [("echo ' a'", "a"), ("printf 'a \\nb'", "a\nb"), ("printf 'a\\n\\nb'", "a\nb")] {
        let said = verify(&bank(&format!("```sh\n{code}\n```\n```output\n{output}\n```\n")));
        said.fails(1, "error[wrong-output]");
    }
}

#[test]
fn code_is_found_wherever_a_text_holds_it() {
    let fails = indented("```sh\nexit 1\n```\n");
    let keys = ["setup", "short", "answer", "hint"].map(|key| format!("        {key}: |\n{fails}")).concat();
    let lists = ["pitfalls", "follow_ups"].map(|key| format!("        {key}:\n        - |\n{fails}")).concat();
    let nested = question("nested", "- > 1. ```sh\n  >    exit 1\n  >    ```\n");
    let description = format!("description: |\n{fails}sections");
    let bank = format!("{HEAD}      - id: q\n        question: What?\n        retired: true\n{keys}{lists}{nested}");
    let said = verify(&bank.replace("sections", &description));
    said.fails(1, "bank.yaml: 8 blocks: 8 failed\n");
    let lines = said.err.lines().filter(|line| line.trim_start().starts_with("--> bank.yaml:")).count();
    assert_eq!(lines, 8, "{}", said.err);
}

#[test]
fn an_error_is_known_by_its_name() {
    passes("```python raises=TypeError\nprint('before')\n() + 1\n```\n```output\nbefore\n```\n", 1);
    passes("```python raises=JSONDecodeError\nimport json\njson.loads('')\n```\n", 1);
    passes("```python raises=json.decoder.JSONDecodeError\nimport json\njson.loads('')\n```\n", 1);
    passes("```python raises=SyntaxError\n1 +\n```\n", 1);
    passes("```python raises=Own\nclass Own(Exception): pass\nraise Own('a\\nTypeError: b')\n```\n", 1);
    passes("```sh raises=panicked\necho \"thread 'main' panicked at x\" >&2; exit 101\n```\n", 1);
    let chained = |name| format!("```python raises={name}\ntry:\n    {{}}['a']\nexcept KeyError:\n    int('x')\n```\n");
    passes(&chained("ValueError"), 1);
    let said = verify(&bank(&chained("KeyError")));
    said.fails(1, "this code does not fail with `KeyError`").fails(1, "ValueError: invalid literal for int()");
    let said = verify(&bank("```python raises=Error\n() + 1\n```\n"));
    said.fails(1, "this code does not fail with `Error`");
}

#[test]
fn a_group_of_errors_is_known_by_its_own_name() {
    let code = "def fail():\n    raise ValueError('x')\ntry:\n    fail()\nexcept ValueError as error:\n    raise ExceptionGroup('several', [error, TypeError('y')])\n";
    let of = |name: &str| bank(&format!("```python raises={name} since=3.11\n{code}```\n"));
    let said = verify(&of("ExceptionGroup"));
    assert!(said.succeeds().err.contains("1 passed") || said.err.contains("since=3.11"), "{said:#?}");
    let said = verify(&of("TypeError"));
    assert!(said.err.contains("does not fail with `TypeError`") || said.err.contains("since=3.11"), "{said:#?}");
}

#[test]
fn the_output_before_an_error_is_compared() {
    let said = verify(&bank("```python raises=TypeError\nprint('a')\n() + 1\n```\n```output\nb\n```\n"));
    said.fails(1, "error[wrong-output]").fails(1, "printed: `a`");
}

#[test]
fn an_error_that_was_not_foreseen_comes_with_the_way_to_foresee_it() {
    let said = verify(&bank("```python\n() + 1\n```\n"));
    said.fails(1, "this code fails with exit code 1").fails(1, "write raises=TypeError behind the language");
}

#[test]
fn a_block_builds_on_those_before_it() {
    passes(
        "```sh\nx=1; echo one\n```\n```output\none\n```\n\
         ```sh continue\ny=2; echo $x\n```\n```output\n1\n```\n\
         ```sh raises=Oops\necho lost; echo Oops >&2; exit 1\n```\n```output\nlost\n```\n\
         ```python\nprint('another language')\n```\n\
         ```sh continue\necho $x $y\n```\n```output\n1 2\n```\n",
        5,
    );
}

#[test]
fn blocks_that_are_not_run_are_passed_over() {
    let said = verify(&bank(
        "```sh\nx=1\n```\n```sh norun=\"why not\"\nx=5\n```\n```sh continue\necho $x\n```\n```output\n1\n```\n",
    ));
    assert_eq!(said.succeeds().err, "bank.yaml: 3 blocks: 2 passed, 1 not run\n  not run: why not\n");
}

#[test]
fn what_a_setup_defines_an_answer_can_use_and_another_question_cannot() {
    let setup = "        setup: |\n          ```sh\n          x=1\n          ```\n";
    let answer = "```sh continue\necho $x\n```\n```output\n1\n```\n";
    let said = verify(&(bank(answer) + setup));
    said.succeeds();
    let said = verify(&(bank("```sh\nx=1\n```\n") + &question("other", answer)));
    said.fails(1, "there is nothing that this code could continue");
}

#[test]
fn only_some_questions() {
    let both = HEAD.to_owned() + &question("good", "```sh\ntrue\n```\n") + &question("bad", "```sh\nfalse\n```\n");
    verify_with(&both, &["--only", "good"]).succeeds();
    verify_with(&both, &["--only", "good,bad"]).fails(1, "2 blocks: 1 passed, 1 failed");
    verify_with(&both, &["--only", "none"]).fails(2, "there is no question `none` in the banks");
}

#[test]
fn findings_for_programs() {
    let wrong = bank("```sh\necho a\n```\n```output\nb\n```\n");
    let said = verify_with(&wrong, &["--format", "json"]);
    said.fails(1, "bank.yaml: 1 block: 1 failed\n");
    let object: serde_json::Value = serde_json::from_str(said.out.trim_end()).unwrap();
    assert_eq!((&object["code"], object["line"].as_u64()), (&"wrong-output".into(), Some(16)));
    assert_eq!(object["notes"][0], "- expected\n+ printed\n- b\n+ a");
    let said = verify_with(&wrong, &["--format", "github"]);
    assert!(said.out.starts_with("::error file=bank.yaml,line=16,endLine=16,"), "{said:#?}");
    assert!(said.out.contains("%0A- b%0A+ a%0A"), "{said:#?}");
}

#[test]
fn a_bank_with_mistakes_is_not_run() {
    let workspace = Workspace::new();
    let marker = workspace.join("marker");
    let good = bank(&format!("```sh\ntouch {}\n```\n", marker.display()));
    workspace.put("bad.yaml", good.replace("question: What?", "nope: What?\n        x: 1"));
    workspace.put("good.yaml", bank("```sh\necho a\n```\n").replace("id: t\n", "id: other\n"));
    let said = workspace.run(&["verify", "bad.yaml", "good.yaml"]);
    said.fails(1, "error[unknown-key]").fails(1, "good.yaml: 1 block: 1 passed");
    assert!(!marker.exists());
    workspace.run(&["verify", "none.yaml"]).fails(2, "there is no such file");
}

#[test]
fn neither_check_nor_build_runs_code() {
    let workspace = Workspace::new();
    let marker = workspace.join("marker");
    workspace.put("bank.yaml", bank(&format!("```sh\ntouch {}\n```\n", marker.display())));
    workspace.run(&["check", "bank.yaml"]).succeeds();
    workspace.run(&["build", "bank.yaml"]).succeeds();
    workspace.run(&["changes", "bank.yaml"]).succeeds();
    assert!(!marker.exists());
    workspace.run(&["verify", "bank.yaml"]).succeeds();
    assert!(marker.exists());
}

#[test]
fn the_starter_passes() {
    let workspace = Workspace::new();
    workspace.run(&["new", "mine"]).succeeds();
    let said = workspace.run(&["verify", "mine.yaml"]);
    assert_eq!(said.succeeds().err, "mine.yaml: 2 blocks: 2 passed\n");
}

#[test]
fn a_bank_without_code() {
    assert_eq!(verify(&bank("Words.\n")).succeeds().err, "bank.yaml: no code to run\n");
    let said = Workspace::new().run(&["verify"]);
    said.fails(2, "there is no bank to work on");
}

fn exists_after(path: &Path, wait: Duration) -> bool {
    std::thread::sleep(wait);
    path.exists()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

#[test]
fn what_a_bank_runs_is_code_whatever_it_is_called() {
    let head = HEAD.replace("  sh:", "  plain: {command: [sh]}\n  csv: {command: [cat]}\n  sh:");
    let answer = "```sh runner=plain\necho 1\n```\n```output\n1\n```\n\n```csv\na,b\n```\n```output\na,b\n```\n\n```json\n{}\n```\n";
    let said = verify(&(head + &question("q", answer)));
    assert_eq!(said.succeeds().err, "bank.yaml: 2 blocks: 2 passed\n", "{said:#?}");
}
