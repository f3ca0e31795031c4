//! Where lines, columns and pages end: what belongs together stands together.

use prepdeck::bank::{self, Bank};
use prepdeck::doc::highlight;
use prepdeck::render::pdf::plan::{Plan, Run};
use prepdeck::source::Source;

use crate::support;
use crate::typesetting::{bank_of, find, lines, plan, right, runs};

/// A bank of one question, all of whose keys are given.
fn question(head: &str, keys: &str) -> Bank {
    let keys = support::indented(keys, "        ");
    let text = format!("title: T\nid: t\n{head}\nsections:\n  - title: S\n    questions:\n      - id: q\n{keys}");
    let (bank, report) = bank::check(&Source::new("tests/cases/sheet/t.yaml", text));
    bank.unwrap_or_else(|| panic!("{:?}", report.diagnostics()))
}

/// The plan of a bank of one question with this short answer, its code coloured.
fn coloured(short: &str) -> Plan {
    let mut bank = bank_of("", short);
    highlight::colour(&mut bank);
    plan(&bank)
}

/// The words of each column of each page, line by line.
fn columns(plan: &Plan) -> Vec<Vec<String>> {
    let is_left = |run: &&Run| run.x < plan.width / 2.0;
    let halves = plan.pages.iter().flat_map(|page| {
        [page.runs().filter(is_left).collect::<Vec<_>>(), page.runs().filter(|run| !is_left(run)).collect()]
    });
    halves.map(|runs| by_line(&runs)).collect()
}

fn by_line(runs: &[&Run]) -> Vec<String> {
    let lines = runs.chunk_by(|a, b| (a.y - b.y).abs() < 0.1);
    lines.map(|line| line.iter().map(|run| run.shaped.text.as_ref()).collect::<String>().trim().to_owned()).collect()
}

#[test]
fn a_comment_that_has_no_room_behind_its_code_stands_whole_below_it() {
    let code = "```python\nvalues.sort(key=len, reverse=True)  # the longest of them come first\n```";
    let lines = lines(&coloured(code));
    assert!(lines.iter().any(|line| line.ends_with("reverse=True)")), "{lines:?}");
    assert!(lines.iter().any(|line| line == "# the longest of them come first"), "{lines:?}");
}

#[test]
fn a_comment_behind_code_that_takes_two_lines_stands_whole_below_it() {
    let code = "```python\nresult = function_with_a_long_name(first_argument, second_argument, third_argument)  # and a comment\n```";
    let lines = lines(&coloured(code));
    assert!(lines.iter().any(|line| line.ends_with("# and a comment")), "{lines:?}");
}

#[test]
fn comments_below_each_other_move_together_where_one_has_no_room() {
    let code = "```python\na = 1                            # one, and words that take room\nbc = 2                           # two\n```";
    let plan = coloured(code);
    let comments: Vec<&Run> = runs(&plan).filter(|run| run.shaped.text.starts_with('#')).collect();
    let [one, two] = comments.as_slice() else { panic!("{:?}", lines(&plan)) };
    assert!((one.x - two.x).abs() < 0.01, "{} {}", one.x, two.x);
    // Two spaces are left behind the longer line of code.
    let gap = (two.x - right(find(&plan, "2"))) / (two.size * 0.6);
    assert!((gap - 2.0).abs() < 0.1, "{gap}");
    assert!(lines(&plan).iter().any(|line| line.ends_with("# one, and words that take room")), "{:?}", lines(&plan));
}

#[test]
fn comments_that_have_room_stay_where_they_are() {
    let plan = coloured("```python\na = 777            # one\n```");
    let comment = runs(&plan).find(|run| run.shaped.text.starts_with('#')).unwrap();
    let gap = (comment.x - right(find(&plan, "777"))) / (comment.size * 0.6);
    assert!((gap - 12.0).abs() < 0.1, "{gap}");
}

