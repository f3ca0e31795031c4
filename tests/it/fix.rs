//! `check --fix`: ids that are missing are written, and every other byte of the file stays as it is.

use prepdeck::bank::fix::{self, Refusal};
use prepdeck::bank::{self, Bank};
use prepdeck::report::Code;
use prepdeck::source::Source;
use proptest::prelude::*;

use crate::workspace::{TINY, Workspace};

fn source(text: &str) -> Source {
    Source::new("nowhere/bank.yaml", text)
}

/// The text with ids, and how many questions still have none.
#[track_caller]
fn fixed(text: &str) -> (String, usize) {
    let fixed = fix::ids(&source(text)).unwrap();
    assert_eq!(fixed.written == 0, fixed.text == text);
    let again = fix::ids(&source(&fixed.text)).unwrap();
    assert_eq!((again.written, again.left, &again.text), (0, fixed.left, &fixed.text), "a second time changes nothing");
    (fixed.text, fixed.left)
}

/// A bank of these questions, each entry as it stands.
fn of(entries: &str) -> String {
    format!("title: T\nid: t\nsections:\n  - title: S\n    id: part\n    questions:\n{entries}")
}

/// Each entry of a list before and after, alone in its bank.
#[track_caller]
fn becomes(before: &str, after: &str) {
    assert_eq!(fixed(&of(before)), (of(after), 0), "{before:?}");
}

#[track_caller]
fn stays(entry: &str) {
    assert_eq!(fixed(&of(entry)), (of(entry), 1), "{entry:?}");
}

#[test]
fn an_entry_in_block_style_gets_a_line_of_its_own() {
    becomes("      - question: What is x?\n", "      - id: what-is-x\n        question: What is x?\n");
    becomes("    -   question: X?\n        short: y\n", "    -   id: x\n        question: X?\n        short: y\n");
    becomes("      -\n          question: X?\n", "      -\n          id: x\n          question: X?\n");
    becomes("      - short: y\n        question: X?", "      - id: x\n        short: y\n        question: X?");
    becomes("      - question: X?", "      - id: x\n        question: X?");
    becomes("      - \"question\" : |\n          X?\n", "      - id: x\n        \"question\" : |\n          X?\n");
    becomes(
        "      - # why\n\n        # and\n        question: X?  # so\n",
        "      - # why\n\n        # and\n        id: x\n        question: X?  # so\n",
    );
}

#[test]
fn anchors_stay_with_what_they_name() {
    becomes("      - &a question: X?\n", "      - id: x\n        &a question: X?\n");
    becomes("      - &a\n        question: X?\n", "      - &a\n        id: x\n        question: X?\n");
    becomes(
        "      - !!map &a # c\n        question: X?\n",
        "      - !!map &a # c\n        id: x\n        question: X?\n",
    );
    becomes("      - &a {question: X?}\n", "      - &a {id: x, question: X?}\n");
    becomes("      - {&a question: X?}\n", "      - {id: x, &a question: X?}\n");
    let alias = "      - &a question: X?\n        short: y\n        hint: *a\n";
    becomes(alias, &alias.replace("&a", "id: x\n        &a"));
}

#[test]
fn an_entry_in_flow_style_gets_a_key_in_it() {
    becomes("      - {question: X?}\n", "      - {id: x, question: X?}\n");
    becomes("      - { question: X?, }\n", "      - { id: x, question: X?, }\n");
    becomes("      - {\n          question: X?\n        }\n", "      - {\n          id: x, question: X?\n        }\n");
    becomes("      - { # c\n          question: X?}\n", "      - {id: x,  # c\n          question: X?}\n");
    becomes("      - {? question : X?}\n", "      - {id: x, ? question : X?}\n");
    becomes("      - {\"question\":\"X?\"}\n", "      - {\"id\": \"x\", \"question\":\"X?\"}\n");
    let brackets = "title: T\nid: t\nsections: [{title: S, questions: [{question: X?}, {question: Z?}]}]";
    let ids = brackets.replace("{question: X", "{id: x, question: X").replace("{question: Z", "{id: z, question: Z");
    assert_eq!(fixed(brackets), (ids, 0));
}

