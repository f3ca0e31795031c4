//! prepdeck: one bank of interview questions, three artifacts that never disagree.
//!
//! The map, in the order in which a bank flows through it:
//!
//! | step | module | enters | leaves |
//! |---|---|---|---|
//! | load | [`source`] | a path | text and positions |
//! | parse | `yaml`, [`bank::raw`] | text | the YAML as typed, every value with its place |
//! | check | [`bank::check()`] with [`doc::parse`] | the above | a [`bank::Bank`], valid by construction, and a [`report::Report`] |
//! | colour | [`doc::highlight`] | a bank | the same, its code coloured |
//! | lock | [`lock`] | bank, old lock, release time | the new lock |
//! | render | [`render`] | bank and lock | artifacts in memory, (bank × format) in parallel |
//! | write | [`output`] | artifacts | files, all of a bank's or none |
//!
//! [`build`](mod@build) strings the steps together; `main.rs` only says what comes of it. Beside the flow, [`fix`](mod@fix) writes
//! missing ids into a bank's file, [`verify`](mod@verify) runs the code of banks, and [`study`] plans the days until an
//! interview.
//!
//! Renderers are values in, bytes out. The clock is read where a lock is made; disk is touched where a source and its
//! images are read, where artifacts are written, and for SQLite, which works in a temporary folder. [`guard`] makes a
//! second build of the same bank wait. Only [`verify`](mod@verify) runs a bank's code, and only when it is asked to.

pub mod bank;
pub mod build;
pub mod doc;
pub mod fix;
pub mod guard;
pub mod lock;
pub mod output;
pub mod render;
pub mod report;
pub mod source;
pub mod study;
pub mod verify;
mod yaml;
