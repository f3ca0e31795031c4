//! The process of a block: its folder, its surroundings, its limits, its end.

use std::process::Stdio;
use std::time::Duration;

use super::{HEAD, bank, exists_after, passes, question, timed, verify, verify_with};
use crate::workspace::{Said, Workspace};

/// How long a test may take in which something that would last for a minute is ended.
const SOON: Duration = Duration::from_secs(30);

#[test]
fn each_block_has_an_empty_folder_of_its_own_which_is_gone_afterwards() {
    let workspace = Workspace::new();
    let told = workspace.join("told");
    let answer = format!("```sh\nls -a; touch x; mkdir y; pwd > {}\n```\n```output\n.\n..\n```\n", told.display());
    workspace.put("bank.yaml", bank(&answer));
    workspace.run(&["verify", "bank.yaml"]).succeeds();
    let folder = String::from_utf8(workspace.read("told")).unwrap();
    assert!(folder.contains("prepdeck-") && !std::path::Path::new(folder.trim_end()).exists(), "{folder}");
}

#[test]
fn the_surroundings_are_the_same_everywhere() {
    let code = "echo $LC_ALL $TZ $NO_COLOR $COLUMNS $PYTHONHASHSEED $PYTHONIOENCODING $FORCE_COLOR$PYTHONSTARTUP $HOME";
    let workspace = Workspace::new();
    workspace
        .put("bank.yaml", bank(&format!("```sh\n{code}\n```\n```output\nC.UTF-8 UTC 1 80 0 utf-8 /at/home\n```\n")));
    let mut command = workspace.command(&["verify", "bank.yaml"]);
    command.envs([("HOME", "/at/home"), ("TZ", "Asia/Tokyo"), ("FORCE_COLOR", "1"), ("PYTHONSTARTUP", "x")]);
    Said::from(command.output().unwrap()).succeeds();
}

#[test]
fn code_comes_in_a_file_where_the_runner_says_so() {
    let runners = "runners:\n  file: {command: [sh, \"{file}\"]}\n  named: {command: [sh, -c, \"ls; sh main.sh\"], file: main.sh}\n  bank: {command: [cat, \"{bank}/beside.txt\"]}\n";
    let answer = "```file\necho $0; cat\n```\n```output\ncode\n```\n\
                  ```named\necho ran\n```\n```output\nmain.sh\nran\n```\n\
                  ```bank\n-\n```\n```output\nbeside\n```\n";
    let workspace = Workspace::new();
    workspace.put("banks/beside.txt", "beside\n");
    workspace.put("banks/bank.yaml", bank(answer).replace("runners:\n", runners));
    workspace.run(&["verify", "banks/bank.yaml"]).succeeds();
}

#[test]
fn what_a_runner_cannot_be_is_told_by_the_check() {
    let told = |runner: &str, sentence: &str| {
        let workspace = Workspace::new();
        workspace.put("bank.yaml", bank("Words.\n").replace("{command: [sh]}", runner));
        workspace.run(&["check", "bank.yaml"]).fails(1, sentence);
        workspace.run(&["verify", "bank.yaml"]).fails(1, sentence);
    };
    told("{command: []}", "a runner's command is empty");
    told("{command: [\" \"]}", "a runner's command is empty");
    told("{command: [sh], version: []}", "a runner's `version` is empty");
    for file in ["a/b", "..", "\"\"", "\"c:\"", "\"a\\tb\""] {
        told(&format!("{{command: [sh], file: {file}}}"), "expected the name of a file, found ");
    }
    told("{command: [sh], timeout: 10s}", "expected a number");
    told("{command: [sh], files: x}", "did you mean `file`?");
}

#[test]
fn what_runs_too_long_is_ended_with_all_that_it_started() {
    let workspace = Workspace::new();
    let marker = workspace.join("marker");
    let code = format!("(sleep 4; touch {}) &\nsleep 60", marker.display());
    workspace.put("bank.yaml", bank(&format!("```sh\n{code}\n```\n")));
    let (said, elapsed) = timed(|| workspace.run(&["verify", "bank.yaml", "--timeout", "0.5"]));
    said.fails(1, "this code was still running after 0.5 s");
    assert!(elapsed < SOON, "{elapsed:?}");
    assert!(!exists_after(&marker, Duration::from_secs(5)), "what it started went on");
}

