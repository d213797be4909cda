"""One line of the table of ratios: what we take, what a rival takes, both in the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEADER = ("what", "rival", "rival's", "ours", "ratio", "at least")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """What the same work takes both; `at_least` is the ratio that we mean to keep, if we do."""

    what: str
    rival: str
    theirs: float
    ours: float
    unit: str = "s"
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """How many times what we take the rival takes: above 1, ours is cheaper."""
        return self.theirs / self.ours

    def cells(self) -> tuple[str, ...]:
        """The line's cells, in the order of HEADER."""
        bound = "" if self.at_least is None else f"{self.at_least:.3g}"
        costs = (f"{cost:,.3g} {self.unit}" for cost in (self.theirs, self.ours))
        missed = self.at_least is not None and self.ratio < self.at_least
        return (self.what, self.rival, *costs, f"{self.ratio:.3g}", bound + (" missed" * missed))


def table(rows: Iterable[Ratio]) -> str:
    """The lines as a Markdown table whose columns stand under each other."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
              for line in lines)  # fmt: skip
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)
