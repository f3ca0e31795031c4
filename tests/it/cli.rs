//! The program as a person or a script runs it: exit codes, streams, bad input, the same bytes everywhere.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use prepdeck::guard::Guard;

use crate::workspace::{Said, TINY, Workspace};

const ARTIFACTS: [&str; 3] = ["output/tiny.apkg", "output/tiny.md", "output/tiny.pdf"];

/// Bad input says one thing, ends with a code, and leaves the folder as it was.
#[track_caller]
fn refuses(workspace: &Workspace, arguments: &[&str], code: i32, sentence: &str) {
    let contents = || workspace.files().into_iter().map(|name| (workspace.read(&name), name)).collect::<Vec<_>>();
    let before = contents();
    let said = workspace.run(arguments);
    said.fails(code, sentence);
    assert_eq!(said.out, "");
    assert!(contents() == before, "a file is not as it was");
}

#[test]
fn two_banks_with_one_id_are_told_by_the_check_too() {
    let workspace = Workspace::tiny();
    workspace.put("other.yaml", TINY.replace("title: Tiny", "title: Other").replace("id: tiny", "id: Tiny"));
    let said = workspace.run(&["check", "tiny.yaml", "other.yaml"]);
    said.fails(1, "error[duplicate-id]: tiny.yaml has this id too\n --> other.yaml:2:5\n");
}

#[test]
fn a_missing_file() {
    refuses(
        &Workspace::tiny(),
        &["build", "tiny.yaml", "none.yaml"],
        2,
        "cannot read none.yaml: there is no such file",
    );
}

#[test]
fn a_folder() {
    let workspace = Workspace::tiny();
    workspace.put("banks/readme.txt", "");
    refuses(&workspace, &["build", "banks"], 2, "cannot read banks: it is a folder; name the bank's .yaml file");
}

#[test]
fn invalid_utf8() {
    let workspace = Workspace::new();
    workspace.put("latin1.yaml", b"title: Caf\xe9\n");
    refuses(&workspace, &["build", "latin1.yaml"], 1, "error[encoding]: the byte E9 is no UTF-8 here");
    refuses(&workspace, &["check", "latin1.yaml"], 1, "latin1.yaml:1:11\n");
    let said = workspace.run(&["check", "latin1.yaml", "--format", "json"]);
    said.fails(1, "");
    assert!(
        said.out.contains("\"line\":1,\"column\":11,\"end_line\":1,\"end_column\":12,\"code\":\"encoding\""),
        "{said:#?}"
    );
    assert!(said.out.contains("missing-key"), "{said:#?}");
}

#[test]
fn utf16() {
    let workspace = Workspace::new();
    let wide = TINY.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    workspace.put("wide.yaml", [b"\xff\xfe".as_slice(), &wide].concat());
    refuses(&workspace, &["build", "wide.yaml"], 1, "error[encoding]: the file is in UTF-16");
    let said = workspace.run(&["check", "wide.yaml", "--format", "github"]);
    said.fails(1, "");
    assert_eq!(said.out.lines().count(), 1, "{said:#?}");
}

#[test]
fn an_empty_file() {
    let workspace = Workspace::new();
    workspace.put("empty.yaml", "");
    refuses(&workspace, &["build", "empty.yaml"], 1, "empty.yaml");
}

#[test]
fn an_output_folder_that_is_a_file() {
    let workspace = Workspace::tiny();
    workspace.put("taken", "");
    refuses(&workspace, &["build", "tiny.yaml", "-o", "taken"], 2, "cannot write taken: taken is not a folder");
    refuses(&workspace, &["build", "tiny.yaml", "-o", "taken/below"], 2, "taken is not a folder");
}

