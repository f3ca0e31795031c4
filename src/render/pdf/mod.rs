//! The PDF sheet: plan, then paint.
//!
//! Enters: a checked bank, its code coloured. Leaves: the bytes of a PDF and the number of its pages.
//! What stands where is decided in [`layout`]; [`paint`] and `paint_genpdf` draw it.

pub mod contrast;
pub mod fonts;
pub mod language;
pub mod layout;
pub mod paint;
#[cfg(feature = "genpdf")]
pub mod paint_genpdf;
pub mod plan;
mod quotes;
pub mod shape;
pub mod structure;
pub mod style;

use std::sync::Arc;

use super::{Artifact, Extent, Format, Options, Painter, RenderError, file_name};
use crate::bank::Bank;
use crate::lock::Lock;

/// Plans and paints one of the three: the sheet, the practice sheet, the cards. The bank is not kept for the painting.
///
/// # Errors
/// [`RenderError`], when the export does not pass its validators: a defect of the program.
pub fn render(bank: Arc<Bank>, lock: &Lock, options: &Options, kind: Kind) -> Result<Artifact, RenderError> {
    let (format, plan) = match kind {
        Kind::Sheet => (Format::Pdf, layout::plan(&bank, lock)),
        Kind::Practice => (Format::Practice, layout::practice(&bank, lock)),
        Kind::Cards => (Format::Cards, layout::cards(&bank, lock, options.duplex)),
    };
    let name = file_name(&bank, options, format);
    drop(bank);
    let extent = Extent::Pages(plan.pages.len());
    let painted = match options.painter {
        Painter::Krilla => paint::paint(plan),
        #[cfg(feature = "genpdf")]
        Painter::Genpdf => paint_genpdf::paint(&plan),
    };
    match painted {
        Ok(bytes) => Ok(Artifact { format, name, bytes, extent, folder: None }),
        Err(reason) => Err(RenderError { name, reason }),
    }
}

/// What is printed of a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Questions and answers, to read.
    Sheet,
    /// Questions with room to write; the answers at the end.
    Practice,
    /// Two-sided cards to cut.
    Cards,
}
