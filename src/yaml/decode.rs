//! [`Node`] → values, with recovery: whatever is wrong is reported, and decoding goes on.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use super::keys::{self, Form, Shape};
use super::place::Text;
use super::{Entry, Kind, Node, Scalar, Style};
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Span;

/// How many bytes may be reached through aliases, beyond which a bank is a bomb.
const ALIAS_BUDGET: usize = 8 << 20;

/// What decoding carries along.
#[derive(Debug)]
pub(crate) struct Decoder {
    /// What was wrong.
    pub(crate) found: Report,
    budget: usize,
    /// The entries that aliases can repeat, by address.
    shared: HashSet<usize>,
    /// Whether parts of the text were taken out because they are no YAML: then what is empty is not missing.
    is_mended: bool,
}

/// A value decoded, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A type that a value of YAML can be decoded to.
pub(crate) trait Decode<'a>: Sized {
    /// How such a value is written.
    const FORM: Form;

    /// The value, or `None` after reporting why not.
    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self>;
}

/// A type that the value of a key can be decoded to, which may be missing.
pub(crate) trait Field<'a>: Sized {
    /// How the value is written.
    const FORM: Form;

    fn field(node: Option<Node<'a>>, decoder: &mut Decoder) -> Self;
}

/// A word out of a few.
pub(crate) trait Choice: Copy + 'static {
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

impl Decoder {
    pub(crate) fn new(is_mended: bool) -> Self {
        Self { found: Report::default(), budget: ALIAS_BUDGET, shared: HashSet::new(), is_mended }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The value itself where it is shared, as long as the budget lasts.
    fn open<'a>(&mut self, node: Node<'a>) -> Node<'a> {
        let Kind::Shared(shared) = &node.kind else { return node };
        let Some(left) = self.budget.checked_sub(shared.weight) else {
            if self.budget > 0 {
                self.budget = 0;
                self.report(
                    Diagnostic::new(Code::Syntax, node.span, "aliases repeat more than 8 MB of text")
                        .help("write the text once, and refer to its question with `see`"),
                );
            }
            return Node { span: node.span, kind: Kind::Broken };
        };
        self.budget = left;
        let node = shared.node.clone();
        self.open(node)
    }

    /// Whether an entry, or a list of them, is one that was read before, which is reported: none may be there twice.
    fn is_repeated(&mut self, node: &Node, what: &str) -> bool {
        let Kind::Shared(shared) = &node.kind else { return false };
        if self.shared.insert(Arc::as_ptr(shared) as usize) {
            return false;
        }
        self.report(
            Diagnostic::new(Code::DuplicateId, node.span, format!("this {what} repeats the one above"))
                .label(format!("the same {what} again"))
                .related(first_line(&shared.node), "first used here")
                .help("write each question out, with an id of its own; an alias can stand for a value in it"),
        );
        true
    }

    /// Reports a value of the wrong type, unless it was reported already.
    pub(super) fn wrong_type(&mut self, node: &Node, wanted: &str, help: Option<&str>) {
        // What is empty in a mended text may have been taken out of it, which was reported.
        if matches!(node.kind, Kind::Broken) || (self.is_mended && matches!(node.kind, Kind::Null)) {
            return;
        }
        let message = format!("expected {wanted}, found {}", describe(node));
        let diagnostic = Diagnostic::new(Code::WrongType, first_line(node), message);
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// A scalar as text; one that YAML reads as something else is reported, and still taken as it was meant.
    fn text<'a>(&mut self, node: Node<'a>, wanted: &str) -> Option<Text<'a>> {
        let Node { span, kind: Kind::Scalar(scalar) } = node else {
            self.wrong_type(&node, wanted, None);
            return None;
        };
        if let Some(type_name) = other_type(&scalar) {
            let value = quote(&scalar.text);
            self.report(
                Diagnostic::new(Code::WrongType, span, format!("expected {wanted}, found {type_name} {value}"))
                    .label(format!("YAML reads this as {}", type_name.replace("the", "a")))
                    .help(format!("quote it: {}", value.replace('`', "\""))),
            );
        }
        Some(Text::new(scalar, span))
    }
}

/// What a plain scalar is to YAML, when it is no text.
fn other_type(scalar: &Scalar) -> Option<&'static str> {
    if scalar.style != Style::Plain || scalar.is_text {
        return None;
    }
    let text = &*scalar.text;
    match text {
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Some("the boolean"),
        _ if is_number(text) => Some("the number"),
        _ => None,
    }
}

/// Whether YAML 1.2 takes a plain scalar for a number: <https://yaml.org/spec/1.2.2/#1032-tag-resolution>.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let of_base = |prefix: &str, base: u32| {
        text.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.chars().all(|digit| digit.is_digit(base)))
    };
    let is_decimal = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+'))
        && text.parse::<f64>().is_ok();
    let is_special = matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN");
    is_decimal || is_special || of_base("0x", 16) || of_base("0o", 8)
}

