"""A bank in three releases, its packages, and what the bank says of each note, found out without the program.

Each release is the one before with some edits, in `second` and `third`; beside them what those edits change.
"""

import copy
import io
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from markdown import markdown
from ruamel.yaml import YAML

BANKS = Path(__file__).parent / "banks"
DAY = 86_400
RELEASES = (1_790_000_000, 1_790_000_000 + 10 * DAY, 1_790_000_000 + 20 * DAY)
"""When each was released, in seconds since 1970; ten days from one to the next."""

CHANGED = [
    set(),
    {"edited std", "both-edited std", "late-edited std", "retiring std", "loop cloze"},
    {"edited std", "removed std", "late-edited std", "picture std", "gains std", "loses std"},
]
"""The notes of an earlier release that each release has something new about."""

NEIGHBOURS = {"typed std"}
"""Related to a question that the second release rewords. That is no news of its own: one who has the note keeps the
old name, and own edits with it."""

ADDED = [set(), {"added std"}, {"gains cloze"}]
DROPPED = [set(), {"removed std"}, {"loses cloze"}]

NEW_CARDS = [set(), {"added std 0", "loop cloze 2"}, {"gains std 1", "gains cloze 0"}]
"""The cards that each release adds for one who has the release before."""

LEFT_OVER = [[], [], ["dot-4ff6ab67.png", "loses std 1"]]
"""What a release takes away stays with one who had it, until Empty Cards and Check Media delete it: a picture, and a
card that is blank now."""


def first():
    return YAML(typ="safe").load((BANKS / "releases.yaml").read_text(encoding="utf-8"))


def second():
    bank = copy.deepcopy(first())
    bank.update(title="Releases, the second", version="2")
    basics, deeper = bank["sections"]
    deeper["title"] = "Deep down"
    of(bank, "edited").update(question="What is a *dict*?", short="A map, in order.")
    of(bank, "both-edited")["short"] = "A function with `yield` in it."
    of(bank, "late-edited")["short"] = "A function with `async`."
    of(bank, "retiring")["retired"] = True
    renamed = of(bank, "renamed-old")
    renamed.update({"id": "renamed", "was": "renamed-old"})
    of(bank, "plain")["see"] = ["reversed", "renamed", "retired"]
    loop = of(bank, "loop")
    loop["cloze"] = loop["cloze"].replace("value)", "{{c3::value}})")
    questions = basics["questions"]
    questions.remove(of(bank, "removed"))
    moving = of(bank, "moving")
    questions.remove(moving)
    deeper["questions"].insert(1, moving)
    swap = questions.index(of(bank, "swap-a"))
    questions[swap : swap + 2] = reversed(questions[swap : swap + 2])
    questions.insert(2, {"id": "added", "question": "What is new?", "short": "This is."})
    return bank


def third():
    bank = copy.deepcopy(second())
    basics, _ = bank["sections"]
    of(bank, "edited").update(short="A map, in order of insertion.", answer="Keys to *values*.", tags=["maps"])
    of(bank, "late-edited")["short"] = "A function with `async def`."
    basics["questions"].append(copy.deepcopy(of(first(), "removed")))
    of(bank, "picture")["answer"] = "Like that:\n\n![A dot, larger](dot-2.png)\n"
    of(bank, "gains").update(typed="==", reverse=True, cloze="`==` compares {{c1::values}}.")
    for key in ("typed", "reverse", "cloze"):
        del of(bank, "loses")[key]
    return bank


BANK = (first, second, third)


def of(bank, question_id):
    [question] = [q for section in bank["sections"] for q in section["questions"] if q["id"] == question_id]
    return question


class Releases:
    """The packages of all releases, built one after another with one lock, as an author would."""

    def __init__(self, bank):
        self.bank = bank
        for picture in ("dot.png", "dot-2.png"):
            shutil.copy(BANKS / picture, bank.folder)
        self.packages = []
        for number, (text, time) in enumerate(zip(BANK, RELEASES, strict=True)):
            package = bank.build(dumped(text()), time=time)
            # Later releases are made with a later version of the program, which has another style sheet.
            restyle(package, RELEASES[min(number, 1)] - DAY, f"/* {min(number, 1)} */")
            self.packages.append(package)

    def __getitem__(self, number):
        """The package of release 1, 2 or 3."""
        return str(self.packages[number - 1])

    def build_without_lock(self, number: int, time: int):
        """As one would who cloned the bank and lost the lock."""
        self.bank.source.with_suffix(".lock").unlink()
        package = self.bank.build(dumped(BANK[number - 1]()), time=time)
        restyle(package, RELEASES[1] - DAY, "/* 1 */")
        return str(package)


def dumped(bank):
    text = io.StringIO()
    YAML(typ="safe").dump(bank, text)
    return text.getvalue()


