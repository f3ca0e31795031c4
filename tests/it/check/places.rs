//! A finding inside a text points at its own bytes, however YAML has the text written.

use prepdeck::report::Code;

use super::{check, codes, pointed_at, with_keys};

/// Ways to write a text with a tag that no reader sees; `short` is their key.
const WAYS: &[(&str, &str)] = &[
    ("plain", "        short: a **list** <blink> of\n"),
    ("plain over lines", "        short: a list\n          of two\n\n          and more <blink> of\n"),
    ("plain, broken right before", "        short: a list\n          <blink> of\n"),
    ("single quotes", "        short: 'it''s ''so'' <blink> of'\n"),
    ("single quotes over lines", "        short: 'it''s\n\n          ''so''\n          <blink> of'\n"),
    ("double quotes", "        short: \"a \\\"\\u00e9\\x41\\U0001F600\\n\\n <blink> of\"\n"),
    ("double quotes over lines", "        short: \"a\n          b \\\n          c\\n\n\n          <blink> of\"\n"),
    ("literal", "        short: |\n          First.\n\n          A <blink> of\n"),
    ("literal, tabs and wide characters", "        short: |\n          \u{4e2d}\t\u{1f980}e\u{301} <blink> of\n"),
    ("literal, blank lines first", "        short: |\n\n\n          A <blink> of\n"),
    (
        "literal, blank lines of spaces",
        "        short: |\n          A\n        \n              \n          - <blink> of\n",
    ),
    ("literal, stated indent", "        short: |2\n             a\n\n          b <blink> of\n"),
    ("literal, kept", "        short: |+\n          A <blink> of\n\n\n"),
    ("literal, stripped", "        short: |-\n          A <blink> of\n"),
    ("literal with a comment", "        short: |  # why\n          A <blink> of\n"),
    ("folded", "        short: >\n          First\n          line.\n\n          A\n          <blink> of\n"),
    (
        "folded, deeper lines",
        "        short: >\n          First\n\n            deeper\n            lines\n\n          A <blink> of\n",
    ),
    ("folded, blank lines first", "        short: >-\n\n          A\n          list <blink> of\n"),
    ("in a flow", "        pitfalls: [none, 'a <blink> of', \"b\"]\n        short: x\n"),
    (
        "in a list",
        "        pitfalls:\n          - none\n          - |\n            A\n            <blink> of\n        short: x\n",
    ),
    ("anchored", "        hint: &text |\n          A <blink> of\n        short: *text\n"),
];

#[test]
fn a_tag_is_pointed_at_in_every_way_of_writing() {
    for (name, keys) in WAYS {
        let text = with_keys(keys);
        let (_, report) = check(&text);
        assert_eq!(codes(&report), ["html-tag"], "{name}");
        assert_eq!(pointed_at(&text, &report), ["<blink>"], "{name}");
    }
}

#[test]
fn line_ends_of_windows_change_no_place() {
    for (name, keys) in WAYS {
        let text = with_keys(keys).replace('\n', "\r\n");
        let (_, report) = check(&text);
        assert_eq!(codes(&report), ["html-tag"], "{name}");
        assert_eq!(pointed_at(&text, &report), ["<blink>"], "{name}");
    }
}

#[test]
fn line_ends_of_old_macs_change_no_place() {
    for (name, keys) in WAYS {
        let text = with_keys(keys).replace('\n', "\r");
        let (_, report) = check(&text);
        assert_eq!(pointed_at(&text, &report), ["<blink>"], "{name}");
    }
}

#[test]
fn a_text_without_line_end_at_the_end_of_the_file_has_its_place() {
    let text = with_keys("        short: |\n          A\n          b <blink>");
    assert_eq!(pointed_at(&text, &check(&text).1), ["<blink>"]);
}

#[test]
fn deletions_change_no_place() {
    let text = with_keys(
        "        short: x\n        cloze: |\n          A {{c1::b}} <blink> {{c12::c::d}}\n\n          and {{c2::e}} <i x> too\n",
    );
    assert_eq!(pointed_at(&text, &check(&text).1), ["<blink>", "<i x>"]);
}

#[test]
fn an_open_quote_hides_no_mistake_after_it() {
    let text = "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - id: a\n        question: \"open\n      \
                - id: b\n        question: <blink>\n        short: x\n        nope: y\n";
    let (_, report) = check(text);
    assert_eq!(codes(&report), ["syntax", "html-tag", "unknown-key"]);
}

