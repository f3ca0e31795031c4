//! The sheet's pages: what fits, what is practised on, what is cut into cards; colours that can be read.

use std::sync::Arc;

use prepdeck::bank::{self, Bank, Detail, Paper, Question};
use prepdeck::doc::{Block, plain};
use prepdeck::lock::Lock;
use prepdeck::render::needs::keep_needed;
use prepdeck::render::pdf::contrast::{contrast, legible};
use prepdeck::render::pdf::plan::{Color, LinkTarget, Page, Plan, Run, Shaped, Step, Tag};
use prepdeck::render::pdf::{layout, paint};
use prepdeck::render::{self, Duplex, Format, Job, Options};
use prepdeck::source::Source;

use crate::support::{self, letters};
use crate::typesetting::bank_of;
use crate::workspace::Workspace;

const NOW: i64 = 1_795_000_000;

fn lock(bank: &Bank) -> Lock {
    Lock::next(bank, None, NOW).0
}

/// The shipped bank and the one that has everything.
fn banks() -> [Bank; 2] {
    ["source/python.yaml", "tests/cases/sheet/torture.yaml"].map(|path| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        bank::check(&Source::read(&path).unwrap()).0.unwrap()
    })
}

fn drawn<'r>(runs: impl Iterator<Item = &'r Run>) -> String {
    let text = |run: &Run| run.shaped.stands_for.map_or_else(|| run.shaped.text.to_string(), String::from);
    letters(&runs.map(text).collect::<String>())
}

fn pages(plan: &Plan) -> Vec<String> {
    plan.pages.iter().map(|page| drawn(page.runs())).collect()
}

/// What is said of the pictures.
fn figures(plan: &Plan) -> String {
    let alt = |step: &Step| if let Step::Enter(Tag::Figure(alt)) = step { Some(alt.to_string()) } else { None };
    plan.structure.steps().filter_map(alt).collect()
}

fn numbered(bank: &Bank) -> impl Iterator<Item = (u32, &bank::Question)> {
    bank.questions().filter_map(|(_, question)| Some((question.number?, question)))
}

#[test]
fn the_largest_size_that_fits_is_found() {
    let [bank, _] = banks();
    let lock = lock(&bank);
    let at =
        |halves: u8| layout::pages(&bank, &lock, &bank::Sheet { size: f32::from(halves) / 2.0, ..bank.sheet.clone() });
    let workspace = Workspace::new();
    std::fs::copy("source/python.yaml", workspace.join("python.yaml")).unwrap();
    let least = at(14);
    for most in [least, least + 1, at(24), 99] {
        let best = (14..=24).rev().find(|halves| at(*halves) <= most).unwrap();
        let said = workspace.run(&["build", "python.yaml", "--only", "pdf", "--fit", &most.to_string()]);
        let size = f32::from(best) / 2.0;
        assert!(
            said.succeeds().err.contains(&format!("python: the sheet fits {most} pages at {size} pt")),
            "{said:#?}"
        );
        assert!(said.out.contains(&format!("{} pages", at(best))), "{said:#?}");
    }
    let before = workspace.read("output/python.pdf");
    let said = workspace.run(&["build", "python.yaml", "--fit", "1", "--detail", "full"]);
    said.fails(1, "the sheet of `python` does not fit 1 page: at 7 pt it takes ");
    said.fails(1, "help: at 7 pt, --detail short takes ");
    assert!(workspace.read("output/python.pdf") == before);
    workspace.run(&["build", "python.yaml", "--fit", "4", "--size", "9"]).fails(2, "cannot be used with '--size");
    workspace.run(&["build", "python.yaml", "--fit", "0"]).fails(2, "invalid value '0' for '--fit <PAGES>'");
}

#[test]
fn a_plan_has_as_many_pages_as_were_counted() {
    for bank in banks() {
        assert_eq!(layout::plan(&bank, &lock(&bank)).pages.len(), layout::pages(&bank, &lock(&bank), &bank.sheet));
    }
}

