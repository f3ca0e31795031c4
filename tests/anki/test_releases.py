"""A learner over three releases of a bank, on each version of Anki, with the default options of its import dialog.

What each release edits is told in releases.py; the student who learns in between, in student.py.
"""

import pytest

from conftest import Bank
from releases import (
    ADDED,
    BANK,
    CHANGED,
    DAY,
    DROPPED,
    LEFT_OVER,
    NEIGHBOURS,
    NEW_CARDS,
    RELEASES,
    Releases,
    contents,
    said,
    shown,
)
from versions import Distant

DECK = "Interview::Releases"
FIRST, SECOND, THIRD = RELEASES


@pytest.fixture(scope="session")
def releases(tmp_path_factory):
    return Releases(Bank(tmp_path_factory.mktemp("releases"), "bank.yaml"))


@pytest.fixture
def student(anki, tmp_path):
    """One who begins two days after the first release."""
    student = Distant(anki, tmp_path / "student", FIRST + 2 * DAY)
    yield student
    student.close()


def another(anki, tmp_path, name, now=FIRST + 2 * DAY):
    return Distant(anki, tmp_path / name, now)


def is_sound(student, leftovers=()):
    assert student.problems() == []
    assert student.leftovers() == list(leftovers)
    kinds = [name for name in student.state()["note types"] if name.startswith("prepdeck")]
    assert sorted(kinds) == ["prepdeck cloze", "prepdeck question"]


def changes_nothing(student, package):
    """Importing it leaves every byte of notes, cards, reviews, note types, decks and media."""
    before = student.state()
    student.take(package)
    assert student.state() == before


# A new learner


@pytest.mark.parametrize("number", [1, 2, 3])
def test_new_learner_has_what_the_bank_says(student, releases, number):
    student.sleep(RELEASES[number - 1] + DAY)
    bank = said(BANK[number - 1]())
    assert student.take(releases[number]) == {"new": sorted(bank)}
    state = student.state()
    assert {name: shown(note) for name, note in state["notes"].items()} == {
        name: note["fields"] for name, note in bank.items()
    }
    assert {name: note["tags"] for name, note in state["notes"].items()} == {
        name: note["tags"] for name, note in bank.items()
    }
    # A section keeps the deck that it had in the first release, whatever its title is now.
    sections = [f"{DECK}::01 Basics", f"{DECK}::02 Deeper"]
    decks = {
        name: f"{DECK}::~ Retired" if "retired" in note["tags"] else sections[note["section"] - 1]
        for name, note in bank.items()
    }
    assert {name: card["deck"] for name, card in state["cards"].items()} == {
        f"{name} {place}": decks[name] for name, note in bank.items() for place in note["cards"]
    }
    order = sorted(state["cards"], key=lambda card: state["cards"][card]["due"])
    assert list(dict.fromkeys(card.rsplit(" ", 1)[0] for card in order)) == sorted(
        bank, key=lambda name: "retired" in bank[name]["tags"]
    )
    is_sound(student)
    changes_nothing(student, releases[number])


def test_each_release_states_new_times_for_what_it_changes_alone(releases):
    notes = [contents(releases[number]) for number in (1, 2, 3)]
    for number, (old, new) in enumerate(zip(notes, notes[1:]), 1):
        assert new.keys() - old.keys() == ADDED[number] | ({"removed std"} & CHANGED[number])
        assert old.keys() - new.keys() == DROPPED[number]
        later = {name for name in new if new[name]["mod"] == RELEASES[number]}
        assert later == CHANGED[number] | ADDED[number]
        for name in old.keys() & new.keys():
            other = name in later or (number == 1 and name in NEIGHBOURS)
            assert (old[name] != new[name]) == other, name


# One who learns


def learns_first_release(student, releases):
    """Four days of study, then everything that a learner does to a deck."""
    student.take(releases[1])
    student.answer("plain std 0", "good", "good")
    student.answer("reversed std 0", "again", "good", "good")
    student.answer("reversed std 1", "easy")
    student.answer("typed std 0", "good")  # still learning
    student.answer("edited std 0", "easy")
    student.answer("removed std 0", "hard", "good", "good")
    student.answer("both-edited std 0", "good", "good")
    student.answer("moving std 0", "easy")
    student.answer("deleted std 0", "good", "good")
    student.answer("renamed-old std 0", "easy")
    student.answer("retiring std 0", "good", "good")
    student.answer("loop cloze 0", "good", "good")
    for card in ("loses std 0", "loses std 1", "loses cloze 0"):
        student.answer(card, "easy")
    student.sleep(FIRST + 4 * DAY)
    assert len(student.answer_due("good", "again", "easy")) >= 5
    student.sleep(FIRST + 8 * DAY)
    assert len(student.answer_due("good", "hard", "easy")) >= 5
    does_what_learners_do(student)


