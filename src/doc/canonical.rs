//! Makes trees canonical, so that equal looks mean equal trees.
//!
//! Enters: trees of any shape. Leaves: no empty text or container; no two texts (or codes, or alike wrappers) side by
//! side; no wrapper inside one of its kind; white space single, never at the ends of a line, beside a break or just
//! inside a wrapper; output with the code that prints it; boxes before words only; lists tight or loose as they can be
//! written; table rows as wide as their table.
//! Never here: a change that a reader would notice.

use std::mem::{Discriminant, discriminant, take};

use super::{Block, Code, Heading, Inline, Item, Link, List, Table};

/// The language that makes a block the output of the block above it.
pub(crate) const OUTPUT: &str = "output";

/// Makes blocks canonical.
#[must_use]
pub fn blocks(blocks: Vec<Block>) -> Vec<Block> {
    let mut canonical = Vec::with_capacity(blocks.len());
    for block in blocks {
        push_block(&mut canonical, block);
    }
    canonical.shrink_to_fit();
    canonical
}

fn push_block(blocks: &mut Vec<Block>, block: Block) {
    match block {
        Block::Paragraph(content) => blocks.extend(filled(line(content)).map(Block::Paragraph)),
        Block::Heading(Heading { level, content }) => {
            blocks.extend(filled(line(content)).map(|content| Block::Heading(Heading { level, content })));
        }
        Block::Code(code) => push_code(blocks, code),
        Block::List(list) => blocks.extend(filled(list.items).map(|items| {
            let items: Vec<Item> = items.into_iter().map(item).collect();
            Block::List(List { tight: is_tight(list.tight, &items), start: list.start, items })
        })),
        Block::Table(table) => blocks.push(Block::Table(squared(table))),
        Block::Quote(content) => blocks.extend(filled(self::blocks(content)).map(Block::Quote)),
        Block::Alert(alert, content) => {
            blocks.extend(filled(self::blocks(content)).map(|content| Block::Alert(alert, content)));
        }
        Block::Rule => blocks.push(Block::Rule),
    }
}

fn filled<T>(parts: Vec<T>) -> Option<Vec<T>> {
    (!parts.is_empty()).then_some(parts)
}

/// Pushes a block of code; an output joins the code above, unless that has one.
fn push_code(blocks: &mut Vec<Block>, code: Code) {
    match blocks.last_mut() {
        Some(Block::Code(above)) if code.language == OUTPUT && above.output.is_none() => {
            above.output = Some(code.text);
        }
        _ => blocks.push(Block::Code(code)),
    }
}

/// A box that no words follow is none on GitHub: it becomes the text it is.
fn item(item: Item) -> Item {
    let mut blocks = self::blocks(item.blocks);
    match (item.task, blocks.first()) {
        (None, _) | (Some(_), Some(Block::Paragraph(_))) => Item { task: item.task, blocks },
        (Some(done), _) => {
            let text = if done { "[x]" } else { "[ ]" };
            blocks.insert(0, Block::Paragraph(vec![Inline::Text(text.into())]));
            Item { task: None, blocks }
        }
    }
}

fn squared(table: Table) -> Table {
    let columns = table.columns;
    let row = |mut row: Vec<Vec<Inline>>| {
        row.resize(columns.len(), Vec::new());
        row.into_iter().map(line).collect()
    };
    let head = row(table.head);
    let rows = table.rows.into_iter().map(row).collect();
    Table { columns, head, rows }
}

/// Makes the inlines of a paragraph, heading or cell canonical.
pub(super) fn line(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut line = Vec::new();
    rebuild(inlines, &mut Kinds::new(), &mut line);
    let trailing = line.iter().rev().take_while(|inline| is_blank(inline)).count();
    line.truncate(line.len() - trailing);
    line.drain(..line.iter().take_while(|inline| is_blank(inline)).count());
    collapse(&mut line, &mut true);
    trim(&mut line, &mut true);
    line.shrink_to_fit();
    line
}

