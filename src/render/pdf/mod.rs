//! The PDF sheet: plan, then paint.

use super::{Artifact, Options, RenderError};
use crate::bank::Bank;
use crate::lock::Lock;

/// Plans and paints the sheet.
///
/// # Errors
/// [`RenderError`], when the export does not pass its validators: a defect of the program.
pub fn render(bank: &Bank, lock: &Lock, options: &Options) -> Result<Artifact, RenderError> {
    todo!("{} {} {options:?}", bank.id, lock.changed)
}
