//! What the kinds of a syntax tree's nodes mean for colours.
//!
//! Grammars name alike what is alike (`string_literal`, `line_comment`, `call_expression`), so that most rules hold
//! for all of them; what holds for one alone is in `exception`. Applied once per grammar, to the names of its kinds.

use super::Class;
use super::grammar::Grammar;

/// What a kind of node means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) paint: Paint,
    pub(super) place: Place,
    /// Whether the `<` and `>` right inside are brackets, not operators.
    pub(super) bracketed: bool,
}

/// What the text of a node looks like, wherever its children do not say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// As what is around it.
    Inherit,
    /// This class.
    Ground(Class),
    /// A part of a string or comment that is code again.
    Hole,
    /// This class, except inside of something that has a class of its own.
    Token(Class),
    /// `@` and `.`, which belong to the decorator they stand in.
    Sign,
    /// An escape, if in a string.
    Escape,
    /// A name: by its place, or by its looks.
    Name,
    /// A type's name, if it is not a keyword to readers.
    TypeName,
    /// A word of a shell command.
    Word,
    /// Python's string, which may be a docstring.
    Docstring,
    /// A string where a value stands, an attribute where a key stands.
    Scalar,
    /// SQL's literal: a string or a number.
    Literal,
    /// Text in another language, which the parent's place names.
    Embedded,
}

/// What the names among the children of a node are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// What the node itself is, but for functions: in `List[int]` both are types, in `(f)(x)` none is known.
    Carry,
    /// Nothing known.
    Stop,
    /// All of them this.
    All(Class),
    /// By the child's field.
    Fields(&'static [(&'static str, Class)]),
    /// A path like `a.b.c`: what the node is, is its last part.
    Member,
    /// `const f = () => 1`: a function's definition, if the value is a function.
    Declarator,
    /// A statement that may be nothing but a docstring.
    Statement,
    /// Text in another language.
    Embeds(Grammar),
    /// What could not be parsed.
    Error,
}

const CALL: Place = Place::Fields(&[
    ("function", Class::Function),
    ("name", Class::Function),
    ("macro", Class::Function),
    ("constructor", Class::Type),
]);
/// Of a function's definition.
pub(super) const FUNCTION: Place = Place::Fields(&[("name", Class::Function), ("declarator", Class::Function)]);
const PAIR: Place = Place::Fields(&[("key", Class::Attribute)]);

/// Names of kinds that look alike in all grammars that have them.
const PAINTS: &[(&str, Paint)] = &[
    (
        "true false none null nil undefined boolean boolean_literal null_literal self this super ellipsis iota entity \
         html_character_reference metavariable",
        Paint::Ground(Class::Constant),
    ),
    ("type_identifier", Paint::TypeName),
    (
        "primitive_type predefined_type integral_type floating_point_type boolean_type void_type this_type \
         sized_type_specifier tag_name",
        Paint::Ground(Class::Type),
    ),
    ("mutable_specifier crate preproc_directive", Paint::Ground(Class::Keyword)),
    ("optional_chain wildcard_import keyword_separator positional_separator", Paint::Token(Class::Operator)),
    ("imaginary_literal", Paint::Ground(Class::Number)),
    ("attribute_name attribute_item inner_attribute_item lifetime label", Paint::Ground(Class::Attribute)),
    (
        "character rune_literal attribute_value quoted_attribute_value template_literal_type",
        Paint::Ground(Class::String),
    ),
    ("template_type", Paint::Hole),
    (
        "concatenated_string scoped_identifier nested_identifier scoped_type_identifier nested_type_identifier",
        Paint::Inherit,
    ),
];

/// Names of kinds whose children are alike in all grammars that have them.
const PLACES: &[(&str, Place)] = &[
    ("call call_expression new_expression method_invocation macro_invocation generic_function", CALL),
    (
        "function_definition function_declaration function_expression generator_function macro_definition \
         generator_function_declaration function_signature method_definition method_declaration method_signature \
         abstract_method_signature method_elem constructor_declaration function_item function_signature_item \
         function_declarator preproc_function_def",
        FUNCTION,
    ),
    (
        "class_definition class_declaration class interface_declaration enum_declaration record_declaration \
         annotation_type_declaration",
        Place::Fields(&[("name", Class::Type), ("superclasses", Class::Type)]),
    ),
    (
        "attribute member_expression field_expression selector_expression scoped_identifier nested_identifier \
         object_reference",
        Place::Member,
    ),
    ("class_heritage", Place::All(Class::Type)),
    ("decorator annotation marker_annotation jsx_attribute", Place::All(Class::Attribute)),
    ("annotation_argument_list keyword_argument jsx_expression interpolation template_substitution", Place::Stop),
    ("variable_declarator", Place::Declarator),
    ("jsx_opening_element jsx_closing_element jsx_self_closing_element", Place::Fields(&[("name", Class::Type)])),
];

