//! The spanned YAML tree; the only file that knows the YAML crate.
