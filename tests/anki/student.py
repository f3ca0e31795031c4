"""A learner who studies for weeks: learns, edits, sorts and deletes, and tells all that a collection holds.

Takes and gives plain values only, so that it can live in another process (worker.py). A note is named by its question's
id and its class, `list-vs-tuple std`; a card by that and its place, `list-vs-tuple std 0`.

Anki asks the machine for the time, and would not be told another. So the student has a clock of its own: what Anki
stamps with the machine's time is stamped anew with the student's (`settle`), which is always in the past, as releases
are; and for days to pass, the collection is made as much older (`sleep`).
"""

import hashlib
import time
from pathlib import Path

from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer

from learner import Learner

DAY = 86_400
RATINGS = {"again": CardAnswer.AGAIN, "hard": CardAnswer.HARD, "good": CardAnswer.GOOD, "easy": CardAnswer.EASY}
LOG = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")
CARD = "did, mod, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
TIMES = [(table, "mtime_secs") for table in ("notetypes", "templates", "decks", "deck_config", "config")]
TIMES += [("notes", "mod"), ("cards", "mod")]


class Student(Learner):
    def __init__(self, folder: str, now: int):
        super().__init__(Path(folder))
        self.path = str(Path(folder) / "collection.anki2")
        self.now = now
        self.born = int(time.time())
        assert now < self.born, "the student's time is in the past"

    def settle(self):
        """Stamps what Anki wrote since the last time with the student's time."""
        stamped = [row for row in TIMES if self.col.db.first(f"select 1 from {row[0]} where {row[1]} >= ?", self.born)]
        for table, column in stamped:
            self.col.db.execute(f"update {table} set {column} = ? where {column} >= ?", self.now, self.born)
        if stamped:
            self.reopen()

    def reopen(self):
        self.col.close()
        self.col = Collection(self.path)

    def sleep(self, until: int):
        """Until a time: whole days, at the end of which cards are due that were not before."""
        self.settle()
        days = (until - self.now) // DAY
        self.col.db.execute("update col set crt = crt - ?", days * DAY)
        self.col.db.execute("update cards set due = due - ? where queue = 1", days * DAY)
        self.now += days * DAY
        self.reopen()

    def time(self):
        return self.now

    def take(self, package: str, **options):
        """Imports a package; what Anki's log says of which notes."""
        log = self.import_deck(Path(package), **options)
        self.settle()
        entries = {name: getattr(log, name) for name in LOG if getattr(log, name)}
        return {name: sorted(map(self.name_of_entry, notes)) for name, notes in entries.items()}

    # What it does

    def answer(self, card: str, *ratings: str):
        for rating in ratings:
            row = self.card(card)
            row.start_timer()
            states = self.col._backend.get_scheduling_states(row.id)
            self.col.sched.answer_card(self.col.sched.build_answer(card=row, states=states, rating=RATINGS[rating]))

    def answer_due(self, *ratings: str):
        """Answers what is due for review, ratings in turn; which cards those were."""
        due = [self.name(card) for card in map(self.col.get_card, self.col.find_cards("is:due")) if card.queue == 2]
        for at, card in enumerate(sorted(due)):
            self.answer(card, ratings[at % len(ratings)])
        return sorted(due)

    def edit(self, note: str, field: str, text: str):
        row = self.found(note)
        row[field] = text
        self.col.update_note(row)

    def tag(self, note: str, tag: str):
        row = self.found(note)
        row.add_tag(tag)
        self.col.update_note(row)

    def suspend(self, card: str):
        self.col.sched.suspend_cards([self.card(card).id])

    def flag(self, card: str, flag: int):
        self.col.set_user_flag_for_cards(flag, [self.card(card).id])

    def move(self, note: str, deck: str):
        self.col.set_deck(self.found(note).card_ids(), self.col.decks.id(deck))

    def cram(self, search: str):
        """Gathers cards in a filtered deck."""
        deck = self.col.sched.get_or_create_filtered_deck(deck_id=0)
        deck.config.search_terms[0].search = search
        self.col.sched.add_or_update_filtered_deck(deck)

    def delete(self, note: str):
        self.col.remove_notes([self.found(note).id])

    def set_new_per_day(self, deck: str, cards: int):
        """Gives a deck options of its own."""
        row = self.col.decks.by_name(deck)
        preset = self.col.decks.add_config("My options")
        preset["new"]["perDay"] = cards
        self.col.decks.update_config(preset)
        row["conf"] = preset["id"]
        self.col.decks.save(row)

    def queue(self, deck: str):
        """The cards in the order in which a day's study of a deck shows them."""
        self.col.decks.select(self.col.decks.id(deck))
        queued = self.col.sched.get_queued_cards(fetch_limit=100).cards
        return [self.name(self.col.get_card(entry.card.id)) for entry in queued]

    # What it has

    def found(self, note: str):
        question, kind = note.split()
        return self.note(question, cloze=kind == "cloze")

    def card(self, card: str):
        note, place = card.rsplit(" ", 1)
        [row] = [row for row in self.found(note).cards() if row.ord == int(place)]
        return row

    def name(self, card):
        return f"{self.name_of(card.note())} {card.ord}"

    def name_of_entry(self, entry):
        return self.name_of(self.col.get_note(entry.id.nid))

    def name_of(self, note):
        return f"{note['Id']} {'cloze' if 'Text' in note else 'std'}"

    def state(self):
        """All that an import could change."""
        self.settle()
        return {
            "notes": self.notes(),
            "cards": self.cards_by_name(),
            "reviews": self.col.db.all("select * from revlog order by id"),
            "note types": {row["name"]: self.note_type(row) for row in self.col.models.all()},
            "decks": {row["name"]: [row.get("conf"), row["desc"]] for row in self.col.decks.all()},
            "options": {row["name"]: row["new"]["perDay"] for row in self.col.decks.all_config()},
            "media": {path.name: hash_of(path) for path in Path(self.col.media.dir()).iterdir()},
        }

    def notes(self):
        notes = {}
        for note in map(self.col.get_note, self.note_ids()):
            assert self.name_of(note) not in notes, f"{self.name_of(note)} is there twice"
            row = {"guid": note.guid, "mod": note.mod, "tags": note.tags, "fields": dict(note.items())}
            row["raw"] = self.col.db.first("select id, mid, tags, flds, sfld, csum from notes where id = ?", note.id)
            notes[self.name_of(note)] = row
        return notes

    def cards_by_name(self):
        row = lambda card: self.col.db.first(f"select {CARD} from cards where id = ?", card.id)  # noqa: E731
        decks = lambda card: self.col.decks.name(card.odid or card.did)  # noqa: E731
        return {self.name(card): {"deck": decks(card), "due": card.due, "queue": card.queue, "row": row(card)}
                for card in self.cards()}  # fmt: skip

    def note_type(self, row):
        ids = [[part["name"], part["id"]] for part in row["flds"] + row["tmpls"]]
        return {"id": row["id"], "mod": row["mod"], "css": row["css"], "parts": ids, "templates": row["tmpls"]}

    def problems(self):
        """What Check Database finds, and pictures that are not there."""
        return [problem for problem in super().problems() if not problem.startswith(("empty cards", "unused"))]

    def leftovers(self):
        """What Empty Cards and Check Media would delete: cards by name, pictures."""
        ids = [card_id for note in self.col.get_empty_cards().notes for card_id in note.card_ids]
        cards = [self.name(self.col.get_card(card_id)) for card_id in ids]
        return sorted(cards + list(self.col.media.check().unused))


def hash_of(path: Path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