const BRACKETED: &str = "type_arguments type_parameters type_parameter_list start_tag end_tag self_closing_tag \
                         jsx_opening_element jsx_closing_element jsx_self_closing_element";

const SQL_TYPES: &str = "bigint bigserial binary bit boolean bytea char character date datetime datetime2 \
                         datetimeoffset decimal double float inet int interval json jsonb mediumint money nchar \
                         numeric nvarchar oid real serial smalldatetime smallint smallmoney smallserial string text \
                         time timestamp timestamptz tinyint uuid varbinary varchar xml";

impl Kind {
    /// What could not be parsed.
    pub(super) const ERROR: Self = Self { paint: Paint::Inherit, place: Place::Error, bracketed: false };
}

/// What a kind of node means, by its name.
pub(super) fn kind(grammar: Grammar, name: &str, named: bool) -> Kind {
    if !named {
        return Kind { paint: token(name), place: Place::Carry, bracketed: false };
    }
    let (paint, place) = exception(grammar, name).unwrap_or_else(|| (paint(name), place(name)));
    Kind { paint, place, bracketed: among(BRACKETED, name) }
}

/// A node without a name of its own: a keyword or punctuation, as written.
fn token(text: &str) -> Paint {
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "_-! ".contains(c));
    let word = text.trim_start_matches(['#', '@', '_']);
    if word.starts_with(|first: char| first.is_ascii_alphabetic()) && is_word(word) {
        Paint::Token(Class::Keyword)
    } else if matches!(text, "@" | ".") {
        Paint::Sign
    } else if text.chars().all(|c| c.is_ascii_punctuation()) && !text.chars().all(|c| "()[]{},;.:\"'`_\\$#".contains(c))
    {
        Paint::Token(Class::Operator)
    } else {
        Paint::Inherit
    }
}

fn paint(name: &str) -> Paint {
    let has = |part: &str| name.contains(part);
    if let Some(paint) = exact(name) {
        paint
    } else if has("comment") || has("shebang") || has("hash_bang") {
        Paint::Ground(Class::Comment)
    } else if ["_content", "_fragment", "_start", "_end"].iter().any(|part| name.ends_with(part)) {
        Paint::Inherit
    } else if has("escape") {
        Paint::Escape
    } else if has("interpolation") || has("substitution") {
        Paint::Hole
    } else if has("identifier") {
        Paint::Name
    } else if has("string") || has("char") && has("literal") || has("regex") {
        Paint::Ground(Class::String)
    } else if is_number(name) {
        Paint::Ground(Class::Number)
    } else {
        Paint::Inherit
    }
}

fn is_number(name: &str) -> bool {
    let is_value = name.ends_with("literal") || name.ends_with("value");
    matches!(name, "integer" | "float" | "number")
        || is_value && ["int", "float", "number"].iter().any(|n| name.contains(n))
}

/// Whether a name is one of a list parted by spaces.
fn among(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == name)
}

fn exact(name: &str) -> Option<Paint> {
    PAINTS.iter().find(|(list, _)| among(list, name)).map(|(_, paint)| *paint)
}

fn place(name: &str) -> Place {
    PLACES.iter().find(|(list, _)| among(list, name)).map_or(Place::Carry, |(_, place)| *place)
}

/// What holds for one grammar alone.
fn exception(grammar: Grammar, name: &str) -> Option<(Paint, Place)> {
    match grammar {
        Grammar::Bash => bash(name),
        Grammar::Css => css(name),
        Grammar::Html => html(name),
        Grammar::Python => python(name),
        Grammar::Sql => sql(name),
        Grammar::Json | Grammar::Yaml => data(name),
        Grammar::Toml => toml(name),
        Grammar::C
        | Grammar::Cpp
        | Grammar::Go
        | Grammar::Java
        | Grammar::JavaScript
        | Grammar::Rust
        | Grammar::Tsx
        | Grammar::TypeScript => None,
    }
}

