//! The lock: times move only when content moves.

use std::fs::File;
use std::io::Write;

use prepdeck::bank::{Bank, BankId, SectionId};
use prepdeck::doc::{Block, Class, Code};
use prepdeck::lock::{Lock, LockedNote, NoteClass, Touch, Trouble, guid};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

use crate::support::{bank, code, full_question, number, paragraph, question, question_id, section, unanswered, words};

const T1: i64 = 1_795_000_000;
const T2: i64 = T1 + 86_400;
const T3: i64 = T2 + 86_400;

fn two_sections() -> Bank {
    let basics = section("basics", "Basic Python", vec![question("a"), question("b")]);
    let more = section("more", "std::more", vec![question("c"), unanswered("d")]);
    bank(vec![basics, more])
}

fn first(bank: &Bank) -> Lock {
    Lock::next(bank, None, T1).0
}

fn note<'a>(lock: &'a Lock, id: &str) -> &'a LockedNote {
    &lock.notes[&(question_id(id), NoteClass::Standard)]
}

fn deck<'a>(lock: &'a Lock, section: &str) -> &'a str {
    &lock.sections[&SectionId::parse(section).unwrap()]
}

#[test]
fn first_release_names_decks_and_leaves_out_unanswered_questions() {
    let (lock, changes) = Lock::next(&two_sections(), None, T1);
    assert_eq!(changes.to_string(), "first release: 3 notes");
    assert_eq!(lock.notes.len(), 3);
    assert_eq!(deck(&lock, "basics"), "01 Basic Python");
    assert_eq!(deck(&lock, "more"), "02 std∷more");
    let created: Vec<i64> = ["a", "b", "c"].map(|id| note(&lock, id).created).to_vec();
    assert_eq!(created, [T1 * 1000 - 2, T1 * 1000 - 1, T1 * 1000], "in the bank's order, none in the future");
}

#[test]
fn text_is_as_it_was() {
    insta::assert_snapshot!(first(&two_sections()).to_string());
}

/// Another key, and every learner gets every note a second time.
#[test]
fn keys_are_as_they_were() {
    let python = BankId::parse("python").unwrap();
    let keys = NoteClass::ALL.map(|class| guid(&python, &question_id("list-vs-tuple"), class));
    assert_eq!(keys, ["HhVhYP3SV7C", "Lo4ftK2pLpU"]);
}

/// Every construct in one question: another hash means that every learner's own edits would be overwritten.
#[test]
fn hashes_are_as_they_were() {
    let mut full = full_question();
    full.reverse = true;
    let lock = first(&bank(vec![section("s", "S", vec![full, question("other")])]));
    let hashes: Vec<&str> = lock.notes.values().map(|note| note.hash.as_str()).collect();
    insta::assert_snapshot!(hashes.join(" "));
}

#[test]
fn unchanged_bank_leaves_every_byte() {
    let bank = two_sections();
    let lock = first(&bank);
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(next.to_string(), lock.to_string());
    assert!(changes.is_empty());
    assert_eq!(changes.to_string(), "no changes");
}

#[test]
fn text_reads_back() {
    let lock = first(&two_sections());
    assert_eq!(Lock::parse(&lock.to_string()).unwrap(), lock);
}

#[test]
fn changed_content_moves_that_note_alone() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.sections[0].questions[1].short = paragraph("another answer");
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(changes.to_string(), "1 reworded");
    assert_eq!(note(&next, "b").modified, T2);
    assert_eq!(note(&next, "b").created, note(&lock, "b").created);
    assert_eq!(note(&next, "a"), note(&lock, "a"));
    assert_eq!(next.changed, T2);
}

#[test]
fn changed_content_is_newer_even_when_the_clock_is_not() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.sections[0].questions[1].short = paragraph("another answer");
    let (next, _) = Lock::next(&bank, Some(&lock), T1 - 500);
    assert_eq!(note(&next, "b").modified, T1 + 1);
}

