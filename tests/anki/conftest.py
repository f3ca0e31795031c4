"""Decks built by the program, collections of real Anki to import them into.

PREPDECK  the built binary (default: target/debug/prepdeck)
OUTPUT    the folder with the built decks of the shipped banks (default: output)
"""

import os
import subprocess
from pathlib import Path

import pytest

from learner import Learner
from versions import NEWEST, OLDER, Anki, why_not

ROOT = Path(__file__).resolve().parents[2]
PREPDECK = Path(os.environ.get("PREPDECK", ROOT / "target/debug/prepdeck")).resolve()
OUTPUT = Path(os.environ.get("OUTPUT", ROOT / "output")).resolve()

RELEASE_1 = 1_790_000_000
"""Seconds since 1970; releases are in the past, as they are for a learner."""


def pytest_generate_tests(metafunc):
    if "shipped_deck" in metafunc.fixturenames:
        decks = sorted(OUTPUT.glob("*.apkg"))
        metafunc.parametrize("shipped_deck", decks, ids=[deck.stem for deck in decks])


@pytest.fixture
def learner(tmp_path):
    learner = Learner(tmp_path / "learner")
    yield learner
    learner.close()


class Bank:
    """A bank in a folder of its own, built release after release, its lock beside it."""

    def __init__(self, folder: Path, name: str):
        self.source = folder / name
        self.folder = folder
        self.release = 0

    def build(self, text: str, *options, time: int | None = None) -> Path:
        """Writes the bank and builds its deck with these options, at a time or a day after the last."""
        self.source.write_text(text, encoding="utf-8")
        out = self.folder / f"release-{self.release}"
        env = {**os.environ, "SOURCE_DATE_EPOCH": str(time or RELEASE_1 + 86_400 * self.release)}
        command = [PREPDECK, "build", self.source, "--out", out, "--only", "anki", *options]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.release += 1
        [deck] = out.glob("*.apkg")
        return deck


@pytest.fixture
def bank(tmp_path):
    folder = tmp_path / "bank"
    folder.mkdir()
    return Bank(folder, "bank.yaml")


@pytest.fixture(scope="session", params=[NEWEST, *OLDER])
def anki(request):
    """Each version of Anki in turn."""
    if reason := why_not(request.param):
        pytest.skip(reason)
    anki = Anki(request.param)
    yield anki
    anki.close()
