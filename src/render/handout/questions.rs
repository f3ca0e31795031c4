//! A bank → the handout's text: title, contents, sections, questions.

use super::Writer;
use super::inlines::Line;
use std::borrow::Cow;
use std::collections::HashMap;

use crate::bank::{Bank, Labels, Question, QuestionId, Section};
use crate::doc::{Block, Heading, Inline, Item, Link, List, Target};

/// The level of a question's heading; headings inside its texts stand below it.
const QUESTION_LEVEL: u8 = 3;

/// Writes the whole handout, with one line end at its end.
pub(super) fn handout<'a>(bank: &'a Bank, fold: bool, writer: &mut Writer<'a>) -> String {
    let all = bank.questions().map(|(_, question)| question).chain(&bank.left_out);
    let questions = all.map(|question| (&question.id, question)).collect();
    let mut page = Page { writer, bank, questions, labels: &bank.labels, parts: Vec::new() };
    page.front();
    page.contents();
    for section in sections(bank) {
        page.section(section, fold);
    }
    let mut text = page.parts.join("\n\n");
    text.push('\n');
    text
}

/// The sections that have a question to show.
fn sections(bank: &Bank) -> impl Iterator<Item = &Section> {
    bank.sections.iter().filter(|section| shown(section).next().is_some())
}

/// The questions of a section that are shown, with their numbers.
fn shown(section: &Section) -> impl Iterator<Item = (u32, &Question)> {
    section
        .questions
        .iter()
        .filter(|question| !question.retired)
        .filter_map(|question| Some((question.number?, question)))
}

/// The handout being written: parts that a blank line parts.
struct Page<'p, 'a> {
    writer: &'p mut Writer<'a>,
    bank: &'a Bank,
    /// By id: a large bank has many links between its questions.
    questions: HashMap<&'a QuestionId, &'a Question>,
    labels: &'a Labels,
    parts: Vec<String>,
}

impl Page<'_, '_> {
    fn front(&mut self) {
        self.heading(1, &[text(&self.bank.title)]);
        self.blocks(&self.bank.description, 1);
        let about = about(self.bank);
        if !about.is_empty() {
            self.paragraph(&about);
        }
    }

    fn contents(&mut self) {
        self.heading(2, &[text(&self.labels.contents)]);
        let items = sections(self.bank).map(contents_of).collect();
        self.list(items);
    }

    fn section(&mut self, section: &Section, fold: bool) {
        self.anchor(&section_anchor(section));
        self.heading_below_anchor(2, &[text(&section.title)]);
        for (number, question) in shown(section) {
            self.question(number, question, fold);
        }
    }

    fn question(&mut self, number: u32, question: &Question, fold: bool) {
        self.anchor(question.id.as_str());
        let mut heading = vec![text(&format!("{number}. "))];
        heading.extend_from_slice(&question.question);
        self.heading_below_anchor(QUESTION_LEVEL, &heading);
        self.quiet_line(question);
        self.blocks(&question.setup, QUESTION_LEVEL);
        if question.is_unanswered() {
            self.paragraph(&[Inline::Emphasis(vec![text(&self.labels.unanswered)])]);
        }
        if fold {
            self.folded(&self.labels.hint, |page| page.blocks(&question.hint, QUESTION_LEVEL));
            self.folded(&self.labels.answer, |page| page.answer(question));
        } else {
            self.answer(question);
        }
    }

    /// Level and tags, for who looks for them.
    fn quiet_line(&mut self, question: &Question) {
        let mut words: Vec<&str> = Vec::new();
        words.extend(question.level.map(|level| self.labels.level(level)));
        words.extend(question.tags.iter().map(String::as_str));
        if !words.is_empty() {
            self.paragraph(&[Inline::Emphasis(vec![text(&words.join(" · "))])]);
        }
    }

