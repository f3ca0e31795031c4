//! The text of a bank's file → check → reports and artifacts; and the second opinion of another reader.

use prepdeck::bank;
use prepdeck::doc::highlight;
use prepdeck::source::Source;

use super::seeds::bank_path;
use super::{Fate, Verdict, artifacts, findings, outputs, same};

/// Judges all that becomes of a bank's text.
pub fn judge(text: &str) -> Verdict {
    let source = Source::new(bank_path(), text);
    let (bank, report) = bank::check(&source);
    findings::hold(&source, &report)?;
    if bank.is_some() == report.has_errors() {
        return Err(format!("verdict: a bank is {} though errors are {}", bank.is_some(), report.has_errors()));
    }
    same::hold(text, bank.as_ref(), &report)?;
    let Some(mut bank) = bank else { return Ok(Fate::Refused) };
    outputs::hold(&source)?;
    highlight::colour(&mut bank);
    artifacts::hold(&bank)?;
    Ok(Fate::Rendered)
}

/// The same, once and without a second opinion: what costs too much is to be prepdeck's own.
pub fn judge_once(text: String) -> Verdict {
    let source = Source::new(bank_path(), text);
    let (bank, report) = bank::check(&source);
    findings::hold(&source, &report)?;
    let Some(mut bank) = bank else { return Ok(Fate::Refused) };
    highlight::colour(&mut bank);
    artifacts::hold_once(&bank)?;
    Ok(Fate::Rendered)
}
