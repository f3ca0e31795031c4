//! What holds for every report, whatever the bank.

use prepdeck::report::{self, Diagnostic, Report};
use prepdeck::source::{Source, Span};

/// Holds a report to its promises: places in the text, sorted, each once, and in every form without a control character.
pub fn hold(source: &Source, report: &Report) -> Result<(), String> {
    let diagnostics = report.diagnostics();
    for diagnostic in diagnostics {
        for span in diagnostic.related.iter().map(|(span, _)| *span).chain([diagnostic.span]) {
            place(source.text(), span, diagnostic)?;
        }
        words(diagnostic)?;
    }
    if let Some(pair) = diagnostics.windows(2).find(|pair| key(&pair[0]) > key(&pair[1])) {
        return Err(format!("order: {pair:?}"));
    }
    if let Some(pair) = diagnostics.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(format!("twice: {:?}", pair.first()));
    }
    people(source, diagnostics)?;
    programs(source, diagnostics)
}

fn key(diagnostic: &Diagnostic) -> (Span, report::Code, &str) {
    (diagnostic.span, diagnostic.code, &diagnostic.message)
}

fn place(text: &str, span: Span, diagnostic: &Diagnostic) -> Result<(), String> {
    if text.get(span.range()).is_none() {
        return Err(format!("place: {} bytes, {diagnostic:?}", text.len()));
    }
    Ok(())
}

fn words(diagnostic: &Diagnostic) -> Result<(), String> {
    let texts = [Some(&diagnostic.message), diagnostic.label.as_ref(), diagnostic.help.as_ref()];
    for text in texts.into_iter().flatten().chain(diagnostic.related.iter().map(|(_, words)| words)) {
        if text.chars().any(char::is_control) || text.len() > 2_000 {
            return Err(format!("words: {diagnostic:?}"));
        }
    }
    Ok(())
}

fn people(source: &Source, diagnostics: &[Diagnostic]) -> Result<(), String> {
    let told = report::human(source, diagnostics, false);
    let harmful =
        |character: char| character.is_control() && character != '\n' || ('\u{202a}'..='\u{202e}').contains(&character);
    if told.contains(harmful) {
        return Err(format!("terminal: {told:?}"));
    }
    let coloured = report::human(source, diagnostics, true);
    if !diagnostics.is_empty() && (told.is_empty() || coloured.len() <= told.len()) {
        return Err("terminal: nothing is told in colour".into());
    }
    Ok(())
}

fn programs(source: &Source, diagnostics: &[Diagnostic]) -> Result<(), String> {
    let json = report::json(source, diagnostics);
    let objects = json.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let count =
        objects.filter(|object| object["line"].as_u64() > Some(0) && object["column"].as_u64() > Some(0)).count();
    let github = report::github(source, diagnostics);
    let commands = github.split('\n').filter(|line| line.starts_with("::") && line.contains(",title=")).count();
    if count != diagnostics.len() || commands != count || github.split('\n').count() != count + 1 {
        return Err(format!("programs: {} findings, {count} of json, {commands} of github", diagnostics.len()));
    }
    Ok(())
}