/// Whether a list is tight: one that could not be written loose is, one that could not be written tight is not.
fn is_tight(tight: bool, items: &[Item]) -> bool {
    let parts = items.iter().map(|item| item.blocks.len()).max().unwrap_or(0).max(items.len());
    let has_paragraph = items.iter().flat_map(|item| &item.blocks).any(|block| matches!(block, Block::Paragraph(_)));
    if parts < 2 || !has_paragraph {
        return true;
    }
    tight && !needs_blank_lines(items)
}

/// Whether items hold blocks that would run into one without blank lines between them.
pub(crate) fn needs_blank_lines(items: &[Item]) -> bool {
    items.iter().any(|item| item.blocks.windows(2).any(needs_blank_line))
}

/// Whether two blocks would run into one without a blank line between them.
fn needs_blank_line(pair: &[Block]) -> bool {
    match pair {
        [Block::Paragraph(_) | Block::Table(_) | Block::Quote(_) | Block::Alert(..) | Block::List(_), below] => {
            match below {
                Block::Paragraph(_) | Block::Table(_) => true,
                Block::Quote(_) | Block::Alert(..) => matches!(pair, [Block::Quote(_) | Block::Alert(..), _]),
                Block::List(list) => {
                    !matches!(list.start, None | Some(1))
                        || list.items.first().is_none_or(|item| item.blocks.is_empty())
                }
                Block::Heading(_) | Block::Code(_) | Block::Rule => false,
            }
        }
        _ => false,
    }
}

/// Removes the first character of the first text.
pub(super) fn drop_first_character(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        *text = text.chars().skip(1).collect();
    }
    *inlines = line(take(inlines));
}

/// Whether a reader sees anything of these inlines.
pub(super) fn is_visible(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(text) => !text.trim_ascii().is_empty(),
        Inline::Code(text) => !text.is_empty(),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content)
        | Inline::Keyboard(content) => is_visible(content),
        Inline::Link(link) => is_visible(&link.content),
        Inline::Picture(_) => true,
        Inline::Break => false,
    })
}

/// The kinds of the wrappers around a place.
type Kinds = Vec<Discriminant<Inline>>;

/// Pushes `inlines` to `line`: wrappers inside their kind dissolve, white space leaves wrappers, neighbours merge.
fn rebuild(inlines: Vec<Inline>, around: &mut Kinds, line: &mut Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::Text(_) | Inline::Code(_) | Inline::Picture(_) | Inline::Break => push(line, inline),
            Inline::Emphasis(content) => wrap(content, Inline::Emphasis, around, line),
            Inline::Strong(content) => wrap(content, Inline::Strong, around, line),
            Inline::Strikethrough(content) => wrap(content, Inline::Strikethrough, around, line),
            Inline::Subscript(content) => wrap(content, Inline::Subscript, around, line),
            Inline::Superscript(content) => wrap(content, Inline::Superscript, around, line),
            Inline::Keyboard(content) => wrap(content, Inline::Keyboard, around, line),
            Inline::Link(Link { target, content }) => {
                wrap(content, |content| Inline::Link(Link { target: target.clone(), content }), around, line);
            }
        }
    }
}

/// Pushes a wrapper's content, wrapped unless it already is; white space at its ends comes out.
fn wrap(content: Vec<Inline>, make: impl Fn(Vec<Inline>) -> Inline, around: &mut Kinds, line: &mut Vec<Inline>) {
    let kind = discriminant(&make(Vec::new()));
    if around.contains(&kind) {
        return rebuild(content, around, line);
    }
    let mut rebuilt = Vec::new();
    around.push(kind);
    rebuild(content, around, &mut rebuilt);
    around.pop();
    let (before, rebuilt, after) = hoist(rebuilt);
    for inline in before {
        push(line, inline);
    }
    if !rebuilt.is_empty() {
        push(line, make(rebuilt));
    }
    for inline in after {
        push(line, inline);
    }
}

