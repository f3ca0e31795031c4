//! What is wrong with a bank: [`Diagnostic`]s with a place, a level, and a way out.
//!
//! Enters: findings in any order. Leaves: a [`Report`] sorted by place, and its text for people and programs.
//! Never here: deciding what is wrong.

mod human;
mod machine;

use std::collections::BTreeMap;

use crate::source::Span;

pub use human::human;
pub use machine::{github, json};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice.
    Note,
    /// What the author should mend.
    Warning,
    /// What would make an artifact wrong or lose something.
    Error,
}

impl Severity {
    /// The word for it in all formats.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A finding about a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// The rule's level, unless the command line changed it.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// Lower case, no full stop; values quoted in it are cut and escaped.
    pub message: String,
    /// A few words beneath the place.
    pub label: Option<String>,
    /// Other places that explain it, with a few words each.
    pub related: Vec<(Span, String)>,
    /// What else there is to know, in lines of plain text.
    pub notes: Vec<String>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding with the rule's own severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let severity = code.severity();
        let (related, notes) = (Vec::new(), Vec::new());
        Self { code, severity, span, message: message.into(), label: None, related, notes, help: None }
    }

    /// Adds a few words beneath the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }

    /// Adds lines of plain text.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// The rules a bank is held to; each has a stable name.
        #[expect(clippy::enum_variant_names, reason = "variants are named as the rules are; some are about code")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Code {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The rule of this name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// The stable name, as messages and `allow:` state it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The level unless the command line says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What breaks the rule, in a sentence.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),*).trim_ascii_start(),)* }
            }

            /// Whether the code must be run to find what breaks the rule, so that only `verify` does.
            #[must_use]
            pub fn needs_a_run(self) -> bool {
                matches!(self, Self::WrongOutput | Self::FailingCode)
            }

            /// What the rule is for, with a bad example and a good one, each indented by four spaces.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("rules/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    /// The file is no YAML that can be read.
    Syntax = "syntax", Error;
    /// The file is not UTF-8.
    Encoding = "encoding", Error;
    /// A value is of the wrong type, or out of its range.
    WrongType = "wrong-type", Error;
    /// A key that no bank has.
    UnknownKey = "unknown-key", Error;
    /// A key is given twice.
    DuplicateKey = "duplicate-key", Error;
    /// A required key is missing.
    MissingKey = "missing-key", Error;
    /// An id breaks the rule for ids.
    InvalidId = "invalid-id", Error;
    /// Two questions, or two sections, share an id.
    DuplicateId = "duplicate-id", Error;
    /// A required text is blank.
    Blank = "blank", Error;
    /// `see` or a link names a question that is not there.
    UnknownQuestion = "unknown-question", Error;
    /// An image is missing, unreadable, outside the bank's folder or of another format.
    Image = "image", Error;
    /// A font file is missing, outside the bank's folder, no font, or not to be embedded.
    Font = "font", Error;
    /// A tag holds white space or is reserved by Anki.
    InvalidTag = "invalid-tag", Error;
    /// A deck's name is one that Anki would rewrite.
    InvalidDeck = "invalid-deck", Error;
    /// Cloze braces do not pair up, or there are none.
    Cloze = "cloze", Error;
    /// Text holds a control character, which Anki refuses.
    ControlCharacter = "control-character", Error;
    /// Code prints something else than its `output` block says.
    WrongOutput = "wrong-output", Error;
    /// Code fails, or does not fail as it says.
    FailingCode = "failing-code", Error;
    /// The bank has no id; the file's stem serves.
    ImplicitBankId = "implicit-bank-id", Warning;
    /// Nothing answers the question.
    Unanswered = "unanswered", Warning;
    /// `reverse` needs `short`.
    ReverseWithoutShort = "reverse-without-short", Warning;
    /// `::` in a deletion begins a hint where it may belong to the answer.
    ClozeHint = "cloze-hint", Warning;
    /// `see` names the question that it stands in.
    SeeItself = "see-itself", Warning;
    /// A code fence is not closed, or another stands inside its code.
    UnclosedFence = "unclosed-fence", Warning;
    /// An HTML tag without a Markdown twin; shown as the text it is.
    HtmlTag = "html-tag", Warning;
    /// A link that leads nowhere a reader can follow; shown as text.
    LinkScheme = "link-scheme", Warning;
    /// An image elsewhere in the world becomes a link.
    RemoteImage = "remote-image", Warning;
    /// An image without words for those who cannot see it.
    MissingAlt = "missing-alt", Warning;
    /// A Markdown construct that not all renderers can show; shown as text.
    Unsupported = "unsupported-markdown", Warning;
    /// A character that no face of the sheet covers; printed as its code point.
    UncoveredGlyph = "uncovered-glyph", Warning;
    /// Only `cloze` or `typed` answers the question, which sheet and handout do not show.
    NotOnPaper = "not-on-paper", Warning;
    /// A section without questions; no artifact shows it.
    EmptySection = "empty-section", Warning;
    /// A question that is asked twice, case and punctuation aside.
    DuplicateQuestion = "duplicate-question", Warning;
    /// A question that has nearly the words of another.
    NearDuplicateQuestion = "near-duplicate-question", Warning;
    /// A short answer that has nearly the words of another question's.
    NearDuplicateShort = "near-duplicate-short", Warning;
    /// A question that yes or no would answer.
    YesNoQuestion = "yes-no-question", Warning;
    /// A short answer of more than 40 words.
    LongShort = "long-short", Warning;
    /// A list of more than 7 items in a short answer.
    LongList = "long-list", Warning;
    /// An answer of more than 250 words, code not counted.
    LongAnswer = "long-answer", Warning;
    /// A code block that does not say which language it is in.
    CodeWithoutLanguage = "code-without-language", Warning;
    /// An `output` block with no code above it.
    StrayOutput = "stray-output", Warning;
    /// An attribute of a code block that means nothing.
    CodeAttribute = "code-attribute", Warning;
    /// A line of code of more than 72 columns.
    WideCode = "wide-code", Warning;
    /// A code block of more than 25 lines.
    LongCode = "long-code", Warning;
    /// Code that `verify` does not run, with no reason given.
    UnverifiedCode = "unverified-code", Warning;
    /// Two questions in one.
    CompoundQuestion = "compound-question", Note;
    /// A question to which no answer is complete.
    VagueQuestion = "vague-question", Note;
    /// An answer that does not say where it can be looked up.
    NoSource = "no-source", Note;
    /// An answer last reviewed more than a year before the bank's last release.
    StaleReview = "stale-review", Note;
    /// A comment right behind a text, which may be a part of it that is lost.
    CommentInText = "comment-in-text", Note;
    /// `$` that looks like mathematics, which is shown as it is.
    Maths = "maths", Note;
    /// `allow` names a rule that nothing breaks.
    UnusedAllow = "unused-allow", Note;
}

