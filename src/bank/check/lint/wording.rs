//! Rules about how a question is worded. What they know of words is English.

use crate::report::{Code, Diagnostic};
use crate::source::Span;

/// What a question that yes or no answers begins with.
const AUXILIARIES: [&str; 19] = [
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should",
    "shall", "must", "may", "might",
];

/// What begins a request that no answer ever fulfils.
const VAGUE: [&str; 9] = [
    "tell me",
    "tell us",
    "talk about",
    "talk me",
    "discuss",
    "say something",
    "what do you know",
    "what can you tell",
    "what can you say",
];

/// What begins a second question behind `and`.
const INTERROGATIVES: [&str; 8] = ["how", "why", "what", "when", "where", "which", "who", "whose"];

/// What is wrong with a question's wording, at most one thing.
pub(super) fn judge(question: &str, span: impl FnOnce() -> Span, is_english: bool) -> Option<Diagnostic> {
    let is_compound = question.matches('?').count() > 1 || (is_english && asks_on(question));
    if is_compound {
        return Some(
            Diagnostic::new(Code::CompoundQuestion, span(), "this asks more than one question")
                .help("make a card of each: whoever knows half of the answer can only fail or flatter themselves"),
        );
    }
    let question = question.to_lowercase();
    if !is_english {
        return None;
    }
    if VAGUE.iter().any(|start| question.starts_with(start)) {
        return Some(
            Diagnostic::new(Code::VagueQuestion, span(), "no answer to this is ever complete")
                .help("ask what you want to hear: what it is, how it differs from something, when to use it"),
        );
    }
    is_yes_no(&question).then(|| {
        Diagnostic::new(Code::YesNoQuestion, span(), "yes or no would answer this")
            .help("ask how, why, when or what, so that a guess is no answer")
    })
}

/// Whether a question goes on behind `and`: "What is a closure, and when is it useful?"
fn asks_on(question: &str) -> bool {
    question.match_indices(", and ").any(|(at, and)| {
        let rest = question[at + and.len()..].split_whitespace();
        rest.take(1).any(|word| INTERROGATIVES.contains(&word))
    })
}

/// Whether a question, in lower case, leaves no choice but yes or no.
fn is_yes_no(question: &str) -> bool {
    let mut words = question.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_asked = words.next().is_some_and(|word| AUXILIARIES.contains(&word)) && question.ends_with('?');
    // "Can you explain …?" asks for more than yes.
    is_asked && words.next() != Some("you") && !words.any(|word| word == "or")
}
