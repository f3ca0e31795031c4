//! Findings for programs: JSON lines, and the annotations of GitHub's workflows.

use serde::Serialize;

use super::{Diagnostic, Severity};
use crate::source::{Lines, Source, Span};

/// One finding as one object of JSON; lines and columns count from 1, columns in characters, and the end is the first
/// character that does not belong to the finding.
#[derive(Serialize)]
struct Object<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// Another place that explains a finding.
#[derive(Serialize)]
struct Related<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// One object of JSON for each finding, each on a line of its own.
#[must_use]
pub fn json(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let lines = Lines::new(source);
    let file = source.path().display().to_string();
    let objects = diagnostics.iter().map(|diagnostic| object(&file, &lines, diagnostic));
    // Strings and numbers always have a JSON form, so that none is ever left out here.
    objects.filter_map(|object| serde_json::to_string(&object).ok()).map(|line| line + "\n").collect()
}

fn object<'a>(file: &'a str, lines: &Lines, diagnostic: &'a Diagnostic) -> Object<'a> {
    let (line, column) = lines.position(diagnostic.span.start);
    let (end_line, end_column) = lines.position(diagnostic.span.end);
    Object {
        file,
        line,
        column,
        end_line,
        end_column,
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        label: diagnostic.label.as_deref(),
        help: diagnostic.help.as_deref(),
        related: diagnostic.related.iter().map(|(span, label)| related(lines, *span, label)).collect(),
        notes: &diagnostic.notes,
    }
}

fn related<'a>(lines: &Lines, span: Span, label: &'a str) -> Related<'a> {
    let (line, column) = lines.position(span.start);
    let (end_line, end_column) = lines.position(span.end);
    Related { line, column, end_line, end_column, label }
}

/// One workflow command of GitHub for each finding:
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.
#[must_use]
pub fn github(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let lines = Lines::new(source);
    let file = source.path().display().to_string();
    diagnostics.iter().map(|diagnostic| command(&object(&file, &lines, diagnostic), diagnostic.severity)).collect()
}

fn command(object: &Object, severity: Severity) -> String {
    let kind = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (line, end_line) = (object.line, object.end_line);
    // GitHub takes columns only for findings on one line.
    let columns = if line == end_line {
        format!(",col={},endColumn={}", object.column, object.end_column)
    } else {
        String::new()
    };
    let related = object.related.iter().map(|place| format!("{}: line {}", place.label, place.line));
    let said = std::iter::once(object.message.to_owned()).chain(object.label.map(str::to_owned)).chain(related);
    let more = object.notes.iter().cloned().chain(object.help.map(str::to_owned));
    let text: String = said.chain(more).collect::<Vec<_>>().join("\n");
    format!(
        "::{kind} file={},line={line},endLine={end_line}{columns},title={}::{}\n",
        property(object.file),
        property(object.code),
        escaped(&text),
    )
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
