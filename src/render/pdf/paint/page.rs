//! Paints one page.

use std::ops::Range;

use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Quadrilateral, Rect as KrillaRect, Size, Transform};
use krilla::image::Image as KrillaImage;
use krilla::num::NormalizedF32;
use krilla::page::{Page as KrillaPage, PageSettings};
use krilla::paint::{Fill as KrillaFill, FillRule, Stroke};
use krilla::surface::{Location, Surface};
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Glyph as KrillaGlyph, GlyphId};

use super::fault::location;
use super::structure::Identifiers;
use super::{Fonts, destination, fitting};
use crate::doc::image::ImageFormat;
use crate::render::pdf::plan::{Color, Drawing, Fill, Glyph, Leaf, LinkTarget, Page, PlacedImage, Plan, Rect, Run};

/// Paints a page and notes which content belongs to which element of the structure.
pub(super) fn paint(
    document: &mut Document,
    fonts: &mut Fonts,
    identifiers: &mut Identifiers,
    plan: &Plan,
    number: usize,
    page: &Page,
) -> Result<(), String> {
    let settings = PageSettings::from_wh(plan.width, plan.height).ok_or("the page has no size")?;
    let mut krilla_page = document.start_page_with(settings);
    annotate(&mut krilla_page, identifiers, plan, number, page);
    let mut surface = krilla_page.surface();
    let location = location(number);
    if let Some(location) = location {
        surface.set_location(location);
    }
    let mut painter = Painter { surface: &mut surface, fonts, identifiers, plan, location };
    painter
        .artifact(ArtifactType::Layout, |painter| page.body.iter().for_each(|drawing| painter.fills(&drawing.fills)));
    page.body.iter().try_for_each(|drawing| painter.content(drawing))?;
    painter.furniture(&page.furniture)?;
    surface.finish();
    krilla_page.finish();
    Ok(())
}

/// Links; one that goes over two lines is one annotation with two areas.
fn annotate(page: &mut KrillaPage, identifiers: &mut Identifiers, plan: &Plan, number: usize, planned: &Page) {
    for areas in planned.body.iter().flat_map(|drawing| drawing.links.chunk_by(|a, b| a.link == b.link)) {
        let link = areas[0].link;
        let Some(target) = plan.links.get(link.0 as usize) else { continue };
        let quads = areas.iter().map(|area| quadrilateral(area.rect)).collect();
        let annotation = LinkAnnotation::new_with_quad_points(quads, krilla_target(plan, &target.target));
        let annotation = Annotation::new_link(annotation, Some(fitting(&target.alt)));
        let identifier = page.add_tagged_annotation(annotation.with_location(location(number)));
        identifiers.link(link, identifier);
    }
}

fn krilla_target(plan: &Plan, target: &LinkTarget) -> Target {
    match target {
        LinkTarget::Url(url) => Target::Action(Action::Link(LinkAction::new(url.clone()))),
        LinkTarget::Place(place) => {
            let place = plan.places.get(*place).copied().unwrap_or_default();
            Target::Destination(destination(place).into())
        }
    }
}

fn quadrilateral(rect: Rect) -> Quadrilateral {
    let (left, right, top, bottom) = (rect.x, rect.x + rect.width, rect.y, rect.y + rect.height);
    Quadrilateral([
        Point::from_xy(left, bottom),
        Point::from_xy(right, bottom),
        Point::from_xy(right, top),
        Point::from_xy(left, top),
    ])
}

struct Painter<'p, 's> {
    surface: &'p mut Surface<'s>,
    fonts: &'p mut Fonts,
    identifiers: &'p mut Identifiers,
    plan: &'p Plan,
    location: Option<Location>,
}

impl Painter<'_, '_> {
    fn artifact<T>(&mut self, kind: ArtifactType, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        let value = inside(self);
        self.surface.end_tagged();
        value
    }

    fn fills(&mut self, fills: &[Fill]) {
        for fill in fills {
            if let Some(path) = path(fill) {
                self.surface.set_fill(Some(krilla_fill(fill.color)));
                self.surface.draw_path(&path);
            }
        }
    }

    fn furniture(&mut self, drawing: &Drawing) -> Result<(), String> {
        self.artifact(ArtifactType::PaginationOther, |painter| {
            painter.fills(&drawing.fills);
            painter.text(&drawing.runs)
        })
    }

    fn content(&mut self, drawing: &Drawing) -> Result<(), String> {
        let same = |a: &Run, b: &Run| a.leaf == b.leaf && a.shaped.stands_for == b.shaped.stands_for;
        for runs in drawing.runs.chunk_by(same) {
            let stands_for = runs[0].shaped.stands_for.map(String::from);
            match runs[0].leaf {
                Some(leaf) => self.leaf(leaf, stands_for, |painter| painter.text(runs))?,
                None => self.artifact(ArtifactType::Layout, |painter| painter.text(runs))?,
            }
        }
        for image in &drawing.images {
            match image.leaf {
                Some(leaf) => self.leaf(leaf, None, |painter| painter.image(image))?,
                None => self.artifact(ArtifactType::Layout, |painter| painter.image(image))?,
            }
        }
        Ok(())
    }

    fn leaf<T>(&mut self, leaf: Leaf, actual: Option<String>, inside: impl FnOnce(&mut Self) -> T) -> T {
        let actual = actual.or_else(|| self.actual(leaf).map(fitting));
        let tag = match &actual {
            Some(text) => ContentTag::Span(SpanTag::empty().with_actual_text(Some(text))),
            None => ContentTag::Other,
        };
        let identifier = self.surface.start_tagged(tag);
        self.identifiers.leaf(leaf, identifier);
        let value = inside(self);
        self.surface.end_tagged();
        value
    }