#[test]
fn an_id_that_is_empty_is_filled_in() {
    for (before, after) in [
        ("id:", "id: x"),
        ("id:   ", "id: x   "),
        ("id:  # todo", "id: x  # todo"),
        ("id:\t# todo", "id: x\t# todo"),
        ("id :", "id : x"),
        ("'id':", "'id': x"),
        ("id: null", "id: x"),
        ("id: ~ # c", "id: x # c"),
        ("id:\n          NULL", "id:\n          x"),
    ] {
        becomes(
            &format!("      - question: X?\n        {before}\n"),
            &format!("      - question: X?\n        {after}\n"),
        );
        becomes(
            &format!("      - {before}\n        question: X?\n"),
            &format!("      - {after}\n        question: X?\n"),
        );
    }
    becomes("      - {question: X?, id: }\n", "      - {question: X?, id: x }\n");
    becomes("      - {id:, question: X?}\n", "      - {id: x, question: X?}\n");
    becomes("      - {id: ~, question: X?}\n", "      - {id: x, question: X?}\n");
}

#[test]
fn line_ends_are_those_that_are_used_there() {
    let crlf = of("      - question: X?\n        short: y\n").replace('\n', "\r\n");
    assert_eq!(fixed(&crlf).0, crlf.replace("- question", "- id: x\r\n        question"));
    let cr = crlf.replace("\r\n", "\r");
    assert_eq!(fixed(&cr).0, cr.replace("- question", "- id: x\r        question"));
    becomes(
        "      - question: X?\r\n        short: y\n      - question: Z?\n        short: x\r\n",
        "      - id: x\r\n        question: X?\r\n        short: y\n      - id: z\n        question: Z?\n        short: x\r\n",
    );
    let bom = format!("\u{feff}{}", of("      - {question: X?}\t\n\n  \n"));
    assert_eq!(fixed(&bom).0, bom.replace("{question", "{id: x, question"));
}

#[test]
fn ids_are_unique_among_all_that_a_bank_has_or_had() {
    becomes(
        "      - {question: X?}\n      - {question: x}\n      - {id: X-2, question: y}\n      - {id: z, was: x-4, question: y}\n      - {question: X!}\n",
        "      - {id: x, question: X?}\n      - {id: x-3, question: x}\n      - {id: X-2, question: y}\n      - {id: z, was: x-4, question: y}\n      - {id: x-5, question: X!}\n",
    );
}

#[test]
fn an_id_is_made_from_the_first_words_or_from_the_place() {
    let id_of = |section: &str, question: &str| {
        let text = format!(
            "title: T\nid: t\nsections:\n- title: \"{section}\"\n  questions:\n  - id: a\n    question: A\n  - question: \"{question}\""
        );
        let (text, left) = fixed(&text);
        assert_eq!(left, 0);
        let checked = bank::check(&source(&text)).0.unwrap();
        checked.sections[0].questions[1].id.to_string()
    };
    assert_eq!(id_of("S", "What is `List<T>` in **Java**?"), "what-is-list-t-in-java");
    assert_eq!(
        id_of("S", "What is the difference between a list and a tuple, and when would you use which of the two?"),
        "what-is-the-difference-between-a-list-and-a-tuple-and-when"
    );
    assert_eq!(id_of("S", "Python's memory: who\u{2019}d own it?"), "pythons-memory-whod-own-it");
    assert_eq!(id_of("S", &"a".repeat(200)), "a".repeat(60));
    assert_eq!(id_of("Basic Python", "什么是全局锁？"), "basic-python-2");
    assert_eq!(id_of("S", "1 + 1 = ?"), "s-2");
    assert_eq!(id_of("基本", "什么是全局锁？"), "question-2");
    assert_eq!(id_of("基本", "什么是 GIL？"), "gil");
}

#[test]
fn ids_that_yaml_takes_for_something_else_are_in_quotes() {
    for word in ["true", "null", "NO", "y", "on", "1e5", "0x1F", "0o7a", "2024-01-01e"] {
        let id = word.to_lowercase();
        becomes(
            &format!("      - question: \"{word}?\"\n"),
            &format!("      - id: \"{id}\"\n        question: \"{word}?\"\n"),
        );
    }
    becomes("      - question: \"3 ways\"\n", "      - id: 3-ways\n        question: \"3 ways\"\n");
}

#[test]
fn what_cannot_be_changed_safely_is_left_alone() {
    stays("      - ? question\n        : X?\n");
    stays("      - question: X?\n        ? id\n        :\n");
    stays("      - question: X?\n        id: &a\n");
    stays("      - {question: X?, id}\n");
    stays("      - question: X?\n        id:\n        id: x\n");
    stays("      -\tquestion: X?\n");
    stays("      - {short: No question., level: basic}\n");
    stays("      - question: \" \"\n");
    let pair = "title: T\nid: t\nsections: [{title: S, questions: [\n  question: X?\n ]}]";
    assert_eq!(fixed(pair), (pair.to_owned(), 1));
}