/// A question that says everything, and the same without each of the texts that others stand in for.
fn more_or_less_answered() -> Bank {
    let lose: [fn(&mut Question); 5] = [
        |_| {},
        |question| question.short.clear(),
        |question| (question.short, question.answer) = Default::default(),
        |question| (question.short, question.answer, question.typed) = Default::default(),
        |question| (question.short, question.answer, question.typed, question.cloze) = Default::default(),
    ];
    let questions = lose.iter().enumerate().map(|(place, lose)| {
        let mut question = support::full_question();
        question.id = support::question_id(&format!("asked-{place}"));
        question.see = vec![support::question_id("asked-0")];
        question.cloze = support::paragraph("It is {{c1::so}}.");
        lose(&mut question);
        question
    });
    support::bank(vec![support::section("all", "All", questions.collect())])
}

#[test]
fn an_artifact_made_alone_is_as_it_is_among_others() {
    for mut bank in banks().into_iter().chain([more_or_less_answered()]) {
        let (lock, options) = (lock(&bank), Options::default());
        let rendered = |bank: &Bank, format: Format| {
            let job = Job { bank: Arc::new(bank.clone()), lock: &lock, format, options: &options };
            render::render(job).unwrap()
        };
        for detail in [Detail::Short, Detail::Full] {
            bank.sheet.detail = detail;
            for format in Format::ALL {
                let mut alone = bank.clone();
                keep_needed(&mut alone, &[format]);
                assert!(rendered(&alone, format) == rendered(&bank, format), "{format:?}, {detail:?}");
            }
        }
    }
}

#[test]
fn what_nobody_shows_is_let_go() {
    let [bank, _] = banks();
    let answers = |formats: &[Format]| {
        let mut bank = bank.clone();
        keep_needed(&mut bank, formats);
        bank.questions().filter(|(_, question)| !question.answer.is_empty()).count()
    };
    let all = answers(&Format::ALL);
    assert!(all > 20);
    assert_eq!(answers(&[Format::Pdf, Format::Practice, Format::Cards]), 0);
    for other in [Format::Anki, Format::Markdown] {
        assert_eq!(answers(&[Format::Pdf, other]), all);
    }
}

#[test]
fn practice_asks_first_and_answers_last() {
    for bank in banks() {
        let plan = layout::practice(&bank, &lock(&bank));
        let (place, pages) = (plan.outline.last().unwrap().place, pages(&plan));
        let first = plan.places[place].page;
        let (asked, answered) = (pages[..first].concat(), pages[first..].concat());
        let mut from = 0;
        for (number, question) in numbered(&bank) {
            let text = letters(&format!("{number}{}", plain::inline_text(&question.question)));
            from += asked[from..].find(&text).unwrap_or_else(|| panic!("{text} is not asked, or not in its place"));
            let Some(Block::Paragraph(first)) = question.short.first() else { continue };
            let short = letters(&plain::inline_text(first));
            assert!(answered.contains(&short), "{number}: {short:?} is no answer");
            assert!(short.len() < 20 || !asked.contains(&short), "{number}: {short:?} is given away");
        }
        let back = plan.links.iter().filter(|link| matches!(link.target, LinkTarget::Place(_))).count();
        assert!(back >= numbered(&bank).filter(|(_, question)| !question.is_unanswered()).count());
    }
}

#[test]
fn a_long_answer_has_more_room_than_a_short_one() {
    let lines = |words: usize| {
        let mut question = support::question("q");
        question.short = support::paragraph(&"word ".repeat(words));
        let bank = support::bank(vec![support::section("s", "S", vec![question])]);
        let plan = layout::practice(&bank, &lock(&bank));
        plan.pages[0].body.iter().flat_map(|drawing| &drawing.fills).filter(|fill| fill.rect.height < 0.6).count()
    };
    let counts = [1, 20, 40, 60, 1_000].map(lines);
    assert!(counts.is_sorted() && counts[0] >= 3 && counts[1] < counts[2] && counts[4] <= 16, "{counts:?}");
}

