//! What a bank says of itself: everything but its sections.

use std::collections::HashSet;

use super::ids;
use super::question::is_address;
use super::text::Context;
use crate::bank::id::slug;
use crate::bank::letters::composed;
use crate::bank::listing::LONGEST_TIMEOUT;
use crate::bank::raw::{RawBank, RawLabels, RawSheet};
use crate::bank::{BankId, Labels, Sheet};
use crate::doc::Block;
use crate::report::{Code, Diagnostic, Report, quote};
use crate::source::Source;
use crate::yaml::decode::Spanned;
use crate::yaml::place::Text;

/// A bank without its sections; `None` stands for what was reported as an error.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) id: Option<BankId>,
    pub(super) title: Option<String>,
    pub(super) language: String,
    pub(super) description: Vec<Block>,
    pub(super) authors: Vec<String>,
    pub(super) license: Option<String>,
    pub(super) version: Option<String>,
    pub(super) homepage: Option<String>,
    pub(super) deck: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) sheet: Sheet,
    pub(super) labels: Labels,
}

pub(super) fn check(source: &Source, raw: &RawBank, context: &Context, report: &mut Report) -> Head {
    let plain = |text: &Option<Text>, report: &mut Report| {
        text.as_ref().map(|text| context.plain(text, report)).filter(|text| !text.is_empty())
    };
    runners(raw, report);
    let title = raw.title.as_ref().and_then(|title| context.line(title, "the title", report));
    Head {
        id: bank_id(source, raw, report),
        language: raw.language.as_ref().map_or_else(|| "en".into(), |text| language(text, report)),
        description: raw.description.as_ref().map(|text| context.blocks(text, report)).unwrap_or_default(),
        authors: raw.authors.iter().map(|text| context.plain(text, report)).filter(|name| !name.is_empty()).collect(),
        license: plain(&raw.license, report),
        version: plain(&raw.version, report),
        homepage: raw.homepage.as_ref().map(|text| homepage(text, report)),
        deck: deck(raw, title.as_deref(), context, report),
        tags: tags(&raw.tags, report),
        sheet: raw.sheet.as_ref().map(|raw| sheet(raw, report)).unwrap_or_default(),
        labels: raw.labels.as_ref().map(|raw| labels(raw, context, report)).unwrap_or_default(),
        title,
    }
}

/// The bank's id, or one made from the file's name, with a warning.
fn bank_id(source: &Source, raw: &RawBank, report: &mut Report) -> Option<BankId> {
    if let Some(text) = &raw.id {
        return ids::parse(text, BankId::parse, report);
    }
    let stem = source.stem();
    let id = BankId::parse(&stem).or_else(|| BankId::parse(&slug(&stem))).or_else(|| BankId::parse("bank"))?;
    let message = format!("the bank has no `id`; the file's name serves: {}", quote(id.as_str()));
    report.push(
        Diagnostic::new(Code::ImplicitBankId, raw.span, message)
            .help(format!("add `id: {id}`, so that renaming the file does not make every card a new one")),
    );
    Some(id)
}

/// A language tag's shape, not its meaning: <https://www.rfc-editor.org/info/bcp47>.
fn language(text: &Text, report: &mut Report) -> String {
    let mut subtags = text.value.split('-');
    let is_primary = |tag: &str| (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    if !(subtags.next().is_some_and(is_primary) && subtags.all(is_subtag)) {
        let message = format!("expected a language tag, found {}", quote(&text.value));
        let diagnostic = Diagnostic::new(Code::WrongType, text.span, message);
        report.push(match tag_of(&text.value) {
            Some(tag) => diagnostic.label(format!("did you mean `{tag}`?")),
            None => diagnostic.help("such as en, de or pt-BR (BCP 47)"),
        });
    }
    text.value.clone().into_owned()
}

/// The tag of a language that is given by its name.
fn tag_of(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "english" => "en",
        "german" | "deutsch" => "de",
        "french" | "français" => "fr",
        "spanish" | "español" => "es",
        "italian" | "italiano" => "it",
        "portuguese" | "português" => "pt",
        "russian" | "русский" => "ru",
        "chinese" | "中文" => "zh",
        "japanese" | "日本語" => "ja",
        "korean" | "한국어" => "ko",
        _ => return None,
    })
}

