//! All or nothing: what is on the disk when writing fails, or the process dies, at each point on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use prepdeck::output::{self, Batch, Outcome};
use prepdeck::render::{Artifact, Extent, Folder, Format};

use crate::workspace::Workspace;

fn artifact(format: Format, bytes: &str, folder: Option<Folder>) -> Artifact {
    let name = format!("tiny{}", format.suffix());
    Artifact { format, name, bytes: bytes.into(), extent: Extent::Pages(1), folder }
}

fn artifacts(bytes: &str) -> Vec<Artifact> {
    Format::USUAL.map(|format| artifact(format, bytes, None)).to_vec()
}

fn stage(folder: &Path, artifacts: &[Artifact]) -> Result<output::Staged, output::Error> {
    let mut batch = Batch::default();
    for artifact in artifacts {
        batch.artifact(folder, artifact);
    }
    batch.stage()
}

fn handout(pictures: &[&str]) -> Artifact {
    let files = pictures.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect();
    artifact(Format::Markdown, "text", Some(Folder { name: "tiny-images".to_owned(), files }))
}

#[test]
fn folders_are_made_and_files_written() {
    let workspace = Workspace::new();
    let written = output::write(&workspace.join("a/b"), &artifacts("new")).unwrap();
    assert!(written.iter().all(|(_, outcome)| *outcome == Outcome::Written));
    assert_eq!(workspace.files(), ["a/b/tiny.apkg", "a/b/tiny.md", "a/b/tiny.pdf"]);
}

#[test]
fn what_is_staged_and_dropped_leaves_no_trace() {
    let workspace = Workspace::new();
    let staged = stage(&workspace.join("a/b"), &artifacts("new")).unwrap();
    assert_eq!(workspace.files().len(), 3);
    drop(staged);
    assert_eq!(workspace.files(), Vec::<String>::new());
    assert!(!workspace.join("a").exists());
}

#[test]
fn one_target_in_the_way_stops_all() {
    let workspace = Workspace::new();
    workspace.put("tiny.pdf", "old");
    workspace.put("tiny.md/readme.txt", "");
    let error = stage(workspace.path(), &artifacts("new")).unwrap_err();
    assert_eq!(error.reason, "it is a folder");
    assert_eq!(workspace.files(), ["tiny.md/readme.txt", "tiny.pdf"]);
    assert_eq!(workspace.read("tiny.pdf"), b"old");
}

#[test]
fn a_stop_between_renames_leaves_each_file_whole() {
    let workspace = Workspace::new();
    output::write(workspace.path(), &artifacts("old")).unwrap();
    let staged = stage(workspace.path(), &artifacts("new")).unwrap();
    // The second of three targets becomes one that no file can be renamed to.
    fs::remove_file(workspace.join("tiny.apkg")).unwrap();
    workspace.put("tiny.apkg/readme.txt", "");
    staged.commit().unwrap_err();
    assert_eq!(workspace.read("tiny.pdf"), b"new");
    assert_eq!(workspace.read("tiny.md"), b"old");
    assert_eq!(workspace.files(), ["tiny.apkg/readme.txt", "tiny.md", "tiny.pdf"]);
    fs::remove_dir_all(workspace.join("tiny.apkg")).unwrap();
    output::write(workspace.path(), &artifacts("new")).unwrap();
    assert_eq!(workspace.read("tiny.md"), b"new");
}

#[test]
fn stale_pictures_go_and_other_files_stay() {
    let workspace = Workspace::new();
    let write = |pictures| output::write(workspace.path(), &[handout(pictures)]).unwrap();
    write(&["cat-0123abcd.png", "dog-89abcdef.jpg"]);
    workspace.put("tiny-images/mine.png", "");
    workspace.put("tiny-images/Cat-0123ABCD.png", "");
    write(&["cat-0123abcd.png"]);
    let rest = ["tiny-images/Cat-0123ABCD.png", "tiny-images/cat-0123abcd.png", "tiny-images/mine.png", "tiny.md"];
    assert_eq!(workspace.files(), rest);
}

#[test]
fn a_picture_folder_without_pictures_goes() {
    let workspace = Workspace::new();
    let write = |pictures| output::write(workspace.path(), &[handout(pictures)]).unwrap();
    write(&["cat-0123abcd.png"]);
    write(&[]);
    assert!(!workspace.join("tiny-images").exists());
}

const DYING: &str = "PREPDECK_TEST_DIES_IN";

/// Not a test of its own: [`a_death_before_the_renames_leaves_everything_as_it_was`] runs it in a process to lose.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn dies_before_the_renames() {
    let folder = PathBuf::from(std::env::var_os(DYING).unwrap());
    let _staged = stage(&folder, &artifacts("new")).unwrap();
    // As `kill -9` does: nothing is cleaned up.
    std::process::abort();
}