#[test]
fn no_column_ends_within_a_call_or_between_a_head_and_its_block() {
    let code = "@decorated\ndef f(x):\n    return call(\n        first,\n        second,\n    )\nvalue = 1\n".repeat(3);
    for above in 0..60 {
        let short = format!("{}\n\n```python\n{code}```\n", vec!["x"; above].join("\n\n"));
        for column in columns(&coloured(&short)) {
            let last = column.last().map_or("", String::as_str);
            let is_open = last.ends_with(['(', ',', ':']) || last.starts_with('@');
            assert!(!is_open, "{above}: {column:?}");
        }
    }
}

#[test]
fn code_is_tied_to_nothing_after_it_and_long_statements_are_parted() {
    let columns = |code: &str| {
        let questions = format!("{}\n\n", "x".repeat(10)).repeat(40) + &format!("```python\n{code}\n```\n\n").repeat(8);
        columns(&coloured(&questions)).into_iter().map(|column| column.len()).collect::<Vec<_>>()
    };
    assert_eq!(columns("def f(x):"), columns("def f(x)"), "the last line heads nothing");
    let argument = "        first_argument_with_a_long_name, second_argument_with_a_long_name, third=1,\n";
    let call = format!("call(\n{}    )", argument.repeat(40));
    let plan = coloured(&format!("{}```python\n{call}\n```\n", "x\n\n".repeat(30)));
    let starts: Vec<f32> =
        runs(&plan).filter(|run| run.shaped.text.starts_with("first_argument")).map(|run| run.x).collect();
    assert!(starts.iter().any(|x| (x - starts[0]).abs() > 100.0), "it goes on where it began: {starts:?}");
    assert!((find(&plan, "call").x - find(&plan, "x").x).abs() < 10.0, "{:?}", lines(&plan));
}

#[test]
fn a_bracket_that_closes_nothing_opens_none_before_it() {
    let code = "case $1 in\n  a) one ;;\n  b) two ;;\nesac\nlist=(\n  three\n  four\n)\n".repeat(2);
    for above in 0..60 {
        let short = format!("{}\n\n```bash\n{code}```\n", vec!["x"; above].join("\n\n"));
        for column in columns(&coloured(&short)) {
            assert!(
                !column.last().is_some_and(|line| ["list=(", "three", "four"].contains(&&**line)),
                "{above}: {column:?}"
            );
        }
    }
}

#[test]
fn no_line_of_code_begins_with_what_ends_something() {
    for width in 20..60 {
        let indent = "x".repeat(width);
        let code = format!(
            "```text\n{indent} {{% csrf_token_and_more %}} {{{{ object_list.first }}}}\n{indent} permission_classes = [a, b]\n```"
        );
        for line in lines(&plan(&bank_of("", &code))) {
            assert!(!["%}", "}}", "= "].iter().any(|sign| line.starts_with(sign)), "{width}: {line}");
        }
    }
}

#[test]
fn no_line_begins_with_a_dash_between_words() {
    for words in 0..20 {
        let plan =
            plan(&bank_of("", &format!("{}and then a question? — Its answer – given here.", "word ".repeat(words))));
        for line in lines(&plan) {
            assert!(!line.starts_with(['–', '—']), "{words}: {line}");
        }
    }
}

#[test]
fn code_is_parted_at_blank_lines() {
    let block = |number: usize| format!("def f{number}(x):\n    y = x\n    return y\n");
    let code = (0..60).map(block).collect::<Vec<_>>().join("\n");
    let columns = columns(&plan(&bank_of("", &format!("```python\n{code}```"))));
    let full: Vec<_> = columns.iter().filter(|column| column.iter().any(|line| line.starts_with("def"))).collect();
    assert!(full.len() > 2, "{columns:?}");
    for column in full {
        assert!(column.last().is_some_and(|line| line == "return y"), "{column:?}");
    }
}

