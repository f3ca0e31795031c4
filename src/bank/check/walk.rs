//! Ways through a document tree.

use crate::doc::{Block, Code, Inline};

/// What blocks are made of in the end.
#[derive(Clone, Copy)]
pub(in crate::bank) enum Leaf<'b> {
    /// The running text of a paragraph, heading or table cell.
    Text(&'b [Inline]),
    /// A code block.
    Code(&'b Code),
}

/// Visits every leaf, in reading order.
pub(in crate::bank) fn leaves<'b>(blocks: &'b [Block], visit: &mut impl FnMut(Leaf<'b>)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => visit(Leaf::Text(inlines)),
            Block::Heading(heading) => visit(Leaf::Text(&heading.content)),
            Block::Code(code) => visit(Leaf::Code(code)),
            Block::List(list) => list.items.iter().for_each(|item| leaves(&item.blocks, visit)),
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| visit(Leaf::Text(cell)));
            }
            Block::Quote(blocks) | Block::Alert(_, blocks) => leaves(blocks, visit),
            Block::Rule => {}
        }
    }
}

/// What an inline holds.
pub(super) fn children(inline: &Inline) -> &[Inline] {
    match inline {
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Subscript(inner)
        | Inline::Superscript(inner)
        | Inline::Keyboard(inner) => inner,
        Inline::Link(link) => &link.content,
        Inline::Text(_) | Inline::Code(_) | Inline::Picture(_) | Inline::Break => &[],
    }
}
