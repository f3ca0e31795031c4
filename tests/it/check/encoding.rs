//! Bytes that are no text are findings like any other, and hide none.

use prepdeck::bank;
use prepdeck::report::{Code, Report};
use prepdeck::source::Source;

use super::{codes, with_keys, without};

fn check(bytes: &[u8]) -> (Source, Report) {
    let source = Source::from_bytes("nowhere/bank.yaml", bytes.to_vec());
    let (bank, report) = bank::check(&source);
    assert!(bank.is_none());
    (source, without(report, Code::NoSource))
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(character).unwrap()).collect()
}

#[test]
fn each_place_is_told_with_all_other_mistakes() {
    let text = with_keys("        short: na\u{ef}ve <blink>\n        nope: caf\u{e9}\n");
    let (source, report) = check(&latin1(&text));
    assert_eq!(codes(&report), ["encoding", "html-tag", "unknown-key", "encoding"]);
    let told: Vec<(usize, usize)> =
        report.diagnostics().iter().map(|diagnostic| source.position(diagnostic.span.start)).collect();
    assert_eq!(told, [(8, 18), (8, 22), (9, 9), (9, 18)]);
    assert_eq!(report.diagnostics()[3].message, "the byte E9 is no UTF-8 here");
    assert_eq!(report.diagnostics()[3].label.as_deref(), Some("`\u{e9}` in Windows-1252"));
}

#[test]
fn a_character_cut_short_is_one_place() {
    let bytes = [with_keys("        short: 5 ").as_bytes(), b"\xe2\x82 x\xf0\x9f\x98"].concat();
    let (source, report) = check(&bytes);
    let told: Vec<&str> = report.diagnostics().iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(told, ["the bytes E2 82 are no UTF-8 here", "the bytes F0 9F 98 are no UTF-8 here"]);
    assert!(source.text().ends_with("5 \u{fffd} x\u{fffd}"));
}

#[test]
fn many_places_are_summed_up() {
    for (count, last) in [(20, "the byte E9 is no UTF-8 here"), (21, "1 more place from here on: not UTF-8")] {
        let (_, report) = check(&latin1(&with_keys(&format!("        short: {}\n", "\u{e9} ".repeat(count)))));
        assert_eq!(codes(&report), vec!["encoding"; count]);
        assert_eq!(report.diagnostics().last().unwrap().message, last);
    }
    let (_, report) = check(&vec![0xe9; 1_000_000]);
    let last = report.diagnostics().iter().rfind(|diagnostic| diagnostic.code.name() == "encoding").unwrap();
    assert_eq!(last.message, "999980 more places from here on: not UTF-8");
}

#[test]
fn of_utf16_nothing_else_is_said() {
    let text = with_keys("        short: <blink>\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), little.clone()].concat();
    let marked_big = [b"\xfe\xff".to_vec(), big.clone()].concat();
    for bytes in [little, big, marked, marked_big] {
        let (_, report) = check(&bytes);
        assert_eq!(codes(&report), ["encoding"]);
        assert_eq!(report.diagnostics()[0].message, "the file is in UTF-16, as some editors write it");
    }
}
