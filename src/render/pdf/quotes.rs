//! Quotation marks: what is printed for those of a keyboard. The words stay as they were written, for who copies or
//! searches them.
//!
//! Enters: a mark and what stands around it. Leaves: the mark that the bank's language prints there.

/// Opening and closing.
type Pair = (char, char);

/// The marks of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotes {
    /// In place of `"`; where `None`, it is printed as it is.
    double: Option<Pair>,
    /// In place of `'` around words.
    single: Option<Pair>,
}

/// Within and after a word, in every language that is written with one.
const APOSTROPHE: char = '’';

const HIGH: Quotes = Quotes { double: Some(('“', '”')), single: Some(('‘', '’')) };
const LOW_AND_HIGH: Quotes = Quotes { double: Some(('„', '“')), single: Some(('‚', '‘')) };
const LOW: Quotes = Quotes { double: Some(('„', '”')), single: Some(('‚', '’')) };
const CLOSING: Quotes = Quotes { double: Some(('”', '”')), single: Some(('’', '’')) };
const ANGLES: Quotes = Quotes { double: Some(('«', '»')), single: Some(('‘', '’')) };
const ANGLES_AND_LOW: Quotes = Quotes { double: Some(('«', '»')), single: Some(('‚', '‘')) };
/// French puts room between angles and words, which is not there.
const NONE: Quotes = Quotes { double: None, single: None };

impl Quotes {
    /// The marks of a language of this primary tag, double ones as CLDR's delimiters have them; of a language that is not
    /// known here, only the apostrophe is put right.
    pub(super) fn of(primary: &str) -> Self {
        match primary {
            "en" | "nl" | "pt" | "da" | "tr" | "id" | "ms" | "cy" | "ga" | "af" => HIGH,
            "de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" | "et" | "lb" | "hr" | "sr" | "mk" => LOW_AND_HIGH,
            "pl" | "ro" | "hu" => LOW,
            "sv" | "fi" => CLOSING,
            "es" | "it" | "ca" | "el" | "nb" | "nn" | "no" => ANGLES,
            "ru" | "uk" | "be" => ANGLES_AND_LOW,
            _ => NONE,
        }
    }

    /// What is printed for a character of a text, by what stands before and after it.
    pub(super) fn printed(self, before: Before, character: char, after: impl Iterator<Item = char> + Clone) -> char {
        let next = after.clone().next();
        let is_opening = is_opening(before.last, next);
        let one_of = |pair: Option<Pair>| pair.map_or(character, |pair| if is_opening { pair.0 } else { pair.1 });
        match character {
            '"' => one_of(self.double),
            '\'' if is_letter(before.last) && is_letter(next) => APOSTROPHE,
            '\'' if is_opening && (is_decade(after.clone()) || is_possessive(before.last, after)) => APOSTROPHE,
            // At the end of a word, where nothing is to be closed.
            '\'' if !is_opening
                && self.single.is_some_and(|(_, closing)| closing != APOSTROPHE)
                && !before.is_quoting =>
            {
                APOSTROPHE
            }
            '\'' => one_of(self.single),
            other => other,
        }
    }
}

/// What stands before a character.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// The character next to it.
    pub(super) last: Option<char>,
    /// Whether a single quotation mark was opened and not closed.
    pub(super) is_quoting: bool,
}

impl Before {
    /// At the end of a text that goes on with `next`.
    pub(super) fn end_of(text: &str, next: Option<char>) -> Self {
        let mut before = Self::default();
        for (at, character) in text.char_indices() {
            before.read(character, text[at + character.len_utf8()..].chars().next().or(next));
        }
        before
    }

    /// Goes past a character that this one follows.
    pub(super) fn read(&mut self, character: char, next: Option<char>) {
        if character == '\'' {
            let is_inside = is_letter(self.last) && is_letter(next);
            self.is_quoting = is_opening(self.last, next) || (is_inside && self.is_quoting);
        }
        self.last = Some(character);
    }
}

fn is_letter(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|neighbour| neighbour.is_alphanumeric() || neighbour == '_')
}

/// Whether a mark between these two opens: after white space, a bracket or a dash; after a sign or another mark, unless a
/// sentence ends there.
fn is_opening(before: Option<char>, after: Option<char>) -> bool {
    let is_end = |after: char| matches!(after, '.' | ',' | ':' | ';' | '!' | '?' | ')' | ']' | '}' | '…' | '–' | '—');
    let begins = |before: char, after: char| match before {
        '(' | '[' | '{' | '/' | '–' | '—' | '¿' | '¡' => true,
        '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '-' | '=' | ':' | '+' => !is_end(after),
        other => other.is_whitespace(),
    };
    after.is_some_and(|after| !after.is_whitespace() && before.is_none_or(|before| begins(before, after)))
}

/// Whether the years of a decade come next: `90s`.
fn is_decade(after: impl Iterator<Item = char> + Clone) -> bool {
    let digits = after.clone().take(2).filter(char::is_ascii_digit).count();
    let mut rest = after.skip(2).skip_while(|character| *character == 's');
    digits == 2 && rest.next().is_none_or(|character| !character.is_alphanumeric() && character != '\'')
}

/// Whether it is the `'s` of a quoted name.
fn is_possessive(before: Option<char>, mut after: impl Iterator<Item = char>) -> bool {
    let is_closed = matches!(before, Some('"' | '\'' | '”' | '’' | '“' | '»'));
    is_closed && after.next() == Some('s') && after.next().is_none_or(|character| !character.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{Before, Quotes};

    fn printed(language: &str, text: &str) -> String {
        let mark = |(at, character): (usize, char)| {
            let after = text[at + character.len_utf8()..].chars();
            Quotes::of(language).printed(Before::end_of(&text[..at], Some(character)), character, after)
        };
        text.char_indices().map(mark).collect()
    }

    #[test]
    fn marks_of_a_keyboard_become_those_of_a_language() {
        let cases = [
            ("en", r#"Python's "key" features"#, "Python’s “key” features"),
            ("en", r#"("a", 'b'): the users' own, in the '90s"#, "(“a”, ‘b’): the users’ own, in the ’90s"),
            ("en", r#"He said "it's 'so'"."#, "He said “it’s ‘so’”."),
            ("en", r#"A "." and ('say "no"')."#, "A “.” and (‘say “no”’)."),
            ("en", r#"a lone " and ' stay closing"#, "a lone ” and ’ stay closing"),
            (
                "en",
                r#"the string '5' and '1'+'2', the '90s, key="value""#,
                "the string ‘5’ and ‘1’+‘2’, the ’90s, key=“value”",
            ),
            ("en", r#"__init__'s "x"'s pseudo-"private""#, "__init__’s “x”’s pseudo-“private”"),
            ("en", r#"'so'"—x "so"—x"#, "‘so’”—x “so”—x"),
            ("de", "Jens' Buch, 'Jens' Buch'", "Jens’ Buch, ‚Jens‘ Buch’"),
            ("es", r#"¿"Qué"?"#, "¿«Qué»?"),
            ("de", r#"das "gute" 'Ding', geht's?"#, "das „gute“ ‚Ding‘, geht’s?"),
            ("pl", r#""nie""#, "„nie”"),
            ("sv", r#""ja""#, "”ja”"),
            ("ru", r#""да""#, "«да»"),
            ("fr", r#"l'école "libre""#, r#"l’école "libre""#),
            ("he", r#"צה"ל"#, r#"צה"ל"#),
        ];
        for (language, text, expected) in cases {
            assert_eq!(printed(language, text), expected, "{language}");
        }
    }
}
