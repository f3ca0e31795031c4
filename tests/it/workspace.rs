//! A folder of its own with banks in it, and the program run there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder that is gone when the test ends.
pub struct Workspace {
    folder: TempDir,
}

/// A bank with two questions and nothing to mend.
pub const TINY: &str = "\
title: Tiny
id: tiny
tags: [tiny]
sections:
  - title: One
    id: one
    questions:
      - id: list-vs-tuple
        question: What is the difference between a `list` and a `tuple`?
        short: A list can change, a tuple cannot.
        sources: [https://docs.python.org/3/tutorial/datastructures.html]
      - id: hashable
        question: What makes an object hashable?
        short: Equal objects have equal hashes, and neither ever changes.
        sources: [https://docs.python.org/3/glossary.html#term-hashable]
";

impl Workspace {
    /// An empty one.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One with [`TINY`] as `tiny.yaml`.
    pub fn tiny() -> Self {
        let workspace = Self::new();
        workspace.put("tiny.yaml", TINY);
        workspace
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.join(name).parent().unwrap()).unwrap();
        std::fs::write(self.join(name), bytes).unwrap();
    }

    /// A file's bytes.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.join(name)).unwrap()
    }

    /// The names of all files in it, hidden ones too, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        collect(self.path(), self.path(), &mut files);
        files.sort();
        files
    }

    /// The program with these arguments, to be run here; with a fixed time of release and no colours.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prepdeck"));
        command.current_dir(self.path()).args(arguments);
        command.env("SOURCE_DATE_EPOCH", "1700000000").env_remove("NO_COLOR");
        command
    }

    /// What the program says, and its exit code.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::from(self.command(arguments).output().unwrap())
    }
}

fn collect(top: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(top, &path, files);
        } else {
            files.push(path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// Holds the program to an exit code and to a sentence on standard error, and to no panic.
    #[track_caller]
    pub fn fails(&self, code: i32, sentence: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(self.err.contains(sentence), "no {sentence:?} in {self:#?}");
        assert!(!self.err.contains("panicked"), "{self:#?}");
        self
    }

    /// Holds the program to success.
    #[track_caller]
    pub fn succeeds(&self) -> &Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }
}
