//! The words of a document, in reading order.
use super::{Block, Inline};
/// tmp
pub fn inline_text(_: &[Inline]) -> String { String::new() }
/// tmp
pub fn blocks_text(_: &[Block]) -> String { String::new() }
