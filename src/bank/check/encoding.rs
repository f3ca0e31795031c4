//! A file that is not UTF-8: told at each place, beside all else that is wrong with it.

use crate::report::{Code, Diagnostic, Report};
use crate::source::{Encoding, Source, Span};

const HELP: &str = "save the file as UTF-8";

/// Adds what is wrong with the file's bytes, and takes out what was only said of the marks in their place.
pub(super) fn check(source: &Source, report: &mut Report) {
    let damage = match source.encoding() {
        Encoding::Utf8 => return,
        Encoding::Utf16 => {
            let message = "the file is in UTF-16, as some editors write it";
            return report.push(Diagnostic::new(Code::Encoding, Span::default(), message).help(HELP));
        }
        Encoding::Damaged(damage) => damage,
    };
    report.retain(|diagnostic| source.text().get(diagnostic.span.range()) != Some("\u{fffd}"));
    let (told, rest) = damage.places.split_at(damage.places.len().min(TOLD));
    report.extend(told.iter().map(|(span, bytes)| damaged(*span, bytes)));
    report.extend(rest.first().map(|(span, _)| further(*span, damage.count - TOLD)));
}

/// So many places are told one by one.
const TOLD: usize = 20;

fn damaged(span: Span, bytes: &[u8]) -> Diagnostic {
    let hex = bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ");
    let message = if bytes.len() == 1 {
        format!("the byte {hex} is no UTF-8 here")
    } else {
        format!("the bytes {hex} are no UTF-8 here")
    };
    let diagnostic = Diagnostic::new(Code::Encoding, span, message).help(HELP);
    match windows_1252(bytes) {
        Some(character) => diagnostic.label(format!("`{character}` in Windows-1252")),
        None => diagnostic,
    }
}

fn further(span: Span, count: usize) -> Diagnostic {
    let places = if count == 1 { "place" } else { "places" };
    Diagnostic::new(Code::Encoding, span, format!("{count} more {places} from here on: not UTF-8")).help(HELP)
}

/// What a single byte most likely was meant as, in the encoding that most such files are in:
/// <https://encoding.spec.whatwg.org/#windows-1252>.
fn windows_1252(bytes: &[u8]) -> Option<char> {
    const FROM_80: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    match bytes {
        [byte @ 0x80..=0x9f] => FROM_80.chars().nth(usize::from(byte - 0x80)).filter(|character| *character != ' '),
        [byte @ 0xa1..=0xff] => Some(char::from(*byte)).filter(|character| *character != '\u{ad}'),
        _ => None,
    }
}
