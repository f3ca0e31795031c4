//! The two note types: THE FIXED POINTS of every deck this program ever wrote.
//!
//! Ids, the fields with their order and ids, the templates with their order and ids, and which of them are there:
//! none can ever change. Another id, and every learner's notes are of a foreign type; another field or template,
//! and Anki takes no update under its default options, but makes a second note type. Spare fields (`Extra1` to
//! `Extra3`) and a spare template are there for what later versions need.
//!
//! Names, HTML and CSS may change: then [`NoteType::modified`] moves, by hand (a test ties it to their hash).

use crate::lock::NoteClass;

/// A note type of Anki.
pub(super) struct NoteType {
    pub(super) id: i64,
    pub(super) name: &'static str,
    /// Seconds since 1970: learners get new HTML and CSS only where this is newer than what they have.
    pub(super) modified: i64,
    /// The first is the one Anki sorts and compares notes by.
    pub(super) fields: &'static [&'static str],
    /// The id of the first field; each next field's is one more.
    pub(super) first_field_id: i64,
    pub(super) templates: &'static [Template],
}

/// What one of a note's cards looks like.
pub(super) struct Template {
    pub(super) id: i64,
    pub(super) name: &'static str,
    pub(super) front: &'static str,
    pub(super) back: &'static str,
    /// The fields without which Anki makes no card, as places in [`NoteType::fields`].
    pub(super) required: &'static [usize],
}

/// When HTML or CSS last changed: 2026-11-27T12:00:00Z.
const MODIFIED: i64 = 1_795_780_800;

pub(super) const CSS: &str = include_str!("card.css");

const fn fields() -> &'static [&'static str] {
    &[
        "Text",
        "Question",
        "Setup",
        "Short",
        "Answer",
        "Pitfalls",
        "FollowUps",
        "Related",
        "Sources",
        "Hint",
        "TypeAnswer",
        "Reverse",
        "Level",
        "Id",
        "Extra1",
        "Extra2",
        "Extra3",
    ]
}

const SHORT: usize = 2;
const REVERSE: usize = 10;
const EXTRA3: usize = 15;

const STANDARD: NoteType = NoteType {
    id: 1_549_938_590_840,
    name: "prepdeck question",
    modified: MODIFIED,
    fields: fields().split_at(1).1,
    first_field_id: 4_402_117_351_100,
    templates: &[
        Template {
            id: 4_402_117_351_201,
            name: "Answer",
            front: include_str!("front.html"),
            back: concat!(include_str!("back.html"), include_str!("more.html")),
            required: &[0],
        },
        Template {
            id: 4_402_117_351_202,
            name: "Reverse",
            front: include_str!("reverse_front.html"),
            back: concat!(include_str!("reverse_back.html"), include_str!("more.html")),
            required: &[SHORT, REVERSE],
        },
        Template {
            id: 4_402_117_351_203,
            name: "Spare",
            front: "{{#Extra3}}{{Extra3}}{{/Extra3}}",
            back: "{{Extra3}}<hr id=\"answer\">{{Question}}",
            required: &[EXTRA3],
        },
    ],
};

const CLOZE: NoteType = NoteType {
    id: 1_488_875_852_141,
    name: "prepdeck cloze",
    modified: MODIFIED,
    fields: fields(),
    first_field_id: 4_402_117_352_100,
    templates: &[Template {
        id: 4_402_117_352_201,
        name: "Cloze",
        front: include_str!("cloze_front.html"),
        back: concat!(include_str!("cloze_back.html"), include_str!("more.html")),
        required: &[0],
    }],
};

impl NoteType {
    /// The note type of a class.
    pub(super) const fn of(class: NoteClass) -> &'static Self {
        match class {
            NoteClass::Standard => &STANDARD,
            NoteClass::Cloze => &CLOZE,
        }
    }
}
