//! What a release changes, in Markdown: for a page of release notes.
//!
//! Enters: a bank and its changes. Leaves: text that ends its lines. Never here: streams.

use std::fmt::Write as _;

use prepdeck::bank::Bank;
use prepdeck::doc::{Block, Inline};
use prepdeck::lock::{Changed, Changes};
use prepdeck::render::handout;

/// Release notes: a heading, then a list for each kind of change.
pub(crate) fn markdown(bank: &Bank, changes: &Changes) -> String {
    let version = bank.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let mut text = format!("## {}\n\n{changes}\n", plain(&format!("{}{version}", bank.title)));
    let lists = [
        ("New questions", &changes.new),
        ("Reworded", &changes.reworded),
        ("Published anew", &changes.touched),
        ("Moved to another section", &changes.moved),
        ("Retired", &changes.retired),
        ("No longer in the bank", &changes.dropped),
    ];
    for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let _ = write!(text, "\n### {heading}\n\n");
        for Changed { id, question } in list {
            let _ = writeln!(text, "- {} (`{id}`)", plain(question));
        }
    }
    text
}

/// Plain text as Markdown that shows it.
fn plain(text: &str) -> String {
    handout::markdown(&[Block::Paragraph(vec![Inline::Text(text.to_owned())])], "", "")
}
