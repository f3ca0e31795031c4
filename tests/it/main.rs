//! What a user of prepdeck sees, part by part.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, and says where")]

mod anki;
mod check;
mod lock;
mod pdf;
mod support;
