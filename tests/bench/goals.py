"""The figures that the project's issues ask for, held against what was measured."""

from dataclasses import dataclass

from banks import MANY, SLIM
from results import DJANGO, LARGE, MEDIUM, SHIPPED, SMALL, Results
from table import markdown, megabytes, seconds


@dataclass(frozen=True)
class Goal:
    """`limit` is the most that `measured` may be, or the least."""

    issue: int
    what: str
    measured: float
    limit: float
    shown: object
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def row(self) -> list:
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.is_met else "MISSED"
        return [str(self.issue), self.what, f"{sign} {self.shown(self.limit)}", self.shown(self.measured), verdict]


def report(results: Results) -> str:
    rows = [["issue", "figure", "limit", "measured", ""]]
    goals = [*build_goals(results), *check_goals(results), *sheet_goals(results), *deck_goals(results)]
    return markdown(rows + [goal.row() for goal in goals])


def ratio(value: float) -> str:
    return f"{value:.2f} ×"


def build_goals(results: Results):
    shipped, large = results.wall(SHIPPED, "all three"), results.wall(LARGE, "all three")
    yield Goal(2, "shipped bank, all three, cold", shipped, 0.15, seconds)
    yield Goal(2, "10,000 questions, all three", large, 6.0, seconds)
    yield Goal(2, "10,000 questions, all three, memory", results.memory(LARGE, "all three"), 500e6, megabytes)
    for bank in (SHIPPED, SMALL, MEDIUM, LARGE):
        yield Goal(2, f"{bank.name}: all three by the slowest alone", results.fan_out(bank), 1.2, ratio)


def check_goals(results: Results):
    yield Goal(3, "shipped bank, check, cold", results.wall(SHIPPED, "check"), 0.015, seconds)
    yield Goal(3, "50,000 small questions, check", results.wall(SLIM, "check"), 0.6, seconds)
    yield Goal(3, "50,000 small questions, check, memory", results.memory(SLIM, "check"), 250e6, megabytes)


def sheet_goals(results: Results):
    for bank in (SHIPPED, DJANGO):
        yield Goal(5, f"{bank.name}: sheet, cold", results.wall(bank, "sheet"), 0.06, seconds)
    for bank, limit in ((SHIPPED, 0.4), (DJANGO, 0.4), (MEDIUM, 0.3), (LARGE, 0.3)):
        time = results.wall(bank, "sheet") / results.inner(bank, "typst short")
        yield Goal(5, f"{bank.name}: sheet by Typst, time", time, limit, ratio)
    yield Goal(5, "10,000 questions, sheet, memory", results.memory(LARGE, "sheet"), 250e6, megabytes)
    for bank in (SHIPPED, DJANGO, SMALL, MEDIUM, LARGE):
        size = results.size(bank, "sheet") / results.size(bank, "typst short")
        yield Goal(5, f"{bank.name}: sheet by Typst, size", size, 0.9, ratio)
    growth = results.wall(LARGE, "sheet") / results.wall(MEDIUM, "sheet")
    yield Goal(5, "sheet of 10,000 by sheet of 1,000 (linear: 10)", growth, 11.0, ratio)


def deck_goals(results: Results):
    for bank in (SHIPPED, DJANGO):
        yield Goal(4, f"{bank.name}: deck, cold", results.wall(bank, "deck"), 0.04, seconds)
    yield Goal(4, "100,000 small notes, fields to package", results.phases(MANY)["package"], 1.2, seconds)
    if "memory" in results.phases(MANY):
        yield Goal(4, "100,000 small notes, fields to package, memory", results.phases(MANY)["memory"], 350e6, megabytes)
    for bank in (SHIPPED, SMALL, MEDIUM, LARGE, MANY):
        faster = results.inner(bank, "genanki") / results.phases(bank)["package"]
        yield Goal(4, f"{bank.name}: genanki by our package", faster, 2.0, ratio, at_least=True)
