//! How the sheet's text is set: words parted, lines justified, tables and code that are too wide, scripts that run from
//! the right, faces of one's own. What is asserted is what a plan has where.

use std::collections::BTreeMap;
use std::path::Path;

use prepdeck::bank::{self, Bank, Given};
use prepdeck::lock::Lock;
use prepdeck::render::pdf::fonts::{self, FaceFile, Faces};
use prepdeck::render::pdf::plan::{Page, Plan, Run};
use prepdeck::render::pdf::{layout, paint};
use prepdeck::source::Source;

use crate::support;

/// A bank of one question with this short answer, and more keys of the bank before its sections.
pub fn bank_of(keys: &str, short: &str) -> Bank {
    given(keys, short, &Given::default())
}

fn given(keys: &str, short: &str, given: &Given) -> Bank {
    let indented = support::indented(short, "          ");
    let text = format!(
        "title: T\nid: t\n{keys}\nsections:\n  - title: S\n    questions:\n      - id: q\n        question: Why?\n        \
         short: |\n{indented}"
    );
    let source = Source::new("tests/cases/sheet/t.yaml", text);
    let (bank, report) = bank::check_given(&source, given);
    bank.unwrap_or_else(|| panic!("{:?}", report.diagnostics()))
}

pub fn plan(bank: &Bank) -> Plan {
    let (lock, _) = Lock::next(bank, None, 1_795_000_000);
    layout::plan(bank, &lock)
}

/// The words of lines of runs, by page and baseline, each from left to right.
pub fn lines(plan: &Plan) -> Vec<String> {
    let mut lines: BTreeMap<(usize, u32, i64), Vec<&Run>> = BTreeMap::new();
    for (number, page) in plan.pages.iter().enumerate() {
        for run in page.runs() {
            let column = run.x > plan.width / 2.0;
            lines.entry((number, u32::from(column), hundredths(run.y))).or_default().push(run);
        }
    }
    let text = |mut runs: Vec<&Run>| {
        runs.sort_by(|a, b| a.x.total_cmp(&b.x));
        runs.iter().map(|run| run.shaped.text.as_ref()).collect::<String>().trim_end().to_owned()
    };
    lines.into_values().map(text).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a few hundred points")]
fn hundredths(points: f32) -> i64 {
    (points * 100.0).round() as i64
}

pub fn runs(plan: &Plan) -> impl Iterator<Item = &Run> {
    plan.pages.iter().flat_map(Page::runs)
}

pub fn right(run: &Run) -> f32 {
    run.x + run.shaped.width * run.size
}

pub fn find<'p>(plan: &'p Plan, word: &str) -> &'p Run {
    runs(plan).find(|run| run.shaped.text.trim() == word).unwrap_or_else(|| panic!("no run says {word:?}"))
}

const LONG_WORDS: &str = "Internationalization considerations characteristically demonstrate representational \
    responsibilities notwithstanding misunderstandings of telecommunications infrastructures.";

#[test]
fn words_are_parted_where_the_language_parts_them() {
    let plan = plan(&bank_of("language: en\nsheet: {columns: 4}", LONG_WORDS));
    let parted: Vec<String> = lines(&plan).into_iter().filter(|line| line.ends_with('\u{AD}')).collect();
    assert!(!parted.is_empty(), "{:?}", lines(&plan));
    let text: String = runs(&plan).map(|run| run.shaped.text.as_ref()).collect();
    assert!(text.replace('\u{AD}', "").contains(LONG_WORDS), "no letter is lost: {text}");
}

#[test]
fn no_word_is_parted_in_a_language_without_patterns_in_code_or_in_an_address() {
    let is_parted =
        |keys: &str, text: &str| runs(&plan(&bank_of(keys, text))).any(|run| run.shaped.text.contains('\u{AD}'));
    let narrow = "sheet: {columns: 4}";
    assert!(!is_parted(&format!("language: zh\n{narrow}"), LONG_WORDS));
    let code = LONG_WORDS.split(' ').map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ");
    assert!(!is_parted(&format!("language: en\n{narrow}"), &code));
    let addresses = LONG_WORDS.replace(' ', " https://example.org/characteristically/representational/");
    let addresses = addresses.split(' ').filter(|word| word.starts_with("https")).collect::<Vec<_>>().join(" ");
    assert!(!is_parted(&format!("language: en\n{narrow}"), &addresses));
}

