//! Blocks → Markdown.

use super::Writer;
use super::inlines::Line;
use crate::doc::{Alert, Alignment, Block, Code, Inline, Item, List, Table, canonical};

/// The largest number that begins an item (<https://spec.commonmark.org/0.31.2/#list-items>).
const MAX_NUMBER: u64 = 999_999_999;

/// The widest table whose columns are padded, in characters: beyond, editors wrap its lines.
const MAX_PADDED: usize = 120;

impl Writer<'_> {
    /// Writes blocks with a blank line between each two.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> String {
        self.joined(blocks, "\n\n", false)
    }

    /// Writes blocks with `between` between each two; a list that comes first is an `other` one if so asked.
    fn joined(&mut self, blocks: &[Block], between: &str, mut other: bool) -> String {
        let mut text = String::new();
        for (position, block) in blocks.iter().enumerate() {
            if position > 0 {
                text.push_str(between);
                other = !other && follows_its_kind(&blocks[position - 1], block);
            }
            text.push_str(&self.block(block, other));
        }
        text
    }

    /// Writes one block; `other` lists have the other marker, so that they part from the list above them.
    fn block(&mut self, block: &Block, other: bool) -> String {
        match block {
            Block::Paragraph(content) => self.line(content, Line::Paragraph),
            Block::Heading(heading) => {
                format!("{} {}", "#".repeat(heading.level.into()), self.heading(&heading.content))
            }
            Block::Code(code) => self.code(code),
            Block::List(list) => self.list(list, other),
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => prefixed(&self.blocks(blocks), "> ", "> "),
            Block::Alert(alert, blocks) => self.alert(*alert, blocks),
            // Not `---`, which underlines a heading, nor `***`, which a bullet may stand before.
            Block::Rule => "___".to_owned(),
        }
    }

    fn alert(&mut self, alert: Alert, blocks: &[Block]) -> String {
        // The mark's line is a paragraph's first, which some blocks cannot interrupt.
        let between = if matches!(blocks.first(), Some(Block::Paragraph(_))) { "\n" } else { "\n\n" };
        prefixed(&[&*format!("[!{}]", alert.mark()), between, &*self.blocks(blocks)].concat(), "> ", "> ")
    }

    /// Writes a heading's words, which may end in `#` but not so that it closes the heading.
    pub(super) fn heading(&mut self, content: &[Inline]) -> String {
        let mut text = self.line(content, Line::Heading);
        let words = text.trim_end_matches('#');
        if words.len() < text.len() && (words.is_empty() || words.ends_with(' ')) {
            text.insert(text.len() - 1, '\\');
        }
        text
    }

    fn code(&mut self, code: &Code) -> String {
        let mut text = fenced(&code.language, &code.text);
        if let Some(output) = &code.output {
            text.push('\n');
            if !self.output.is_empty() {
                // The parser knows the label by the comment, whatever the language.
                let label = Inline::Emphasis(vec![Inline::Text(self.output.to_owned())]);
                text.push_str(&self.line(&[label], Line::Paragraph));
                text.push_str("<!-- -->\n");
            }
            text.push_str(&fenced("output", output));
        }
        text
    }

    fn list(&mut self, list: &List, other: bool) -> String {
        let between = between(list);
        let items: Vec<String> =
            list.items.iter().zip(0..).map(|(item, n)| self.item((list.start, between), item, n, other)).collect();
        items.join(between)
    }

    fn item(&mut self, (start, between): (Option<u64>, &str), item: &Item, position: u64, other: bool) -> String {
        let marker = match (start, other) {
            (None, false) => "-".to_owned(),
            (None, true) => "*".to_owned(),
            (Some(start), false) => format!("{}.", start.saturating_add(position).min(MAX_NUMBER)),
            (Some(start), true) => format!("{})", start.saturating_add(position).min(MAX_NUMBER)),
        };
        // `- - -` would be a rule: a list that begins an item has the other bullet.
        let text = self.joined(&item.blocks, between, marker == "-");
        if text.is_empty() {
            // Parsers disagree about what may follow a bare marker.
            return format!("{marker} <!-- -->");
        }
        let task = match item.task {
            None => "",
            Some(false) => "[ ] ",
            Some(true) => "[x] ",
        };
        let indent = " ".repeat(marker.len() + 1);
        prefixed(&text, &format!("{marker} {task}"), &indent)
    }

    fn table(&mut self, table: &Table) -> String {
        let rows: Vec<Vec<String>> = std::iter::once(&table.head)
            .chain(&table.rows)
            .map(|row| row.iter().map(|cell| self.line(cell, Line::Cell)).collect())
            .collect();
        let widths = widths(&rows, table.columns.len());
        let rule: Vec<String> =
            table.columns.iter().zip(&widths).map(|(alignment, &width)| dashes(*alignment, width)).collect();
        let mut lines: Vec<String> = rows.iter().map(|row| bars(row, &widths)).collect();
        lines.insert(1, bars(&rule, &widths));
        lines.join("\n")
    }
}

/// What stands between the items of a list, and between the blocks of each. Without paragraphs, blank lines make no
/// list loose.
fn between(list: &List) -> &'static str {
    if list.tight && !canonical::needs_blank_lines(&list.items) { "\n" } else { "\n\n" }
}

/// Whether two lists one below the other would be read as one.
fn follows_its_kind(above: &Block, below: &Block) -> bool {
    match (above, below) {
        (Block::List(above), Block::List(below)) => above.start.is_some() == below.start.is_some(),
        _ => false,
    }
}

/// Prefixes a text's first line with `first` and the others with `others`, blank lines without trailing white space.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut prefixed = String::with_capacity(text.len() + first.len());
    for (position, line) in text.split('\n').enumerate() {
        let prefix = if position == 0 { first } else { others };
        if position > 0 {
            prefixed.push('\n');
        }
        prefixed.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        prefixed.push_str(line);
    }
    prefixed
}

/// A fenced code block.
fn fenced(language: &str, text: &str) -> String {
    let mark = if language.contains('`') { '~' } else { '`' };
    let longest = text.split(|character| character != mark).map(str::len).max().unwrap_or(0);
    let fence = mark.to_string().repeat((longest + 1).max(3));
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{fence}{}\n{text}{end}{fence}", escaped_language(language))
}

/// A language as an info string states it, where escapes and character references are read.
fn escaped_language(language: &str) -> String {
    let mut escaped = String::with_capacity(language.len());
    for character in language.chars() {
        if matches!(character, '\\' | '&') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// The widths to pad columns to, in characters, at least 3.
fn widths(rows: &[Vec<String>], columns: usize) -> Vec<usize> {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0).max(3)).collect();
    if widths.iter().sum::<usize>() > MAX_PADDED { vec![3; columns] } else { widths }
}

fn dashes(alignment: Alignment, width: usize) -> String {
    match alignment {
        Alignment::None => "-".repeat(width),
        Alignment::Left => format!(":{}", "-".repeat(width - 1)),
        Alignment::Center => format!(":{}:", "-".repeat(width - 2)),
        Alignment::Right => format!("{}:", "-".repeat(width - 1)),
    }
}

fn bars(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::from("|");
    for (cell, width) in cells.iter().zip(widths) {
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        line.extend([" ", cell, &padding, " |"]);
    }
    line
}