/// What stands on each card: on an odd page its front, on the next one its back, by the place of the cut.
fn sides(plan: &Plan, page: usize, cuts: (f32, f32)) -> Vec<String> {
    let mut sides = vec![Vec::new(); 8];
    for run in plan.pages[page].runs() {
        let (column, row) = (run.x > plan.width / 2.0, ((run.y - cuts.0) / cuts.1).floor());
        if run.y < cuts.0 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of four rows")]
        sides[row as usize * 2 + usize::from(column)].push(run);
    }
    sides.into_iter().map(|side| drawn(side.into_iter())).collect()
}

#[test]
fn every_card_has_its_answer_behind_it() {
    for mut bank in banks() {
        for (duplex, paper) in [(Duplex::Long, Paper::A4), (Duplex::Short, Paper::Letter)] {
            bank.sheet.paper = paper;
            let plan = layout::cards(&bank, &lock(&bank), duplex);
            let cuts = (34.0, (plan.height - 68.0) / 4.0);
            assert_eq!(plan.pages.len() % 2, 0);
            let (mut fronts, mut backs) = (String::new(), String::new());
            for page in (0..plan.pages.len()).step_by(2) {
                let behind = sides(&plan, page + 1, cuts);
                for (slot, front) in sides(&plan, page, cuts).into_iter().enumerate() {
                    let back = &behind[match duplex {
                        Duplex::Long => slot ^ 1,
                        Duplex::Short => 6 - slot / 2 * 2 + slot % 2,
                    }];
                    let number =
                        |side: &str| side.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().to_owned();
                    let label = number(&front);
                    assert!(back.starts_with(&label), "{front:?} has {back:?} behind it");
                    fronts += &front;
                    backs += back;
                }
            }
            for (number, question) in numbered(&bank) {
                let text = letters(&plain::inline_text(&question.question));
                assert!(fronts.contains(&text), "{number}: {text} is on no card");
            }
        }
    }
}

#[test]
fn nothing_on_a_card_is_lost_or_off_it() {
    for bank in banks() {
        let plan = layout::cards(&bank, &lock(&bank), Duplex::Long);
        // Headers of further cards and marks of wrapped lines stand between the parts of a word.
        let runs = plan.pages.iter().flat_map(Page::runs).filter(|run| run.leaf.is_some());
        let all = drawn(runs);
        let alts = figures(&plan);
        for (number, question) in numbered(&bank) {
            let words = plain::words(&question.short);
            let missing = words.iter().find(|word| !all.contains(letters(word).as_str()) && !alts.contains(*word));
            assert!(missing.is_none(), "{number}: {missing:?} is on no card");
        }
        let (width, height) = ((plan.width - 68.0) / 2.0, (plan.height - 68.0) / 4.0);
        for (number, page) in plan.pages.iter().enumerate() {
            for run in page.runs().filter(|run| run.y > 34.0 && run.shaped.width > 0.0) {
                let (x, y) = ((run.x - 34.0) % width, (run.y - 34.0) % height);
                let right = x + run.shaped.width * run.size;
                let inside = x >= 13.9 && right <= width - 13.9 && y > 14.0 && y < height - 10.0;
                assert!(inside, "{} page {}: {:?} at {x} {y}", bank.id, number + 1, run.shaped.text);
            }
        }
    }
}

#[test]
fn a_table_that_goes_on_on_a_further_card_has_its_head_there() {
    let rows = (0..60).map(|row| format!("| cell{row} | x |")).collect::<Vec<_>>().join("\n");
    let bank = bank_of("", &format!("| thehead | b |\n| --- | --- |\n{rows}"));
    let plan = layout::cards(&bank, &lock(&bank), Duplex::Long);
    let backs: String = plan.pages.iter().skip(1).step_by(2).map(|page| drawn(page.runs())).collect();
    let further = backs.matches("(2/").count() + backs.matches("(3/").count();
    assert!(further >= 1, "{backs}");
    assert!(backs.matches("thehead").count() > further, "{backs}");
}