    fn answer(&mut self, question: &Question) {
        if !question.short.is_empty() {
            self.label(&self.labels.short);
            self.blocks(&question.short, QUESTION_LEVEL);
            if !question.answer.is_empty() {
                self.label(&self.labels.answer);
            }
        }
        self.blocks(&question.answer, QUESTION_LEVEL);
        self.labelled(
            &self.labels.pitfalls,
            question.pitfalls.iter().map(|blocks| below(blocks, QUESTION_LEVEL).into_owned()),
        );
        self.labelled(
            &self.labels.follow_ups,
            question.follow_ups.iter().map(|blocks| below(blocks, QUESTION_LEVEL).into_owned()),
        );
        let related: Vec<Vec<Block>> = question.see.iter().map(|id| related(&self.questions, id)).collect();
        self.labelled(&self.labels.related, related.into_iter());
        let sources = question.sources.iter().map(|source| vec![Block::Paragraph(source.clone())]);
        self.labelled(&self.labels.sources, sources);
    }

    /// A labelled list, unless it is empty.
    fn labelled(&mut self, label: &str, items: impl Iterator<Item = Vec<Block>>) {
        let items: Vec<Item> = items.map(|blocks| Item { task: None, blocks }).collect();
        if !items.is_empty() {
            self.label(label);
            self.list(items);
        }
    }

    /// What `write` writes, behind a click; nothing if it writes nothing. The blank lines around make GitHub read it
    /// as Markdown.
    fn folded(&mut self, summary: &str, write: impl FnOnce(&mut Self)) {
        let before = self.parts.len();
        write(self);
        if self.parts.len() > before {
            self.parts.insert(before, format!("<details>\n<summary>{}</summary>", escaped(summary)));
            self.parts.push("</details>".to_owned());
        }
    }

    fn label(&mut self, label: &str) {
        self.paragraph(&[Inline::Strong(vec![text(label)])]);
    }

    fn paragraph(&mut self, content: &[Inline]) {
        let paragraph = self.writer.line(content, Line::Paragraph);
        self.parts.push(paragraph);
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        let heading = self.writer.heading(content);
        self.parts.push(format!("{} {heading}", "#".repeat(level.into())));
    }

    fn anchor(&mut self, id: &str) {
        self.parts.push(format!("<a id=\"{id}\"></a>"));
    }

    /// A heading close below the anchor just written, as part of the same part.
    fn heading_below_anchor(&mut self, level: u8, content: &[Inline]) {
        let heading = self.writer.heading(content);
        if let Some(anchor) = self.parts.last_mut() {
            anchor.extend(["\n", &"#".repeat(level.into()), " ", &heading]);
        }
    }

    fn list(&mut self, items: Vec<Item>) {
        let tight =
            items.iter().all(|item| matches!(item.blocks.as_slice(), [_] | [Block::Paragraph(_), Block::List(_)]));
        let list = self.writer.blocks(&[Block::List(List { start: None, tight, items })]);
        self.parts.push(list);
    }

