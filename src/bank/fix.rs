//! Missing ids of questions, written into a bank's text; every other byte stays as it was.
//!
//! Enters: a [`Source`]. Leaves: the text with ids, and how many, or why there is none.
//! Never here: the disk; an id that is there already, whatever is wrong with it.

use std::collections::{HashMap, HashSet};

use super::id::{self, slug};
use super::raw::{RawBank, RawQuestion, RawSection, with_sections};
use crate::source::{Encoding, Source};
use crate::yaml::compare::{self, Added};
use crate::yaml::decode::{Absent, Decode, Decoder, key_text};
use crate::yaml::edit::{self, Edit};
use crate::yaml::{self, Entry, Kind, Node};

/// The key that is written.
const KEY: &str = "id";

/// A bank's text with the ids that were missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many ids were put in; with none, the text is as it was.
    pub written: usize,
    /// How many are still missing: questions without a text, and entries written in a way that is not understood well
    /// enough to change them.
    pub left: usize,
}

/// Why a text was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was read is not what is in the file.
    #[error("it is not UTF-8 yet")]
    NotUtf8,
    /// What is told of the file as YAML comes first.
    #[error("it is no YAML yet")]
    NotYaml,
    /// The change would have been more than ids.
    #[error("the ids would have changed more than they should, which is a defect of prepdeck")]
    Defect,
}

/// Gives an id to each question that has none, made from its text and unique in the bank.
///
/// # Errors
/// [`Refusal`].
pub fn ids(source: &Source) -> Result<Fixed, Refusal> {
    let text = source.text();
    if *source.encoding() != Encoding::Utf8 {
        return Err(Refusal::NotUtf8);
    }
    let root = yaml::parse(text).map_err(|_| Refusal::NotYaml)?.root;
    let mut decoder = Decoder::new(false);
    let raw = root.clone().map(|root| with_sections(root, &mut decoder));
    let raw = raw.and_then(|root| RawBank::decode(root, &mut decoder));
    let (Some(root), Some(raw)) = (root, raw) else { return Ok(unchanged(text, 0)) };
    let missing = missing(&raw);
    if missing.is_empty() {
        return Ok(unchanged(text, 0));
    }
    let mut plan = Plan { text, edits: Vec::new(), added: Added { key: KEY, values: HashMap::new() } };
    let items = Items::of(&root);
    let mut names = Names::of(&raw);
    for question in &missing {
        plan.take(question, &items, &mut names);
    }
    plan.carry_out(&root, missing.len())
}

fn unchanged(text: &str, left: usize) -> Fixed {
    Fixed { text: text.to_owned(), written: 0, left }
}

/// A question without an id.
struct Missing {
    /// Where its first key stands.
    start: usize,
    /// What to make its id from.
    base: Option<String>,
}

/// The questions that the check says have no id. None is there twice: what an alias repeats is left out.
fn missing(raw: &RawBank) -> Vec<Missing> {
    let is_missing = |question: &RawQuestion| matches!(question.id, Err(Absent::Missing));
    let missing = questions(raw).filter(|(_, question, _)| is_missing(question));
    missing
        .map(|(section, question, places)| Missing {
            start: question.span.start,
            base: base(section, question, places),
        })
        .collect()
}

/// Where a question stands: in its section, in its bank; both from 1.
type Places = (usize, usize);

fn questions<'r, 'a>(raw: &'r RawBank<'a>) -> impl Iterator<Item = (&'r RawSection<'a>, &'r RawQuestion<'a>, Places)> {
    let sections = raw.sections.iter().flat_map(|sections| &sections.value);
    let questions = sections.flat_map(|section| {
        let questions = section.questions.iter().flat_map(|questions| &questions.value);
        questions.zip(1..).map(move |(question, place)| (section, question, place))
    });
    questions.zip(1..).map(|((section, question, in_section), in_bank)| (section, question, (in_section, in_bank)))
}

/// An id that may be taken: the text's own words, or for a text without any the section's and a number.
fn base(section: &RawSection, question: &RawQuestion, (in_section, in_bank): Places) -> Option<String> {
    let text = question.question.as_ref().map(|text| &*text.value).filter(|text| !text.trim().is_empty())?;
    let numbered = || match id_of(section) {
        Some(section) => format!("{section}-{in_section}"),
        None => format!("question-{in_bank}"),
    };
    Some(id::of_question(text).unwrap_or_else(numbered))
}

