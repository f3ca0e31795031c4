//! What the renderers need of a bank: the rest of a large one is let go before its code is coloured and its pages are
//! planned.
//!
//! Enters: a bank whose lock is made, since that covers all of it. Leaves: the bank without what none of the formats
//! shows. An artifact that is made alone is the same, to the byte, as one that is made together with others.

use rayon::prelude::*;

use super::Format;
use crate::bank::{Bank, Detail, Question};

/// Lets go of what none of these formats shows.
pub fn keep_needed(bank: &mut Bank, formats: &[Format]) {
    let shows_answers = formats.iter().any(|format| match format {
        Format::Pdf => bank.sheet.detail == Detail::Full,
        Format::Practice | Format::Cards => false,
        Format::Anki | Format::Markdown => true,
    });
    if !shows_answers {
        let questions = bank.sections.par_iter_mut().flat_map(|section| section.questions.par_iter_mut());
        questions.chain(&mut bank.left_out).for_each(shorten);
    }
}

/// Leaves of a question what the short sheet, the practice sheet and the cards show: the short answer, and whatever
/// stands for it where there is none.
fn shorten(question: &mut Question) {
    (question.hint, question.follow_ups, question.sources) = (Vec::new(), Vec::new(), Vec::new());
    if !question.short.is_empty() {
        (question.answer, question.cloze) = (Vec::new(), Vec::new());
    }
    // What stays is moved together: among what was let go, it would hold on to several times its own memory.
    *question = question.clone();
}