fn homepage(text: &Text, report: &mut Report) -> String {
    let address = text.value.trim();
    if !is_address(address) {
        let message = format!("expected an http or https address, found {}", quote(address));
        report.push(Diagnostic::new(Code::WrongType, text.span, message));
    }
    address.to_owned()
}

/// The deck's name: the bank's, or made from its title, in which `::` would start a subdeck.
fn deck(raw: &RawBank, title: Option<&str>, context: &Context, report: &mut Report) -> Option<String> {
    match &raw.deck {
        Some(text) => Some(deck_name(text, context, report)),
        None => title.map(|title| composed(&deck_of_title(title))),
    }
}

/// A title as the name of a deck, of which a colon at its end would become a part of the `::` that follows it.
fn deck_of_title(title: &str) -> String {
    let name = title.replace("::", ": ");
    let name = name.trim_end_matches([':', ' ']);
    if name.is_empty() { title.replace(':', "∷") } else { name.to_owned() }
}

/// A name of one or more levels that Anki keeps as it is: none empty, none with white space around it.
fn deck_name(text: &Text, context: &Context, report: &mut Report) -> String {
    context.is_clean(text, report);
    let has_break = text.value.trim_end().contains(['\n', '\t']);
    let is_kept = |level: &str| !level.is_empty() && level.trim() == level && level.trim_matches(':') == level;
    if has_break || !text.value.trim_end().split("::").all(is_kept) {
        report.push(
            Diagnostic::new(
                Code::InvalidDeck,
                text.span,
                format!("Anki would rewrite the deck's name {}", quote(&text.value)),
            )
            .help("levels are parted by `::`, without spaces around it, and none is empty: `Interview::Python`"),
        );
    }
    composed(text.value.trim_end())
}

/// The last name of a section's subdeck.
pub(super) fn subdeck(text: &Text, context: &Context, report: &mut Report) -> String {
    deck_name(text, context, report)
}

/// Tags, each once, ignoring case as Anki does.
pub(super) fn tags(texts: &[Text], report: &mut Report) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for text in texts {
        if let Some((message, help)) = tag_fault(&text.value) {
            report.push(Diagnostic::new(Code::InvalidTag, text.span, message).help(help));
            continue;
        }
        let tag = composed(&text.value);
        if seen.insert(tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    tags
}

fn tag_fault(tag: &str) -> Option<(String, String)> {
    let quoted = quote(tag);
    if tag.trim().is_empty() {
        return Some(("a tag is blank".into(), "remove it".into()));
    }
    if tag.contains(|character: char| character.is_whitespace() || character.is_control()) {
        let parts = tag.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty());
        let joined = parts.collect::<Vec<_>>().join("-");
        return Some((format!("the tag {quoted} holds white space"), format!("write {}", quote(&joined))));
    }
    if matches!(&*tag.to_lowercase(), "marked" | "leech") {
        return Some((format!("the tag {quoted} has a meaning of its own in Anki"), "choose another word".into()));
    }
    if tag.split("::").any(str::is_empty) {
        return Some((format!("the tag {quoted} has an empty level"), "levels are parted by one `::`".into()));
    }
    None
}

fn sheet(raw: &RawSheet, report: &mut Report) -> Sheet {
    let default = Sheet::default();
    Sheet {
        paper: raw.paper.as_ref().map_or(default.paper, |paper| paper.value),
        landscape: raw.landscape.as_ref().map_or(default.landscape, |landscape| landscape.value),
        columns: raw.columns.as_ref().and_then(|columns| self::columns(columns, report)).unwrap_or(default.columns),
        size: raw.size.as_ref().and_then(|size| self::size(size, report)).unwrap_or(default.size),
        detail: raw.detail.as_ref().map_or(default.detail, |detail| detail.value),
        accent: raw.accent.as_ref().and_then(|accent| color(accent, report)).unwrap_or(default.accent),
        justify: raw.justify.as_ref().map_or(default.justify, |justify| justify.value),
        print_urls: raw.print_urls.as_ref().map_or(default.print_urls, |print_urls| print_urls.value),
    }
}

