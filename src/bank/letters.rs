//! Letters that look alike and are not: Unicode's normal forms; the only file that knows them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as Anki keeps it (form NFC): to a reader it is the same.
pub(super) fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// A text in small letters of ASCII, as far as there are any for it: `Größe` is `grosse`, `Čapek` is `capek`.
pub(super) fn plain(text: &str) -> String {
    let letters = text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase);
    let mut plain = String::with_capacity(text.len());
    for letter in letters {
        match spelled(letter) {
            Some(spelled) => plain.push_str(spelled),
            None => plain.push(letter),
        }
    }
    plain
}

/// Latin letters that are no letter with a mark.
fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        _ => return None,
    })
}
