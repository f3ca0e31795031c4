//! Writes a bank's artifacts, all or none.
