//! What stands behind the language of a code block: how `verify` is to take it. Never printed.
//!
//! ```text
//! [name] [norun="why"] [raises=Error] [runner=R] [since=3.13] [continue]
//! ```
//!
//! Enters: the text behind the language. Leaves: [`Attributes`], and what in it means nothing.

/// How a code block is to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// What the block is called.
    pub name: Option<String>,
    /// Why it cannot be run; never empty.
    pub norun: Option<String>,
    /// The error that it must end with.
    pub raises: Option<String>,
    /// The runner, where it is not the language's.
    pub runner: Option<String>,
    /// The first version that it runs on.
    pub since: Option<String>,
    /// Whether it builds on the block before it.
    pub continues: bool,
}

impl Attributes {
    /// Reads attributes; each word that means nothing is told in the second value, in a message each.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut attributes = Self::default();
        let faults = words(text).into_iter().filter_map(|word| attributes.take(word)).collect();
        (attributes, faults)
    }

    /// Takes one word in; what is wrong with it, if anything is.
    fn take(&mut self, word: &str) -> Option<String> {
        let Some((key, value)) = word.split_once('=') else { return self.take_name(word) };
        let value = value.strip_prefix('"').map_or(value, |value| value.strip_suffix('"').unwrap_or(value)).trim();
        let slot = match key {
            "norun" => &mut self.norun,
            "raises" => &mut self.raises,
            "runner" => &mut self.runner,
            "since" => &mut self.since,
            _ => return Some(format!("`{key}` is no attribute of a code block")),
        };
        if value.is_empty() {
            return Some(format!("`{key}` has no value"));
        }
        if key == "since" && !is_version(value) {
            return Some(format!("`since={value}` is no version"));
        }
        slot.replace(value.to_owned()).map(|_| format!("`{key}` is given twice"))
    }

    fn take_name(&mut self, word: &str) -> Option<String> {
        match word {
            "continue" => {
                self.continues = true;
                None
            }
            "norun" | "raises" | "runner" | "since" => Some(format!("`{word}` has no value")),
            _ if !is_name(word) => Some(format!("`{word}` is no attribute of a code block")),
            _ => {
                let first = self.name.replace(word.to_owned())?;
                Some(format!("a code block has one name, not both `{first}` and `{word}`"))
            }
        }
    }
}

fn is_name(word: &str) -> bool {
    word.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
}

/// Numbers parted by dots.
fn is_version(value: &str) -> bool {
    value.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Words as white space parts them, but not inside double quotes.
fn words(text: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let words = text.split(move |character: char| {
        is_quoted ^= character == '"';
        character.is_whitespace() && !is_quoted
    });
    words.filter(|word| !word.is_empty()).collect()
}
