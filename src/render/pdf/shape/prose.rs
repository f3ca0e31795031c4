//! Prose: its quotation marks are printed as the language has them, and copied as they were written.
//!
//! Enters: text and what stands around it. Leaves: the same text, shaped with other marks.

use std::sync::Arc;

use super::{BYTE_ORDER_MARK, LONGEST, Shapers, Towards, stretches};
use crate::render::pdf::fonts::FaceId;
use crate::render::pdf::plan::Shaped;
use crate::render::pdf::quotes::Before;

/// The quotation marks of a keyboard.
const MARKS: [char; 2] = ['"', '\''];

/// What stands around a piece of prose in its paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Around<'t> {
    /// All that comes before it.
    pub before: &'t str,
    /// Whether the last of that is code, whose brackets open nothing.
    pub is_after_code: bool,
    /// All that comes after it.
    pub after: &'t str,
    /// Whether the first of that is code.
    pub is_before_code: bool,
}

/// Stands for code next to a quotation mark.
const CODE: char = 'x';
/// So far back an opening mark is looked for; bytes.
const LONGEST_QUOTATION: usize = 300;

impl Around<'_> {
    fn before(self, next: Option<char>) -> Before {
        let start = self.before.ceil_char_boundary(self.before.len().saturating_sub(LONGEST_QUOTATION));
        let before = Before::end_of(&self.before[start..], next);
        if self.is_after_code { Before { last: Some(CODE), ..before } } else { before }
    }

    fn after(self) -> impl Iterator<Item = char> + Clone {
        let code = self.is_before_code.then_some(CODE);
        code.into_iter().chain(self.after.chars())
    }
}

impl Shapers<'_> {
    /// As [`Self::shape`], for prose that stands between these texts: its quotation marks are printed as the language has
    /// them.
    pub fn shape_prose(&mut self, face: FaceId, text: &str, towards: Towards, around: Around) -> Vec<Arc<Shaped>> {
        let is_simple = text.len() <= LONGEST && !text.contains(BYTE_ORDER_MARK);
        if towards == Towards::Left || !text.contains(MARKS) || !is_simple {
            return self.shape(face, text, towards);
        }
        let printed = self.printed(face, text, around);
        self.shape_quoting(face, text, &printed)
    }

    /// What is printed for a text with quotation marks of a keyboard; those of the language that the face does not have
    /// are not.
    fn printed(&self, face: FaceId, text: &str, around: Around) -> String {
        let mut before = around.before(text.chars().next());
        let mut printed = String::with_capacity(text.len() + 4);
        for (at, character) in text.char_indices() {
            let after = text[at + character.len_utf8()..].chars().chain(around.after());
            let mark = self.language.quotes.printed(before, character, after.clone());
            let is_drawn = self.faces.covering(face, mark) == self.faces.covering(face, character);
            printed.push(if is_drawn { mark } else { character });
            before.read(character, after.clone().next());
        }
        printed
    }

    /// Shapes a text as it was written and as it is printed, which are equally many characters.
    fn shape_quoting(&mut self, face: FaceId, text: &str, mut printed: &str) -> Vec<Arc<Shaped>> {
        let mut shaped = Vec::new();
        for (face, stretch) in stretches(self.faces, face, text) {
            let end = printed.char_indices().nth(stretch.chars().count()).map_or(printed.len(), |(at, _)| at);
            let own;
            (own, printed) = printed.split_at(end);
            shaped.push(match face {
                Some(face) if own != stretch => self.quoting(face, stretch, own),
                _ => self.stretch(face, stretch, Towards::Right),
            });
        }
        shaped
    }

    /// A word as it was written and as it is printed, which are equally many characters.
    fn quoting(&mut self, face: FaceId, text: &str, printed: &str) -> Arc<Shaped> {
        // So that it is not taken for another word that is printed alike.
        self.remember(face, &[text, printed].join("\0"), (text, printed), Towards::Right)
    }
}
