//! The handout as its reader gets it: raw, and as GitHub would read it.

use std::path::Path;

use prepdeck::bank::{self, Bank, Level, Question};
use prepdeck::doc::{Block, Code, Heading, Inline, Link, Target, parse};
use prepdeck::render::{Artifact, Extent, Options, handout};
use prepdeck::source::Source;

use crate::support::{self, code, full_question, paragraph, question, question_id, section, unanswered, words};

fn render(bank: &Bank, fold: bool) -> Artifact {
    handout::render(bank, &Options { fold, ..Options::default() })
}

fn text(bank: &Bank, fold: bool) -> String {
    String::from_utf8(render(bank, fold).bytes).unwrap()
}

fn of(questions: Vec<Question>) -> Bank {
    support::bank(vec![section("basics", "Basic Python", questions)])
}

/// How one paragraph of plain text is written.
fn written(plain: &str) -> String {
    handout::markdown(&paragraph(plain), "images", "")
}

#[test]
fn a_whole_handout() {
    let mut asked = question("list-vs-tuple");
    asked.level = Some(Level::Basic);
    asked.tags = vec!["data-structures".into()];
    asked.setup = vec![code("a = []", &[])];
    asked.answer = paragraph("At length.");
    asked.pitfalls = vec![paragraph("A trap.")];
    asked.follow_ups = vec![paragraph("And a set?")];
    asked.see = vec![question_id("open"), question_id("old")];
    asked.sources = vec![words("A book")];
    asked.hint = paragraph("Think.");
    let mut old = question("old");
    old.retired = true;
    let mut bank = of(vec![asked, old, unanswered("open")]);
    bank.description = paragraph("For interviews.");
    bank.version = Some("1.0".into());
    bank.license = Some("CC-BY-4.0".into());
    bank.homepage = Some("https://a.example".into());
    bank.authors = vec!["A. Author".into(), "B. Author".into()];
    insta::assert_snapshot!("handout", text(&bank, false));
    insta::assert_snapshot!("handout-folded", text(&bank, true));
    assert_eq!(render(&bank, false).extent, Extent::Questions(2));
}

#[test]
fn labels_are_in_the_language_of_the_bank() {
    let mut bank = of(vec![full_question(), question("other")]);
    bank.labels.short = "Kurz".into();
    bank.labels.output = "Ausgabe".into();
    let text = text(&bank, false);
    assert!(text.contains("**Kurz**") && text.contains("*Ausgabe*<!-- -->\n```output\n1\n<2>\n```"), "{text}");
    assert!(!text.contains("In short") && !text.contains("Output"), "{text}");
}

#[test]
fn pictures_lie_in_a_folder_of_the_handout() {
    let shown = render(&of(vec![full_question(), full_question()]), false);
    let folder = shown.folder.unwrap();
    assert_eq!(folder.name, "python-images");
    assert_eq!(folder.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["dot-0a1b2c3d.png"]);
    assert!(String::from_utf8(shown.bytes).unwrap().contains("![a \"dot\"](python-images/dot-0a1b2c3d.png)"));
    assert!(render(&of(vec![question("a")]), false).folder.unwrap().files.is_empty());
}

#[test]
fn every_text_parses_back_in_its_place() {
    let asked = full_question();
    let picture = support::picture("img/dot.png", "");
    let load = |_: &str| match &picture {
        Inline::Picture(picture) => Ok(picture.image.clone()),
        _ => Err(String::new()),
    };
    let parsed = parse::blocks(&text(&of(vec![asked.clone(), question("other")]), false), &load);
    for text in [&asked.short, &asked.answer] {
        let text = below_a_question(text);
        assert!(parsed.value.windows(text.len()).any(|window| window == text), "{text:?}\nin {:?}", parsed.value);
    }
}

#[test]
fn every_text_of_the_shipped_bank_parses_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/python.yaml");
    let bank = bank::check(&Source::read(&path).unwrap()).0.unwrap();
    for (_, asked) in bank.questions() {
        let texts = [&asked.setup, &asked.short, &asked.answer, &asked.hint].into_iter();
        for text in texts.chain(&asked.pitfalls).chain(&asked.follow_ups) {
            let bare = text.iter().map(without_what_is_not_printed).collect::<Vec<_>>();
            let markdown = handout::markdown(text, "", "Output");
            assert_eq!(parse::blocks(&markdown, &|path| Err(path.to_owned())).value, bare, "{}: {markdown}", asked.id);
        }
    }
}