#[test]
fn a_hyphen_that_parts_a_word_is_another_glyph_than_one_that_was_written() {
    let text = format!("A well-known e-mail. {LONG_WORDS} {LONG_WORDS}");
    let plan = plan(&bank_of("language: en\nsheet: {columns: 4}", &text));
    let mut glyphs: BTreeMap<(u8, u32), Vec<&str>> = BTreeMap::new();
    for run in runs(&plan) {
        for glyph in &run.shaped.glyphs {
            let text = &run.shaped.text[glyph.start as usize..glyph.end as usize];
            if matches!(text, "-" | "\u{AD}") {
                glyphs.entry((run.shaped.face.0, glyph.id)).or_default().push(text);
            }
        }
    }
    assert!(glyphs.len() >= 2, "{glyphs:?}");
    assert!(glyphs.values().all(|texts| texts.iter().all(|text| text == &texts[0])), "{glyphs:?}");
}

#[test]
fn the_tint_of_code_leaves_the_space_between_words_and_makes_none() {
    let plan = plan(&bank_of("sheet: {columns: 1}", "one `two three` four `five`, <kbd>Ctrl</kbd>+<kbd>C</kbd>. And"));
    let gap = |before: &str, after: &str| {
        let (before, after) = (find(&plan, before), find(&plan, after));
        (after.x - right(before) - before.shaped.space * before.size) / before.size
    };
    let tints = plan.pages[0].body.iter().flat_map(|drawing| &drawing.fills).map(|fill| fill.rect);
    let tints = tints.filter(|rect| (rect.y..rect.y + rect.height).contains(&find(&plan, "one").y)).collect::<Vec<_>>();
    for (before, after) in [("one", "two three"), ("two three", "four"), ("four", "five")] {
        assert!(gap(before, after) > 0.07, "{before} {after}: {}", gap(before, after));
        let between = right(find(&plan, before))..find(&plan, after).x;
        let edges = tints.iter().flat_map(|rect| [rect.x, rect.x + rect.width]);
        assert_eq!(edges.filter(|edge| between.contains(edge)).count(), 1, "{before} {after}: {tints:?}");
    }
    // Who copies text would be given a space.
    for (before, after) in [("five", ","), ("Ctrl", "+"), ("+", "C"), ("C", ".")] {
        assert!(gap(before, after).abs() < 0.001, "{before} {after}: {}", gap(before, after));
    }
}

#[test]
fn white_space_in_code_is_no_wider_in_lines_that_end_together() {
    let text =
        "`abc == function(first_argument, second)` is a comparison of two values that somebody wrote down; ".repeat(9);
    let gaps = |keys: &str| {
        let plan = plan(&bank_of(keys, &text));
        let runs: Vec<&Run> = runs(&plan).collect();
        let pairs =
            runs.windows(2).filter(|pair| (pair[0].y - pair[1].y).abs() < 0.1 && &*pair[0].shaped.text == "abc ");
        pairs.map(|pair| hundredths(pair[1].x - pair[0].x)).collect::<Vec<_>>()
    };
    let (justified, ragged) = (gaps("sheet: {justify: true}"), gaps(""));
    assert!(justified.len() > 4 && justified.iter().all(|gap| (gap - ragged[0]).abs() < 2), "{justified:?} {ragged:?}");
}

