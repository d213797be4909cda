"""What an import found wrong, and what it made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one row.

    `row` counts the data rows from 1 (neither the header nor a row of HXL tags counts); `found` is
    what stands in the file, `done` what was made of it. `mapped` is False where the row gave no
    event, or an event without a point; every such row has exactly one such problem.
    """

    row: int
    column: str
    found: str
    done: str
    mapped: bool = True

    def __str__(self) -> str:
        return f"row {self.row}: {self.column} is {self.found!r}: {self.done}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The events of a file or of a part of it, and everything that was wrong with it.

    `rows` is how many data rows were read: each is either an event with a point or among
    `unmapped`.
    """

    form: str
    rows: int
    events: gpd.GeoDataFrame
    problems: tuple[Problem, ...]

    @property
    def unmapped(self) -> tuple[Problem, ...]:
        """One problem for each row that cannot stand on a map."""
        return tuple(problem for problem in self.problems if not problem.mapped)

    @property
    def mapped(self) -> int:
        """How many events have a point."""
        return int(self.events.geometry.notna().sum())

    def summary(self) -> str:
        """One sentence: "1,000 rows of UCDP GED: 998 mapped, 2 not; 5 other remarks"."""
        unmapped = len(self.unmapped)
        others = len(self.problems) - unmapped
        remarks = f"; {others:,} other remarks" if others else ""
        return (
            f"{self.rows:,} rows of {self.form}: {self.mapped:,} mapped, {unmapped:,} not{remarks}"
        )


class Remarks:
    """Collects the problems of one chunk; a row is reported as not mapped only once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._unmapped: set[int] = set()

    def add(
        self, rows: Iterable[int], column: str, found: Iterable[Any], done: str | Iterable[str]
    ) -> None:
        """The same kind of problem in many rows, which stay on the map."""
        dones = _each(done)
        for row, value, what in zip(rows, found, dones, strict=False):
            self.problems.append(Problem(row=row, column=column, found=_shown(value), done=what))

    def unmap(
        self, rows: Iterable[int], column: str, found: Iterable[Any], done: str | Iterable[str]
    ) -> None:
        """The same kind of problem in many rows, which therefore cannot be mapped."""
        for row, value, what in zip(rows, found, _each(done), strict=False):
            first = row not in self._unmapped
            self._unmapped.add(row)
            self.problems.append(
                Problem(row=row, column=column, found=_shown(value), done=what, mapped=not first)
            )

    def is_unmapped(self, row: int) -> bool:
        """Whether the row was already given up."""
        return row in self._unmapped


def _each(done: str | Iterable[str]) -> Iterable[str]:
    import itertools

    return itertools.repeat(done) if isinstance(done, str) else done


_LONGEST = 80


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def by_row(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the rows."""
    return tuple(sorted(problems, key=lambda problem: problem.row))


def rows_of(mask: pd.Series[Any]) -> list[int]:
    """The row numbers (the index) where `mask` is true."""
    return [int(row) for row in mask.index[mask.to_numpy(dtype=bool)]]
