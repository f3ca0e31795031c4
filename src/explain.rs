//! What `prepdeck explain` prints: one rule in full, or the table of all.
//!
//! Enters: a rule, or none. Leaves: text that ends its lines. Never here: streams, and what a rule says of itself.

use std::fmt::Write as _;

use prepdeck::report::{Code, Severity};

/// One rule in full, or the table of all; with colour, headings are bold.
pub(crate) fn text(rule: Option<Code>, color: bool) -> String {
    rule.map_or_else(|| table(color), |rule| full(rule, color))
}

fn full(rule: Code, color: bool) -> String {
    let head = heading(&format!("{} ({}):", rule.name(), rule.severity().name()), color);
    let mut text = format!("{head} {}\n\n", rule.summary());
    for line in rule.explanation().lines() {
        let is_heading = matches!(line, "Bad:" | "Good:");
        text.push_str(&if is_heading { heading(line, color) } else { line.to_owned() });
        text.push('\n');
    }
    text + "\n" + &way_past(rule)
}

/// How to get past a rule without obeying it.
fn way_past(rule: Code) -> String {
    match rule.severity() {
        Severity::Error if rule.needs_a_run() => {
            "This is an error: `verify` fails until it is mended, and `allow` cannot silence it.\n".into()
        }
        Severity::Error => {
            "This is an error: nothing is built until it is mended, and `allow` cannot silence it.\n".into()
        }
        Severity::Warning | Severity::Note => {
            format!("To silence it, in one question or at the top of the bank:\n\n    allow: [{}]\n", rule.name())
        }
    }
}

fn table(color: bool) -> String {
    let width = Code::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut group = |meaning: &str, is_in: &dyn Fn(Code) -> bool| {
        let _ = writeln!(text, "{}", heading(meaning, color));
        for rule in Code::ALL.iter().filter(|rule| is_in(**rule)) {
            let _ = writeln!(text, "  {:width$}  {}", rule.name(), rule.summary());
        }
        text.push('\n');
    };
    group("error of `verify`, which runs the code", &Code::needs_a_run);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        group(meaning(severity), &|rule: Code| !rule.needs_a_run() && rule.severity() == severity);
    }
    text + "prepdeck explain RULE tells what a rule is for, with a bad example and a good one.\n"
}

fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error: nothing is built until it is mended",
        Severity::Warning => "warning: what an author should mend",
        Severity::Note => "note: advice",
    }
}

fn heading(text: &str, color: bool) -> String {
    if color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}
