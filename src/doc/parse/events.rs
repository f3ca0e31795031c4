//! How pulldown-cmark is set up, and two questions about a text that its events answer.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};

/// The events of a text, each with its bytes.
pub(super) type Events<'a> = Peekable<OffsetIter<'a>>;

/// A link definition, `[label]: address`.
pub(super) struct Definition {
    /// As matched: in lower case.
    pub label: String,
    /// Bytes of the Markdown.
    pub range: Range<usize>,
}

/// What a bank's Markdown is. Footnotes are on only so that they can be named and shown as text: off, a footnote's
/// definition would be taken for a link's.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// Starts parsing.
pub(super) fn events(markdown: &str) -> (Events<'_>, Vec<Definition>) {
    let parser = Parser::new_ext(markdown, options());
    let definitions = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| Definition { label: label.to_lowercase(), range: definition.span.clone() })
        .collect();
    (parser.into_offset_iter().peekable(), definitions)
}

/// Whether a text is a single paragraph, with or without link definitions beside it.
pub(super) fn is_one_paragraph(markdown: &str) -> bool {
    if markdown.starts_with(char::is_alphabetic) && !markdown.contains(['\n', '\r']) {
        // What begins any other block is no letter, and what makes a heading or table of a line is the line below.
        return true;
    }
    let mut events = Parser::new_ext(markdown, options());
    matches!(events.next(), Some(Event::Start(Tag::Paragraph)))
        && events.position(|event| event == Event::End(TagEnd::Paragraph)).is_some()
        && events.next().is_none()
}

/// The text as one line that cannot begin a block: a full stop, then the text with its line ends made spaces.
/// So byte n of the text is byte n + 1 of the line.
pub(super) fn single_line(markdown: &str) -> String {
    let mut line = String::with_capacity(markdown.len() + 1);
    line.push('.');
    let mut characters = markdown.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_line = matches!(character, '\n' | '\r');
        let breaks_hard = character == '\\' && matches!(characters.peek(), Some('\n' | '\r'));
        line.push(if ends_line || breaks_hard { ' ' } else { character });
    }
    line
}

/// Whether a tag opens something inside a line.
pub(super) fn is_inline(tag: &Tag) -> bool {
    match tag {
        Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => true,
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::List(_)
        | Tag::Item
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::MetadataBlock(_) => false,
    }
}