/// A section's id, if it states one that is valid, or has a title to make one from.
fn id_of(section: &RawSection) -> Option<String> {
    let stated = section.id.as_ref().map(|id| id.value.to_string());
    match stated {
        Some(stated) => id::SectionId::parse(&stated).map(|id| id.to_string()),
        None => section.title.as_ref().map(|title| slug(&title.value)),
    }
    .filter(|id| id.contains(|letter: char| letter.is_ascii_alphabetic()))
}

/// The ids of a bank, those it has and those it gets; case makes no difference, since it makes none to a reader.
struct Names {
    taken: HashSet<String>,
    /// The number to try next, so that a thousand questions of one text do not take a million tries.
    next: HashMap<String, usize>,
}

impl Names {
    fn of(raw: &RawBank) -> Self {
        let own = questions(raw).filter_map(|(_, question, _)| question.id.as_ref().ok());
        let former = questions(raw).filter_map(|(_, question, _)| question.was.as_ref());
        let taken = own.chain(former).map(|id| id.value.to_lowercase()).collect();
        Self { taken, next: HashMap::new() }
    }

    /// The base, or the base and the first number that makes it unique.
    fn unique(&mut self, base: &str) -> String {
        let base = base[..base.len().min(id::MAX_LENGTH - 10)].trim_end_matches('-');
        let next = self.next.entry(base.to_lowercase()).or_insert(1);
        loop {
            let id = if *next == 1 { base.to_owned() } else { format!("{base}-{next}") };
            *next += 1;
            if self.taken.insert(id.to_lowercase()) {
                return id;
            }
        }
    }
}

/// The mappings that are items of lists, by where their first key stands.
struct Items<'n, 'a> {
    found: HashMap<usize, (&'n Node<'a>, &'n Node<'a>)>,
}

impl<'n, 'a> Items<'n, 'a> {
    fn of(root: &'n Node<'a>) -> Self {
        let mut items = Self { found: HashMap::new() };
        items.visit(root);
        items
    }

    fn visit(&mut self, node: &'n Node<'a>) {
        let node = anchored(node);
        match &node.kind {
            Kind::Sequence(list) => list.iter().map(anchored).for_each(|item| {
                // An item that begins with anything but a text is none that a bank can hold.
                if let Some(first) = entries(item).first().filter(|first| key_text(first).is_some()) {
                    self.found.insert(first.key.span.start, (node, item));
                }
                self.visit(item);
            }),
            Kind::Mapping(entries) => entries.iter().for_each(|entry| self.visit(&entry.value)),
            Kind::Null | Kind::Scalar(_) | Kind::Shared(_) | Kind::Broken => {}
        }
    }
}

/// What stands behind an anchor; an alias, which stands elsewhere, is left as it is.
fn anchored<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    match &node.kind {
        Kind::Shared(shared) if shared.node.span == node.span => &shared.node,
        _ => node,
    }
}

fn entries<'n, 'a>(node: &'n Node<'a>) -> &'n [Entry<'a>] {
    match &node.kind {
        Kind::Mapping(entries) => entries,
        Kind::Null | Kind::Scalar(_) | Kind::Sequence(_) | Kind::Shared(_) | Kind::Broken => &[],
    }
}

/// What will be written.
struct Plan<'t> {
    text: &'t str,
    edits: Vec<Edit>,
    added: Added<'static>,
}

impl Plan<'_> {
    /// Plans a question's id, unless its entry is not understood.
    fn take(&mut self, question: &Missing, items: &Items, names: &mut Names) {
        let (Some(base), Some((list, item))) = (&question.base, items.found.get(&question.start)) else { return };
        let id = names.unique(base);
        if let Some(edit) = self.edit(list, item, &id) {
            self.edits.push(edit);
            self.added.values.insert(item.span.start, id);
        }
    }

    fn edit(&self, list: &Node, item: &Node, id: &str) -> Option<Edit> {
        let mut given = entries(item).iter().filter(|entry| key_text(entry) == Some(KEY));
        match (given.next(), given.next()) {
            (None, _) => edit::add(self.text, list, item, KEY, id),
            (Some(empty), None) => edit::fill(self.text, empty, id),
            (Some(_), Some(_)) => None,
        }
    }

    /// The new text, once it is sure that nothing but the ids has changed.
    fn carry_out(mut self, root: &Node, missing: usize) -> Result<Fixed, Refusal> {
        self.edits.sort_by_key(|edit| edit.place);
        let text = edit::apply(self.text, &self.edits);
        let new = yaml::parse(&text).ok().and_then(|tree| tree.root).ok_or(Refusal::Defect)?;
        if !compare::is_old_with(root, &new, &self.added) {
            return Err(Refusal::Defect);
        }
        let written = self.edits.len();
        Ok(Fixed { text, written, left: missing - written })
    }
}