#[test]
fn no_item_of_one_line_stands_alone_in_a_column() {
    for above in 0..60 {
        let filler = vec!["x\n"; above].join("\n");
        let keys = format!(
            "question: Why?\nanswer: |\n{}\npitfalls: [one, two, three]\nsources: [\"https://example.org/a\", \
             \"https://example.org/b\", \"https://example.org/c\"]",
            support::indented(&filler, "  ")
        );
        let columns =
            columns(&plan(&question("sheet: {detail: full, columns: 2, paper: letter, landscape: true}", &keys)));
        for pair in columns.windows(2) {
            let (last, first) = (pair[0].last().map_or("", String::as_str), pair[1].first().map_or("", String::as_str));
            let is_bad = |line: &str| line.ends_with("three") || line.ends_with("example.org/c");
            assert!(!is_bad(first), "{above}: {columns:?}");
            assert!(!last.ends_with("one") && !last.ends_with("example.org/a"), "{above}: {columns:?}");
        }
    }
}

#[test]
fn what_a_colon_announces_stands_with_it() {
    for above in 0..60 {
        let short = format!("{}\n\nIt prints:\n\n```python\nprint(1)\n```\n", vec!["x"; above].join("\n\n"));
        for column in columns(&plan(&bank_of("", &short))) {
            assert!(column.last().is_none_or(|line| line != "It prints:"), "{above}: {column:?}");
        }
    }
}

#[test]
fn options_and_short_code_are_not_parted() {
    for words in 0..14 {
        let text = format!(
            "{}`makemigrations --check` and `?owner=1&page=12345678` `(a > 1) & (a < 5)`",
            "word ".repeat(words)
        );
        let lines = lines(&plan(&bank_of("", &text)));
        let ends = |mark: &str| lines.iter().any(|line| line.ends_with(mark));
        assert!(!ends(" --") && !ends(" ?") && !ends("(a") && !ends("(a >"), "{lines:?}");
    }
}

#[test]
fn addresses_are_parted_before_hyphens_and_their_lines_are_set_in() {
    let address = "https://docs.python.org/3/faq/design.html#why-are-there-separate-tuple-and-list-data-types";
    let keys = format!("question: Why?\nanswer: A.\nsources: [\"{address}\", \"https://example.org\"]");
    let plan = plan(&question("sheet: {detail: full, columns: 2}", &keys));
    let lines = lines(&plan);
    assert!(!lines.iter().any(|line| line.ends_with('-')), "{lines:?}");
    let rest = runs(&plan).find(|run| run.shaped.text.starts_with('-')).unwrap();
    assert!(rest.x > find(&plan, "https://example.org").x + 5.0);
}

#[test]
fn addresses_are_parted_at_slashes_rather_than_at_hyphens() {
    let address = format!("https://example.org/{}end", "a-very-long-path/".repeat(20));
    let lines = lines(&plan(&bank_of("", &format!("See <{address}>."))));
    assert!(lines.iter().filter(|line| line.ends_with('/')).count() >= 4, "{lines:?}");
    assert!(!lines.iter().any(|line| line.starts_with('-') || line.ends_with('-')), "{lines:?}");
}

#[test]
fn a_question_of_more_than_ten_pages_is_set_in_full() {
    let paragraph =
        |number: usize| format!("p{number} {}", "words that fill lines and say little ".repeat(12).trim_end());
    let short = (0..260).map(paragraph).collect::<Vec<_>>().join("\n\n");
    let plan = plan(&bank_of("", &short));
    assert!(plan.pages.len() > 10, "{}", plan.pages.len());
    let text: String = runs(&plan).map(|run| run.shaped.text.as_ref()).collect();
    assert_eq!(text.matches("little").count(), 260 * 12);
    let is_on_page = |run: &Run| run.y > 0.0 && run.y < plan.height - 40.0;
    assert!(runs(&plan).all(is_on_page));
}

#[test]
fn a_heading_ends_in_more_than_a_short_word() {
    let keys = "question: What is the difference between a deep copy and shallow copy?\nanswer: A.";
    let lines = lines(&plan(&question("sheet: {columns: 2}", keys)));
    assert!(lines.iter().any(|line| line == "shallow copy?"), "{lines:?}");
}

