//! Rules about how a question is worded. What they know of words is English.

use crate::report::{Code, Diagnostic};
use crate::source::Span;

/// What a question that yes or no answers begins with.
const AUXILIARIES: [&str; 19] = [
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should",
    "shall", "must", "may", "might",
];

/// What begins a request that no answer ever fulfils.
const VAGUE: [&str; 12] = [
    "tell me about",
    "tell us about",
    "tell me something about",
    "talk about",
    "talk me through",
    "discuss",
    "say something about",
    "what do you know about",
    "what do you know of",
    "what can you tell me about",
    "what can you tell us about",
    "what can you say about",
];

/// What begins a second question behind `and`.
const INTERROGATIVES: [&str; 8] = ["how", "why", "what", "when", "where", "which", "who", "whose"];

/// What is wrong with a question's wording, at most one thing. In `question`, [`CODE`] stands for what is code.
pub(super) fn judge(question: &str, span: impl FnOnce() -> Span, is_english: bool) -> Option<Diagnostic> {
    let is_compound = question.matches(['?', '？', '؟']).count() > 1 || (is_english && asks_on(question));
    if is_compound {
        return Some(
            Diagnostic::new(Code::CompoundQuestion, span(), "this asks more than one question")
                .help("make a card of each: whoever knows half of the answer can only fail or flatter themselves"),
        );
    }
    if !is_english {
        return None;
    }
    if VAGUE.iter().any(|start| begins_with(question, start)) {
        return Some(
            Diagnostic::new(Code::VagueQuestion, span(), "no answer to this is ever complete")
                .help("ask what you want to hear: what it is, how it differs from something, when to use it"),
        );
    }
    is_yes_no(question).then(|| {
        Diagnostic::new(Code::YesNoQuestion, span(), "yes or no would answer this")
            .help("ask how, why, when or what, so that a guess is no answer")
    })
}

/// Stands for a piece of code in a question: a word of no meaning.
pub(super) const CODE: &str = "\u{fffc}";

/// Whether a text begins with these words, in lower case, and not with longer ones.
fn begins_with(question: &str, words: &str) -> bool {
    let Some((start, rest)) = question.split_at_checked(words.len()) else { return false };
    start.eq_ignore_ascii_case(words) && !rest.starts_with(char::is_alphanumeric)
}

/// Whether a question goes on behind `and`: "What is a closure, and when is it useful?"
fn asks_on(question: &str) -> bool {
    question.match_indices(", and ").any(|(at, and)| {
        let rest = question[at + and.len()..].split_whitespace();
        rest.take(1).any(|word| INTERROGATIVES.contains(&word))
    })
}

/// Whether a question leaves no choice but yes or no.
fn is_yes_no(question: &str) -> bool {
    let mut words = question.split_whitespace();
    // "CAN bus: …" and "Do/while loops: …" begin with no auxiliary.
    let is_auxiliary = |word: &str| {
        AUXILIARIES.iter().any(|auxiliary| auxiliary.eq_ignore_ascii_case(word))
            && !word.chars().skip(1).any(char::is_uppercase)
    };
    let is_asked = words.next().is_some_and(is_auxiliary) && question.trim_end().ends_with('?');
    // "Can you explain …?" asks for more than yes.
    let mut rest = words.map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()));
    is_asked && rest.next() != Some("you") && !rest.any(|word| word == "or" || INTERROGATIVES.contains(&word))
}
