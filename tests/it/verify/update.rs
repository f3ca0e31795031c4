//! `verify --update`: what is printed is written into the bank, and every other byte of the file stays as it is.

use prepdeck::bank::listing::Listing;
use prepdeck::bank::listing::update::{self, Refusal, Updated};
use prepdeck::source::Source;
use proptest::prelude::*;

use super::{HEAD, bank};
use crate::workspace::Workspace;

fn source(text: &str) -> Source {
    Source::new("nowhere/bank.yaml", text)
}

/// A bank's text once its only output is this one.
fn updated(text: &str, output: &str) -> Updated {
    let listing = Listing::of(&source(text));
    let with_output: Vec<usize> = (0..listing.blocks.len()).filter(|at| listing.blocks[*at].output.is_some()).collect();
    assert_eq!(with_output.len(), 1, "{text}");
    update::outputs(&source(text), &[(with_output[0], output.to_owned())])
}

fn updated_first(text: &str, output: &str) -> Updated {
    update::outputs(&source(text), &[(0, output.to_owned())])
}

/// The keys of a question, before and after, with this output.
#[track_caller]
fn becomes(before: &str, output: &str, after: &str) {
    let of = |keys: &str| format!("# above\n{HEAD}      - id: q\n        question: What?\n{keys}");
    let result = updated(&of(before), output);
    assert_eq!(result.refused, []);
    assert_eq!(result.text, of(after));
    assert_eq!(updated(&result.text, output).text, result.text, "a second time changes nothing");
}

#[track_caller]
fn refuses(text: &str, output: &str, refusal: Refusal) {
    let result = updated(text, output);
    assert_eq!((result.written.len(), &result.refused[..]), (0, &[(0, refusal)][..]), "{}", result.text);
    assert_eq!(result.text, text);
}

#[test]
fn lines_of_a_block_are_replaced_at_any_indentation() {
    for (key, indent) in [("short: |", 10), ("short: |-", 9), ("short: |2", 10), ("short: |+ # why", 17)] {
        let of = |output: &str| {
            let lines = format!("```sh\nx\n```\n\n```output\n{output}```\n\nMore.\n");
            let lines = lines.lines().map(|line| match line {
                "" => "\n".to_owned(),
                line => format!("{}{line}\n", " ".repeat(indent)),
            });
            format!("        {key}\n{}        hint: \"x\"   # beside\n", lines.collect::<String>())
        };
        becomes(&of("old\nolder\n"), "new\n\n  newer \n\tnewest", &of("new\n\n  newer \n\tnewest\n"));
        becomes(&of(""), "something", &of("something\n"));
        becomes(&of("something\n"), "", &of(""));
    }
}

#[test]
fn lines_within_lists_and_quotations_keep_what_stands_before_them() {
    let of = |output: &str| {
        format!(
            "        answer: |\n          1. > - ```sh\n             >   x\n             >   ```\n             >   ~~~~output\n\
             {output}             >   ~~~~\n          2. Next.\n        pitfalls: [a]\n"
        )
    };
    becomes(&of("             >   a\n"), "b\n\n```", &of("             >   b\n             >\n             >   ```\n"));
}

#[test]
fn items_of_lists_are_texts_as_well() {
    let of = |output: &str| {
        format!(
            "        pitfalls:\n        - first\n        -   |\n            ```sh\n            x\n            ```\n             \
             ```output\n{output}            ```\n"
        )
    };
    becomes(&of("            a\n"), "b", &of("             b\n"));
}

#[test]
fn quoted_texts_are_escaped() {
    let of = |output: &str| format!("        short: \"```sh\\nx\\n```\\n```output\\n{output}```\\n\"\n");
    becomes(&of("a\\n"), "\"b\\c\"\té", &of("\\\"b\\\\c\\\"\\té\\n"));
    let json = r#"{"title": "T", "id": "t", "sections": [{"title": "S", "questions": [{"id": "q", "question": "Q?", "short": "```sh\nx\n```\n```output\na\n```"}]}]}"#;
    assert_eq!(updated(json, "b").text, json.replace("a\\n```\"", "b\\n```\""));
}

#[test]
fn line_ends_stay_as_they_are() {
    let crlf = bank("```sh\nx\n```\n```output\na\n```\n").replace('\n', "\r\n");
    assert_eq!(updated(&crlf, "b\n\nc").text, crlf.replace("          a\r\n", "          b\r\n\r\n          c\r\n"));
    let endless = bank("```sh\nx\n```\n```output\na\n```").trim_end().to_owned();
    assert_eq!(updated(&endless, "b").text, endless.replace("          a\n", "          b\n"));
    let marked = format!("\u{feff}{}", bank("é🦀\n\n```sh\nx\n```\n```output\na\n```"));
    assert_eq!(updated(&marked, "ü").text, marked.replace("          a\n", "          ü\n"));
}

#[test]
fn what_a_bank_cannot_hold_is_refused() {
    let text = bank("```sh\nx\n```\n```output\na\n```\n");
    for character in ['\u{1b}', '\r', '\0', '\u{85}', '\u{fdd0}', '\u{ffff}'] {
        refuses(&text, &format!("a{character}b"), Refusal::Character(character));
    }
    assert_eq!(updated(&text, "\u{feff}\u{2028}\u{e000}\u{fdd4}").refused, []);
    for line in ["```", "a\n````\nb", "   ```  "] {
        refuses(&text, line, Refusal::Fence);
    }
    let longer = text.replace("```output\n          a\n          ```", "`````output\n          a\n          `````");
    assert_eq!(updated(&longer, "```").refused, []);
}

