"""The deck of every shipped bank, imported into an empty collection of real Anki."""

import json
import sqlite3
import zipfile

import pytest

from conftest import OUTPUT
from learner import leftovers, words


@pytest.fixture
def imported(learner, shipped_deck):
    log = learner.import_deck(shipped_deck)
    return learner, shipped_deck, log


def contents(deck, tmp_path):
    """The package's own rows, read without Anki."""
    with zipfile.ZipFile(deck) as package:
        package.extract("collection.anki2", tmp_path)
    return sqlite3.connect(tmp_path / "collection.anki2")


def test_there_is_a_deck():
    assert list(OUTPUT.glob("*.apkg")), f"no deck in {OUTPUT}: run `make all` first"


def test_every_note_is_new_and_nothing_is_wrong(imported, tmp_path):
    learner, deck, log = imported
    rows = contents(deck, tmp_path)
    assert len(log.new) == rows.execute("select count(*) from notes").fetchone()[0] > 0
    assert not log.updated and not log.duplicate and not log.conflicting and not log.first_field_match
    assert len(learner.cards()) == rows.execute("select count(*) from cards").fetchone()[0]
    assert learner.problems() == []


def test_decks_are_the_packages(imported, tmp_path):
    learner, deck, _ = imported
    decks = json.loads(contents(deck, tmp_path).execute("select decks from col").fetchone()[0])
    assert learner.deck_names() == sorted(row["name"] for row in decks.values())
    used = {learner.col.decks.name(card.did) for card in learner.cards()}
    assert all("::" in name for name in used)


def test_every_card_shows_its_note(imported):
    learner, _, _ = imported
    for card in learner.cards():
        note = card.note()
        front, back = card.question(), card.answer()
        assert words(front) and words(back)
        assert not leftovers(front) and not leftovers(back)
        if card.template()["name"] == "Answer":
            for name in ("Question", "Short", "Answer", "Pitfalls", "FollowUps", "Related", "Sources"):
                assert note[name] in back, f"{note['Id']}: {name} is not on the back"
            assert note["Question"] in front and note["Setup"] in front and note["Hint"] in front


def test_anki_finds_nothing_to_rewrite(imported, tmp_path):
    """Fields, tags, sort fields and checksums are what Anki itself would have written."""
    learner, deck, _ = imported
    query = "select guid, mid, mod, tags, flds, sfld, csum from notes order by guid"
    theirs = [tuple(row) for row in learner.col.db.all(query)]
    assert theirs == contents(deck, tmp_path).execute(query).fetchall()


def test_importing_twice_changes_nothing(imported):
    learner, deck, _ = imported
    before = [learner.snapshot(note_id) for note_id in learner.note_ids()]
    log = learner.import_deck(deck)
    assert not log.new and not log.updated and not log.conflicting
    assert [learner.snapshot(note_id) for note_id in learner.note_ids()] == before
