//! `since`: how a program's version is asked for, and compared.

use super::{bank, verify};

/// What becomes of a block with this `since`, where the version is told like this.
fn with(version: &str, since: &str) -> String {
    let runner = format!("[sh], version: [printf, {version:?}]");
    let said = verify(&bank(&format!("```sh since={since}\ntrue\n```\n")).replace("[sh]", &runner));
    said.succeeds().err.clone()
}

#[track_caller]
fn runs(version: &str, since: &str) {
    assert_eq!(with(version, since), "bank.yaml: 1 block: 1 passed\n", "{version:?} since {since}");
}

#[track_caller]
fn is_too_old(version: &str, since: &str, number: &str) {
    let skipped = format!("bank.yaml: 1 block: 1 not run\n  not run: since={since}, and `sh` is {number}\n");
    assert_eq!(with(version, since), skipped, "{version:?} since {since}");
}

#[test]
fn versions_are_compared_number_by_number() {
    runs("Python 3.13.0", "3.13");
    runs("Python 3.13.0", "3");
    runs("Python 3.13", "3.13.0");
    runs("Python 3.13.0rc2+", "3.9");
    is_too_old("Python 3.9.18", "3.10", "3.9.18");
    is_too_old("Python 3.13.0", "3.13.1", "3.13.0");
    is_too_old("Python 3.13.0", "4", "3.13.0");
}

#[test]
fn a_version_is_found_wherever_a_program_tells_it() {
    runs("v24.1.0", "24");
    runs("go version go1.24.2 linux/amd64", "1.24");
    runs("rustc 1.92.0 (abcdef123 2026-01-01)", "1.92");
    runs("openjdk 21 2025-09-16", "21");
    is_too_old("openjdk version \\\"17.0.9\\\" 2023-10-17", "21", "17.0.9");
    is_too_old("gcc (Debian 12.2.0-14) 12.2.0", "13", "12.2.0");
}

#[test]
fn without_version_the_program_is_asked_with_an_option() {
    let block = bank("```python since=3.0\nprint(1)\n```\n```output\n1\n```\n");
    assert_eq!(verify(&block).succeeds().err, "bank.yaml: 1 block: 1 passed\n");
    let said = verify(&block.replace("since=3.0", "since=300"));
    assert!(said.succeeds().err.contains("not run: since=300, and `python` is 3."), "{said:#?}");
}

#[test]
fn a_version_that_nothing_tells_is_an_error_with_the_way_out() {
    let block = bank("```sh since=1.0\ntrue\n```\n```sh\ntrue\n```\n");
    for version in ["echo, none", "\"false\"", "sh, -c, \"echo 3.1; exit 1\""] {
        let said = verify(&block.replace("[sh]", &format!("[sh], version: [{version}]")));
        said.fails(2, "the version of the runner `sh` is not known, and `since` needs it");
        assert!(said.err.contains("2 blocks: 1 passed, 1 not run"), "{said:#?}");
    }
    verify(&block.replace("[sh]", "[sh], version: [no-such-program]"))
        .fails(2, "there is no program `no-such-program`");
}

#[test]
fn nobody_is_asked_for_a_version_that_nothing_depends_on() {
    let block = bank("```sh\ntrue\n```\n```sh since=3 norun=\"why\"\ntrue\n```\n");
    verify(&block.replace("[sh]", "[sh], version: [no-such-program]")).succeeds();
}
