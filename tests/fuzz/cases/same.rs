//! The second opinion: what a plain typed reader makes of a bank's file is what prepdeck makes of it.
//!
//! A bank that prepdeck takes, the typed reader takes as well, and every field says the same. What the typed reader
//! refuses, prepdeck refuses. What prepdeck alone refuses, it refuses for reasons that only it can know.

use std::fmt::Debug;

use prepdeck::bank::{Bank, Labels, Question, Section, Sheet};
use prepdeck::doc::image::Images;
use prepdeck::doc::{Block, Inline, Target, cloze, parse};
use prepdeck::report::{Code, Diagnostic, Report, Severity};
use unicode_normalization::UnicodeNormalization;

use super::seeds::{bank_path, root};
use super::typed::{self, Detail, Level, Paper};

/// Rules of banks, not of YAML and types.
const OWN_RULES: &[Code] = &[
    Code::InvalidId,
    Code::DuplicateId,
    Code::Blank,
    Code::UnknownQuestion,
    Code::Image,
    Code::Font,
    Code::InvalidTag,
    Code::InvalidDeck,
    Code::Cloze,
    Code::ControlCharacter,
];

/// Errors of type and syntax that plain types do not tell: values out of their range, and what prepdeck has no use for.
const OWN_WORDS: &[&str] = &[
    "expected a date, found",
    "expected a language tag, found",
    "expected an http or https address, found",
    "expected a colour, found",
    "there is no rule",
    "is an error; it cannot be allowed",
    "`columns` is 1, 2, 3 or 4",
    "`size` is from 7 to 12 points, in halves",
    "`typed` has more than one line",
    "a YAML tag has no meaning in a bank",
    "aliases repeat more than 8 MB of text",
];

/// Holds what was made of a text to what the typed reader makes of it.
pub fn hold(text: &str, bank: Option<&Bank>, report: &Report) -> Result<(), String> {
    match (typed::read(text), bank) {
        (Err(reason), Some(_)) if is_number_of_old(&reason) || is_of_other_base(&reason, text) => Ok(()),
        (Err(reason), Some(_)) => Err(format!("reader: a bank, though the typed reader says: {reason}")),
        (Err(_), None) => Ok(()),
        (Ok(_), None) => only_own(report),
        (Ok(typed), Some(bank)) => Comparison::new().bank(bank, &typed).map_err(|field| format!("differs: {field}")),
    }
}

/// Whether the typed reader wants quotes around what was a number to YAML 1.1 alone: to YAML 1.2, `1_0` and `0b1` are
/// text, and so they are to prepdeck.
fn is_number_of_old(reason: &str) -> bool {
    let value = reason.split_once("The string value [").and_then(|(_, rest)| rest.split_once("] must be quoted"));
    let digits = value.map(|(value, _)| value.trim_start_matches(['-', '+'])).unwrap_or_default();
    let is_number =
        digits.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'_' | b'x' | b'o' | b'b' | b'.'));
    is_number && (digits.contains('_') || digits.starts_with("0b"))
}

/// Whether the typed reader takes no number of another base where any number may stand: to YAML 1.2, `0x2` is 2.
fn is_of_other_base(reason: &str, text: &str) -> bool {
    reason.contains("invalid floating point") && [": 0x", ": 0o"].iter().any(|start| text.contains(start))
}

/// Whether prepdeck objects to a boolean or a number in quotes, or in a block: to YAML that is text, which the typed
/// reader takes for what is asked for.
fn is_quoted(message: &str) -> bool {
    let quoted = |wanted: &str| message.strip_prefix(wanted)?.strip_suffix('`').map(|value| value.replace("\\n", " "));
    let is_boolean = |value: String| matches!(value.trim().to_ascii_lowercase().as_str(), "true" | "false");
    let is_number =
        |value: String| value.trim().starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    quoted("expected `true` or `false`, found the text `").is_some_and(is_boolean)
        || quoted("expected a number, found the text `").is_some_and(is_number)
}

