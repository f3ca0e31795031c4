"""What was measured, as medians."""

from banks import BANKS, Bank
from measure import median


class Results:
    """Medians of every job on every bank."""

    def __init__(self, runs: dict):
        self.runs = runs

    def has(self, bank: Bank, job: str) -> bool:
        return job in self.runs[bank.name]

    def of(self, bank: Bank, job: str, value) -> float:
        return median(self.runs[bank.name][job], value)

    def wall(self, bank: Bank, job: str) -> float:
        """Seconds from the process's start to its end."""
        return self.of(bank, job, lambda taken: taken.wall)

    def cpu(self, bank: Bank, job: str) -> float:
        """Seconds of all cores together."""
        return self.of(bank, job, lambda taken: taken.cpu)

    def memory(self, bank: Bank, job: str) -> float:
        """Bytes at the peak."""
        return self.of(bank, job, lambda taken: taken.memory)

    def size(self, bank: Bank, job: str) -> float:
        """Bytes of the artifact."""
        return self.of(bank, job, lambda taken: taken.size)

    def inner(self, bank: Bank, job: str) -> float:
        """Seconds as a script of ours took them: without the start of Python."""
        return self.of(bank, job, lambda taken: float(taken.said))

    def phases(self, bank: Bank) -> dict:
        """Seconds of each phase, in order."""
        names = [line.split("\t")[0] for line in self.runs[bank.name]["phases"][0].said.splitlines()]
        return {name: self.of(bank, "phases", lambda taken: seconds(taken.said)[name]) for name in names}

    def fan_out(self, bank: Bank) -> float:
        """All three artifacts' time by the slowest one's alone."""
        alone = (self.wall(bank, job) for job in ("sheet", "deck", "handout"))
        return self.wall(bank, "all three") / max(alone)


def seconds(said: str) -> dict:
    pairs = (line.split("\t") for line in said.splitlines())
    return {name: float(value) for name, value in pairs}


SHIPPED, DJANGO, SMALL, MEDIUM, LARGE = BANKS
