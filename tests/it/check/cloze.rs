//! Deletions: what is nearly one is told, what only looks like one to nobody is not, and `::` means what it says.

use prepdeck::doc::{cloze, plain};

use super::{check, codes, pointed_at, with_keys};

/// A bank whose question has a cloze text.
fn bank(text: &str) -> String {
    with_keys(&format!("        short: x\n        cloze: {}\n", serde_json::Value::from(text)))
}

#[test]
fn what_is_nearly_a_deletion_is_told() {
    let ways =
        ["{{c2:y}}", "{{ c2::y}}", "{{c 2::y}}", "{{c2 ::y}}", "{{C2::y}}", "{c2::y}}", "{{c2 y}}", "{{c2;y}}", "y}}"];
    for way in ways {
        for text in [format!("{{{{c1::x}}}} and {way}"), format!("{way}, `}}}}` {{{{c1::x}}}} {{ {{ }}}}")] {
            let expected: &[&str] = if text.starts_with("y}}") { &[] } else { &["cloze"] };
            assert_eq!(codes(&check(&bank(&text)).1), expected, "{text}");
        }
    }
}

#[test]
fn other_braces_are_text() {
    let texts = [
        "{{c1::x}} {{ user.name }} {{c2}} {{ c2 }} {{c2.name}} {{c2|upper}} {{ c2: 1 }}",
        "{{c1::x}} {\"a\": {\"b\": 1}} and `}}`",
        "{{c1::x}}\n\n```text\n}}\n{{%}} }}\n```\n\n    }}",
        "a}} {{c1::x {y} }} `f\"{{x}}\"`",
        "`{{c1::x}}`, `f\"{{{x}}}\"`",
    ];
    for text in texts {
        let report = check(&bank(text).replace("id: q\n", "id: q\n        allow: [code-without-language]\n")).1;
        let told: Vec<_> = codes(&report).into_iter().filter(|code| *code != "unused-allow").collect();
        assert_eq!(told, [""; 0], "{text}");
    }
}

#[test]
fn colons_begin_a_hint_unless_they_are_escaped() {
    let shown = |text: &str| {
        let (bank, report) = check(&bank(text));
        assert_eq!(codes(&report), [""; 0], "{text}");
        plain::text(&bank.unwrap().sections[0].questions[0].cloze).replace([cloze::OPEN, cloze::START], "")
    };
    let hint = |hidden: &str, hint: &str| format!("1{hidden}{}{hint}{}", cloze::HINT, cloze::CLOSE);
    assert_eq!(shown("{{c1::identity::what}}"), hint("identity", "what"));
    assert_eq!(shown("`{{c1::len:: what}}`"), hint("len", "what"));
    assert_eq!(shown("`{{c1::items()::method}}`"), hint("items()", "method"));
    assert_eq!(shown("`{{c1::len::which one?}}`"), hint("len", "which one?"));
    assert_eq!(shown("`{{c1::len::a builtin function}}`"), hint("len", "a builtin function"));
    assert_eq!(shown("`{{c1::std\\::mem\\::swap::what?}}`"), hint("std::mem::swap", "what?"));
}

#[test]
fn colons_in_code_are_told_where_they_begin_a_hint() {
    for text in ["`{{c1::std::move}}`", "{{c1::std::vec::Vec}}", "```cpp\n{{c1::std::move}}\n```"] {
        let text = bank(text);
        let report = check(&text).1;
        assert_eq!((codes(&report), pointed_at(&text, &report)), (vec!["cloze-hint"], vec!["::"]), "{text}");
    }
}

#[test]
fn the_rules_for_code_and_mathematics_hold_and_a_gap_is_as_wide_as_it_is_shown() {
    let wide = "x".repeat(40);
    let code = format!("```rust nope=1\n{{{{c1::{wide}:: {wide}}}}}\n{{{{c2::{wide}}}}} {wide}\n```\n\n$a_1$ `$b$`");
    let text = bank(&code);
    let report = check(&text).1;
    assert_eq!(codes(&report), ["code-attribute", "wide-code", "maths"]);
    let expected = ["```rust nope=1".to_owned(), format!("{{{{c2::{wide}}}}} {wide}"), "$a_1$".to_owned()];
    assert_eq!(pointed_at(&text, &report), expected);
}
