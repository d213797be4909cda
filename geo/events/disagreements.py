"""Say in words where the reports of one event differ, and who says what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_COLUMNS = {
    "deaths": "x_fat_best",
    "injured": "x_injured",
    "day": "event_date",
    "type": "sub_event_type",
    "place": "location",
    "actor": "actor1",
}
_MOST_NAMED = 3
_POINTS = frozenset(["town", "near"])


def describe_report(row: Row) -> str:
    """One report in a line: the outlet, its headline, and what it counts.

    >>> describe_report({"source": "AFP", "x_titles": [], "x_fat_best": 3, "x_injured": None})
    'AFP: 3 dead'
    """
    counts = [
        f"{row[column]} {word}"
        for column, word in (("x_fat_best", "dead"), ("x_injured", "injured"))
        if row[column] is not None
    ]
    told = [*row["x_titles"][:1], ", ".join(counts)]
    return ": ".join(part for part in (row["source"], " - ".join(filter(None, told))) if part)


def describe_disagreements(rows: Sequence[Row], sources: Sequence[int]) -> str:
    """Every value that reports differ on, with who tells it; "" where they agree.

    `sources` numbers the source of each row; copies of one text speak once. A report that is
    silent or vaguer contradicts nobody.

    >>> row = dict.fromkeys(("x_injured", "event_date", "sub_event_type", "location", "actor1"))
    >>> counts = ({"source": "AFP", "x_fat_best": 3}, {"source": "EFE", "x_fat_best": 5})
    >>> describe_disagreements([row | each for each in counts], [0, 1])
    'deaths: 3 (AFP), 5 (EFE)'
    """
    return "; ".join(
        f"{name}: {_tell(values)}"
        for name, column in _COLUMNS.items()
        if len(values := _values(rows, sources, column)) > 1
    )


def _values(rows: Sequence[Row], sources: Sequence[int], column: str) -> dict[Any, dict[int, str]]:
    """Each value of a column, with the number and the name of everyone who tells it."""
    values: dict[Any, dict[int, str]] = {}
    for row, source in zip(rows, sources, strict=True):
        value = row[column]
        if value is not None and _is_definite(row, column):
            values.setdefault(value, {}).setdefault(source, _name(row))
    return dict(sorted(values.items()))


def _is_definite(row: Row, column: str) -> bool:
    if column == "location":
        return row["x_precision"] in _POINTS
    if column == "event_date":
        return row["time_precision"] == 1 and bool(row["x_date_text"])
    return column != "actor1" or not row["actor1"].startswith("Unidentified")


def _name(row: Row) -> str:
    return str(row["source"] or row["x_article_ids"][0]).replace(";", ",")


def _tell(values: Mapping[Any, Mapping[int, str]]) -> str:
    return ", ".join(f"{value} ({_names(list(who.values()))})" for value, who in values.items())


def _names(names: list[str]) -> str:
    shown = ", ".join(_first(names))
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"


def _first(names: list[str]) -> Iterator[str]:
    return iter(sorted(names)[:_MOST_NAMED])