#[test]
fn place_section_and_neighbours_are_no_content() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.sections[1].title = "Another title".into();
    bank.sections[1].deck = Some("Elsewhere".into());
    let moved = bank.sections[0].questions.remove(0);
    bank.sections[1].questions.insert(0, moved);
    bank.sections[0].questions.insert(0, question("zero"));
    number(&mut bank);
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(changes.to_string(), "1 new, 1 moved");
    for id in ["a", "b", "c"] {
        assert_eq!(note(&next, id).modified, T1, "{id}");
        assert_eq!(note(&next, id).hash, note(&lock, id).hash, "{id}");
    }
    assert_eq!(deck(&next, "basics"), "01 Basic Python");
    assert_eq!(deck(&next, "more"), "Elsewhere");
}

#[test]
fn colours_and_directions_for_verify_are_no_content() {
    let with = |block: Block| {
        let mut question = question("a");
        question.answer = vec![block];
        note(&first(&bank(vec![section("s", "S", vec![question])])), "a").hash.clone()
    };
    let plain = with(code("if x", &[]));
    assert_eq!(with(code("if x", &[("if", Class::Keyword)])), plain);
    let directed =
        Code { language: "python".into(), text: "if x".into(), attributes: "norun".into(), ..Code::default() };
    assert_eq!(with(Block::Code(directed)), plain);
    assert_ne!(with(code("if y", &[])), plain);
}

#[test]
fn every_key_is_content() {
    type Edit = fn(&mut prepdeck::bank::Question);
    let edits: [Edit; 13] = [
        |q| q.question = words("else?"),
        |q| q.setup = paragraph("x"),
        |q| q.answer = paragraph("x"),
        |q| q.pitfalls = vec![paragraph("x")],
        |q| q.follow_ups = vec![paragraph("x")],
        |q| q.see = vec![question_id("b")],
        |q| q.sources = vec![words("x")],
        |q| q.hint = paragraph("x"),
        |q| q.level = Some(prepdeck::bank::Level::Basic),
        |q| q.tags = vec!["x".into()],
        |q| q.reverse = true,
        |q| q.typed = Some("x".into()),
        |q| q.retired = true,
    ];
    let mut hashes: Vec<String> = Vec::new();
    for edit in edits {
        let mut bank = two_sections();
        edit(&mut bank.sections[0].questions[0]);
        hashes.push(note(&first(&bank), "a").hash.clone());
    }
    hashes.push(note(&first(&two_sections()), "a").hash.clone());
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), 14);
}

#[test]
fn tags_of_the_bank_are_content_of_every_note() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.tags.push("more".into());
    assert_eq!(Lock::next(&bank, Some(&lock), T2).1.reworded.len(), 3);
    bank.tags.reverse();
    let (again, _) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(Lock::next(&bank, Some(&again), T3).1.to_string(), "no changes", "tags know no order");
}

#[test]
fn dropped_line_stays_and_a_returning_one_is_newer() {
    let mut bank = two_sections();
    let lock = first(&bank);
    let gone = bank.sections[0].questions.remove(0);
    let (without, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(changes.to_string(), "1 dropped");
    assert!(note(&without, "a").dropped);
    assert_eq!(note(&without, "a").modified, T1);
    assert_eq!(Lock::parse(&without.to_string()).unwrap(), without);
    let (still, changes) = Lock::next(&bank, Some(&without), T3);
    assert_eq!((still, changes.to_string().as_str()), (without.clone(), "no changes"));
    bank.sections[0].questions.push(gone);
    let (again, changes) = Lock::next(&bank, Some(&without), T3);
    assert_eq!(changes.to_string(), "1 new");
    assert_eq!((note(&again, "a").modified, note(&again, "a").created), (T3, note(&lock, "a").created));
}

#[test]
fn renamed_question_keeps_its_key_and_time() {
    let mut bank = two_sections();
    bank.sections[1].questions[0].see = vec![question_id("a")];
    let lock = first(&bank);
    bank.sections[0].questions[0].id = question_id("better");
    bank.sections[0].questions[0].was = Some(question_id("a"));
    bank.sections[1].questions[0].see = vec![question_id("better")];
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(changes.to_string(), "1 renamed");
    assert_eq!(changes.renamed, [(question_id("better"), question_id("a"))]);
    assert_eq!(note(&next, "better"), note(&lock, "a"));
    assert_eq!(next.notes.len(), 3);
    assert_eq!(note(&next, "c").modified, T1, "a question that names it is not changed by that");
}

#[test]
fn retired_question_is_told_apart() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.sections[0].questions[0].retired = true;
    number(&mut bank);
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(changes.to_string(), "1 retired");
    assert_eq!(note(&next, "a").modified, T2);
    assert!(next.to_string().contains("\nretired a std "));
    assert_eq!(Lock::next(&bank, Some(&next), T3), (next, prepdeck::lock::Changes { notes: 3, ..Default::default() }));
}

