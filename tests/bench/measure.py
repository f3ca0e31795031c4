"""Runs programs, each in a process of its own, and says what they took.

The system counts a child's peak memory from its parent's at the start: whoever imports this stays small and leaves
big work to children too.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

KIBIBYTE = 1 if sys.platform == "darwin" else 1024
"""The unit of a child's peak memory: Linux counts KiB, macOS bytes."""


@dataclass(frozen=True)
class Job:
    """A program to measure; what it makes is `artifact`, in the folder `out`, which is emptied before each run."""

    name: str
    command: list
    out: Path
    artifact: Path | None = None


@dataclass(frozen=True)
class Taken:
    """What a job took: seconds from start to end, seconds of all cores, bytes at the peak, bytes of the artifact, and
    what it said on standard output."""

    wall: float
    cpu: float
    memory: int
    size: int
    said: str


def once(job: Job) -> Taken:
    shutil.rmtree(job.out, ignore_errors=True)
    job.out.mkdir(parents=True)
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaints:
        start = time.perf_counter()
        child = subprocess.Popen(job.command, stdin=subprocess.DEVNULL, stdout=said, stderr=complaints)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaints.seek(0)
        if child.returncode != 0:
            command = " ".join(map(str, job.command))
            sys.exit(f"{command}\nended with {child.returncode}:\n{complaints.read()}")
        size = job.artifact.stat().st_size if job.artifact else 0
        return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIBIBYTE, size, said.read())


def interleaved(jobs: list, rounds: int) -> dict:
    """All runs of each job by its name; every round runs every job once, so that noise hits all alike."""
    runs = {job.name: [] for job in jobs}
    for round_ in range(rounds):
        for job in jobs:
            tell(f"{job.out.parent.name}, round {round_ + 1} of {rounds}: {job.name}")
            runs[job.name].append(once(job))
    tell("")
    return runs


def tell(progress: str):
    """One line that each call writes anew, for whoever watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{progress}", end="", file=sys.stderr, flush=True)


def median(runs: list, value) -> float:
    return statistics.median(value(run) for run in runs)
