//! The sheet's plan: no word lost, none added, none off the page. What the painters make of the plan is checked
//! from outside, by `tests/pdf`: this test leaves plans and sheets for it in the folder for test files.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use prepdeck::bank::{self, Bank, Detail, Level, Question};
use prepdeck::doc::{Block, highlight, plain};
use prepdeck::lock::Lock;
use prepdeck::render::Duplex;
use prepdeck::render::pdf::plan::{Leaf, Page, Plan, Run, Step, Tag};
use prepdeck::render::pdf::{layout, paint, paint_genpdf};
use prepdeck::source::Source;

use crate::support::letters;

/// Where `tests/pdf` looks.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn read(path: &str) -> Bank {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    bank::check(&Source::read(&root.join(path)).unwrap()).0.expect(path)
}

fn banks() -> Vec<Bank> {
    let mut banks = ["source/python.yaml", "source/django.yaml", "tests/cases/sheet/torture.yaml"].map(read).to_vec();
    for place in 0..banks.len() {
        let mut full = banks[place].clone();
        full.sheet.detail = Detail::Full;
        banks.push(full);
    }
    banks
}

fn plan(bank: &Bank) -> Plan {
    let (lock, _) = Lock::next(bank, None, 1_795_000_000);
    layout::plan(bank, &lock)
}

fn run_text(run: &Run) -> String {
    run.shaped.stands_for.map_or_else(|| run.shaped.text.to_string(), String::from)
}

/// What a page says in the order in which it is drawn; what is drawn once more, as a table's head is, left out.
fn drawn(page: &Page) -> String {
    let read = page.runs().filter(|run| run.leaf.is_some());
    letters(&read.map(run_text).collect::<String>())
}

/// What the sheet says to those who hear it: in the order of the structure.
fn heard(plan: &Plan) -> String {
    let leaves = plan.structure.steps().filter_map(|step| if let Step::Leaf(leaf) = step { Some(*leaf) } else { None });
    let place: HashMap<Leaf, usize> = leaves.enumerate().map(|(place, leaf)| (leaf, place)).collect();
    let runs = plan.pages.iter().flat_map(Page::runs);
    let mut read: Vec<(usize, &Run)> = runs.filter_map(|run| Some((place[&run.leaf?], run))).collect();
    read.sort_by_key(|(place, _)| *place);
    letters(&read.into_iter().map(|(_, run)| run_text(run)).collect::<String>())
}

/// All that the sheet of a bank should say, in order, written down by the rules of DESIGN.md alone.
struct Expected<'b> {
    bank: &'b Bank,
    text: String,
}

impl Expected<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::List(list) => {
                for (place, item) in list.items.iter().enumerate() {
                    match (item.task, list.start) {
                        (Some(done), _) => self.push(if done { "☑" } else { "☐" }),
                        (None, Some(start)) => self.push(&format!("{}.", start + place as u64)),
                        (None, None) => self.push("•"),
                    }
                    self.blocks(&item.blocks);
                }
            }
            Block::Quote(blocks) => self.blocks(blocks),
            Block::Alert(alert, blocks) => {
                self.push(self.bank.labels.alert(*alert));
                self.blocks(blocks);
            }
            Block::Code(code) => {
                self.push(&code.text);
                if let Some(output) = &code.output {
                    self.push(&self.bank.labels.output.clone());
                    self.push(output);
                }
            }
            Block::Paragraph(inlines) => self.push(&without_pictures(inlines)),
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| self.push(&without_pictures(cell)));
            }
            other => self.push(&plain::text(std::slice::from_ref(other))),
        }
    }

    fn points(&mut self, label: &str, points: &[Vec<Block>]) {
        if !points.is_empty() {
            self.push(label);
        }
        for point in points {
            self.push("•");
            self.blocks(point);
        }
    }

    fn question(&mut self, question: &Question) {
        let full = self.bank.sheet.detail == Detail::Full;
        let labels = self.bank.labels.clone();
        self.push(&format!("{}", question.number.unwrap()));
        self.push(&plain::inline_text(&question.question));
        match question.level {
            Some(Level::Basic) => self.push("●○○"),
            Some(Level::Intermediate) => self.push("●●○"),
            Some(Level::Advanced) => self.push("●●●"),
            None => {}
        }
        self.blocks(&question.setup);
        if full && !question.short.is_empty() && !question.answer.is_empty() {
            self.push(&labels.short);
        }
        self.blocks(&question.short);
        if full || question.short.is_empty() {
            self.blocks(&question.answer);
        }
        self.points(&labels.pitfalls, &question.pitfalls);
        if full {
            self.points(&labels.follow_ups, &question.follow_ups);
        }
        self.related(question);
        if full && !question.sources.is_empty() {
            self.push(&labels.sources);
            question.sources.iter().for_each(|source| self.push(&plain::inline_text(source)));
        }
    }

    fn related(&mut self, question: &Question) {
        let related: Vec<&Question> = question.see.iter().filter_map(|id| self.bank.question(id.as_str())).collect();
        let numbers: Vec<String> = related.iter().filter_map(|question| Some(question.number?.to_string())).collect();
        let others = related.iter().filter(|question| question.number.is_none());
        let numbers = Some(numbers.join(",")).filter(|numbers| !numbers.is_empty());
        let words = numbers.into_iter().chain(others.map(|question| plain::inline_text(&question.question)));
        let words = words.collect::<Vec<_>>().join("·");
        if !words.is_empty() {
            self.push(&format!("→{words}"));
        }
    }
}

