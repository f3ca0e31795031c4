//! Paints a plan with krilla: text, fills, links, pictures, outline, tags, metadata, subset fonts.
//!
//! Enters: a plan. Leaves: the bytes of a PDF that passes krilla's validators for PDF/UA-1 and PDF/A-2a.
//! Nothing is decided here. This folder alone knows krilla.

mod page;
mod structure;

use std::collections::HashMap;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use self::structure::Identifiers;
use super::fonts::{FaceId, Faces};
use super::plan::{About, OutlineEntry, Place, Plan};

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
    document.set_outline(outline(&plan));
    document.set_metadata(metadata(&plan.about));
    document.set_tag_tree(structure::tree(plan.structure, plan.about.language, identifiers));
    document.finish().map_err(|error| words(&error))
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
    let mut node = OutlineNode::new(entry.text.clone(), destination(place));
    for child in &entry.children {
        node.push_child(outline_node(plan, child));
    }
    node
}

fn metadata(about: &About) -> Metadata {
    let metadata = Metadata::new()
        .title(about.title.clone())
        .description(about.subject.clone())
        .authors(about.authors.clone())
        .keywords(about.keywords.clone())
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

/// krilla's errors in words; the first few, since one defect often shows in many places.
fn words(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(errors) => {
            let first: Vec<String> = errors.iter().take(3).map(|(error, _)| format!("{error:?}")).collect();
            format!("the sheet fails its validation ({} times): {}", errors.len(), first.join("; "))
        }
        other => other.to_string(),
    }
}