fn python(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "string" => (Paint::Docstring, Place::Carry),
        "expression_statement" => (Paint::Inherit, Place::Statement),
        "type" => (Paint::Inherit, Place::All(Class::Type)),
        "format_specifier" | "type_conversion" => (Paint::Ground(Class::String), Place::Stop),
        "format_expression" => (Paint::Hole, Place::Stop),
        _ => return None,
    })
}

fn bash(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "word" => (Paint::Word, Place::Carry),
        "variable_name" | "special_variable_name" => (Paint::Name, Place::Carry),
        "command_name" => (Paint::Ground(Class::Function), Place::All(Class::Function)),
        "simple_expansion" | "expansion" => (Paint::Ground(Class::Constant), Place::Stop),
        "arithmetic_expansion" => (Paint::Hole, Place::Stop),
        "regex" => (Paint::Token(Class::String), Place::Carry),
        "test_operator" => (Paint::Token(Class::Operator), Place::Carry),
        "file_descriptor" => (Paint::Ground(Class::Number), Place::Carry),
        "heredoc_start" | "heredoc_body" | "heredoc_end" => (Paint::Ground(Class::String), Place::Carry),
        _ => return None,
    })
}

fn css(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "class_selector" | "id_selector" => (Paint::Inherit, Place::All(Class::Type)),
        "pseudo_class_selector" => (Paint::Inherit, Place::All(Class::Keyword)),
        "class_name" => (Paint::Inherit, Place::Carry),
        "id_name" => (Paint::Name, Place::Carry),
        "property_name" | "feature_name" => (Paint::Ground(Class::Attribute), Place::Carry),
        "function_name" | "keyframes_name" => (Paint::Ground(Class::Function), Place::Carry),
        "color_value" => (Paint::Ground(Class::Number), Place::Carry),
        "important" | "at_keyword" | "from" | "to" => (Paint::Ground(Class::Keyword), Place::Carry),
        _ => return None,
    })
}

fn html(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "doctype" => (Paint::Ground(Class::Keyword), Place::Carry),
        "erroneous_end_tag_name" => (Paint::Ground(Class::Type), Place::Carry),
        "attribute" => (Paint::Inherit, Place::Carry),
        "script_element" => (Paint::Inherit, Place::Embeds(Grammar::JavaScript)),
        "style_element" => (Paint::Inherit, Place::Embeds(Grammar::Css)),
        "raw_text" => (Paint::Embedded, Place::Stop),
        _ => return None,
    })
}

fn sql(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "keyword_true" | "keyword_false" | "keyword_null" => (Paint::Ground(Class::Constant), Place::Carry),
        "literal" => (Paint::Literal, Place::Carry),
        "marginalia" => (Paint::Ground(Class::Comment), Place::Carry),
        "invocation" | "create_function" => (Paint::Inherit, Place::All(Class::Function)),
        "term" => (Paint::Inherit, Place::Stop),
        "parameter" => (Paint::Token(Class::Constant), Place::Carry),
        "op_other" | "op_unary_other" => (Paint::Token(Class::Operator), Place::Carry),
        _ if name.strip_prefix("keyword_").is_some_and(|word| among(SQL_TYPES, word)) => {
            (Paint::Token(Class::Type), Place::Carry)
        }
        _ if name.starts_with("keyword_") => (Paint::Token(Class::Keyword), Place::Carry),
        "identifier" | "comment" | "object_reference" => return None,
        _ => (Paint::Inherit, Place::Carry),
    })
}

fn data(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "pair" | "block_mapping_pair" | "flow_pair" => (Paint::Inherit, PAIR),
        "string" | "string_scalar" | "double_quote_scalar" | "single_quote_scalar" | "block_scalar" => {
            (Paint::Scalar, Place::Carry)
        }
        "integer_scalar" | "float_scalar" | "timestamp_scalar" => (Paint::Ground(Class::Number), Place::Carry),
        "boolean_scalar" | "null_scalar" | "anchor" | "alias" => (Paint::Ground(Class::Constant), Place::Carry),
        "tag" => (Paint::Ground(Class::Type), Place::Carry),
        _ => return None,
    })
}

fn toml(name: &str) -> Option<(Paint, Place)> {
    Some(match name {
        "pair" => (Paint::Inherit, Place::All(Class::Attribute)),
        "table" | "table_array_element" => (Paint::Inherit, Place::All(Class::Type)),
        "bare_key" | "quoted_key" => (Paint::Name, Place::Carry),
        "local_date" | "local_time" | "local_date_time" | "offset_date_time" => {
            (Paint::Ground(Class::Number), Place::Carry)
        }
        _ => return None,
    })
}