fn columns(number: &Spanned<f64>, report: &mut Report) -> Option<u8> {
    let columns = Sheet::columns_of(number.value);
    if columns.is_none() {
        report.push(Diagnostic::new(Code::WrongType, number.span, "`columns` is 1, 2, 3 or 4"));
    }
    columns
}

fn size(number: &Spanned<f64>, report: &mut Report) -> Option<f32> {
    let size = Sheet::size_of(number.value);
    if size.is_none() {
        report.push(Diagnostic::new(Code::WrongType, number.span, "`size` is from 7 to 12 points, in halves"));
    }
    size
}

fn color(text: &Text, report: &mut Report) -> Option<[u8; 3]> {
    let color = Sheet::color_of(&text.value);
    if color.is_none() {
        let message = format!("expected a colour, found {}", quote(&text.value));
        report.push(Diagnostic::new(Code::WrongType, text.span, message).help("such as \"#0b5cad\", in quotes"));
    }
    color
}

fn labels(raw: &RawLabels, context: &Context, report: &mut Report) -> Labels {
    let default = Labels::default();
    let mut word = |text: &Option<Text>, default: String| match text {
        Some(text) => context.line(text, "this label", report).unwrap_or(default),
        None => default,
    };
    Labels {
        short: word(&raw.short, default.short),
        answer: word(&raw.answer, default.answer),
        answers: word(&raw.answers, default.answers),
        pitfalls: word(&raw.pitfalls, default.pitfalls),
        follow_ups: word(&raw.follow_ups, default.follow_ups),
        sources: word(&raw.sources, default.sources),
        related: word(&raw.related, default.related),
        hint: word(&raw.hint, default.hint),
        output: word(&raw.output, default.output),
        note: word(&raw.note, default.note),
        tip: word(&raw.tip, default.tip),
        important: word(&raw.important, default.important),
        warning: word(&raw.warning, default.warning),
        caution: word(&raw.caution, default.caution),
        contents: word(&raw.contents, default.contents),
        unanswered: word(&raw.unanswered, default.unanswered),
        page: word(&raw.page, default.page),
        basic: word(&raw.basic, default.basic),
        intermediate: word(&raw.intermediate, default.intermediate),
        advanced: word(&raw.advanced, default.advanced),
    }
}

/// Runners are used by `verify` alone; what is wrong with them is told with the rest.
fn runners(raw: &RawBank, report: &mut Report) {
    for (_, runner) in raw.runners.iter().flat_map(|runners| &runners.value) {
        let lists = [(&runner.command, "command"), (&runner.version, "`version`")];
        for (list, what) in lists.into_iter().filter_map(|(list, what)| Some((list.as_ref()?, what))) {
            if list.value.first().is_none_or(|program| program.value.trim().is_empty()) {
                report.push(Diagnostic::new(Code::Blank, list.span, format!("a runner's {what} is empty")));
            }
        }
        if let Some(file) = runner.file.as_ref().filter(|file| !is_file_name(&file.value)) {
            let message = format!("expected the name of a file, found {}", quote(&file.value));
            report.push(
                Diagnostic::new(Code::WrongType, file.span, message)
                    .help("such as main.rs; it is made in the folder where the command runs"),
            );
        }
        if let Some(timeout) = runner.timeout.as_ref().filter(|timeout| !is_timeout(timeout.value)) {
            let message = "`timeout` is more than 0 seconds, and at most an hour: 3600";
            report.push(Diagnostic::new(Code::WrongType, timeout.span, message));
        }
    }
}

/// Whether a text names a file of the folder that it stands in, on every system.
fn is_file_name(text: &str) -> bool {
    let is_folder = matches!(text, "" | "." | "..");
    !is_folder && !text.contains(|c: char| matches!(c, '/' | '\\' | ':') || c.is_control())
}

fn is_timeout(seconds: f64) -> bool {
    seconds > 0.0 && seconds <= LONGEST_TIMEOUT
}
