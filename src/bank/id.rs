//! Ids: text from a bank turned into a type at the border.

use std::fmt;

use super::letters;

/// The rule every id obeys: ASCII letters, digits, `-`, `_` and `.`, beginning with a letter or digit, at most
/// [`MAX_LENGTH`] bytes. So an id is safe as a file name, an anchor, a PDF destination and a field of the lock.
fn is_valid(text: &str) -> bool {
    text.len() <= MAX_LENGTH
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The same for a bank, whose id names files: what Windows takes for a device is none, whatever its extension
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions>).
fn is_valid_file(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port = |name: &str| stem.strip_prefix(name).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    let is_device = matches!(&*stem, "con" | "prn" | "aux" | "nul") || is_port("com") || is_port("lpt");
    is_valid(text) && !is_device
}

/// The longest id, in bytes.
pub const MAX_LENGTH: usize = 100;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $is_valid:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id, if `text` obeys the rule for ids; `None` otherwise.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                $is_valid(text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id_type!(
    /// A bank's id.
    BankId,
    is_valid_file
);
id_type!(
    /// A section's id, unique in its bank.
    SectionId,
    is_valid
);
id_type!(
    /// A question's id, unique in its bank.
    QuestionId,
    is_valid
);

/// Turns text into an id by the usual rule: lower case, letters without their marks, runs of anything else made one `-`.
/// May be empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in letters::plain(text).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_LENGTH {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The longest id that is made from a question's text, in bytes: a person has to read it.
const COMFORTABLE: usize = 60;

/// An id for a question, made from the first words of its text; `None` for a text without ASCII letters.
#[must_use]
pub fn of_question(text: &str) -> Option<String> {
    // "Python's" is one word.
    let slug = slug(&text.replace(['\'', '’'], ""));
    let whole_words = match slug.get(..=COMFORTABLE) {
        Some(start) => start.rsplit_once('-').map_or(&slug[..COMFORTABLE], |(words, _)| words),
        None => &slug,
    };
    whole_words.contains(|letter: char| letter.is_ascii_alphabetic()).then(|| whole_words.to_owned())
}
