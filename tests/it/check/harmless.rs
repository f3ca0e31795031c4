//! What nobody means well goes through the check and all three renderers: it ends, soon, and nothing of it acts. How
//! much time and memory the same takes in full size, `fuzz --hostile` tells.

use std::path::Path;
use std::time::{Duration, Instant};

use prepdeck::bank;
use prepdeck::source::Source;

use super::{check, codes, with_keys};
use crate::fuzz_cases::bank::{judge, judge_once};
use crate::fuzz_cases::hostile::ALL;
use crate::fuzz_cases::words::{ACTIVE, CHARACTERS};
use crate::fuzz_cases::{Fate, Verdict};

/// Long enough for a loaded machine and a debug build; what takes the square of its size takes longer.
const SOON: Duration = Duration::from_secs(30);

#[test]
fn too_much_of_anything_ends_soon() {
    for hostile in ALL {
        let start = Instant::now();
        let verdict = judge_once((hostile.make)(hostile.small));
        let elapsed = start.elapsed();
        assert!(verdict.is_ok(), "{}: {verdict:?}", hostile.name);
        assert!(elapsed < SOON, "{}: {elapsed:?}", hostile.name);
    }
}

/// A bank that has a text wherever a text may stand.
fn everywhere(text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(
        "title: {text}\nid: t\ndescription: {text}\nauthors: [{text}]\nlicense: {text}\nversion: {text}\n\
         labels: {{short: {text}, output: {text}, contents: {text}, page: {text}, basic: {text}}}\n\
         sections:\n  - title: {text}\n    level: basic\n    questions:\n      - id: q\n        question: {text}\n        \
         setup: {text}\n        short: {text}\n        answer: {text}\n        pitfalls: [{text}]\n        \
         follow_ups: [{text}]\n        sources: [{text}]\n        hint: {text}\n        typed: {text}\n        \
         reverse: true\n"
    )
}

/// Judges a text everywhere, in the ways it may be marked up; how often artifacts were made of it.
fn judge_everywhere(piece: &str) -> usize {
    let ways = [piece.to_owned(), format!("a {piece} b"), format!("`{piece}`"), format!("*{piece}*")];
    let judge = |text: &String| {
        let verdict = judge(&everywhere(text));
        assert!(verdict.is_ok(), "{text:?}: {verdict:?}");
        verdict == Ok(Fate::Rendered)
    };
    ways.iter().filter(|text| judge(text)).count()
}

#[test]
fn nothing_of_a_text_acts_in_any_artifact() {
    let rendered: usize = ACTIVE.iter().map(|piece| judge_everywhere(piece)).sum();
    assert!(rendered > 150, "{rendered}");
}

#[test]
fn every_character_that_the_check_lets_through_can_be_rendered() {
    let more = ["1\u{fe0f}\u{20e3}", "x\u{20d7}", "e\u{351}", "a\u{feff}b", "\u{2028}", "\u{1680}a", "\u{1f3fb}"];
    for piece in CHARACTERS.iter().chain(&more) {
        assert!(judge_everywhere(piece) > 0 || piece.contains(char::is_control), "{piece:?}");
    }
}

#[test]
fn nothing_of_a_deletion_acts_in_any_artifact() {
    for piece in ACTIVE {
        let text = serde_json::Value::from(format!("{{{{c1::{piece}::{piece}}}}} {piece}"));
        let verdict = judge(&with_keys(&format!("        cloze: {text}\n")));
        assert!(verdict.is_ok(), "{piece:?}: {verdict:?}");
    }
}

fn fate_of(head: &str, keys: &str) -> Verdict {
    judge(&(head.to_owned() + with_keys(keys).trim_start_matches("title: T\n")))
}

#[test]
fn names_of_decks_and_tags_lead_nowhere() {
    let names =
        ["A::B", "::", "a::", "a/b", "..", "../../x", "a\nb", "a\u{1f}b", " a", "{{c1::x}}", "<script>", "\u{202e}a"];
    for name in names {
        let name = serde_json::Value::from(name);
        for text in
            [format!("title: T\ndeck: {name}\n"), format!("title: {name}\n"), format!("title: T\ntags: [{name}]\n")]
        {
            let verdict = fate_of(&text, "        short: x\n");
            assert!(verdict.is_ok(), "{text}: {verdict:?}");
        }
    }
}