/// Parts the white space and breaks at both ends from what is between them.
fn hoist(mut content: Vec<Inline>) -> (Vec<Inline>, Vec<Inline>, Vec<Inline>) {
    let mut before: Vec<Inline> =
        content.drain(..content.iter().take_while(|inline| is_blank(inline)).count()).collect();
    let kept = content.len() - content.iter().rev().take_while(|inline| is_blank(inline)).count();
    let mut after = content.split_off(kept);
    if let Some(Inline::Text(text)) = content.first_mut() {
        let trimmed = text.trim_ascii_start();
        if trimmed.len() < text.len() {
            *text = trimmed.to_owned();
            before.push(Inline::Text(" ".into()));
        }
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        let trimmed = text.trim_ascii_end().len();
        if trimmed < text.len() {
            text.truncate(trimmed);
            after.insert(0, Inline::Text(" ".into()));
        }
    }
    (before, content, after)
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.trim_ascii().is_empty(),
        Inline::Break => true,
        Inline::Code(_)
        | Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Keyboard(_)
        | Inline::Link(_)
        | Inline::Picture(_) => false,
    }
}

/// Pushes one inline, merged with its neighbour where the two look like one.
fn push(line: &mut Vec<Inline>, inline: Inline) {
    match (line.last_mut(), inline) {
        (_, Inline::Text(text) | Inline::Code(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) | (Some(Inline::Code(last)), Inline::Code(text)) => {
            last.push_str(&text);
        }
        (Some(Inline::Emphasis(last)), Inline::Emphasis(content))
        | (Some(Inline::Strong(last)), Inline::Strong(content))
        | (Some(Inline::Strikethrough(last)), Inline::Strikethrough(content))
        | (Some(Inline::Subscript(last)), Inline::Subscript(content))
        | (Some(Inline::Superscript(last)), Inline::Superscript(content)) => {
            for inline in content {
                push(last, inline);
            }
        }
        (_, inline) => line.push(inline),
    }
}

/// Makes runs of white space single, and drops them where `after_space`: at the line's start and after a break.
fn collapse(inlines: &mut Vec<Inline>, after_space: &mut bool) {
    for inline in &mut *inlines {
        match inline {
            Inline::Text(text) if is_collapsed(text, *after_space) => *after_space = text.ends_with(' '),
            Inline::Text(text) => *text = collapsed(text, after_space),
            Inline::Code(_) | Inline::Picture(_) => *after_space = false,
            Inline::Break => *after_space = true,
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content)
            | Inline::Keyboard(content) => collapse(content, after_space),
            Inline::Link(link) => collapse(&mut link.content, after_space),
        }
    }
    inlines.retain(is_not_empty_text);
    // Most texts are a word or three, and stay as long as the bank does.
    inlines.shrink_to_fit();
}

/// Whether collapsing would leave a text as it is, as it does nearly every one.
fn is_collapsed(text: &str, mut after_space: bool) -> bool {
    text.bytes().all(|byte| {
        let was_space = std::mem::replace(&mut after_space, byte == b' ');
        !(byte.is_ascii_whitespace() && (byte != b' ' || was_space))
    })
}

fn collapsed(text: &str, after_space: &mut bool) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for character in text.chars() {
        let is_space = is_space(character);
        if !is_space {
            collapsed.push(character);
        } else if !*after_space {
            collapsed.push(' ');
        }
        *after_space = is_space;
    }
    collapsed
}

/// Drops white space where `before_space`: at the line's end and before a break.
fn trim(inlines: &mut Vec<Inline>, before_space: &mut bool) {
    for inline in inlines.iter_mut().rev() {
        match inline {
            Inline::Text(text) => {
                if *before_space {
                    text.truncate(text.trim_ascii_end().len());
                }
                *before_space &= text.is_empty();
            }
            Inline::Code(_) | Inline::Picture(_) => *before_space = false,
            Inline::Break => *before_space = true,
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content)
            | Inline::Keyboard(content) => trim(content, before_space),
            Inline::Link(link) => trim(&mut link.content, before_space),
        }
    }
    inlines.retain(is_not_empty_text);
}

fn is_not_empty_text(inline: &Inline) -> bool {
    !matches!(inline, Inline::Text(text) if text.is_empty())
}

/// White space that Markdown and HTML fold; a no-break space is a character like any other.
fn is_space(character: char) -> bool {
    character.is_ascii_whitespace()
}
