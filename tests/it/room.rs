//! Whatever a bank says, nothing of its sheet stands outside of its column or its page, and no text on other text:
//! computed from the plans of random documents.

use std::fmt::Write;

use prepdeck::bank::{self, Bank};
use prepdeck::lock::Lock;
use prepdeck::render::pdf::layout;
use prepdeck::render::pdf::plan::{Plan, Run};
use prepdeck::render::pdf::style::Theme;
use prepdeck::source::Source;
use proptest::prelude::*;

use crate::support;

const WORDS: &[&str] = &[
    "a",
    "in",
    "word",
    "lines",
    "transaction",
    "characteristically",
    "https://example.org/a/long/address?with=keys&more",
    "`code`",
    "`function_of(x)`",
    "**strong**",
    "*slanted*",
    "漢字かな",
    "한국어",
    "שלום",
    "العربية",
    "(123)",
    "x²",
    "→",
    "[a link](https://example.org/page)",
    "🙂",
    "A",
    "–",
    "<kbd>Ctrl</kbd>",
    "~~gone~~",
    "H~2~O",
    "end.",
];

fn words(most: usize) -> impl Strategy<Value = String> {
    let long = "[a-z]{30,120}";
    let word = prop_oneof![30 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => long];
    prop::collection::vec(word, 1..most).prop_map(|words| words.join(" "))
}

fn table() -> impl Strategy<Value = String> {
    (1..14_usize, 0..9_usize, prop::collection::vec(words(6), 1..20)).prop_map(|(columns, rows, cells)| {
        let mut cells = cells.iter().cycle();
        let mut row = || {
            let cells = cells.by_ref().take(columns).map(String::as_str).collect::<Vec<_>>();
            format!("| {} |\n", cells.join(" | "))
        };
        let head = row() + &format!("|{}\n", "---|".repeat(columns));
        (0..rows).fold(head, |table, _| table + &row())
    })
}

fn list() -> impl Strategy<Value = String> {
    prop::collection::vec((0..13_usize, prop::bool::ANY, words(10)), 1..14).prop_map(|items| {
        let mut depth = 0;
        items.into_iter().fold(String::new(), |mut list, (wish, is_numbered, text)| {
            depth = wish.min(depth + 1);
            let mark = if is_numbered { "1." } else { "-" };
            let _ = writeln!(list, "{}{mark} {text}", "   ".repeat(depth));
            list
        })
    })
}

fn block() -> impl Strategy<Value = String> {
    let code = prop::collection::vec("[a-z_(), =+]{0,140}", 1..12)
        .prop_map(|lines| format!("```python\n{}\n```", lines.join("\n")));
    prop_oneof![
        4 => words(60),
        1 => words(20).prop_map(|text| format!("> {text}")),
        2 => list(),
        2 => table(),
        2 => code,
        1 => Just("![dot](dot.png) and ![](dot.png)".to_owned()),
        1 => words(8).prop_map(|text| format!("#### {text}")),
    ]
}

fn answer() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 1..7).prop_map(|blocks| blocks.join("\n\n"))
}

fn sheets() -> impl Strategy<Value = String> {
    let languages = prop::sample::select(&["en", "de", "he", "ja", "xx"][..]);
    let shape = (1..5_u8, 14..25_u8, prop::bool::ANY, prop::bool::ANY, prop::bool::ANY);
    (languages, shape).prop_map(|(language, (columns, halves, landscape, justify, print_urls))| {
        let size = f32::from(halves) / 2.0;
        format!(
            "language: {language}\nsheet: {{columns: {columns}, size: {size}, landscape: {landscape}, justify: {justify}, \
             print_urls: {print_urls}}}\n"
        )
    })
}

fn bank_of(head: &str, answers: &[(String, String)]) -> Bank {
    let mut text = format!("title: Room\nid: room\n{head}sections:\n  - title: Section\n    questions:\n");
    for (number, (question, short)) in answers.iter().enumerate() {
        let short = support::indented(short, "          ");
        let question = question.replace('"', "'").replace('\\', "");
        let _ = write!(text, "      - id: q{number}\n        question: \"{question}\"\n        short: |2\n{short}");
    }
    let (bank, report) = bank::check(&Source::new("tests/cases/sheet/room.yaml", text.as_str()));
    bank.unwrap_or_else(|| panic!("{:?}\n{text}", report.diagnostics()))
}

/// The part of a run that no other text may stand on: what lower-case letters fill.
fn core(run: &Run) -> [f32; 4] {
    let height = run.size * run.shaped.scale * 0.45;
    [run.x, run.y - height, run.x + run.shaped.width * run.size, run.y]
}

fn overlap(one: [f32; 4], other: [f32; 4]) -> bool {
    let by = |low: usize, high: usize| one[high].min(other[high]) - one[low].max(other[low]);
    by(0, 2) > 0.6 && by(1, 3) > 0.6
}

fn check_page(plan: &Plan, theme: &Theme, number: usize) -> Result<(), TestCaseError> {
    let runs: Vec<&Run> = plan.pages[number].runs().filter(|run| run.shaped.width > 0.0).collect();
    for run in &runs {
        let [left, top, right, bottom] = core(run);
        let is_within = |from: f32, width: f32| left >= from - 0.3 && right <= from + width + 0.3;
        let in_column = (0..theme.columns).any(|column| is_within(theme.column_x(column), theme.column_width()));
        let in_width = if number == 0 { is_within(theme.margin_x, theme.text_width()) } else { in_column };
        prop_assert!(in_width, "page {}: {:?} at {left} to {right}", number + 1, run.shaped.text);
        let in_height = top >= theme.margin_top - 15.0 && bottom <= theme.page_height - theme.margin_bottom + 4.0;
        prop_assert!(in_height, "page {}: {:?} at {top} to {bottom}", number + 1, run.shaped.text);
    }
    for (place, run) in runs.iter().enumerate() {
        for other in &runs[place + 1..] {
            let (one, two) = (core(run), core(other));
            prop_assert!(
                !overlap(one, two),
                "page {}: {:?} {one:?} on {:?} {two:?}",
                number + 1,
                run.shaped.text,
                other.shaped.text
            );
        }
    }
    for image in plan.pages[number].body.iter().flat_map(|drawing| &drawing.images) {
        let in_width = image.rect.x >= theme.margin_x - 0.3
            && image.rect.x + image.rect.width <= theme.page_width - theme.margin_x + 0.3;
        prop_assert!(
            in_width && image.rect.y + image.rect.height <= theme.page_height - theme.margin_bottom + 4.0,
            "{:?}",
            image.rect
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn nothing_leaves_its_column_and_no_text_stands_on_other_text(
        head in sheets(),
        answers in prop::collection::vec((words(14), answer()), 1..6),
    ) {
        let bank = bank_of(&head, &answers);
        let (lock, _) = Lock::next(&bank, None, 1_795_000_000);
        let plan = layout::plan(&bank, &lock);
        let leftward = bank.language == "he";
        let theme = Theme { leftward, ..Theme::new(&bank.sheet) };
        for number in 0..plan.pages.len() {
            check_page(&plan, &theme, number)?;
        }
    }
}
