//! The outputs of a bank, replaced as `verify --update` does.

use prepdeck::bank::listing::Listing;
use prepdeck::bank::listing::update::{self, Refusal};
use prepdeck::source::Source;

/// What the outputs become: what YAML and Markdown read in their own ways.
const OUTPUT: &str = "- a: 1\n\n  # b \n> `c`";

/// Replaces every output of a bank: it is there afterwards, or was refused for a reason.
pub fn hold(source: &Source) -> Result<(), String> {
    let listing = Listing::of(source);
    let with_output = listing.blocks.iter().enumerate().filter(|(_, block)| block.output.is_some());
    let wanted: Vec<(usize, String)> = with_output.map(|(block, _)| (block, OUTPUT.to_owned())).collect();
    let updated = update::outputs(source, &wanted);
    if let Some((block, refusal)) = updated.refused.iter().find(|(_, refusal)| *refusal != Refusal::Style) {
        return Err(format!("outputs: block {block} was refused: {refusal}"));
    }
    if updated.written.len() + updated.refused.len() != wanted.len() {
        return Err(format!("outputs: of {} only {} were written", wanted.len(), updated.written.len()));
    }
    let written = Listing::of(&Source::new(source.path(), updated.text));
    let is_there = |block: &usize| written.blocks[*block].output.as_ref().is_some_and(|output| output.text == OUTPUT);
    match updated.written.iter().find(|block| !is_there(block)) {
        Some(block) => Err(format!("outputs: that of block {block} is not there")),
        None => Ok(()),
    }
}