fn only_own(report: &Report) -> Result<(), String> {
    let is_own = |diagnostic: &Diagnostic| {
        OWN_RULES.contains(&diagnostic.code)
            || OWN_WORDS.iter().any(|words| diagnostic.message.contains(words))
            || is_quoted(&diagnostic.message)
    };
    let errors = || report.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    match errors().find(|diagnostic| !is_own(diagnostic)) {
        Some(diagnostic) => Err(format!("reader: the typed reader has nothing against {diagnostic:?}")),
        None => Ok(()),
    }
}

/// The name of a field that is not the same, with both its values.
type Same = Result<(), String>;

fn same<T: PartialEq + Debug>(name: &str, ours: &T, theirs: &T) -> Same {
    if ours == theirs { Ok(()) } else { Err(format!("{name}: {ours:?}, and typed {theirs:?}")) }
}

struct Comparison {
    images: Images,
}

impl Comparison {
    fn new() -> Self {
        Self { images: Images::new(bank_path().parent().unwrap_or(root())) }
    }

    fn bank(&self, bank: &Bank, typed: &typed::Bank) -> Same {
        let title = line(&typed.title);
        same("id", &bank.id.as_str(), &typed.id.as_deref().unwrap_or("fuzz"))?;
        same("language", &bank.language.as_str(), &typed.language.as_deref().unwrap_or("en"))?;
        same("description", &bank.description, &self.blocks(typed.description.as_ref()))?;
        same("authors", &bank.authors, &filled(all(typed.authors.as_ref(), line)))?;
        same("license", &bank.license, &filled_line(typed.license.as_ref()))?;
        same("version", &bank.version, &filled_line(typed.version.as_ref()))?;
        same("homepage", &bank.homepage, &typed.homepage.as_ref().map(|text| text.trim().to_owned()))?;
        // Of a title in which Anki would see levels, another deck is made.
        let is_plain = !title.contains("::") && !title.ends_with(':');
        let of_title = if is_plain { kept(&title) } else { bank.deck.clone() };
        let deck = typed.deck.as_ref().map_or(of_title, |deck| kept(deck));
        same("deck", &bank.deck, &deck)?;
        same("title", &bank.title, &title)?;
        same("tags", &bank.tags, &tags(typed.tags.as_ref()))?;
        sheet(&bank.sheet, typed.sheet.as_ref())?;
        labels(&bank.labels, typed.labels.as_ref())?;
        same("sections", &bank.sections.len(), &typed.sections.len())?;
        let mut number = 0;
        let sections = bank.sections.iter().zip(&typed.sections);
        sections.into_iter().try_for_each(|(section, typed)| self.section(section, typed, &mut number))
    }

    fn section(&self, section: &Section, typed: &typed::Section, number: &mut u32) -> Same {
        same("title", &section.title, &line(&typed.title))?;
        if let Some(id) = &typed.id {
            same("id", &section.id.as_str(), &id.as_str())?;
        }
        same("deck", &section.deck, &typed.deck.as_ref().map(|deck| kept(deck)))?;
        same("questions", &section.questions.len(), &typed.questions.len())?;
        for (question, typed_question) in section.questions.iter().zip(&typed.questions) {
            *number += u32::from(!question.retired);
            same("number", &question.number, &(!question.retired).then_some(*number))?;
            let level = typed_question.level.or(typed.level);
            same("level", &question.level.map(prepdeck::bank::Level::name), &level.map(level_name))?;
            values(question, typed_question)?;
            self.texts(question, typed_question)?;
        }
        Ok(())
    }

