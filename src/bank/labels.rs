//! The fixed words of PDF and handout, for banks in other languages.

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
