"""Banks of any size, made up but shaped like real ones: every question has its own words, code and identifiers.

`generate.py COUNT FILE` writes one, `generate.py COUNT FILE slim` one of about 400 bytes a question: a short answer, a
sentence more, here and there a line of code. The same count gives the same bytes, whatever the machine and the version of
Python; a question is the same in a bank of any size.
"""

import json
import random
import sys
from pathlib import Path

SEED = "prepdeck bench 1"

SECTIONS = """Language basics|Data structures|Functions and scope|Classes and objects|Iteration|Errors and resources
Concurrency|Databases|Testing and tools|System design""".replace("\n", "|").split("|")

NOUNS = """account adapter array batch binding broker buffer bucket bytecode cache callback channel checkpoint client
closure cluster column commit compiler connection consumer container context coroutine cursor daemon deadlock decorator
descriptor dictionary digest dispatcher driver endpoint engine envelope event exception executor factory field filter
frame future generator handle handler hash heap hook index instance interface iterator journal kernel key latch ledger
library listener lock logger loop mailbox manager mapping message method migration mixin module monitor mutex namespace
node object observer offset operator order packet page parser partition payload permission pipeline plugin pointer
policy pool predicate process producer promise property protocol proxy query queue record reference registry relation
replica request resolver resource response result router row runtime sample scheduler schema scope secret segment
selector semaphore sequence serializer server session shard signal slot snapshot socket stack state stream string
struct subscriber symbol table task template tenant thread ticket token topic trace transaction tree trigger tuple type
update user validator value vector version view visitor watcher window worker wrapper""".split()

VERBS = """acquire allocate append assign await balance bind block cancel capture check clone collect combine commit
compare compile compress compute consume convert copy count create decode defer delay delete derive detect discard
dispatch emit encode evict expand expire extend fetch filter flush forward group hash import index inherit insert
inspect invoke iterate join load lock log merge migrate mutate name normalize notify open override pack parse pause
poll pop publish push query raise read rebuild recover reduce refresh reject release reload remove render replace
replay reserve reset resolve restore resume retry return reuse rotate route sample scan schedule search seal select
send share shrink sort split start store stream submit subscribe suspend swap sync trace track transform traverse
trigger unpack update validate verify visit wait wrap write yield""".split()

ADJECTIVES = """abstract active ambiguous anonymous async atomic bounded broken cached circular clean cold compact
concrete concurrent consistent constant cyclic dangling dead deep default deferred dense distributed dynamic eager
empty exclusive expensive explicit external fair fast final finite flat foreign frozen global greedy hidden hot
idempotent immutable implicit incremental inner internal invalid large late lazy lexical linear local lossy mutable
narrow nested nullable opaque optimistic optional ordered orphaned outer parallel partial persistent pessimistic
private public pure random raw reachable recursive redundant remote reusable rigid safe secure sequential shallow
shared silent single slow sorted sparse stable stale static strict strong synchronous temporary thin transient
transitive typed unbounded unique unsafe untrusted valid virtual volatile weak wide""".split()

ADVERBS = """always eagerly exactly explicitly finally first implicitly later lazily mostly never often once only
rarely safely seldom silently slowly sometimes soon twice usually""".split()

QUESTIONS = [
    "What is the difference between {a} {n} and {b} {m}?",
    "When would you {v} {a:an} {n} instead of {b:an} {m}?",
    "How does {a:an} {n} {v} its {m}s?",
    "Why should {a:an} {n} never {v} {b:an} {m}?",
    "What happens when two {n}s {v} one {m}?",
    "How do you {v} {a:an} {n} without a second {m}?",
    "Explain how `{f}` and {a} {n}s work together.",
]

SHORTS = [
    "**{A:An} {n}** is {b} and can {v} its {m}s; {c:an} **{o}** is fixed once built, so `{f}()` has to {w} a new one.",
    "{A} {n}s **{v}** before the first {m}; `{f}` does it {r}, so that no {o} is left {b} when the {p} ends.",
    "`{f}` returns {a:an} {n}. It must not {v} the {m}, because **{b} {o}s** still refer to it.",
]
SHORT_ENDS = [
    "Use `{g}` where the {m} may {w}, and {d:an} {p} where it {r} does.",
    "The price is one more {p} for each {m}, which `{g}` can {w} {r}.",
    "Say what it costs: {d:an} {p}, and `{g}` on the way.",
]

SENTENCES = [
    "{A:An} {n} can {v} its {m} as long as no {b} {o} holds it.",
    "The {m} is {a} by default, so `{f}` has to {v} it {r}.",
    "If the {n} is **{a}**, the {m} may {v} at any time, and every {o} behind it becomes {b}.",
    "Most programs {v} the {n} once and then {w} it {r}, which keeps the {m} {a}.",
    "Calling `{f}({i})` costs one {n} for each {m}; {a:an} {o} would {v} them together.",
    "This is why {a} {n}s and {b} {m}s are kept apart in `{f}`.",
    "An interviewer wants to hear that the {n}, not the {m}, decides when to {v}.",
    "Nothing is {a} here: the {n} is {b}, the {m} can {v}, and only `{i}` remembers the {o}.",
]

