"""The notes of a package that prepdeck wrote → the package that genanki makes of them.

`genanki_deck.py PACKAGE TARGET` prints the seconds from the fields of all notes to the bytes on the disk, without the
start of Python and the reading of the first package.
"""

import json
import sqlite3
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import genanki


def read(package: str):
    """Note types and decks by id as Anki has them, and each note's GUID, type, tags, fields and deck."""
    with tempfile.TemporaryDirectory() as folder:
        path = zipfile.ZipFile(package).extract("collection.anki2", folder)
        database = sqlite3.connect(path)
        [(types, decks)] = database.execute("SELECT models, decks FROM col")
        notes = database.execute(
            "SELECT guid, mid, tags, flds, did FROM notes JOIN cards ON nid = notes.id GROUP BY notes.id"
        ).fetchall()
        database.close()
    notes = [(guid, kind, tags.split(), fields.split("\x1f"), deck) for guid, kind, tags, fields, deck in notes]
    return json.loads(types), json.loads(decks), notes


def model(row: dict) -> genanki.Model:
    fields = [{"name": field["name"]} for field in row["flds"]]
    templates = [{key: template[key] for key in ("name", "qfmt", "afmt")} for template in row["tmpls"]]
    return genanki.Model(row["id"], row["name"], fields, templates, row["css"], row["type"])


def write(types: dict, decks: dict, notes: list, target: Path):
    models = {int(key): model(row) for key, row in types.items()}
    made = {int(key): genanki.Deck(int(key), row["name"]) for key, row in decks.items()}
    for guid, kind, tags, fields, deck in notes:
        made[deck].add_note(genanki.Note(models[kind], fields, tags=tags, guid=guid))
    genanki.Package(list(made.values())).write_to_file(target)


if __name__ == "__main__":
    content = read(sys.argv[1])
    start = time.perf_counter()
    write(*content, sys.argv[2])
    print(time.perf_counter() - start)
