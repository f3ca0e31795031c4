//! The words of a document, in reading order.
