//! Document model → the HTML of Anki's fields.
//!
//! Enters: blocks and inlines. Leaves: HTML in which nothing of the text is active, neither for a browser nor for
//! Anki (`[sound:`, `[latex]`, `[$]`, `{{c1::`), in code no less than in running text.
//! Never here: templates, style sheets, files. Text is escaped while it is written, never afterwards.

use crate::doc::{Alignment, Block, Class, Code, Heading, Inline, Item, Link, List, Picture, Table, Target, cloze};

/// What Anki does with the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Shows it.
    Plain,
    /// Looks for deletions in it: `{{`, `::` and `}}` are its own.
    Cloze,
}

/// The HTML of a text.
#[must_use]
pub fn blocks(blocks: &[Block], field: Field) -> String {
    let mut writer = Writer::new(field);
    writer.blocks(blocks);
    writer.html
}

/// The HTML of running text.
#[must_use]
pub fn inlines(inlines: &[Inline]) -> String {
    let mut writer = Writer::new(Field::Plain);
    writer.inlines(inlines);
    writer.html
}

/// The HTML of plain text.
#[must_use]
pub fn text(text: &str) -> String {
    let mut writer = Writer::new(Field::Plain);
    writer.text(text);
    writer.html
}

/// An address as a link to itself.
#[must_use]
pub fn address(url: &str) -> String {
    let content = vec![Inline::Text(url.to_owned())];
    inlines(&[Inline::Link(Link { target: Target::Url(url.to_owned()), content })])
}

/// The HTML of several texts, as a list; nothing where there are none.
#[must_use]
pub fn texts(texts: &[Vec<Block>]) -> String {
    let mut writer = Writer::new(Field::Plain);
    writer.bullets(texts, |writer, text| writer.tight(text));
    writer.html
}

/// The HTML of several running texts, as a list; nothing where there are none.
#[must_use]
pub fn lines(lines: &[&[Inline]]) -> String {
    let mut writer = Writer::new(Field::Plain);
    writer.bullets(lines, |writer, line| writer.inlines(line));
    writer.html
}

struct Writer {
    html: String,
    field: Field,
    deletion: Deletion,
}

/// Where in a deletion the writer stands: markup of its own is welcome only outside number and hint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deletion {
    Text,
    Number,
    Hint,
}

