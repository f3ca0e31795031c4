//! The JSON Schema of a bank: what an editor offers, explains and underlines while one is written.
//!
//! Made from the types that a bank is decoded with, so that the two cannot differ. Draft 7, which
//! yaml-language-server supports best.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::raw::RawBank;
use crate::report::{Code, Severity};
use crate::yaml::decode::{Choice, Spanned};
use crate::yaml::place::Text;

/// The schema, as it is kept in `source/bank.schema.json`.
#[must_use]
pub fn json() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<RawBank>();
    // A schema is a JSON value already; alternate formatting writes it indented.
    format!("{:#}\n", schema.as_value())
}

impl JsonSchema for Text<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl JsonSchema for Spanned<bool> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Boolean".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        bool::json_schema(generator)
    }
}

impl JsonSchema for Spanned<f64> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number"})
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<Vec<T>> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

impl<T: Choice> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Choice".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        json_schema!({"type": "string", "enum": words})
    }
}

/// Texts of which a pattern says more than that they are texts. A pattern refuses nothing that the check lets pass; what
/// it refuses is told in an editor by the words beside it.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:literal, $words:literal;)*) => {
        $(
            $(#[$doc])*
            pub(super) enum $name {}

            impl JsonSchema for $name {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({"type": "string", "pattern": $pattern, "patternErrorMessage": $words})
                }
            }
        )*
    };
}

patterns! {
    /// A text with something in it.
    Filled = r"\S", "this is blank";
    /// An id of a bank, section or question.
    Id = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        "an id holds ASCII letters, digits, `-`, `_` and `.`, starts with a letter or digit, and has at most 100";
    /// A language tag's shape.
    Language = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "a language tag such as en, de or pt-BR (BCP 47)";
    /// An address on the web.
    Address = r#"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"]+\s*$"#, "an http or https address";
    /// A deck's name.
    DeckName = r"^(?!::)(?!.*(\s::|::\s|::::|::$))\S[^\n\t]*\s*$",
        "levels are parted by `::`, without spaces around it, and none is empty: `Interview::Python`";
    /// A tag of notes.
    Tag = r"^(?!([Mm][Aa][Rr][Kk][Ee][Dd]|[Ll][Ee][Ee][Cc][Hh])$)(?!::)(?!.*(::::|::$))\S+$",
        "a tag holds no white space and no empty level, and is neither `marked` nor `leech`";
    /// A colour.
    Colour = "^#[0-9a-fA-F]{6}$", "a colour such as \"#0b5cad\", in quotes";
    /// The name of a file in a folder.
    FileName = r"^(?!\.{1,2}$)[^/\\:\u0000-\u001f]+$", "the name of a file, without a folder: main.rs";
    /// One line to type.
    Typed = r"^\s*[^\n]*\s*$", "a learner types one line; put more into `answer`";
}

/// A day of the calendar.
pub(super) enum Day {}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "patternErrorMessage": "a date as YYYY-MM-DD",
        })
    }
}

/// The name of a rule that may be allowed: errors always count.
pub(super) enum Rule {}

impl JsonSchema for Rule {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let allowable = Code::ALL.iter().filter(|code| code.severity() != Severity::Error);
        let names: Vec<&str> = allowable.map(|code| code.name()).collect();
        json_schema!({"type": "string", "enum": names})
    }
}
