//! What krilla objects to, in words, with the page it is on.

use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use krilla::surface::Location;

/// Where what is painted stands, for krilla's messages: the page, from 1.
pub(super) fn location(page: usize) -> Option<Location> {
    Location::new(u64::try_from(page).unwrap_or(u64::MAX).saturating_add(1))
}

/// krilla's errors in words; of what its validators find, the kind of the first, since one defect shows in many places.
pub(super) fn words(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(errors) => {
            let kind = errors.first().map(|(error, _)| format!("{error:?}")).unwrap_or_default();
            let kind = kind.split(['(', ' ']).next().unwrap_or_default();
            let page = errors.iter().find_map(|(error, _)| page(error));
            let page = page.map(|page| format!(" on page {page}")).unwrap_or_default();
            format!("the sheet would be no valid PDF/UA-1 and PDF/A-2a: {kind}{page}, {} of it", errors.len())
        }
        other => other.to_string(),
    }
}

/// The page that an error is on, where it is on one.
fn page(error: &ValidationError) -> Option<u64> {
    let location = match error {
        ValidationError::ContainsPostScript(location)
        | ValidationError::ContainsNotDefGlyph(_, location, _)
        | ValidationError::NoCodepointMapping(_, _, location)
        | ValidationError::InvalidCodepointMapping(_, _, _, location)
        | ValidationError::UnicodePrivateArea(_, _, _, location)
        | ValidationError::MissingAltText(location)
        | ValidationError::MissingAnnotationAltText(location)
        | ValidationError::Transparency(location)
        | ValidationError::ImageInterpolation(location)
        | ValidationError::RequiresNewerPdfVersion(_, location) => *location,
        _ => None,
    };
    location.map(Location::get)
}