impl Writer {
    fn new(field: Field) -> Self {
        Self { html: String::new(), field, deletion: Deletion::Text }
    }

    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.open(name);
        content(self);
        self.close(name);
    }

    fn open(&mut self, name: &str) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
    }

    fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.element("p", |writer| writer.inlines(content)),
            Block::Heading(heading) => self.heading(heading),
            Block::Code(code) => self.code(code),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => self.element("blockquote", |writer| writer.blocks(blocks)),
            Block::Alert(alert, blocks) => self.element("blockquote", |writer| {
                writer.element("p", |writer| writer.element("strong", |writer| writer.text(alert.name())));
                writer.blocks(blocks);
            }),
            Block::Rule => self.raw("<hr>"),
        }
    }

    /// A sub-heading of the question, which is the card's `<h2>`.
    fn heading(&mut self, heading: &Heading) {
        let name = ["h3", "h4", "h5", "h6"][usize::from(heading.level.clamp(1, 4) - 1)];
        self.element(name, |writer| writer.inlines(&heading.content));
    }

    fn code(&mut self, code: &Code) {
        self.raw("<pre><code>");
        self.coloured(code);
        self.raw("</code></pre>");
        if let Some(output) = &code.output {
            self.raw("<div class=\"output\"><span class=\"label\">Output</span><pre><samp>");
            self.text(output);
            self.raw("</samp></pre></div>");
        }
    }

    fn coloured(&mut self, code: &Code) {
        let mut end = 0;
        for token in &code.tokens {
            // A token that is not a piece of the code colours nothing; the code itself is never lost.
            if let (Some(before), Some(piece)) =
                (code.text.get(end..token.range.start), code.text.get(token.range.clone()))
            {
                self.text(before);
                self.token(token.class, piece);
                end = token.range.end;
            }
        }
        self.text(&code.text[end..]);
    }

    /// A coloured piece, in as many elements as a deletion's braces part it into: elements and braces must nest.
    fn token(&mut self, class: Class, text: &str) {
        for piece in text.split_inclusive(is_mark) {
            let mark = piece.chars().next_back().filter(|last| is_mark(*last));
            let words = &piece[..piece.len() - mark.map_or(0, char::len_utf8)];
            self.coloured_piece(class, words);
            if let Some(mark) = mark {
                self.mark(mark);
            }
        }
    }

    fn coloured_piece(&mut self, class: Class, text: &str) {
        let inside = matches!(self.deletion, Deletion::Number | Deletion::Hint);
        if inside || text.is_empty() {
            return self.text(text);
        }
        self.raw("<span class=\"");
        self.raw(class_name(class));
        self.raw("\">");
        self.text(text);
        self.raw("</span>");
    }

    fn list(&mut self, list: &List) {
        let tasks = list.items.iter().any(|item| item.task.is_some());
        match list.start {
            None if tasks => self.raw("<ul class=\"tasks\">"),
            None => self.raw("<ul>"),
            Some(1) => self.raw("<ol>"),
            Some(start) => self.raw(&format!("<ol start=\"{start}\">")),
        }
        for item in &list.items {
            self.element("li", |writer| writer.item(item, list.tight));
        }
        self.raw(if list.start.is_some() { "</ol>" } else { "</ul>" });
    }

    fn item(&mut self, item: &Item, tight: bool) {
        match item.task {
            None => {}
            Some(false) => self.raw("☐ "),
            Some(true) => self.raw("☑ "),
        }
        if tight || item.task.is_some() { self.tight(&item.blocks) } else { self.blocks(&item.blocks) }
    }

    /// Blocks of which the first, if it is a paragraph, begins on the line it is set in.
    fn tight(&mut self, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph(content), rest @ ..] => {
                self.inlines(content);
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
    }

    fn bullets<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.element("ul", |writer| {
            for item in items {
                writer.element("li", |writer| write(writer, item));
            }
        });
    }

    /// A table in a box that scrolls by itself, so that the card does not.
    fn table(&mut self, table: &Table) {
        self.raw("<div class=\"table\"><table><thead>");
        self.row("th", &table.columns, &table.head);
        self.raw("</thead><tbody>");
        for row in &table.rows {
            self.row("td", &table.columns, row);
        }
        self.raw("</tbody></table></div>");
    }

    fn row(&mut self, name: &str, columns: &[Alignment], cells: &[Vec<Inline>]) {
        self.raw("<tr>");
        for (alignment, cell) in columns.iter().zip(cells) {
            self.raw("<");
            self.raw(name);
            self.raw(alignment_class(*alignment));
            self.raw(">");
            self.inlines(cell);
            self.close(name);
        }
        self.raw("</tr>");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.element("code", |writer| writer.text(text)),
                Inline::Emphasis(content) => self.element("em", |writer| writer.inlines(content)),
                Inline::Strong(content) => self.element("strong", |writer| writer.inlines(content)),
                Inline::Strikethrough(content) => self.element("del", |writer| writer.inlines(content)),
                Inline::Subscript(content) => self.element("sub", |writer| writer.inlines(content)),
                Inline::Superscript(content) => self.element("sup", |writer| writer.inlines(content)),
                Inline::Keyboard(content) => self.element("kbd", |writer| writer.inlines(content)),
                Inline::Link(link) => self.link(link),
                Inline::Picture(picture) => self.picture(picture),
                Inline::Break => self.raw("<br>"),
            }
        }
    }

    /// A link; to another question by its words alone, since no card can open another.
    fn link(&mut self, link: &Link) {
        match &link.target {
            Target::Url(url) => {
                self.raw("<a href=\"");
                self.attribute(url);
                self.raw("\">");
                self.inlines(&link.content);
                self.raw("</a>");
            }
            Target::Question(_) => self.inlines(&link.content),
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.raw("<img src=\"");
        self.attribute(&picture.image.file_name);
        self.raw("\" alt=\"");
        self.attribute(&picture.alt);
        self.raw("\">");
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(is_special) {
            self.raw(&rest[..at]);
            rest = &rest[at..];
            let mut characters = rest.chars();
            match characters.next() {
                Some(mark) if is_mark(mark) => self.mark(mark),
                Some(character) => self.character(character, rest),
                None => {}
            }
            rest = characters.as_str();
        }
        self.raw(rest);
    }

    /// Text between double quotes; a deletion cannot reach in here.
    fn attribute(&mut self, text: &str) {
        for (at, character) in text.char_indices().filter(|(_, character)| !is_mark(*character)) {
            match character {
                '"' => self.raw("&quot;"),
                '\n' | '\t' => self.raw(" "),
                _ => self.character(character, &text[at..]),
            }
        }
    }

    /// One character; `rest` begins with it.
    fn character(&mut self, character: char, rest: &str) {
        match character {
            '&' => self.raw("&amp;"),
            '<' => self.raw("&lt;"),
            '>' => self.raw("&gt;"),
            '[' if is_active(rest) => self.raw("&#91;"),
            // Where MathJax would begin or end, Anki takes the markup out of a deletion.
            '\\' if rest[1..].starts_with(['(', ')', '[', ']']) => self.raw("&#92;"),
            ':' if self.field == Field::Cloze => self.raw("&#58;"),
            '{' if self.field == Field::Cloze => self.raw("&#123;"),
            '}' if self.field == Field::Cloze => self.raw("&#125;"),
            '\n' | '\t' => self.html.push(character),
            // Anki refuses a package with \x1f in a field, and nobody sees the others.
            _ if character.is_control() => {}
            _ => self.html.push(character),
        }
    }

    /// A part of a deletion; in a field without deletions there is none, and it says nothing.
    fn mark(&mut self, mark: char) {
        let (html, deletion) = match mark {
            cloze::OPEN => ("{{c", Deletion::Number),
            cloze::START => ("::", Deletion::Text),
            cloze::HINT => ("::", Deletion::Hint),
            _ => ("}}", Deletion::Text),
        };
        if self.field == Field::Cloze {
            self.deletion = deletion;
            self.raw(html);
        }
    }
}

