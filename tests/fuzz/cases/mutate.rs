//! From one text to another: changes small enough to get past the first check, of the kinds that break readers.

use super::random::Random;
use super::words::{ACTIVE, CHARACTERS, KEYS, MARKDOWN, VALUES, YAML};

/// The longest input, in bytes.
pub const LONGEST: usize = 64 << 10;

/// Changes a text one to eight times, most often few; `others` are texts to take pieces from.
pub fn mutated(random: &mut Random, text: &str, others: &[String]) -> String {
    let mut text = text.to_owned();
    let mut times = 1;
    while times < 8 && !random.one_in(3) {
        times += 1;
    }
    for _ in 0..times {
        text = once(random, &text, others);
        cut(&mut text, LONGEST);
    }
    text
}

fn once(random: &mut Random, text: &str, others: &[String]) -> String {
    match random.below(20) {
        0..=3 => insert_word(random, text),
        4 | 5 => replace_piece(random, text),
        6 => without_piece(random, text),
        7 => flip(random, text),
        8 => with_lines(random, text, repeat_lines),
        9 => with_lines(random, text, remove_lines),
        10 => with_lines(random, text, swap_lines),
        11 | 12 => with_lines(random, text, indent_lines),
        13 | 14 => spliced(random, text, others),
        15 => repeat_piece(random, text),
        16 => other_value(random, text),
        17 | 18 => with_lines(random, text, insert_key),
        _ => rarely(random, text),
    }
}

/// What changes a whole text.
fn rarely(random: &mut Random, text: &str) -> String {
    match random.below(8) {
        0 => text.replace('\n', "\r\n"),
        1 => text.replace('\n', "\r"),
        2 => text[..place(random, text)].to_owned(),
        3 => format!("\u{feff}{text}"),
        4 => text.trim_end().to_owned(),
        5 => text.replace("  ", "\t"),
        _ => insert_word(random, text),
    }
}

fn word(random: &mut Random) -> &'static str {
    let words = *random.pick(&[YAML, MARKDOWN, MARKDOWN, ACTIVE, CHARACTERS]);
    words[random.below(words.len())]
}

