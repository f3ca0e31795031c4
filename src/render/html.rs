//! Document model → the HTML of Anki's fields.