#[test]
fn ids_that_are_paths_or_devices_are_none() {
    for id in ["../x", "a/b", "a\\\\b", ".hidden", "..", "-x", "", "a b", "a\\0b", "/etc/passwd", "C:x"] {
        let (bank, report) = check(&with_keys("        short: x\n").replace("id: q", &format!("id: \"{id}\"")));
        assert!(bank.is_none() && codes(&report) == ["invalid-id"], "{id}: {:?}", codes(&report));
    }
    for id in ["CON", "nul", "aux.txt", "com1", "Lpt9.a"] {
        let (bank, report) = check(&with_keys("        short: x\n").replace("id: t\n", &format!("id: {id}\n")));
        assert!(bank.is_none() && codes(&report) == ["invalid-id"], "{id}: {:?}", codes(&report));
        assert!(check(&with_keys("        short: x\n").replace("id: q", &format!("id: {id}"))).0.is_some(), "{id}");
    }
    let unnamed = Source::new(Path::new("nowhere/con.yaml"), with_keys("        short: x\n").replace("id: t\n", ""));
    assert_eq!(bank::check(&unnamed).0.unwrap().id.as_str(), "bank");
}

#[test]
fn words_that_old_yaml_took_for_something_else_are_words() {
    for word in ["no", "on", "1:20", "190:20:30", "y", "2024-02-29", "0o", "=", "<<"] {
        let (bank, _) = check(&with_keys(&format!("        typed: {word}\n")));
        assert_eq!(bank.unwrap().sections[0].questions[0].typed.as_deref(), Some(word));
    }
    let (_, report) = check(&with_keys("        short: x\n        retired: no\n"));
    assert_eq!(codes(&report), ["wrong-type"]);
    let (_, report) = check(&with_keys("        <<: {short: x}\n"));
    assert_eq!(codes(&report), ["unknown-key"]);
}

#[test]
fn marks_of_order_and_ends_of_lines_change_nothing_and_control_characters_are_told() {
    let text = with_keys("        short: x\n        answer: |\n          a\n          b\n");
    let answer = |text: &str| check(text).0.unwrap().sections[0].questions[0].answer.clone();
    for other in [format!("\u{feff}{text}"), text.replace('\n', "\r"), text.replace('\n', "\r\n")] {
        assert_eq!(answer(&other), answer(&text), "{other:?}");
    }
    for character in ['\0', '\u{1}', '\u{1f}', '\u{7f}', '\u{9b}'] {
        let (bank, report) = check(&text.replace("a\n", &format!("a{character}\n")));
        let is_told = codes(&report).iter().all(|code| matches!(*code, "syntax" | "control-character"));
        assert!(bank.is_none() && is_told, "{character:?}: {:?}", codes(&report));
    }
}

#[test]
fn no_control_character_of_a_bank_reaches_a_terminal() {
    let text = with_keys("        short: x\n");
    let ids = text.replace("id: q", "id: \"list-\\u0085tuple\"") + "        see: [list-tupel]\n";
    for text in [text.replace("    questions", "    \u{9b}questions"), ids, text + "        \"\\x9b\": x\n"] {
        assert_eq!(judge(&text), Ok(Fate::Refused), "{text:?}");
    }
}

#[test]
fn a_text_beyond_measure_is_refused_once() {
    let long = "word ".repeat(300_000);
    for keys in ["short", "answer"].map(|key| format!("        {key}: {long}\n")) {
        let (bank, report) = check(&with_keys(&keys));
        assert_eq!((bank.is_some(), codes(&report)), (false, vec!["wrong-type"]));
    }
    let (_, report) = check(&with_keys("        short: x\n").replace("What?", &long));
    assert_eq!(codes(&report), ["wrong-type"]);
    let (_, report) = check(&with_keys("        short: x\n").replace("title: T", &format!("title: {long}")));
    assert_eq!(codes(&report), ["wrong-type"]);
}

#[test]
fn too_many_levels_are_told_once() {
    let (bank, report) = check(&with_keys(&format!("        short: \"{}\"\n", "> ".repeat(200) + "a")));
    assert!(bank.is_some());
    assert_eq!(codes(&report), ["unsupported-markdown"]);
}
