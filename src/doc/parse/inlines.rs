//! Events → inlines: texts, wrappers, paired HTML tags, links and pictures.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::blocks::Parser;
use super::html::{self, Html, Wrapper};
use super::link::{self, Address};
use super::reference::{self, Footnote};
use super::{Construct, ConstructKind, Finding, events};
use crate::doc::{Inline, Link, Picture, Target, canonical, plain};
use crate::report::{Code as Rule, quote};

/// Inlines being read, and the HTML tags among them that wait for their ends.
#[derive(Default)]
struct Pieces {
    inlines: Vec<Inline>,
    open: Vec<OpenTag>,
}

/// An HTML tag that waits for its end; until that comes, it stands among the inlines as the text it is.
struct OpenTag {
    wrapper: Wrapper,
    /// Where its text stands among the inlines.
    at: usize,
    range: Range<usize>,
}

/// A link or image as pulldown-cmark states it.
struct Destination<'a> {
    kind: LinkType,
    address: CowStr<'a>,
    title: CowStr<'a>,
    label: CowStr<'a>,
    range: Range<usize>,
}

impl Parser<'_> {
    /// The inlines up to what is no inline: the end of the container, which is not consumed, or another block.
    pub(super) fn pieces(&mut self) -> Vec<Inline> {
        let mut pieces = Pieces::default();
        let mut dissolved = 0_usize;
        loop {
            match self.events.peek() {
                Some((Event::End(_), _)) if dissolved > 0 => {
                    dissolved -= 1;
                    self.events.next();
                    continue;
                }
                None | Some((Event::End(_) | Event::Rule, _)) => break,
                Some((Event::Start(tag), _)) if !events::is_inline(tag) => break,
                Some(_) => {}
            }
            match self.events.next() {
                Some((Event::Start(_), range)) if self.is_full() => {
                    self.too_deep(range, dissolved);
                    dissolved += 1;
                }
                Some((Event::Start(tag), range)) => self.container(tag, range, &mut pieces.inlines),
                Some((event, range)) => self.leaf(event, range, &mut pieces),
                None => break,
            }
        }
        self.leave_open(&pieces.open);
        pieces.inlines
    }

    fn leaf(&mut self, event: Event, range: Range<usize>, pieces: &mut Pieces) {
        self.after_nothing = matches!(&event, Event::InlineHtml(raw) if html::classify(raw) == Html::Nothing);
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.undefined(range);
                pieces.text(&text);
            }
            Event::Code(text) => {
                self.constructs.push(Construct { kind: ConstructKind::CodeSpan, range });
                pieces.inlines.push(Inline::Code(text.into_string()));
            }
            Event::SoftBreak => pieces.text(" "),
            Event::HardBreak => pieces.inlines.push(Inline::Break),
            Event::InlineHtml(raw) | Event::Html(raw) => self.html(&raw, range, pieces),
            Event::FootnoteReference(label) => {
                self.footnotes.push(Footnote { is_definition: false, label: label.to_lowercase(), range });
                pieces.text(&format!("[^{label}]"));
            }
            Event::TaskListMarker(done) => self.task = Some(done),
            Event::Start(_) | Event::End(_) | Event::Rule => {}
        }
    }

    /// Finds references to what nothing defines: to the parser, they are text.
    fn undefined(&mut self, text: Range<usize>) {
        let markdown = self.markdown;
        let Some(source) = markdown.get(text.clone()) else { return };
        for (at, _) in source.match_indices('[') {
            let at = text.start + at;
            if let Some((label, length)) = reference::footnote(markdown, at) {
                let range = at..at + length;
                self.footnotes.push(Footnote { is_definition: false, label: label.to_owned(), range });
            } else if let Some((label, length)) = reference::link(markdown, at).filter(|_| self.links == 0) {
                let message = format!("nothing defines {}; this is shown as it is", quote(&format!("[{label}]")));
                let finding = Finding::new(Rule::Unsupported, at..at + length, message)
                    .help("write the address in its place, `[words](address)`, or define it below, `[label]: address`");
                self.findings.push(finding);
            }
        }
    }

    fn container(&mut self, tag: Tag, range: Range<usize>, inlines: &mut Vec<Inline>) {
        if let Some(wrapper) = wrapper(&tag) {
            let content = self.nested(Self::pieces);
            self.end();
            return wrap(wrapper, content, inlines);
        }
        match tag {
            Tag::Link { link_type, dest_url, title, id } => {
                let link = Destination { kind: link_type, address: dest_url, title, label: id, range };
                self.link(&link, inlines);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let image = Destination { kind: link_type, address: dest_url, title, label: id, range };
                self.image(&image, inlines);
            }
            _ => self.end(),
        }
    }

    fn link(&mut self, link: &Destination, inlines: &mut Vec<Inline>) {
        self.note_destination(link);
        self.links += 1;
        let mut content = self.nested(Self::pieces);
        self.end();
        self.links -= 1;
        let address = match link.kind {
            LinkType::Email => format!("mailto:{}", link.address),
            _ => link.address.to_string(),
        };
        if !canonical::is_visible(&content) {
            content = vec![Inline::Text(address.clone())];
        }
        match link::classify(&address) {
            Address::Url(url) => inlines.push(link_to(Target::Url(url), content)),
            Address::Question(id) => {
                let kind = ConstructKind::Link { question: id.clone() };
                self.constructs.push(Construct { kind, range: self.place_of(link) });
                inlines.push(link_to(Target::Question(id), content));
            }
            Address::Other => self.dead_link(&address, &link.range, content, inlines),
        }
    }

    /// Where a link says where it leads: there, or in the definition that it uses.
    fn place_of(&self, link: &Destination) -> Range<usize> {
        let label = link.label.to_lowercase();
        let definition = self.definitions.iter().find(|definition| definition.label == label);
        let range = definition.map_or(&link.range, |definition| &definition.range);
        let source = self.markdown.get(range.clone()).unwrap_or_default();
        match source.rfind(&*link.address) {
            Some(at) => range.start + at..range.start + at + link.address.len(),
            None => range.clone(),
        }
    }

    /// A link that leads nowhere a reader can follow: its words, then its address if the words do not say it.
    fn dead_link(&mut self, address: &str, range: &Range<usize>, content: Vec<Inline>, inlines: &mut Vec<Inline>) {
        let message = match link::scheme(address) {
            "" => "this link has no scheme; it is shown as text".to_owned(),
            scheme => format!("links to {} are shown as text", quote(&format!("{scheme}:"))),
        };
        let finding = Finding::new(Rule::LinkScheme, range.clone(), message)
            .help("link to an http, https or mailto address, or to a question of this bank as `#its-id`");
        self.findings.push(finding);
        let said = plain::inline_text(&canonical::line(content.clone())) == address;
        inlines.extend(content);
        if !said && !address.is_empty() {
            inlines.push(Inline::Text(format!(" ({address})")));
        }
    }

    fn image(&mut self, image: &Destination, inlines: &mut Vec<Inline>) {
        self.note_destination(image);
        let alt = plain::inline_text(&canonical::line(self.nested(Self::pieces)));
        self.end();
        if link::is_remote(&image.address) {
            return self.remote_image(image, alt, inlines);
        }
        if alt.is_empty() {
            let finding = Finding::new(Rule::MissingAlt, image.range.clone(), "this image has no alternative text")
                .help("say between the brackets what it shows: `![a ring of four nodes](ring.png)`");
            self.findings.push(finding);
        }
        match (self.load_image)(&image.address) {
            Ok(image) => inlines.push(Inline::Picture(Picture { image, alt })),
            Err(message) => {
                self.findings.push(Finding::new(Rule::Image, image.range.clone(), message));
                inlines.push(Inline::Text(if alt.is_empty() { image.address.to_string() } else { alt }));
            }
        }
    }

    fn remote_image(&mut self, image: &Destination, alt: String, inlines: &mut Vec<Inline>) {
        let finding = Finding::new(Rule::RemoteImage, image.range.clone(), "a remote image becomes a link")
            .help("save it beside the bank and state its path: nothing is fetched");
        self.findings.push(finding);
        let alt = if alt.is_empty() { image.address.to_string() } else { alt };
        match link::classify(&image.address) {
            Address::Url(url) if self.links == 0 => inlines.push(link_to(Target::Url(url), vec![Inline::Text(alt)])),
            Address::Url(_) | Address::Question(_) | Address::Other => inlines.push(Inline::Text(alt)),
        }
    }

    /// Notes which definition a link has used, and a title, which no artifact shows.
    fn note_destination(&mut self, destination: &Destination) {
        if !destination.label.is_empty() {
            self.used.insert(destination.label.to_lowercase());
        }
        if !destination.title.is_empty() {
            let message = "titles of links and images are not shown";
            let finding = Finding::new(Rule::Unsupported, destination.range.clone(), message)
                .help("say it in the text, or leave the title out");
            self.findings.push(finding);
        }
    }

    fn html(&mut self, raw: &str, range: Range<usize>, pieces: &mut Pieces) {
        match html::classify(raw) {
            Html::Break => pieces.inlines.push(Inline::Break),
            Html::Nothing => {}
            Html::Open(wrapper) if self.descend() => {
                pieces.open.push(OpenTag { wrapper, at: pieces.inlines.len(), range });
                pieces.text(raw);
            }
            Html::Close(wrapper) if pieces.open.iter().any(|tag| tag.wrapper == wrapper) => {
                self.close(wrapper, pieces);
            }
            Html::Open(_) | Html::Close(_) | Html::Foreign => {
                self.findings.push(html::finding(range, raw));
                pieces.text(raw);
            }
        }
    }

    /// Closes the last open tag of this kind; tags opened within it stay the text they are.
    fn close(&mut self, wrapper: Wrapper, pieces: &mut Pieces) {
        let Some(position) = pieces.open.iter().rposition(|tag| tag.wrapper == wrapper) else { return };
        let unpaired = pieces.open.split_off(position + 1);
        self.leave_open(&unpaired);
        if let Some(tag) = pieces.open.pop() {
            self.ascend(1);
            let content = pieces.inlines.split_off(tag.at + 1);
            pieces.inlines.pop();
            wrap(wrapper, content, &mut pieces.inlines);
        }
    }

    /// Tags that nothing closes: each is a finding.
    fn leave_open(&mut self, tags: &[OpenTag]) {
        self.ascend(tags.len());
        for tag in tags {
            let raw = self.markdown.get(tag.range.clone()).unwrap_or_default();
            self.findings.push(html::finding(tag.range.clone(), raw));
        }
    }
}

