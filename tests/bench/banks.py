"""The banks to measure with, and every job that is measured on each."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import Job

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
WORK = TARGET / "bench"
PREPDECK = TARGET / "release/prepdeck"
PHASES = TARGET / "release/examples/phases"


@dataclass(frozen=True)
class Bank:
    """A bank by the name of its artifacts; `count` questions are made up, or none: then it is a shipped one."""

    name: str
    count: int
    rounds: int
    full: bool = True
    """Whether the sheet with full answers is measured too: at 10,000 Typst would need 2 minutes and 14 GB for it."""
    slim: str = ""
    """Where its questions are small: what alone is measured on it, `check` or `deck`."""

    @property
    def folder(self) -> Path:
        return WORK / self.name

    @property
    def source(self) -> Path:
        return self.folder / f"{self.name}.yaml"


BANKS = [
    Bank("python", 0, rounds=9),
    Bank("django", 0, rounds=9),
    Bank("generated-75", 75, rounds=9),
    Bank("generated-1000", 1_000, rounds=3),
    Bank("generated-10000", 10_000, rounds=3, full=False),
]


SLIM = Bank("slim-50000", 50_000, rounds=7, slim="check")
MANY = Bank("slim-100000", 100_000, rounds=5, slim="deck")


def details(bank: Bank) -> list:
    return ["short", "full"] if bank.full else ["short"]


def prepare(bank: Bank):
    """The bank, its lock and deck, and its Typst documents."""
    bank.folder.mkdir(parents=True, exist_ok=True)
    if bank.count:
        python("generate.py", bank.count, bank.source, *(["slim"] if bank.slim else []))
    else:
        shutil.copy(ROOT / f"source/{bank.name}.yaml", bank.source)
    if bank.slim != "check":
        run(PREPDECK, "build", "--quiet", "--only", "anki", "--out", bank.folder, bank.source)
    for detail in [] if bank.slim else details(bank):
        python("typst_source.py", bank.source, detail, bank.folder / f"{detail}.typ")


def python(script: str, *arguments):
    run(*script_command(script, *arguments))


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def script_command(script: str, *arguments) -> list:
    return [sys.executable, HERE / script, *map(str, arguments)]


def jobs(bank: Bank) -> list:
    """What is compared stands side by side."""
    if bank.slim == "check":
        return [check_job(bank)]
    if bank.slim == "deck":
        return [*deck_jobs(bank), phases_job(bank, "deck")]
    found = [sheet_job(bank, "sheet", "--detail", "short"), typst_job(bank, "short")]
    found.append(sheet_job(bank, "genpdf", "--detail", "short", "--painter", "genpdf"))
    if bank.full:
        found += [sheet_job(bank, "full sheet", "--detail", "full"), typst_job(bank, "full")]
    found += deck_jobs(bank)
    found += [build_job(bank, "handout", "md", "--only", "markdown"), build_job(bank, "all three", None)]
    found += [check_job(bank), phases_job(bank)]
    return found


def deck_jobs(bank: Bank) -> list:
    return [build_job(bank, "deck", "apkg", "--only", "anki"), genanki_job(bank)]


def phases_job(bank: Bank, *only) -> Job:
    return Job("phases", [PHASES, bank.source, *only], bank.folder / "out")


def check_job(bank: Bank) -> Job:
    return Job("check", [PREPDECK, "check", "--quiet", bank.source], bank.folder / "out")


def build_job(bank: Bank, name: str, extension: str | None, *options) -> Job:
    out = bank.folder / "out"
    command = [PREPDECK, "build", "--quiet", *options, "--out", out, bank.source]
    return Job(name, command, out, out / f"{bank.name}.{extension}" if extension else None)


def sheet_job(bank: Bank, name: str, *options) -> Job:
    return build_job(bank, name, "pdf", "--only", "pdf", *options)


def typst_job(bank: Bank, detail: str) -> Job:
    out = bank.folder / "out"
    target = out / "typst.pdf"
    command = script_command("typst_sheet.py", ROOT / "fonts", bank.folder / f"{detail}.typ", target)
    return Job(f"typst {detail}", command, out, target)


def genanki_job(bank: Bank) -> Job:
    out = bank.folder / "out"
    target = out / "genanki.apkg"
    command = script_command("genanki_deck.py", bank.folder / f"{bank.name}.apkg", target)
    return Job("genanki", command, out, target)
