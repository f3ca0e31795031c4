//! Whether a part of some banks can be built as it was asked for: known words, something left, no whole one replaced.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::Error;
use super::read::place;
use super::{Request, USUAL_OUT};
use crate::bank::filter::{Filter, known_tags};
use crate::bank::{Bank, Level};
use crate::source::Source;
use crate::yaml::decode::closest;

/// The most words that a message lists of what there is.
const MOST_LISTED: usize = 12;

/// Lets a request pass whose filter and name can be followed.
pub(super) fn accept(banks: &[(Source, Bank)], request: &Request) -> Result<(), Error> {
    if request.options.name.is_some() && banks.len() > 1 {
        return Err(Error::NameForMany(banks.len()));
    }
    if request.filter.is_empty() {
        return Ok(());
    }
    known(banks, &request.filter)?;
    left(banks, &request.filter)?;
    apart(banks, request)
}

/// The whole bank's artifacts are where they usually are, unless told otherwise.
fn apart(banks: &[(Source, Bank)], request: &Request) -> Result<(), Error> {
    let is_usual_folder = place(&request.out) == place(Path::new(USUAL_OUT));
    let is_whole = |(_, bank): &&(Source, Bank)| {
        let stem = crate::render::stem(bank, &request.options);
        stem.as_str().eq_ignore_ascii_case(bank.id.as_str())
    };
    match banks.iter().find(is_whole).filter(|_| is_usual_folder) {
        Some((_, bank)) => Err(Error::WouldReplaceWhole(request.out.join(bank.id.as_str()))),
        None => Ok(()),
    }
}

/// A word is known if one of the banks knows it.
fn known(banks: &[(Source, Bank)], filter: &Filter) -> Result<(), Error> {
    let is_everywhere = |unknown: &dyn Fn(&Bank) -> bool| banks.iter().all(|(_, bank)| unknown(bank));
    for tag in &filter.tags {
        if is_everywhere(&|bank| filter.unknown_tags(bank).contains(&tag.as_str())) {
            let tags = banks.iter().flat_map(|(_, bank)| known_tags(bank).into_keys()).collect::<Vec<_>>();
            return Err(unknown("tag", tag, &tags));
        }
    }
    for section in &filter.sections {
        if is_everywhere(&|bank| filter.unknown_sections(bank).contains(&section.as_str())) {
            let sections = banks.iter().flat_map(|(_, bank)| bank.sections.iter().map(|section| section.id.as_str()));
            return Err(unknown("section", section, &sections.collect::<Vec<_>>()));
        }
    }
    Ok(())
}

fn unknown(kind: &'static str, typed: &str, known: &[&str]) -> Error {
    let help = match closest(typed, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => format!("the banks have no {kind}s"),
        None => format!("there are: {}", listed(known.iter().map(|&word| word.to_owned()))),
    };
    Error::UnknownWord { kind, typed: typed.to_owned(), help }
}

fn left(banks: &[(Source, Bank)], filter: &Filter) -> Result<(), Error> {
    let count = |filter: &Filter| banks.iter().map(|(_, bank)| filter.count(bank)).sum::<usize>();
    if count(filter) > 0 {
        return Ok(());
    }
    let parts = filter.parts().iter().map(|(typed, part)| (typed.clone(), count(part))).collect();
    Err(Error::NothingLeft { parts, help: levels(banks) })
}

/// What levels there are, since only an unknown level can leave nothing by itself.
fn levels(banks: &[(Source, Bank)]) -> String {
    let mut counts = BTreeMap::new();
    for level in banks.iter().flat_map(|(_, bank)| bank.questions()).filter_map(|(_, question)| question.level) {
        *counts.entry(level).or_insert(0_usize) += 1;
    }
    if counts.is_empty() {
        return "the questions have no levels".to_owned();
    }
    let counted = |(level, count): (Level, usize)| format!("{} {count}", level.name());
    format!("questions by level: {}", listed(counts.into_iter().map(counted)))
}

fn listed(words: impl Iterator<Item = String>) -> String {
    let words = words.collect::<Vec<_>>();
    let more =
        if words.len() > MOST_LISTED { format!(" and {} more", words.len() - MOST_LISTED) } else { String::new() };
    format!("{}{more}", words.iter().take(MOST_LISTED).map(String::as_str).collect::<Vec<_>>().join(", "))
}