#[test]
fn what_is_left_running_is_ended_with_the_block() {
    let workspace = Workspace::new();
    let marker = workspace.join("marker");
    let code = format!("(sleep 4; touch {}) &\necho done", marker.display());
    workspace.put("bank.yaml", bank(&format!("```sh\n{code}\n```\n```output\ndone\n```\n")));
    let (said, elapsed) = timed(|| workspace.run(&["verify", "bank.yaml"]));
    said.succeeds();
    assert!(elapsed < SOON, "{elapsed:?}");
    assert!(!exists_after(&marker, Duration::from_secs(5)), "what it started went on");
}

#[test]
fn a_runner_states_a_time_limit_and_the_command_line_overrides_it() {
    let slow = bank("```sh\nsleep 1\n```\n");
    let limited = |seconds: &str| slow.replace("[sh]", &format!("[sh], timeout: {seconds}"));
    verify(&limited("0.2")).fails(1, "this code was still running after 0.2 s");
    verify_with(&limited("0.2"), &["--timeout", "20"]).succeeds();
    verify(&limited("0")).fails(1, "`timeout` is more than 0 seconds");
    verify(&limited("3601")).fails(1, "`timeout` is more than 0 seconds");
    verify_with(&slow, &["--timeout", "0"]).fails(2, "more than 0 seconds");
}

#[test]
fn output_without_end_is_cut_off() {
    for code in ["yes", "yes >&2", "while :; do echo x; done & wait"] {
        let (said, elapsed) = timed(|| verify(&bank(&format!("```sh\n{code}\n```\n"))));
        said.fails(1, "this code prints more than 1 MB");
        assert!(elapsed < SOON, "{code}: {elapsed:?}");
        assert!(said.err.len() < 5_000);
    }
}

#[test]
fn both_outputs_are_read_at_once() {
    passes(
        "```sh\nhead -c 500000 /dev/zero >&2; head -c 200000 /dev/zero >/dev/null; echo a\n```\n```output\na\n```\n",
        1,
    );
}

#[test]
fn input_that_is_not_read_is_no_fault() {
    let long = format!("exit 0\n{}", format!("# {}\n", "x".repeat(70)).repeat(5_000));
    passes(&format!("```sh\n{long}```\n"), 1);
}

#[test]
fn a_program_that_is_missing_is_told_once() {
    let blocks = "```sh\ntrue\n```\n".repeat(3);
    let said = verify(&bank(&(blocks + "```python\nprint(1)\n```\n")).replace("[sh]", "[no-such-shell]"));
    said.fails(2, "error: there is no program `no-such-shell`, which the runner `sh` needs\nhelp: install it");
    assert_eq!(said.err.matches("no-such-shell").count(), 1, "{said:#?}");
    assert!(said.err.ends_with("bank.yaml: 4 blocks: 1 passed, 3 not run\n  not run: see the errors (3 blocks)\n"));
}

#[test]
fn blocks_run_at_once() {
    let blocks = "```sh\nsleep 2\n```\n".repeat(8);
    let (said, elapsed) = timed(|| verify_with(&bank(&blocks), &["--jobs", "8"]));
    said.succeeds();
    assert!(elapsed < Duration::from_secs(13), "{elapsed:?}");
}

#[test]
fn findings_come_in_the_order_of_the_file() {
    let questions: String =
        (0..20).map(|n| question(&format!("q{n}"), &format!("```sh\nexit {}\n```\n", n + 1))).collect();
    let said = verify_with(&(HEAD.to_owned() + &questions), &["--jobs", "8"]);
    let codes = said.err.lines().filter_map(|line| line.split_once("exit code ")?.1.parse::<u32>().ok());
    assert!(codes.eq(1..=20), "{}", said.err);
}

#[test]
fn an_interrupt_ends_what_runs() {
    let workspace = Workspace::new();
    let (began, marker) = (workspace.join("began"), workspace.join("marker"));
    let code = format!("touch {}\n(sleep 6; touch {}) &\nsleep 60", began.display(), marker.display());
    workspace.put("bank.yaml", bank(&format!("```sh\n{code}\n```\n")));
    let mut command = workspace.command(&["verify", "bank.yaml", "--timeout", "100"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let ((), elapsed) = timed(|| {
        while !began.exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(elapsed < SOON);
    let killed = std::process::Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(killed.success());
    let (output, elapsed) = timed(|| child.wait_with_output().unwrap());
    assert!(elapsed < SOON, "{elapsed:?}");
    Said::from(output).fails(2, "interrupted");
    assert!(!exists_after(&marker, Duration::from_secs(7)), "what it started went on");
}
