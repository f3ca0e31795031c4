"""Every kind of note and every text that Anki would act on, in one bank."""

import html
import re
import shutil
from pathlib import Path

import pytest

from learner import Learner, leftovers, words

BANKS = Path(__file__).parent / "banks"


@pytest.fixture
def imported(learner, bank):
    shutil.copy(BANKS / "dot.png", bank.folder)
    deck = bank.build((BANKS / "features.yaml").read_text(encoding="utf-8"))
    learner.import_deck(deck)
    return learner


def cards(note):
    return sorted(note.cards(), key=lambda card: card.ord)


def text_of(markup):
    """The text of HTML, white space and all."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_collection_is_sound(imported):
    assert imported.problems() == []
    assert len(imported.note_ids()) == 7
    assert len(imported.cards()) == 5 + 1 + 2 + 3
    [picture] = Path(imported.col.media.dir()).iterdir()
    assert picture.name.startswith("dot-") and picture.name in imported.note("plain")["Answer"]


def test_decks_are_the_sections_and_one_for_what_is_retired(imported):
    below = [f"Interview::Features::{name}" for name in ("01 Notes", "02 Cloze: more", "~ Retired")]
    assert imported.deck_names() == ["Default", "Interview", "Interview::Features", *below]
    description = imported.col.decks.by_name("Interview::Features")["desc"]
    assert words(description) == "Features 1.0 Every feature of one deck. CC-BY-4.0 · https://example.org/".split()


def test_nothing_of_a_text_is_acted_on(imported):
    for card in imported.cards():
        assert words(card.question()) and words(card.answer())
        assert not card.question_av_tags() and not card.answer_av_tags()
        assert "latex" not in "".join(re.findall("<img.*?>", card.question() + card.answer()))
    front = text_of(cards(imported.note("plain"))[0].question())
    assert "What is a[0], [sound:none.mp3] and {{c1::this}}?" in front
    assert "a = [[1]]  # [latex]x[/latex] [$]y[/$]" in front


def test_tags_are_of_bank_question_and_level(imported):
    assert imported.note("plain").tags == ["data::sequence", "every", "level::basic", "lists"]
    assert imported.note("retired").tags == ["every", "retired"]


def test_related_questions_are_named(imported):
    related = imported.note("plain")["Related"]
    assert words(related) == "What is a tuple ? What was print in Python 2?".split()


def test_reverse_asks_for_the_question(imported):
    there, back = cards(imported.note("reversed"))
    assert words(there.question()) == "What is a tuple ?".split()
    assert words(back.question())[-3:] == "An immutable sequence.".split()
    assert "What is a tuple ?" in " ".join(words(back.answer()))


def test_typed_answer_is_asked_on_the_first_card(imported):
    [card] = cards(imported.note("typed"))
    assert "[[type:TypeAnswer]]" in card.question() and "[[type:TypeAnswer]]" in card.answer()
    compared = imported.col.compare_answer(card.note()["TypeAnswer"], 'is not <"&">')
    assert "typeGood" in compared and "typeBad" not in compared and "typeMissed" not in compared


def test_new_cards_come_in_the_banks_order_and_retired_ones_last(imported):
    due = {card.note()["Id"]: card.due for card in imported.cards()}
    assert sorted(due, key=due.get) == ["plain", "reversed", "typed", "only-cloze", "both", "retired"]


def test_retired_question_is_suspended_where_the_learner_takes_progress(bank, tmp_path):
    """Under the default options Anki (26.9) makes every card of a new note new: see test_retired.py."""
    deck = bank.build((BANKS / "retired.yaml").read_text(encoding="utf-8"))
    for progress, queue in [(False, 0), (True, -1)]:
        learner = Learner(tmp_path / str(progress))
        learner.import_deck(deck, with_scheduling=progress)
        [card] = cards(learner.note("gone"))
        assert card.queue == queue
        learner.close()


def test_deletions_hide_and_show(imported):
    first, second = cards(imported.note("only-cloze", cloze=True))
    shows = "{} binds a {}; std::map<{}, V> does not."
    assert shows.format("[...]", "name", "[...]") in text_of(first.question())
    assert shows.format("Assignment", "[what?]", "K") in text_of(second.question())
    assert shows.format("Assignment", "name", "K") in text_of(first.answer())


def test_deletions_work_inside_code(imported):
    fronts = [text_of(card.question()) for card in cards(imported.note("both", cloze=True))]
    code = 'for {} in d.{}:\n    print(f"{{{{{{key}}}}}} \\(x\\)", d[{}])'
    texts = [("[...]", "items()", "key:"), ("key, value", "[method]", "key:"), ("key, value", "items()", "[...]")]
    for front, parts in zip(fronts, texts, strict=True):
        assert code.format(*parts) in front


def test_cards_show_no_templates(imported):
    for card in imported.cards():
        if card.note()["Id"] not in ("plain", "both"):  # their own texts hold braces
            assert not leftovers(card.question()) + leftovers(card.answer())


@pytest.mark.parametrize("ticked", [False, True])
def test_new_cards_a_day_come_with_the_presets(learner, bank, ticked):
    """Only whoever ticks "Import any deck presets" gets the preset; a deck above, which may hold others, never does."""
    shutil.copy(BANKS / "dot.png", bank.folder)
    deck = bank.build((BANKS / "features.yaml").read_text(encoding="utf-8"), "--new-per-day", "7")
    learner.import_deck(deck, with_deck_configs=ticked)
    decks = {deck.name: deck.id for deck in learner.col.decks.all_names_and_ids()}
    limits = {name: learner.col.decks.config_dict_for_deck_id(id)["new"]["perDay"] for name, id in decks.items()}
    above = {"Default", *(name.rpartition("::")[0] for name in decks if name.count("::") == 1)}
    assert above < set(decks)
    assert limits == {name: 7 if ticked and name not in above else 20 for name in decks}
    assert learner.problems() == []
