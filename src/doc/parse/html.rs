//! The few HTML tags that Markdown has a twin of, or that a reader of interview answers needs: all else is text.

use std::collections::HashMap;
use std::ops::Range;

use super::Finding;
use crate::report::{Code, quote};

/// What a tag wraps its content in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    /// `*`, `<i>`, `<em>`.
    Emphasis,
    /// `**`, `<b>`, `<strong>`.
    Strong,
    /// `~~`, `<s>`, `<del>`.
    Strikethrough,
    /// `<sub>`.
    Subscript,
    /// `<sup>`.
    Superscript,
    /// `<kbd>`.
    Keyboard,
    /// `<code>`: its texts become code.
    Code,
}

/// A piece of inline HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Html {
    /// Opens a wrapper.
    Open(Wrapper),
    /// Closes a wrapper.
    Close(Wrapper),
    /// A line break.
    Break,
    /// An empty comment: the known way to keep two things apart, with no word in it to lose.
    Nothing,
    /// Whatever else: any other tag, a tag with attributes, a comment.
    Foreign,
}

/// What [`Html::Nothing`] looks like.
const NOTHING: &str = "<!-- -->";

/// Tells what a piece of inline HTML is.
pub(super) fn classify(raw: &str) -> Html {
    if raw == NOTHING {
        return Html::Nothing;
    }
    let Some(inside) = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return Html::Foreign };
    if let Some(name) = inside.strip_prefix('/') {
        return wrapper(name.trim_ascii_end()).map_or(Html::Foreign, Html::Close);
    }
    let name = inside.trim_ascii_end();
    let void = name.strip_suffix('/').unwrap_or(name).trim_ascii_end();
    if void.eq_ignore_ascii_case("br") {
        return Html::Break;
    }
    wrapper(name).map_or(Html::Foreign, Html::Open)
}

fn wrapper(name: &str) -> Option<Wrapper> {
    match name.to_ascii_lowercase().as_str() {
        "i" | "em" => Some(Wrapper::Emphasis),
        "b" | "strong" => Some(Wrapper::Strong),
        "s" | "del" => Some(Wrapper::Strikethrough),
        "sub" => Some(Wrapper::Subscript),
        "sup" => Some(Wrapper::Superscript),
        "kbd" => Some(Wrapper::Keyboard),
        "code" => Some(Wrapper::Code),
        _ => None,
    }
}

/// What is wrong with a piece of HTML that is shown as the text it is.
pub(super) fn finding(range: Range<usize>, raw: &str) -> Finding {
    let raw = raw.trim();
    let shown = quote(first_tag(raw));
    let name = name_of(raw.trim_start_matches(['<', '/'])).to_ascii_lowercase();
    let plain = "write `\\<` for a plain `<`, or put the code into backticks";
    let (message, help) = match classify(raw) {
        Html::Open(_) => (format!("nothing closes {shown}; it is shown as text"), plain),
        Html::Close(_) => (format!("{shown} closes nothing; it is shown as text"), plain),
        Html::Foreign if raw.starts_with("<!--") => (
            "HTML comments are shown as text".to_owned(),
            "leave it out, or make it a comment of the YAML around the text",
        ),
        Html::Break | Html::Nothing | Html::Foreign => {
            (format!("{shown} is HTML; it is shown as text"), twin(&name, raw).unwrap_or(plain))
        }
    };
    Finding::new(Code::HtmlTag, range, message).help(help)
}

/// The tag that some HTML begins with, or what of it stands on the first line.
fn first_tag(raw: &str) -> &str {
    let line = raw.lines().next().unwrap_or_default();
    line.find('>').map_or(line, |end| &line[..=end])
}

/// What does in Markdown what a tag does in HTML.
fn twin(name: &str, raw: &str) -> Option<&'static str> {
    Some(match name {
        // Without an address it is more likely a type's parameter.
        "a" if raw.contains("href") => "write a link as `[words](address)`",
        "img" => "write a picture as `![what it shows](file.png)`",
        "pre" => "put the code between two lines of three backticks",
        "tt" | "samp" | "var" => "put code into backticks",
        "u" | "ins" | "mark" | "big" => "write `*words*` or `**words**` to stress something",
        "strike" => "write `~~words~~` to strike something out",
        "p" => "leave a blank line between two paragraphs instead",
        "div" | "span" | "center" | "font" | "small" | "section" | "details" | "summary" => {
            "leave the tags out, and write what is between them as Markdown"
        }
        "table" | "thead" | "tbody" | "tr" | "td" | "th" => {
            "write a table with bars: `| a | b |`, below it `|---|---|`, below that a line for each row"
        }
        "ul" | "ol" | "li" | "dl" | "dt" | "dd" => "begin the line of each item with `- ` or `1. `",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "begin the line of a heading with `## `",
        "hr" => "write `---` on a line of its own",
        "blockquote" | "q" => "begin each line of a quotation with `> `",
        _ if raw.contains(char::is_whitespace) && wrapper(name).is_some() => "leave out all but the tag's name",
        _ => return None,
    })
}

/// Drops the findings about tags that close one which a finding is about already: a pair is one mistake.
///
/// `findings` are in the order of the text.
pub(super) fn drop_closing(findings: &mut Vec<Finding>, markdown: &str) {
    let mut open: HashMap<&str, usize> = HashMap::new();
    findings.retain(|finding| {
        let raw = markdown.get(finding.range.clone()).unwrap_or_default();
        if finding.code != Code::HtmlTag || !matches!(classify(raw), Html::Foreign | Html::Close(_)) {
            return true;
        }
        let Some(name) = raw.strip_prefix("</") else {
            *open.entry(name_of(raw.trim_start_matches('<'))).or_default() += 1;
            return true;
        };
        let waiting = open.get_mut(name_of(name)).filter(|count| **count > 0);
        waiting.map(|count| *count -= 1).is_none()
    });
}

/// The name that the inside of a tag begins with.
fn name_of(inside: &str) -> &str {
    inside.split(|character: char| !character.is_alphanumeric() && character != '-').next().unwrap_or_default()
}
