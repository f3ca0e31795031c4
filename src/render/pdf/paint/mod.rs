//! Paints a plan with krilla: text, fills, links, pictures, outline, tags, metadata, subset fonts.
//!
//! Enters: a plan. Leaves: the bytes of a PDF that passes krilla's validators for PDF/UA-1 and PDF/A-2a.
//! Nothing is decided here. This folder alone knows krilla.

mod fault;
mod page;
mod structure;

use std::collections::HashMap;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::{NamedDestination, XyzDestination};
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use self::structure::Identifiers;
use super::fonts::{FaceId, Faces};
use super::plan::{About, OutlineEntry, Place, Plan};
use crate::doc::image::ImageFormat;

/// Paints a plan, which is used up on the way: of a large sheet there is not enough memory for all of both.
///
/// # Errors
/// What the validators object to, in words: a defect of the plan, since banks are checked before.
pub fn paint(mut plan: Plan) -> Result<Vec<u8>, String> {
    let mut document = Document::new_with(settings()?);
    let mut fonts = Fonts::default();
    let mut identifiers = Identifiers::default();
    for (number, page) in std::mem::take(&mut plan.pages).into_iter().enumerate() {
        page::paint(&mut document, &mut fonts, &mut identifiers, &plan, number, &page)?;
    }
    for (name, place) in std::mem::take(&mut plan.names) {
        let place = plan.places.get(place).copied().unwrap_or_default();
        let named = NamedDestination::new(name, destination(place));
        document.register_named_destination(named).ok_or("two places have one name")?;
    }
    document.set_outline(outline(&plan));
    document.set_metadata(metadata(&plan.about));
    document.set_tag_tree(structure::tree(plan.structure, plan.about.language, identifiers));
    // What is painted is let go before the file is put together, which takes the most memory of all.
    drop((plan.links, plan.places, plan.outline, plan.actual));
    document.finish().map_err(|error| fault::words(&error))
}

/// Whether the header of a JPEG can be read, and so the picture painted.
#[must_use]
pub fn has_sound_header(jpeg: &[u8]) -> bool {
    page::decoder(jpeg.to_vec(), ImageFormat::Jpeg).is_ok()
}

fn settings() -> Result<SerializeSettings, String> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|_| "PDF/UA-1 and PDF/A-2a exclude each other".to_owned())?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

/// Fonts that have been used so far: one that never is, is never read.
#[derive(Default)]
pub(super) struct Fonts {
    fonts: HashMap<FaceId, Font>,
}

impl Fonts {
    fn get(&mut self, face: FaceId) -> Result<Font, String> {
        if let Some(font) = self.fonts.get(&face) {
            return Ok(font.clone());
        }
        let file = Faces::shipped().file(face);
        let font = Font::new(file.bytes.into(), 0).ok_or_else(|| format!("the face {} is damaged", file.name))?;
        self.fonts.insert(face, font.clone());
        Ok(font)
    }
}

fn destination(place: Place) -> XyzDestination {
    XyzDestination::new(place.page, Point::from_xy(place.x, place.y))
}

fn outline(plan: &Plan) -> Outline {
    let mut outline = Outline::new();
    for entry in &plan.outline {
        outline.push_child(outline_node(plan, entry));
    }
    outline
}

fn outline_node(plan: &Plan, entry: &OutlineEntry) -> OutlineNode {
    let place = plan.places.get(entry.place).copied().unwrap_or_default();
    let mut node = OutlineNode::new(fitting(&entry.text), destination(place));
    for child in &entry.children {
        node.push_child(outline_node(plan, child));
    }
    node
}

fn metadata(about: &About) -> Metadata {
    let metadata = Metadata::new()
        .title(fitting(&about.title))
        .description(fitting(&about.subject))
        .authors(about.authors.iter().map(|name| fitting(name)).collect())
        .keywords(about.keywords.iter().map(|word| fitting(word)).collect())
        .language(about.language.clone())
        .creator("prepdeck".to_owned())
        .document_id(about.document_id.clone());
    match date(about.date) {
        Some(date) => metadata.creation_date(date),
        None => metadata,
    }
}

fn date(seconds: i64) -> Option<DateTime> {
    let time = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(time.year()).ok()?).month(part(time.month())).day(part(time.day()));
    let date = date.hour(part(time.hour())).minute(part(time.minute())).second(part(time.second()));
    Some(date.utc_offset_hour(0).utc_offset_minute(0))
}

/// A string of a PDF/A has at most 32,767 bytes (ISO 19005-2, 6.1.13), two for each character beyond Latin; what names
/// something by more than this is cut. The pages show it whole.
const LONGEST: usize = 10_000;

/// Text that a string of the file can hold.
pub(super) fn fitting(text: &str) -> String {
    if text.len() <= LONGEST { text.to_owned() } else { format!("{}…", &text[..text.floor_char_boundary(LONGEST)]) }
}
