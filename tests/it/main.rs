//! What a user of prepdeck sees, part by part.

mod check;
