//! The planned sheet: every glyph, fill, link and tag at its place, before anything is painted.
//!
//! Enters: what [`super::layout`] decided. Leaves: pages that a painter can paint without deciding anything.
//! Lengths are points (1/72 inch); x grows to the right, y grows downwards from the page's top.

use std::sync::Arc;

use super::fonts::{FaceId, Faces};
pub use super::structure::{Step, Structure, Tag};
use crate::doc::Image;

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color(pub u8, pub u8, pub u8);

/// A leaf of the tag tree: content that belongs to one element of the document's structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Leaf(pub u32);

/// A link of the plan, by its place in [`Plan::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub u32);

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Rect {
    /// The same rectangle, moved.
    #[must_use]
    pub fn shifted(self, dx: f32, dy: f32) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }
}

/// A shaped glyph; lengths are fractions of the font size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its index in the face.
    pub id: u32,
    /// First byte of the text it stands for.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// How far the pen moves on.
    pub advance: f32,
    /// How far right of the pen it is drawn.
    pub dx: f32,
    /// How far above the pen it is drawn.
    pub dy: f32,
}

/// A word, or a part of one, shaped in one face. Shared: the words of a bank repeat.
#[derive(Debug, PartialEq)]
pub struct Shaped {
    /// The face.
    pub face: FaceId,
    /// The text, trailing white space included.
    pub text: Box<str>,
    /// In the order they are drawn.
    pub glyphs: Box<[Glyph]>,
    /// Width without trailing white space, as a fraction of the font size.
    pub width: f32,
    /// Width of the trailing white space, likewise.
    pub space: f32,
    /// What the font size is multiplied by: 1, but less for the code point of a character no face covers.
    pub scale: f32,
    /// How far it reaches above and below its baseline, as fractions of the font size; 0 where lines have room for it
    /// anyway.
    pub reach: (f32, f32),
    /// Whether strong text is to be thickened, for want of a heavier face.
    pub is_light: bool,
    /// The character that no face covers, where the glyphs spell its code point.
    pub stands_for: Option<char>,
}

/// Shaped text at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Where the first glyph's pen stands.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Colour.
    pub color: Color,
    /// Whether its outlines are thickened, for want of a heavier face.
    pub thick: bool,
    /// The structure it belongs to; `None` for page furniture.
    pub leaf: Option<Leaf>,
    /// The glyphs.
    pub shaped: Arc<Shaped>,
}

/// A filled rectangle behind the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Where.
    pub rect: Rect,
    /// Colour.
    pub color: Color,
    /// Radius of its corners.
    pub radius: f32,
}

/// A part of a link on one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkArea {
    /// Where.
    pub rect: Rect,
    /// Which link.
    pub link: LinkId,
}

/// A picture at its place.
#[derive(Clone, Debug)]
pub struct PlacedImage {
    /// Where.
    pub rect: Rect,
    /// What.
    pub image: Arc<Image>,
    /// The figure it belongs to; `None` for decoration, which nobody described.
    pub leaf: Option<Leaf>,
}

/// What is drawn on a page, or on a part of one.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// Behind everything; decoration, not structure.
    pub fills: Vec<Fill>,
    /// In reading order.
    pub runs: Vec<Run>,
    /// In reading order.
    pub images: Vec<PlacedImage>,
    /// In reading order.
    pub links: Vec<LinkArea>,
}

impl Drawing {
    /// Moves everything.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        for run in &mut self.runs {
            run.x += dx;
            run.y += dy;
        }
        let fills = self.fills.iter_mut().map(|fill| &mut fill.rect);
        let images = self.images.iter_mut().map(|image| &mut image.rect);
        let links = self.links.iter_mut().map(|link| &mut link.rect);
        for rect in fills.chain(images).chain(links) {
            *rect = rect.shifted(dx, dy);
        }
    }

    /// Takes everything out of the structure: what is drawn once more, to be seen and not to be heard.
    pub fn make_decoration(&mut self) {
        self.runs.iter_mut().for_each(|run| run.leaf = None);
        self.images.iter_mut().for_each(|image| image.leaf = None);
        self.links.clear();
    }

    /// Draws another drawing over this one.
    pub fn append(&mut self, other: Self) {
        append(&mut self.fills, other.fills);
        append(&mut self.runs, other.runs);
        append(&mut self.images, other.images);
        append(&mut self.links, other.links);
    }
}

fn append<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    if all.is_empty() && all.capacity() < more.len() {
        *all = more;
    } else {
        all.append(&mut more);
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out into the world.
    Url(String),
    /// A place in the sheet, by its place in [`Plan::places`].
    Place(usize),
}

/// A link and what it is called by a screen reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// Its words.
    pub alt: String,
}

/// A place that links and outline lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// The page, from 0.
    pub page: usize,
    /// From the page's left.
    pub x: f32,
    /// From the page's top.
    pub y: f32,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// What it says.
    pub text: String,
    /// Where it leads: an index into [`Plan::places`].
    pub place: usize,
    /// The entries below it.
    pub children: Vec<OutlineEntry>,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The text proper, in reading order; what any of these fills lies behind all of them.
    pub body: Vec<Drawing>,
    /// Header, footer and rules: no part of the structure.
    pub furniture: Drawing,
}

impl Page {
    /// The runs of its body.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        self.body.iter().flat_map(|drawing| &drawing.runs)
    }
}

/// What the file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The bank's title.
    pub title: String,
    /// What the bank says of itself, in plain words; may be empty.
    pub subject: String,
    /// May be empty.
    pub authors: Vec<String>,
    /// May be empty.
    pub keywords: Vec<String>,
    /// BCP 47.
    pub language: String,
    /// Seconds since 1970-01-01T00:00:00Z, from the lock.
    pub date: i64,
    /// The same for every version of this document.
    pub document_id: String,
}

/// The whole sheet.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Page width.
    pub width: f32,
    /// Page height.
    pub height: f32,
    /// The faces that its glyphs are of.
    pub faces: &'static Faces,
    /// The pages.
    pub pages: Vec<Page>,
    /// Where links and outline lead.
    pub places: Vec<Place>,
    /// Names of places, for links from outside; each place has one at most.
    pub names: Vec<(String, usize)>,
    /// The links.
    pub links: Vec<Link>,
    /// The outline.
    pub outline: Vec<OutlineEntry>,
    /// Words that stand for a leaf's glyphs, where the glyphs are no words; sorted.
    pub actual: Vec<(Leaf, String)>,
    /// The structure.
    pub structure: Structure,
    /// What the file says about itself.
    pub about: About,
}
