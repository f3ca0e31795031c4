//! Banks built by hand, for tests that are not about reading them.

use std::sync::Arc;

use prepdeck::bank::{Bank, BankId, Labels, Level, Question, QuestionId, Section, SectionId, Sheet};
use prepdeck::doc::image::ImageFormat;
use prepdeck::doc::{
    Alignment, Block, Class, Code, Heading, Image, Inline, Item, Link, List, Picture, Table, Target, Token,
};
use prepdeck::source::Span;

/// A bank with these sections, called `python`.
pub(crate) fn bank(sections: Vec<Section>) -> Bank {
    let mut bank = Bank {
        id: BankId::parse("python").unwrap(),
        title: "Python interview questions".into(),
        language: "en".into(),
        description: Vec::new(),
        authors: Vec::new(),
        license: None,
        version: None,
        homepage: None,
        deck: "Interview::Python".into(),
        tags: vec!["python".into()],
        sheet: Sheet::default(),
        labels: Labels::default(),
        fonts: Vec::new(),
        sections,
        left_out: Vec::new(),
    };
    number(&mut bank);
    bank
}

/// Numbers the questions as the checker does.
pub(crate) fn number(bank: &mut Bank) {
    let mut next = 1;
    for question in bank.sections.iter_mut().flat_map(|section| &mut section.questions) {
        question.number = (!question.retired).then_some(next);
        next += u32::from(!question.retired);
    }
}

/// A section with this id and title.
pub(crate) fn section(id: &str, title: &str, questions: Vec<Question>) -> Section {
    Section { id: SectionId::parse(id).unwrap(), title: title.into(), deck: None, questions }
}

/// A question with a short answer: `What is ID?`, `ID in short.`
pub(crate) fn question(id: &str) -> Question {
    Question { short: paragraph(&format!("{id} in short.")), ..unanswered(id) }
}

/// A question that nothing answers.
pub(crate) fn unanswered(id: &str) -> Question {
    Question {
        id: question_id(id),
        was: None,
        number: None,
        span: Span::default(),
        question: words(&format!("What is {id}?")),
        setup: Vec::new(),
        short: Vec::new(),
        answer: Vec::new(),
        pitfalls: Vec::new(),
        follow_ups: Vec::new(),
        see: Vec::new(),
        sources: Vec::new(),
        hint: Vec::new(),
        level: None,
        tags: Vec::new(),
        reverse: false,
        typed: None,
        cloze: Vec::new(),
        reviewed: None,
        retired: false,
    }
}

/// A question that holds every construct there is.
pub(crate) fn full_question() -> Question {
    let mut question = question("full");
    question.setup = vec![code("a = [1]\nb = a", &[("1", Class::Number)])];
    question.short = every_inline();
    question.answer = every_block();
    question.pitfalls = vec![paragraph("first"), paragraph("second")];
    question.follow_ups = vec![paragraph("And then?")];
    question.see = vec![question_id("other")];
    question.sources = vec![link("https://docs.python.org/3/?a=1&b=2", "docs"), words("A book")];
    question.hint = paragraph("Think of `hash`.");
    question.level = Some(Level::Advanced);
    question.tags = vec!["zeta".into(), "data::list".into()];
    question.typed = Some("x == \"y\" & <z>".into());
    question
}

fn link(url: &str, text: &str) -> Vec<Inline> {
    vec![Inline::Link(Link { target: Target::Url(url.into()), content: words(text) })]
}

fn every_inline() -> Vec<Block> {
    let inside = || words("in");
    let reference = Link { target: Target::Question("other".into()), content: words("the other") };
    vec![Block::Paragraph(vec![
        Inline::Text("1 < 2 && {{x}} [sound:a.mp3] \\(x\\)".into()),
        Inline::Code("[latex]<b>{{c1::y}}[/latex]".into()),
        Inline::Emphasis(inside()),
        Inline::Strong(inside()),
        Inline::Strikethrough(inside()),
        Inline::Subscript(inside()),
        Inline::Superscript(inside()),
        Inline::Keyboard(inside()),
        Inline::Link(reference),
        Inline::Break,
        picture("img/dot.png", "a \"dot\""),
    ])]
}

fn every_block() -> Vec<Block> {
    let item = |task, text: &str| Item { task, blocks: paragraph(text) };
    let output = Some("1\n<2>".into());
    vec![
        Block::Heading(Heading { level: 2, content: words("Part") }),
        Block::Code(Code { language: "python".into(), text: "print(1)".into(), output, ..Code::default() }),
        Block::List(List {
            start: None,
            tight: true,
            items: vec![item(Some(false), "open"), item(Some(true), "done")],
        }),
        Block::List(List { start: Some(3), tight: false, items: vec![item(None, "three")] }),
        Block::Table(Table {
            columns: vec![Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right],
            head: ["a", "b", "c", "d"].map(words).to_vec(),
            rows: vec![["1", "2", "3", "4"].map(words).to_vec()],
        }),
        Block::Quote(paragraph("quoted")),
        Block::Rule,
    ]
}

/// A text as the value of a key, its lines set in.
pub(crate) fn indented(text: &str, by: &str) -> String {
    text.lines().fold(String::new(), |indented, line| indented + by + line + "\n")
}

/// A question's id.
pub(crate) fn question_id(id: &str) -> QuestionId {
    QuestionId::parse(id).unwrap()
}

/// Running text.
pub(crate) fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

/// One paragraph.
pub(crate) fn paragraph(text: &str) -> Vec<Block> {
    vec![Block::Paragraph(words(text))]
}

/// A code block in Python, with one coloured token for each `(piece, class)`.
pub(crate) fn code(text: &str, pieces: &[(&str, Class)]) -> Block {
    let mut tokens: Vec<Token> = Vec::new();
    for (piece, class) in pieces {
        let from = tokens.last().map_or(0, |token| token.range.end);
        let start = from + text[from..].find(piece).unwrap();
        tokens.push(Token { range: start..start + piece.len(), class: *class });
    }
    Block::Code(Code { language: "python".into(), text: text.into(), tokens, ..Code::default() })
}

/// A picture of one pixel.
pub(crate) fn picture(path: &str, alt: &str) -> Inline {
    let stem = path.rsplit('/').next().unwrap().trim_end_matches(".png");
    let image = Image {
        path: path.into(),
        bytes: PIXEL.to_vec(),
        format: ImageFormat::Png,
        width: 1,
        height: 1,
        file_name: format!("{stem}-0a1b2c3d.png"),
    };
    Inline::Picture(Picture { image: Arc::new(image), alt: alt.into() })
}

const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// What is read of a page: neither white space nor hyphens that part words.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{AD}').collect()
}