/// A block without the colours and attributes of its code.
fn without_what_is_not_printed(block: &Block) -> Block {
    match block {
        Block::Code(code) => Block::Code(Code { tokens: Vec::new(), attributes: String::new(), ..code.clone() }),
        other => other.clone(),
    }
}

/// A text as it stands below its question: no colours, headings from level 4.
fn below_a_question(blocks: &[Block]) -> Vec<Block> {
    let moved = |block: &Block| match block {
        Block::Heading(heading) => Block::Heading(Heading { level: 4, content: heading.content.clone() }),
        other => without_what_is_not_printed(other),
    };
    prepdeck::doc::canonical::blocks(blocks.iter().map(moved).collect())
}

#[test]
fn headings_stay_below_their_question() {
    let mut asked = question("a");
    let heading = |level| Block::Heading(Heading { level, content: words("Part") });
    asked.answer = vec![heading(2), heading(3), heading(6)];
    let text = text(&of(vec![asked]), false);
    assert!(text.contains("#### Part\n\n##### Part\n\n###### Part"), "{text}");
}

#[test]
fn links_lead_to_what_the_handout_shows() {
    let mut old = question("old");
    old.retired = true;
    let mut asked = question("asked");
    let link = |id: &str| Inline::Link(Link { target: Target::Question(id.into()), content: words(id) });
    asked.answer = vec![Block::Paragraph(vec![link("asked"), Inline::Text(" ".into()), link("old")])];
    let text = text(&of(vec![asked, old]), false);
    assert!(text.contains("\n[asked](#asked) old\n"), "{text}");
    for target in text.match_indices("](#").map(|(at, _)| &text[at + 3..at + text[at..].find(')').unwrap()]) {
        assert!(text.contains(&format!("<a id=\"{target}\"></a>\n#")), "{target}");
    }
}

#[test]
fn what_github_would_act_on_is_escaped() {
    for (plain, markdown) in [
        ("if $x$ then", "if \\$<!-- -->x$ then"),
        ("well :smile: and :+1:", "well :<!-- -->smile: and :<!-- -->+1:"),
        ("[!NOTE]", "\\[!NOTE]"),
        ("see https://a.example or www.a.example", "see https:<!-- -->//a.example or www<!-- -->.a.example"),
        ("日本https://a.example", "日本https:<!-- -->//a.example"),
        ("write to a@b.example", "write to a@<!-- -->b.example"),
        ("the @property of #12", "the @<!-- -->property of #<!-- -->12"),
        ("List<T> &amp; <!-- x", "List\\<T> \\&amp; \\<!-- x"),
        ("*a* _b_ ~c~ `d`", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`"),
        ("[a](b) ![c](d)", "\\[a\\](b) ![c\\](d)"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("# a", "\\# a"),
        ("> a", "\\> a"),
        ("---", "\\---"),
        ("a[^1]", "a\\[^1]"),
    ] {
        assert_eq!(written(plain), markdown, "{plain}");
    }
}

#[test]
fn what_nobody_would_act_on_stays_readable() {
    for plain in [
        "What are *args and **kwargs?",
        "snake_case and a * b, a < b <= c, R&D, C:\\temp, \\n",
        "$5 or 10 $, x[1:2:3], x@y, C# 8, 1.5, -1, +1, #tag, std::vec",
        "a[i][j], f(x)[0], (a|b), ~5 ms, 100 %, \"quoted\" 'too'",
        "日本語、é — …",
    ] {
        assert_eq!(written(plain), plain);
    }
}

#[test]
fn code_has_fences_longer_than_any_run_inside() {
    let tricky = Code { language: "md".into(), attributes: "norun".into(), text: "````\nx".into(), ..Code::default() };
    assert_eq!(handout::markdown(&[Block::Code(tricky)], "", ""), "`````md\n````\nx\n`````");
    let inline = |code: &str| handout::markdown(&[Block::Paragraph(vec![Inline::Code(code.into())])], "", "");
    assert_eq!([inline("a`b"), inline("`a"), inline(" a ")], ["``a`b``", "`` `a ``", "`  a  `"]);
}
