"""Write corrections into their file: whole or not at all, and whatever stood there stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.corrections.reading import read_table
from geo.corrections.records import COLUMNS
from geo.exchange import disarm, replacing

Cells = Mapping[str, str]

_KEPT = frozenset(map(ord, "\t\n"))
_CONTROLS = {code: "\ufffd" for code in (*range(32), 127) if code not in _KEPT}
_UNREADABLE = _CONTROLS | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""What would make the file no text."""


def append_corrections(path: str | Path, corrections: Iterable[Cells]) -> None:
    """Add lines to a file of corrections, which is made where it is missing.

    `corrections` give cells by column. The file's own columns, order and delimiter are kept. A
    cell that a spreadsheet would run as a formula gets a leading "'", which reading takes away.
    Raises CorrectionsError for a file that cannot be read, ExportError where writing is refused.
    """
    head, rows, delimiter = _read(Path(path))
    names = [*head, *(name for name in COLUMNS if name not in map(_key, head))]
    added = [_line(names, each) for each in corrections]
    _write(Path(path), [names, *rows, *added], delimiter)


def withdraw_corrections(path: str | Path, corrections: Iterable[Cells]) -> int:
    """Take lines out again, the last that equal each of `corrections`; how many were found."""
    head, rows, delimiter = _read(Path(path))
    found = 0
    for each in corrections:
        line = _line(head, each)
        at = next((i for i in reversed(range(len(rows))) if rows[i] == line), None)
        if at is not None:
            del rows[at]
            found += 1
    _write(Path(path), [head, *rows], delimiter)
    return found


def _line(names: Iterable[str], cells: Cells) -> list[str]:
    return [disarm(cells.get(_key(name), "").translate(_UNREADABLE)) for name in names]


def _key(name: str) -> str:
    return name.strip().lower()


def _read(path: Path) -> tuple[list[str], list[list[str]], str]:
    if not path.exists() or not path.stat().st_size:
        return list(COLUMNS), [], ","
    text, delimiter = read_table(path)
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return head, [row for row in rows if row], delimiter


def _write(path: Path, rows: list[list[str]], delimiter: str) -> None:
    width = len(rows[0])
    with replacing(path) as scratch, scratch.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
