//! The words of a document, in reading order.
//!
//! Enters: blocks or inlines. Leaves: plain text with all that a reader reads: code and output, alternative texts of
//! pictures, words of links. Markers (bullets, numbers, boxes) and addresses of links are no words.
//! Never here: markup of any kind.

use super::{Block, Inline, Table};

/// The text of blocks: a line for each paragraph, heading and table row; code line by line as it is.
#[must_use]
pub fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        push_block(block, &mut text);
    }
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// The words of blocks, as white space parts them.
#[must_use]
pub fn words(blocks: &[Block]) -> Vec<String> {
    text(blocks).split_whitespace().map(str::to_owned).collect()
}

/// The text of inlines on one line; a break is a space.
#[must_use]
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, &mut text);
    text
}

fn push_block(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(content) => push_line(content, text),
        Block::Heading(heading) => push_line(&heading.content, text),
        Block::Code(code) => {
            for part in std::iter::once(&code.text).chain(&code.output) {
                text.push_str(part);
                text.push('\n');
            }
        }
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                push_block(block, text);
            }
        }
        Block::Table(table) => push_table(table, text),
        Block::Quote(blocks) => push_blocks(blocks, text),
        Block::Alert(alert, blocks) => {
            text.push_str(alert.name());
            text.push('\n');
            push_blocks(blocks, text);
        }
        Block::Rule => {}
    }
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        push_block(block, text);
    }
}

fn push_table(table: &Table, text: &mut String) {
    for row in std::iter::once(&table.head).chain(&table.rows) {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push('\t');
            }
            push_inlines(cell, text);
        }
        text.push('\n');
    }
}

fn push_line(inlines: &[Inline], text: &mut String) {
    push_inlines(inlines, text);
    text.push('\n');
}

fn push_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content)
            | Inline::Keyboard(content) => push_inlines(content, text),
            Inline::Link(link) => push_inlines(&link.content, text),
            Inline::Picture(picture) => text.push_str(&picture.alt),
            Inline::Break => text.push(' '),
        }
    }
}