#[test]
fn texts_that_are_no_blocks_are_refused() {
    let folded = "\n          Words.\n\n          ```sh\n\n          x\n\n          ```\n\n          ```output\n\n          a\n\n          ```\n";
    for style in [">", ">-", "", "'"] {
        let end = if style == "'" { "'" } else { "" };
        let keys = format!("        short: {style}{}{end}\n", folded.trim_end());
        refuses(&format!("{HEAD}      - id: q\n        question: What?\n{keys}"), "b", Refusal::Style);
    }
    refuses(&bank("```sh\nx\n```\n```output\na\n"), "b", Refusal::Style);
}

#[test]
fn a_text_that_an_alias_repeats_is_written_once() {
    let text = bank("```sh\nx\n```\n```output\na\n```\n").replace("answer: |", "answer: &a |");
    let text = format!("{text}      - id: r\n        question: Why?\n        answer: *a\n");
    let both =
        |first: &str, second: &str| update::outputs(&source(&text), &[(0, first.to_owned()), (1, second.to_owned())]);
    assert_eq!(both("b", "b").text, text.replace("          a\n", "          b\n"));
    assert_eq!(both("b", "c").refused, [(0, Refusal::Repeated), (1, Refusal::Repeated)]);
    assert_eq!(both("b", "c").text, text);
    assert_eq!(updated_first(&text, "b").text, text.replace("          a\n", "          b\n"));
}

#[test]
fn the_program_writes_what_is_printed_and_says_so() {
    let workspace = Workspace::new();
    let before = bank(
        "```sh\necho a; exit 1\n```\n```output\nb\n```\n\n```sh\nseq 2\n```\n```output\n1\n```\n\n```sh\necho same\n```\n\
         ```output\nsame\n```\n\n```sh continue\nprintf 'more\\n\\n'\n```\n```output\n```\n\n```sh\nprintf '\\033'\n```\n```output\n```\n",
    );
    let after = before.replace("          1\n", "          1\n          2\n");
    let after = after.replace(
        "\\n'\n          ```\n          ```output\n",
        "\\n'\n          ```\n          ```output\n          more\n",
    );
    workspace.put("bank.yaml", &before);
    let said = workspace.run(&["verify", "bank.yaml", "--update"]);
    said.fails(1, "this code fails with exit code 1");
    said.fails(1, "it was not updated: it holds the character U+001B, which no bank can hold");
    assert!(said.err.ends_with("bank.yaml: 5 blocks: 1 passed, 2 updated, 2 failed\n"), "{said:#?}");
    let line = after.lines().count() - 1;
    assert!(said.err.contains(&format!("bank.yaml:{line}:11\n")), "places are those of the new file: {said:#?}");
    assert_eq!(String::from_utf8(workspace.read("bank.yaml")).unwrap(), after);
    let said = workspace.run(&["verify", "bank.yaml", "--update"]);
    assert!(said.err.ends_with("bank.yaml: 5 blocks: 3 passed, 2 failed\n"), "{said:#?}");
    assert_eq!(String::from_utf8(workspace.read("bank.yaml")).unwrap(), after);
    assert_eq!(workspace.files(), ["bank.yaml"]);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let workspace = Workspace::new();
    let before = bank("```sh\necho a\n```\n```output\nb\n```\n");
    workspace.put("bank.yaml", &before);
    let permissions = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(workspace.join("bank.yaml"), permissions).unwrap();
    let said = workspace.run(&["verify", "bank.yaml", "--update"]);
    said.fails(2, "it is read-only").fails(2, "help: the file is as it was");
    assert_eq!(workspace.read("bank.yaml"), before.as_bytes());
}

/// The contexts an output can stand in: what comes before its lines, each line's own beginning, what comes after.
const CONTEXTS: [(&str, &str, &str); 5] = [
    (
        "        short: |\n          ```sh\n          x\n          ```\n          ```output\n",
        "          ",
        "          ```\n",
    ),
    (
        "        short: |-\n         - ```sh\n           x\n           ```\n\n           ~~~output\n",
        "           ",
        "           ~~~\n         - Next.\n",
    ),
    (
        "        pitfalls:\n        - |\n          > ```sh\n          > x\n          > ```\n          > ````output\n",
        "          > ",
        "          > ````\n",
    ),
    (
        "        hint: |1\n            1. ```sh\n               x\n               ```\n                ```output\n",
        "                ",
        "                ```\n",
    ),
    ("        short: \"```sh\\nx\\n```\\n```output\\n", "", "```\"\n"),
];

proptest! {
    /// Whatever is printed is in the bank afterwards, or the file is as it was.
    #[test]
    fn whatever_is_printed_is_there_or_nothing_has_changed(
        lines in prop::collection::vec("[ \t`~a>#:|'\"{}\\\\&*!%@\\[\\]é🦀\u{1}\u{2028}-]{0,6}", 0..6),
        context in 0..CONTEXTS.len(),
    ) {
        let (before, _, after) = CONTEXTS[context];
        let above = format!("{HEAD}      - id: q\n        question: What?\n{before}");
        let below = format!("{after}        see: []\n# the end\n");
        let text = format!("{above}{below}");
        let output = lines.join("\n").trim_end().to_owned();
        let result = updated(&text, &output);
        if let Some((_, refusal)) = result.refused.first() {
            prop_assert_eq!(&result.text, &text);
            prop_assert!(match refusal {
                Refusal::Character(character) => *character == '\u{1}' && output.contains('\u{1}'),
                Refusal::Fence => output.contains("```") || output.contains("~~~"),
                Refusal::Style | Refusal::Repeated | Refusal::Defect => false,
            }, "{:?}: {:?}", refusal, output);
        } else {
            prop_assert!(result.text.starts_with(&above) && result.text.ends_with(&below), "{}", result.text);
            let listing = Listing::of(&source(&result.text));
            prop_assert_eq!(&listing.blocks[0].output.as_ref().unwrap().text, &output);
        }
    }
}