#[test]
fn later_section_gets_the_next_free_number() {
    let mut bank = two_sections();
    let lock = first(&bank);
    bank.sections.insert(0, section("news", "News", vec![question("n")]));
    let (next, changes) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(deck(&next, "news"), "03 News");
    assert_eq!(deck(&next, "basics"), "01 Basic Python");
    assert_eq!(changes.sections.len(), 1);
}

#[test]
fn a_deck_named_by_a_huge_number_leaves_room_for_later_ones() {
    let mut bank = two_sections();
    bank.sections[0].deck = Some(format!("{} x", u64::MAX));
    let lock = first(&bank);
    bank.sections.push(section("late", "Late", vec![question("z")]));
    let (next, _) = Lock::next(&bank, Some(&lock), T2);
    assert_eq!(deck(&next, "late"), "03 Late");
}

#[test]
fn many_sections_sort_as_they_stand() {
    let sections = (1..=100).map(|n| section(&format!("s{n}"), "S", vec![question(&format!("q{n}"))])).collect();
    let lock = first(&bank(sections));
    assert_eq!((deck(&lock, "s1"), deck(&lock, "s100")), ("001 S", "100 S"));
}

#[test]
fn cloze_alone_has_one_note() {
    let mut only = unanswered("a");
    only.cloze = paragraph("x");
    let mut both = question("b");
    both.cloze = paragraph("x");
    let lock = first(&bank(vec![section("s", "S", vec![only, both])]));
    let keys: Vec<(&str, &str)> = lock.notes.keys().map(|(id, class)| (id.as_str(), class.name())).collect();
    assert_eq!(keys, [("a", "cloze"), ("b", "std"), ("b", "cloze")]);
}

#[test]
fn cloze_text_and_typed_word_are_content_of_their_own_note() {
    let mut bank = two_sections();
    bank.sections[0].questions[0].cloze = paragraph("x");
    let lock = first(&bank);
    bank.sections[0].questions[0].typed = Some("x".into());
    let (typed, _) = Lock::next(&bank, Some(&lock), T2);
    bank.sections[0].questions[0].cloze = paragraph("y");
    let (both, _) = Lock::next(&bank, Some(&typed), T3);
    let times = |lock: &Lock| NoteClass::ALL.map(|class| lock.notes[&(question_id("a"), class)].modified);
    assert_eq!((times(&typed), times(&both)), ([T2, T1], [T2, T3]));
}

#[test]
fn build_at_the_beginning_of_time_has_ids() {
    let (lock, _) = Lock::next(&two_sections(), None, 0);
    assert!(lock.notes.values().all(|note| note.created > 0 && note.modified == 0));
}

fn trouble(text: &str) -> (usize, Trouble) {
    Lock::parse(text).unwrap_err()
}

#[test]
fn conflict_is_named() {
    let text = first(&two_sections()).to_string().replace("note b", "<<<<<<< HEAD\nnote b");
    assert_eq!(trouble(&text), (9, Trouble::Conflict));
}