#[test]
fn what_is_wrong_otherwise_is_no_hindrance() {
    becomes(
        "      - &a\n        question: X?\n      - *a\n",
        "      - &a\n        id: x\n        question: X?\n      - *a\n",
    );
    becomes(
        "      - question: X?\n        Sources: [a]\n        level: hard\n      - 5\n      - []\n",
        "      - id: x\n        question: X?\n        Sources: [a]\n        level: hard\n      - 5\n      - []\n",
    );
    let typo = of("      - Question: X?\n").replace("sections", "Sections");
    assert_eq!(fixed(&typo), (typo.replace("- Question", "- id: x\n        Question"), 0));
    for text in ["", "# nothing\n", "5", "[]", "sections: {}", "sections: [5, {questions: 5}]"] {
        assert_eq!(fixed(text), (text.to_owned(), 0));
    }
    let open = of("      - question: \"X?\n");
    assert_eq!(fix::ids(&source(&open)), Err(Refusal::NotYaml));
}

#[test]
fn a_large_bank_of_one_text_takes_no_time() {
    let (text, left) = fixed(&of(&"      - question: The same?\n        short: x\n".repeat(20_000)));
    assert_eq!(left, 0);
    assert!(text.ends_with("id: the-same-20000\n        question: The same?\n        short: x\n"));
}

/// How an entry is written.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Block,
    DashAlone,
    Anchored,
    AnchoredKey,
    Commented,
    Flow,
    FlowOverLines,
    Json,
}

