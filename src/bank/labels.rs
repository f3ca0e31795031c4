//! The fixed words of PDF and handout, for banks in other languages.

use crate::doc::Alert;

/// Every fixed word that a reader of PDF or handout sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Leads the short answer.
    pub short: String,
    /// Leads the full answer, where a short one comes first or where it is folded.
    pub answer: String,
    /// Heads the answers of the practice sheet.
    pub answers: String,
    /// Leads the pitfalls.
    pub pitfalls: String,
    /// Leads the follow-up questions.
    pub follow_ups: String,
    /// Leads the sources.
    pub sources: String,
    /// Leads the related questions.
    pub related: String,
    /// Leads the hint.
    pub hint: String,
    /// Leads what code prints.
    pub output: String,
    /// Leads a call-out, `> [!NOTE]`, on the sheet.
    pub note: String,
    /// Leads a call-out, `> [!TIP]`, on the sheet.
    pub tip: String,
    /// Leads a call-out, `> [!IMPORTANT]`, on the sheet.
    pub important: String,
    /// Leads a call-out, `> [!WARNING]`, on the sheet.
    pub warning: String,
    /// Leads a call-out, `> [!CAUTION]`, on the sheet.
    pub caution: String,
    /// Heads the table of contents.
    pub contents: String,
    /// In place of a missing answer.
    pub unanswered: String,
    /// The footer, with `{page}` and `{pages}`.
    pub page: String,
    /// The word for [`super::Level::Basic`].
    pub basic: String,
    /// The word for [`super::Level::Intermediate`].
    pub intermediate: String,
    /// The word for [`super::Level::Advanced`].
    pub advanced: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            short: "In short".into(),
            answer: "Answer".into(),
            answers: "Answers".into(),
            pitfalls: "Pitfalls".into(),
            follow_ups: "Follow-ups".into(),
            sources: "Sources".into(),
            related: "See also".into(),
            hint: "Hint".into(),
            output: "Output".into(),
            note: Alert::Note.name().into(),
            tip: Alert::Tip.name().into(),
            important: Alert::Important.name().into(),
            warning: Alert::Warning.name().into(),
            caution: Alert::Caution.name().into(),
            contents: "Contents".into(),
            unanswered: "Not answered yet".into(),
            page: "page {page} of {pages}".into(),
            basic: "basic".into(),
            intermediate: "intermediate".into(),
            advanced: "advanced".into(),
        }
    }
}

impl Labels {
    /// What leads a call-out.
    #[must_use]
    pub fn alert(&self, alert: Alert) -> &str {
        match alert {
            Alert::Note => &self.note,
            Alert::Tip => &self.tip,
            Alert::Important => &self.important,
            Alert::Warning => &self.warning,
            Alert::Caution => &self.caution,
        }
    }

    /// The word for a level.
    #[must_use]
    pub fn level(&self, level: super::Level) -> &str {
        match level {
            super::Level::Basic => &self.basic,
            super::Level::Intermediate => &self.intermediate,
            super::Level::Advanced => &self.advanced,
        }
    }
}
