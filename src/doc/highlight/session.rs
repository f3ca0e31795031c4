//! Sessions: code typed at a prompt, and what came of it.

use std::ops::Range;

use super::grammar::Grammar;
use super::{Class, Token, walk};

/// The length of the prompt that a line begins with.
type Prompt = fn(&str) -> Option<usize>;

/// Python, or a session of its: what follows `>>> ` and `... ` is code.
pub(super) fn python(code: &str) -> Vec<Token> {
    of_script_or_session(Grammar::Python, code, python_prompt)
}

/// A shell's script, or a session: what follows `$ ` is code, and the line after a `\`.
pub(super) fn shell(code: &str) -> Vec<Token> {
    of_script_or_session(Grammar::Bash, code, shell_prompt)
}

/// A session is known by its first line that is neither blank nor a comment.
fn of_script_or_session(grammar: Grammar, code: &str, prompt: Prompt) -> Vec<Token> {
    let first = code.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    // Alone, `...` stands for what is left out.
    match first.filter(|line| !line.starts_with("...")).and_then(prompt) {
        Some(_) => session(grammar, code, prompt),
        None => walk::tokens(grammar, code),
    }
}

fn python_prompt(line: &str) -> Option<usize> {
    let prompt = line.get(..3).filter(|prompt| matches!(*prompt, ">>>" | "..."))?;
    match line.as_bytes().get(prompt.len()) {
        Some(b' ') => Some(prompt.len() + 1),
        Some(_) => None,
        None => Some(prompt.len()),
    }
}

/// `$ `, or `(venv) $ `.
fn shell_prompt(line: &str) -> Option<usize> {
    let environment = if line.starts_with('(') { line.find(") ")? + 2 } else { 0 };
    line.get(environment..)?.starts_with("$ ").then_some(environment + "$ ".len())
}

fn session(grammar: Grammar, code: &str, prompt: Prompt) -> Vec<Token> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut prompts = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let typed = code.get(..at).is_some_and(|before| before.ends_with("\\\n"));
        if let Some(length) = prompt(line.trim_end_matches('\n')) {
            prompts.push(Token { range: at..at + length, class: Class::Operator });
            parts.push(at + length..at + line.len());
        } else if typed && parts.last().is_some_and(|last| last.end == at) {
            parts.push(at..at + line.len());
        }
        at += line.len();
    }
    parts.retain(|part| !part.is_empty());
    super::merged(walk::tokens_in(grammar, code, &parts), prompts)
}
