//! Other outputs, written into a bank's text; every other byte stays as it was.
//!
//! Enters: a [`Source`] and what its blocks print. Leaves: the new text, and which outputs it could not take.
//! Never here: the disk, running anything, deciding which outputs are wrong.

use std::collections::BTreeMap;

use super::slot::Slot;
use super::{Listing, Runner, codes, texts, with_bank};
use crate::bank::check::text::is_refused;
use crate::source::{Source, Span};
use crate::yaml;
use crate::yaml::compare::{self, Changed};
use crate::yaml::edit::{self, Edit};
use crate::yaml::place::Text;

/// A bank's text with other outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The text.
    pub text: String,
    /// The blocks whose outputs it holds now, by their place in the [`Listing`].
    pub written: Vec<usize>,
    /// The blocks whose outputs it cannot hold.
    pub refused: Vec<(usize, Refusal)>,
    /// What was replaced in the old text, and by how many bytes; in the order of the text.
    replaced: Vec<(Span, usize)>,
}

impl Updated {
    /// Where a place of the old text, none that was replaced, is in the new one.
    #[must_use]
    pub fn place(&self, old: Span) -> Span {
        let before = self.replaced.iter().take_while(|(replaced, _)| replaced.end <= old.start);
        let (gone, come) =
            before.fold((0, 0), |(gone, come), (replaced, length)| (gone + replaced.range().len(), come + length));
        Span::new(old.start + come - gone, old.end + come - gone)
    }
}

/// Why an output is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// YAML and Anki take no such character.
    #[error("it holds the character U+{:04X}, which no bank can hold", u32::from(*.0))]
    Character(char),
    /// It would end the block that it stands in.
    #[error("a line of it would close the block: put longer fences around the output")]
    Fence,
    /// It is not clear which bytes to replace.
    #[error("the text is not written as a block: begin it with `|` and put it on lines of its own")]
    Style,
    /// A text that an alias repeats prints one thing here and another there.
    #[error("an alias repeats this text, and it prints something else elsewhere")]
    Repeated,
    /// The change would have been more than the output.
    #[error("more than the output would have changed, which is a defect of prepdeck")]
    Defect,
}

/// Puts outputs into a bank's text: `outputs` are blocks by their place in the [`Listing`], in its order, each with what
/// it prints, without the end of its last line.
#[must_use]
pub fn outputs(source: &Source, outputs: &[(usize, String)]) -> Updated {
    let listing = Listing::of(source);
    let mut plan = Plan::default();
    with_bank(source, |raw| {
        let mut wanted = outputs.iter().peekable();
        let mut next = 0;
        for (_, text) in texts(raw) {
            let found = codes(&text.value, &listing.runners);
            let range = next..next + found.len();
            next = range.end;
            while let Some((block, output)) = wanted.next_if(|(block, _)| range.contains(block)) {
                if is_contradicted(&listing, *block, output, outputs) {
                    plan.refused.push((*block, Refusal::Repeated));
                    continue;
                }
                let nth = block - range.start;
                let slot = found[nth].output.as_ref().and_then(|output| Slot::of(&text.value, output));
                match plan.edit(source.text(), text, (nth, slot), output, &listing.runners) {
                    Ok(()) => plan.written.push(*block),
                    Err(refusal) => plan.refused.push((*block, refusal)),
                }
            }
        }
    });
    plan.carry_out(source, listing, outputs)
}

/// Whether another block that stands at the same place of the file is to have another output.
fn is_contradicted(listing: &Listing, block: usize, output: &str, outputs: &[(usize, String)]) -> bool {
    let place = listing.blocks[block].span;
    outputs.iter().any(|(other, wanted)| listing.blocks[*other].span == place && wanted != output)
}

/// What will be written.
#[derive(Default)]
struct Plan {
    edits: Vec<Edit>,
    /// Each text that changes, with the pieces of its value that do, by where it stands in the file.
    values: BTreeMap<usize, (String, Vec<Edit>)>,
    written: Vec<usize>,
    refused: Vec<(usize, Refusal)>,
}

