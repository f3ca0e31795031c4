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
    /// The marks of a language of this primary tag, by CLDR's delimiters; where English ones would be strange in one that
    /// is not known here, only the apostrophe is put right.
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

    /// What is printed for a character that stands between these two.
    pub(super) fn printed(self, before: Option<char>, character: char, after: Option<char>) -> char {
        let is_opening =
            before.is_none_or(|before| begins(before, after)) && after.is_some_and(|after| !after.is_whitespace());
        let is_letter = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        let one_of = |pair: Option<Pair>| pair.map_or(character, |pair| if is_opening { pair.0 } else { pair.1 });
        match character {
            '"' => one_of(self.double),
            // Within a word, at the end of one that ends in s, or before the years of '90.
            '\'' if is_letter(before) && is_letter(after) => APOSTROPHE,
            '\'' if is_opening && after.is_some_and(char::is_numeric) => APOSTROPHE,
            '\'' => one_of(self.single),
            other => other,
        }
    }
}

/// Whether something begins between these two: after white space, a bracket or a dash; after another quotation mark,
/// unless a sentence ends here.
fn begins(before: char, after: Option<char>) -> bool {
    let is_mark = matches!(before, '"' | '\'' | '“' | '‘' | '„' | '‚' | '«');
    let is_end =
        || after.is_some_and(|after| matches!(after, '.' | ',' | ':' | ';' | '!' | '?' | ')' | ']' | '}' | '…'));
    before.is_whitespace() || matches!(before, '(' | '[' | '{' | '/' | '–' | '—') || (is_mark && !is_end())
}

#[cfg(test)]
mod tests {
    use super::Quotes;

    fn printed(language: &str, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let at = |place: Option<usize>| place.and_then(|place| characters.get(place)).copied();
        let mark = |(place, character): (usize, &char)| {
            Quotes::of(language).printed(at(place.checked_sub(1)), *character, at(Some(place + 1)))
        };
        characters.iter().enumerate().map(mark).collect()
    }

    #[test]
    fn marks_of_a_keyboard_become_those_of_a_language() {
        let cases = [
            ("en", r#"Python's "key" features"#, "Python’s “key” features"),
            ("en", r#"("a", 'b'): the users' own, in the '90s"#, "(“a”, ‘b’): the users’ own, in the ’90s"),
            ("en", r#"He said "it's 'so'"."#, "He said “it’s ‘so’”."),
            ("en", r#"A "." and ('say "no"')."#, "A “.” and (‘say “no”’)."),
            ("en", r#"a lone " and ' stay closing"#, "a lone ” and ’ stay closing"),
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
