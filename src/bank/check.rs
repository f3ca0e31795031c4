//! RawBank → Bank, with every mistake reported.

use super::Bank;
use crate::report::Report;
use crate::source::Source;

/// Checks a bank's file: the bank, unless something in it is an error, and all that is wrong, sorted by place.
#[must_use]
pub fn check(source: &Source) -> (Option<Bank>, Report) {
    todo!("{}", source.path().display())
}
