//! YAML events → [`Tree`].
//!
//! Aliases are shared, never expanded, and nesting is limited, so that neither can use up memory or stack.

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::thread;

use serde_yaml::granit_parser::{self as granit, Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};

use super::{Entry, Failure, Kind, Node, Scalar, Shared, Style, Tree, syntax};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Span;

/// Reads a text as one YAML document.
///
/// # Errors
/// [`Failure`], at the first place that is no YAML.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, Box<Failure>> {
    let mut events = Parser::new_from_str_with_options(text, options());
    if text.len() < LARGE {
        return Builder::default().build(text, events);
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            loop {
                let batch: Vec<Result<(Event, granit::Span), ScanError>> = events.by_ref().take(BATCH).collect();
                // A receiver that has gone has seen enough.
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        Builder::default().build(text, receiver.into_iter().flatten())
    })
}

/// From so many bytes on, a thread of its own reads ahead while the tree is built.
const LARGE: usize = 1 << 20;

/// So many events are handed over at once.
const BATCH: usize = 2048;

/// So many keys most mappings have at most.
const FEW_KEYS: usize = 8;

/// So many batches may wait.
const AHEAD: usize = 4;

fn options() -> granit::Options {
    granit::options! {
        strict_indentation: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: 64,
        block_nesting_limit: 64,
    }
}

/// The parser's span as ours; positions in text that is in memory are always known.
fn span_of(span: &granit::Span) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(range.start, range.end)
}

#[derive(Default)]
struct Builder<'a> {
    root: Option<Node<'a>>,
    open: Vec<Collection<'a>>,
    /// By the parser's number for them; `None` while the anchored value is not complete.
    anchors: HashMap<usize, Option<Arc<Shared<'a>>>>,
    found: Report,
    /// Where the last value began.
    last: usize,
    is_done: bool,
}

/// A list or mapping whose end has not come yet.
struct Collection<'a> {
    start: usize,
    end: usize,
    anchor: usize,
    is_tagged: bool,
    items: Items<'a>,
}

enum Items<'a> {
    Sequence(Vec<Node<'a>>),
    Mapping(Vec<Entry<'a>>, Option<Node<'a>>),
}

impl<'a> Builder<'a> {
    fn build(
        mut self,
        text: &str,
        events: impl Iterator<Item = Result<(Event<'a>, granit::Span), ScanError>>,
    ) -> Result<Tree<'a>, Box<Failure>> {
        for event in events {
            match event {
                Ok((event, span)) => self.take(event, &span),
                Err(error) => return Err(Box::new(syntax::failure(text, &error, self.last))),
            }
            if self.is_done {
                break;
            }
        }
        Ok(Tree { root: self.root, found: self.found })
    }

