"""`make bench`: prepdeck beside Typst, genpdf and genanki, on the shipped bank and on banks of up to 10,000 questions.

Every run is a process of its own with a warm disk cache; a figure is the median of several runs, and the runs of all
jobs take turns. Leaves the tables on standard output and in target/bench/results.md.
"""

import os
import platform
from pathlib import Path

import banks
import goals
import measure
import table
from results import Results

NOTES = """\
Time is from the start of a process to its end; of Typst and genanki it is the time inside Python, without Python's
own start, and genanki starts from the finished fields of its notes while the deck's time begins at the YAML: its
counterpart among the phases is the package. CPU is what all cores spent, memory the process's peak, ÷ is ours by
theirs. The sheet is `--detail short`, the full sheet `--detail full`. Phases are timed inside one process, one after
the other, each on all cores; a build makes fields and package by turns."""


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load()}"


def load() -> str:
    return "/".join(f"{value:.1f}" for value in os.getloadavg())


def main():
    start = machine()
    runs = {}
    for bank in [*banks.BANKS, banks.SLIM, banks.MANY]:
        banks.prepare(bank)
        runs[bank.name] = measure.interleaved(banks.jobs(bank), bank.rounds)
    results = Results(runs)
    rounds = ", ".join(f"{bank.name} {bank.rounds}" for bank in banks.BANKS)
    where = f"{start} at the start, {load()} at the end; runs: {rounds}."
    text = "\n\n".join([where, table.figures(results), NOTES, table.phases(results), goals.report(results)])
    Path(banks.WORK, "results.md").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