    fn actual(&self, leaf: Leaf) -> Option<&str> {
        let place = self.plan.actual.binary_search_by_key(&leaf, |(leaf, _)| *leaf).ok()?;
        Some(&self.plan.actual[place].1)
    }

    /// Runs that go on in one look on one line are drawn as one.
    fn text(&mut self, runs: &[Run]) -> Result<(), String> {
        for mut runs in runs.chunk_by(goes_on) {
            while !runs.is_empty() {
                let (stretch, rest) = runs.split_at(fitting_runs(runs));
                self.stretch(stretch)?;
                runs = rest;
            }
        }
        Ok(())
    }

    fn stretch(&mut self, runs: &[Run]) -> Result<(), String> {
        let first = &runs[0];
        let location = self.location;
        let mut text = String::new();
        let mut glyphs = Vec::new();
        for run in runs {
            let base = text.len();
            glyphs.extend(run.shaped.glyphs.iter().map(|glyph| Placed { glyph: *glyph, base, location }));
            text.push_str(&run.shaped.text);
        }
        let font = self.fonts.get(first.shaped.face)?;
        let start = Point::from_xy(first.x, first.y);
        self.surface.set_fill(Some(krilla_fill(first.color)));
        self.surface.set_stroke(first.thick.then(|| stroke(first)));
        self.surface.draw_glyphs(start, &glyphs, font, &text, first.size * first.shaped.scale, false);
        self.surface.set_stroke(None);
        Ok(())
    }

    fn image(&mut self, placed: &PlacedImage) -> Result<(), String> {
        let image = decoder(placed.image.bytes.clone(), placed.image.format);
        let image = image.map_err(|reason| format!("the image {} cannot be read: {reason}", placed.image.path))?;
        let size = Size::from_wh(placed.rect.width, placed.rect.height).ok_or("the image has no size")?;
        self.surface.push_transform(&Transform::from_translate(placed.rect.x, placed.rect.y));
        self.surface.draw_image(image, size);
        self.surface.pop();
        Ok(())
    }
}

/// A picture, its header read; the rest is read when the document is finished.
pub(super) fn decoder(bytes: Vec<u8>, format: ImageFormat) -> Result<KrillaImage, String> {
    // No smoothing by the viewer: PDF/A forbids it.
    match format {
        ImageFormat::Png => KrillaImage::from_png(bytes.into(), false),
        ImageFormat::Jpeg => KrillaImage::from_jpeg(bytes.into(), false),
    }
}

/// Whether `next` can be drawn by the same operator as `run`: same look, same line, no gap.
fn goes_on(run: &Run, next: &Run) -> bool {
    let end = run.x + (run.shaped.width + run.shaped.space) * run.size;
    let same_look = run.shaped.face == next.shaped.face && run.size.to_bits() == next.size.to_bits();
    let same_line = run.y.to_bits() == next.y.to_bits() && (next.x - end).abs() < 0.01;
    let plain = run.shaped.stands_for.is_none() && next.shaped.stands_for.is_none();
    same_look && same_line && plain && run.color == next.color && run.thick == next.thick
}

/// The most glyphs drawn by one operator: each takes two bytes of a string, and see [`fitting`].
const MOST_GLYPHS: usize = 10_000;

/// How many runs can be drawn as one; at least one.
fn fitting_runs(runs: &[Run]) -> usize {
    let mut glyphs = 0;
    let fit = runs.iter().take_while(|run| {
        glyphs += run.shaped.glyphs.len();
        glyphs <= MOST_GLYPHS
    });
    fit.count().max(1)
}

/// A glyph of a stretch of text, as krilla asks for it.
struct Placed {
    glyph: Glyph,
    base: usize,
    location: Option<Location>,
}

impl KrillaGlyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.glyph.id)
    }

    fn text_range(&self) -> Range<usize> {
        self.base + self.glyph.start as usize..self.base + self.glyph.end as usize
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.glyph.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.glyph.dx * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.glyph.dy * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        self.location
    }
}

/// What makes outlines thicker, as a part of the font size: about as much as a semibold is heavier than a regular.
const THICKER: f32 = 0.028;

fn stroke(run: &Run) -> Stroke {
    let paint = rgb::Color::new(run.color.0, run.color.1, run.color.2).into();
    Stroke { paint, width: run.size * THICKER, ..Stroke::default() }
}

fn krilla_fill(color: Color) -> KrillaFill {
    let paint = rgb::Color::new(color.0, color.1, color.2).into();
    KrillaFill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn path(fill: &Fill) -> Option<Path> {
    let Rect { x, y, width, height } = fill.rect;
    let mut builder = PathBuilder::new();
    if fill.radius > 0.0 {
        rounded(&mut builder, fill.rect, fill.radius.min(width / 2.0).min(height / 2.0));
    } else {
        builder.push_rect(KrillaRect::from_xywh(x, y, width, height)?);
    }
    builder.finish()
}

/// A rectangle with rounded corners; a quarter of a circle is a cubic whose handles are 0.5523 of its radius long.
fn rounded(path: &mut PathBuilder, rect: Rect, radius: f32) {
    let (left, top, right, bottom) = (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
    let handle = radius * (1.0 - 0.5523);
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - handle, top, right, top + handle, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + handle, bottom, left, bottom - handle, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
}