def does_what_learners_do(student):
    student.edit("own-words std", "Short", "<i>my</i> own words")
    student.tag("own-words std", "mine")
    student.tag("swap-a std", "mine")
    student.edit("both-edited std", "Short", "mine, until the bank has news")
    student.tag("edited std", "mine")
    student.suspend("moving std 0")
    student.suspend("loop cloze 1")
    student.flag("edited std 0", 3)
    student.flag("reversed std 1", 1)
    student.move("renamed-old std", "My own::Deck")
    student.move("edited std", "My own::Deck")
    student.cram("Id:retiring or Id:own-words")
    student.delete("deleted std")
    student.set_new_per_day(f"{DECK}::01 Basics", 7)


def arrives(student, releases, anki, number, *, missed=(), back=()):
    """Imports a release: what it changes is as it says, all else as it was; then once more, which does nothing.

    missed: notes that the learner touched after the release; back: notes that the learner had deleted.
    """
    before, package = student.state(), contents(releases[number])
    new = (ADDED[number - 1] | set(back)) - before["notes"].keys()
    changed = (CHANGED[number - 1] - set(missed)) & before["notes"].keys()
    log = student.take(releases[number])
    assert (log["new"], log["updated"]) == (sorted(new), sorted(changed))
    assert not log.keys() - {"new", "updated", "duplicate"}
    after = student.state()

    notes = after["notes"]
    assert notes.keys() == before["notes"].keys() | new
    for name, note in notes.items():
        if name in new | changed:
            assert (note["guid"], note["fields"], note["tags"]) == tuple(
                package[name][key] for key in ("guid", "fields", "tags")
            ), name
            kept = anki.keeps_time or name in new
            assert note["mod"] == (package[name]["mod"] if kept else student.time()), name
        else:
            assert note == before["notes"][name], f"{name} did not change, but is different"

    added = NEW_CARDS[number - 1] | {f"{name} 0" for name in back}
    assert after["cards"].keys() == before["cards"].keys() | added
    assert {name: after["cards"][name] for name in before["cards"]} == before["cards"]
    assert all(after["cards"][name]["queue"] == 0 for name in added), "new cards are new"
    assert after["reviews"] == before["reviews"]
    assert after["options"] == before["options"]
    assert {name: options for name, (options, _) in after["decks"].items()} == {
        name: options for name, (options, _) in before["decks"].items()
    }
    assert before["media"].items() <= after["media"].items()
    is_sound(student, LEFT_OVER[number - 1])
    changes_nothing(student, releases[number])
    return before, after


def test_three_releases(student, releases, anki):
    learns_first_release(student, releases)
    student.sleep(SECOND + 2 * DAY)
    student.edit("late-edited std", "Short", "mine, after the release")
    student.sleep(SECOND + 5 * DAY)
    before, after = arrives(student, releases, anki, 2, missed={"late-edited std"}, back={"deleted std"})
    assert len(before["reviews"]) > 30

    # The bank's news replace the learner's own text and tags; without news, they stay.
    notes = after["notes"]
    assert notes["both-edited std"]["fields"]["Short"] == "<p>A function with <code>yield</code> in it.</p>"
    assert "mine" not in notes["edited std"]["tags"]
    assert notes["own-words std"]["fields"]["Short"] == "<i>my</i> own words"
    assert "mine" in notes["own-words std"]["tags"] and "mine" in notes["swap-a std"]["tags"]
    assert notes["late-edited std"]["fields"]["Short"] == "mine, after the release"
    # Cards are where the learner has them: its own deck, and that of the section in which the question was.
    assert after["cards"]["edited std 0"]["deck"] == after["cards"]["renamed-old std 0"]["deck"] == "My own::Deck"
    assert after["cards"]["moving std 0"]["deck"] == f"{DECK}::01 Basics"
    # A retired question is one that is still asked: it bears the tag, and the learner decides.
    assert "retired" in notes["retiring std"]["tags"] and after["cards"]["retiring std 0"]["queue"] == 2
    assert "Releases, the second" in after["decks"][DECK][1]
    restyled(before, after)

    assert len(student.answer_due("good", "again")) > 5
    student.answer("added std 0", "good", "good")
    student.sleep(THIRD + 3 * DAY)
    _, after = arrives(student, releases, anki, 3)
    # What came with nothing newer to replace it: the learner's late edit, in the release after.
    assert after["notes"]["late-edited std"]["fields"]["Short"] == "<p>A function with <code>async def</code>.</p>"
    assert after["cards"]["loses std 1"]["row"][7] > 0, "the blank card has its reviews"
    assert len(after["media"]) == 2


