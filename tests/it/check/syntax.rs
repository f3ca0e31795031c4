//! What is no YAML is told in words that name the mistake and the way out, and hides as little as can be.

use prepdeck::report::Diagnostic;

use super::{check, codes, pointed_at, with_keys};

const QUOTE: &str = "put the whole text in quotes, or on the lines below a `|`";

/// The only finding, and what it points at.
fn only(text: &str) -> (Diagnostic, &str) {
    let report = check(text).1;
    let place = pointed_at(text, &report)[0];
    let [diagnostic] = report.diagnostics() else { panic!("{text}\n{:?}", report.diagnostics()) };
    (diagnostic.clone(), place)
}

#[test]
fn text_that_begins_with_a_mark_of_yaml_is_told_as_that() {
    for value in [
        "[Python] What is a list?",
        "[a](https://b.org) is a link",
        "[a]: b",
        "[ ] is an empty list",
        "{a} b",
        "{{c1::x}} is",
        "*bold* words",
        "@decorator is",
        "%x is",
        "? is",
        "]x",
        "`a` is",
    ] {
        let text = with_keys(&format!("        short: {value}\n"));
        let (diagnostic, place) = only(&text);
        let mark = value.chars().next().unwrap();
        assert!(value.starts_with(place) || mark == '*', "{value}: {place}");
        let name = if mark == '`' { "a backtick".to_owned() } else { format!("`{mark}`") };
        assert_eq!(diagnostic.message, format!("text cannot begin with {name} unless it is quoted"));
        assert_eq!(diagnostic.help.as_deref(), Some(QUOTE), "{value}");
    }
}

#[test]
fn every_message_names_the_way_out() {
    for (keys, place, message) in [
        ("short: - dash", "-", "a `-` behind a key"),
        ("short: > folded", ">", "text on the line of its `|` or `>`"),
        ("short: | literal", "|", "text on the line of its `|` or `>`"),
        ("short:no space", ":", "no space behind the colon"),
        ("short: \"a \\n \\d b\"", "\\d", "an escape that YAML does not know"),
        ("pitfalls: [a, {b} c]", "c", "between brackets an item goes on after its end"),
        ("pitfalls: [a, b}", "[", "this bracket is closed by one of another kind"),
        ("pitfalls: [a, b", "[", "a bracket is not closed"),
        ("short: a # b\n          c", "#", "a text goes on after a line that ends in a comment"),
        ("short: \"a\"#b", "#", "a `#` right behind a value"),
    ] {
        let text = with_keys(&format!("        {keys}\n"));
        let (diagnostic, found) = only(&text);
        assert_eq!((diagnostic.message.as_str(), found), (message, place), "{keys}");
        assert!(diagnostic.help.is_some(), "{keys}");
    }
}

#[test]
fn a_dash_without_its_space_is_told_and_hides_no_other_entry() {
    let entry = "      - id: q\n        question: What?\n        short: <blink>\n";
    for glued in [
        "      -id: g\n        question: How?\n        short: x\n",
        "      -id: g\n       question: How?\n       short: x\n",
        "      -id: g\n",
    ] {
        for entries in [format!("{entry}{glued}"), format!("{glued}{entry}")] {
            let text = format!("title: T\nid: t\nsections:\n  - title: S\n    questions:\n{entries}");
            let report = check(&text).1;
            let mut found: Vec<_> = codes(&report).into_iter().zip(pointed_at(&text, &report)).collect();
            found.sort_unstable();
            assert_eq!(found, [("html-tag", "<blink>"), ("syntax", "-")], "{text}");
        }
    }
}

#[test]
fn items_of_a_list_are_told_each_by_itself() {
    let text = with_keys(
        "        short: <blink>\n        pitfalls:\n          - [a] one\n          - ok\n          - {b} two\n",
    );
    assert_eq!(pointed_at(&text, &check(&text).1), ["<blink>", "[", "{"]);
}

#[test]
fn that_recovery_gave_up_is_told_where() {
    let entry =
        |at: usize, question: &str| format!("      - id: q{at}\n        question: {question}\n        short: x\n");
    let mut text = String::from("title: T\nid: t\nsections:\n  - title: S\n    questions:\n");
    text += &entry(1000, "What is <blink>?");
    text += "        see: [q59]\n";
    (0..60).for_each(|at| text += &entry(at, &format!("Term {at}: what: is it?")));
    let report = check(&text).1;
    let given_up: Vec<&Diagnostic> =
        report.diagnostics().iter().filter(|found| found.help.as_deref() != Some(QUOTE)).collect();
    let told: Vec<&str> = given_up.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(codes(&report).len(), 53);
    assert_eq!(told[1..], ["from here on nothing was looked at: too much above is no YAML"], "{told:?}");
    assert_eq!(&text[given_up[0].span.range()], "<blink>", "what is above is checked");
    assert!(text[given_up[1].span.start..].starts_with("short: x\n      - id: q51\n"));
}