#[test]
fn damage_is_named() {
    let whole = first(&two_sections()).to_string();
    let cut = &whole[..whole.len() - 1];
    assert_eq!(trouble(cut).1.to_string(), DAMAGED.replace("{}", "it is cut off"));
    let half = &whole[..whole.rfind("Z ").unwrap()];
    assert!(matches!(trouble(half).1, Trouble::Damaged(_)));
    let twice = format!("{whole}{}\n", whole.lines().last().unwrap());
    assert_eq!(trouble(&twice).1.to_string(), DAMAGED.replace("{}", "this note has two lines"));
    assert_eq!(trouble("").1.to_string(), DAMAGED.replace("{}", "it has no `prepdeck-lock` where it should"));
    assert_eq!(trouble(&whole.replace("lock 1", "lock 2")), (3, Trouble::Newer("2".into())));
}

const DAMAGED: &str = "the lock is damaged: {}; restore it from version control, and build again";

#[test]
fn file_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("python.lock");
    let bank = two_sections();
    assert_eq!(Lock::read(&path, &bank.id).unwrap(), None);
    let lock = first(&bank);
    File::create(&path).unwrap().write_all(lock.to_string().as_bytes()).unwrap();
    assert_eq!(Lock::read(&path, &bank.id).unwrap(), Some(lock));
    let error = Lock::read(&path, &BankId::parse("rust").unwrap()).unwrap_err().to_string();
    assert!(error.contains("write `id: python` into the bank, or, if that is meant, delete the lock"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever stands in a bank: releasing it twice changes nothing, and its lock reads back.
    #[test]
    fn releasing_twice_changes_nothing(texts in prop::collection::vec(any::<String>(), 1..6), now in 0..T3) {
        let mut questions = Vec::new();
        for (n, text) in texts.iter().enumerate() {
            let mut question = question(&format!("q{n}"));
            question.question = words(text);
            question.retired = text.len() % 3 == 0;
            questions.push(question);
        }
        let bank = bank(vec![section("s", &texts[0], questions)]);
        let (lock, _) = Lock::next(&bank, None, now);
        let read = Lock::parse(&lock.to_string());
        prop_assert_eq!(read.as_ref(), Ok(&lock));
        let (next, changes) = Lock::next(&bank, Some(&lock), T3);
        prop_assert_eq!(next, lock);
        prop_assert!(changes.is_empty());
    }
}

#[test]
fn what_is_touched_is_published_anew() {
    let bank = two_sections();
    let lock = first(&bank);
    let touch = Touch::Questions(["b".to_owned()].into());
    let (next, changes) = Lock::next_touching(&bank, Some(&lock), T2, &touch);
    assert_eq!(changes.to_string(), "1 touched");
    assert_eq!((note(&next, "a").modified, note(&next, "b").modified), (T1, T2));
    let (next, changes) = Lock::next_touching(&bank, Some(&next), T3, &Touch::All);
    assert_eq!(changes.to_string(), "3 touched");
    assert!(["a", "b", "c"].iter().all(|id| note(&next, id).modified == T3));
}

/// Another id makes every learner's card a new one, unless `was` says what it was.
#[test]
fn a_renamed_question_is_recognised_by_its_words_or_by_its_answer() {
    let bank = two_sections();
    let lock = first(&bank);
    let mut renamed = bank.clone();
    let questions = &mut renamed.sections[0].questions;
    questions[0].id = question_id("a-renamed");
    questions[1].id = question_id("b-renamed");
    questions[1].question = words("What else is b?");
    renamed.sections[1].questions[0] = question("e");
    let (next, changes) = Lock::next(&renamed, Some(&lock), T2);
    assert_eq!(changes.to_string(), "3 new, 3 dropped");
    let pairs = [("a-renamed", "a"), ("b-renamed", "b")].map(|(new, old)| (question_id(new), question_id(old)));
    assert_eq!(changes.lookalikes, pairs);
    for (question, (_, old)) in renamed.sections[0].questions.iter_mut().zip(pairs) {
        question.was = Some(old);
    }
    let (mended, changes) = Lock::next(&renamed, Some(&next), T3);
    assert_eq!(changes.lookalikes, []);
    for (new, old) in [("a-renamed", "a"), ("b-renamed", "b")] {
        assert_eq!(note(&mended, new).guid, note(&lock, old).guid, "found again, though a build came between");
        assert_eq!(note(&mended, new).created, note(&lock, old).created);
    }
}
