"""Read files of corrections: a line that cannot be used is named, and the rest holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geo.articles import is_corrections
from geo.articles.decoding import decode
from geo.corrections.records import COLUMNS, Correction, Corrections, Problem
from geo.corrections.values import (
    EVENT_FIELDS,
    FIXED,
    MENTION_FIELDS,
    PlaceSource,
    understood,
)
from geo.errors import CorrectionsError, SourceError
from geo.suggestions import did_you_mean

NAME = "corrections.csv"
"""What a file of corrections is called that lies beside its articles."""

_NEEDED = ("target", "field", "value")
_TARGETS = ("mention", "event")
_ALIASES = {"x_place_id": "place"}


def corrections_beside(sources: Iterable[str | Path]) -> list[Path]:
    """The files corrections.csv in the folders that `sources` name, or beside their files."""
    found = []
    for source in sources:
        path = Path(source)
        beside = (path if path.is_dir() else path.parent) / NAME
        if str(source) != "-" and is_corrections(beside):
            found.append(beside)
    return list(dict.fromkeys(found))


def read_corrections(paths: Iterable[str | Path], places: PlaceSource) -> Corrections:
    """The corrections of some files, in their order; lines that make no sense are its problems.

    Raises CorrectionsError for a file that cannot be read or is no table of corrections.
    """
    given: list[Correction] = []
    problems: list[Problem] = []
    files = [str(path) for path in paths]
    for path in files:
        for line, cells in _lines(Path(path)):
            try:
                read = _correction(cells, places)
                given.append(replace(read, path=path, line=line, order=len(given)))
            except ValueError as error:
                problems.append(Problem(path=path, line=line, reason=str(error)))
    return Corrections(tuple(given), tuple(problems), tuple(files))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        yield from read_lines(path)
    except csv.Error as error:
        raise CorrectionsError(f"{path} is no table of comma-separated values: {error}") from error


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line's number and cells by column, free of what keeps spreadsheets from running them."""
    text, delimiter = read_table(path)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    reader.fieldnames = [_column(name) for name in reader.fieldnames or ()]
    _check_columns(path, list(reader.fieldnames))
    line = 2
    for row in reader:
        cells = {name: _armed(value) for name, value in row.items() if isinstance(value, str)}
        if any(cells.values()):
            yield line, cells
        line = reader.line_num + 1


def read_table(path: Path) -> tuple[str, str]:
    """The text of a table and the delimiter of its first line: comma, semicolon or tab."""
    try:
        text = decode(path.read_bytes(), path=str(path))
    except OSError as error:
        raise CorrectionsError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except SourceError as error:
        raise CorrectionsError(str(error)) from error
    head = text.partition("\n")[0]
    return text, max(",;\t", key=head.count)


def _column(name: str) -> str:
    return name.strip().lower()


def _check_columns(path: Path, found: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise CorrectionsError(
            f"{path} has no column {', '.join(missing)}; found {', '.join(found)};"
            f" a file of corrections has {', '.join(COLUMNS)}"
        )
    unknown = [name for name in found if name not in COLUMNS]
    for name in unknown:
        if near := did_you_mean(name, [each for each in COLUMNS if each not in found]):
            raise CorrectionsError(f"{path} has a column {name!r}{near}")


def _armed(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it as a formula."""
    bare = cell.lstrip("'")
    return cell[1:] if bare[:1] in {"=", "+", "-", "@", "\t", "\r"} and cell != bare else cell


def _correction(cells: dict[str, str], places: PlaceSource) -> Correction:
    target = cells["target"].strip().lower()
    if target not in _TARGETS:
        near = did_you_mean(target, _TARGETS) or '; expected "mention" or "event"'
        raise ValueError(f"target is {target!r}{near}")
    field = _field(target, cells["field"].strip())
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    _check_subject(target, given)
    return Correction(
        target="mention" if target == "mention" else "event",
        field=field,
        value=cells["value"],
        meaning=understood(field, cells["value"], places),
        article=given["article"],
        event=given["event"] if target == "event" else "",
        text=given["text"],
        occurrence=_occurrence(given["occurrence"]),
        who=given["who"],
        why=given["why"],
        made=given["made"],
        was=given["was"],
    )


def _field(target: str, given: str) -> str:
    known = MENTION_FIELDS if target == "mention" else EVENT_FIELDS
    field = _ALIASES.get(given.lower(), given.lower())
    if field in known:
        return field
    if target == "event" and field in FIXED:
        raise ValueError(f"{field} tells which event it is, and cannot be corrected")
    expected = "" if target == "event" else f"; expected {' or '.join(known)}"
    raise ValueError(f"{target} has no field {given!r}{did_you_mean(given, known) or expected}")


def _check_subject(target: str, given: dict[str, str]) -> None:
    if target == "mention" and not (given["article"] and given["text"]):
        raise ValueError("a mention needs its article and its text")
    if target == "event" and not (given["event"] or (given["article"] and given["text"])):
        raise ValueError("an event needs its id in event, or its article and trigger words in text")


def _occurrence(given: str) -> int | None:
    if not given:
        return None
    if not given.isdecimal() or int(given) < 1:
        raise ValueError(f"occurrence is {given!r}, expected 1 for the first, 2, ... or nothing")
    return int(given)