/// Pictures are drawn; their words are in the structure, not on the page.
fn without_pictures(inlines: &[prepdeck::doc::Inline]) -> String {
    let rest: Vec<_> =
        inlines.iter().filter(|inline| !matches!(inline, prepdeck::doc::Inline::Picture(_))).cloned().collect();
    plain::inline_text(&rest)
}

fn expected(bank: &Bank) -> String {
    let mut expected = Expected { bank, text: String::new() };
    for section in bank.sections.iter().filter(|section| section.questions.iter().any(|question| !question.retired)) {
        expected.push(&section.title);
        let printed = section.questions.iter().filter(|question| !question.retired);
        printed.for_each(|question| expected.question(question));
    }
    letters(&expected.text)
}

#[test]
fn the_words_of_the_sheet_are_the_words_of_the_bank_in_order() {
    let leftward = "tests/cases/sheet/leftward.yaml";
    for bank in banks().into_iter().chain([read(leftward)]) {
        let plan = plan(&bank);
        let body = heard(&plan);
        let drawn: String = plan.pages.iter().map(drawn).collect();
        // Only a table that is turned to fit is drawn in another order than it is read in.
        assert_eq!(drawn == body, bank.id.as_str() != "torture", "{}: drawn in the order of reading", bank.id);
        let expected = expected(&bank);
        assert!(body.starts_with(&letters(&bank.title)), "{}: the title comes first", bank.id);
        // Before the questions come title and contents, which say the first section's title too.
        let start: String = expected.chars().take(30).collect();
        let questions = body.rfind(&start).map_or(body.as_str(), |at| &body[at..]);
        let differs = questions.char_indices().zip(expected.chars()).find(|((_, a), b)| a != b);
        if let Some(((at, _), _)) = differs {
            let around = |text: &str| text.chars().skip(questions[..at].chars().count()).take(60).collect::<String>();
            panic!("{}: the sheet says {:?}, the bank {:?}", bank.id, around(questions), around(&expected));
        }
        assert_eq!(questions.len(), expected.len(), "{}", bank.id);
    }
}

#[test]
fn nothing_is_drawn_outside_the_margins() {
    for mut bank in banks() {
        for columns in 1..=4 {
            bank.sheet.columns = columns;
            bank.sheet.landscape = columns == 3;
            let plan = plan(&bank);
            for (number, page) in plan.pages.iter().enumerate() {
                let runs = page.runs().chain(&page.furniture.runs);
                for run in runs.filter(|run| run.shaped.width > 0.0) {
                    let right = run.x + run.shaped.width * run.size;
                    let inside =
                        run.x >= 45.3 && right <= plan.width - 45.3 && run.y > 20.0 && run.y < plan.height - 15.0;
                    assert!(inside, "{} page {}, {columns} columns: {:?}", bank.id, number + 1, run.shaped.text);
                }
            }
        }
    }
}

