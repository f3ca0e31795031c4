"""A learner: a collection of real Anki that imports decks with the default options of the desktop program."""

import re
from html.parser import HTMLParser
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

CHECKED = "Database rebuilt and optimized."
"""What Check Database says when there is nothing to mend."""


class Learner:
    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))

    def close(self):
        self.col.close()

    def import_deck(self, package: Path, **options):
        """What the import did, as Anki's own log tells it; options are those of the dialog, all off by default."""
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions(**options))
        return self.col.import_anki_package(request).log

    def note_ids(self, search: str = ""):
        return list(self.col.find_notes(search))

    def note(self, question_id: str, cloze: bool = False):
        """The note of a question; its cloze note, if asked for."""
        kind = "cloze" if cloze else "question"
        [note_id] = self.col.find_notes(f'"Id:{question_id}" "note:prepdeck {kind}"')
        return self.col.get_note(note_id)

    def cards(self):
        return [self.col.get_card(card_id) for card_id in self.col.find_cards("")]

    def deck_names(self):
        return sorted(deck.name for deck in self.col.decks.all_names_and_ids())

    def problems(self):
        """What Check Database, Empty Cards and Check Media find: nothing, if all is well."""
        problems = []
        report, ok = self.col.fix_integrity()
        if not ok or report.strip() != CHECKED:
            problems.append(report)
        problems += [f"empty cards of note {note.note_id}" for note in self.col.get_empty_cards().notes]
        media = self.col.media.check()
        problems += [f"missing {name}" for name in media.missing] + [f"unused {name}" for name in media.unused]
        return problems

    def snapshot(self, note_id):
        """All that an update could change of a note and its cards, but for reviews' own rows."""
        note = self.col.db.first("select guid, mid, mod, tags, flds, sfld, csum from notes where id = ?", note_id)
        cards = self.col.db.all("select * from cards where nid = ? order by id", note_id)
        return note, cards


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in ("style", "script")

    def handle_endtag(self, tag):
        self.skipped -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.skipped:
            self.words += data.split()


def words(html: str):
    """The words that a reader of HTML sees."""
    parser = _Words()
    parser.feed(html)
    return parser.words


def leftovers(html: str):
    """What Anki would have replaced, had it understood it, or says of what it did not; not in code."""
    outside_code = re.sub(r"(?s)<code.*?</code>", "", html)
    return re.findall(r"\{\{.*?\}\}|No cloze .*|Unknown field.*", outside_code)
