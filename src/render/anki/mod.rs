//! The Anki deck.

use super::{Artifact, RenderError};
use crate::bank::Bank;
use crate::lock::Lock;

/// Writes the deck.
///
/// # Errors
/// [`RenderError`], when the package could not be built.
pub fn render(bank: &Bank, lock: &Lock) -> Result<Artifact, RenderError> {
    todo!("{} {}", bank.id, lock.changed)
}
