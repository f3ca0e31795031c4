//! A part of a bank: what is asked for is built, numbered as in the whole; the whole and its lock are left alone.

use crate::workspace::{TINY, Workspace};

/// Two sections, three levels, some tags, a question that names one of another section.
const BANK: &str = "\
title: Snakes
id: snakes
tags: [python]
sections:
  - title: First Steps
    id: first
    level: basic
    questions:
      - {id: lists, question: What is a `list`?, short: A sequence., tags: [data::list], see: [gil]}
      - {id: names, question: What is a name?, short: A label.}
  - title: Further On
    id: further
    level: advanced
    questions:
      - {id: gil, question: 'What is the *GIL*, in `CPython`?', short: A lock., see: [lists], tags: [threads]}
      - {id: slots, question: What are slots?, short: Room., tags: [data], level: intermediate}
";

fn snakes() -> Workspace {
    let workspace = Workspace::new();
    workspace.put("snakes.yaml", BANK);
    workspace
}

/// Builds a part as `part.md`; what it says.
#[track_caller]
fn part(workspace: &Workspace, filter: &[&str]) -> String {
    let arguments = [&["build", "snakes.yaml", "--only", "markdown", "--name", "part"], filter].concat();
    workspace.run(&arguments).succeeds();
    String::from_utf8(workspace.read("output/part.md")).unwrap()
}

/// The numbers of the questions in a handout.
fn numbers(handout: &str) -> Vec<&str> {
    let headings = handout.lines().filter_map(|line| line.strip_prefix("### "));
    headings.map(|heading| heading.split_once('.').unwrap().0).collect()
}

#[test]
fn one_of_each_kind_is_enough_and_all_kinds_are_needed() {
    let workspace = snakes();
    let cases: [(&[&str], &[&str]); 9] = [
        (&["--tag", "python"], &["1", "2", "3", "4"]),
        (&["--tag", "data"], &["1", "4"]),
        (&["--tag", "Data::List"], &["1"]),
        (&["--tag", "threads", "--tag", "data::list"], &["1", "3"]),
        (&["--level", "advanced"], &["3"]),
        (&["--level", "basic", "--level", "intermediate"], &["1", "2", "4"]),
        (&["--section", "further"], &["3", "4"]),
        (&["--section", "first steps", "--section", "FURTHER"], &["1", "2", "3", "4"]),
        (&["--section", "further", "--tag", "data"], &["4"]),
    ];
    for (filter, left) in cases {
        assert_eq!(numbers(&part(&workspace, filter)), left, "{filter:?}");
    }
}

#[test]
fn links_to_what_is_left_out_are_plain_text() {
    let handout = part(&snakes(), &["--section", "first"]);
    assert!(handout.contains("- 3\\. What is the *GIL*, in `CPython`?\n"), "{handout}");
    assert!(!handout.contains("#gil") && !handout.contains("Further On"), "{handout}");
}

#[test]
fn the_lock_covers_the_whole_bank() {
    let workspace = snakes();
    workspace.run(&["build", "snakes.yaml"]).succeeds();
    let lock = workspace.read("snakes.lock");
    let whole = ["snakes.apkg", "snakes.md", "snakes.pdf"].map(|name| workspace.read(&format!("output/{name}")));
    let locked = ["build", "snakes.yaml", "--locked", "--tag", "threads", "-o", "part"];
    workspace.run(&locked).succeeds();
    assert!(workspace.read("snakes.lock") == lock);
    let after = ["snakes.apkg", "snakes.md", "snakes.pdf"].map(|name| workspace.read(&format!("output/{name}")));
    assert!(whole == after, "the whole one was touched");
    let other = snakes();
    other.run(&["build", "snakes.yaml", "--tag", "threads", "-o", "part"]).succeeds();
    assert!(other.read("snakes.lock") == lock, "a first build of a part locks the whole");
}

#[test]
fn a_part_never_takes_the_place_of_the_whole() {
    let workspace = snakes();
    let arguments = ["build", "snakes.yaml", "--level", "basic"];
    let elsewhere = [&arguments[..], &["-o", "./output/"]].concat();
    let same_name = [&arguments[..], &["--name", "Snakes"]].concat();
    for arguments in [&arguments[..], &elsewhere, &same_name] {
        let said = workspace.run(arguments);
        said.fails(2, "a part of the bank would take the place of the whole: ");
        said.fails(2, "help: give it a name (--name basics) or a folder of its own (--out DIR)");
    }
    assert_eq!(workspace.files(), ["snakes.yaml"]);
}

#[test]
fn a_name_names_every_artifact_of_one_bank() {
    let workspace = snakes();
    workspace.run(&["build", "snakes.yaml", "--name", "other", "--practice", "--cards"]).succeeds();
    let files = ["other-cards.pdf", "other-practice.pdf", "other.apkg", "other.md", "other.pdf"];
    assert_eq!(
        workspace.files(),
        [&files.map(|name| format!("output/{name}"))[..], &["snakes.lock".into(), "snakes.yaml".into()]].concat()
    );
    workspace.put("tiny.yaml", TINY);
    let said = workspace.run(&["build", "snakes.yaml", "tiny.yaml", "--name", "x"]);
    said.fails(2, "--name names the artifacts of one bank, not of 2");
    workspace.run(&["build", "snakes.yaml", "--name", "../x"]).fails(2, "invalid value '../x' for '--name <NAME>'");
}

#[test]
fn unknown_words_are_told_with_what_there_is() {
    let workspace = snakes();
    let says = |filter: &[&str], error: &str, help: &str| {
        let said = workspace.run(&[&["build", "snakes.yaml", "--name", "x"], filter].concat());
        said.fails(2, error);
        said.fails(2, help);
    };
    says(&["--tag", "treads"], "--tag: there is no tag `treads` in the banks", "help: did you mean `threads`?");
    says(&["--tag", "rust"], "there is no tag `rust`", "help: there are: data, data::list, python, threads\n");
    says(&["--section", "firs"], "there is no section `firs`", "help: did you mean `first`?");
    says(&["--level", "hard"], "invalid value 'hard' for '--level <LEVEL>'", "");
    let error = "no question is left: `--tag threads` leaves 1, `--level basic --level intermediate` leaves 3, and none \
                 is left by all\nhelp: questions by level: basic 2, intermediate 1, advanced 1\n";
    says(&["--tag", "threads", "--level", "basic", "--level", "intermediate"], error, "");
    assert_eq!(workspace.files(), ["snakes.yaml"]);
}

#[test]
fn of_several_banks_those_are_built_that_something_is_left_of() {
    let workspace = snakes();
    workspace.put("tiny.yaml", TINY);
    let said =
        workspace.run(&["build", "snakes.yaml", "tiny.yaml", "--tag", "threads", "-o", "part", "--only", "markdown"]);
    assert!(said.succeeds().err.contains("tiny: nothing of it is asked for, nothing of it was built\n"), "{said:#?}");
    assert_eq!(workspace.files(), ["part/snakes.md", "snakes.lock", "snakes.yaml", "tiny.lock", "tiny.yaml"]);
}

#[test]
fn two_banks_never_share_a_file() {
    let workspace = Workspace::tiny();
    workspace.put("more.yaml", TINY.replace("id: tiny", "id: tiny-cards"));
    workspace.run(&["build", "tiny.yaml", "more.yaml"]).succeeds();
    let said = workspace.run(&["build", "tiny.yaml", "more.yaml", "--cards"]);
    said.fails(2, "two artifacts would have the name tiny-cards.pdf");
}