/// Whether a character may be written otherwise than as itself; the others are copied in one go.
fn is_special(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '[' | '\\' | ':' | '{' | '}') || is_mark(character) || character.is_control()
}

fn is_mark(character: char) -> bool {
    matches!(character, cloze::OPEN | cloze::START | cloze::HINT | cloze::CLOSE)
}

/// What Anki acts on wherever it stands in a field, `<code>` included.
fn is_active(rest: &str) -> bool {
    const ACTIVE: [&str; 9] = ["[sound:", "[latex]", "[/latex]", "[$]", "[/$]", "[$$]", "[/$$]", "[anki:", "[[type:"];
    let begins = |active: &str| rest.get(..active.len()).is_some_and(|start| start.eq_ignore_ascii_case(active));
    // Before a deletion's hint, the colon is one of its own.
    let is_marked = |active: &str| begins(active) && rest[active.len()..].starts_with(is_mark);
    ACTIVE.iter().any(|active| begins(active) || active.strip_suffix(':').is_some_and(is_marked))
}

/// The class of `card.css` that colours a piece of code.
fn class_name(class: Class) -> &'static str {
    match class {
        Class::Keyword => "k",
        Class::String => "s",
        Class::Number => "n",
        Class::Comment => "c",
        Class::Function => "f",
        Class::Type => "t",
        Class::Constant => "b",
        Class::Attribute => "a",
        Class::Operator => "o",
    }
}

fn alignment_class(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "",
        Alignment::Left => " class=\"left\"",
        Alignment::Center => " class=\"center\"",
        Alignment::Right => " class=\"right\"",
    }
}
