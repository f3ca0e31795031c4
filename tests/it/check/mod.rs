//! Checking a bank: every rule has its case, every finding its place, and nothing hostile gets through.

mod advice;
mod cloze;
mod encoding;
mod harmless;
mod hostile;
mod images;
mod keys;
mod places;
mod syntax;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use prepdeck::bank::{self, Bank, Given, Level};
use prepdeck::doc::{Inline, Link, Target};
use prepdeck::lock::Lock;
use prepdeck::report::{self, Code, Report, Severity};
use prepdeck::source::Source;

/// Checks a text as the bank `bank.yaml` of an empty folder; that small banks name no sources is no matter here.
fn check(text: &str) -> (Option<Bank>, Report) {
    let (bank, report) = bank::check(&Source::new("nowhere/bank.yaml", text));
    (bank, without(report, Code::NoSource))
}

fn without(mut report: Report, code: Code) -> Report {
    report.retain(|diagnostic| diagnostic.code != code);
    report
}

/// A bank of one question with these keys, each indented by eight spaces.
fn with_keys(keys: &str) -> String {
    format!("title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - id: q\n        question: What?\n{keys}")
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.diagnostics().iter().map(|diagnostic| diagnostic.code.name()).collect()
}

/// What the findings point at.
fn pointed_at<'t>(text: &'t str, report: &Report) -> Vec<&'t str> {
    report.diagnostics().iter().map(|diagnostic| &text[diagnostic.span.range()]).collect()
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "yaml"))
        // Joined by `/` on every system: the path is in the snapshots.
        .map(|name| PathBuf::from(format!("{folder}/{}", name.to_str().unwrap())))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

#[test]
fn every_error_case_is_told_as_its_snapshot_has_it() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../cases/err");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in cases("tests/cases/err") {
            let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let source = Source::read(&path).unwrap();
            let (bank, report) = bank::check_given(
                &source,
                &Given { released: Lock::changed_on(&path.with_extension("lock")), fonts: Vec::new() },
            );
            let report = if code == "no-source" { report } else { without(report, Code::NoSource) };
            let told = report::human(&source, report.diagnostics(), false);
            assert!(codes(&report).contains(&code.as_str()), "{code} is not reported:\n{told}");
            assert_eq!(bank.is_none(), report.has_errors(), "{code}");
            insta::assert_snapshot!(code, told);
        }
    });
}

#[test]
fn every_rule_has_a_case() {
    let cases: BTreeSet<String> =
        cases("tests/cases/err").iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    // Those that need a run have theirs in tests/cases/verify.
    let rules = Code::ALL.iter().filter(|code| !code.needs_a_run()).map(|code| code.name().to_owned()).collect();
    assert_eq!(cases, rules);
}

#[test]
fn every_good_case_is_clean() {
    for path in cases("tests/cases/ok") {
        let source = Source::read(&path).unwrap();
        let (bank, report) = bank::check(&source);
        assert_eq!(report::human(&source, report.diagnostics(), false), "", "{}", path.display());
        assert!(bank.is_some());
    }
}

