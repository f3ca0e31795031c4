//! The bank as typed: every value with its place.
//!
//! The comments on the keys are what an editor shows for them: they are the descriptions of the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::schema::{Address, Colour, Day, DeckName, FileName, Filled, Id, Language, Rule, Tag, Typed};
use super::{Detail, Level, Paper};
use crate::report::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::decode::{Absent, Choice, Decode, Decoder, Field, Fields, Named, Spanned, key_text};
use crate::yaml::keys::{Form, Key, Shape, rename};
use crate::yaml::place::Text;
use crate::yaml::{Entry, Kind, Node, Scalar, Style};

/// Declares what a mapping holds: one struct that is decoded, and that the JSON Schema is made from.
macro_rules! mapping {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        }
        required { $($required:ident),* }
    ) => {
        #[derive(Debug, JsonSchema)]
        #[schemars(deny_unknown_fields)]
        $(#[$meta])*
        pub(super) struct $name<'a> {
            $($(#[$field_meta])* pub(super) $field: $type,)*
            /// What the entry begins with: a place to speak of the whole.
            #[schemars(skip)]
            #[allow(dead_code, reason = "only some kinds of entries are spoken of as a whole")]
            pub(super) span: Span,
            /// Whether nothing in the entry was wrong as YAML or of a wrong type: only then is what is missing missing.
            #[schemars(skip)]
            #[allow(dead_code, reason = "only a question is judged as a whole")]
            pub(super) is_whole: bool,
        }

        impl<'a> $name<'a> {
            const WHAT: &'static str = $what;
            const KEYS: &'static [Key] =
                &[$(Key { name: stringify!($field), form: <$type as Field<'a>>::FORM }),*];
            const SHAPE: Shape = Shape {
                what: Self::WHAT,
                keys: Self::KEYS,
                required: &[$(stringify!($required)),*],
                words: WORDS,
                levels: LEVELS,
            };
        }

        impl<'a> Decode<'a> for $name<'a> {
            const FORM: Form = Form::Keys;

            fn decode(node: Node<'a>, decoder: &mut Decoder) -> Option<Self> {
                let known = decoder.found.total();
                let mut fields = Fields::open(node, decoder, Some(&Self::SHAPE))?;
                let is_partly_lost = fields.is_partly_lost(decoder);
                fields.require(decoder, &Self::SHAPE);
                $(let $field = Field::field(fields.take(stringify!($field)), decoder);)*
                let is_whole = decoder.found.total() == known && !is_partly_lost;
                Some(Self { $($field,)* span: fields.span, is_whole })
            }
        }
    };
}

mapping! {
    /// A bank of interview questions.
    #[schemars(rename = "bank")]
    RawBank, "a bank" {
        /// The bank's title, on one line.
        #[schemars(with = "Filled")]
        title: Option<Text<'a>>,
        /// Names the artifacts and is part of every note's GUID, so it never changes: letters, digits, `-`, `_`, `.`.
        #[schemars(with = "Option<Id>")]
        id: Option<Text<'a>>,
        /// The language of the texts, as BCP 47 has it: en, de, pt-BR.
        #[schemars(with = "Option<Language>")]
        language: Option<Text<'a>>,
        /// What the bank is about, in Markdown: the deck's description and the handout's lead.
        description: Option<Text<'a>>,
        /// Who wrote it.
        #[schemars(with = "Option<Vec<String>>")]
        authors: Vec<Text<'a>>,
        /// The licence of the texts, by preference an SPDX identifier such as CC-BY-4.0.
        license: Option<Text<'a>>,
        /// The bank's own version, printed; in quotes, so that 1.10 stays 1.10.
        version: Option<Text<'a>>,
        /// Where the bank lives: an http or https address.
        #[schemars(with = "Option<Address>")]
        homepage: Option<Text<'a>>,
        /// The Anki deck's name, levels parted by `::`; default: the title.
        #[schemars(with = "Option<DeckName>")]
        deck: Option<Text<'a>>,
        /// Tags of every note.
        #[schemars(with = "Option<Vec<Tag>>")]
        tags: Vec<Text<'a>>,
        /// Font files below the bank's folder, whose faces come before the shipped ones for all that they draw.
        #[schemars(with = "Option<Vec<Filled>>")]
        fonts: Vec<Text<'a>>,
        /// How the PDF is laid out; the command line overrides each.
        sheet: Option<RawSheet<'a>>,
        /// The fixed words of PDF and handout, for banks in other languages.
        labels: Option<RawLabels<'a>>,
        /// Names of rules whose warnings do not apply to this bank.
        #[schemars(with = "Option<Vec<Rule>>")]
        allow: Vec<Text<'a>>,
        /// How `prepdeck verify` runs code blocks, by language or by name.
        #[schemars(with = "Option<BTreeMap<String, RawRunner>>")]
        runners: Option<Spanned<Named<'a, RawRunner<'a>>>>,
        /// The sections, each with its questions.
        #[schemars(required, length(min = 1))]
        sections: Option<Spanned<Vec<RawSection<'a>>>>,
    }
    required { title, sections }
}

mapping! {
    /// A section of a bank.
    #[schemars(rename = "section")]
    RawSection, "a section" {
        /// The section's title, on one line.
        #[schemars(with = "Filled")]
        title: Option<Text<'a>>,
        /// The section's id; default: made from its title.
        #[schemars(with = "Option<Id>")]
        id: Option<Text<'a>>,
        /// The name of its subdeck; default: a number and the title.
        #[schemars(with = "Option<DeckName>")]
        deck: Option<Text<'a>>,
        /// The level of questions that state none.
        level: Option<Spanned<Level>>,
        /// The questions, in the order to print them.
        #[schemars(required)]
        questions: Option<Spanned<Vec<RawQuestion<'a>>>>,
    }
    required { title, questions }
}

mapping! {
    /// A question and all that answers it.
    #[schemars(rename = "question")]
    RawQuestion, "a question" {
        /// Unique, and the same for ever: learners' progress hangs on it. Letters, digits, `-`, `_`, `.`.
        #[schemars(with = "Id")]
        id: Result<Text<'a>, Absent>,
        /// The question, in Markdown, on one line.
        #[schemars(with = "Filled")]
        question: Option<Text<'a>>,
        /// Code or text shown together with the question, in Markdown.
        setup: Option<Text<'a>>,
        /// The 30-second answer, in Markdown: at most 40 words, perhaps one small snippet or table.
        short: Option<Text<'a>>,
        /// The full answer, in Markdown, with code that runs.
        answer: Option<Text<'a>>,
        /// What goes wrong, in interviews and in code; Markdown.
        #[schemars(with = "Option<Vec<String>>")]
        pitfalls: Vec<Text<'a>>,
        /// What the interviewer asks next; Markdown.
        #[schemars(with = "Option<Vec<String>>")]
        follow_ups: Vec<Text<'a>>,
        /// Ids of related questions in this bank.
        #[schemars(with = "Option<Vec<Id>>")]
        see: Vec<Text<'a>>,
        /// Where the answer can be looked up: addresses, or Markdown with a link.
        #[schemars(with = "Option<Vec<String>>")]
        sources: Vec<Text<'a>>,
        /// A nudge, shown on demand; Markdown.
        hint: Option<Text<'a>>,
        /// How hard it is; default: the section's level.
        level: Option<Spanned<Level>>,
        /// Tags of its notes, beside the bank's; no spaces.
        #[schemars(with = "Option<Vec<Tag>>")]
        tags: Vec<Text<'a>>,
        /// Also make a card from the short answer to the question.
        reverse: Option<Spanned<bool>>,
        /// What the learner types; compared letter by letter.
        #[schemars(with = "Option<Typed>")]
        typed: Option<Text<'a>>,
        /// Also make a cloze note: Markdown with `{{c1::hidden text::hint}}`.
        cloze: Option<Text<'a>>,
        /// When its author last went through it: YYYY-MM-DD.
        #[schemars(with = "Option<Day>")]
        reviewed: Option<Text<'a>>,
        /// Gone from PDF and handout; the Anki note stays, tagged, for new learners in a deck behind all others.
        retired: Option<Spanned<bool>>,
        /// The id it was first published under, kept for ever after a renaming.
        #[schemars(with = "Option<Id>")]
        was: Option<Text<'a>>,
        /// Names of rules whose warnings do not apply to this question.
        #[schemars(with = "Option<Vec<Rule>>")]
        allow: Vec<Text<'a>>,
    }
    required { question }
}

mapping! {
    /// How the PDF is laid out.
    #[schemars(rename = "sheet")]
    RawSheet, "`sheet`" {
        /// Paper size; default: a4.
        paper: Option<Spanned<Paper>>,
        /// Whether the long edge is at the top; default: false.
        landscape: Option<Spanned<bool>>,
        /// Columns on a page; default: 2.
        #[schemars(extend("type" = ["integer", "null"], "minimum" = 1, "maximum" = 4))]
        columns: Option<Spanned<f64>>,
        /// Size of the text in points, in halves; default: 8.5.
        #[schemars(extend("minimum" = 7, "maximum" = 12, "multipleOf" = 0.5))]
        size: Option<Spanned<f64>>,
        /// How much of each answer is printed; default: short.
        detail: Option<Spanned<Detail>>,
        /// The colour of headings and rules; default: "#0b5cad".
        #[schemars(with = "Option<Colour>")]
        accent: Option<Text<'a>>,
        /// Whether the lines of a paragraph are made equally long, but its last and those where spaces would gape; default:
        /// false, ragged.
        justify: Option<Spanned<bool>>,
        /// Whether the addresses behind links are printed, as notes below their question; default: false.
        print_urls: Option<Spanned<bool>>,
    }
    required {}
}

mapping! {
    /// The fixed words of PDF and handout.
    #[schemars(rename = "labels")]
    RawLabels, "`labels`" {
        /// Leads the short answer; default: In short.
        #[schemars(with = "Option<Filled>")]
        short: Option<Text<'a>>,
        /// Leads the full answer, where it is folded; default: Answer.
        #[schemars(with = "Option<Filled>")]
        answer: Option<Text<'a>>,
        /// Heads the answers of the practice sheet; default: Answers.
        #[schemars(with = "Option<Filled>")]
        answers: Option<Text<'a>>,
        /// Leads the pitfalls; default: Pitfalls.
        #[schemars(with = "Option<Filled>")]
        pitfalls: Option<Text<'a>>,
        /// Leads the follow-up questions; default: Follow-ups.
        #[schemars(with = "Option<Filled>")]
        follow_ups: Option<Text<'a>>,
        /// Leads the sources; default: Sources.
        #[schemars(with = "Option<Filled>")]
        sources: Option<Text<'a>>,
        /// Leads the related questions; default: See also.
        #[schemars(with = "Option<Filled>")]
        related: Option<Text<'a>>,
        /// Leads the hint; default: Hint.
        #[schemars(with = "Option<Filled>")]
        hint: Option<Text<'a>>,
        /// Leads what code prints; default: Output.
        #[schemars(with = "Option<Filled>")]
        output: Option<Text<'a>>,
        /// Leads a call-out, `> [!NOTE]`, on the sheet; default: Note.
        #[schemars(with = "Option<Filled>")]
        note: Option<Text<'a>>,
        /// Leads a call-out, `> [!TIP]`, on the sheet; default: Tip.
        #[schemars(with = "Option<Filled>")]
        tip: Option<Text<'a>>,
        /// Leads a call-out, `> [!IMPORTANT]`, on the sheet; default: Important.
        #[schemars(with = "Option<Filled>")]
        important: Option<Text<'a>>,
        /// Leads a call-out, `> [!WARNING]`, on the sheet; default: Warning.
        #[schemars(with = "Option<Filled>")]
        warning: Option<Text<'a>>,
        /// Leads a call-out, `> [!CAUTION]`, on the sheet; default: Caution.
        #[schemars(with = "Option<Filled>")]
        caution: Option<Text<'a>>,
        /// Heads the table of contents; default: Contents.
        #[schemars(with = "Option<Filled>")]
        contents: Option<Text<'a>>,
        /// In place of a missing answer; default: Not answered yet.
        #[schemars(with = "Option<Filled>")]
        unanswered: Option<Text<'a>>,
        /// The footer; default: page {page} of {pages}.
        #[schemars(with = "Option<Filled>")]
        page: Option<Text<'a>>,
        /// The word for the level `basic`.
        #[schemars(with = "Option<Filled>")]
        basic: Option<Text<'a>>,
        /// The word for the level `intermediate`.
        #[schemars(with = "Option<Filled>")]
        intermediate: Option<Text<'a>>,
        /// The word for the level `advanced`.
        #[schemars(with = "Option<Filled>")]
        advanced: Option<Text<'a>>,
    }
    required {}
}

mapping! {
    /// A program that runs code blocks.
    #[schemars(rename = "runner")]
    RawRunner, "a runner" {
        /// The program and its arguments; the code comes on its standard input. `{bank}` is the bank's folder; `{file}` is
        /// a file that holds the code, and then nothing comes on standard input.
        #[schemars(required, length(min = 1))]
        command: Option<Spanned<Vec<Text<'a>>>>,
        /// What prints the program's version, for blocks with `since`; default: its first word with `--version`.
        #[schemars(with = "Option<Vec<String>>", length(min = 1))]
        version: Option<Spanned<Vec<Text<'a>>>>,
        /// The name of the file that the code comes in, in the folder where the command runs: main.rs, Main.java.
        #[schemars(with = "Option<FileName>")]
        file: Option<Text<'a>>,
        /// How many seconds a block may run; default: 10.
        #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 3600))]
        timeout: Option<Spanned<f64>>,
    }
    required { command }
}

/// The mappings that keys get mixed up between.
const LEVELS: &[(&str, &[Key])] = &[
    (RawBank::WHAT, RawBank::KEYS),
    (RawSection::WHAT, RawSection::KEYS),
    (RawQuestion::WHAT, RawQuestion::KEYS),
    (RawSheet::WHAT, RawSheet::KEYS),
];

/// What people call keys.
const WORDS: &[(&str, &str)] = &[
    ("a", "answer"),
    ("about", "description"),
    ("back", "answer"),
    ("brief", "short"),
    ("cards", "questions"),
    ("categories", "sections"),
    ("chapters", "sections"),
    ("cmd", "command"),
    ("colour", "accent"),
    ("color", "accent"),
    ("desc", "description"),
    ("entries", "questions"),
    ("explanation", "answer"),
    ("fontsize", "size"),
    ("front", "question"),
    ("gotchas", "pitfalls"),
    ("heading", "title"),
    ("identifier", "id"),
    ("items", "questions"),
    ("key", "id"),
    ("lang", "language"),
    ("links", "sources"),
    ("name", "title"),
    ("prompt", "question"),
    ("q", "question"),
    ("refs", "sources"),
    ("references", "sources"),
    ("response", "answer"),
    ("seealso", "see"),
    ("slug", "id"),
    ("summary", "short"),
    ("text", "question"),
    ("title", "question"),
    ("tldr", "short"),
    ("topics", "sections"),
    ("url", "homepage"),
    ("website", "homepage"),
];

/// Questions that stand where sections should are put into one, and told once: so they are read all the same.
pub(super) fn with_sections<'a>(mut root: Node<'a>, decoder: &mut Decoder) -> Node<'a> {
    let Kind::Mapping(entries) = &mut root.kind else { return root };
    let at = |name| entries.iter().position(|entry| key_text(entry) == Some(name));
    let Some(at) = at("sections").or_else(|| at("questions")) else { return root };
    let Entry { key, value } = &mut entries[at];
    let Kind::Sequence(items) = &value.kind else { return root };
    let is_question = |node: &Node| has_key(node, "question") && !has_key(node, "questions");
    let is_named_so = matches!(&key.kind, Kind::Scalar(scalar) if scalar.text == "questions");
    if !is_named_so && (items.is_empty() || !items.iter().all(is_question)) {
        return root;
    }
    let help = if is_named_so {
        "above it add the lines `sections:` and `  - title: Basics`; it goes below `title`, and as deep"
    } else {
        "below it add the lines `  - title: Basics` and `    questions:`; the questions go below them, deeper"
    };
    decoder.report(Diagnostic::new(Code::UnknownKey, key.span, "questions stand in sections").help(help));
    let place = key.span;
    let questions = std::mem::replace(&mut value.kind, Kind::Null);
    value.kind = section_of(Node { span: value.span, kind: questions }, place);
    rename(key, "sections");
    root
}

/// A list of one section, which holds these questions.
fn section_of(questions: Node, span: Span) -> Kind {
    let word = |text: &'static str| {
        let scalar = Scalar { text: text.into(), style: Style::Plain, indent: 0, is_text: true };
        Node { span, kind: Kind::Scalar(scalar) }
    };
    let title = Entry { key: word("title"), value: word("Questions") };
    let section = vec![title, Entry { key: word("questions"), value: questions }];
    Kind::Sequence(vec![Node { span, kind: Kind::Mapping(section) }])
}

fn has_key(node: &Node, name: &str) -> bool {
    match &node.kind {
        Kind::Mapping(entries) => entries.iter().any(|entry| key_text(entry) == Some(name)),
        Kind::Shared(shared) => has_key(&shared.node, name),
        Kind::Null | Kind::Broken | Kind::Scalar(_) | Kind::Sequence(_) => false,
    }
}

impl<'a> RawBank<'a> {
    /// All questions in order.
    pub(super) fn questions(&self) -> impl Iterator<Item = &RawQuestion<'a>> {
        let sections = self.sections.iter().flat_map(|sections| &sections.value);
        sections.flat_map(|section| &section.questions).flat_map(|questions| &questions.value)
    }
}

impl Choice for Level {
    const WORDS: &'static [(&'static str, Self)] =
        &[("basic", Self::Basic), ("intermediate", Self::Intermediate), ("advanced", Self::Advanced)];
}

impl Choice for Paper {
    const WORDS: &'static [(&'static str, Self)] = &[("a4", Self::A4), ("letter", Self::Letter)];
}

impl Choice for Detail {
    const WORDS: &'static [(&'static str, Self)] = &[("short", Self::Short), ("full", Self::Full)];
}