/// What an entry has of an id.
#[derive(Clone, Copy, Debug)]
enum State {
    Given,
    None,
    Empty,
    Null(&'static str),
}

#[derive(Clone, Debug)]
struct Question {
    shape: Shape,
    state: State,
    text: &'static str,
    /// The id's place among the keys, where there is an id.
    is_last: bool,
    indent: usize,
    line_end: &'static str,
    trail: &'static str,
}

const TEXTS: [&str; 12] = [
    "What is x?",
    "what is X",
    "什么是？",
    "true",
    "No?",
    "1e5",
    "1 + 1",
    "`a`: \"b\" # c",
    "- a, [b] {c}",
    "question-1",
    "part-2",
    "Who'd use an unusually long question, longer than any that has been asked so far, in an interview?",
];

fn question() -> impl Strategy<Value = Question> {
    use Shape::{Anchored, AnchoredKey, Block, Commented, DashAlone, Flow, FlowOverLines, Json};
    let shapes = vec![Block, DashAlone, Anchored, AnchoredKey, Commented, Flow, FlowOverLines, Json];
    let states = vec![State::Given, State::None, State::None, State::Empty, State::Null("null"), State::Null("~")];
    let trails = vec!["", " ", "\t", " # c", "  # id:"];
    let parts = (prop::sample::select(shapes), prop::sample::select(states), prop::sample::select(TEXTS.to_vec()));
    let looks = (any::<bool>(), 1..5_usize, prop::sample::select(vec!["\n", "\r\n"]), prop::sample::select(trails));
    (parts, looks).prop_map(|((shape, state, text), (is_last, indent, line_end, trail))| Question {
        shape,
        state,
        text,
        is_last,
        indent,
        line_end,
        trail,
    })
}

/// A text with gaps where ids come: what stands there before, and what does after, `@` for the id.
#[derive(Default)]
struct Template {
    parts: Vec<(String, Option<(String, String)>)>,
}

impl Template {
    fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some((last, None)) => last.push_str(text),
            _ => self.parts.push((text.to_owned(), None)),
        }
    }

    fn gap(&mut self, before: &str, after: &str) {
        self.push("");
        self.parts.last_mut().unwrap().1 = Some((before.to_owned(), after.to_owned()));
    }

    fn before(&self) -> String {
        self.parts.iter().map(|(text, gap)| text.clone() + gap.as_ref().map_or("", |(before, _)| before)).collect()
    }

    fn after(&self, mut ids: impl Iterator<Item = String>) -> String {
        let mut text = String::new();
        for (part, gap) in &self.parts {
            text.push_str(part);
            if let Some((_, after)) = gap {
                text.push_str(&after.replace('@', &ids.next().unwrap()));
            }
        }
        text
    }

    /// Writes an entry; `number` is for an id that is given.
    fn entry(&mut self, question: &Question, number: usize) {
        match question.shape {
            Shape::Block | Shape::DashAlone | Shape::Anchored | Shape::AnchoredKey | Shape::Commented => {
                self.block(question, number);
            }
            Shape::Flow | Shape::FlowOverLines | Shape::Json => self.flow(question, number),
        }
    }

    fn block(&mut self, question: &Question, number: usize) {
        let Question { shape, line_end, trail, indent, .. } = question;
        let dash = format!("      -{}", " ".repeat(*indent));
        let column = " ".repeat(dash.len());
        self.push(&match shape {
            Shape::DashAlone => format!("      -{trail}{line_end}{column}"),
            Shape::Anchored => format!("      - &a{number}{trail}{line_end}{column}"),
            Shape::Commented => format!("      - # question: no{line_end}{line_end}  # id: no\n{column}"),
            _ => dash,
        });
        if let State::None = question.state {
            self.gap("", &format!("id: @{line_end}{column}"));
        }
        if let Shape::AnchoredKey = shape {
            self.push(&format!("&k{number} "));
        }
        let text = format!("question: {}{trail}{line_end}", quoted(question.text));
        let rest = format!("short: |-{line_end}{column} id:{line_end}");
        if !question.is_last {
            self.id(question, number, &format!("{trail}{line_end}{column}"));
        }
        self.push(&format!("{text}{column}{rest}"));
        if question.is_last && !matches!(question.state, State::None) {
            self.push(&column);
            self.id(question, number, &format!("{trail}{line_end}"));
        }
    }

    fn flow(&mut self, question: &Question, number: usize) {
        let Question { shape, line_end, trail, .. } = question;
        let (open, quote) = match shape {
            Shape::FlowOverLines => (format!("{{{line_end}          "), ""),
            Shape::Json => ("{".to_owned(), "\""),
            _ => ("{ ".to_owned(), ""),
        };
        self.push(&format!("      - {open}"));
        match question.state {
            State::None if quote.is_empty() => self.gap("", "id: @, "),
            State::None => self.gap("", "\"id\": @, "),
            _ => {}
        }
        if !question.is_last {
            self.id(question, number, ", ");
        }
        let close = if question.is_last { "," } else { "" };
        self.push(&format!(
            "{quote}question{quote}: {}, {quote}short{quote}: {quote}x{quote}{close} ",
            quoted(question.text)
        ));
        if question.is_last {
            self.id(question, number, "");
        }
        self.push(&format!("}}{trail}{line_end}"));
    }

    fn id(&mut self, question: &Question, number: usize, after: &str) {
        match question.state {
            State::None => return,
            State::Given => self.push(&format!("id: given-{number}")),
            State::Empty => {
                self.push("id:");
                self.gap("", " @");
            }
            State::Null(word) => {
                self.push("id: ");
                self.gap(word, "@");
            }
        }
        self.push(after);
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn written(id: &str, is_json: bool) -> String {
    if is_json || matches!(id, "true" | "no") || id.starts_with("1e5") { format!("\"{id}\"") } else { id.to_owned() }
}

/// The ids that a checked bank has where its file had none, as they stand in the file.
fn new_ids(bank: &Bank, questions: &[Question]) -> Vec<String> {
    let ids = bank.questions().map(|(_, question)| question.id.as_str()).zip(questions);
    let lacking = ids.filter(|(_, question)| !matches!(question.state, State::Given));
    let is_json = |question: &Question| matches!((question.shape, question.state), (Shape::Json, State::None));
    lacking.map(|(id, question)| written(id, is_json(question))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn whatever_a_bank_looks_like_nothing_but_ids_is_added(
        questions in prop::collection::vec(question(), 1..12),
        has_mark in any::<bool>(),
    ) {
        let template = template(&questions, has_mark);
        let before = template.before();
        let (after, left) = fixed(&before);
        prop_assert_eq!(left, 0);
        let (checked, report) = bank::check(&source(&after));
        prop_assert!(report.diagnostics().iter().all(|told| told.code != Code::MissingKey), "{:?}", report);
        let ids = new_ids(&checked.unwrap(), &questions);
        prop_assert_eq!(after, template.after(ids.into_iter()));
    }
}

/// A bank of these questions.
fn template(questions: &[Question], has_mark: bool) -> Template {
    let mut template = Template::default();
    template.push(if has_mark { "\u{feff}" } else { "" });
    template.push("title: T # c\r\nid:   t\nsections:\n  - title: 一\n    questions: \n");
    for (number, question) in questions.iter().enumerate() {
        if number == 4 {
            template.push("  - title: Part\n    questions:\n");
        }
        template.entry(question, number);
    }
    template
}

/// What makes YAML another YAML.
const MARKS: [&str; 24] = [
    "\n", "\r\n", "\r", " ", "  ", "\t", "- ", "? ", ": ", ":", "{", "}", "[", "]", ", ", "&b ", "*b", "# ", "'", "\"",
    "|\n", "id", "~", "!!str ",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_text_is_changed_in_more_than_its_ids(
        questions in prop::collection::vec(question(), 1..5),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, prop::sample::select(MARKS.to_vec())), 1..5),
    ) {
        let mut text = template(&questions, false).before();
        for (index, length, mark) in changes {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = index.index(starts.len());
            let to = (from + length).min(starts.len() - 1);
            text.replace_range(starts[from]..starts[to], mark);
        }
        match fix::ids(&source(&text)) {
            Ok(_) => _ = fixed(&text),
            Err(refusal) => prop_assert_eq!(refusal, Refusal::NotYaml, "{:?}", text),
        }
    }
}

