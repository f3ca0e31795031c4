"""A learner imports one release after another: nothing learned is lost, and what changed arrives."""

import textwrap

import pytest


def bank_text(*questions, deck="Release", tags="[]"):
    """A bank of one section of questions `id: short answer`."""
    head = f"title: {deck}\nid: releases\ntags: {tags}\nsections:\n  - title: First\n    id: first\n    questions:\n"
    body = ""
    for question_id, short in questions:
        body += f"- id: {question_id}\n  question: What is {question_id}?\n  short: {short}\n"
    return head + textwrap.indent(body, "      ")


@pytest.fixture
def two_releases(learner, bank):
    """Release 1 is imported and its first card learned; release 2 edits `b`, adds `d`, drops `c`."""
    first = bank.build(bank_text(("a", "one"), ("b", "two"), ("c", "three")))
    second = bank.build(bank_text(("d", "four"), ("a", "one"), ("b", "two, reworded")))
    learner.import_deck(first)
    learn(learner, "a")
    learn(learner, "b")
    return learner, second


def learn(learner, question_id):
    """One review with "good"."""
    card = learner.note(question_id).cards()[0]
    card.start_timer()
    states = learner.col._backend.get_scheduling_states(card.id)
    from anki.scheduler.v3 import CardAnswer

    answer = learner.col.sched.build_answer(card=card, states=states, rating=CardAnswer.GOOD)
    learner.col.sched.answer_card(answer)


def test_edits_arrive_and_reviews_stay(two_releases):
    learner, second = two_releases
    reviews = learner.col.db.all("select * from revlog")
    untouched = learner.snapshot(learner.note("a").id)
    cards_of_b = learner.snapshot(learner.note("b").id)[1]
    log = learner.import_deck(second)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (1, 1, 0)
    assert learner.note("b")["Short"] == "<p>two, reworded</p>"
    assert learner.snapshot(learner.note("b").id)[1] == cards_of_b
    assert learner.snapshot(learner.note("a").id) == untouched
    assert learner.col.db.all("select * from revlog") == reviews and len(reviews) == 2
    assert learner.note("c")["Short"] == "<p>three</p>", "what was dropped stays with the learner"
    assert learner.problems() == []
    names = [kind.name for kind in learner.col.models.all_names_and_ids() if kind.name.startswith("prepdeck")]
    assert sorted(names) == ["prepdeck question"]


def test_learners_own_edit_of_an_unchanged_note_stays(two_releases):
    learner, second = two_releases
    note = learner.note("a")
    note["Short"] = "my own words"
    note.add_tag("mine")
    learner.col.update_note(note)
    learner.import_deck(second)
    note = learner.note("a")
    assert note["Short"] == "my own words" and note.tags == ["mine"]
