//! The program's own text, held to the rules that neither compiler nor clippy knows.

use std::fs;
use std::path::{Path, PathBuf};

/// A foreign crate, and the files that may know it: whole paths, or folders that end in `/`.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["src/report/human.rs"]),
    ("clap", &["src/cli.rs", "src/main.rs"]),
    ("clap_complete", &["src/cli.rs", "src/main.rs"]),
    ("clap_mangen", &["src/main.rs"]),
    ("flate2", &["src/render/anki/deflate.rs"]),
    ("genanki_rs", &["src/render/anki/skeleton.rs"]),
    ("genpdf", &["src/render/pdf/paint_genpdf.rs"]),
    ("harfrust", &["src/render/pdf/shape.rs"]),
    ("hypher", &["src/render/pdf/language.rs"]),
    ("icu_segmenter", &["src/render/pdf/layout/break_points.rs"]),
    ("imagesize", &["src/doc/image.rs"]),
    ("indicatif", &["src/console.rs"]),
    ("krilla", &["src/render/pdf/paint/"]),
    ("png", &["src/doc/image.rs"]),
    ("pulldown_cmark", &["src/doc/parse/"]),
    ("rusqlite", &["src/render/anki/collection.rs"]),
    ("rustix", &["src/verify/group.rs"]),
    ("schemars", &["src/bank/raw.rs", "src/bank/schema.rs"]),
    ("serde_yaml", &["src/yaml/"]),
    ("sha1", &["src/render/anki/collection.rs"]),
    ("signal_hook", &["src/interrupt.rs"]),
    ("similar", &["src/bank/check/lint/mod.rs", "src/verify/compare.rs"]), // the first means a module of its own
    ("skrifa", &["src/render/pdf/fonts/"]),
    ("strsim", &["src/yaml/decode.rs"]),
    ("textwrap", &["src/render/pdf/layout/paragraph.rs"]),
    ("tikv_jemallocator", &["src/main.rs"]),
    ("tree_sitter", &["src/doc/highlight/"]),
    ("tree_sitter_bash", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_c", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_css", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_go", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_html", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_java", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_javascript", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_json", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_python", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_rust", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_sequel", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_toml_ng", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_typescript", &["src/doc/highlight/grammar.rs"]),
    ("tree_sitter_yaml", &["src/doc/highlight/grammar.rs"]),
    ("unicode_bidi", &["src/render/pdf/layout/direction.rs"]),
    ("unicode_normalization", &["src/bank/letters.rs"]),
    ("unicode_script", &["src/render/pdf/shape.rs"]),
    ("unicode_width", &["src/bank/check/lint/code.rs"]),
    ("zip", &["src/render/anki/skeleton.rs"]),
];

/// Rust files of a folder of this repository, as paths with `/` and their text.
fn files(folder: &str) -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&top.join(folder), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Whether a line of code names a crate: `krilla::`, `use krilla;`.
fn names(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let starts = |(at, _): (usize, &str)| {
        let before =
            line[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && !"_:.".contains(before));
        let after = &line[at + name.len()..];
        before && (after.starts_with("::") || line.starts_with("use ") && after.starts_with(';'))
    };
    !line.starts_with("//") && line.match_indices(name).any(starts)
}

#[test]
fn one_door_for_each_foreign_crate() {
    let mut wrong = Vec::new();
    for (path, text) in files("src") {
        for (name, doors) in DOORS {
            let may = doors.iter().any(|door| path == *door || door.ends_with('/') && path.starts_with(door));
            if !may && text.lines().any(|line| names(line, name)) {
                wrong.push(format!("{path} knows {name}, which is for {}", doors.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// That only `verify` runs what a bank holds is what a reader of strange banks relies on.
#[test]
fn only_verify_starts_programs() {
    let starts = |line: &str| {
        let code = line.trim_start();
        !code.starts_with("//")
            && code.contains("process::")
            && code != "use std::process::ExitCode;"
            && !code.contains("std::process::id()")
    };
    let knows = |text: &str| text.lines().any(|line| starts(line) || line.contains("std::process;"));
    let inside = |path: &str| path.starts_with("src/verify/");
    let files = files("src");
    let wrong = files.iter().filter(|(path, text)| !inside(path) && knows(text)).collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|(path, _)| path).collect::<Vec<_>>());
    assert!(files.iter().any(|(path, text)| inside(path) && knows(text)), "the test finds nothing any more");
}

#[test]
fn doors_lead_somewhere() {
    let files = files("src");
    for (name, doors) in DOORS {
        let used = |door: &&str| {
            files.iter().any(|(path, text)| path.starts_with(*door) && text.lines().any(|line| names(line, name)))
        };
        let unused = doors.iter().filter(|door| !used(door)).collect::<Vec<_>>();
        assert!(unused.is_empty(), "{name} is not used in {unused:?}");
    }
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let bare = |(path, text): &(String, String)| (!text.starts_with("//! ")).then(|| path.clone());
    let bare = [files("src"), files("tests")].concat().iter().filter_map(bare).collect::<Vec<_>>();
    assert!(bare.is_empty(), "without a comment at the top: {bare:#?}");
}

/// Name, place and number of lines of every function of the program, its signature and closing brace included.
fn functions() -> Vec<(usize, String)> {
    files("src").iter().flat_map(|(path, text)| functions_of(path, text)).collect()
}

fn functions_of(path: &str, text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().collect::<Vec<_>>();
    let is_start = |line: &str| {
        let words = line.split_whitespace().take_while(|word| !word.contains('(')).collect::<Vec<_>>();
        line.trim_start().starts_with("fn ")
            || words.first().is_some_and(|word| word.starts_with("pub")) && words.contains(&"fn")
    };
    let starts = lines.iter().enumerate().filter(|(_, line)| is_start(line));
    starts.map(|(at, line)| (length(&lines[at..]), format!("{path}:{} {}", at + 1, line.trim()))).collect()
}

/// Lines up to the one that closes the first one's block: rustfmt puts it at the same depth.
fn length(lines: &[&str]) -> usize {
    let depth = lines[0].len() - lines[0].trim_start().len();
    let closes = |line: &&str| line.len() - line.trim_start().len() == depth && line.trim_start().starts_with('}');
    if lines[0].ends_with('}') || lines[0].ends_with(';') { 1 } else { lines.iter().position(closes).unwrap_or(0) + 1 }
}

#[test]
fn functions_are_short() {
    let mut functions = functions();
    functions.sort();
    let (count, at) = (functions.len(), |part: usize| functions[functions.len() * part / 10].0);
    assert!(count > 100, "only {count} functions found");
    eprintln!(
        "{count} functions, median {} lines, nine in ten at most {}, longest {:?}",
        at(5),
        at(9),
        functions.last()
    );
    let long = functions.iter().filter(|(length, _)| *length > 70).collect::<Vec<_>>();
    assert!(long.is_empty(), "over 70 lines: {long:#?}");
    assert!(at(5) < 12, "the median is {} lines", at(5));
    assert!(at(9) <= 45, "one in ten is over {} lines", at(9));
}