/// [`TINY`] without ids.
fn bare() -> String {
    TINY.replace("- id: list-vs-tuple\n        ", "- ").replace("- id: hashable\n        ", "- ")
}

#[test]
fn the_program_writes_ids_then_checks() {
    let workspace = Workspace::new();
    workspace.put("bare.yaml", bare());
    let said = workspace.run(&["check", "bare.yaml"]);
    said.fails(1, "help: add `id: what-makes-an-object-hashable`, which then never changes; `prepdeck check --fix`");
    let said = workspace.run(&["check", "--fix", "bare.yaml"]);
    assert_eq!(said.succeeds().err, "bare.yaml: wrote 2 ids\nbare.yaml: 2 questions, no mistakes\n");
    assert_eq!(said.out, "");
    let first = "- id: what-is-the-difference-between-a-list-and-a-tuple\n        question: What is the";
    let second = "- id: what-makes-an-object-hashable\n        question: What makes";
    let expected = bare().replace("- question: What is the", first).replace("- question: What makes", second);
    assert_eq!(String::from_utf8(workspace.read("bare.yaml")).unwrap(), expected);
    assert_eq!(workspace.files(), ["bare.yaml"], "nothing is left beside it");
    let said = workspace.run(&["check", "--fix", "bare.yaml"]);
    assert_eq!(said.succeeds().err, "bare.yaml: 2 questions, no mistakes\n");
}

#[test]
fn a_file_with_nothing_to_fix_is_not_touched() {
    let workspace = Workspace::tiny();
    let time = || std::fs::metadata(workspace.join("tiny.yaml")).unwrap().modified().unwrap();
    let before = time();
    std::thread::sleep(std::time::Duration::from_millis(20));
    workspace.run(&["check", "--fix", "tiny.yaml"]).succeeds();
    assert_eq!(time(), before);
}

#[test]
fn the_exit_code_tells_what_is_left() {
    let workspace = Workspace::new();
    workspace.put("a.yaml", bare().replace("short: A list", "shrot: A list"));
    workspace.put("b.yaml", bare() + "      - short: No question.\n      - &a\n        question: X?\n      - *a\n");
    let said = workspace.run(&["check", "--fix", "a.yaml", "b.yaml"]);
    said.fails(1, "a.yaml: wrote 2 ids\nb.yaml: wrote 3 ids; 1 question needs its id written by hand\n");
    said.fails(1, "unknown-key");
}

#[test]
fn findings_for_programs_are_those_of_the_fixed_file() {
    let workspace = Workspace::new();
    for (format, file) in [("json", "a.yaml"), ("github", "b.yaml")] {
        workspace.put(file, bare() + "        level: hard\n");
        let said = workspace.run(&["check", "--fix", "--format", format, file]);
        said.fails(1, "wrote 2 ids\n");
        assert_eq!(said.out.lines().count(), 1, "{said:#?}");
        let place = if format == "json" { "\"line\":16,\"column\":16" } else { "line=16,endLine=16,col=16" };
        assert!(said.out.contains(place) && said.out.contains("wrong-type"), "{said:#?}");
    }
}