    fn texts(&self, question: &Question, typed: &typed::Question) -> Same {
        same("question", &question.question, &self.inlines(&typed.question))?;
        same("setup", &question.setup, &self.blocks(typed.setup.as_ref()))?;
        same("short", &question.short, &self.blocks(typed.short.as_ref()))?;
        same("answer", &question.answer, &self.blocks(typed.answer.as_ref()))?;
        same("hint", &question.hint, &self.blocks(typed.hint.as_ref()))?;
        same("cloze", &question.cloze, &self.blocks(typed.cloze.as_ref().map(|text| marked(text)).as_ref()))?;
        let texts = |list: Option<&Vec<String>>| filled(all(list, |text| self.blocks(Some(&text.to_owned()))));
        same("pitfalls", &question.pitfalls, &texts(typed.pitfalls.as_ref()))?;
        same("follow_ups", &question.follow_ups, &texts(typed.follow_ups.as_ref()))?;
        self.sources(question, typed)
    }

    /// An address alone is a link to itself; all else is Markdown.
    fn sources(&self, question: &Question, typed: &typed::Question) -> Same {
        let texts = typed.sources.iter().flatten().filter(|text| !self.inlines(text).is_empty());
        let texts = texts.collect::<Vec<_>>();
        same("sources", &question.sources.len(), &texts.len())?;
        for (ours, text) in question.sources.iter().zip(texts) {
            if !is_link_to_itself(ours, text.trim()) {
                same("sources", ours, &self.inlines(text))?;
            }
        }
        Ok(())
    }

    fn blocks(&self, text: Option<&String>) -> Vec<Block> {
        text.map(|text| parse::blocks(text, &|path| self.images.load(path)).value).unwrap_or_default()
    }

    fn inlines(&self, text: &str) -> Vec<Inline> {
        parse::inlines(text.trim_end(), &|path| self.images.load(path)).value
    }
}

fn values(question: &Question, typed: &typed::Question) -> Same {
    same("id", &question.id.as_str(), &typed.id.as_str())?;
    same("was", &question.was.as_ref().map(ToString::to_string), &typed.was)?;
    same("tags", &question.tags, &tags(typed.tags.as_ref()))?;
    same("reverse", &question.reverse, &typed.reverse.unwrap_or(false))?;
    same("retired", &question.retired, &typed.retired.unwrap_or(false))?;
    same("reviewed", &question.reviewed, &typed.reviewed)?;
    let answer = typed.typed.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    same("typed", &question.typed, &answer)?;
    let mut see = Vec::new();
    for id in typed.see.iter().flatten() {
        see.extend((!see.contains(id) && *id != question.id.to_string()).then(|| id.clone()));
    }
    same("see", &question.see.iter().map(ToString::to_string).collect(), &see)
}

fn is_link_to_itself(inlines: &[Inline], address: &str) -> bool {
    let [Inline::Link(link)] = inlines else { return false };
    let is_web = ["http://", "https://"].iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme));
    is_web && link.target == Target::Url(address.into()) && link.content == [Inline::Text(address.into())]
}

fn all<T>(list: Option<&Vec<String>>, read: impl Fn(&str) -> T) -> Vec<T> {
    list.into_iter().flatten().map(|text| read(text)).collect()
}

/// What is not empty of texts in any form.
fn filled<T: PartialEq + Default>(mut list: Vec<T>) -> Vec<T> {
    list.retain(|text| *text != T::default());
    list
}

/// White space folded.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn filled_line(text: Option<&String>) -> Option<String> {
    text.map(|text| line(text)).filter(|line| !line.is_empty())
}

/// A deck's or tag's name as Anki keeps it: in Unicode's form NFC.
fn kept(name: &str) -> String {
    name.trim_end().nfc().collect()
}

/// Each once, whatever its case.
fn tags(list: Option<&Vec<String>>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in list.into_iter().flatten().map(|tag| kept(tag)) {
        if !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    tags
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Basic => "basic",
        Level::Intermediate => "intermediate",
        Level::Advanced => "advanced",
    }
}

