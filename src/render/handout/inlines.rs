//! Inlines → Markdown, on one line or, where there are breaks, several.

use std::collections::HashSet;

use super::Writer;
use super::text::{self, LineStart, Place, Quiet};
use crate::doc::{Inline, Link, Picture, Target};

/// What kind of line inlines are written to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A paragraph: breaks end lines, and no line may begin like a block.
    Paragraph,
    /// A heading or label: all on one line that something stands before.
    Heading,
    /// A table's cell.
    Cell,
}

/// A line being written.
struct Inlines<'w, 'a> {
    writer: &'w mut Writer<'a>,
    line: Line,
    quiet: Quiet,
    /// In a link's words.
    link: bool,
}

/// A wrapper's marks.
#[derive(Clone, Copy)]
enum Marks {
    /// Before and after alike, made of one character.
    Run(&'static str),
    /// An HTML element's name.
    Tag(&'static str),
}

impl Writer<'_> {
    /// Writes inlines; what follows them is a line end or white space.
    pub(super) fn line(&mut self, inlines: &[Inline], line: Line) -> String {
        let mut out = String::new();
        let quiet = quiet(inlines);
        Inlines { writer: self, line, quiet, link: false }.push_all(&mut out, inlines, ' ');
        out
    }
}

impl Inlines<'_, '_> {
    /// Pushes inlines; `after` is the character that will follow them.
    fn push_all(&mut self, out: &mut String, inlines: &[Inline], after: char) {
        for (position, inline) in inlines.iter().enumerate() {
            let after = inlines.get(position + 1).map_or(after, |next| self.first_character(next));
            self.push(out, inline, after);
        }
    }

    fn push(&mut self, out: &mut String, inline: &Inline, after: char) {
        match inline {
            Inline::Text(text) => self.text(out, text, after),
            Inline::Code(code) => self.code(out, code),
            Inline::Emphasis(content) => {
                self.wrapped(out, content, after, &[Marks::Run("*"), Marks::Run("_"), Marks::Tag("em")]);
            }
            Inline::Strong(content) => {
                self.wrapped(out, content, after, &[Marks::Run("**"), Marks::Run("__"), Marks::Tag("strong")]);
            }
            Inline::Strikethrough(content) => {
                self.wrapped(out, content, after, &[Marks::Run("~~"), Marks::Tag("del")]);
            }
            Inline::Subscript(content) => self.wrapped(out, content, after, &[Marks::Tag("sub")]),
            Inline::Superscript(content) => self.wrapped(out, content, after, &[Marks::Tag("sup")]),
            Inline::Keyboard(content) => self.wrapped(out, content, after, &[Marks::Tag("kbd")]),
            Inline::Link(link) => self.link(out, link, after),
            Inline::Picture(picture) => self.picture(out, picture),
            Inline::Break => out.push_str(match self.line {
                Line::Paragraph => "\\\n",
                Line::Heading | Line::Cell => "<br>",
            }),
        }
    }

    /// What an inline begins with, as far as its neighbour must know.
    fn first_character(&self, inline: &Inline) -> char {
        match inline {
            Inline::Text(text) => text.chars().next().unwrap_or(' '),
            Inline::Code(_) => '`',
            Inline::Emphasis(_) | Inline::Strong(_) => '*',
            Inline::Strikethrough(_) => '~',
            Inline::Subscript(_) | Inline::Superscript(_) | Inline::Keyboard(_) => '<',
            Inline::Link(_) => '[',
            Inline::Picture(_) => '!',
            Inline::Break => match self.line {
                Line::Paragraph => '\\',
                Line::Heading | Line::Cell => '<',
            },
        }
    }

    fn text(&self, out: &mut String, text: &str, after: char) {
        let line = match out.chars().next_back() {
            None if self.line == Line::Paragraph => LineStart::First,
            Some('\n') => LineStart::Later,
            None | Some(_) => LineStart::No,
        };
        let cell = self.line == Line::Cell;
        let place =
            Place { before: last_character(out), after, line, cell, link: self.link, alt: false, quiet: self.quiet };
        text::push(out, text, place);
    }

    fn code(&self, out: &mut String, code: &str) {
        if self.link && code.contains("]:") {
            return self.tagged_code(out, code);
        }
        let fence = "`".repeat(free_run(code));
        let spaced = |edge: char| code.starts_with(edge) && code.ends_with(edge);
        let padded =
            code.starts_with('`') || code.ends_with('`') || (spaced(' ') && !code.trim_matches(' ').is_empty());
        let padding = if padded { " " } else { "" };
        let code = if self.line == Line::Cell { code.replace('|', "\\|") } else { code.to_owned() };
        out.extend([&fence, padding, &code, padding, &fence]);
    }

    /// Pushes code as HTML, for where backticks do not hide what it says: `]:` may end the label of a definition.
    fn tagged_code(&self, out: &mut String, code: &str) {
        let cell = self.line == Line::Cell;
        let place =
            Place { before: '>', after: '<', line: LineStart::No, cell, link: true, alt: false, quiet: Quiet::NONE };
        out.push_str("<code>");
        text::push(out, code, place);
        out.push_str("</code>");
    }

    /// Pushes a wrapper with the first marks that will be read as meant; HTML always is.
    fn wrapped(&mut self, out: &mut String, content: &[Inline], after: char, marks: &[Marks]) {
        let start = out.len();
        for &mark in marks {
            out.truncate(start);
            let before = last_character(out);
            let inner = self.inside(out, content, mark);
            if fits(mark, before, &out[inner], after) {
                return close(out, mark);
            }
        }
    }

