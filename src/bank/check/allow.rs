//! `allow:` — rules that do not apply to a bank, or to one of its questions.

use crate::report::{Code, Diagnostic, Report, Severity, quote};
use crate::source::Span;
use crate::yaml::decode::closest;
use crate::yaml::place::Text;

/// The rules that a list allows, and whether it was of use.
#[derive(Debug, Default)]
pub(super) struct Allowances(Vec<Allowance>);

#[derive(Debug)]
struct Allowance {
    code: Code,
    span: Span,
    is_used: bool,
}

impl Allowances {
    /// The rules that a list names; reports names that are none, and errors, which always count.
    pub(super) fn read(texts: &[Text], report: &mut Report) -> Self {
        let mut allowances = Vec::new();
        for text in texts {
            match Code::parse(&text.value) {
                Some(code) if code.severity() == Severity::Error => {
                    let message = format!("{} is an error; it cannot be allowed", quote(&text.value));
                    report.push(Diagnostic::new(Code::WrongType, text.span, message));
                }
                Some(code) => allowances.push(Allowance { code, span: text.span, is_used: false }),
                None => report.push(unknown_rule(text)),
            }
        }
        Self(allowances)
    }

    /// Takes the findings that are allowed out of a report; errors always stay.
    pub(super) fn apply(&mut self, report: &mut Report) {
        if self.0.is_empty() {
            return;
        }
        report.retain(|diagnostic| diagnostic.severity == Severity::Error || !self.takes(diagnostic.code));
    }

    /// Whether a rule is allowed, of which there is something to tell.
    pub(super) fn takes(&mut self, code: Code) -> bool {
        let mut is_allowed = false;
        for allowance in self.0.iter_mut().filter(|allowance| allowance.code == code) {
            allowance.is_used = true;
            is_allowed = true;
        }
        is_allowed
    }

    /// Each rule that was allowed for nothing.
    pub(super) fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let is_told = !self.0.iter().any(|allowance| allowance.code == Code::UnusedAllow);
        self.0.iter().filter(move |allowance| is_told && !allowance.is_used).map(|allowance| {
            let message = format!("nothing here breaks the rule {}", quote(allowance.code.name()));
            Diagnostic::new(Code::UnusedAllow, allowance.span, message).help("remove it from `allow`")
        })
    }
}

fn unknown_rule(text: &Text) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::WrongType, text.span, format!("there is no rule {}", quote(&text.value)));
    match closest(&text.value, Code::ALL.iter().map(|code| code.name())) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic.help("`prepdeck explain` lists the rules"),
    }
}