#[test]
fn no_word_runs_into_the_next_on_its_line() {
    for bank in banks() {
        for page in plan(&bank).pages {
            let mut runs: Vec<&Run> = page.runs().filter(|run| run.shaped.width > 0.0).collect();
            runs.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap());
            for pair in runs.windows(2).filter(|pair| pair[0].y.to_bits() == pair[1].y.to_bits()) {
                let end = pair[0].x + pair[0].shaped.width * pair[0].size;
                assert!(
                    end <= pair[1].x + 0.5,
                    "{}: {:?} runs into {:?}",
                    bank.id,
                    pair[0].shaped.text,
                    pair[1].shaped.text
                );
            }
        }
    }
}

/// A bank of one question.
fn small(question: &str) -> Bank {
    let text = format!("title: T\nid: t\nsections:\n  - title: S\n    questions:\n      - {question}\n");
    let (bank, report) = bank::check(&Source::new("t.yaml", text));
    bank.unwrap_or_else(|| panic!("{:?}", report.diagnostics()))
}

#[test]
fn a_heading_stays_with_its_text_on_a_balanced_page() {
    for (place, text) in ["one short line", "| a |\\n|---|\\n| 1 |\\n| 2 |"].iter().enumerate() {
        for columns in 1..=4 {
            let mut bank = small(&format!("{{id: q, question: Why?, short: \"{text}\", pitfalls: [first]}}"));
            bank.sheet.columns = columns;
            let plan = plan(&bank);
            let runs = plan.pages[0].runs().collect::<Vec<_>>();
            let of = |word: &str| runs.iter().rev().find(|run| run.shaped.text.trim() == word).unwrap().x;
            let first = if place == 0 { "one" } else { "a" };
            assert!((of("Why?") - of(first)).abs() < 30.0, "{columns} columns: the answer left its heading");
            assert!((of("Pitfalls") - of("first")).abs() < 30.0, "{columns} columns: the pitfalls left their label");
            assert!(place == 0 || (of("a") - of("1")).abs() < 30.0, "{columns} columns: a table lost its head");
        }
    }
}

#[test]
fn texts_longer_than_a_string_of_a_pdf_are_painted_all_the_same() {
    let (long, address) = ("word ".repeat(8_000), format!("https://example.org/{}", "a".repeat(40_000)));
    let mut bank = small(&format!("{{id: q, question: '{long}', short: 'S', sources: ['{address}']}}"));
    bank.sheet.detail = Detail::Full;
    bank.description = vec![Block::Paragraph(bank.sections[0].questions[0].question.clone())];
    let plan = plan(&bank);
    let drawn: String = plan.pages.iter().map(drawn).collect();
    assert!(drawn.contains(&letters(&address)) && drawn.matches("word").count() >= 16_000);
    assert!(paint::paint(plan).is_ok());
}

#[test]
fn the_same_bank_gives_the_same_bytes() {
    for bank in banks() {
        assert_eq!(paint::paint(plan(&bank)).unwrap(), paint::paint(plan(&bank)).unwrap(), "{}", bank.id);
    }
}

/// Every run of every page, for `tests/pdf`: the text that is drawn, where it starts, what it stands for.
fn written_down(plan: &Plan) -> serde_json::Value {
    let actual = |run: &Run| {
        let of_leaf = plan.actual.iter().find(|(leaf, _)| run.leaf == Some(*leaf)).map(|(_, text)| text.clone());
        run.shaped.stands_for.map(String::from).or(of_leaf)
    };
    let run = |run: &Run| serde_json::json!([run.shaped.text, run.x, run.y, actual(run)]);
    let page = |page: &Page| page.runs().chain(&page.furniture.runs).map(run).collect::<Vec<_>>();
    let outline = |entry: &prepdeck::render::pdf::plan::OutlineEntry| {
        serde_json::json!([entry.text, entry.children.iter().map(|child| child.text.clone()).collect::<Vec<_>>()])
    };
    serde_json::json!({
        "title": plan.about.title,
        "language": plan.about.language,
        "height": plan.height,
        "scale": paint_genpdf::scale(plan),
        "pages": plan.pages.iter().map(page).collect::<Vec<_>>(),
        "outline": plan.outline.iter().map(outline).collect::<Vec<_>>(),
        "urls": urls(plan),
        "names": plan.names.iter().map(|(name, place)| (name, plan.places[*place].page)).collect::<Vec<_>>(),
        "headings": (1..=6).map(|level| headings(plan, level)).collect::<Vec<_>>(),
    })
}