def rewrite(package: Path, change):
    """Lets `change` have a package's database."""
    with zipfile.ZipFile(package) as old:
        files = {name: old.read(name) for name in old.namelist()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        path.write_bytes(files["collection.anki2"])
        database = sqlite3.connect(path)
        with database:
            change(database)
        database.close()
        files["collection.anki2"] = path.read_bytes()
    with zipfile.ZipFile(package, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)


def restyle(package: Path, time: int, css: str):
    """Gives the note types another time and style sheet, which are constants of the program."""

    def change(database):
        models = json.loads(database.execute("select models from col").fetchone()[0])
        for model in models.values():
            model.update(mod=time, css=model["css"] + css)
        database.execute("update col set models = ?", [json.dumps(models)])

    rewrite(package, change)


def contents(package):
    """The notes of a package by name, read without Anki."""
    with zipfile.ZipFile(package) as files, tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(files.extract("collection.anki2", folder))
        models = json.loads(database.execute("select models from col").fetchone()[0])
        notes = {}
        for guid, mid, mod, tags, fields in database.execute("select guid, mid, mod, tags, flds from notes"):
            names = [field["name"] for field in models[str(mid)]["flds"]]
            fields = dict(zip(names, fields.split("\x1f"), strict=True))
            kind = "cloze" if "Text" in fields else "std"
            notes[f"{fields['Id']} {kind}"] = {"guid": guid, "mod": mod, "tags": tags.split(), "fields": fields}
        database.close()
    return notes


# What a bank says of its notes


def said(bank):
    """Every note that a bank has: the outline of its fields, its tags, its cards, and its section's place."""
    notes = {}
    for place, section in enumerate(bank["sections"], 1):
        for question in section["questions"]:
            question = {"level": section["level"], **question}
            for kind in ("std", "cloze"):
                if kind == "cloze" and "cloze" not in question:
                    continue
                if kind == "std" and not question.keys() & {"short", "answer", "typed"}:
                    continue
                name = f"{question.get('was', question['id'])} {kind}"
                tags = [*bank["tags"], *question.get("tags", []), f"level::{question['level']}"]
                tags += ["retired"] * question.get("retired", False)
                fields = said_fields(bank, question, kind)
                cards = said_cards(question, kind)
                notes[name] = {"fields": fields, "tags": sorted(tags), "cards": cards, "section": place}
    return notes


def said_fields(bank, question, kind):
    inline = lambda text: outline(markdown(text))[1:-1]  # noqa: E731
    block = lambda key: outline(rendered(question.get(key, "")))  # noqa: E731
    texts = lambda items: bullets([inline(item) for item in items])  # noqa: E731
    fields = {
        "Question": inline(question["question"]),
        "Setup": block("setup"),
        "Short": block("short"),
        "Answer": block("answer"),
        "Pitfalls": texts(question.get("pitfalls", [])),
        "FollowUps": texts(question.get("follow_ups", [])),
        "Related": texts([of(bank, see)["question"] for see in question.get("see", [])]),
        "Sources": texts([f"<{url}>" for url in question.get("sources", [])]),
        "Hint": block("hint"),
        "TypeAnswer": plain(question.get("typed", "")) if kind == "std" else [],
        "Reverse": ["yes"] if kind == "std" and question.get("reverse") else [],
        "Level": [question["level"]],
        "Id": [question.get("was", question["id"])],
        "Extra1": [],
        "Extra2": [],
        "Extra3": [],
    }
    return {"Text": block("cloze"), **fields} if kind == "cloze" else fields


def said_cards(question, kind):
    if kind == "cloze":
        return sorted({int(number) - 1 for number in re.findall(r"\{\{c(\d+)::", question["cloze"])})
    return [0, 1] if question.get("reverse") else [0]


def plain(text):
    return [text] if text else []


def bullets(items):
    inside = [event for item in items for event in ["<li>", *item, "</li>"]]
    return ["<ul>", *inside, "</ul>"] if items else []


def rendered(text):
    """Markdown as another program understands it."""
    return markdown(text, extensions=["fenced_code", "tables", "sane_lists"])


def outline(html):
    """Elements and words, one after another; white space counts in code alone, colours and classes do not."""
    reader = _Outline()
    reader.feed(html)
    reader.close()
    reader.end_text()
    return reader.events


class _Outline(HTMLParser):
    ELEMENTS = set("a blockquote code del em li ol p pre strong table td th tr ul".split())

    def __init__(self):
        super().__init__()
        self.events = []
        self.text = ""
        self.code = False

    def end_text(self):
        text = self.text.rstrip("\n") if self.code else " ".join(self.text.split())
        self.events += [text] if text else []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "img":
            self.end_text()
            # The name tells the picture's content: dot.png is dot-4ff6ab67.png in the deck.
            self.events.append(f"<img {re.sub(r'-[0-9a-f]{8}[.]', '.', attrs['src'])} {attrs['alt']}>")
        if tag in self.ELEMENTS:
            self.end_text()
            self.events.append(f"<a {attrs['href']}>" if tag == "a" else f"<{tag}>")
            self.code = self.code or tag == "pre"

    def handle_endtag(self, tag):
        if tag in self.ELEMENTS:
            self.end_text()
            self.events.append(f"</{tag}>")
            self.code = self.code and tag != "pre"

    def handle_data(self, data):
        self.text += data


def shown(note):
    """What `said` says, of a note of a collection or a package."""
    fields = dict(note["fields"])
    typed = fields.pop("TypeAnswer")
    return {**{name: outline(html) for name, html in fields.items()}, "TypeAnswer": plain(unescape(typed))}