/// The number that a plain scalar is, known to be one.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).to_ascii_lowercase();
    let of_base = |digits: &str, base| u32::from_str_radix(digits, base).ok().map(f64::from);
    match digits.as_str() {
        ".inf" if text.starts_with('-') => Some(f64::NEG_INFINITY),
        ".inf" => Some(f64::INFINITY),
        ".nan" => Some(f64::NAN),
        _ => match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
            (Some(digits), _) => of_base(digits, 16),
            (_, Some(digits)) => of_base(digits, 8),
            (None, None) => text.parse().ok(),
        },
    }
}

/// What a value is, for a message.
fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null | Kind::Broken => "nothing".into(),
        Kind::Scalar(scalar) => match other_type(scalar) {
            Some(type_name) => format!("{type_name} {}", quote(&scalar.text)),
            None if scalar.style == Style::Plain && !scalar.is_text => quote(&scalar.text),
            None => format!("the text {}", quote(&scalar.text)),
        },
        Kind::Sequence(_) => "a list".into(),
        Kind::Mapping(_) => "keys and values".into(),
        Kind::Shared(shared) => describe(&shared.node),
    }
}

/// The place of a value, or of what it begins with: nobody wants a list of a thousand lines underlined.
fn first_line(node: &Node) -> Span {
    match &node.kind {
        Kind::Mapping(entries) => entries.first().map_or(node.span, |entry| entry_span(entry)),
        Kind::Sequence(items) => items.first().map_or(node.span, first_line),
        Kind::Shared(_) | Kind::Null | Kind::Broken | Kind::Scalar(_) => node.span,
    }
}

/// A key with its value, where that is short, or the key alone.
fn entry_span(entry: &Entry) -> Span {
    match &entry.value.kind {
        Kind::Scalar(Scalar { style: Style::Plain | Style::Single | Style::Double, .. }) => {
            Span::new(entry.key.span.start, entry.value.span.end)
        }
        _ => entry.key.span,
    }
}

impl<'a> Decode<'a> for Text<'a> {
    const FORM: Form = Form::Word;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        let node = decoder.open(node);
        decoder.text(node, "text")
    }
}

impl<'a> Decode<'a> for Spanned<bool> {
    const FORM: Form = Form::Word;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        let node = decoder.open(node);
        let (value, meant) = match plain(&node) {
            Some("true" | "True" | "TRUE") => (true, None),
            Some("false" | "False" | "FALSE") => (false, None),
            // What YAML 1.1 took for a boolean and YAML 1.2 takes for text.
            Some("yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y") => (true, Some("write `true`")),
            Some("no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N") => (false, Some("write `false`")),
            _ => {
                let is_quoted = quoted(&node).is_some_and(|text| matches!(text, "true" | "false"));
                decoder.wrong_type(&node, "`true` or `false`", is_quoted.then_some(UNQUOTE));
                return None;
            }
        };
        if meant.is_some() {
            decoder.wrong_type(&node, "`true` or `false`", meant);
        }
        Some(Self { value, span: node.span })
    }
}

/// The text of a scalar without quotes, unless `!!str` stands for them.
fn plain<'n>(node: &'n Node) -> Option<&'n str> {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.style == Style::Plain && !scalar.is_text => Some(&scalar.text),
        Kind::Null | Kind::Scalar(_) | Kind::Sequence(_) | Kind::Mapping(_) | Kind::Shared(_) | Kind::Broken => None,
    }
}

/// The way out where quotes make text of what would be something else.
const UNQUOTE: &str = "remove the quotes";

/// The text of a scalar in quotes.
fn quoted<'n>(node: &'n Node) -> Option<&'n str> {
    match &node.kind {
        Kind::Scalar(scalar) if matches!(scalar.style, Style::Single | Style::Double) => Some(&scalar.text),
        Kind::Null | Kind::Scalar(_) | Kind::Sequence(_) | Kind::Mapping(_) | Kind::Shared(_) | Kind::Broken => None,
    }
}

impl<'a> Decode<'a> for Spanned<f64> {
    const FORM: Form = Form::Word;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        let node = decoder.open(node);
        let value = plain(&node).filter(|text| is_number(text)).and_then(number);
        if value.is_none() {
            let is_quoted = quoted(&node).is_some_and(is_number);
            decoder.wrong_type(&node, "a number", is_quoted.then_some(UNQUOTE));
        }
        value.map(|value| Self { value, span: node.span })
    }
}