/// Whatever the parser was reading when it met the tab: a text, a key, a list, a literal block.
#[test]
fn a_tab_in_the_indentation_is_told_once_where_it_is() {
    let ways = [
        "      - id: a\n\tquestion: A\n        short: x\n",
        "      - id: a\n      \tquestion: A\n        short: x\n",
        "      - id: a\n        question: \"A\"\n\t\tshort: x\n",
        "      - id: a\n        question: A\n        short: x\n\ty\n  \tz\n",
        "      - id: a\n        question: A\n        short: |\n\tx\n",
        "      - id: a\n        question: A\n        short: |\n          x\n\ty\n",
        "      - id: a\n        question: A\n        short: 'x\n\ty'\n",
        "      - id: a\n        question: A\n        tags: [x,\n\ty]\n",
        "      - id: a\n        question: A\n        tags:\n\t- x\n\t- y\n",
    ];
    for way in ways {
        for line_end in ["\n", "\r\n"] {
            let text = format!(
                "title: T\nid: t\nsections:\n  - title: S\n    questions:\n{way}      - id: b\n        question: <blink>\n        short: x\n        see: [a]\n"
            );
            let text = text.replace('\n', line_end);
            let (_, report) = check(&text);
            assert_eq!(codes(&report), ["syntax", "html-tag"], "{way:?}");
            let tab = text.find('\t').unwrap();
            let told = &report.diagnostics()[0];
            assert_eq!((told.span.start, told.message.as_str()), (tab, "a tab in the indentation"), "{way:?}");
        }
    }
}

#[test]
fn what_is_no_yaml_still_counts_as_there() {
    let text = "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - id: a\n       bad: indentation\n      \
                - id: b\n        question: B\n        short: x\n        see: [a]\n";
    assert_eq!(codes(&check(text).1), ["syntax"]);
}

#[test]
fn a_link_that_leads_nowhere_is_told_once_where_it_is() {
    let ways = [
        ("`[x](#nope)` and [a](#nope), [b](#nope)", "a](#nope"),
        ("`(#nope)` [a][b] and [c][b]\n\n[b]: #nope", "[b]: #nope"),
        ("`#nope` and [#nope](#nope \"title\")", "#nope](#nope"),
    ];
    for (words, place) in ways {
        for key in ["short", "cloze"] {
            let value = serde_json::Value::from(format!("{words}\n\n{{{{c1::x}}}}")).to_string();
            let text = with_keys(&format!("        hint: x\n        {key}: {value}\n"));
            let report = check(&text).1;
            let at = text.find(&*place.replace('"', "\\\"")).unwrap() + place.rfind('#').unwrap();
            let unknown = report.diagnostics().iter().filter(|told| told.code == Code::UnknownQuestion);
            let places: Vec<_> = unknown.map(|told| (told.span.start, &text[told.span.range()])).collect();
            assert_eq!(places, [(at, "#nope")], "{text}");
        }
    }
    let text = with_keys("        short: x\n").replace("What?", "\"- `#nope` [what](#nope)?\"");
    assert_eq!(pointed_at(&text, &check(&text).1), ["#nope"]);
    assert_eq!(check(&text).1.diagnostics()[0].span.start, text.rfind("#nope").unwrap());
}

#[test]
fn mathematics_is_told_outside_of_code_only() {
    let ways = [
        "~~~text\n$a$\n~~~",
        "````text\n``` $a$\n````",
        "```text\n$a$\n`````",
        "Code:\n\n    $a$",
        "> ```text\n> $a$\n> ```",
        "`` `$a$ ``",
        "```text\n$a$",
    ];
    for way in ways {
        let value = serde_json::Value::from(format!("{way}\n\n$b$")).to_string();
        let text = with_keys(&format!("        short: {value}\n"));
        let report = check(&text).1;
        let maths = report.diagnostics().iter().filter(|told| told.code == Code::Maths);
        let places: Vec<_> = maths.map(|told| &text[told.span.range()]).collect();
        let expected: &[&str] = if way.ends_with("text\n$a$") { &[] } else { &["$b$"] };
        assert_eq!(places, expected, "{way}");
    }
}
