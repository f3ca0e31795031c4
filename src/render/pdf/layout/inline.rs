//! Inline text → rich text, with its structure.

use super::paragraph::Rich;
use super::setter::Context;
use super::tagger::Tagger;
use crate::doc::{Inline, Link, Picture, Target, plain};
use crate::render::pdf::fonts::{Family, Weight};
use crate::render::pdf::plan::{Leaf, LinkId, LinkTarget, Tag};
use crate::render::pdf::style::{Mark, Style};

/// In bytes; a string of a PDF/A has at most 32,767: ISO 19005-2, 6.1.13.
const LONGEST_ADDRESS: usize = 30_000;

/// A part of a paragraph: text to break into lines, or a picture on its own.
#[derive(Clone)]
pub(super) enum Segment {
    /// Text.
    Text(Rich),
    /// A picture and its leaf, if it says something.
    Picture(Picture, Option<Leaf>),
}

/// Turns inline text into segments, within the element that is open.
pub(super) fn segments(
    tagger: &mut Tagger,
    context: Context,
    inlines: &[Inline],
    style: Style,
    label: Option<(&str, Style)>,
) -> Vec<Segment> {
    let mut walker = Walker { tagger, context, segments: Vec::new(), rich: Rich::default(), leaf: None, link: None };
    if let Some((label, style)) = label {
        walker.text(label, style);
        // Where text runs from the right, a mark keeps an address from running on with the label.
        walker.text(if context.theme.leftward { "\u{200F}  " } else { "  " }, style);
    }
    walker.walk(inlines, style);
    walker.finish()
}

struct Walker<'t, 'c> {
    tagger: &'t mut Tagger,
    context: Context<'c>,
    segments: Vec<Segment>,
    rich: Rich,
    leaf: Option<Leaf>,
    link: Option<LinkId>,
}

impl Walker<'_, '_> {
    fn walk(&mut self, inlines: &[Inline], style: Style) {
        for inline in inlines {
            self.inline(inline, style);
        }
    }

    fn inline(&mut self, inline: &Inline, style: Style) {
        let small = style.size * 0.72;
        match inline {
            Inline::Text(text) => self.text(text, style),
            Inline::Code(code) => self.code(code, style),
            Inline::Emphasis(content) => self.walk(content, Style { italic: true, ..style }),
            Inline::Strong(content) => self.walk(content, Style { weight: Weight::Semibold, ..style }),
            Inline::Strikethrough(content) => self.walk(content, Style { mark: Mark::Strike, ..style }),
            Inline::Subscript(content) => {
                self.walk(content, Style { size: small, rise: -style.size * 0.14, ..style });
            }
            Inline::Superscript(content) => self.walk(content, superscript(style)),
            Inline::Keyboard(content) => {
                self.walk(content, Style { mark: Mark::Frame, size: style.size * 0.9, ..style });
            }
            Inline::Link(link) => self.link(link, style),
            Inline::Picture(picture) => self.picture(picture),
            Inline::Break => self.text("\n", style),
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        // After a picture, a paragraph goes on as if it began there.
        let text = if self.rich.text.is_empty() { text.trim_start_matches(' ') } else { text };
        if text.is_empty() {
            return;
        }
        let leaf = match self.leaf {
            Some(leaf) => leaf,
            None => self.tagger.leaf(),
        };
        self.leaf = Some(leaf);
        self.rich.push(text, style, Some(leaf), self.link);
    }

    fn code(&mut self, code: &str, style: Style) {
        let mark = if style.mark == Mark::None { Mark::Tint } else { style.mark };
        let style = Style { family: Family::Mono, size: style.size * 0.9, mark, ..style };
        // No element of its own: in a sentence, code is read as the words it is, and a sheet is full of it.
        self.text(&one_line(code), style);
    }

    fn link(&mut self, link: &Link, style: Style) {
        let alt = plain::inline_text(&link.content);
        let Some(target) = self.target(&link.target) else {
            return self.walk(&link.content, style);
        };
        let id = self.tagger.link(target, alt);
        let style = Style { color: self.context.theme.accent, ..style };
        self.leaf = None;
        self.link = Some(id);
        self.tagger.enter(Tag::Link(id));
        self.walk(&link.content, style);
        self.note(&link.target, &plain::inline_text(&link.content), style);
        self.tagger.leave();
        self.link = None;
        self.leaf = None;
    }

    /// A raised number that leads to the address, where addresses are printed and this one is hidden.
    fn note(&mut self, target: &Target, words: &str, style: Style) {
        match target {
            Target::Url(url) if self.context.theme.print_urls && words != bare(url) && words != url => {
                let number = self.tagger.note(bare(url));
                self.text(&number.to_string(), superscript(style));
            }
            Target::Url(_) | Target::Question(_) => {}
        }
    }

    fn target(&self, target: &Target) -> Option<LinkTarget> {
        match target {
            // A longer address is more than a PDF can hold: its words stay, as text.
            Target::Url(url) => (url.len() <= LONGEST_ADDRESS).then(|| LinkTarget::Url(url.clone())),
            Target::Question(id) => self.context.targets.named(id).map(LinkTarget::Place),
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.flush();
        self.leaf = None;
        let described = !picture.alt.trim().is_empty();
        let leaf = described.then(|| self.tagger.within(Tag::Figure(picture.alt.as_str().into()), Tagger::leaf));
        self.segments.push(Segment::Picture(picture.clone(), leaf));
    }

    fn flush(&mut self) {
        let rich = std::mem::take(&mut self.rich);
        if !rich.text.is_empty() {
            self.segments.push(Segment::Text(rich));
        }
    }

    fn finish(mut self) -> Vec<Segment> {
        self.flush();
        self.segments
    }
}

/// An address as it is printed.
fn bare(url: &str) -> &str {
    url.strip_prefix("mailto:").unwrap_or(url)
}

/// How what stands high looks.
pub(super) fn superscript(style: Style) -> Style {
    Style { size: style.size * 0.72, rise: style.size * 0.34, ..style }
}

/// Inline code is one line by its nature; whatever else stands for a line's end in it is a space.
fn one_line(code: &str) -> String {
    code.replace(['\n', '\t'], " ")
}