impl<'a, T: Choice> Decode<'a> for Spanned<T> {
    const FORM: Form = Form::Word;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        let node = decoder.open(node);
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        let wanted = one_of(&words);
        let text = decoder.text(node, &wanted)?;
        let found = T::WORDS.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let value = quote(&text.value);
            let diagnostic = Diagnostic::new(Code::WrongType, text.span, format!("expected {wanted}, found {value}"));
            decoder.report(match closest(&text.value, words.iter().copied()) {
                Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
                None => diagnostic.label(format!("expected {wanted}")),
            });
        }
        found.map(|(_, value)| Self { value: *value, span: text.span })
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Spanned<Vec<T>> {
    const FORM: Form = Form::List;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        if T::FORM == Form::Keys && decoder.is_repeated(&node, "list") {
            return None;
        }
        let node = decoder.open(node);
        match node.kind {
            Kind::Sequence(items) => {
                let mut value = Vec::with_capacity(items.len());
                for item in items {
                    if T::FORM != Form::Keys || !decoder.is_repeated(&item, "entry") {
                        value.extend(T::decode(item, decoder));
                    }
                }
                Some(Self { value, span: node.span })
            }
            Kind::Null | Kind::Scalar(_) | Kind::Mapping(_) | Kind::Shared(_) | Kind::Broken => {
                decoder.wrong_type(
                    &node,
                    "a list",
                    Some("put it in `[` and `]`, or on a line below that starts with `- `"),
                );
                None
            }
        }
    }
}

/// Keys that the author names, with their values.
pub(crate) type Named<'a, T> = Vec<(Text<'a>, T)>;

impl<'a, T: Decode<'a>> Decode<'a> for Spanned<Named<'a, T>> {
    const FORM: Form = Form::Keys;

    fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
        let mut fields = Fields::open(node, decoder, None)?;
        let span = fields.span;
        let mut value = Vec::new();
        for entry in std::mem::take(&mut fields.entries) {
            let key = decoder.open(entry.key);
            let key = decoder.text(key, "text");
            let named = T::decode(entry.value, decoder);
            value.extend(key.zip(named));
        }
        Some(Self { value, span })
    }
}

impl<'a, T: Decode<'a>> Field<'a> for Option<T> {
    const FORM: Form = T::FORM;

    fn field(node: Option<Node<'a>>, decoder: &mut Decoder) -> Self {
        node.filter(|node| !is_null(node)).and_then(|node| T::decode(node, decoder))
    }
}

impl<'a, T: Decode<'a>> Field<'a> for Vec<T> {
    const FORM: Form = Form::List;

    fn field(node: Option<Node<'a>>, decoder: &mut Decoder) -> Self {
        Option::<Spanned<Self>>::field(node, decoder).map(|list| list.value).unwrap_or_default()
    }
}

/// Why there is no value for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The key is not there, and nobody has said so yet.
    Missing,
    /// The value was of no use, which was reported.
    Reported,
}

impl<'a, T: Decode<'a>> Field<'a> for Result<T, Absent> {
    const FORM: Form = T::FORM;

    fn field(node: Option<Node<'a>>, decoder: &mut Decoder) -> Self {
        match node {
            None => Err(Absent::Missing),
            Some(node) if is_null(&node) && !decoder.is_mended => Err(Absent::Missing),
            Some(node) if is_null(&node) => Err(Absent::Reported),
            Some(node) => T::decode(node, decoder).ok_or(Absent::Reported),
        }
    }
}

pub(super) fn is_null(node: &Node) -> bool {
    match &node.kind {
        Kind::Null => true,
        Kind::Shared(shared) => is_null(&shared.node),
        Kind::Scalar(_) | Kind::Sequence(_) | Kind::Mapping(_) | Kind::Broken => false,
    }
}

/// Whether a value, or one of a list, could not be read.
fn is_broken(node: &Node) -> bool {
    match &node.kind {
        Kind::Broken => true,
        Kind::Sequence(items) => items.iter().any(|item| matches!(item.kind, Kind::Broken)),
        Kind::Shared(shared) => is_broken(&shared.node),
        Kind::Null | Kind::Scalar(_) | Kind::Mapping(_) => false,
    }
}

/// The keys of one mapping, each to be taken once.
pub(crate) struct Fields<'a> {
    entries: Vec<Entry<'a>>,
    /// What the mapping begins with: a place to speak of the whole.
    pub(crate) span: Span,
    /// How values are written that were dropped with their unknown keys, each of which may have been meant for another.
    spare: Vec<Form>,
}

