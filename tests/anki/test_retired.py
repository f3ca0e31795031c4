"""What a new learner is asked of a retired question, on each version of Anki, with the default options.

It should not be asked at all. But where learning progress is not imported, Anki makes every card of a package new,
gives its deck the default preset and lifts the deck's limits: whatever a package says of a card, it is asked. As built,
it comes behind all sections, in a deck that a learner can pass over. This file holds what else was tried:

- in the deck of its section it comes before the next section, whatever its place;
- a note without cards is not asked at all, until Check Database makes its card, in the deck "Default", without a word.
"""

import json
import shutil

import pytest

from conftest import RELEASE_1
from releases import DAY, restyle, rewrite
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
PRESET_ID = 1_400_000_000_001

IN_PLACE = ["here std 0", "gone std 0", "there std 0"]
AT_THE_END = ["here std 0", "there std 0", "gone std 0"]
NOT_ASKED = ["here std 0", "there std 0"]


def suspended(_):
    """As it is built."""


def buried(database):
    database.execute(f"update cards set queue = -3 where nid in {GONE}")


def new_at_the_end_of_time(database):
    database.execute(f"update cards set due = 999999 where nid in {GONE}")


def reviewed_for_a_century(database):
    values = "type = 2, queue = 2, due = 99999, ivl = 36500, factor = 2500, reps = 1"
    database.execute(f"update cards set {values} where nid in {GONE}")


def in_its_section(database):
    decks = json.loads(database.execute("select decks from col").fetchone()[0])
    [section] = [row["id"] for row in decks.values() if row["name"] == "Retired::01 First"]
    database.execute(f"update cards set did = {section} where nid in {GONE}")


def in_a_filtered_deck(database):
    elsewhere = f"(select did from cards where nid not in {GONE})"
    change_its_deck(database, dyn=1, terms=[["tag:none", 0, 0]], resched=False, separate=True, delays=None)
    database.execute(f"update cards set odid = {elsewhere}, odue = due where nid in {GONE}")


def in_a_deck_with_a_preset_of_none_a_day(database):
    presets = json.loads(database.execute("select dconf from col").fetchone()[0])
    preset = json.loads(json.dumps(presets["1"]))
    preset.update(id=PRESET_ID, name="None new")
    preset["new"]["perDay"] = 0
    presets[str(PRESET_ID)] = preset
    database.execute("update col set dconf = ?", [json.dumps(presets)])
    change_its_deck(database, conf=PRESET_ID)


def in_a_deck_limited_to_none_a_day(database):
    change_its_deck(database, newLimit=0)


def change_its_deck(database, **changes):
    decks = json.loads(database.execute("select decks from col").fetchone()[0])
    [deck] = [row for row in decks.values() if row["name"] == "Retired::~ Retired"]
    deck.update(changes)
    database.execute("update col set decks = ?", [json.dumps(decks)])


def without_cards(database):
    database.execute(f"delete from cards where nid in {GONE}")


WAYS = {
    suspended: AT_THE_END,
    in_its_section: IN_PLACE,
    buried: AT_THE_END,
    new_at_the_end_of_time: AT_THE_END,
    reviewed_for_a_century: AT_THE_END,
    in_a_filtered_deck: AT_THE_END,
    in_a_deck_with_a_preset_of_none_a_day: AT_THE_END,
    in_a_deck_limited_to_none_a_day: AT_THE_END,
    without_cards: NOT_ASKED,
}


@pytest.fixture
def student(anki, tmp_path):
    student = Distant(anki, tmp_path / "student", RELEASE_1 + DAY)
    yield student
    student.close()


def changed(package, name, *changes):
    """A copy of the package, with changes to its database."""
    copy = package.with_name(f"{name}.apkg")
    shutil.copy(package, copy)
    for change in changes:
        rewrite(copy, change)
    return copy


def test_what_a_new_learner_is_asked(anki, bank, tmp_path):
    package = bank.build(BANK)
    asked = {}
    for way in WAYS:
        student = Distant(anki, tmp_path / way.__name__, RELEASE_1 + DAY)
        assert student.take(str(changed(package, way.__name__, way)))["new"] == ["gone std", "here std", "there std"]
        asked[way] = student.queue("Retired")
        assert student.problems() == [] and student.leftovers() == []
        student.close()
    assert asked == WAYS


def test_note_without_cards_is_asked_when_it_comes_back(student, bank):
    """Neither imports nor new styles and templates make it a card; the package that has one does."""
    package = bank.build(BANK)
    student.take(str(changed(package, "first", without_cards)))
    styled = changed(package, "styled", without_cards)
    restyle(styled, RELEASE_1 + 365 * DAY, "/* later */")
    student.take(str(styled))
    student.take(str(changed(package, "templates", without_cards, other_templates)))
    state = student.state()
    assert state["note types"]["prepdeck question"]["templates"][0]["qfmt"].startswith("<i></i>")
    assert "gone std" in state["notes"] and sorted(state["cards"]) == NOT_ASKED
    student.sleep(RELEASE_1 + 5 * DAY)
    assert student.take(str(bank.build(BANK.replace(", retired: true", ""))))["updated"] == ["gone std"]
    assert sorted(student.queue("Retired")) == sorted(IN_PLACE)


def test_check_database_makes_the_card_of_a_note_without_cards(student, bank):
    student.take(str(changed(bank.build(BANK), "first", without_cards)))
    assert sorted(student.state()["cards"]) == NOT_ASKED
    assert student.problems() == []
    card = student.state()["cards"]["gone std 0"]
    assert (card["deck"], card["queue"]) == ("Default", 0)
    assert student.queue("Retired") == NOT_ASKED


def test_one_who_knows_the_question_keeps_its_card(student, bank):
    student.take(str(bank.build(BANK.replace(", retired: true", ""))))
    student.answer("gone std 0", "easy")
    student.sleep(RELEASE_1 + 5 * DAY)
    before = student.state()
    assert student.take(str(changed(bank.build(BANK), "later", without_cards)))["updated"] == ["gone std"]
    after = student.state()
    assert "retired" in after["notes"]["gone std"]["tags"]
    assert (after["cards"], after["reviews"]) == (before["cards"], before["reviews"])
    assert student.problems() == [] and student.leftovers() == []


def other_templates(database):
    models = json.loads(database.execute("select models from col").fetchone()[0])
    for model in models.values():
        model["mod"] = RELEASE_1 + 400 * DAY
        for template in model["tmpls"]:
            template["qfmt"] = "<i></i>" + template["qfmt"]
    database.execute("update col set models = ?", [json.dumps(models)])
