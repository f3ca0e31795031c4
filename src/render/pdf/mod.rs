//! The PDF sheet: plan, then paint.
//!
//! Enters: a checked bank, its code coloured. Leaves: the bytes of a PDF and the number of its pages.
//! What stands where is decided in [`layout`]; [`paint`] and `paint_genpdf` draw it.

pub mod fonts;
pub mod language;
pub mod layout;
pub mod paint;
#[cfg(feature = "genpdf")]
pub mod paint_genpdf;
pub mod plan;
pub mod shape;
pub mod style;

use super::{Artifact, Extent, Format, Options, Painter, RenderError, file_name};
use crate::bank::Bank;
use crate::lock::Lock;

/// Plans and paints the sheet.
///
/// # Errors
/// [`RenderError`], when the export does not pass its validators: a defect of the program.
pub fn render(bank: &Bank, lock: &Lock, options: &Options) -> Result<Artifact, RenderError> {
    let plan = layout::plan(bank, lock);
    let name = file_name(bank, Format::Pdf);
    let extent = Extent::Pages(plan.pages.len());
    let painted = match options.painter {
        Painter::Krilla => paint::paint(plan),
        #[cfg(feature = "genpdf")]
        Painter::Genpdf => paint_genpdf::paint(&plan),
    };
    match painted {
        Ok(bytes) => Ok(Artifact { format: Format::Pdf, name, bytes, extent, folder: None }),
        Err(reason) => Err(RenderError { name, reason }),
    }
}
