//! Keys that a mapping does not have → those that were meant, so that one mistake makes one message.
//!
//! Enters: a mapping's entries and what is known of its kind. Leaves: entries of known keys only, and what was wrong
//! with the others. Never here: what a bank is, the types of values.

use super::decode::{Decoder, closest, is_null, key_text, letters_of};
use super::{Entry, Kind, Node};
use crate::report::{Code, Diagnostic, quote};
use crate::source::Span;

/// How the value of a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text, a number, true or false.
    Word,
    /// A list.
    List,
    /// Keys and values.
    Keys,
}

/// A key that a mapping may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
}

/// What is known of a kind of mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// What such a mapping is, for messages: "a question".
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
    /// The names of those keys that must be there.
    pub(crate) required: &'static [&'static str],
    /// What people call keys, of this mapping or of others, each with the key's name; without case and marks.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// The kinds of mappings that keys get mixed up between, each with its keys.
    pub(crate) levels: &'static [(&'static str, &'static [Key])],
}

impl Shape {
    fn has(&self, name: &str) -> bool {
        self.form(name).is_some()
    }

    pub(super) fn form(&self, name: &str) -> Option<Form> {
        self.keys.iter().find(|key| key.name == name).map(|key| key.form)
    }

    /// What the mapping is written as, for who wrote something else.
    pub(super) fn example(&self) -> Option<String> {
        let lines: Vec<String> = self.required.iter().map(|key| format!("`{key}: …`")).collect();
        (!lines.is_empty()).then(|| format!("write {} as keys and values: {}", self.what, lines.join(" and ")))
    }
}

/// Beyond so many mistakes no more suggestions are looked for, so that a hostile file costs no time.
const SUGGESTIONS: usize = 1000;

/// Reports unknown keys; one whose meaning is clear becomes the key that was meant, others are dropped. The forms of
/// the values that were dropped and that may have been meant for a key which now seems to be missing.
pub(super) fn mend(entries: &mut Vec<Entry>, decoder: &mut Decoder, shape: &Shape) -> Vec<Form> {
    if entries.iter().all(|entry| key_text(entry).is_some_and(|key| shape.has(key))) {
        return Vec::new();
    }
    let names = || shape.keys.iter().map(|key| key.name);
    let is_given = |name: &&str| entries.iter().any(|entry| key_text(entry) == Some(name));
    let mut missing: Vec<&str> = names().filter(|name| !is_given(name)).collect();
    let mut spare = Vec::new();
    entries.retain_mut(|entry| {
        let Some(key) = key_text(entry) else {
            decoder.wrong_type(&entry.key, "a key", None);
            return false;
        };
        if shape.has(key) {
            return true;
        }
        let look = decoder.found.total() < SUGGESTIONS;
        let guess = if look { Guess::of(key, &missing, shape) } else { Guess::None };
        decoder.report(guess.told(key, entry.key.span, shape));
        let Some(at) = missing.iter().position(|name| guess == Guess::Key(name)) else {
            spare.extend(form_of(&entry.value).filter(|_| guess.may_be_other(&entry.value)));
            return false;
        };
        let meant = missing.swap_remove(at);
        rename(&mut entry.key, meant);
        fit(&mut entry.value, shape.form(meant));
        true
    });
    spare
}

/// What an unknown key was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    /// This key of the same mapping.
    Key(&'static str),
    /// A key, but of another kind of mapping: of this.
    Misplaced(&'static str),
    /// YAML 1.1's `<<`.
    Merge,
    None,
}

impl Guess {
    fn of(key: &str, missing: &[&'static str], shape: &Shape) -> Self {
        if key == "<<" {
            return Self::Merge;
        }
        let letters = letters_of(key);
        let of_word = shape.words.iter().filter(|(word, _)| *word == letters).map(|(_, name)| *name);
        let home = || shape.levels.iter().find(|(_, keys)| keys.iter().any(|known| known.name == key));
        of_word
            .into_iter()
            .find(|name| missing.contains(name))
            .map(Self::Key)
            .or_else(|| home().map(|(what, _)| Self::Misplaced(what)))
            .or_else(|| closest(key, shape.keys.iter().map(|known| known.name)).map(Self::Key))
            .unwrap_or(Self::None)
    }

    /// Whether nothing explains the key, so that it may stand for one that is missing. Of keys of other mappings that
    /// goes for lists of entries alone: sections in sections.
    fn may_be_other(self, value: &Node) -> bool {
        match self {
            Self::None => true,
            Self::Misplaced(_) => {
                matches!(&value.kind, Kind::Sequence(items) if items.iter().any(|item| form_of(item) == Some(Form::Keys)))
            }
            Self::Key(_) | Self::Merge => false,
        }
    }

    fn told(self, key: &str, span: Span, shape: &Shape) -> Diagnostic {
        let what = shape.what;
        let unknown = || Diagnostic::new(Code::UnknownKey, span, format!("{what} has no key {}", quote(key)));
        let names = || shape.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ");
        match self {
            Self::Key(meant) => unknown().label(format!("did you mean `{meant}`?")),
            Self::Misplaced(home) => {
                Diagnostic::new(Code::UnknownKey, span, format!("{} is a key of {home}, not of {what}", quote(key)))
                    .help(format!("the keys here are {}", names()))
            }
            Self::Merge => Diagnostic::new(Code::UnknownKey, span, "merge keys are not part of YAML 1.2")
                .help("write the keys out; an alias (`*name`) can stand for a value"),
            Self::None => unknown().help(format!("the keys here are {}", names())),
        }
    }
}

/// Gives a key another name.
pub(crate) fn rename(key: &mut Node, name: &str) {
    if let Kind::Shared(shared) = &key.kind {
        key.kind = shared.node.kind.clone();
    }
    if let Kind::Scalar(scalar) = &mut key.kind {
        scalar.text = name.to_owned().into();
    }
}

/// Makes of the value of a renamed key what the other key has: of one word a list. That it cannot be was told with
/// the key.
fn fit(value: &mut Node, wanted: Option<Form>) {
    let found = form_of(value);
    if found.is_none() || found == wanted {
        return;
    }
    value.kind = match (wanted, found) {
        (Some(Form::List), Some(Form::Word)) => Kind::Sequence(vec![value.clone()]),
        _ => Kind::Broken,
    };
}

/// How a value is written; `None` for nothing.
fn form_of(node: &Node) -> Option<Form> {
    match &node.kind {
        _ if is_null(node) => None,
        Kind::Scalar(_) => Some(Form::Word),
        Kind::Sequence(_) => Some(Form::List),
        Kind::Mapping(_) => Some(Form::Keys),
        Kind::Shared(shared) => form_of(&shared.node),
        Kind::Null | Kind::Broken => None,
    }
}
