//! Keys that are no keys, and values that are no values: one mistake makes one message, and hides no other.

use super::{check, codes, pointed_at, with_keys};

/// What is told of a text, with its place.
fn told(text: &str) -> Vec<(&'static str, String)> {
    let report = check(text).1;
    codes(&report).into_iter().zip(pointed_at(text, &report).into_iter().map(str::to_owned)).collect()
}

/// The message, label and help of the only finding.
fn words(text: &str) -> String {
    let report = check(text).1;
    let [diagnostic] = report.diagnostics() else { panic!("{text}\n{:?}", report.diagnostics()) };
    let more = [&diagnostic.label, &diagnostic.help];
    more.into_iter().flatten().fold(diagnostic.message.clone(), |words, more| words + "; " + more)
}

fn entries(indent: &str) -> String {
    let entry = |at| format!("{indent}- id: q{at}\n{indent}  question: What is {at}?\n{indent}  short: x\n");
    (0..100).map(entry).collect::<Vec<_>>().concat()
}

#[test]
fn questions_outside_of_sections_are_one_mistake_and_are_read_all_the_same() {
    let text = format!("title: T\nid: t\nquestions:\n{}", entries("  "));
    assert!(words(&text).starts_with("questions stand in sections; above it add the lines `sections:` and"));
    let text = format!("title: T\nid: t\nsections:\n{}", entries("  "));
    assert!(words(&text).starts_with("questions stand in sections; below it add the lines"));
    let text = "title: T\nid: t\nquestions:\n  - id: q\n    question: <blink>\n    short: x\n    nope: y\n";
    let expected = [("unknown-key", "questions"), ("html-tag", "<blink>"), ("unknown-key", "nope")];
    assert_eq!(told(text), expected.map(|(code, place)| (code, place.to_owned())));
    assert!(
        words("- id: q\n  question: What?\n")
            .ends_with("write a bank as keys and values: `title: …` and `sections: …`")
    );
}

#[test]
fn a_key_of_another_level_is_not_taken_for_one_of_this() {
    let words_of = |keys: &str| words(&with_keys(&format!("        short: x\n{keys}")));
    assert!(
        words_of("        sections: []\n").starts_with("`sections` is a key of a bank, not of a question; the keys")
    );
    assert!(words_of("        deck: D\n").starts_with("`deck` is a key of a bank, not of a question"));
    assert!(words_of("        paper: a4\n").starts_with("`paper` is a key of `sheet`, not of a question"));
    let text = with_keys("        short: x\n").replace("    questions", "    short: y\n    questions");
    assert!(words(&text).starts_with("`short` is a key of a question, not of a section"));
    let nested = "title: T\nid: t\nsections:\n  - title: S\n    sections:\n      - title: U\n";
    assert!(words(nested).starts_with("`sections` is a key of a bank, not of a section"));
    assert_eq!(told("title: T\nid: t\nsections:\n  - title: S\n    authors: [A]\n").len(), 2, "two mistakes");
}

#[test]
fn an_unknown_key_in_the_place_of_a_required_one_is_one_mistake() {
    let text = with_keys("        short: x\n");
    for (old, new, meant) in [
        ("title: S", "name: S", Some("title")),
        ("title: S", "zzz: S", None),
        ("title: T", "Heading: T", Some("title")),
        ("question: What", "q: What", Some("question")),
        ("question: What", "title: What", Some("question")),
        ("question: What", "zzz: What", None),
        ("questions:", "cards:", Some("questions")),
        ("questions:", "zzz:", None),
        ("sections:", "chapters:", Some("sections")),
        ("short: x", "tl;dr: x", Some("short")),
        ("id: t\n", "id: t\nrunners: {go: {cmd: [go]}}\n", Some("command")),
        ("id: t\n", "id: t\nrunners: {go: {zzz: [go]}}\n", None),
    ] {
        let words = words(&text.replace(old, new));
        let end =
            meant.map_or(" has no key `zzz`; the keys here are".to_owned(), |meant| format!("did you mean `{meant}`?"));
        assert!(words.contains(&end), "{new}: {words}");
    }
    let two = text.replace("title: S", "zzz: S").replace("    questions:", "    yyy:");
    assert_eq!(told(&two).len(), 2, "each excuses one");
    assert_eq!(told("title: T\nid: t\nsections:\n  - zzz: {}\n").len(), 3, "keys and values are no title");
}

#[test]
fn a_value_is_taken_for_what_the_key_that_was_meant_has() {
    for (keys, place) in [("tag: x", "tag"), ("pitfall: one", "pitfall"), ("shortt: [a]", "shortt")] {
        let text = with_keys(&format!("        answer: x\n        {keys}\n"));
        assert_eq!(told(&text), [("unknown-key", place.to_owned())]);
    }
    let text = with_keys("        short: x\n        tag: two words\n");
    assert_eq!(told(&text), [("unknown-key", "tag".to_owned()), ("invalid-tag", "two words".to_owned())]);
}

#[test]
fn what_could_not_be_read_is_not_missing() {
    for (keys, code) in [
        ("short: *nope", "syntax"),
        ("short: !important", "wrong-type"),
        ("short: &x !important", "wrong-type"),
        ("short: !important\n        reverse: true", "wrong-type"),
    ] {
        let text = with_keys(&format!("        {keys}\n"));
        assert_eq!(codes(&check(&text).1), [code], "{keys}");
    }
}

#[test]
fn an_entry_that_an_alias_repeats_is_one_mistake_at_the_alias() {
    let text = with_keys("        short: x\n").replace("      - id: q", "      - &q\n        id: q") + "      - *q\n";
    assert_eq!(told(&text), [("duplicate-id", "*q".to_owned())]);
    let first = check(&text).1.diagnostics()[0].related[0].0;
    assert_eq!(&text[first.range()], "id: q");
    let sections = with_keys("        short: x\n").replace("  - title", "  - &s\n    title") + "  - *s\n  - *s\n";
    assert_eq!(told(&sections).len(), 2, "each alias is one");
    let list =
        with_keys("        short: x\n").replace("questions:", "questions: &l") + "  - title: U\n    questions: *l\n";
    assert_eq!(told(&list), [("duplicate-id", "*l".to_owned())]);
    let elsewhere = with_keys("        short: x\n        hint: &h x\n        tags: [&t x, *t]\n        setup: *h\n");
    assert_eq!(told(&elsewhere), [], "values may be shared");
}

#[test]
fn quotes_around_what_should_have_none_are_told() {
    let told = words(&with_keys("        short: x\n        reverse: \"true\"\n"));
    assert_eq!(told, "expected `true` or `false`, found the text `true`; remove the quotes");
    let of_sheet =
        |keys: &str| words(&with_keys("        short: x\n").replace("id: t\n", &format!("id: t\nsheet: {{{keys}}}\n")));
    assert_eq!(of_sheet("columns: '2'"), "expected a number, found the text `2`; remove the quotes");
    assert_eq!(of_sheet("columns: 'two'"), "expected a number, found the text `two`");
    assert_eq!(of_sheet("columns: two"), "expected a number, found `two`");
}
