//! The Markdown handout.

use super::{Artifact, Options};
use crate::bank::Bank;

/// Writes the handout.
#[must_use]
pub fn render(bank: &Bank, options: &Options) -> Artifact {
    todo!("{} {}", bank.id, options.fold)
}