def test_an_older_release_changes_no_note(student, releases):
    """The descriptions of decks alone are those of whatever was imported last; Anki asks for no time of a deck."""
    learns_first_release(student, releases)
    for number in (2, 3):
        student.sleep(RELEASES[number - 1] + 2 * DAY)
        student.take(releases[number])
    before = student.state()
    for number in (2, 1):
        student.take(releases[number])
        after = student.state()
        assert {**after, "decks": {}} == {**before, "decks": {}}
        differ = {name for name, deck in after["decks"].items() if deck != before["decks"][name]}
        assert differ == ({DECK} if number == 1 else set())
    is_sound(student, LEFT_OVER[2])


def restyled(before, after):
    """The later program's style sheet arrived; fields and templates are as they were."""
    for name in ("prepdeck question", "prepdeck cloze"):
        old, new = before["note types"][name], after["note types"][name]
        assert old["css"].endswith("/* 0 */") and new["css"] == old["css"].replace("/* 0 */", "/* 1 */")
        assert new["mod"] == RELEASES[1] - DAY, "a note type bears the time that its package states, on every version"
        assert (old["id"], old["parts"], old["templates"]) == (new["id"], new["parts"], new["templates"])


def test_skipping_a_release_gives_the_same_notes(anki, tmp_path, releases):
    states = []
    for path in [(1, 2, 3), (1, 3)]:
        student = another(anki, tmp_path, f"path {path}")
        for number in path:
            student.sleep(RELEASES[number - 1] + 2 * DAY)
            student.take(releases[number])
        is_sound(student, LEFT_OVER[2])
        states.append(student.state())
        student.close()
    whole, short = ({name: visible(note, anki) for name, note in state["notes"].items()} for state in states)
    assert whole == short
    assert states[0]["cards"].keys() == states[1]["cards"].keys()
    assert states[0]["media"].keys() == states[1]["media"].keys()


def visible(note, anki):
    """A note but for its number; and for its time, where that is the import's."""
    return {key: note[key] for key in ("guid", "tags", "fields", "mod") if key != "mod" or anki.keeps_time}


def test_catching_up_late(student, anki, releases):
    """All three imported on one day, after the third. Before 25.02 an update bears the time of its import, and what is
    older is not taken: the third's news are missed for the notes that the second had updated, until their next news.
    """
    student.sleep(THIRD + 2 * DAY)
    for number in (1, 2, 3):
        student.take(releases[number])
    state, package = student.state(), contents(releases[3])
    behind = {name for name in package if state["notes"][name]["fields"] != package[name]["fields"]}
    assert behind == NEIGHBOURS | (set() if anki.keeps_time else CHANGED[1] & CHANGED[2])
    assert all(kind["css"].endswith("/* 1 */") for name, kind in state["note types"].items() if "prepdeck" in name)
    is_sound(student, LEFT_OVER[2])


def test_build_without_the_lock_is_the_same_deck(student, releases, tmp_path):
    """All notes match, none is there twice. But every one is as new as that build, and replaces the learner's own."""
    learns_first_release(student, releases)
    student.sleep(SECOND + 5 * DAY)
    before = student.state()
    clone = Releases(Bank(folder(tmp_path / "clone"), "bank.yaml"))
    package = clone.build_without_lock(2, SECOND + 4 * DAY)
    assert {note["mod"] for note in contents(package).values()} == {SECOND + 4 * DAY}
    log = student.take(package)
    assert log["new"] == ["added std", "deleted std"]
    assert log["updated"] == sorted(before["notes"].keys() - {"removed std"})
    after = student.state()
    for name, note in contents(releases[2]).items():
        assert (after["notes"][name]["guid"], after["notes"][name]["fields"]) == (note["guid"], note["fields"])
    assert {name: after["cards"][name] for name in before["cards"]} == before["cards"]
    assert after["reviews"] == before["reviews"]
    assert "mine" not in after["notes"]["own-words std"]["tags"]
    is_sound(student)


def folder(path):
    path.mkdir()
    return path
