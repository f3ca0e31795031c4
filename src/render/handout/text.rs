//! Escapes plain text, only where Markdown or GitHub would act on it.
//!
//! Two means: a backslash stops Markdown; an empty comment stops what GitHub looks for in the finished HTML, where a
//! backslash is gone (mentions, emoji, issue numbers, addresses: <https://github.com/github/cmark-gfm/issues/181>).

/// What surrounds a text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The character before it; a space where there is none.
    pub before: char,
    /// The character after it; a space where there is none.
    pub after: char,
    /// Whether it begins a line, and whether that line continues a paragraph.
    pub line: LineStart,
    /// In a table's cell.
    pub cell: bool,
    /// In a link's words, or a picture's.
    pub link: bool,
    /// In a picture's words, which are an attribute in the end: GitHub looks for nothing there.
    pub alt: bool,
    /// Which marks need no escape here.
    pub quiet: Quiet,
}

/// Whether a text begins a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineStart {
    /// It does not.
    No,
    /// It begins its paragraph.
    First,
    /// It follows a line break.
    Later,
}

/// Marks that nothing on the whole line can close, so that they are themselves.
#[derive(Clone, Copy)]
pub(super) struct Quiet {
    pub star: bool,
    pub underscore: bool,
    pub tilde: bool,
}

impl Quiet {
    /// Every mark needs an escape.
    pub(super) const NONE: Self = Self { star: false, underscore: false, tilde: false };
}

/// An empty comment: shows nothing and parts the characters at its sides.
const APART: &str = "<!-- -->";

/// Pushes a text, escaped.
pub(super) fn push(out: &mut String, text: &str, place: Place) {
    let line_escape = line_start_escape(text, place.line);
    let last_dollar = last_closing_dollar(text);
    let mut before = place.before;
    let mut around = (' ', ' ');
    for (at, character) in text.char_indices() {
        let (head, rest) = (&text[..at], &text[at + character.len_utf8()..]);
        let after = rest.chars().next().unwrap_or(place.after);
        if matches!(character, '*' | '_' | '~') && !head.ends_with(character) {
            around = around_run(character, head, rest, place);
        }
        let near = Near { before, after, head, rest, around, before_dollar: last_dollar > Some(at) };
        if line_escape == Some(at) || escapes(character, &near, place) {
            out.push('\\');
        }
        out.push(character);
        if !place.alt && parts(character, &near) {
            out.push_str(APART);
        }
        before = character;
    }
}

/// A character's neighbourhood.
struct Near<'a> {
    before: char,
    after: char,
    /// The text before it.
    head: &'a str,
    /// The text after it.
    rest: &'a str,
    /// The characters on both sides of the last run of marks, which a mark belongs to.
    around: (char, char),
    /// Whether a dollar sign comes after it that could close maths.
    before_dollar: bool,
}

/// Whether a character needs a backslash, apart from its place at the start of a line.
fn escapes(character: char, near: &Near, place: Place) -> bool {
    match character {
        '`' => true,
        '\\' => near.after.is_ascii_punctuation() || near.rest.is_empty(),
        '*' => !place.quiet.star && !is_alone(near),
        '_' => !place.quiet.underscore && !is_alone(near) && !is_inside_word(near),
        '~' => !place.quiet.tilde && !is_alone(near),
        '|' => place.cell,
        '<' => near.rest.is_empty() || opens_angle(near),
        '&' => is_entity(near.rest),
        '[' => place.link || near.after == '^',
        ']' => place.link || near.after == '(',
        // GitHub's parser would see a footnote in `[^`.
        '^' => place.link && near.head.is_empty(),
        '!' => near.rest.is_empty() && near.after == '[',
        '$' => opens_maths(near),
        _ => false,
    }
}

/// Whether `<` could begin a tag, an address or a comment: whatever an address of the mail may begin with follows.
fn opens_angle(near: &Near) -> bool {
    let begins = near.after.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(near.after);
    begins && !near.rest.starts_with("= ")
}

/// Whether a run of marks has white space on both sides, so that it can neither open nor close anything.
fn is_alone(near: &Near) -> bool {
    near.around == (' ', ' ')
}

/// Whether a run of underscores stands between letters or digits, as in `snake_case`.
fn is_inside_word(near: &Near) -> bool {
    let (before, after) = near.around;
    before.is_alphanumeric() && after.is_alphanumeric()
}