    /// Blocks with their headings below those of `level`.
    fn blocks(&mut self, blocks: &[Block], level: u8) {
        if !blocks.is_empty() {
            let blocks = self.writer.blocks(&below(blocks, level));
            self.parts.push(blocks);
        }
    }
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

/// Version, licence, homepage and authors.
fn about(bank: &Bank) -> Vec<Inline> {
    let mut parts: Vec<Inline> = Vec::new();
    parts.extend(bank.version.as_ref().map(|version| text(&format!("v{version}"))));
    parts.extend(bank.license.as_deref().map(text));
    parts.extend(
        bank.homepage
            .as_ref()
            .map(|url| Inline::Link(Link { target: Target::Url(url.clone()), content: vec![text(url)] })),
    );
    parts.extend((!bank.authors.is_empty()).then(|| text(&bank.authors.join(", "))));
    let mut line = Vec::new();
    for part in parts {
        if !line.is_empty() {
            line.push(text(" · "));
        }
        line.push(part);
    }
    line
}

/// A section's entry in the table of contents.
fn contents_of(section: &Section) -> Item {
    let items = shown(section).map(|(number, question)| Item {
        task: None,
        blocks: vec![entry(question.id.as_str(), Some(number), &question.question)],
    });
    let questions = Block::List(List { start: None, tight: true, items: items.collect() });
    Item { task: None, blocks: vec![entry(&section_anchor(section), None, &[text(&section.title)]), questions] }
}

/// The anchor of a section; ids of questions never begin with `_`.
pub(super) fn section_anchor(section: &Section) -> String {
    format!("_{}", section.id)
}

/// A line that leads to an anchor of the handout.
fn entry(anchor: &str, number: Option<u32>, words: &[Inline]) -> Block {
    let mut content: Vec<Inline> = number.map(|number| text(&format!("{number}. "))).into_iter().collect();
    content.extend(without_links(words));
    Block::Paragraph(vec![Inline::Link(Link { target: Target::Question(anchor.to_owned()), content })])
}

/// A related question: a link to it, or its words where the handout does not show it.
fn related(questions: &HashMap<&QuestionId, &Question>, id: &QuestionId) -> Vec<Block> {
    let Some(question) = questions.get(id) else {
        return vec![Block::Paragraph(vec![text(id.as_str())])];
    };
    vec![entry(id.as_str(), question.number, &question.question)]
}

/// Inlines as they may stand in a link on one line: words for links and pictures, spaces for breaks.
fn without_links(inlines: &[Inline]) -> Vec<Inline> {
    inlines
        .iter()
        .flat_map(|inline| match inline {
            Inline::Text(_) | Inline::Code(_) => vec![inline.clone()],
            Inline::Emphasis(content) => vec![Inline::Emphasis(without_links(content))],
            Inline::Strong(content) => vec![Inline::Strong(without_links(content))],
            Inline::Strikethrough(content) => vec![Inline::Strikethrough(without_links(content))],
            Inline::Subscript(content) => vec![Inline::Subscript(without_links(content))],
            Inline::Superscript(content) => vec![Inline::Superscript(without_links(content))],
            Inline::Keyboard(content) => vec![Inline::Keyboard(without_links(content))],
            Inline::Link(link) => without_links(&link.content),
            Inline::Picture(picture) => vec![text(&picture.alt)],
            Inline::Break => vec![text(" ")],
        })
        .collect()
}

/// Blocks with their headings moved, the highest of them to just below `level`.
fn below(blocks: &[Block], level: u8) -> Cow<'_, [Block]> {
    match highest(blocks) {
        None => Cow::Borrowed(blocks),
        Some(highest) => Cow::Owned(blocks.iter().map(|block| moved(block, highest, level + 1)).collect()),
    }
}

/// The smallest level of a heading in these blocks.
fn highest(blocks: &[Block]) -> Option<u8> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.level),
            Block::Quote(blocks) | Block::Alert(_, blocks) => highest(blocks),
            Block::List(list) => list.items.iter().filter_map(|item| highest(&item.blocks)).min(),
            Block::Paragraph(_) | Block::Code(_) | Block::Table(_) | Block::Rule => None,
        })
        .min()
}

/// A block with its headings moved, those of level `from` to level `to`.
fn moved(block: &Block, from: u8, to: u8) -> Block {
    let all = |blocks: &[Block]| blocks.iter().map(|block| moved(block, from, to)).collect();
    match block {
        Block::Heading(Heading { level, content }) => {
            let level = (level.saturating_sub(from) + to).min(6);
            Block::Heading(Heading { level, content: content.clone() })
        }
        Block::Quote(blocks) => Block::Quote(all(blocks)),
        Block::Alert(alert, blocks) => Block::Alert(*alert, all(blocks)),
        Block::List(list) => {
            let items = list.items.iter().map(|item| Item { task: item.task, blocks: all(&item.blocks) }).collect();
            Block::List(List { items, ..*list })
        }
        Block::Paragraph(_) | Block::Code(_) | Block::Table(_) | Block::Rule => block.clone(),
    }
}

/// Text as HTML states it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