#[test]
fn quotation_marks_are_printed_as_the_language_has_them_and_copied_as_they_were_written() {
    let glyphs = |plan: &Plan| runs(plan).flat_map(|run| run.shaped.glyphs.iter().map(|glyph| glyph.id)).collect();
    let text = |plan: &Plan| runs(plan).map(|run| run.shaped.text.as_ref()).collect::<String>();
    let written = r#"He said "it's **'so'**": `list`'s "`x`", *"yes"*; "`'a' \"b\"`" and don't."#;
    for (language, printed) in [
        ("en", r#"He said “it’s **‘so’**”: `list`’s “`x`”, *“yes”*; “`'a' \"b\"`” and don’t."#),
        ("de", r#"He said „it’s **‚so‘**“: `list`’s „`x`“, *„yes“*; „`'a' \"b\"`“ and don’t."#),
    ] {
        let [written, printed] = [written, printed]
            .map(|text| plan(&bank_of(&format!("language: {language}\nsheet: {{columns: 1}}"), text)));
        let [drawn, expected]: [Vec<u32>; 2] = [&written, &printed].map(glyphs);
        assert_eq!(drawn, expected, "{language}");
        assert!(
            text(&written).contains(r#""it's 'so'": list's "x", "yes"; "'a' \"b\"" and don't."#),
            "{}",
            text(&written)
        );
        assert!(paint::paint(written).is_ok());
    }
}

#[test]
fn justified_lines_end_together_but_for_the_last() {
    let text = "An immutable value can be shared between threads without a lock, since nobody can change it under \
        the hands of somebody else; a mutable one needs a lock, an owner, or a copy for everyone who reads it.";
    let text = &[text; 6].join(" ");
    let ends = |keys: &str| {
        let plan = plan(&bank_of(keys, text));
        let mut ends: BTreeMap<i64, f32> = BTreeMap::new();
        for run in runs(&plan).filter(|run| run.size > 8.0 && run.size < 9.0 && run.y > 110.0) {
            let end = ends.entry(hundredths(run.y)).or_default();
            *end = end.max(right(run));
        }
        ends.into_values().collect::<Vec<_>>()
    };
    let justified = ends("sheet: {justify: true, columns: 1}");
    let ragged = ends("sheet: {columns: 1}");
    let spread =
        |ends: &[f32]| ends.iter().copied().fold(f32::MIN, f32::max) - ends.iter().copied().fold(f32::MAX, f32::min);
    assert!(justified.len() > 4, "{justified:?}");
    assert!(spread(&justified[..justified.len() - 1]) < 0.1, "{justified:?}");
    assert!(spread(&ragged[..ragged.len() - 1]) > 2.0, "{ragged:?}");
}

fn wide_table(columns: usize, rows: usize) -> String {
    let row =
        |cell: &dyn Fn(usize) -> String| format!("| {} |\n", (0..columns).map(cell).collect::<Vec<_>>().join(" | "));
    let body: String = (0..rows).map(|row_number| row(&|column| format!("value{row_number}of{column}"))).collect();
    row(&|column| format!("head{column}")) + &row(&|_| "---".into()) + &body
}

#[test]
fn a_table_of_forty_columns_is_turned_and_loses_nothing() {
    let plan = plan(&bank_of("", &wide_table(40, 5)));
    for column in 0..40 {
        let read: Vec<_> = runs(&plan).filter(|run| run.shaped.text.trim() == format!("head{column}")).collect();
        assert_eq!(read.iter().filter(|run| run.leaf.is_some()).count(), 1, "a head is read once");
        for row in 0..5 {
            find(&plan, &format!("value{row}of{column}"));
        }
    }
    let (head, value) = (find(&plan, "head7"), find(&plan, "value0of7"));
    assert!((head.y - value.y).abs() < 0.01 && head.x < value.x, "a line has its head at its start");
}

#[test]
fn the_head_of_a_table_is_drawn_again_in_each_column_and_read_once() {
    let plan = plan(&bank_of("", &wide_table(3, 150)));
    let heads: Vec<&Run> = runs(&plan).filter(|run| run.shaped.text.trim() == "head0").collect();
    assert!(heads.len() >= 3, "{}", heads.len());
    assert_eq!(heads.iter().filter(|run| run.leaf.is_some()).count(), 1);
    let first_of_column =
        |head: &&&Run| runs(&plan).all(|run| (run.x - head.x).abs() > 1.0 || run.y >= head.y - 0.01 || run.size > 9.0);
    assert!(heads.iter().skip(1).filter(first_of_column).count() >= 1);
}

#[test]
fn a_line_of_code_is_broken_where_a_programmer_would() {
    let code = "```python\nresult = function_name(first_argument, second_argument, third_argument, fourth)\n```";
    let lines = lines(&plan(&bank_of("sheet: {columns: 3}", code)));
    let at = lines.iter().position(|line| line.starts_with("result")).unwrap();
    assert!(lines[at].ends_with(',') || lines[at].ends_with('('), "{lines:?}");
    assert!(lines[at + 1].ends_with(',') || lines[at + 1].ends_with(')'), "{lines:?}");
}

#[test]
fn code_bears_the_name_of_its_language_outside_of_what_is_read() {
    let plan = plan(&bank_of("", "```python\nx = 1\n```"));
    assert!(find(&plan, "python").leaf.is_none());
}

#[test]
fn hidden_addresses_are_printed_below_if_asked_for() {
    let text = "See [the manual](https://example.org/manual), [it](https://example.org/manual) again, \
        <https://example.org/seen> and [write](mailto:a@example.org).";
    let text_of =
        |keys: &str| runs(&plan(&bank_of(keys, text))).map(|run| run.shaped.text.to_string()).collect::<String>();
    let printed = text_of("sheet: {print_urls: true}");
    assert_eq!(printed.matches("https://example.org/manual").count(), 1, "{printed}");
    assert_eq!(printed.matches("https://example.org/seen").count(), 1, "{printed}");
    assert!(printed.contains("manual1, it1 again") && printed.ends_with("2\u{A0}a@example.org"), "{printed}");
    assert!(!text_of("").contains("example.org/manual"));
}

#[test]
fn hebrew_runs_from_the_right_with_numbers_and_code_as_they_are() {
    // DejaVu, which is shipped, has Hebrew.
    let plan = plan(&bank_of("language: he", "אבג דהו 123 `x = 1` זחט"));
    let x = |word: &str| find(&plan, word).x;
    assert!(x("אבג") > x("דהו") && x("דהו") > x("123") && x("123") > x("x = 1") && x("x = 1") > x("זחט"));
    assert!(find(&plan, "x = 1").shaped.glyphs.is_sorted_by_key(|glyph| glyph.start), "code runs to the right");
    let first = find(&plan, "אבג");
    assert!(first.shaped.glyphs[0].start > first.shaped.glyphs[2].start, "glyphs are in the order they are drawn in");
    assert!((right(first) - (plan.width - 45.4)).abs() < 1.0, "it begins at the right, as its heading does");
    let text: String = runs(&plan).map(|run| run.shaped.text.as_ref()).collect();
    assert!(text.contains("אבג דהו 123 x = 1 זחט"), "the order of reading is that of the text: {text}");
    assert!(find(&plan, "Why?").x < right(find(&plan, "1")) - 10.0);
    assert!(paint::paint(plan).is_ok());
}

#[test]
fn a_hebrew_paragraph_in_an_english_bank_runs_from_the_right_and_lists_from_the_left() {
    let plan = plan(&bank_of("", "אבג דהו\n\n- item\n\nabc אבג. def"));
    let x = |word: &str| find(&plan, word).x;
    assert!(x("אבג") > x("דהו") && x("דהו") > plan.width * 0.35);
    assert!(x("•") < x("item") && x("abc") < x("def"));
}

fn square(name: &str) -> &'static FaceFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    fonts::adopt(name, std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn faces_of_a_bank_come_first_for_what_they_draw() {
    let bank = bank_of("fonts: [square.ttf, square-bold.ttf]", "AB **AB** *AB* cd 𒀀");
    let plan = plan(&bank);
    let faces: Vec<(String, String)> = runs(&plan)
        .map(|run| {
            (
                run.shaped.text.trim().to_owned(),
                plan.faces.file(run.shaped.face).name.trim_start_matches("sheet/").to_owned(),
            )
        })
        .collect();
    let of =
        |text: &str| faces.iter().filter(|(other, _)| other == text).map(|(_, face)| face.as_str()).collect::<Vec<_>>();
    assert_eq!(of("AB"), ["square.ttf", "square-bold.ttf", "SourceSans3-It"], "{faces:?}");
    assert_eq!(of("cd"), ["SourceSans3-Regular"]);
    assert_eq!(of("𒀀"), ["square.ttf"]);
    assert!(paint::paint(plan).is_ok());
}

#[test]
fn a_face_that_is_given_covers_what_no_other_does() {
    let uncovered = |given: &Given| {
        let source = Source::new(
            "t.yaml",
            "title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - {id: q, question: What is 𒀀?, short: A crab.}\n",
        );
        let (_, report) = bank::check_given(&source, given);
        report.diagnostics().iter().filter(|diagnostic| diagnostic.code.name() == "uncovered-glyph").count()
    };
    assert_eq!(uncovered(&Given::default()), 1);
    assert_eq!(uncovered(&Given { fonts: vec![square("sheet/square.ttf")], ..Given::default() }), 0);
}

#[test]
fn files_that_cannot_be_embedded_are_refused_with_the_reason() {
    let refused = |bytes: &[u8]| fonts::adopt("x", bytes.to_vec()).unwrap_err();
    let face = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sheet/square.ttf")).unwrap();
    let restricted =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/err/restricted.ttf")).unwrap();
    assert!(refused(b"").contains("no TrueType"));
    assert!(refused(b"%PDF-1.7 something else entirely").contains("no TrueType"));
    assert!(refused(b"wOF2\0\x01\0\0 and so on").contains("for the web"));
    assert!(refused(&restricted).contains("does not allow"));
    assert!(!refused(&face[..face.len() / 3]).is_empty());
    assert!(refused(b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10").contains("collection"));
}

#[test]
fn korean_has_a_face_and_strong_words_in_it_are_thickened() {
    let plan = plan(&bank_of("language: ko", "리스트는 **변경** 가능하다"));
    assert!(runs(&plan).all(|run| run.shaped.stands_for.is_none()));
    let strong = find(&plan, "변경");
    assert!(strong.thick && !find(&plan, "가능하다").thick);
    assert_eq!(plan.faces.file(strong.shaped.face).name, "NanumGothic-Regular");
    assert!(Faces::shipped().shows('한'));
    assert!(paint::paint(plan).is_ok());
}

/// A language, the Noto face that Debian has for its script, a text in it.
const SCRIPTS: [(&str, &str, &str); 6] = [
    ("ar", "NotoNaskhArabic", "القائمة سلسلة قابلة للتغيير"),
    ("he", "NotoSansHebrew", "רשימה היא סדרה"),
    ("hi", "NotoSansDevanagari", "क्षेत्रज्ञ शक्ति विद्यार्थी"),
    ("bn", "NotoSansBengali", "ক্ষমা জ্ঞান স্ত্রী"),
    ("th", "NotoSansThai", "ลิสต์คือลำดับที่เปลี่ยนแปลงได้"),
    ("my", "NotoSansMyanmar", "မြန်မာဘာသာစကား ကျွန်ုပ်"),
];

#[test]
fn scripts_are_shaped_in_the_faces_that_debian_has_for_them() {
    for (language, face, text) in SCRIPTS {
        let path = format!("/usr/share/fonts/truetype/noto/{face}-Regular.ttf");
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("skipped: no {path}, which Debian's fonts-noto-core brings");
            continue;
        };
        let fonts = vec![fonts::adopt(face, bytes).unwrap()];
        let mut bank =
            given(&format!("language: {language}"), text, &Given { fonts: fonts.clone(), ..Given::default() });
        bank.fonts = fonts;
        let plan = self::plan(&bank);
        let own = |run: &&Run| plan.faces.file(run.shaped.face).name == face;
        let drawn: String = runs(&plan).filter(own).map(|run| run.shaped.text.as_ref()).collect();
        assert!(drawn.contains(text.split(' ').next().unwrap()), "{language}: {drawn}");
        let clusters = |run: &Run| {
            run.shaped
                .glyphs
                .iter()
                .any(|glyph| run.shaped.text[glyph.start as usize..glyph.end as usize].chars().count() > 1)
        };
        // Where letters are put together; elsewhere each has a glyph, if not always the same.
        assert_eq!(runs(&plan).filter(own).any(clusters), matches!(language, "hi" | "bn" | "th" | "my"), "{language}");
        let is_missing = runs(&plan).filter(own).any(|run| run.shaped.glyphs.iter().any(|glyph| glyph.id == 0));
        assert!(!is_missing, "{language}");
        if language == "ar" {
            let glyphs = &find(&plan, "سلسلة").shaped.glyphs;
            let of = |start: u32| glyphs.iter().find(|glyph| glyph.start == start).unwrap().id;
            assert_ne!(of(0), of(4), "the first letter joins on one side, the same in the middle on both");
        }
        assert!(paint::paint(plan).is_ok(), "{language}");
    }
}