#[test]
fn what_is_no_yaml_is_told_and_not_fixed() {
    let workspace = Workspace::new();
    let open = bare().replace("question: What is", "question: \"What is");
    workspace.put("open.yaml", &open);
    let said = workspace.run(&["check", "--fix", "open.yaml", "none.yaml"]);
    said.fails(2, "nothing was fixed in open.yaml: it is no YAML yet\n");
    said.fails(2, "error[syntax]").fails(2, "cannot read none.yaml: there is no such file");
    assert_eq!(said.err.matches("none.yaml").count(), 1, "{said:#?}");
    assert_eq!(workspace.read("open.yaml"), open.as_bytes());
}

#[test]
fn what_is_not_utf8_is_told_and_not_fixed() {
    let workspace = Workspace::new();
    let latin1 = bare().replace("both", "b\u{f6}th").replace("What makes", "What m\u{e4}kes");
    let latin1 = latin1.chars().map(|character| character as u8).collect::<Vec<_>>();
    workspace.put("latin1.yaml", &latin1);
    let said = workspace.run(&["check", "--fix", "latin1.yaml"]);
    said.fails(1, "nothing was fixed in latin1.yaml: it is not UTF-8 yet\n");
    said.fails(1, "error[encoding]").fails(1, "error[missing-key]");
    assert_eq!(workspace.read("latin1.yaml"), latin1);
}

#[test]
fn line_ends_of_windows_stay() {
    let workspace = Workspace::new();
    workspace.put("bare.yaml", bare().replace('\n', "\r\n"));
    workspace.run(&["check", "--fix", "bare.yaml", "-q"]).succeeds();
    let text = String::from_utf8(workspace.read("bare.yaml")).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.matches("- id: ").count(), 2);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let workspace = Workspace::new();
    workspace.put("real/bare.yaml", bare());
    symlink("real/bare.yaml", workspace.join("link.yaml")).unwrap();
    let file = workspace.join("real/bare.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = workspace.run(&["check", "--fix", "link.yaml"]);
    assert!(said.succeeds().err.starts_with("link.yaml: wrote 2 ids\n"), "{said:#?}");
    assert!(workspace.join("link.yaml").is_symlink() && !file.is_symlink());
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(workspace.read("link.yaml").windows(8).any(|bytes| bytes == b"- id: wh"));
    assert_eq!(workspace.files(), ["link.yaml", "real/bare.yaml"]);
}

#[test]
fn a_file_that_may_not_be_written_is_as_it_was() {
    let workspace = Workspace::new();
    workspace.put("bare.yaml", bare());
    let permit = |readonly| {
        let mut permissions = std::fs::metadata(workspace.join("bare.yaml")).unwrap().permissions();
        permissions.set_readonly(readonly);
        std::fs::set_permissions(workspace.join("bare.yaml"), permissions).unwrap();
    };
    permit(true);
    let said = workspace.run(&["check", "--fix", "bare.yaml"]);
    said.fails(2, "cannot write bare.yaml: it is read-only").fails(2, "help: the file is as it was");
    said.fails(2, "missing-key");
    assert_eq!(workspace.read("bare.yaml"), bare().as_bytes());
    permit(false);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_leaves_its_file_as_it_was() {
    use std::os::unix::fs::PermissionsExt;

    let workspace = Workspace::new();
    workspace.put("locked/bare.yaml", bare());
    let permit =
        |mode| std::fs::set_permissions(workspace.join("locked"), std::fs::Permissions::from_mode(mode)).unwrap();
    permit(0o500);
    if std::fs::File::create_new(workspace.join("locked/probe")).is_ok() {
        eprintln!("not checked: this user (root?) may write where mode 500 forbids it");
    } else {
        let said = workspace.run(&["check", "--fix", "locked/bare.yaml"]);
        said.fails(2, "cannot write locked/bare.yaml: permission denied");
        assert_eq!(workspace.read("locked/bare.yaml"), bare().as_bytes());
    }
    permit(0o700);
}

/// Such a bank is told to put its questions into sections; that they lack ids is mended all the same.
#[test]
fn questions_without_sections_get_their_ids() {
    let text = "title: T\nid: t\nquestions:\n  - question: What is a list?\n    short: One.\n";
    let fixed = fix::ids(&Source::new("t.yaml", text)).unwrap();
    assert_eq!(fixed.text, text.replace("- question", "- id: what-is-a-list\n    question"));
}