#[test]
fn an_artifact_that_is_a_folder() {
    let workspace = Workspace::tiny();
    workspace.put("output/tiny.pdf/readme.txt", "");
    refuses(&workspace, &["build", "tiny.yaml"], 2, "tiny.pdf: it is a folder");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_nobody_can_make() {
    refuses(&Workspace::tiny(), &["build", "tiny.yaml", "-o", "/proc/prepdeck"], 2, "cannot write /proc/prepdeck");
}

#[cfg(unix)]
#[test]
fn an_output_folder_without_permissions() {
    use std::os::unix::fs::PermissionsExt;

    let permit = |workspace: &Workspace, mode| {
        std::fs::set_permissions(workspace.join("output"), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for mode in [0o000, 0o300, 0o500] {
        let workspace = Workspace::tiny();
        workspace.put("output/readme.txt", "");
        permit(&workspace, mode);
        let can_read = std::fs::read_dir(workspace.join("output")).is_ok();
        let can_write = std::fs::File::create_new(workspace.join("output/probe")).is_ok();
        if !can_read || !can_write {
            workspace.run(&["build", "tiny.yaml"]).fails(2, "output");
            assert!(!workspace.join("tiny.lock").exists());
        } else {
            eprintln!("not checked: this user (root?) may write where mode {mode:o} forbids it");
        }
        permit(&workspace, 0o700);
    }
}

#[test]
fn a_mistake_in_one_bank_stops_all() {
    let workspace = Workspace::tiny();
    workspace.put("bad.yaml", "title: Bad\nid: bad\nsections: 5\n");
    refuses(&workspace, &["build", "tiny.yaml", "bad.yaml"], 1, "nothing was written\n");
}

#[test]
fn two_banks_with_one_id() {
    let workspace = Workspace::tiny();
    workspace.put("twin.yaml", TINY);
    refuses(
        &workspace,
        &["build", "tiny.yaml", "twin.yaml"],
        1,
        "two banks have the id `tiny`: tiny.yaml and twin.yaml",
    );
}

#[test]
fn two_banks_with_one_lock() {
    let workspace = Workspace::tiny();
    workspace.put("tiny.yml", TINY.replace("id: tiny", "id: other"));
    refuses(
        &workspace,
        &["build", "tiny.yaml", "./tiny.yml"],
        1,
        "two banks have the lock ./tiny.lock: tiny.yaml and ./tiny.yml",
    );
    workspace.run(&["check", "tiny.yaml", "tiny.yml"]).succeeds();
}

#[test]
fn a_bank_named_twice_is_worked_on_once() {
    let workspace = Workspace::tiny();
    workspace.put("below/readme.txt", "");
    let twice = ["tiny.yaml", "./tiny.yaml", "below/../tiny.yaml"];
    let said = workspace.run(&[&["build"][..], &twice].concat());
    assert_eq!(said.succeeds().out.lines().count(), 3, "{said:#?}");
    let said = workspace.run(&[&["check"][..], &twice].concat());
    assert_eq!(said.succeeds().err, "tiny.yaml: 2 questions, no mistakes\n");
    let said = workspace.run(&["check", "none.yaml", "none.yaml", "gone/x.yaml", "gone/x.yaml"]);
    assert_eq!(said.fails(2, "cannot read").err.matches("cannot read").count(), 2, "{said:#?}");
}

#[test]
fn no_bank_at_all() {
    let workspace = Workspace::new();
    refuses(&workspace, &["build"], 2, "there is no bank to work on");
    refuses(&workspace, &["check"], 2, "prepdeck new my-bank");
}

#[test]
fn a_clock_that_makes_no_sense() {
    let workspace = Workspace::tiny();
    let said =
        Said::from(workspace.command(&["build", "tiny.yaml"]).env("SOURCE_DATE_EPOCH", "today").output().unwrap());
    said.fails(2, "SOURCE_DATE_EPOCH is `today`");
    assert_eq!(workspace.files(), ["tiny.yaml"]);
}

#[test]
fn a_damaged_lock() {
    let workspace = Workspace::tiny();
    workspace.put("tiny.lock", "nonsense\n");
    refuses(&workspace, &["build", "tiny.yaml"], 1, "tiny.lock");
    assert_eq!(workspace.read("tiny.lock"), b"nonsense\n");
}

#[test]
fn usage_errors_end_with_2() {
    let workspace = Workspace::tiny();
    for arguments in
        [&["bild"][..], &["build", "--columns", "9"], &["build", "--size", "8.3"], &["build", "--only", "doc"]]
    {
        workspace.run(arguments).fails(2, "error");
    }
}

#[test]
fn the_default_is_every_bank_in_source() {
    let workspace = Workspace::new();
    workspace.put("source/tiny.yaml", TINY);
    workspace.put("source/other.yaml", TINY.replace("id: tiny", "id: other"));
    workspace.put("source/notes.txt", "not a bank");
    let said = workspace.run(&["build"]);
    said.succeeds();
    let names = said.out.lines().map(|line| line.split_whitespace().next().unwrap()).collect::<Vec<_>>();
    let expected = ["other.pdf", "other.apkg", "other.md", "tiny.pdf", "tiny.apkg", "tiny.md"];
    assert_eq!(names, expected.map(|name| std::path::Path::new("output").join(name).display().to_string()));
    assert!(workspace.join("source/tiny.lock").exists() && workspace.join("source/other.lock").exists());
}

#[test]
fn one_line_for_each_artifact() {
    let said = Workspace::tiny().run(&["build", "tiny.yaml"]);
    let lines = said.succeeds().out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>();
    let extents = lines.iter().map(|columns| columns[3..5].join(" ")).collect::<Vec<_>>();
    assert_eq!(extents, ["1 page", "2 notes", "2 questions"]);
    assert!(lines.iter().all(|columns| columns.len() == 7 && columns[6] == "ms"), "{lines:?}");
    assert_eq!(said.err, "tiny.lock: first release: 2 notes\n");
}

#[test]
fn unchanged_files_are_not_touched() {
    let workspace = Workspace::tiny();
    workspace.run(&["build", "tiny.yaml"]).succeeds();
    let times = |workspace: &Workspace| {
        let time = |name: &String| std::fs::metadata(workspace.join(name)).unwrap().modified().unwrap();
        workspace.files().iter().map(time).collect::<Vec<_>>()
    };
    let before = times(&workspace);
    std::thread::sleep(Duration::from_millis(20));
    let said = workspace.run(&["build", "tiny.yaml"]);
    assert_eq!(said.succeeds().out.matches("unchanged").count(), 3, "{said:#?}");
    assert_eq!(times(&workspace), before);
    assert_eq!(said.err, "");
}

#[test]
fn same_bytes_in_another_place() {
    let here = Workspace::tiny();
    here.run(&["build", "tiny.yaml"]).succeeds();
    let there = Workspace::new();
    there.put("a/b/tiny.yaml", TINY);
    there.put("c/readme.txt", "");
    let mut command = there.command(&["build", "../a/b/tiny.yaml", "-o", "../output"]);
    command.current_dir(there.join("c"));
    command
        .env("TZ", "Asia/Kathmandu")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("LANG", "tr_TR.UTF-8")
        .env("RAYON_NUM_THREADS", "1");
    Said::from(command.output().unwrap()).succeeds();
    for name in ARTIFACTS {
        assert!(here.read(name) == there.read(name), "{name} differs");
    }
    assert_eq!(here.read("tiny.lock"), there.read("a/b/tiny.lock"));
}

/// Code, tables, cloze notes, all of it, on one thread and on more than there are cores.
#[test]
fn same_bytes_on_any_number_of_threads() {
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/python.yaml");
    let built = ["1", "7"].map(|threads| {
        let workspace = Workspace::new();
        workspace.put("python.yaml", std::fs::read(&bank).unwrap());
        let mut command = workspace.command(&["build", "python.yaml"]);
        Said::from(command.env("RAYON_NUM_THREADS", threads).output().unwrap()).succeeds();
        workspace
    });
    for name in ["output/python.pdf", "output/python.apkg", "output/python.md", "python.lock"] {
        assert!(built[0].read(name) == built[1].read(name), "{name} differs");
    }
}

#[test]
fn temporary_folders_of_dead_builds_go_and_others_stay() {
    let workspace = Workspace::tiny();
    for name in ["prepdeck-deck-dead", "prepdeck-deck-alive", "other"] {
        workspace.put(&format!("tmp/{name}/lock"), "");
        workspace.put(&format!("tmp/{name}/loose.anki2"), "half a deck");
    }
    let held = std::fs::File::open(workspace.join("tmp/prepdeck-deck-alive/lock")).unwrap();
    held.lock().unwrap();
    let mut command = workspace.command(&["build", "tiny.yaml"]);
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, workspace.join("tmp"));
    }
    Said::from(command.output().unwrap()).succeeds();
    let left = std::fs::read_dir(workspace.join("tmp")).unwrap().count();
    assert_eq!(left, 2, "the dead build's folder is gone, and so is this build's own");
    assert!(workspace.join("tmp/prepdeck-deck-alive/loose.anki2").exists());
}

#[test]
fn only_some_formats() {
    let workspace = Workspace::tiny();
    workspace.run(&["build", "tiny.yaml", "--only", "markdown,pdf"]).succeeds();
    assert_eq!(workspace.files(), ["output/tiny.md", "output/tiny.pdf", "tiny.lock", "tiny.yaml"]);
}

#[test]
fn layout_on_the_command_line_overrides_the_bank() {
    let workspace = Workspace::tiny();
    workspace.put("tiny.yaml", format!("{TINY}sheet: {{landscape: true, columns: 3, size: 10}}\n"));
    workspace.run(&["build", "tiny.yaml", "-o", "bank"]).succeeds();
    workspace.run(&["build", "tiny.yaml", "-o", "no", "--landscape=no", "--columns", "2", "--size", "8.5"]).succeeds();
    workspace.put("plain/tiny.yaml", TINY);
    workspace.run(&["build", "plain/tiny.yaml", "-o", "plain"]).succeeds();
    assert!(workspace.read("no/tiny.pdf") == workspace.read("plain/tiny.pdf"));
    assert!(workspace.read("no/tiny.pdf") != workspace.read("bank/tiny.pdf"));
    assert!(workspace.read("no/tiny.apkg") == workspace.read("bank/tiny.apkg"));
}

#[test]
fn locked_refuses_what_the_lock_does_not_know() {
    let workspace = Workspace::tiny();
    refuses(&workspace, &["build", "tiny.yaml", "--locked"], 1, "tiny.lock is missing (first release: 2 notes)");
    workspace.run(&["build", "tiny.yaml"]).succeeds();
    workspace.run(&["build", "tiny.yaml", "--locked"]).succeeds();
    let before = ARTIFACTS.map(|name| workspace.read(name));
    workspace.put("tiny.yaml", TINY.replace("neither ever changes", "neither changes"));
    let said = workspace.run(&["build", "tiny.yaml", "--locked"]);
    said.fails(1, "--locked forbids to write locks, but tiny.lock is out of date (1 reworded)");
    said.fails(1, "reworded: hashable (What makes an object hashable?)");
    assert_eq!(ARTIFACTS.map(|name| workspace.read(name)), before);
}

#[test]
fn a_later_section_is_told_its_subdeck() {
    let workspace = Workspace::tiny();
    workspace.run(&["build", "tiny.yaml"]).succeeds();
    let more = "  - title: Two\n    id: two\n    questions: [{id: gil, question: What is the GIL?, short: A lock.}]\n";
    workspace.put("tiny.yaml", format!("{TINY}{more}"));
    let said = workspace.run(&["build", "tiny.yaml"]);
    assert!(
        said.succeeds().err.contains("section two: its cards are in the subdeck `02 Two` from now on"),
        "{said:#?}"
    );
}

#[test]
fn the_second_build_waits_for_the_first() {
    let workspace = Workspace::tiny();
    let guard = Guard::acquire(&workspace.path().canonicalize().unwrap(), || panic!("nobody else is building"));
    let mut child = workspace.command(&["build", "tiny.yaml"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(child.try_wait().unwrap(), None);
    assert_eq!(workspace.files(), ["tiny.yaml"]);
    drop(guard);
    let said = Said::from(child.wait_with_output().unwrap());
    assert!(said.succeeds().err.contains("waiting for another build"), "{said:#?}");
}

/// A bank with as many unanswered questions.
fn unanswered(count: usize) -> String {
    let head = "title: Open\nid: open\nsections:\n  - title: One\n    questions:\n";
    let question = |number| format!("      - {{id: q{number}, question: Why {number}?}}\n");
    head.to_owned() + &(0..count).map(question).collect::<String>()
}

#[test]
fn build_sums_up_warnings_and_check_does_not() {
    let workspace = Workspace::new();
    workspace.put("open.yaml", unanswered(8));
    let said = workspace.run(&["build", "open.yaml"]);
    assert!(said.succeeds().err.contains("and 5 more (unanswered 5): prepdeck check open.yaml"), "{said:#?}");
    assert_eq!(said.err.matches("warning[unanswered]").count(), 3);
    let said = workspace.run(&["check", "open.yaml"]);
    assert_eq!(said.succeeds().err.matches("warning[unanswered]").count(), 8);
    workspace.run(&["check", "open.yaml", "--deny", "warnings"]).fails(1, "8 warnings");
    assert_eq!(workspace.run(&["build", "open.yaml", "-v"]).err.matches("warning[unanswered]").count(), 8);
}

#[test]
fn quiet_says_errors_only() {
    let workspace = Workspace::new();
    workspace.put("open.yaml", unanswered(8));
    for arguments in [&["build", "open.yaml", "--quiet"][..], &["-q", "check", "open.yaml"], &["-q", "new", "other"]] {
        let said = workspace.run(arguments);
        assert_eq!((said.succeeds().out.as_str(), said.err.as_str()), ("", ""));
    }
    workspace.put("bad.yaml", unanswered(2).replace("title", "titel"));
    let said = workspace.run(&["check", "bad.yaml", "--quiet"]);
    said.fails(1, "titel");
    assert!(!said.err.contains("warning"), "{said:#?}");
}

#[test]
fn json_is_one_diagnostic_a_line_on_standard_output() {
    let workspace = Workspace::new();
    workspace.put("open.yaml", unanswered(3));
    let said = workspace.run(&["check", "open.yaml", "--format", "json"]);
    let lines = said.succeeds().out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert!(lines.clone().all(|line| line["code"] == "unanswered" && line["file"] == "open.yaml"));
    assert_eq!((lines.count(), said.err.as_str()), (3, ""));
}

#[test]
fn github_annotations_go_to_standard_output() {
    let workspace = Workspace::new();
    workspace.put("open.yaml", unanswered(3));
    let said = workspace.run(&["check", "open.yaml", "--format", "github"]);
    assert!(said.succeeds().out.lines().all(|line| line.starts_with("::warning file=open.yaml,line=")), "{said:#?}");
}

#[test]
fn colour_only_when_asked() {
    let workspace = Workspace::new();
    workspace.put("open.yaml", unanswered(1));
    assert!(!workspace.run(&["check", "open.yaml"]).err.contains('\x1b'));
    assert!(workspace.run(&["check", "open.yaml", "--color", "always"]).err.contains('\x1b'));
    assert!(!workspace.run(&["check", "open.yaml", "--color", "never"]).err.contains('\x1b'));
}

#[test]
fn new_writes_a_bank_with_nothing_to_mend() {
    for (id, folder) in [("rust", ""), ("1.0", "source/"), ("null", "")] {
        let workspace = Workspace::new();
        if !folder.is_empty() {
            workspace.put("source/readme.txt", "");
        }
        let bank = format!("{folder}{id}.yaml");
        workspace.run(&["new", id]).succeeds();
        let said = workspace.run(&["check", &bank, "--deny", "warnings"]);
        assert!(said.succeeds().err.contains("5 questions, no mistakes"), "{said:#?}");
        workspace.run(&["build", &bank]).succeeds();
        assert!(workspace.join(&format!("output/{id}.pdf")).exists());
        let schema = workspace.run(&["schema"]).out;
        assert_eq!(workspace.read(&format!("{folder}bank.schema.json")), schema.as_bytes());
    }
}

#[test]
fn new_overwrites_nothing() {
    let workspace = Workspace::tiny();
    workspace.put("bank.schema.json", "mine");
    refuses(&workspace, &["new", "tiny"], 2, "tiny.yaml is there already");
    refuses(&workspace, &["new", "../tiny"], 2, "cannot be the id of a bank");
    workspace.run(&["new", "other"]).succeeds();
    assert_eq!(workspace.read("bank.schema.json"), b"mine");
}

#[test]
fn scripts_and_pages_for_a_packager() {
    let workspace = Workspace::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(workspace.run(&["completions", shell]).succeeds().out.contains("prepdeck"));
    }
    for (arguments, name) in [(&["man"][..], "prepdeck"), (&["man", "build"], "prepdeck-build")] {
        let page = workspace.run(arguments).succeeds().out.clone();
        let source = concat!("prepdeck ", env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&format!("\n.TH {name} 1 \" \" \"{source}\" \"prepdeck manual\"\n")), "{page}");
    }
    assert!(workspace.run(&["man", "build"]).succeeds().out.contains("columns"));
    workspace.run(&["man", "bild"]).fails(2, "there is no command `bild`");
    assert_eq!(workspace.files(), Vec::<String>::new());
}

#[test]
fn help_has_an_example_for_each_command() {
    let workspace = Workspace::new();
    for command in ["build", "check", "explain", "schema", "new", "completions", "man"] {
        let said = workspace.run(&[command, "--help"]);
        assert!(said.succeeds().out.contains(&format!("Examples:\n  prepdeck {command}")), "{said:#?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let workspace = Workspace::new();
    let mut child = workspace.command(&["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    Said::from(child.wait_with_output().unwrap()).succeeds();
}
