"""What a new learner is asked of a retired question, on each version of Anki, with default options."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import RELEASE_1
from learner import words  # noqa: F401
from releases import DAY, rewrite
from versions import Distant

BANK = """
title: Retired
id: retired
sections:
  - title: First
    id: first
    questions:
      - {id: gone, question: What was?, short: Something., retired: true}
      - {id: here, question: What is?, short: Something else.}
  - title: Second
    id: second
    questions:
      - {id: there, question: What is there?, short: A third thing.}
"""
GONE = "(select id from notes where flds like '%What was?%')"
OWN_DECK = 1_400_000_000_000
OWN_OPTIONS = 1_400_000_000_001


def as_built(database):
    pass


def buried(database):
    database.execute(f"update cards set queue = -3 where nid in {GONE}")


def due_never(database):
    database.execute(f"update cards set due = 999999 where nid in {GONE}")


def reviewed_for_ever(database):
    database.execute(f"update cards set type=2, queue=2, due=99999, ivl=36500, factor=2500, reps=1 where nid in {GONE}")


def in_a_filtered_deck(database):
    move(database, dyn=1, terms=[["tag:none", 0, 0]], resched=False, separate=True, delays=None, previewDelay=0)
    database.execute(f"update cards set odid = (select did from cards where nid not in {GONE}), odue = due where nid in {GONE}")


def in_a_deck_without_new_cards_by_its_options(database):
    options = json.loads(database.execute("select dconf from col").fetchone()[0])
    row = json.loads(json.dumps(options["1"]))
    row.update(id=OWN_OPTIONS, name="None new")
    row["new"]["perDay"] = 0
    options[str(OWN_OPTIONS)] = row
    database.execute("update col set dconf = ?", [json.dumps(options)])
    move(database, conf=OWN_OPTIONS)


def in_a_deck_without_new_cards_by_itself(database):
    move(database, newLimit=0)


def in_the_last_deck(database):
    move(database)


def without_cards(database):
    database.execute(f"delete from cards where nid in {GONE}")


def move(database, **deck):
    decks = json.loads(database.execute("select decks from col").fetchone()[0])
    [pattern] = [row for row in decks.values() if row["name"] == "Retired::01 First"]
    decks[str(OWN_DECK)] = {**pattern, "id": OWN_DECK, "name": "Retired::99 Retired", **deck}
    database.execute("update col set decks = ?", [json.dumps(decks)])
    database.execute(f"update cards set did = {OWN_DECK} where nid in {GONE}")

WAYS = [as_built, buried, due_never, reviewed_for_ever, in_a_filtered_deck, in_a_deck_without_new_cards_by_its_options, in_a_deck_without_new_cards_by_itself, in_the_last_deck, without_cards]

@pytest.mark.parametrize("way", WAYS)
def test_way(anki, bank, tmp_path, way):
    package = bank.build(BANK)
    rewrite(package, way)
    student = Distant(anki, tmp_path / "student", RELEASE_1 + DAY)
    try:
        log = student.take(str(package))
        st = student.state()
        print("RESULT", anki.version, way.__name__, log.keys(), student.queue("Retired"), {k: (c["deck"], c["queue"]) for k, c in st["cards"].items() if "gone" in k}, len(st["notes"]), student.problems(), len(student.state()["notes"]), student.fix(), len(student.state()["notes"]), st["decks"].get("Retired::99 Retired"))
    finally:
        student.close()