#[test]
fn a_death_before_the_renames_leaves_everything_as_it_was() {
    let workspace = Workspace::new();
    output::write(workspace.path(), &artifacts("old")).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "output::dies_before_the_renames", "--ignored"]).env(DYING, workspace.path());
    assert!(!child.output().unwrap().status.success());
    let left = workspace.files();
    assert_eq!(left.iter().filter(|name| name.contains(".prepdeck-")).count(), 3, "{left:?}");
    assert!(["tiny.pdf", "tiny.apkg", "tiny.md"].iter().all(|name| workspace.read(name) == b"old"));
    output::write(workspace.path(), &artifacts("old")).unwrap();
    assert_eq!(workspace.files(), ["tiny.apkg", "tiny.md", "tiny.pdf"]);
}

#[test]
fn only_the_remains_of_the_dead_are_swept() {
    let workspace = Workspace::new();
    workspace.put(".tiny.pdf.prepdeck-1.tmp", "left by a dead build");
    workspace.put(".tiny.pdf.prepdeck-x.tmp", "not ours");
    let alive = stage(workspace.path(), &[artifact(Format::Pdf, "alive", None)]).unwrap();
    output::write(workspace.path(), &[artifact(Format::Anki, "other", None)]).unwrap();
    alive.commit().unwrap();
    assert_eq!(workspace.files(), [".tiny.pdf.prepdeck-x.tmp", "tiny.apkg", "tiny.pdf"]);
}

/// The whole program, under limits that a shell sets: writes past a size fail, or kill.
#[cfg(unix)]
mod limited {
    use std::process::Command;
    use std::time::Duration;

    use crate::workspace::{Said, TINY, Workspace};

    const OTHER: &str = "A list is mutable, a tuple is not.";

    /// Builds a bank, changes it, and builds again in a shell that first runs `limit`; not the deck, for which SQLite
    /// needs a temporary file.
    fn build_again(limit: &str) -> (Workspace, Said) {
        let workspace = Workspace::tiny();
        workspace.run(&["build", "tiny.yaml"]).succeeds();
        workspace.put("tiny.yaml", TINY.replace("A list can change, a tuple cannot.", OTHER));
        let mut shell = Command::new("sh");
        shell.args([
            "-c",
            &format!("{limit}; exec \"$0\" build tiny.yaml --only pdf,markdown"),
            env!("CARGO_BIN_EXE_prepdeck"),
        ]);
        let said = Said::from(shell.current_dir(workspace.path()).output().unwrap());
        (workspace, said)
    }

    /// Every file but the bank itself.
    fn written(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
        let names = workspace.files().into_iter().filter(|name| name != "tiny.yaml");
        names.map(|name| (name.clone(), workspace.read(&name))).collect()
    }

    fn first_build() -> Vec<(String, Vec<u8>)> {
        let workspace = Workspace::tiny();
        workspace.run(&["build", "tiny.yaml"]).succeeds();
        written(&workspace)
    }

    #[test]
    fn a_write_that_fails_leaves_everything_as_it_was() {
        // 16 blocks: the lock and the handout fit, the sheet does not.
        let (workspace, said) = build_again("trap '' XFSZ; ulimit -f 16");
        said.fails(2, "cannot write output/tiny.pdf: the file is larger than the system allows");
        assert!(written(&workspace) == first_build());
    }

    #[test]
    fn a_death_while_writing_leaves_everything_as_it_was() {
        let (workspace, said) = build_again("ulimit -c 0; ulimit -f 16");
        assert_eq!(said.code, None, "{said:#?}");
        let (left, kept): (Vec<_>, Vec<_>) =
            written(&workspace).into_iter().partition(|(name, _)| name.contains(".prepdeck-"));
        assert!(!left.is_empty());
        assert!(kept == first_build());
        workspace.run(&["build", "tiny.yaml"]).succeeds();
        assert!(workspace.files().iter().all(|name| !name.contains(".prepdeck-")), "{:?}", workspace.files());
    }

    #[test]
    fn killed_at_any_time_each_file_is_whole_and_the_next_build_finishes() {
        let old = first_build();
        let new = {
            let workspace = Workspace::tiny();
            workspace.run(&["build", "tiny.yaml"]).succeeds();
            workspace.put("tiny.yaml", TINY.replace("A list can change, a tuple cannot.", OTHER));
            workspace.run(&["build", "tiny.yaml"]).succeeds();
            written(&workspace)
        };
        for step in 0..16 {
            let workspace = Workspace::tiny();
            for (name, bytes) in &old {
                workspace.put(name, bytes);
            }
            workspace.put("tiny.yaml", TINY.replace("A list can change, a tuple cannot.", OTHER));
            let mut child = workspace.command(&["build", "tiny.yaml", "--quiet"]).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(step * 5));
            child.kill().unwrap();
            child.wait().unwrap();
            for file in written(&workspace).iter().filter(|(name, _)| !name.contains(".prepdeck-")) {
                assert!(old.contains(file) || new.contains(file), "{} is neither old nor new", file.0);
            }
            workspace.run(&["build", "tiny.yaml"]).succeeds();
            assert!(written(&workspace) == new, "after a kill at {} ms", step * 5);
        }
    }
}
