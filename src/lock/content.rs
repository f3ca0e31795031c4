//! The content of a note as bytes, hashed: when the hash moves, the note is published anew.
//!
//! Content is what the bank states for the question, as document trees: not position, section, deck or another
//! question's text, not rendered HTML, not colours, not what no card shows (`reviewed`, `norun="…"`).
//!
//! The encoding can never change, or an upgrade of this program would overwrite every learner's own edits:
//!
//! ```text
//! content = "prepdeck-content-1" entry*     the keys of `keys` in their order; an empty one writes nothing, so
//!                                           that a key of a later version leaves older notes' hashes as they are
//! entry   = node
//! node    = name "{" (text | node)* "}"
//! text    = length in bytes, decimal, ":" bytes
//! ```

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{NoteClass, published_id};
use crate::bank::{Bank, Question};
use crate::doc::{Alignment, Block, Code, Inline, Item, Link, List, Table, Target};

/// Hashes the notes of one bank.
pub(super) struct Hasher<'a> {
    bank: &'a Bank,
    /// The id each question was first published under: a renamed question is no change for those that name it.
    published: BTreeMap<&'a str, &'a str>,
}

impl<'a> Hasher<'a> {
    /// Prepares for a bank.
    pub(super) fn new(bank: &'a Bank) -> Self {
        let published =
            bank.questions().map(|(_, question)| (question.id.as_str(), published_id(question).as_str())).collect();
        Self { bank, published }
    }

    /// The first 16 hex digits of the SHA-256 of a note's content.
    pub(super) fn hash(&self, question: &Question, class: NoteClass) -> String {
        let mut encoder = Encoder { digest: Sha256::new(), published: &self.published };
        encoder.digest.update(b"prepdeck-content-1");
        self.keys(&mut encoder, question, class);
        hex(&encoder.digest.finalize()[..8])
    }

    /// The first 8 hex digits of the SHA-256 of what answers a question.
    pub(super) fn answer(&self, question: &Question) -> String {
        let mut encoder = Encoder { digest: Sha256::new(), published: &self.published };
        encoder.key("short", &question.short);
        encoder.key("answer", &question.answer);
        encoder.key("cloze", &question.cloze);
        encoder.text(question.typed.as_deref().unwrap_or_default());
        hex(&encoder.digest.finalize()[..4])
    }

    fn keys(&self, encoder: &mut Encoder, question: &Question, class: NoteClass) {
        encoder.node("question", |encoder| encoder.inlines(&question.question));
        encoder.key("setup", &question.setup);
        encoder.key("short", &question.short);
        encoder.key("answer", &question.answer);
        encoder.texts("pitfalls", &question.pitfalls);
        encoder.texts("follow_ups", &question.follow_ups);
        for id in &question.see {
            encoder.node("see", |encoder| encoder.question(id.as_str()));
        }
        for source in &question.sources {
            encoder.node("source", |encoder| encoder.inlines(source));
        }
        encoder.key("hint", &question.hint);
        if let Some(level) = question.level {
            encoder.node("level", |encoder| encoder.text(level.name()));
        }
        for tag in self.tags(question) {
            encoder.node("tag", |encoder| encoder.text(tag));
        }
        encoder.flag("retired", question.retired);
        match class {
            NoteClass::Standard => standard_keys(encoder, question),
            NoteClass::Cloze => encoder.key("cloze", &question.cloze),
        }
    }

    /// The bank's tags and the question's; Anki knows no order among them.
    fn tags(&self, question: &'a Question) -> Vec<&'a str> {
        let mut tags: Vec<&str> = self.bank.tags.iter().chain(&question.tags).map(String::as_str).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

/// What only the standard note shows.
fn standard_keys(encoder: &mut Encoder, question: &Question) {
    encoder.flag("reverse", question.reverse);
    if let Some(typed) = &question.typed {
        encoder.node("typed", |encoder| encoder.text(typed));
    }
}

/// Writes document trees into a digest.
struct Encoder<'a> {
    digest: Sha256,
    published: &'a BTreeMap<&'a str, &'a str>,
}

impl Encoder<'_> {
    fn node(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.digest.update(name.as_bytes());
        self.digest.update(b"{");
        content(self);
        self.digest.update(b"}");
    }

    fn text(&mut self, text: &str) {
        self.digest.update(text.len().to_string().as_bytes());
        self.digest.update(b":");
        self.digest.update(text.as_bytes());
    }

    fn flag(&mut self, name: &str, set: bool) {
        if set {
            self.node(name, |_| ());
        }
    }

    fn key(&mut self, name: &str, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.node(name, |encoder| encoder.blocks(blocks));
        }
    }