#[test]
fn a_bank_says_what_its_file_says() {
    let source = Source::read(Path::new("tests/cases/ok/every-key.yaml")).unwrap();
    let bank = bank::check(&source).0.unwrap();
    assert_eq!(bank.id.as_str(), "every-key");
    assert_eq!((bank.deck.as_str(), bank.version.as_deref()), ("Interview::Every key", Some("1.10")));
    assert_eq!((bank.sheet.columns, bank.sheet.size, bank.sheet.accent), (3, 9.5, [0x0b, 0x5c, 0xad]));
    assert_eq!((bank.labels.short.as_str(), bank.labels.answer.as_str()), ("Resumo", "Answer"));
    let sections: Vec<&str> = bank.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(sections, ["basics", "basics-2"], "an id made from a title gives way to one that is stated");
    let numbers: Vec<Option<u32>> = bank.questions().map(|(_, question)| question.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), None, Some(3)], "a retired question has no number");
    let levels: Vec<Option<Level>> = bank.questions().map(|(_, question)| question.level).collect();
    assert_eq!(levels, [Some(Level::Intermediate), Some(Level::Basic), Some(Level::Basic), None]);
    let question = bank.question("list-vs-tuple").unwrap();
    let address = "https://docs.python.org/3/library/stdtypes.html#lists";
    let link = Link { target: Target::Url(address.into()), content: vec![Inline::Text(address.into())] };
    assert_eq!(question.sources[0], [Inline::Link(link)], "a bare address is a link with itself as its text");
    assert_eq!(question.sources[1].len(), 3, "anything else is Markdown: {:?}", question.sources[1]);
    assert_eq!(question.see.len(), 2);
    assert_eq!(question.was.as_ref().map(bank::QuestionId::as_str), Some("lists"));
}

