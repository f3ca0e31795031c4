//! What a user of prepdeck sees, part by part.
#![expect(unreachable_pub, reason = "nothing outside can reach a test")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, and says where")]
#![expect(clippy::disallowed_methods, reason = "a test writes what it likes into folders of its own")]

mod agreement;
mod anki;
mod breaks;
mod check;
mod cli;
mod explain;
mod filter;
mod fix;
mod fuzz;
#[path = "../fuzz/cases/mod.rs"]
mod fuzz_cases;
mod handout;
mod highlight;
mod lock;
mod output;
mod pages;
mod parse;
mod pdf;
mod release;
mod room;
mod roundtrip;
mod support;
mod tidy;
mod typesetting;
mod verify;
mod workspace;
