//! Where links and images lead.

/// What an address is to a bank.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// `http`, `https` or `mailto`, made safe to stand anywhere.
    Url(String),
    /// `#id`: a question of the same bank.
    Question(String),
    /// Another scheme, or none.
    Other,
}

/// Tells what a link's address is.
pub(super) fn classify(address: &str) -> Address {
    if let Some(id) = address.strip_prefix('#').filter(|id| !id.is_empty()) {
        return Address::Question(encoded(id));
    }
    match scheme(address).to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" => Address::Url(encoded(address)),
        _ => Address::Other,
    }
}

/// Tells whether an image's address leads out of the machine.
pub(super) fn is_remote(address: &str) -> bool {
    let scheme = scheme(address);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The scheme of an address (RFC 3986, section 3.1), or nothing.
pub(super) fn scheme(address: &str) -> &str {
    let Some((scheme, _)) = address.split_once(':') else { return "" };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if is_scheme { scheme } else { "" }
}

/// An address with every character that no address may hold written as `%` and two digits.
fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for character in address.trim_ascii().chars() {
        match character {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => push_encoded(&mut encoded, character),
            _ if character.is_control() || character.is_whitespace() => push_encoded(&mut encoded, character),
            _ => encoded.push(character),
        }
    }
    encoded
}

fn push_encoded(encoded: &mut String, character: char) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        encoded.push('%');
        for digit in [byte >> 4, byte & 15] {
            encoded.extend(char::from_digit(u32::from(digit), 16).map(|digit| digit.to_ascii_uppercase()));
        }
    }
}
