//! The bank as typed: every value with its place.