impl<'a> Fields<'a> {
    /// Opens a mapping; with a `shape`, every key it does not have is reported, and taken for the one that was meant.
    pub(crate) fn open(node: Node<'a>, decoder: &mut Decoder, shape: Option<&Shape>) -> Option<Self> {
        let node = decoder.open(node);
        let span = first_line(&node);
        let Kind::Mapping(mut entries) = node.kind else {
            decoder.wrong_type(&node, "keys and values", shape.and_then(Shape::example).as_deref());
            return None;
        };
        for entry in &mut entries {
            if matches!(entry.key.kind, Kind::Shared(_)) {
                entry.key = decoder.open(entry.key.clone());
            }
        }
        let spare = shape.map(|shape| keys::mend(&mut entries, decoder, shape)).unwrap_or_default();
        drop_repeated(&mut entries, decoder);
        Some(Self { entries, span, spare })
    }

    /// The value of a key.
    pub(crate) fn take(&mut self, key: &str) -> Option<Node<'a>> {
        let at = self.entries.iter().position(|entry| key_text(entry) == Some(key))?;
        Some(self.entries.swap_remove(at).value)
    }

    /// Whether a value is lost because of a mistake in the YAML: it was taken out, or could not be read.
    pub(crate) fn is_partly_lost(&self, decoder: &Decoder) -> bool {
        let is_lost = |value: &Node| is_broken(value) || decoder.is_mended && is_null(value);
        self.entries.iter().any(|entry| is_lost(&entry.value))
    }

    /// Reports each key that must be there and is not, unless an unknown key was perhaps meant for it; call before
    /// taking any.
    pub(crate) fn require(&mut self, decoder: &mut Decoder, shape: &Shape) {
        for key in shape.required {
            let entry = self.entries.iter().find(|entry| key_text(entry) == Some(key));
            let is_missing = entry.is_none_or(|entry| is_null(&entry.value) && !decoder.is_mended);
            if is_missing && (entry.is_some() || !self.is_excused(shape.form(key))) {
                let message = format!("{} has no `{key}`", shape.what);
                decoder.report(Diagnostic::new(Code::MissingKey, self.span, message));
            }
        }
    }

    /// Whether a value of this form was dropped with its key; it excuses one key.
    fn is_excused(&mut self, form: Option<Form>) -> bool {
        let at = self.spare.iter().position(|spare| Some(*spare) == form);
        at.map(|at| self.spare.swap_remove(at)).is_some()
    }
}

/// The text of a key; to YAML, the anchor of an entry that begins `- &name key: value` is the key's.
pub(crate) fn key_text<'e>(entry: &'e Entry) -> Option<&'e str> {
    scalar_text(&entry.key)
}

fn scalar_text<'n>(node: &'n Node) -> Option<&'n str> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        Kind::Shared(shared) => scalar_text(&shared.node),
        Kind::Null | Kind::Sequence(_) | Kind::Mapping(_) | Kind::Broken => None,
    }
}

/// So many keys are compared with each other sooner than they are hashed.
const FEW: usize = 32;

fn has_repeated(entries: &[Entry]) -> bool {
    let is_repeated = |(at, entry): (usize, &Entry)| {
        key_text(entry).is_some_and(|key| entries[..at].iter().any(|earlier| key_text(earlier) == Some(key)))
    };
    entries.iter().enumerate().any(is_repeated)
}

/// Reports keys given twice, and keeps the first.
fn drop_repeated(entries: &mut Vec<Entry>, decoder: &mut Decoder) {
    if entries.len() <= FEW && !has_repeated(entries) {
        return;
    }
    let mut seen: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
    let mut repeated = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(key) = key_text(entry) else { continue };
        match seen.entry(key) {
            Slot::Vacant(slot) => _ = slot.insert(entry.key.span),
            Slot::Occupied(first) => {
                repeated.push(at);
                decoder.report(repeated_key(key, entry.key.span, *first.get()));
            }
        }
    }
    let mut repeated = repeated.into_iter().peekable();
    let mut places = 0..;
    entries.retain(|_| places.next().is_some_and(|at| repeated.next_if_eq(&at).is_none()));
}

fn repeated_key(key: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("the key {} is given twice", quote(key)))
        .label("given again here")
        .related(first, "first given here")
        .help("remove one, or make the two texts one")
}

/// The word that was meant, if one is close enough: by its letters alone, or by few changes.
pub(crate) fn closest<'k>(typed: &str, words: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if typed.len() > 64 {
        return None;
    }
    let letters = letters_of(typed);
    // A quarter of the longer word, to the nearest.
    let most = |word: &str| ((word.len().max(typed.len()) + 2) / 4).max(1);
    words
        .map(|word| {
            let distance = strsim::damerau_levenshtein(&letters, &letters_of(word));
            (distance, word)
        })
        .filter(|(distance, word)| *distance <= most(word) && *distance < word.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

pub(super) fn letters_of(word: &str) -> String {
    word.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "`a`, `b` or `c`".
fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