/// A byte at which a character begins, or the end.
fn place(random: &mut Random, text: &str) -> usize {
    boundary(text, random.below(text.len() + 1))
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A piece of a text, most often short.
fn piece(random: &mut Random, text: &str) -> std::ops::Range<usize> {
    let start = place(random, text);
    let most = *random.pick(&[1, 2, 4, 16, 64, 1024]);
    start..boundary(text, start + random.below(most + 1)).max(start)
}

fn cut(text: &mut String, length: usize) {
    text.truncate(boundary(text, length));
}

fn insert_word(random: &mut Random, text: &str) -> String {
    let at = place(random, text);
    [&text[..at], word(random), &text[at..]].concat()
}

fn replace_piece(random: &mut Random, text: &str) -> String {
    let piece = piece(random, text);
    [&text[..piece.start], word(random), &text[piece.end..]].concat()
}

fn without_piece(random: &mut Random, text: &str) -> String {
    let piece = piece(random, text);
    [&text[..piece.start], &text[piece.end..]].concat()
}

/// Changes a bit of a byte; what is no UTF-8 any more becomes U+FFFD.
fn flip(random: &mut Random, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = random.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(7);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

type Lines<'t> = Vec<std::borrow::Cow<'t, str>>;

fn with_lines(random: &mut Random, text: &str, change: fn(&mut Random, &mut Lines)) -> String {
    let mut lines: Lines = text.split_inclusive('\n').map(Into::into).collect();
    if !lines.is_empty() {
        change(random, &mut lines);
    }
    lines.concat()
}

/// A few lines that follow one another.
fn few(random: &mut Random, lines: &Lines) -> std::ops::Range<usize> {
    let start = random.below(lines.len());
    let most = *random.pick(&[1, 1, 3, 12]);
    let count = 1 + random.below(most);
    start..lines.len().min(start + count)
}

fn repeat_lines(random: &mut Random, lines: &mut Lines) {
    let from = few(random, lines);
    let to = if random.one_in(2) { from.end } else { random.below(lines.len() + 1) };
    let copies = lines[from].to_vec();
    lines.splice(to..to, copies);
}

fn remove_lines(random: &mut Random, lines: &mut Lines) {
    let gone = few(random, lines);
    lines.drain(gone);
}

fn swap_lines(random: &mut Random, lines: &mut Lines) {
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    lines.swap(one, other);
}

fn indent_lines(random: &mut Random, lines: &mut Lines) {
    let range = few(random, lines);
    let (deeper, by) = (random.one_in(2), 1 + random.below(4));
    for line in &mut lines[range] {
        let blank = line.len() - line.trim_start_matches(' ').len();
        *line = if deeper { " ".repeat(by) + line } else { line[by.min(blank)..].to_owned() }.into();
    }
}

/// Puts a key of a bank with some value above a line, indented as that is, or in its place.
fn insert_key(random: &mut Random, lines: &mut Lines) {
    let at = random.below(lines.len());
    let text = lines[at].trim_start_matches(' ');
    let dash = if text.starts_with("- ") && random.one_in(2) { "- " } else { "" };
    let indent = lines[at].len() - text.len() + if text.starts_with("- ") && dash.is_empty() { 2 } else { 0 };
    let line = format!("{}{dash}{}: {}\n", " ".repeat(indent), random.pick(KEYS), random.pick(VALUES));
    let to = at + usize::from(random.one_in(2));
    let end = lines.len().min(to + random.below(2));
    lines.splice(to..end, [line.into()]);
}

/// Puts lines of another text, or a piece of it, into this one.
fn spliced(random: &mut Random, text: &str, others: &[String]) -> String {
    let other = random.pick(others);
    let at = place(random, text);
    if random.one_in(2) {
        let piece = piece(random, other);
        return [&text[..at], &other[piece], &text[at..]].concat();
    }
    let lines: Lines = other.split_inclusive('\n').map(Into::into).collect();
    let taken = lines[few(random, &lines)].concat();
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    [&text[..line], &taken, &text[line..]].concat()
}

/// Repeats a piece, or a word, up to the limit of an input.
fn repeat_piece(random: &mut Random, text: &str) -> String {
    let piece = if random.one_in(2) { word(random) } else { &text[piece(random, text)] };
    let room = LONGEST.saturating_sub(text.len()) / piece.len().max(1);
    let times = *random.pick(&[2, 3, 17, 70, 300, 2_000, 20_000]);
    let at = place(random, text);
    [&text[..at], &piece.repeat(times.min(room)), &text[at..]].concat()
}

/// Gives a key of a bank another value, written in another way.
fn other_value(random: &mut Random, text: &str) -> String {
    let keys: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
    if keys.is_empty() {
        return insert_word(random, text);
    }
    let start = *random.pick(&keys);
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let indent = text[..start].len() - text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    if random.one_in(2) {
        return [&text[..start], *random.pick(VALUES), &text[end..]].concat();
    }
    let old = text[start..end].to_owned();
    let value =
        if random.one_in(2) { [word(random), word(random), &old].concat() } else { [&*old, word(random)].concat() };
    [&text[..start], &written(random, &value, indent), &text[end..]].concat()
}

/// A text as YAML may write it; where it does not fit, so much the better.
fn written(random: &mut Random, value: &str, indent: usize) -> String {
    let below = |mark: &str| format!("{mark}\n{}{}", " ".repeat(indent + 2), value.replace('\n', " "));
    match random.below(6) {
        0 => value.to_owned(),
        1 => format!("'{}'", value.replace('\'', "''")),
        2 | 3 => serde_json::Value::from(value).to_string(),
        4 => below("|"),
        _ => below(">"),
    }
}
