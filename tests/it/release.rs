//! One release after another, as an author sees it: what changed, what is published anew, how to study for a date.

use prepdeck::bank::Day;
use prepdeck::study::Plan;

use crate::workspace::{TINY, Workspace};

/// A folder in which the bank was built once.
fn released() -> Workspace {
    let workspace = Workspace::tiny();
    workspace.run(&["build", "tiny.yaml", "--only", "anki"]).succeeds();
    std::fs::copy(workspace.join("tiny.lock"), workspace.join("old.lock")).unwrap();
    workspace
}

const RENAMED: &str = "  renamed? mutability says what list-vs-tuple said: if it is the same question, write `was: list-vs-tuple` into \
     it and build again, or every learner gets it as a new card\n";

#[test]
fn changes_are_told_before_they_are_published() {
    let workspace = released();
    assert_eq!(workspace.run(&["changes", "tiny.yaml"]).succeeds().out, "tiny.yaml: no changes\n");
    let edited = TINY.replace("id: list-vs-tuple", "id: mutability").replace("neither ever changes", "never change");
    workspace.put("tiny.yaml", edited);
    let told = "1 new, 1 reworded, 1 dropped\n  \
                new: mutability (What is the difference between a list and a tuple?)\n  \
                reworded: hashable (What makes an object hashable?)\n  \
                dropped: list-vs-tuple (What is the difference between a list and a tuple?)\n";
    let told = format!("tiny.yaml: {told}{RENAMED}");
    assert_eq!(workspace.run(&["changes", "tiny.yaml"]).succeeds().out, told);
    let built = workspace.run(&["build", "tiny.yaml", "--only", "anki"]);
    assert!(built.succeeds().err.contains(RENAMED), "{built:#?}");
    assert_eq!(workspace.run(&["changes", "tiny.yaml"]).out, "tiny.yaml: no changes\n");
    assert_eq!(workspace.run(&["changes", "tiny.yaml", "--since", "old.lock"]).out, told);
}

#[test]
fn changes_become_release_notes() {
    let workspace = released();
    workspace.put("tiny.yaml", TINY.replace("What makes an object", "What <u>makes</u> an `object`"));
    let said = workspace.run(&["changes", "tiny.yaml", "--since", "old.lock", "--format", "markdown"]);
    let notes = "## Tiny\n\n1 reworded\n\n### Reworded\n\n- What \\<u>makes\\</u> an object hashable? (`hashable`)\n";
    assert_eq!(said.succeeds().out, notes);
}

#[test]
fn locks_that_cannot_be_compared_with_are_refused() {
    let workspace = released();
    workspace.run(&["changes", "tiny.yaml", "--since", "none.lock"]).fails(2, "there is no lock none.lock");
    workspace.put("other.yaml", TINY.replace("id: tiny", "id: other"));
    workspace.run(&["changes", "other.yaml", "--since", "old.lock"]).fails(1, "the lock belongs to the bank `tiny`");
    workspace
        .run(&["changes", "tiny.yaml", "other.yaml", "--since", "old.lock"])
        .fails(2, "--since is the lock of one bank");
}

#[test]
fn a_touch_moves_the_time_of_that_note_alone() {
    let workspace = released();
    let before = workspace.read("tiny.lock");
    workspace.run(&["build", "tiny.yaml", "--only", "anki", "--touch", "nope"]).fails(2, "no question `nope`");
    assert_eq!(workspace.read("tiny.lock"), before);
    let said = workspace.run(&["build", "tiny.yaml", "--only", "anki", "--touch", "hashable"]);
    assert!(said.succeeds().err.contains("tiny.lock: 1 touched\n"), "{said:#?}");
    let lock = String::from_utf8(workspace.read("tiny.lock")).unwrap();
    let times = |id: &str| lock.lines().find(|line| line.contains(id)).unwrap().split(' ').nth(6).unwrap();
    assert_eq!((times("hashable"), times("list-vs-tuple")), ("2023-11-14T22:13:21Z", "2023-11-14T22:13:20Z"));
    workspace.run(&["build", "tiny.yaml", "--only", "anki", "--touch", "all", "--locked"]).fails(1, "2 touched");
}

#[test]
fn a_build_tells_how_to_be_ready_in_time() {
    let workspace = released();
    // The release is on 2023-11-14.
    let said = workspace.run(&["build", "tiny.yaml", "--only", "anki", "--interview", "2023-11-16"]);
    let plan = "tiny: 2 cards in 2 days until 2023-11-16: 2 new a day until 2023-11-14, then 1 day of reviews alone; \
                set it in Anki's deck options, or build with --new-per-day 2\n";
    assert!(said.succeeds().out.ends_with(plan), "{said:#?}");
    for (number, interview, advice) in [
        ("1", "2023-11-15", "the 1 a day of this deck reach 1 of them\n"),
        ("3", "2023-11-16", "the 3 a day of this deck will do\n"),
    ] {
        let said =
            workspace.run(&["build", "tiny.yaml", "--only", "anki", "--interview", interview, "--new-per-day", number]);
        assert!(said.succeeds().out.ends_with(advice), "{said:#?}");
    }
    let late = workspace.run(&["build", "tiny.yaml", "--only", "anki", "--interview", "2023-11-14"]);
    assert!(late.succeeds().out.ends_with("tiny: there is no day left before the interview\n"), "{late:#?}");
    workspace.run(&["build", "tiny.yaml", "--interview", "2023-02-29"]).fails(2, "not a day");
    workspace.run(&["build", "tiny.yaml", "--new-per-day", "0"]).fails(2, "0 is not in 1..=9999");
}

#[test]
fn plans_leave_time_for_reviews_and_fit_every_card() {
    let day = |text: &str| Day::parse(text).unwrap();
    let today = day("2026-11-23");
    assert_eq!(Plan::until(today, today, 10), None);
    assert_eq!(Plan::until(day("2027-01-01"), today, 0), None);
    for days in 1..60 {
        for cards in 1..200 {
            let interview = today.after(days);
            let plan = Plan::until(interview, today, cards).unwrap();
            let new_days = usize::try_from(today.days_until(plan.last_new)).unwrap() + 1;
            assert!(plan.new_per_day * new_days >= cards && plan.new_per_day * (new_days - 1) < cards, "{plan:?}");
            assert_eq!(new_days + plan.review_days, plan.days, "{plan:?}");
            assert!(plan.review_days > 0 || days == 1, "{plan:?}");
        }
    }
}
