//! The JSON Schema of a bank.