fn sheet(ours: &Sheet, typed: Option<&typed::Sheet>) -> Same {
    let default = Sheet::default();
    let expected = typed.map_or(default.clone(), |typed| Sheet {
        paper: typed.paper.map_or(default.paper, |paper| match paper {
            Paper::A4 => prepdeck::bank::Paper::A4,
            Paper::Letter => prepdeck::bank::Paper::Letter,
        }),
        landscape: typed.landscape.unwrap_or(default.landscape),
        columns: typed.columns.and_then(Sheet::columns_of).unwrap_or(default.columns),
        size: typed.size.and_then(Sheet::size_of).unwrap_or(default.size),
        detail: typed.detail.map_or(default.detail, |detail| match detail {
            Detail::Short => prepdeck::bank::Detail::Short,
            Detail::Full => prepdeck::bank::Detail::Full,
        }),
        accent: typed.accent.as_ref().and_then(|accent| Sheet::color_of(accent)).unwrap_or(default.accent),
        justify: typed.justify.unwrap_or(default.justify),
        print_urls: typed.print_urls.unwrap_or(default.print_urls),
    });
    same("sheet", ours, &expected)
}

fn labels(ours: &Labels, typed: Option<&typed::Labels>) -> Same {
    let default = Labels::default();
    let Some(typed) = typed else { return same("labels", ours, &default) };
    let word = |text: &Option<String>, default: String| text.as_ref().map_or(default, |text| line(text));
    let expected = Labels {
        short: word(&typed.short, default.short),
        answer: word(&typed.answer, default.answer),
        answers: word(&typed.answers, default.answers),
        pitfalls: word(&typed.pitfalls, default.pitfalls),
        follow_ups: word(&typed.follow_ups, default.follow_ups),
        sources: word(&typed.sources, default.sources),
        related: word(&typed.related, default.related),
        hint: word(&typed.hint, default.hint),
        output: word(&typed.output, default.output),
        note: word(&typed.note, default.note),
        tip: word(&typed.tip, default.tip),
        important: word(&typed.important, default.important),
        warning: word(&typed.warning, default.warning),
        caution: word(&typed.caution, default.caution),
        contents: word(&typed.contents, default.contents),
        unanswered: word(&typed.unanswered, default.unanswered),
        page: word(&typed.page, default.page),
        basic: word(&typed.basic, default.basic),
        intermediate: word(&typed.intermediate, default.intermediate),
        advanced: word(&typed.advanced, default.advanced),
    };
    same("labels", ours, &expected)
}

/// A cloze text, known to be right, with sentinels in the place of its braces.
fn marked(text: &str) -> String {
    let mut marked = String::new();
    let mut rest = text;
    while let Some((start, number, inside, after)) = deletion(rest) {
        marked.push_str(&rest[..start]);
        marked.extend([&cloze::OPEN.to_string(), &*number.to_string(), &cloze::START.to_string(), &hinted(inside)]);
        marked.push(cloze::CLOSE);
        rest = after;
    }
    marked + rest
}

/// What a deletion holds, with a sentinel before its hint: at the first `::` that no backslash makes text.
fn hinted(inside: &str) -> String {
    let Some(at) = inside.find("::") else { return inside.to_owned() };
    let (before, after) = (&inside[..at], &inside[at + 2..]);
    match before.strip_suffix('\\').filter(|before| !before.ends_with('\\')) {
        Some(before) => format!("{before}::{}", hinted(after)),
        None => format!("{before}{}{}", cloze::HINT, after.trim_start_matches(' ')),
    }
}

/// The first deletion: where it begins, its number, what it holds, what follows.
fn deletion(text: &str) -> Option<(usize, u16, &str, &str)> {
    text.match_indices("{{c").find_map(|(start, open)| {
        let (number, rest) = text[start + open.len()..].split_once("::")?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let (inside, after) = rest.split_once("}}")?;
        Some((start, number.parse().ok().filter(|_| is_number)?, inside, after))
    })
}
