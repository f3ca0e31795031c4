"""The tables of what was measured, in Markdown."""

from banks import BANKS, MANY, SLIM, Bank
from results import Results

HEAD = ["bank", "what", "time", "CPU", "memory", "size"]
BESIDE = ["beside it", "time", "CPU", "memory", "size", "time ÷", "memory ÷", "size ÷"]

PAIRS = [
    ("sheet", "Typst", "typst short"),
    ("full sheet", "Typst", "typst full"),
    ("genpdf", "", ""),
    ("deck", "genanki", "genanki"),
    ("handout", "", ""),
    ("all three", "", ""),
    ("check", "", ""),
]
"""Our job, and what is measured beside it: its name and its job."""

TITLES = {"genpdf": "sheet, painted by genpdf"}


def figures(results: Results) -> str:
    """One row for each job of ours, with its counterpart and ours ÷ theirs."""
    rows = [HEAD + BESIDE]
    for bank in [*BANKS, SLIM, MANY]:
        rows += [row(results, bank, *pair) for pair in PAIRS if results.has(bank, pair[0])]
    return markdown(rows)


def row(results: Results, bank: Bank, job: str, other: str, other_job: str) -> list:
    ours = (results.wall(bank, job), results.memory(bank, job), results.size(bank, job))
    cells = [bank.name, TITLES.get(job, job), *shown(ours, results.cpu(bank, job))]
    if not other:
        return cells + [""] * len(BESIDE)
    theirs = (results.inner(bank, other_job), results.memory(bank, other_job), results.size(bank, other_job))
    ratios = [f"{mine / its:.2f}" for mine, its in zip(ours, theirs)]
    return [*cells, other, *shown(theirs, results.cpu(bank, other_job)), *ratios]


def shown(measured: tuple, cpu: float) -> list:
    time, memory, size = measured
    return [seconds(time), seconds(cpu), megabytes(memory), kilobytes(size) if size else ""]


def phases(results: Results) -> str:
    """One row for each bank, one column for each phase of its build."""
    rows = [["bank", *results.phases(BANKS[0])]]
    rows += [[bank.name, *map(seconds, results.phases(bank).values())] for bank in BANKS]
    return markdown(rows)


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB"


def kilobytes(value: float) -> str:
    return f"{value / 1e3:.0f} kB" if value < 1e6 else f"{value / 1e6:.1f} MB"


def markdown(rows: list) -> str:
    """Aligned, so that it reads well raw too."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    rows = [rows[0], ["-" * width for width in widths], *rows[1:]]
    lines = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows)
    return "\n".join(f"| {line} |" for line in lines)
