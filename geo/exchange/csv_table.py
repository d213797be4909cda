"""Events as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchange.plain import plain_columns
from geo.replacing import replacing

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet runs a text that begins with one of these. A text that already begins with the mark
# gets one more, so that taking one away always gives the text back.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PIECE_ROWS = 4096
_QUOTED = re.compile('[",\r\n]')


def export_csv(events: pd.DataFrame, path: str | Path) -> None:
    """Write events as CSV: UTF-8, comma, newline; the same events give the same bytes.

    Lists are joined by ";" (inside an element it becomes ","), missing values are empty, dates are
    ISO, flags true or false. A text that a spreadsheet would run as a formula gets a leading "'".
    """
    write_table(path, plain_columns(events))


def write_table(
    path: str | Path, columns: Mapping[str, list[Any]], *, second_row: Sequence[str] | None = None
) -> None:
    """Write columns of plain values as CSV, as export_csv says; `second_row` follows the header."""
    n_rows = max(map(len, columns.values()), default=0)
    with replacing(path) as temporary, temporary.open("wb") as file:
        for head in (columns, second_row):
            if head is not None:
                file.write((",".join(map(_quote, head)) + "\n").encode())
        for start in range(0, n_rows, _PIECE_ROWS):
            pieces = (values[start : start + _PIECE_ROWS] for values in columns.values())
            for row in zip(*map(_cells, pieces), strict=True):
                file.write((",".join(row) + "\n").encode("utf-8", "replace"))


def _cells(values: list[Any]) -> list[str]:
    texts: dict[str, str] = {}
    for text in {value for value in values if value.__class__ is str}:
        texts[text] = _cell_of_text(text)
    return [
        texts[value] if value.__class__ is str else _CELLS.get(type(value), _cell_of_text)(value)
        for value in values
    ]


def _cell_of_text(value: Any) -> str:
    return _quote(disarm(str(value)))


def _cell_of_list(values: list[Any]) -> str:
    if not values:
        return ""
    return _cell_of_text(";".join(str(value).replace(";", ",") for value in values))


_CELLS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda flag: "true" if flag else "false",
    int: str,
    float: repr,
    list: _cell_of_list,
}


def disarm(text: str) -> str:
    """A text that no spreadsheet runs as a formula: with a leading "'" where one would."""
    return f"'{text}" if _FORMULA.match(text) else text


def _quote(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'
