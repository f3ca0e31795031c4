//! What a name is by its looks, where its place in the tree does not tell.

use super::Class;
use super::grammar::Grammar;

/// What a name is, if its looks tell: a word the language knows, `CamelCase`, `ALL_CAPS`.
pub(super) fn class(grammar: Grammar, name: &str) -> Option<Class> {
    known(grammar, name).or_else(|| by_case(grammar, name))
}

/// Words that are ordinary names to a grammar, and more than that to a reader.
pub(super) fn known(grammar: Grammar, name: &str) -> Option<Class> {
    match (grammar, name) {
        (Grammar::Python, "self" | "cls" | "NotImplemented" | "__name__" | "__file__" | "__debug__")
        | (Grammar::JavaScript | Grammar::TypeScript | Grammar::Tsx, "NaN" | "Infinity") => Some(Class::Constant),
        (Grammar::Java, "var") => Some(Class::Keyword),
        (Grammar::Cpp, _) => cpp(name),
        _ => None,
    }
}

/// What C++ adds to C.
fn cpp(name: &str) -> Option<Class> {
    match name {
        "catch" | "class" | "co_await" | "co_return" | "co_yield" | "concept" | "const_cast" | "consteval"
        | "constexpr" | "constinit" | "decltype" | "delete" | "dynamic_cast" | "explicit" | "export" | "final"
        | "friend" | "mutable" | "namespace" | "new" | "noexcept" | "operator" | "override" | "private"
        | "protected" | "public" | "reinterpret_cast" | "requires" | "static_assert" | "static_cast" | "template"
        | "throw" | "try" | "typeid" | "typename" | "using" | "virtual" => Some(Class::Keyword),
        "nullptr" | "this" | "true" | "false" => Some(Class::Constant),
        "bool" | "char" | "double" | "float" | "int" | "long" | "string" | "void" => Some(Class::Type),
        _ => None,
    }
}

fn by_case(grammar: Grammar, name: &str) -> Option<Class> {
    let has_upper = name.starts_with(|first: char| first.is_uppercase());
    let has_lower = name.contains(char::is_lowercase);
    match grammar {
        // Go exports by capitals, SQL folds them, the others have no names of types.
        Grammar::Go | Grammar::Sql | Grammar::Css | Grammar::Html | Grammar::Json | Grammar::Toml | Grammar::Yaml => {
            None
        }
        Grammar::Bash => (has_upper && !has_lower).then_some(Class::Constant),
        Grammar::C
        | Grammar::Cpp
        | Grammar::Java
        | Grammar::JavaScript
        | Grammar::Python
        | Grammar::Rust
        | Grammar::Tsx
        | Grammar::TypeScript => match (has_upper, has_lower) {
            (true, true) => Some(Class::Type),
            (true, false) if name.chars().count() > 1 => Some(Class::Constant),
            (true | false, _) => None,
        },
    }
}