impl Plan {
    /// Plans an output of a text, the one of its nth block.
    fn edit(
        &mut self,
        source: &str,
        text: &Text,
        (nth, slot): (usize, Option<Slot>),
        output: &str,
        runners: &[Runner],
    ) -> Result<(), Refusal> {
        if let Some(character) = output.chars().find(|character| is_refused(*character) || is_unprintable(*character)) {
            return Err(Refusal::Character(character));
        }
        let slot = slot.ok_or(Refusal::Style)?;
        let lines = slot.filled_with(output);
        let change = Edit { place: Span::new(slot.lines.start, slot.lines.end), text: lines };
        let value = edit::apply(&text.value, std::slice::from_ref(&change));
        if !is_text_with(&text.value, &value, (nth, output), runners) {
            return Err(Refusal::Fence);
        }
        let edit = edit::rewrite(source, text, slot.lines, &change.text).ok_or(Refusal::Style)?;
        // An alias repeats the text, and the first time was enough.
        if self.edits.iter().any(|known| known.place == edit.place) {
            return Ok(());
        }
        self.edits.push(edit);
        let (_, changes) =
            self.values.entry(text.span.start).or_insert_with(|| (text.value.clone().into_owned(), Vec::new()));
        changes.push(change);
        Ok(())
    }

    /// The new text, once it is sure that nothing but the outputs has changed.
    fn carry_out(mut self, source: &Source, listing: Listing, outputs: &[(usize, String)]) -> Updated {
        self.edits.sort_by_key(|edit| edit.place);
        let text = edit::apply(source.text(), &self.edits);
        if self.is_sound(source, &text, listing, outputs) {
            let replaced = self.edits.iter().map(|edit| (edit.place, edit.text.len())).collect();
            return Updated { text, written: self.written, refused: self.refused, replaced };
        }
        self.refused.extend(self.written.drain(..).map(|block| (block, Refusal::Defect)));
        let text = source.text().to_owned();
        Updated { text, written: Vec::new(), refused: self.refused, replaced: Vec::new() }
    }

    /// Whether a text is the source with these outputs, as YAML has it and as the listing does.
    fn is_sound(&self, source: &Source, text: &str, mut listing: Listing, outputs: &[(usize, String)]) -> bool {
        let tree = |text| yaml::parse(text).ok().and_then(|tree| tree.root);
        let (Some(old), Some(new)) = (tree(source.text()), tree(text)) else { return self.edits.is_empty() };
        let value = |(start, (value, changes)): (&usize, &(String, Vec<Edit>))| (*start, edit::apply(value, changes));
        let changed: Changed = self.values.iter().map(value).collect();
        for (block, wanted) in outputs.iter().filter(|(block, _)| self.written.contains(block)) {
            let place = listing.blocks[*block].span;
            let here = listing.blocks.iter_mut().filter(|block| block.span == place);
            here.filter_map(|block| block.output.as_mut()).for_each(|output| output.text.clone_from(wanted));
        }
        let written = Listing::of(&Source::new(source.path(), text));
        compare::is_old_with_texts(&old, &new, &changed) && spoken(written) == spoken(listing)
    }
}

/// What blocks say, wherever they stand.
fn spoken(listing: Listing) -> Vec<(String, Option<String>)> {
    listing.blocks.into_iter().map(|block| (block.text, block.output.map(|output| output.text))).collect()
}

/// Whether one text says what another does, but for the output of one block.
fn is_text_with(old: &str, new: &str, (nth, output): (usize, &str), runners: &[Runner]) -> bool {
    let spoken = |text: &str| -> Vec<(String, Option<String>)> {
        codes(text, runners).into_iter().map(|found| (found.code.text, found.code.output)).collect()
    };
    let mut expected = spoken(old);
    expected[nth].1 = Some(output.to_owned());
    spoken(new) == expected
}

/// What YAML takes in no text: <https://yaml.org/spec/1.2.2/#51-character-set>.
fn is_unprintable(character: char) -> bool {
    matches!(character, '\u{fffe}' | '\u{ffff}')
}
