"""Several versions of Anki beside each other, each in a process of its own: one program can load only one.

The newest is the one of tests/requirements.txt, which all other tests use too. The older ones are those of
tests/requirements-anki.txt; `make test` puts each into a folder of its own, with what it needs from the newest's.

ANKI_VERSIONS  where the older ones are (default: .venv/anki)
"""

import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("ANKI_VERSIONS", HERE.parents[1] / ".venv/anki")).resolve()
NEWEST = importlib.metadata.version("anki")
OLDER = re.findall(r"(?m)^anki==([\d.]+)", (HERE.parent / "requirements-anki.txt").read_text(encoding="utf-8"))


class Anki:
    """One version's process. It is told one thing at a time, a line of JSON each, and answers with one."""

    def __init__(self, version: str):
        self.version = version
        folder = "" if version == NEWEST else str(FOLDER / version)
        command = [sys.executable, str(HERE / "worker.py"), folder]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, encoding="utf-8", **pipes)
        runs = self.tell("", "version")
        assert numbers(runs) == numbers(version), f"Anki {runs} runs where {version} should"

    @property
    def keeps_time(self):
        """Whether a note bears the time its package states; before 25.02 it is the time of the import."""
        return numbers(self.version) >= (25, 2)

    def tell(self, learner: str, what: str, *args, **options):
        line = json.dumps({"learner": learner, "what": what, "args": args, "options": options})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"Anki {self.version} ended at {what}{args}"
        answer = json.loads(answer)
        if "error" in answer:
            raise RuntimeError(f"Anki {self.version}, {what}{args}: {answer['error']}")
        return answer["result"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


class Distant:
    """A student in another process: each method is that of `student.Student`, arguments and results by way of JSON."""

    def __init__(self, anki: Anki, folder: Path, now: int):
        self._anki, self._folder = anki, str(folder)
        anki.tell(self._folder, "open", now)

    def __getattr__(self, what):
        if what.startswith("_"):
            raise AttributeError(what)
        return lambda *args, **options: self._anki.tell(self._folder, what, *args, **options)


def why_not(version: str):
    """Why a version cannot be tested here; nothing where it can."""
    if version == NEWEST or (FOLDER / version / "anki").is_dir():
        return None
    here = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"Anki {version} is not in {FOLDER}: `make test` found no wheel of it ({here})"


def numbers(version: str):
    return tuple(int(number) for number in version.split(".")[:3])
