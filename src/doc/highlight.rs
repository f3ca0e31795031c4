//! Colours code: which piece of a code block is a keyword, a string, a comment.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `if`, `def`, `SELECT`.
    Keyword,
    /// A string or character.
    String,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// The name of a function where it is defined or called.
    Function,
    /// The name of a type, class or tag.
    Type,
    /// `None`, `True`, a built-in name.
    Constant,
    /// A decorator, annotation, attribute.
    Attribute,
    /// An operator.
    Operator,
}

/// Colours every code block of a bank. STUB: the lead provides it.
pub fn colour(_: &mut crate::bank::Bank) {}
