//! How a reader gets about: the outline, the names of places, the words of links.

use super::printed;
use super::setter::Context;
use crate::bank::{Bank, Section};
use crate::doc::plain;
use crate::render::pdf::plan::{Link, LinkTarget, OutlineEntry};

/// Sections and their questions; the answers, where they stand apart.
pub(super) fn outline(bank: &Bank, context: Context) -> Vec<OutlineEntry> {
    let section = |(place, section): (usize, &Section)| {
        let questions = section.questions.iter().filter_map(|question| {
            let (place, number) = context.targets.question(&question.id)?;
            let text = format!("{number} {}", plain::inline_text(&question.question));
            Some(OutlineEntry { text, place, children: Vec::new() })
        });
        OutlineEntry { text: section.title.clone(), place, children: questions.collect() }
    };
    let answers = context.targets.answers().map(|place| {
        let text = context.labels.answers.clone();
        OutlineEntry { text, place, children: Vec::new() }
    });
    printed(bank).map(section).chain(answers).collect()
}

/// What places are called from outside: `rust.pdf#ownership`; sections as in the handout, with a `_` before their id.
pub(super) fn names(bank: &Bank, context: Context) -> Vec<(String, usize)> {
    let sections = printed(bank).map(|(place, section)| (format!("_{}", section.id), place));
    let ids = bank.questions().map(|(_, question)| &question.id);
    let questions = ids.filter_map(|id| Some((id.to_string(), context.targets.question(id)?.0)));
    sections.chain(questions).collect()
}

/// A screen reader needs words for every link.
pub(super) fn checked(mut links: Vec<Link>) -> Vec<Link> {
    for link in &mut links {
        if link.alt.trim().is_empty() {
            link.alt = match &link.target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::Place(_) => "→".to_owned(),
            };
        }
    }
    links
}
