//! Files made to do harm end in a message, soon, and with little memory.

use std::fmt::Write;
use std::time::{Duration, Instant};

use prepdeck::bank;
use prepdeck::report;
use prepdeck::source::Source;

use super::{check, codes, with_keys};

/// Long enough for a loaded machine and a debug build, far too short for what these files are made for.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn aliases_that_multiply_are_cut_off() {
    let start = Instant::now();
    let mut text = String::from("title: T\nid: t\nallow: &a0 [\"xxxxxxxxxxxxxxxx\"]\n");
    for level in 1..30 {
        let inner = format!("*a{},", level - 1).repeat(10);
        writeln!(text, "k{level}: &a{level} [{inner}]").unwrap();
    }
    text.push_str("tags: *a29\nsections: *a29\n");
    let (bank, report) = check(&text);
    assert!(bank.is_none() && codes(&report).contains(&"syntax"));
    assert!(start.elapsed() < SOON);
}

#[test]
fn a_large_text_repeated_by_aliases_is_cut_off() {
    let start = Instant::now();
    let mut text = with_keys("        short: &big |\n");
    writeln!(text, "          {}\n        pitfalls: [{}]", "word ".repeat(200_000), "*big,".repeat(5_000)).unwrap();
    let (bank, report) = check(&text);
    assert!(bank.is_none());
    assert_eq!(codes(&report), ["long-short", "syntax"], "told once, not five thousand times");
    assert!(start.elapsed() < SOON);
}

#[test]
fn an_alias_inside_its_own_anchor_is_an_error() {
    let (_, report) = check(&with_keys("        pitfalls: &loop [*loop]\n        short: x\n"));
    assert_eq!(codes(&report), ["syntax"]);
}

#[test]
fn a_key_may_have_an_anchor_and_be_an_alias() {
    let (bank, report) = check(&with_keys("        &key short: x\n        hint: *key\n"));
    assert_eq!(codes(&report), [""; 0]);
    assert_eq!(bank.unwrap().sections[0].questions[0].hint, crate::support::paragraph("short"));
    let (_, report) = check(&with_keys("        hint: &key short\n        *key : x\n"));
    assert_eq!(codes(&report), [""; 0]);
}

#[test]
fn deep_nesting_is_refused() {
    let mut deeper = String::new();
    for level in 0..200 {
        writeln!(deeper, "{}a:", " ".repeat(level)).unwrap();
    }
    for text in ["[".repeat(10_000), "- ".repeat(100_000), "{a: ".repeat(10_000), deeper] {
        let (bank, report) = check(&text);
        assert!(bank.is_none());
        assert_eq!(codes(&report), ["syntax"], "{}", &text[..10]);
    }
}

#[test]
fn a_second_document_is_refused() {
    let text = with_keys("        short: x\n") + "---\ntitle: Second\n";
    let (_, report) = check(&text);
    assert_eq!(codes(&report), ["syntax"]);
    assert_eq!(report.diagnostics()[0].span.start, text.find("---").unwrap());
}

#[test]
fn long_lines_make_short_messages() {
    let text =
        with_keys(&format!("        short: \"{} <blink>\"\n        {}: 1\n", "x".repeat(100_000), "k".repeat(900)));
    let source = Source::new("bank.yaml", text);
    let (_, report) = bank::check(&source);
    assert_eq!(codes(&report), ["html-tag", "unknown-key"]);
    let told = report::human(&source, report.diagnostics(), false);
    assert!(told.len() < 4_000, "{} bytes", told.len());
    assert!(told.contains("bank.yaml:8:100018"), "{told}");
}

#[test]
fn nothing_of_a_bank_reaches_the_terminal_raw() {
    let text =
        with_keys("        short: x\n        \"a\\x1b[31m\\u202e\": 1\n        \"\u{202e}\u{200b}\u{2066}\": 2\n");
    let source = Source::new("bank.yaml", text);
    let (_, report) = bank::check(&source);
    let told = report::human(&source, report.diagnostics(), false);
    let github = report::github(&source, report.diagnostics());
    for character in ['\x1b', '\u{202e}', '\u{200b}', '\u{2066}'] {
        assert!(!report.diagnostics().iter().any(|diagnostic| diagnostic.message.contains(character)));
        assert!(!github.contains(character), "{github:?}");
        // Zero-width characters in a shown line do no harm; direction and escapes would.
        assert!(character == '\u{200b}' || !told.contains(character), "{told:?}");
    }
}

#[test]
fn a_file_of_nothing_but_mistakes_takes_little_time_and_memory() {
    let start = Instant::now();
    let mut text = with_keys("");
    for key in 0..30_000 {
        writeln!(text, "        key-{key}: x").unwrap();
    }
    let (bank, report) = check(&text);
    assert!(bank.is_none() && report.has_errors());
    assert_eq!((report.diagnostics().len(), report.total()), (20_000, 30_000));
    assert_eq!(report.summary(), "30000 errors; only the first 20,000 of a kind are told");
    assert!(start.elapsed() < SOON);
}