#[test]
fn many_mistakes_are_told_in_one_run_in_the_order_of_the_file() {
    let text = include_str!("../../cases/many.yaml");
    let (bank, report) = check(text);
    assert!(bank.is_none());
    let found: Vec<(&str, &str)> = codes(&report).into_iter().zip(pointed_at(text, &report)).collect();
    let expected = [
        ("wrong-type", "3"),
        ("invalid-tag", "two words"),
        ("unknown-key", "sheeet"),
        ("wrong-type", "five"),
        ("unknown-key", "titel"),
        ("invalid-id", "what is it"),
        ("duplicate-key", "short"),
        ("unknown-question", "nowhere"),
        ("syntax", ":"),
        ("html-tag", "<blink>"),
        ("unknown-question", "#gone"),
        ("image", "![picture](missing.png)"),
        ("duplicate-id", "first"),
        ("control-character", "\\x07"),
        ("wrong-type", "on"),
        ("missing-key", "question: What has no id?"),
        ("cloze", "{{c1::"),
        ("missing-key", "title: No questions"),
        ("syntax", "`"),
        ("empty-section", "[]"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_rule_that_is_allowed_is_silent_there_and_nowhere_else() {
    let text = "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      \
                - {id: a, question: A?, allow: [unanswered]}\n      - {id: b, question: B?}\n";
    assert_eq!(pointed_at(text, &check(text).1), ["id: b"]);
    let everywhere = text.replace("id: t\n", "id: t\nallow: [unanswered]\n");
    assert_eq!(codes(&check(&everywhere).1), [""; 0]);
}

#[test]
fn an_empty_file_is_one_clear_error() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "~\n", "\u{feff}"] {
        let (bank, report) = check(text);
        assert!(bank.is_none());
        assert_eq!(codes(&report), ["blank"], "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    let text =
        "\u{feff}tilte: T\nid: t\nsections:\n  - {title: S, questions: [{id: a, question: Q, typed: x, short: x}]}\n";
    let source = Source::new("bank.yaml", text);
    let (_, report) = check(text);
    assert_eq!(pointed_at(text, &report), ["tilte"]);
    assert!(report::json(&source, report.diagnostics()).contains(r#""line":1,"column":1,"end_line":1,"end_column":6"#));
}

#[test]
fn json_has_one_object_for_each_finding() {
    let text = with_keys("        short: \"\u{1f980} **\u{4e2d}\u{6587}** <blink>\"\n        nope: 1\n");
    let source = Source::new("dir/bank.yaml", text.clone());
    let (_, report) = bank::check(&source);
    let told = report::json(&source, report.diagnostics());
    let objects: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2);
    let column = |object: &serde_json::Value| (object["line"].as_u64().unwrap(), object["column"].as_u64().unwrap());
    assert_eq!(column(&objects[0]), (8, 26), "columns count characters, not bytes");
    assert_eq!((&objects[0]["code"], &objects[0]["severity"]), (&"html-tag".into(), &"warning".into()));
    assert_eq!(objects[1]["file"], "dir/bank.yaml");
    assert_eq!(objects[1]["end_column"], 13);
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let source = Source::new("a,b.yaml", with_keys("        \"100%: no\": 1\n        short: x\n"));
    let (_, report) = bank::check(&source);
    let told = report::github(&source, report.diagnostics());
    assert_eq!(told.lines().count(), 1);
    let start = "::error file=a%2Cb.yaml,line=8,endLine=8,col=9,endColumn=19,title=unknown-key::";
    assert!(told.starts_with(start), "{told}");
    assert!(told.contains("`100%25: no`"), "{told}");
}

#[test]
fn colours_are_used_only_when_asked_for() {
    let source = Source::new("bank.yaml", "title: T\n");
    let (_, report) = bank::check(&source);
    assert!(!report::human(&source, report.diagnostics(), false).contains('\x1b'));
    assert!(report::human(&source, report.diagnostics(), true).contains('\x1b'));
}

#[test]
fn the_summary_counts_by_severity() {
    let (_, report) =
        check("title: T\nsections: [{title: S, questions: [{id: a, question: B}, {id: a, question: C}]}]\n");
    assert_eq!((report.count(Severity::Error), report.count(Severity::Warning)), (1, 3));
    assert_eq!(report.summary(), "1 error, 3 warnings");
    assert_eq!(Report::default().summary(), "no mistakes");
}

#[test]
fn the_schema_is_kept() {
    let kept = std::fs::read_to_string("source/bank.schema.json").unwrap();
    assert!(
        kept == bank::schema::json(),
        "source/bank.schema.json is stale: `prepdeck schema` prints what it should be"
    );
}

#[test]
fn the_schema_describes_every_key() {
    let schema: serde_json::Value = serde_json::from_str(&bank::schema::json()).unwrap();
    let definitions = schema["definitions"].as_object().unwrap().values().chain([&schema]);
    let mut keys = 0;
    for definition in definitions {
        assert_eq!(definition["additionalProperties"], false);
        for (key, property) in definition["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{key} has no description");
            keys += 1;
        }
    }
    assert!(keys > 50, "{keys}");
    assert_eq!(schema["required"], serde_json::json!(["title", "sections"]));
    assert_eq!(schema["definitions"]["question"]["required"], serde_json::json!(["id", "question"]));
}

fn entry(id: &str) -> String {
    format!("      - {{id: {id}, question: Q?, short: x}}\n")
}

#[test]
fn places_far_apart_are_shown_each_in_its_own_window() {
    let between: String = (0..300).map(|number| entry(&format!("q{number}"))).collect();
    let text = with_keys("        short: x\n") + &between + &entry("q");
    let source = Source::new("bank.yaml", text);
    let mut report = bank::check(&source).1;
    report.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let told = report::human(&source, report.diagnostics(), false);
    assert!(told.contains("bank.yaml:309:14") && told.contains("first used here"), "{told}");
    assert!(told.lines().count() < 20, "{told}");
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let told = |path: &Path| Source::read(path).unwrap_err().to_string();
    assert!(told(folder.path()).ends_with("it is a folder; name the bank's .yaml file"));
    assert!(told(&folder.path().join("none.yaml")).ends_with("there is no such file"));
}

/// Anki keeps names in Unicode's form NFC; a bank typed on a Mac may have them in NFD.
#[test]
fn decks_and_tags_are_as_anki_keeps_them() {
    let text = with_keys("        short: x\n        tags: [cafe\u{301}, caf\u{e9}, CAFE\u{301}]\n")
        .replace("id: t\n", "id: t\ndeck: Re\u{301}sume\u{301}\n");
    let bank = check(&text).0.unwrap();
    assert_eq!(bank.deck, "R\u{e9}sum\u{e9}");
    assert_eq!(bank.question("q").unwrap().tags, ["caf\u{e9}"]);
}