PITFALLS = [
    "Taking {a:an} {n} for {b:an} {m}: only one of them can {v} without `{f}`.",
    "Forgetting to {v} the {n}: its {m} stays {a} until the {o} ends.",
    "Calling `{f}` inside the {n}: the {m} is {b} there and may {v} twice.",
]

FOLLOW_UPS = [
    "What if the {n} is {a}? — Then `{f}` must {v} the {m} before {b:an} {o} can.",
    "How would you test it? — With {a:an} {n} that {r} fails to {v}, and `{f}` in place of the {m}.",
]

PYTHON = [
    "{i} = {{{k}: [] for {j} in range({x})}}",
    "for {j}, {h} in enumerate({i}):",
    '    if {j} % {y} == 0 and {h} is not None:  # {a} {n}s only',
    "        {i}[{j}] = {f}({h}, {k}={x})",
    "    {k} += len({i}) * {y}",
    'with open("{n}.json", encoding="utf-8") as {h}:',
    "    {i} = [{j}.strip() for {j} in {h} if {j}]",
    '{k} = "{n}-" + str({x}).zfill({y})',
    "try:",
    "    {i} = {f}({j}, *{h}, {k}=None)",
    "except (KeyError, ValueError) as {h}:",
    '    raise {T}Error(f"{a} {n}: {{{h}!r}}") from None',
    "assert {f}({x}) >= {y}, {i}",
    "{j} = lambda {h}: {h} * {x} + {y}.5",
]

JAVASCRIPT = [
    "const {i} = new Map([[\"{n}\", {x}], [\"{m}\", {y}]]);",
    "let {j} = {i}.get({h}) ?? {x};  // {a} {n}",
    "if ({j} > {y} && {h} !== null) {{ {f}({j}); }}",
    "{i}.set(`${{{h}}}-{x}`, async () => await {f}({j}));",
    "for (const {k} of Object.keys({h})) {{ {j} += {k}.length * {y}; }}",
    "const {{ {k}, ...{j} }} = {f}({h}, /{n}-\\d+/g);",
    "{i}.forEach(({k}) => console.log({k}, typeof {h}));",
    "throw new {T}Error('{a} {n}: ' + {k});",
]

SQL = [
    "SELECT {j}.id, {j}.{k}, count(*) AS {h}",
    "FROM {i} AS {j}",
    "LEFT JOIN {k}s ON {k}s.{n}_id = {j}.id  -- {a} {n}s too",
    "WHERE {j}.{h} BETWEEN {x} AND {x}{y}",
    "  AND {j}.state IN ('{a}', '{b}')",
    "  AND NOT EXISTS (SELECT 1 FROM {m}s WHERE {m}s.id = {j}.{k})",
    "GROUP BY {j}.id, {j}.{k}",
    "HAVING sum({j}.{h}) > {x} * {y}",
    "ORDER BY {h} DESC, {j}.{k}",
    "LIMIT {x};",
]


class Words:
    """The words of one question: `{n}` another noun each time a text asks for it, `{f}` a function's name, ..."""

    def __init__(self, seed: str):
        self.random = random.Random(seed)

    def choose(self, options):
        return options[self.random.randrange(len(options))]

    def identifier(self) -> str:
        return f"{self.choose(NOUNS)}_{self.choose(NOUNS)}"

    def fill(self, template: str) -> str:
        """The template with new words, each key the same word throughout."""
        adjectives = {key: Adjective(self.choose(ADJECTIVES)) for key in "abcd"}
        verbs = {key: self.choose(VERBS) for key in "vw"}
        nouns = {key: self.choose(NOUNS) for key in "nmop"}
        functions = {key: f"{self.choose(VERBS)}_{self.choose(NOUNS)}" for key in "fg"}
        names = {"i": self.identifier(), "j": self.choose(NOUNS), "h": self.choose(NOUNS), "k": self.choose(NOUNS)}
        rest = {"r": self.choose(ADVERBS), "T": self.choose(NOUNS).title(), "A": adjectives["a"].title()}
        numbers = {"x": self.random.randrange(10, 1000), "y": self.random.randrange(2, 10)}
        return template.format(**adjectives, **verbs, **nouns, **functions, **names, **rest, **numbers)

    def sentence(self, templates) -> str:
        return self.fill(self.choose(templates))


class Adjective(str):
    """A word that `{a:an}` gives with its article."""

    def title(self):
        return Adjective(super().title())

    def __format__(self, article: str) -> str:
        vowel = self[0] in "aeiouAEIOU"
        articles = {"": "", "an": "an " if vowel else "a ", "An": "An " if vowel else "A "}
        return articles[article] + (self.lower() if article == "An" else str(self))