    /// Pushes opening marks and a wrapper's content; leaves the bytes of the content.
    fn inside(&mut self, out: &mut String, content: &[Inline], marks: Marks) -> std::ops::Range<usize> {
        let after = match marks {
            Marks::Run(run) => {
                out.push_str(run);
                run.chars().next().unwrap_or('<')
            }
            Marks::Tag(name) => {
                out.extend(["<", name, ">"]);
                '<'
            }
        };
        let start = out.len();
        self.push_all(out, content, after);
        start..out.len()
    }

    fn link(&mut self, out: &mut String, link: &Link, after: char) {
        let address = match &link.target {
            Target::Url(url) => url.clone(),
            Target::Question(id) if self.writer.leads_to(id) => format!("#{id}"),
            Target::Question(_) => return self.push_all(out, &link.content, after),
        };
        if let Some(autolink) = autolink(&address, &link.content) {
            return out.extend(["<", autolink, ">"]);
        }
        out.push('[');
        let outer = std::mem::replace(&mut self.link, true);
        self.push_all(out, &link.content, ']');
        self.link = outer;
        out.push_str("](");
        out.push_str(&destination(&address));
        out.push(')');
    }

    fn picture(&mut self, out: &mut String, picture: &Picture) {
        let name = &picture.image.file_name;
        self.writer.images.entry(name.clone()).or_insert_with(|| picture.image.clone());
        let cell = self.line == Line::Cell;
        out.push_str("![");
        let place =
            Place { before: '[', after: ']', line: LineStart::No, cell, link: true, alt: true, quiet: Quiet::NONE };
        text::push(out, &picture.alt, place);
        out.push_str("](");
        out.push_str(&destination(&format!("{}/{name}", self.writer.folder)));
        out.push(')');
    }
}

impl Writer<'_> {
    /// Whether the handout shows the question with this id.
    pub(super) fn leads_to(&self, id: &str) -> bool {
        self.targets.as_ref().is_none_or(|targets| targets.contains(id))
    }
}

fn close(out: &mut String, marks: Marks) {
    match marks {
        Marks::Run(run) => out.push_str(run),
        Marks::Tag(name) => out.extend(["</", name, ">"]),
    }
}

/// Whether marks around `content` will be read as what opens and closes a wrapper
/// (<https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run>; where a character may or may not be punctuation,
/// the answer is no).
fn fits(marks: Marks, before: char, content: &str, after: char) -> bool {
    let Marks::Run(run) = marks else { return true };
    let (Some(first), Some(last)) = (content.chars().next(), content.chars().next_back()) else { return false };
    let runs_on = [before, first, last, after].into_iter().any(|character| run.starts_with(character));
    // GitHub's parser looks past `~` for the character that counts, and takes no line separator for white space.
    let is_space = |outside: char| outside.is_whitespace() && !matches!(outside, '\u{85}' | '\u{2028}' | '\u{2029}');
    let apart = |outside: char| is_space(outside) || (outside.is_ascii_punctuation() && outside != '~');
    let flanks = |outside: char, inside: char| inside.is_alphanumeric() || (!inside.is_whitespace() && apart(outside));
    let in_word_allowed = !run.starts_with('_') || (apart(before) && apart(after));
    !runs_on && flanks(before, first) && flanks(after, last) && in_word_allowed
}

/// The last character written; a space at the start of a line.
fn last_character(out: &str) -> char {
    match out.chars().next_back() {
        None | Some('\n') => ' ',
        Some(character) => character,
    }
}

/// The shortest length of a run of backticks that the code does not hold.
fn free_run(code: &str) -> usize {
    let runs: HashSet<usize> = code.split(|character| character != '`').map(str::len).collect();
    (1..=runs.len()).find(|length| !runs.contains(length)).unwrap_or(runs.len() + 1)
}

/// What stands between `<` and `>` where a link's words are its address.
fn autolink<'a>(address: &'a str, content: &[Inline]) -> Option<&'a str> {
    let [Inline::Text(words)] = content else { return None };
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    (is_web && words == address && !address.contains('&')).then_some(address)
}

/// An address as it stands between the parentheses of a link.
fn destination(address: &str) -> String {
    let mut depth = 0_i32;
    let balanced = address.chars().all(|character| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        depth >= 0
    }) && depth == 0;
    let escaped = address.replace('&', "&amp;");
    let address = if is_plain(address) { address } else { &escaped };
    if balanced && !address.is_empty() && !address.contains([' ', '<']) {
        address.to_owned()
    } else {
        format!("<{address}>")
    }
}

/// Whether no `&` of an address could be read as a character reference.
fn is_plain(address: &str) -> bool {
    !address.contains('&') || !address.contains(';')
}

/// Which marks no text of the line can close, nor any wrapper's marks mistake for theirs.
fn quiet(inlines: &[Inline]) -> Quiet {
    let mut quiet = Quiet { star: true, underscore: true, tilde: true };
    for (position, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(text) => hear(text, position == 0, &mut quiet),
            Inline::Code(_) | Inline::Picture(_) | Inline::Break => {}
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Keyboard(_)
            | Inline::Link(_) => return Quiet::NONE,
        }
    }
    quiet
}

/// A run of marks is heard unless white space, or nothing at all, stands before it: then it cannot close.
fn hear(text: &str, first: bool, quiet: &mut Quiet) {
    let mut last = if first { ' ' } else { '.' };
    for (at, character) in text.char_indices() {
        let before_run = std::mem::replace(&mut last, character);
        if before_run == character {
            continue;
        }
        let after_run = || text[at..].trim_start_matches(character).chars().next().unwrap_or('.');
        let in_word = || before_run.is_alphanumeric() && after_run().is_alphanumeric();
        match character {
            '*' => quiet.star &= before_run == ' ',
            '_' => quiet.underscore &= before_run == ' ' || in_word(),
            '~' => quiet.tilde &= before_run == ' ',
            _ => {}
        }
    }
}
