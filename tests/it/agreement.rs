//! The three artifacts of a bank say the same: the words of its notes and of its handout are the words of the bank,
//! in order. The same for the sheet is in `pdf`, and its paint in `tests/pdf`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use prepdeck::bank::{self, Bank, Question};
use prepdeck::doc::image::{Image, ImageFormat};
use prepdeck::doc::{Block, parse, plain};
use prepdeck::lock::Lock;
use prepdeck::render::{Options, anki, handout};
use prepdeck::source::Source;

use crate::anki::Collection;

fn banks() -> Vec<Bank> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| bank::check(&Source::read(&root.join(path)).unwrap()).0.expect(path);
    ["source/python.yaml", "source/django.yaml", "tests/cases/sheet/torture.yaml", "tests/cases/ok/every-key.yaml"]
        .map(read)
        .into()
}

/// What a reader reads: markers of lists are none of it, nor is white space.
fn letters(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '☐' | '☑')).collect()
}

/// The texts of a question by the names of the deck's fields, in the order in which all artifacts have them.
fn texts(question: &Question) -> Vec<(&'static str, String)> {
    let points = |points: &[Vec<Block>]| points.iter().map(|point| plain::text(point)).collect::<String>();
    let sources = question.sources.iter().map(|source| plain::inline_text(source)).collect::<String>();
    let texts = vec![
        ("Question", plain::inline_text(&question.question)),
        ("Setup", plain::text(&question.setup)),
        ("Short", plain::text(&question.short)),
        ("Answer", plain::text(&question.answer)),
        ("Pitfalls", points(&question.pitfalls)),
        ("FollowUps", points(&question.follow_ups)),
        ("Sources", sources),
    ];
    texts.into_iter().map(|(name, text)| (name, letters(&text))).collect()
}

/// What a browser shows of HTML; of pictures their alternative text, of prepdeck's own labels nothing.
fn shown(html: &str) -> String {
    let mut shown = String::new();
    let html = html.replace("<span class=\"label\">Output</span>", "");
    let mut rest = html.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        shown.push_str(before);
        let (tag, after) = tag.split_once('>').expect("a tag ends");
        if let Some((_, alt)) = tag.split_once("alt=\"") {
            shown.push_str(alt.split('"').next().unwrap());
        }
        rest = after;
    }
    shown.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#91;", "["), ("&#123;", "{")];
    let shown = entities.iter().fold(shown, |shown, (entity, character)| shown.replace(entity, character));
    letters(&shown.replace("&#125;", "}").replace("&#58;", ":").replace("&nbsp;", " ").replace("&amp;", "&"))
}

#[test]
fn the_words_of_the_notes_are_the_words_of_the_bank() {
    for bank in banks() {
        let (lock, _) = Lock::next(&bank, None, 1_795_000_000);
        let collection = Collection::of(&anki::render(&bank, &lock, &Options::default()).unwrap().bytes);
        let mut compared = 0;
        for (_, question) in bank.questions().filter(|(_, question)| !question.is_unanswered()) {
            let published = question.was.as_ref().unwrap_or(&question.id);
            let fields: BTreeMap<String, String> = collection.fields(published.as_str());
            for (name, text) in texts(question) {
                assert_eq!(shown(&fields[name]), text, "{}: {}: {name}", bank.id, question.id);
                compared += usize::from(!text.is_empty());
            }
        }
        assert!(compared > 5, "{}", bank.id);
    }
}

/// The handout's pictures are compared by their words.
fn any_image(path: &str) -> Image {
    let (path, file_name) = (path.to_owned(), path.to_owned());
    Image { path, bytes: Vec::new(), format: ImageFormat::Png, width: 1, height: 1, file_name }
}

#[test]
fn the_words_of_the_handout_are_the_words_of_the_bank_in_order() {
    for bank in banks() {
        for fold in [false, true] {
            let options = Options { fold, ..Options::default() };
            let handout = String::from_utf8(handout::render(&bank, &options).bytes).unwrap();
            let parsed = parse::blocks(&handout, &|path| Ok(Arc::new(any_image(path))));
            let words = letters(&plain::text(&parsed.value));
            let mut rest = words.as_str();
            for (_, question) in bank.questions().filter(|(_, question)| !question.retired) {
                for (name, text) in texts(question) {
                    let found = rest.split_once(&text);
                    let (_, after) = found
                        .unwrap_or_else(|| panic!("{}: {}: {name} is not where it should be", bank.id, question.id));
                    rest = after;
                }
            }
        }
    }
}