#[test]
fn a_heading_does_not_end_a_line_at_a_hyphen() {
    for words in 0..12 {
        let keys =
            format!("question: {}A built-in, well-known, old-fashioned question\nanswer: A.", "word ".repeat(words));
        let lines = lines(&plan(&question("sheet: {columns: 3}", &keys)));
        assert!(!lines.iter().any(|line| line.ends_with('-')), "{lines:?}");
    }
}

#[test]
fn code_that_is_cut_keeps_the_room_of_its_spaces() {
    let text = "so `Book.objects.create(title='', ...)` works.";
    let plan = plan(&bank_of("sheet: {columns: 4}", text));
    let code = runs(&plan).filter(|run| run.shaped.text.trim_end().ends_with("...)")).last().unwrap();
    let advance: f32 = code.shaped.glyphs.iter().map(|glyph| glyph.advance).sum();
    assert!(find(&plan, "works.").x >= code.x + advance * code.size, "{:?}", lines(&plan));
}

#[test]
fn a_table_is_made_smaller_before_its_words_are_cut() {
    let table = "| Step | View | Name |\n|---|---|---|\n| words that say | `PasswordResetCompleteView` | \
                 `password_reset_complete` |\n";
    let plan = plan(&bank_of("", table));
    assert!(runs(&plan).any(|run| run.shaped.text.contains("PasswordResetCompleteView")), "{:?}", lines(&plan));
}

#[test]
fn words_are_cut_at_capitals() {
    let code = "`UnauthenticatedPasswordResetCompleteViewAndTemplateView`";
    let lines = lines(&plan(&bank_of("sheet: {columns: 4}", code)));
    let at = lines.iter().position(|line| line.starts_with("Unauth")).unwrap();
    assert!(lines[at + 1].starts_with(char::is_uppercase), "{lines:?}");
}

#[test]
fn dots_and_brackets_are_not_cut_apart() {
    let lines = lines(&plan(&bank_of("sheet: {columns: 4}", "`authors_of_the_books.filter(...)`")));
    assert!(lines.iter().any(|line| line.starts_with("...)") || line.contains("(...)")), "{lines:?}");
}

#[test]
fn a_justified_line_that_stays_short_has_no_hyphen_that_helps_nothing() {
    let text = "Taking the owner from the request body. Set it in `perform_create`: \
        `serializer.save(owner=self.request.user)`.";
    for words in 0..6 {
        let text = format!("{}{text}", "word ".repeat(words));
        let plan = plan(&bank_of("sheet: {justify: true, columns: 2}", &text));
        for run in runs(&plan).filter(|run| run.shaped.text.contains('\u{AD}')) {
            let full = runs(&plan).map(right).fold(0.0, f32::max);
            assert!(right(run) > full - 12.0, "{:?}", lines(&plan));
        }
    }
}

#[test]
fn numbers_of_a_section_stay_on_one_line() {
    let question = |id: String| format!("      - {{id: q{id}, question: Why?, short: A.}}\n");
    let section = |section: usize| {
        let questions: Vec<String> = (0..3).map(|number| question(format!("{section}{number}"))).collect();
        format!("  - title: Sections of words {section}\n    questions:\n{}", questions.concat())
    };
    let sections: Vec<String> = (0..4).map(section).collect();
    let text = format!("title: T\nid: t\nsheet: {{columns: 4}}\nsections:\n{}", sections.concat());
    let (bank, _) = bank::check(&Source::new("tests/cases/sheet/t.yaml", text));
    let plan = plan(&bank.unwrap());
    assert!(runs(&plan).any(|run| run.shaped.text.contains("4–6")), "{:?}", lines(&plan));
}

#[test]
fn a_page_that_is_read_from_the_right_begins_its_header_there() {
    let short = "אבג\n\n".repeat(200);
    let plan = plan(&bank_of("language: he\nversion: \"7\"", &short));
    let furniture = &plan.pages[1].furniture.runs;
    let x = |words: &str| furniture.iter().find(|run| run.shaped.text.starts_with(words)).unwrap().x;
    assert!(x("T") > plan.width / 2.0 && x("S") < plan.width / 2.0);
    assert!(x("v7") > plan.width / 2.0 && x("page") < plan.width / 2.0);
}