impl Pieces {
    fn text(&mut self, text: &str) {
        self.inlines.push(Inline::Text(text.to_owned()));
    }
}

fn link_to(target: Target, content: Vec<Inline>) -> Inline {
    Inline::Link(Link { target, content })
}

fn wrapper(tag: &Tag) -> Option<Wrapper> {
    match tag {
        Tag::Emphasis => Some(Wrapper::Emphasis),
        Tag::Strong => Some(Wrapper::Strong),
        Tag::Strikethrough => Some(Wrapper::Strikethrough),
        Tag::Superscript => Some(Wrapper::Superscript),
        Tag::Subscript => Some(Wrapper::Subscript),
        _ => None,
    }
}

fn wrap(wrapper: Wrapper, content: Vec<Inline>, inlines: &mut Vec<Inline>) {
    match wrapper {
        Wrapper::Emphasis => inlines.push(Inline::Emphasis(content)),
        Wrapper::Strong => inlines.push(Inline::Strong(content)),
        Wrapper::Strikethrough => inlines.push(Inline::Strikethrough(content)),
        Wrapper::Subscript => inlines.push(Inline::Subscript(content)),
        Wrapper::Superscript => inlines.push(Inline::Superscript(content)),
        Wrapper::Keyboard => inlines.push(Inline::Keyboard(content)),
        Wrapper::Code => inlines.extend(content.into_iter().map(as_code)),
    }
}

/// Makes every text code: `<code>a <b>c</b></code>` is code, then strong code.
fn as_code(inline: Inline) -> Inline {
    let all = |content: Vec<Inline>| content.into_iter().map(as_code).collect();
    match inline {
        Inline::Text(text) => Inline::Code(text),
        Inline::Code(_) | Inline::Picture(_) | Inline::Break => inline,
        Inline::Emphasis(content) => Inline::Emphasis(all(content)),
        Inline::Strong(content) => Inline::Strong(all(content)),
        Inline::Strikethrough(content) => Inline::Strikethrough(all(content)),
        Inline::Subscript(content) => Inline::Subscript(all(content)),
        Inline::Superscript(content) => Inline::Superscript(all(content)),
        Inline::Keyboard(content) => Inline::Keyboard(all(content)),
        Inline::Link(link) => Inline::Link(Link { content: all(link.content), target: link.target }),
    }
}