    fn take(&mut self, event: Event<'a>, span: &granit::Span) {
        let place = span_of(span);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => self.second_document(place),
            Event::Scalar(text, style, anchor, tag) => {
                let kind = self.scalar(text, style, tag.as_deref(), span);
                self.add(Node { span: place, kind }, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.begin(Items::Sequence(Vec::new()), place, style, anchor, tag.as_deref());
            }
            Event::MappingStart(style, anchor, tag) => {
                self.begin(Items::Mapping(Vec::with_capacity(FEW_KEYS), None), place, style, anchor, tag.as_deref());
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(id) => self.alias(id, place),
            Event::UnresolvedAlias(name) => self.unresolved(&name, place),
            // Every other event marks no value: begin and end of the stream, anchors, comments.
            _ => {}
        }
    }

    fn scalar(
        &mut self,
        text: std::borrow::Cow<'a, str>,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: &granit::Span,
    ) -> Kind<'a> {
        let is_text = match tag.map(Tag::core_suffix) {
            None => false,
            Some(Some("str")) => true,
            Some(_) if tag.is_some_and(|tag| tag.original() == "!") => true,
            Some(_) => return self.refuse_tag(span),
        };
        let style = style_of(style);
        if style == Style::Plain && !is_text && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
            return Kind::Null;
        }
        let indent = span.indent.and_then(|indent| u32::try_from(indent).ok()).unwrap_or(0);
        Kind::Scalar(Scalar { text, style, indent, is_text })
    }

    fn refuse_tag(&mut self, span: &granit::Span) -> Kind<'a> {
        let place = span.tag_span().map_or_else(|| span_of(span), |tag| span_of(&tag));
        self.found.push(
            Diagnostic::new(Code::WrongType, place, "a YAML tag has no meaning in a bank")
                .help("remove it; text that begins with `!` goes in quotes"),
        );
        Kind::Broken
    }

    fn begin(&mut self, items: Items<'a>, place: Span, style: StructureStyle, anchor: usize, tag: Option<&Tag>) {
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        let end = if style == StructureStyle::Flow { place.end } else { place.start };
        let is_tagged = tag.is_some_and(|tag| !matches!(tag.core_suffix(), Some("seq" | "map")));
        self.last = place.start;
        self.open.push(Collection { start: place.start, end, anchor, is_tagged, items });
    }

    fn end(&mut self, place: Span) {
        let Some(collection) = self.open.pop() else { return };
        // A block's end is noticed only where the next thing starts; its last value says where it really is.
        let end = if place.end > place.start { place.end } else { collection.end };
        let span = Span::new(collection.start, end);
        let kind = match collection.items {
            _ if collection.is_tagged => {
                self.found.push(Diagnostic::new(Code::WrongType, span, "a YAML tag has no meaning in a bank"));
                Kind::Broken
            }
            Items::Sequence(items) => Kind::Sequence(items),
            Items::Mapping(entries, _) => Kind::Mapping(entries),
        };
        self.add(Node { span, kind }, collection.anchor);
    }

    fn alias(&mut self, id: usize, span: Span) {
        let kind = if let Some(Some(shared)) = self.anchors.get(&id) {
            Kind::Shared(Arc::clone(shared))
        } else {
            self.found.push(Diagnostic::new(Code::Syntax, span, "this alias stands inside its own anchor"));
            Kind::Broken
        };
        self.add(Node { span, kind }, 0);
    }

    fn unresolved(&mut self, name: &str, span: Span) {
        self.found.push(
            Diagnostic::new(Code::Syntax, span, format!("there is no anchor {} above", quote(&format!("&{name}"))))
                .help("to YAML, `*` at the start of a value is an alias; put text that begins with `*` in quotes"),
        );
        self.add(Node { span, kind: Kind::Broken }, 0);
    }

    fn second_document(&mut self, span: Span) {
        self.found.push(
            Diagnostic::new(Code::Syntax, span, "a second YAML document starts here")
                .help("a bank is one document: remove the `---`, or put the second bank into a file of its own"),
        );
        self.is_done = true;
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node<'a>, anchor: usize) {
        let node = if anchor == 0 { node } else { self.share(node, anchor) };
        self.last = self.last.max(node.span.start);
        let Some(collection) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        collection.end = collection.end.max(node.span.end);
        match &mut collection.items {
            Items::Sequence(items) => items.push(node),
            Items::Mapping(entries, key) => match key.take() {
                Some(key) => entries.push(Entry { key, value: node }),
                None => *key = Some(node),
            },
        }
    }

    fn share(&mut self, node: Node<'a>, anchor: usize) -> Node<'a> {
        let span = node.span;
        let shared = Arc::new(Shared { weight: weight(&node), node });
        self.anchors.insert(anchor, Some(Arc::clone(&shared)));
        Node { span, kind: Kind::Shared(shared) }
    }
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

/// Roughly how many bytes a copy of a value takes.
fn weight(node: &Node) -> usize {
    let inner = match &node.kind {
        Kind::Null | Kind::Broken => 0,
        Kind::Scalar(scalar) => scalar.text.len(),
        Kind::Sequence(items) => total(items.iter()),
        Kind::Mapping(entries) => total(entries.iter().flat_map(|entry| [&entry.key, &entry.value])),
        Kind::Shared(shared) => shared.weight,
    };
    inner.saturating_add(size_of::<Node>())
}

fn total<'n, 'a: 'n>(nodes: impl Iterator<Item = &'n Node<'a>>) -> usize {
    nodes.map(weight).fold(0, usize::saturating_add)
}