#[test]
fn a_card_has_as_many_pitfalls_as_it_has_room_for() {
    let long = |number: usize| support::paragraph(&format!("trap{number} {}", "and some more words ".repeat(9)));
    let backs = |count: usize| {
        let mut question = support::question("q");
        question.pitfalls = (0..count).map(long).collect();
        let bank = support::bank(vec![support::section("s", "S", vec![question])]);
        pages(&layout::cards(&bank, &lock(&bank), Duplex::Long))[1].matches("trap").count()
    };
    assert_eq!((backs(0), backs(1), backs(2)), (0, 1, 2));
    assert!((3..12).contains(&backs(12)), "{}", backs(12));
}

#[test]
fn lines_to_write_on_stand_below_their_question() {
    for bank in banks() {
        let plan = layout::practice(&bank, &lock(&bank));
        for page in plan.pages.iter().take_while(|page| !page.runs().any(|run| &*run.shaped.text == "Answers")) {
            for is_left in [true, false] {
                let is_here = |x: f32| (x < plan.width / 2.0) == is_left;
                let numbers: f32 = page.runs().filter(|run| is_here(run.x)).map(|run| run.y).fold(f32::MAX, f32::min);
                let rules = page.body.iter().flat_map(|drawing| &drawing.fills).filter(|fill| fill.rect.height < 0.6);
                let first = rules.filter(|fill| is_here(fill.rect.x)).map(|fill| fill.rect.y).fold(f32::MAX, f32::min);
                assert!(numbers <= first, "{}: lines at {first}, the first question at {numbers}", bank.id);
            }
        }
    }
}

#[test]
fn every_accent_can_be_read() {
    let white = Color(255, 255, 255);
    assert!((contrast(Color(0, 0, 0), white) - 21.0).abs() < 0.01);
    assert!((contrast(Color(0x77, 0x77, 0x77), white) - 4.48).abs() < 0.01, "as WCAG's own examples have it");
    let blue = Color(0x0b, 0x5c, 0xad);
    assert_eq!(legible(blue, white), blue, "a colour that can be read stays");
    for parts in (0_u32..1 << 24).step_by(4_099) {
        let [_, red, green, blue] = parts.to_be_bytes();
        let shade = legible(Color(red, green, blue), white);
        assert!(contrast(shade, white) >= 4.5, "{parts:06x}");
    }
    let mut bank = support::bank(vec![support::section("s", "S", vec![support::question("q")])]);
    bank.sheet.accent = [0xff, 0xee, 0x00];
    let plan = layout::plan(&bank, &lock(&bank));
    let runs = plan.pages[0].runs().chain(&plan.pages[0].furniture.runs);
    let pale = runs.filter(|run| contrast(run.color, white) < 4.5).map(|run| run.shaped.text.clone());
    assert_eq!(pale.collect::<Vec<_>>(), Vec::<Box<str>>::new());
}

#[test]
fn what_the_validators_object_to_is_told_with_its_page() {
    let [bank, _] = banks();
    let mut plan = layout::plan(&bank, &lock(&bank));
    let run = plan.pages[2].body.iter_mut().flat_map(|drawing| &mut drawing.runs).nth(7).unwrap();
    let mut broken = Shaped { text: run.shaped.text.clone(), glyphs: run.shaped.glyphs.clone(), ..*run.shaped };
    broken.glyphs[0].id = 0;
    run.shaped = Arc::new(broken);
    let error = paint::paint(plan).unwrap_err();
    assert_eq!(error, "the sheet would be no valid PDF/UA-1 and PDF/A-2a: ContainsNotDefGlyph on page 3, 1 of it");
}

#[test]
fn margins_leave_room_for_holes() {
    for paper in [Paper::A4, Paper::Letter] {
        for landscape in [false, true] {
            for columns in 1..=4 {
                for halves in [14_u8, 17, 24] {
                    let mut bank = support::bank(vec![support::section("s", "S", vec![support::question("q")])]);
                    bank.sheet = bank::Sheet { paper, landscape, columns, size: f32::from(halves) / 2.0, ..bank.sheet };
                    let plan = layout::plan(&bank, &lock(&bank));
                    let left = plan.pages[0].runs().map(|run| run.x).fold(f32::MAX, f32::min);
                    assert!(left >= 15.0 * 72.0 / 25.4, "{paper:?} {landscape} {columns}");
                }
            }
        }
    }
}
