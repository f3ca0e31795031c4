//! The text of an answer → document trees → artifacts; and the handout's text back to the same trees.

use std::sync::Arc;

use prepdeck::bank::{Bank, BankId, Labels, Question, QuestionId, Section, SectionId, Sheet};
use prepdeck::doc::image::ImageFormat;
use prepdeck::doc::parse::{self, Finding, Parsed};
use prepdeck::doc::{Block, Code, Image, Inline, Item, List, highlight};
use prepdeck::render::handout;
use prepdeck::source::Span;

use super::{Fate, Verdict, artifacts};

/// Where the handout's pictures are.
pub const FOLDER: &str = "fuzz-images";

/// A picture of one pixel.
const DOT: &[u8] = include_bytes!("../../cases/ok/dot.png");

/// Judges all that becomes of a Markdown text.
pub fn judge(text: &str) -> Verdict {
    let parsed = parse::blocks(text, &load);
    places(text, &parsed)?;
    let line = parse::inlines(text, &load);
    places(text, &line)?;
    round_trip(parsed.value)?;
    let readable: String = text.chars().filter(|character| !is_refused(*character)).collect();
    let mut bank = bank(&readable).ok_or("ids: the bank's own are none")?;
    highlight::colour(&mut bank);
    artifacts::hold(&bank)?;
    Ok(Fate::Rendered)
}

/// Any picture there may be: the one of the bank, and that again as the handout has it.
pub fn load(path: &str) -> Result<Arc<Image>, String> {
    let name = path.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')).unwrap_or(path);
    if !matches!(name, "dot.png" | "dot-0badcafe.png") {
        return Err("there is no such file below the bank's folder".into());
    }
    Ok(Arc::new(Image {
        path: "dot.png".into(),
        bytes: DOT.to_vec(),
        format: ImageFormat::Png,
        width: 1,
        height: 1,
        file_name: "dot-0badcafe.png".into(),
    }))
}

fn places<T>(text: &str, parsed: &Parsed<T>) -> Result<(), String> {
    match parsed.findings.iter().find(|finding| is_lost(text, finding)) {
        Some(finding) => Err(format!("place: {finding:?}")),
        None => Ok(()),
    }
}

fn is_lost(text: &str, finding: &Finding) -> bool {
    text.get(finding.range.clone()).is_none() || finding.message.chars().any(char::is_control)
}

fn round_trip(tree: Vec<Block>) -> Result<(), String> {
    let tree = shown(tree);
    let written = handout::markdown(&tree, FOLDER, "Output");
    let read = parse::blocks(&written, &load).value;
    if read == tree { Ok(()) } else { Err(format!("handout: {written:?} is read as\n{read:?}, written of\n{tree:?}")) }
}

/// Trees as the handout shows them: without attributes of code, which it never prints.
pub fn shown(blocks: Vec<Block>) -> Vec<Block> {
    blocks
        .into_iter()
        .map(|block| match block {
            Block::Code(code) => Block::Code(Code { attributes: String::new(), ..code }),
            Block::Quote(blocks) => Block::Quote(shown(blocks)),
            Block::Alert(alert, blocks) => Block::Alert(alert, shown(blocks)),
            Block::List(list) => {
                let items = list.items.into_iter().map(|item| Item { blocks: shown(item.blocks), ..item }).collect();
                Block::List(List { items, ..list })
            }
            Block::Paragraph(_) | Block::Heading(_) | Block::Table(_) | Block::Rule => block,
        })
        .collect()
}

/// What a bank's check refuses before a text is read.
fn is_refused(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || matches!(character, '\u{fdd0}'..='\u{fdd3}')
}

/// A bank that has a text wherever a text may stand.
pub fn bank(text: &str) -> Option<Bank> {
    let blocks = parse::blocks(text, &load).value;
    let inlines = parse::inlines(text, &load).value;
    Some(Bank {
        id: BankId::parse("fuzz")?,
        title: one_line(text),
        language: "en".into(),
        description: blocks.clone(),
        authors: vec![one_line(text)],
        license: None,
        version: None,
        homepage: None,
        deck: "Fuzz".into(),
        tags: Vec::new(),
        sheet: Sheet::default(),
        labels: Labels::default(),
        fonts: Vec::new(),
        sections: vec![Section {
            id: SectionId::parse("one")?,
            title: one_line(text),
            deck: None,
            questions: vec![question(text, blocks, inlines)?],
        }],
        left_out: Vec::new(),
    })
}

fn question(text: &str, blocks: Vec<Block>, inlines: Vec<Inline>) -> Option<Question> {
    let words = if inlines.is_empty() { vec![Inline::Text("What?".into())] } else { inlines.clone() };
    Some(Question {
        id: QuestionId::parse("q")?,
        was: None,
        number: Some(1),
        span: Span::default(),
        question: words,
        setup: blocks.clone(),
        short: blocks.clone(),
        answer: blocks.clone(),
        pitfalls: Some(blocks.clone()).filter(|blocks| !blocks.is_empty()).into_iter().collect(),
        follow_ups: Vec::new(),
        see: vec![QuestionId::parse("q")?],
        sources: Some(inlines).filter(|inlines| !inlines.is_empty()).into_iter().collect(),
        hint: blocks,
        level: None,
        tags: Vec::new(),
        reverse: true,
        typed: Some(one_line(text)),
        cloze: Vec::new(),
        reviewed: None,
        retired: false,
    })
}

/// A text as the checker makes a title of it.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "T".into() } else { line }
}
