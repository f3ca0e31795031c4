//! Advice on wording and repetition: what is told, and what must not be.

use std::fmt::Write;

use super::{check, codes};

/// The rules that a bank of these questions breaks, in a language; each question has an answer of its own.
fn told(language: &str, questions: &[&str]) -> Vec<&'static str> {
    let mut text = format!("title: T\nid: t\nlanguage: {language}\nsections:\n  - title: S\n    questions:\n");
    for (number, question) in questions.iter().enumerate() {
        let question = serde_json::Value::from(*question);
        writeln!(text, "      - {{id: q{number}, question: {question}, short: A{number}.}}").unwrap();
    }
    codes(&check(&text).1)
}

#[track_caller]
fn silent(language: &str, questions: &[&str]) {
    assert_eq!(told(language, questions), [""; 0], "{questions:?}");
}

#[test]
fn yes_no_questions_are_those_that_leave_no_choice() {
    for question in ["Is Python interpreted?", "Does `is` compare values?", "Are tuples hashable?"] {
        assert_eq!(told("en", &[question]), ["yes-no-question"], "{question}");
        silent("de", &[question]);
    }
    for question in [
        "Is Python compiled or interpreted?",
        "Can you name a mutable type?",
        "`is` and `==`: what is the difference?",
        "CAN bus: how does arbitration work?",
        "Do/while loops: how do they differ from while loops?",
        "Is versus ==",
        "What is a list?",
    ] {
        silent("en", &[question]);
    }
}

#[test]
fn question_marks_in_code_ask_nothing() {
    for question in ["What does the `?` operator do in Rust?", "What do `?.` and `??` do?"] {
        silent("en", &[question]);
    }
    for (language, question) in [
        ("en", "What is a closure? Why?"),
        ("en", "What is a closure, and when is it of use?"),
        ("zh", "什么是进程？什么是线程？"),
    ] {
        assert_eq!(told(language, &[question]), ["compound-question"], "{question}");
    }
}

#[test]
fn only_what_has_no_end_is_vague() {
    for question in ["Tell me about decorators.", "Discuss the GIL", "What do you know about sockets?"] {
        assert_eq!(told("en", &[question]), ["vague-question"], "{question}");
    }
    for question in ["Discussions on GitHub: what are they for?", "Tell me the difference between a list and a tuple."]
    {
        silent("en", &[question]);
    }
}

#[test]
fn the_same_question_is_told_whatever_its_case_and_punctuation() {
    for pair in [["What is a list?", "what is a *LIST*"], ["What does `a is b` do?", "What does `a is b` do"]] {
        assert_eq!(told("en", &pair), ["duplicate-question"], "{pair:?}");
    }
}

#[test]
fn questions_that_differ_in_an_operator_are_two() {
    silent("en", &["What does && do?", "What does || do?"]);
    silent("en", &["What is the difference between == and ===?", "What is the difference between = and ==?"]);
    silent("en", &["What is C++?", "What is C#?", "What is C?"]);
    silent(
        "en",
        &["What does the keyword `in` do?", "What does the keyword `is` do?", "What does the keyword `as` do?"],
    );
}

#[test]
fn nearly_the_same_words_are_told_but_no_series_direction_or_denial() {
    let list_and_tuple = "What is the difference between a list and a tuple?";
    assert_eq!(
        told("en", &[list_and_tuple, "What are the differences of tuples and lists?"]),
        ["near-duplicate-question"]
    );
    silent("en", &[list_and_tuple, "What is the difference between a list and a set?"]);
    silent("en", &["How do you convert a string to an int?", "How do you convert an int to a string?"]);
    silent("en", &["When should you use inheritance?", "When should you not use inheritance?"]);
    silent(
        "en",
        &[
            "What does inserting into a balanced binary search tree cost?",
            "What does deleting from a balanced binary search tree cost?",
        ],
    );
    silent(
        "de",
        &["Was ist der Unterschied zwischen Liste und Tupel?", "Was ist der Unterschied zwischen Liste und Set?"],
    );
    assert_eq!(
        told("zh", &["Python中列表和元组有什么区别？", "Python中列表和元组有什么区别呢？"]),
        ["near-duplicate-question"]
    );
}

#[test]
fn setups_that_differ_in_indentation_are_two() {
    let entry = |id: &str, code: &str| {
        format!(
            "      - id: {id}\n        question: What is printed?\n        short: Answer {id}.\n        setup: |\n{code}"
        )
    };
    let head = "title: T\nid: t\nrunners: {python: {command: [python3]}}\nsections:\n  - title: S\n    questions:\n";
    let inside = "          ```python\n          for n in range(3):\n              n += 1\n              print(n)\n          ```\n";
    let outside = inside.replace("    print(n)", "print(n)");
    assert_eq!(codes(&check(&(head.to_owned() + &entry("a", inside) + &entry("b", &outside))).1), [""; 0]);
    let twice = head.to_owned() + &entry("a", inside) + &entry("b", inside);
    assert_eq!(codes(&check(&twice).1), ["duplicate-question"]);
}

#[test]
fn a_pair_is_allowed_from_either_side() {
    let text = "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      \
                - {id: a, question: What is a list?, short: A., allow: [duplicate-question, duplicate-question]}\n      \
                - {id: b, question: What is a list?, short: B.}\n";
    assert_eq!(codes(&check(text).1), [""; 0]);
    let neither = text.replace(", allow: [duplicate-question, duplicate-question]", ", allow: [unused-allow, maths]");
    assert_eq!(codes(&check(&neither).1), ["duplicate-question"]);
}

#[test]
fn words_of_scripts_without_spaces_are_counted() {
    let bank = |characters: usize| {
        let short = "列".repeat(characters);
        format!(
            "title: T\nid: t\nlanguage: zh\nsections:\n  - title: S\n    questions:\n      - {{id: a, question: 什么, short: {short}}}\n"
        )
    };
    assert_eq!(codes(&check(&bank(80)).1), [""; 0]);
    assert_eq!(codes(&check(&bank(82)).1), ["long-short"]);
}