def bank(count: int, make) -> dict:
    """A bank as its YAML would be read; `make` makes each question."""
    sections = [{"title": title, "questions": []} for title in SECTIONS]
    for number in range(count):
        sections[number * len(sections) // count]["questions"].append(make(number, count))
    return {
        "title": f"{count} generated questions",
        "id": f"{'slim' if make is slim else 'generated'}-{count}",
        "language": "en",
        "description": "Made up for the bench: shaped like a real bank, without its sense.",
        "license": "CC-BY-4.0",
        "version": "1.0",
        "tags": ["generated"],
        "sections": sections,
    }


def question(number: int, count: int) -> dict:
    words = Words(f"{SEED} {number}")
    return {
        "id": identity(number),
        "question": words.sentence(QUESTIONS),
        "level": words.choose(["basic", "intermediate", "advanced"]),
        "tags": [words.choose(NOUNS), words.choose(ADJECTIVES)],
        "short": f"{words.sentence(SHORTS)} {words.sentence(SHORT_ENDS)}",
        "answer": answer(words, number),
        "pitfalls": [words.sentence(PITFALLS) for _ in range(3)],
        "follow_ups": [words.sentence(FOLLOW_UPS) for _ in range(2)],
        "see": [identity((number + step) % count) for step in (1, 7)],
        "sources": [f"https://docs.example.org/{words.choose(NOUNS)}/{words.identifier()}.html" for _ in range(2)],
    }


def slim(number: int, count: int) -> dict:
    words = Words(f"{SEED} slim {number}")
    answer = words.sentence(SENTENCES)
    if number % 3 == 0:
        answer += "\n\n" + fenced("python", [words.fill("{i} = {f}({h}, {k}={x})")])
    return {
        "id": identity(number),
        "question": words.sentence(QUESTIONS),
        "short": words.sentence(SENTENCES),
        "answer": answer,
    }


def identity(number: int) -> str:
    return f"question-{number + 1}"


def answer(words: Words, number: int) -> str:
    """About 120 words around a block of code; with a table in every fifth, with output in every third."""
    parts = [paragraph(words, 4)]
    if number % 5 == 0:
        parts.append(table(words))
    parts.append(code(words, number))
    parts.append(paragraph(words, 3))
    return "\n\n".join(parts)


def paragraph(words: Words, sentences: int) -> str:
    return " ".join(words.sentence(SENTENCES) for _ in range(sentences))


def table(words: Words) -> str:
    head = words.fill("| | {n} | {m} |\n|---|---|---|")
    rows = [words.fill("| {A} {o} | `{f}()` | {r} {b}, may {v} |") for _ in range(4)]
    return "\n".join([head, *rows])


def code(words: Words, number: int) -> str:
    """8 to 14 lines, mostly Python."""
    lines = words.random.randrange(8, 15)
    kind = number % 8
    if kind == 3:
        body = [words.fill(line) for line in (SQL * 2)[:lines]]
        language = "sql"
    elif kind == 6:
        body = [words.sentence(JAVASCRIPT) for _ in range(lines)]
        language = "javascript"
    else:
        body = python(words, lines)
        language = "python"
    block = fenced(language, body)
    if number % 3 == 0:
        block += "\n" + fenced("output", [words.fill("{n} {x}: {a} {m}"), words.fill("[{x}, {y}] None")])
    return block


def python(words: Words, lines: int) -> list:
    start = words.random.randrange(len(PYTHON))
    body = [words.fill(line) for line in (PYTHON * 2)[start : start + lines - 3]]
    head = words.fill("def {f}({i}, {h}=None, *, {k}: int = {x}):")
    doc = words.fill('    """Returns {a:an} {n} that can {v} its {m}."""')
    return [head, doc, *("    " + line for line in body), words.fill("    return {i}")]


def fenced(language: str, lines: list) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def to_yaml(made: dict) -> str:
    """Long texts as literal blocks, as an author writes them."""
    sections = made.pop("sections")
    lines = [line for key, value in made.items() for line in entry(key, value, "")]
    lines.append("sections:")
    for section in sections:
        lines += [f"  - title: {json.dumps(section['title'])}", "    questions:"]
        lines += [line for question in section["questions"] for line in item(question)]
    return "\n".join(lines) + "\n"


def item(made: dict) -> list:
    lines = [line for key, value in made.items() for line in entry(key, value, "        ")]
    return ["      - " + lines[0].lstrip(), *lines[1:], ""]


def entry(key: str, value, indent: str) -> list:
    if isinstance(value, list):
        return [f"{indent}{key}:", *(f"{indent}  - {json.dumps(text, ensure_ascii=False)}" for text in value)]
    if key in ("short", "answer"):
        return [f"{indent}{key}: |", *(f"{indent}  {line}".rstrip() for line in value.split("\n"))]
    return [f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"]


if __name__ == "__main__":
    made = bank(int(sys.argv[1]), slim if "slim" in sys.argv[3:] else question)
    Path(sys.argv[2]).write_text(to_yaml(made), encoding="utf-8", newline="\n")
