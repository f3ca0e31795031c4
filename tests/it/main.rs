//! What a user of prepdeck sees, part by part.

mod anki;
mod check;
mod lock;
mod support;
