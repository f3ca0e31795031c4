//! Ids of sections and questions: obeying the rule, unique, and known before any text refers to them.

use std::collections::{HashMap, HashSet};

use crate::bank::id::{self, SectionId, slug};
use crate::bank::raw::{RawBank, RawQuestion, RawSection};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Span;
use crate::yaml::decode::{Absent, closest};
use crate::yaml::place::Text;

/// What an id must look like, for messages.
const RULE: &str =
    "an id holds ASCII letters, digits, `-`, `_` and `.`, starts with a letter or digit, and has at most 100";

/// The ids of all questions.
#[derive(Debug)]
pub(super) struct Ids<'a> {
    /// Each with a place where it is used.
    known: HashMap<&'a str, Span>,
    /// The same in one order, for suggestions; empty in a bank so large that looking for them would take long.
    sorted: Vec<&'a str>,
}

/// The largest bank in which an unknown id is compared with all others.
const SUGGESTIONS: usize = 2_000;

/// Of the unknown ids of one text or list, so many are.
const SUGGESTED: usize = 20;

impl<'a> Ids<'a> {
    /// Finds every question's id, and reports those that are used twice.
    pub(super) fn collect(raw: &'a RawBank, source: &'a str, blanked: &[Span], report: &mut Report) -> Self {
        let mut known = HashMap::with_capacity(raw.questions().count());
        for text in raw.questions().filter_map(|question| question.id.as_ref().ok()) {
            unique(&mut known, text, report);
        }
        former(raw, &known, report);
        // What was taken out because it is no YAML still exists: links to it are not wrong.
        known.extend(blanked.iter().flat_map(|span| salvaged(&source[span.range()]).map(|id| (id, *span))));
        let mut sorted: Vec<&str> = known.keys().copied().filter(|_| known.len() <= SUGGESTIONS).collect();
        sorted.sort_unstable();
        Self { known, sorted }
    }

    /// Whether there is a question of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// That there is no question of this id, which is the `number`th of its text or list.
    pub(super) fn unknown(&self, id: &str, span: Span, number: usize) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::UnknownQuestion, span, format!("there is no question {}", quote(id)));
        let known = self.sorted.iter().copied().filter(|_| number < SUGGESTED);
        match closest(id, known) {
            Some(meant) => diagnostic.label(format!("did you mean {}?", quote(meant))),
            None => diagnostic.help("name a question of this bank by its `id`"),
        }
    }
}

/// Remembers an id, or reports that it is used already.
fn unique<'a>(places: &mut HashMap<&'a str, Span>, text: &'a Text, report: &mut Report) {
    let Some(first) = places.get(&*text.value) else {
        places.insert(&text.value, text.span);
        return;
    };
    report.push(
        Diagnostic::new(Code::DuplicateId, text.span, format!("the id {} is used twice", quote(&text.value)))
            .label("used again here")
            .related(*first, "first used here")
            .help("ids must be unique: learners' progress and links are keyed by them"),
    );
}

/// Reports each `was` that names a question which is there, or that two questions claim: their notes would be one.
fn former(raw: &RawBank, places: &HashMap<&str, Span>, report: &mut Report) {
    let mut claimed: HashMap<&str, Span> = HashMap::new();
    // A question that has a `was` of its own leaves its id free for another's past.
    let renamed: HashSet<&str> = raw.questions().filter(|q| q.was.is_some()).filter_map(id_of).collect();
    for question in raw.questions() {
        let Some(was) = &question.was else { continue };
        if let Some(first) = places.get(&*was.value).filter(|_| !renamed.contains(&*was.value)) {
            report.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    was.span,
                    format!("{} is the id of another question", quote(&was.value)),
                )
                .related(*first, "the question that has it now")
                .help("`was` names an id that is not used any more; two notes cannot have one past"),
            );
        }
        unique(&mut claimed, was, report);
    }
}

fn id_of<'r>(question: &'r RawQuestion) -> Option<&'r str> {
    question.id.as_ref().ok().map(|id| &*id.value)
}

/// The ids that stand in a text that is no YAML.
fn salvaged(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let value = line.trim_start_matches([' ', '-']).strip_prefix("id:")?;
        Some(value.trim().trim_matches(['"', '\'']))
    })
}

/// An id, or `None` after reporting why it is none.
pub(super) fn parse<T>(text: &Text, parse: fn(&str) -> Option<T>, report: &mut Report) -> Option<T> {
    let parsed = parse(&text.value);
    if parsed.is_none() {
        let suggestion = slug(&text.value);
        let help = match suggestion.as_str() {
            "" => RULE.to_owned(),
            _ if parse(&suggestion).is_none() => "it names files, and Windows takes such names for devices".to_owned(),
            _ => format!("{RULE}; `{suggestion}` would do"),
        };
        let message = format!("{} is no id", quote(&text.value));
        report.push(Diagnostic::new(Code::InvalidId, text.span, message).help(help));
    }
    parsed
}

/// That a question has no id, with one that would do.
pub(super) fn missing(question: &RawQuestion) -> Option<Diagnostic> {
    if !matches!(question.id, Err(Absent::Missing)) {
        return None;
    }
    let suggestion = question.question.as_ref().and_then(|text| id::of_question(&text.value));
    let help = match suggestion {
        Some(id) => {
            format!("add `id: {id}`, which then never changes; `prepdeck check --fix` adds all that are missing")
        }
        None => "add one such as `id: my-question`, which then never changes".to_owned(),
    };
    Some(Diagnostic::new(Code::MissingKey, question.span, "a question has no `id`").help(help))
}

/// The ids of the sections: their own, or made from their titles; `None` where one breaks the rule.
pub(super) fn sections(sections: &[RawSection], report: &mut Report) -> Vec<Option<SectionId>> {
    let mut places = HashMap::new();
    for text in sections.iter().filter_map(|section| section.id.as_ref()) {
        unique(&mut places, text, report);
    }
    let mut taken: HashSet<String> = places.into_keys().map(str::to_owned).collect();
    let mut counts = HashMap::new();
    let ids = sections.iter().zip(1..).map(|(section, number)| match &section.id {
        Some(text) => parse(text, SectionId::parse, report),
        None => SectionId::parse(&made(section, number, &mut taken, &mut counts)),
    });
    ids.collect()
}

/// An id made from a section's title, or from its number, that is not taken; `counts` has the last number of each title.
fn made(section: &RawSection, number: usize, taken: &mut HashSet<String>, counts: &mut HashMap<String, u32>) -> String {
    let title = section.title.as_ref().map(|title| slug(&title.value)).filter(|slug| !slug.is_empty());
    let mut base = title.unwrap_or_else(|| format!("section-{number}"));
    base.truncate(id::MAX_LENGTH - 10);
    let count = counts.entry(base.clone()).or_insert(0);
    loop {
        *count += 1;
        let id = if *count == 1 { base.clone() } else { format!("{base}-{count}") };
        if taken.insert(id.clone()) {
            return id;
        }
    }
}
