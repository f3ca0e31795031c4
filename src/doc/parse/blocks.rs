//! Events → blocks, by recursive descent whose depth is bounded.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag};

use super::events::{self, Definition, Events};
use super::html::{self, Html};
use super::reference::{self, Footnote};
use super::{Construct, ConstructKind, Finding, LoadImage, Parsed, fence, table};
use crate::doc::canonical::{self, OUTPUT};
use crate::doc::{Alert, Alignment, Block, Cell, Code, Heading, Inline, Item, List, Table};
use crate::report::Code as Rule;

/// How deep containers may stand in one another before they dissolve into what they hold; a reader is lost long
/// before, and every later recursion over the tree is safe.
const MAX_NESTING: usize = 64;

/// A text on its way to become blocks.
pub(super) struct Parser<'a> {
    pub(super) markdown: &'a str,
    pub(super) load_image: LoadImage<'a>,
    pub(super) events: Events<'a>,
    pub(super) findings: Vec<Finding>,
    pub(super) constructs: Vec<Construct>,
    /// Labels of link definitions that a link has used, in lower case.
    pub(super) used: HashSet<String>,
    pub(super) footnotes: Vec<Footnote>,
    /// Containers open at this place, HTML tags among them.
    nesting: usize,
    /// Quotations open at this place.
    quotes: usize,
    /// The box of the item being read.
    pub(super) task: Option<bool>,
    /// Whether the list being read has set a paragraph apart.
    loose: bool,
    /// Links open at this place: none, or one.
    pub(super) links: usize,
    /// Whether the last thing in a line was an empty comment.
    pub(super) after_nothing: bool,
    /// Whether the block above is a label that the handout wrote over an output.
    label: bool,
    pub(super) definitions: Vec<Definition>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(markdown: &'a str, load_image: LoadImage<'a>) -> Self {
        let (events, definitions) = events::events(markdown);
        Self {
            markdown,
            load_image,
            events,
            findings: Vec::new(),
            constructs: Vec::new(),
            used: HashSet::new(),
            footnotes: Vec::new(),
            nesting: 0,
            quotes: 0,
            task: None,
            loose: false,
            links: 0,
            after_nothing: false,
            label: false,
            definitions,
        }
    }

    pub(super) fn parse(mut self) -> Parsed<Vec<Block>> {
        let value = canonical::blocks(self.children());
        for definition in std::mem::take(&mut self.definitions) {
            if !self.used.contains(&definition.label) {
                let message = "a link definition that no link of this text uses; it is not shown";
                self.findings.push(Finding::new(Rule::Unsupported, definition.range, message));
            }
        }
        self.findings.extend(reference::footnotes(std::mem::take(&mut self.footnotes)));
        for finding in &mut self.findings {
            let source = self.markdown.get(finding.range.clone()).unwrap_or_default();
            finding.range.end = finding.range.start + source.trim_end().len();
        }
        self.findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.code));
        self.findings.dedup();
        html::drop_closing(&mut self.findings, self.markdown);
        self.constructs.sort_by_key(|construct| construct.range.start);
        Parsed { value, findings: self.findings, constructs: self.constructs }
    }

    /// The blocks up to the end of the container, or of the text; the end is consumed.
    fn children(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut dissolved = 0_usize;
        loop {
            match self.events.peek() {
                None => return blocks,
                Some((Event::End(_), _)) => {
                    self.events.next();
                    if dissolved == 0 {
                        self.label = false;
                        return blocks;
                    }
                    dissolved -= 1;
                }
                Some((Event::Start(tag), range)) if is_container(tag) && self.nesting >= MAX_NESTING => {
                    let range = range.clone();
                    self.too_deep(range, dissolved);
                    self.events.next();
                    dissolved += 1;
                }
                Some(_) => self.block(&mut blocks),
            }
        }
    }

    /// Reads one block; at least one event is consumed.
    fn block(&mut self, blocks: &mut Vec<Block>) {
        let label = std::mem::take(&mut self.label);
        match self.events.next_if(|(event, _)| begins_block(event)) {
            Some((Event::Start(tag), range)) => self.tagged(tag, range, label, blocks),
            Some(_) => blocks.push(Block::Rule),
            None => self.paragraph(blocks),
        }
    }

    fn tagged(&mut self, tag: Tag, range: Range<usize>, label: bool, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => {
                self.loose = true;
                self.check_table(&range);
                self.paragraph(blocks);
                self.end();
            }
            Tag::Heading { level, .. } => self.heading(level, blocks),
            Tag::BlockQuote(kind) => self.quote(kind, blocks),
            Tag::CodeBlock(kind) => self.code(&kind, &range, label, blocks),
            Tag::HtmlBlock => self.html_block(range, blocks),
            Tag::List(start) => self.list(start, range, blocks),
            Tag::FootnoteDefinition(label) => self.footnote_definition(&label, range, blocks),
            Tag::Table(alignments) => self.table(&alignments, blocks),
            Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => blocks.extend(self.children()),
        }
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>) {
        let content = self.pieces();
        self.label = self.after_nothing && matches!(content.as_slice(), [Inline::Emphasis(_)]);
        blocks.push(Block::Paragraph(content));
    }

    fn check_table(&mut self, paragraph: &Range<usize>) {
        let Some(misfit) = self.markdown.get(paragraph.clone()).and_then(table::misfit) else { return };
        let range = paragraph.start + misfit.range.start..paragraph.start + misfit.range.end;
        let (dashes, head) = (misfit.dashes, misfit.head);
        let message = format!("no table: this line of dashes has {dashes} cells, and the line above has {head}");
        let help = "give both as many cells, or write `\\|` for a bar inside a cell";
        self.findings.push(Finding::new(Rule::Unsupported, range, message).help(help));
    }

    fn heading(&mut self, level: HeadingLevel, blocks: &mut Vec<Block>) {
        let content = self.pieces();
        self.end();
        blocks.push(Block::Heading(Heading { level: heading_level(level), content }));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, blocks: &mut Vec<Block>) {
        let loose = self.loose;
        self.quotes += 1;
        let content = self.nested(Self::children);
        self.quotes -= 1;
        self.loose = loose;
        blocks.push(match kind {
            None => Block::Quote(content),
            // Nothing is lost: a mark with nothing below it is text.
            Some(kind) if content.is_empty() => {
                Block::Quote(vec![Block::Paragraph(vec![Inline::Text(format!("[!{}]", alert(kind).mark()))])])
            }
            Some(kind) => Block::Alert(alert(kind), content),
        });
    }

    fn code(&mut self, kind: &CodeBlockKind, range: &Range<usize>, label: bool, blocks: &mut Vec<Block>) {
        let text = fence::text(self.text_to_end());
        let (language, attributes) = match kind {
            CodeBlockKind::Indented => Default::default(),
            CodeBlockKind::Fenced(info) => {
                self.check_fence(range);
                fence::info(info)
            }
        };
        let kind = ConstructKind::Code { language: language.clone(), attributes: attributes.clone() };
        self.constructs.push(Construct { kind, range: range.clone() });
        if label && language == OUTPUT && matches!(blocks.as_slice(), [.., Block::Code(_), Block::Paragraph(_)]) {
            blocks.pop();
        }
        blocks.push(Block::Code(Code { language, attributes, text, output: None, tokens: Vec::new() }));
    }

    fn check_fence(&mut self, range: &Range<usize>) {
        let Some((fault, range)) = fence::fault(self.markdown, range, self.quotes) else { return };
        let (message, help) = match fault {
            fence::Fault::Unclosed => {
                ("this code fence is not closed", "end the code with a line of its own that holds the same fence")
            }
            fence::Fault::Swallows => (
                "this code fence is not closed before another opens, which becomes part of its code",
                "end the code with a line of its own that holds the same fence; around code that shows a fence, put a longer one",
            ),
        };
        self.findings.push(Finding::new(Rule::UnclosedFence, range, message).help(help));
    }

    fn html_block(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let raw = self.text_to_end();
        if html::classify(raw.trim()) == Html::Nothing {
            return;
        }
        let mut content = Vec::new();
        for line in raw.lines() {
            content.extend([Inline::Text(line.to_owned()), Inline::Break]);
        }
        self.findings.push(html::finding(range, &raw));
        blocks.push(Block::Paragraph(content));
    }

    fn list(&mut self, start: Option<u64>, range: Range<usize>, blocks: &mut Vec<Block>) {
        let outer = std::mem::take(&mut self.loose);
        let mut items = Vec::new();
        self.nesting += 1;
        while let Some((Event::Start(_), _)) = self.events.next() {
            items.push(self.item());
        }
        self.nesting -= 1;
        let loose = std::mem::replace(&mut self.loose, outer);
        self.constructs.push(Construct { kind: ConstructKind::List { items: items.len() }, range });
        blocks.push(Block::List(List { start, tight: !loose, items }));
    }

    fn item(&mut self) -> Item {
        let outer = self.task.take();
        let blocks = self.nested(Self::children);
        Item { task: std::mem::replace(&mut self.task, outer), blocks }
    }

    fn footnote_definition(&mut self, label: &str, range: Range<usize>, blocks: &mut Vec<Block>) {
        self.footnotes.push(Footnote { is_definition: true, label: label.to_lowercase(), range });
        let mut content = self.nested(Self::children);
        let label = Inline::Text(format!("[^{label}]: "));
        match content.first_mut() {
            Some(Block::Paragraph(first)) => first.insert(0, label),
            _ => content.insert(0, Block::Paragraph(vec![label])),
        }
        blocks.append(&mut content);
    }

    fn table(&mut self, alignments: &[pulldown_cmark::Alignment], blocks: &mut Vec<Block>) {
        let columns: Vec<Alignment> = alignments.iter().copied().map(alignment).collect();
        let mut rows = Vec::new();
        while let Some((Event::Start(_), range)) = self.events.next() {
            rows.push(self.row(&range, columns.len()));
        }
        if !columns.is_empty() && !rows.is_empty() {
            let head = rows.remove(0);
            blocks.push(Block::Table(Table { columns, head, rows }));
        }
    }

    /// The cells of a row, as many as the table has columns; what stands beyond them joins the last.
    fn row(&mut self, row: &Range<usize>, columns: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut end = row.start;
        while let Some((Event::Start(_), range)) = self.events.next() {
            cells.push(self.pieces());
            self.end();
            end = range.end;
        }
        cells.resize(columns, Cell::new());
        let beyond = self.markdown.get(end..row.end).unwrap_or_default();
        let beyond = beyond.trim().trim_start_matches('|').trim_end_matches('|').trim();
        if let Some(last) = cells.last_mut().filter(|_| !beyond.is_empty()) {
            last.push(Inline::Text(format!(" | {beyond}")));
            let finding = Finding::new(Rule::Unsupported, end..row.end, "more cells than the table has columns")
                .help("give the header row as many cells, or write `\\|` for a bar inside a cell");
            self.findings.push(finding);
        }
        cells
    }

    /// All text up to the end of the container, which is consumed.
    fn text_to_end(&mut self) -> String {
        let mut text = String::new();
        loop {
            match self.events.next() {
                Some((Event::Text(part) | Event::Html(part) | Event::InlineHtml(part), _)) => text.push_str(&part),
                Some((Event::End(_), _)) | None => return text,
                Some(_) => {}
            }
        }
    }

    /// Consumes the end of the container whose content was just read.
    pub(super) fn end(&mut self) {
        self.events.next_if(|(event, _)| matches!(event, Event::End(_)));
    }

    /// Reads one level deeper.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.nesting += 1;
        let value = read(self);
        self.nesting -= 1;
        value
    }

    /// Opens an HTML tag, unless too many are open already.
    pub(super) fn descend(&mut self) -> bool {
        let fits = self.nesting < MAX_NESTING;
        self.nesting += usize::from(fits);
        fits
    }

    /// Closes HTML tags that [`Self::descend`] opened.
    pub(super) fn ascend(&mut self, tags: usize) {
        self.nesting = self.nesting.saturating_sub(tags);
    }

    pub(super) fn is_full(&self) -> bool {
        self.nesting >= MAX_NESTING
    }

    /// Reports what is nested too deep, unless it stands in what is already: so many levels are `dissolved` around it.
    pub(super) fn too_deep(&mut self, range: Range<usize>, dissolved: usize) {
        if dissolved > 0 {
            return;
        }
        let message = format!("nested more than {MAX_NESTING} deep; shown without the inner levels");
        self.findings.push(Finding::new(Rule::Unsupported, range, message));
    }
}

fn begins_block(event: &Event) -> bool {
    match event {
        Event::Start(tag) => !events::is_inline(tag),
        Event::Rule => true,
        Event::End(_)
        | Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => false,
    }
}

fn is_container(tag: &Tag) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_))
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
