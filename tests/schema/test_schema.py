"""The JSON Schema of a bank, held against banks by another program's validator, and against what `check` says of them.

PREPDECK  the built binary (default: target/debug/prepdeck)
"""

import json
import os
import pathlib
import subprocess

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

ROOT = pathlib.Path(__file__).resolve().parents[2]
PREPDECK = pathlib.Path(os.environ.get("PREPDECK", ROOT / "target/debug/prepdeck")).resolve()
SCHEMA = json.loads((ROOT / "source/bank.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)

GOOD = sorted([*ROOT.glob("source/*.yaml"), *ROOT.glob("tests/cases/ok/*.yaml"), *ROOT.glob("tests/cases/sheet/*.yaml")])
CASES = {path.stem: path for path in sorted(ROOT.glob("tests/cases/err/*.yaml"))}

REFUSED = {
    "blank": 3,
    "invalid-deck": 3,
    "invalid-id": 4,
    "invalid-tag": 6,
    "missing-key": 5,
    "unknown-key": 4,
    "wrong-type": 19,
}
"""The cases that the schema refuses, and in how many places. It accepts every other: what is wrong there can be seen
only in Markdown, in several places at once, or in the file around."""

NOT_YAML = {"syntax"}
"""Cases that no program can read."""


class Core(SafeConstructor):
    """YAML 1.2's core schema: a date is text, and `<<` is a key like any other."""

    def flatten_mapping(self, node):
        pass


for tag in ("timestamp", "merge"):
    Core.add_constructor(f"tag:yaml.org,2002:{tag}", SafeConstructor.construct_yaml_str)


def yaml():
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Core
    reader.allow_duplicate_keys = True
    return reader


def read(path):
    # A byte that is no UTF-8 is a finding of `check`, not of the schema.
    return path.read_text(encoding="utf-8", errors="replace")


def errors(text):
    return [inner for error in VALIDATOR.iter_errors(yaml().load(text)) for inner in flat(error)]


def flat(error):
    """The error, or where a value may be absent as well (`anyOf`, null last) those of what it is otherwise."""
    if error.validator != "anyOf":
        return [error]
    return [found for inner in error.context if inner.relative_schema_path[0] == 0 for found in flat(inner)]


def entry(node, key):
    """The nodes of a key and of its value; the first, where a key is given twice."""
    return next((name, value) for name, value in node.value if name.value == key)


def value_at(node, path):
    for step in path:
        node = node.value[step] if isinstance(step, int) else entry(node, step)[1]
    return node


def nodes(root, error):
    """What an error speaks of: the key that is one too many, else the value, or where that is nothing all around it."""
    path = list(error.absolute_path)
    node = value_at(root, path[:-1] if error.instance is None else path)
    if error.validator == "additionalProperties":
        return [entry(node, key)[0] for key in error.instance if key not in error.schema["properties"]]
    return [node]


def start(node):
    """Line and column from 1, as `check` counts them: a list or mapping begins with its first item or key."""
    while isinstance(node.value, list) and node.value:
        node = node.value[0][0] if isinstance(node.value[0], tuple) else node.value[0]
    return node.start_mark.line + 1, node.start_mark.column + 1


def refused_places(text):
    root = yaml().compose(text)
    return [start(node) for error in errors(text) for node in nodes(root, error)]


def told_places(path):
    done = subprocess.run([PREPDECK, "check", path, "--format", "json"], capture_output=True, encoding="utf-8")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {(found["line"], found["column"]) for found in told if found["severity"] == "error"}


def properties():
    """Every property of the schema, by a name to tell."""
    for place, part in [("bank", SCHEMA), *SCHEMA["definitions"].items()]:
        for name, described in part["properties"].items():
            yield f"{place}.{name}", described


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_every_property_is_described():
    assert [name for name, property in properties() if not property.get("description", "").strip()] == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_banks_are_accepted(path):
    assert errors(read(path)) == []


def test_the_starter_is_accepted(tmp_path):
    subprocess.run([PREPDECK, "new", "starter"], cwd=tmp_path, check=True, capture_output=True)
    assert errors(read(tmp_path / "starter.yaml")) == []
    assert json.loads(read(tmp_path / "bank.schema.json")) == SCHEMA


@pytest.mark.parametrize("case", REFUSED)
def test_mistakes_are_refused_where_check_points(case):
    places = refused_places(read(CASES[case]))
    assert set(places) <= told_places(CASES[case])
    assert len(places) == REFUSED[case]


@pytest.mark.parametrize("case", sorted(CASES.keys() - REFUSED.keys() - NOT_YAML))
def test_other_cases_are_accepted(case):
    assert errors(read(CASES[case])) == []


BANK = {"title": "T", "sections": [{"title": "S", "questions": [{"id": "q", "question": "Q?"}]}]}


def bank_with(key, value):
    """A bank whose bank or question has this key, as its name says."""
    bank = json.loads(json.dumps(BANK))
    place, name = key.split(".")
    part = {"bank": bank, "question": bank["sections"][0]["questions"][0], "sheet": bank.setdefault("sheet", {})}[place]
    part[name] = value
    return bank


ACCEPTED = [
    ("bank.deck", "A::B c: d::\u4e2d"),
    ("bank.deck", "Deck\n"),
    ("bank.homepage", "HTTPS://\u00e4.example/[x]?a=b#c "),
    ("bank.homepage", "http://[::1]:8080/"),
    ("bank.language", "zh-Hant-TW"),
    ("bank.tags", ["a::b", "\u4e2d\u6587", "c++", ":x", "marked::no", "Leeches"]),
    ("bank.tags", None),
    ("bank.allow", ["unanswered"]),
    ("bank.version", None),
    ("sheet.columns", None),
    ("sheet.columns", 4),
    ("sheet.size", 9.5),
    ("question.typed", " == \n"),
    ("question.reviewed", "2024-02-29"),
    ("question.see", ["q"]),
    ("question.sources", [""]),
]

REJECTED = [
    ("bank.title", "\t"),
    ("bank.title", None),
    ("bank.deck", ""),
    ("bank.deck", "A::::B"),
    ("bank.deck", "A:: B"),
    ("bank.deck", "A\nB"),
    ("bank.homepage", "www.example.org"),
    ("bank.homepage", "https://a b"),
    ("bank.language", "english_uk"),
    ("bank.tags", ["LEECH"]),
    ("bank.tags", ["a b"]),
    ("bank.tags", ["a::"]),
    ("bank.allow", ["syntax"]),
    ("bank.allow", ["no-such-rule"]),
    ("sheet.columns", 2.5),
    ("sheet.size", 8.3),
    ("question.typed", "a\nb"),
    ("question.reviewed", "2023-02-29"),
    ("question.reviewed", "20230201"),
    ("question.see", ["a b"]),
    ("question.id", None),
]


@pytest.mark.parametrize(("key", "value"), ACCEPTED)
def test_the_schema_is_no_stricter_than_check(key, value, tmp_path):
    assert list(VALIDATOR.iter_errors(bank_with(key, value))) == []
    assert codes_of(bank_with(key, value), tmp_path) == []


@pytest.mark.parametrize(("key", "value"), REJECTED)
def test_what_the_schema_refuses_check_refuses(key, value, tmp_path):
    assert list(VALIDATOR.iter_errors(bank_with(key, value))) != []
    assert codes_of(bank_with(key, value), tmp_path) != []


def codes_of(bank, folder):
    """The rules that a bank breaks as an error; JSON is YAML."""
    path = folder / "bank.yaml"
    path.write_text(json.dumps(bank), encoding="utf-8")
    done = subprocess.run([PREPDECK, "check", path, "--format", "json"], capture_output=True, encoding="utf-8")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [found["code"] for found in told if found["severity"] == "error"]