/// How many headings of a level there are.
fn headings(plan: &Plan, level: u16) -> usize {
    let is_one = |step: &&Step| matches!(step, Step::Enter(Tag::Heading(other, _)) if *other == level);
    plan.structure.steps().filter(is_one).count()
}

fn urls(plan: &Plan) -> Vec<String> {
    let target = |link: &prepdeck::render::pdf::plan::Link| match &link.target {
        prepdeck::render::pdf::plan::LinkTarget::Url(url) => Some(url.clone()),
        prepdeck::render::pdf::plan::LinkTarget::Place(_) => None,
    };
    let mut urls: Vec<String> = plan.links.iter().filter_map(target).collect();
    urls.sort();
    urls.dedup();
    urls
}

/// What is painted of a bank for `tests/pdf`, by name.
fn plans() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for bank in &banks() {
        let (lock, _) = Lock::next(bank, None, 1_795_000_000);
        let sheet = layout::plan(bank, &lock);
        match bank.sheet.detail {
            Detail::Full => plans.push((format!("{}-full", bank.id), sheet)),
            Detail::Short => plans.extend([
                (bank.id.to_string(), sheet),
                (format!("{}-practice", bank.id), layout::practice(bank, &lock)),
                (format!("{}-cards", bank.id), layout::cards(bank, &lock, Duplex::Long)),
            ]),
        }
    }
    plans
}

/// Both painters paint every plan; what they painted is read by other programs in `tests/pdf`.
#[test]
fn both_painters_paint_every_bank() {
    let folder = folder();
    for (name, plan) in plans() {
        let write = |name: String, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
        write(format!("{name}.json"), written_down(&plan).to_string().as_bytes());
        write(format!("{name}.genpdf.pdf"), &paint_genpdf::paint(&plan).unwrap());
        write(format!("{name}.krilla.pdf"), &paint::paint(plan).unwrap());
    }
}

/// The bank for pictures, three times over.
fn look() -> Bank {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sheet/look.yaml")).unwrap();
    let (head, sections) = text.split_once("sections:\n").unwrap();
    let again = |number: usize| {
        let ids = ["list-or-tuple", "mutable-default", "not-answered", "the-lock", "one-answer", "values", "together"];
        ids.iter().fold(sections.to_owned(), |text, id| text.replace(id, &format!("{id}-{number}")))
    };
    let (mut bank, _) =
        bank::check(&Source::new("look.yaml", format!("{head}sections:\n{sections}{}{}", again(2), again(3))));
    highlight::colour(bank.as_mut().unwrap());
    bank.unwrap()
}

/// What `tests/pdf` compares with accepted pictures.
#[test]
fn every_mode_is_painted_to_be_looked_at() {
    let bank = look();
    let (lock, _) = Lock::next(&bank, None, 1_795_000_000);
    let mut full = bank.clone();
    full.sheet.detail = Detail::Full;
    let mut wide = bank.clone();
    wide.sheet = bank::Sheet { paper: bank::Paper::Letter, landscape: true, columns: 3, ..wide.sheet };
    let looks = [
        ("sheet", layout::plan(&bank, &lock)),
        ("full", layout::plan(&full, &lock)),
        ("wide", layout::plan(&wide, &lock)),
        ("practice", layout::practice(&bank, &lock)),
        ("cards", layout::cards(&bank, &lock, Duplex::Long)),
    ];
    for (name, plan) in looks {
        fs::write(folder().join(format!("look-{name}.pdf")), paint::paint(plan).unwrap()).unwrap();
    }
}