/// The characters on both sides of the run that a mark begins. At the start of a line the first mark may get a
/// backslash, so that is punctuation.
fn around_run(mark: char, head: &str, rest: &str, place: Place) -> (char, char) {
    let before = head.chars().next_back();
    let before = before.unwrap_or(if place.line == LineStart::No { place.before } else { '.' });
    let after = rest.trim_start_matches(mark).chars().next().unwrap_or(place.after);
    (before, after)
}

/// Whether `&` and this make a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name[length..].starts_with(';')
}

/// Whether a dollar sign and a later one could hold maths between them
/// (<https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions>).
fn opens_maths(near: &Near) -> bool {
    !near.after.is_whitespace() && near.before_dollar
}

/// The byte of the last dollar sign that could close maths.
fn last_closing_dollar(text: &str) -> Option<usize> {
    let closes = |at: &usize| {
        let after = text[at + 1..].chars().next();
        !text[..*at].ends_with(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric)
    };
    text.rmatch_indices('$').map(|(at, _)| at).find(closes)
}

/// Whether an empty comment must follow a character, lest GitHub see a name, number, emoji or address.
fn parts(character: char, near: &Near) -> bool {
    let in_word = near.before.is_alphanumeric();
    match character {
        '$' => opens_maths(near),
        '@' if in_word || matches!(near.before, '.' | '-' | '_' | '+') => is_host(near.rest),
        '@' => near.after.is_ascii_alphanumeric(),
        '#' => near.after.is_ascii_digit(),
        ':' => is_emoji(near.rest) || (near.rest.starts_with("//") && is_scheme(near.head)) || is_mailto(near),
        'w' | 'W' => near.rest.starts_with('.') && ends_with_www(near.head),
        _ => false,
    }
}

/// Whether `:` and this make an emoji's name.
fn is_emoji(rest: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-');
    let length = rest.bytes().take_while(is_part).count();
    let name = &rest[..length];
    let number = name.bytes().all(|byte| byte.is_ascii_digit());
    length > 0 && rest[length..].starts_with(':') && (!number || matches!(name, "100" | "1234"))
}

fn is_scheme(head: &str) -> bool {
    ["http", "https", "ftp"].into_iter().any(|scheme| tail(head, scheme).is_some())
}

fn is_mailto(near: &Near) -> bool {
    let is_scheme = ["mailto", "xmpp"].into_iter().any(|scheme| ends_with_word(near.head, scheme));
    is_scheme && near.after.is_ascii_alphanumeric() && near.rest.contains('@')
}

/// Whether these are the first two letters of `www`.
fn ends_with_www(head: &str) -> bool {
    ends_with_word(head, "ww")
}

/// Whether a text ends with a word, in any case, that begins there.
fn ends_with_word(head: &str, word: &str) -> bool {
    tail(head, word).is_some_and(|before| !before.ends_with(|last: char| last.is_ascii_alphanumeric()))
}

/// What stands before `tail`, if a text ends with that, in any case.
fn tail<'a>(text: &'a str, tail: &str) -> Option<&'a str> {
    let (before, end) = text.len().checked_sub(tail.len()).and_then(|at| text.split_at_checked(at))?;
    end.eq_ignore_ascii_case(tail).then_some(before)
}

/// Whether a host's name follows the `@` of an address.
fn is_host(rest: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let length = rest.bytes().take_while(is_part).count();
    rest[..length].trim_end_matches('.').contains('.')
}

/// The byte of a line's text that needs a backslash, lest the line begin a block.
fn line_start_escape(text: &str, line: LineStart) -> Option<usize> {
    if line == LineStart::No {
        return None;
    }
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let ends_word = rest.is_empty() || rest.starts_with(' ');
    let is_only = |marks: &[char]| text.chars().all(|character| character == ' ' || marks.contains(&character));
    let escapes = match first {
        '#' => rest.trim_start_matches('#').is_empty() || rest.trim_start_matches('#').starts_with(' '),
        '>' | '~' | '[' => true,
        '+' => ends_word,
        '-' => ends_word || is_only(&['-', '|', ':']),
        '*' | '_' => ends_word || is_only(&[first]),
        '=' => line == LineStart::Later && is_only(&['=']),
        '|' => line == LineStart::Later,
        ':' => line == LineStart::Later && is_only(&['-', '|', ':']),
        _ => false,
    };
    if escapes { Some(0) } else { after_number(text) }
}

/// Where the mark of an ordered list's item stands, if the text begins like one.
fn after_number(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    ((1..=9).contains(&digits) && (rest.is_empty() || rest.starts_with(' '))).then_some(digits)
}