/// What the command line makes of rules that are no errors; `warn` counts where both name a rule.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Rules whose findings are left out.
    pub allow: Vec<Code>,
    /// Rules whose findings are warnings.
    pub warn: Vec<Code>,
}

/// So many findings of a severity are told; of more, only the number.
const TOLD: usize = 20_000;

/// So many findings of a severity are kept until all is known: a file of nothing but mistakes must not fill the memory.
const KEPT: usize = 200_000;

/// All findings about one bank.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    /// How many of them are this bad.
    kept: BTreeMap<Severity, usize>,
    /// How many more there are.
    omitted: BTreeMap<(Severity, Code), usize>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let kept = self.kept.entry(diagnostic.severity).or_default();
        if *kept < KEPT {
            *kept += 1;
            self.diagnostics.push(diagnostic);
        } else {
            self.omit(diagnostic.severity, diagnostic.code, 1);
        }
    }

    /// Adds several findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds what another report holds.
    pub fn absorb(&mut self, other: Self) {
        self.extend(other.diagnostics);
        for ((severity, code), count) in other.omitted {
            self.omit(severity, code, count);
        }
    }

    fn omit(&mut self, severity: Severity, code: Code, count: usize) {
        *self.omitted.entry((severity, code)).or_default() += count;
    }

    /// Sorts by place, then rule, and keeps one of equals (an aliased text is read more than once), and of each severity
    /// as many as anyone reads; call once all are in.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.diagnostics.dedup();
        let mut told: BTreeMap<Severity, usize> = BTreeMap::new();
        for diagnostic in std::mem::take(&mut self.diagnostics) {
            let told = told.entry(diagnostic.severity).or_default();
            *told += 1;
            if *told <= TOLD {
                self.diagnostics.push(diagnostic);
            } else {
                self.omit(diagnostic.severity, diagnostic.code, 1);
            }
        }
    }

    /// Gives findings the levels that the command line asks for; errors stay errors.
    pub fn relevel(&mut self, levels: &Levels) {
        let level = |severity: Severity, code: Code| match severity {
            Severity::Error => Some(Severity::Error),
            _ if levels.warn.contains(&code) => Some(Severity::Warning),
            _ => (!levels.allow.contains(&code)).then_some(severity),
        };
        self.diagnostics.retain_mut(|diagnostic| {
            let severity = level(diagnostic.severity, diagnostic.code);
            diagnostic.severity = severity.unwrap_or(diagnostic.severity);
            severity.is_some()
        });
        for ((severity, code), count) in std::mem::take(&mut self.omitted) {
            if let Some(severity) = level(severity, code) {
                self.omit(severity, code, count);
            }
        }
    }

    /// Keeps only the findings that `keep` wants.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// The findings of a rule, taken out.
    #[must_use]
    pub fn take(&mut self, code: Code) -> Vec<Diagnostic> {
        self.diagnostics.extract_if(.., |diagnostic| diagnostic.code == code).collect()
    }

    /// How many findings are this bad.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let kept = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let omitted = self.omitted.iter().filter(|((of, _), _)| *of == severity).map(|(_, count)| count);
        kept + omitted.sum::<usize>()
    }

    /// How bad the worst finding is, whether it was kept or not.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        let kept = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        kept.chain(self.omitted.keys().map(|(severity, _)| *severity)).max()
    }

    /// How many findings there are, those that were not kept included.
    #[must_use]
    pub fn total(&self) -> usize {
        self.diagnostics.len() + self.omitted.values().sum::<usize>()
    }

    /// All of it in one line: "2 errors, 1 warning", or "no mistakes"; and that not all is told, where it is not.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .map(|severity| (self.count(severity), severity.name()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect();
        let untold = if self.omitted.is_empty() { "" } else { "; only the first 20,000 of a kind are told" };
        if counts.is_empty() { "no mistakes".into() } else { counts.join(", ") + untold }
    }

    /// The findings.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether something is wrong enough that no artifact may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.worst() == Some(Severity::Error)
    }
}

/// The most characters of a value that a message quotes.
const QUOTED: usize = 40;

/// A value for a message: in backticks, cut, and with nothing in it that a terminal would act on.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    for (at, character) in text.chars().enumerate() {
        if at == QUOTED {
            quoted.push('…');
            break;
        }
        push_visible(&mut quoted, character);
    }
    quoted.push('`');
    quoted
}

/// A text with nothing in it that a terminal would act on; it may have several lines.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\n' {
            visible.push(character);
        } else {
            push_visible(&mut visible, character);
        }
    }
    visible
}

/// Adds a character, escaped if it cannot be seen or would change the direction of text.
fn push_visible(text: &mut String, character: char) {
    if is_invisible(character) {
        text.extend(character.escape_default());
    } else {
        text.push(character);
    }
}

/// Controls, bidirectional controls, zero-width characters and noncharacters.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}