    fn texts(&mut self, name: &str, texts: &[Vec<Block>]) {
        for text in texts {
            self.node(name, |encoder| encoder.blocks(text));
        }
    }

    fn question(&mut self, id: &str) {
        let published = self.published.get(id).copied().unwrap_or(id);
        self.text(published);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => self.node("p", |encoder| encoder.inlines(content)),
                Block::Heading(heading) => self.node("h", |encoder| {
                    encoder.text(&heading.level.to_string());
                    encoder.inlines(&heading.content);
                }),
                Block::Code(code) => self.node("pre", |encoder| encoder.code(code)),
                Block::List(list) => self.node("list", |encoder| encoder.list(list)),
                Block::Table(table) => self.node("table", |encoder| encoder.table(table)),
                Block::Quote(blocks) => self.node("quote", |encoder| encoder.blocks(blocks)),
                Block::Alert(alert, blocks) => self.node("alert", |encoder| {
                    encoder.text(alert.mark());
                    encoder.blocks(blocks);
                }),
                Block::Rule => self.node("rule", |_| ()),
            }
        }
    }

    fn code(&mut self, code: &Code) {
        self.text(&code.language);
        self.text(&code.text);
        if let Some(output) = &code.output {
            self.node("output", |encoder| encoder.text(output));
        }
    }

    fn list(&mut self, list: &List) {
        if let Some(start) = list.start {
            self.node("start", |encoder| encoder.text(&start.to_string()));
        }
        self.flag("tight", list.tight);
        for item in &list.items {
            self.node("item", |encoder| encoder.item(item));
        }
    }

    fn item(&mut self, item: &Item) {
        match item.task {
            None => {}
            Some(false) => self.flag("open", true),
            Some(true) => self.flag("done", true),
        }
        self.blocks(&item.blocks);
    }

    fn table(&mut self, table: &Table) {
        for column in &table.columns {
            self.text(alignment_name(*column));
        }
        for row in std::iter::once(&table.head).chain(&table.rows) {
            self.node("row", |encoder| {
                for cell in row {
                    encoder.node("cell", |encoder| encoder.inlines(cell));
                }
            });
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.node("code", |encoder| encoder.text(text)),
                Inline::Emphasis(content) => self.node("em", |encoder| encoder.inlines(content)),
                Inline::Strong(content) => self.node("strong", |encoder| encoder.inlines(content)),
                Inline::Strikethrough(content) => self.node("del", |encoder| encoder.inlines(content)),
                Inline::Subscript(content) => self.node("sub", |encoder| encoder.inlines(content)),
                Inline::Superscript(content) => self.node("sup", |encoder| encoder.inlines(content)),
                Inline::Keyboard(content) => self.node("kbd", |encoder| encoder.inlines(content)),
                Inline::Link(link) => self.link(link),
                Inline::Picture(picture) => self.node("img", |encoder| {
                    encoder.text(&hex(&Sha256::digest(&picture.image.bytes)));
                    encoder.text(&picture.alt);
                }),
                Inline::Break => self.node("br", |_| ()),
            }
        }
    }

    fn link(&mut self, link: &Link) {
        self.node("a", |encoder| {
            match &link.target {
                Target::Url(url) => encoder.text(url),
                Target::Question(id) => encoder.node("to", |encoder| encoder.question(id)),
            }
            encoder.inlines(&link.content);
        });
    }
}

fn alignment_name(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "none",
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
