"""Cells of a frame as plain values: what JSON can say, and nothing else."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# Seven decimals of a degree are a centimetre: RFC 7946 advises no more.
DIGITS = 7
_COORDINATES = frozenset({"latitude", "longitude"})


def json_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of an event table, ready for JSON: lists are lists, missing is None, dates ISO.

    The geometry is left out: `latitude` and `longitude` say the same.
    """
    return {name: _cell(name, value) for name, value in row.items() if name != "geometry"}


def _cell(name: str, value: object) -> Any:
    plain = json_value(value)
    return round(plain, DIGITS) if name in _COORDINATES and plain is not None else plain


def json_value(value: Any) -> Any:
    """One value as JSON knows it: None for NaN, NaT and NA, ISO for a date or time."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): json_value(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(json_value, value))
    if isinstance(value, list | tuple):
        return [json_value(inner) for inner in value]
    if hasattr(value, "tolist"):
        # A numpy array or number; what it turns into is plain, or a list of plain values.
        return json_value(value.tolist())
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return int(value)
    if _is_missing(value):
        return None
    if isinstance(value, datetime):
        return _iso(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_missing(value: object) -> bool:
    """Whether `value` is NaT or NA: neither equals itself with certainty."""
    try:
        return not value == value  # noqa: PLR0124, SIM201 - the definition of NaT
    except TypeError:
        # NA refuses to be true or false.
        return True


def _iso(value: datetime) -> str:
    day_alone = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
    return value.date().isoformat() if day_alone and not value.tzinfo else value.isoformat()


# Unicode's other line ends, at which a reader of lines might break a line of JSON, and the control
# codes beyond ASCII, which JSON leaves alone and a terminal obeys.
_CODE = re.compile("[\x7f-\x9f\u2028\u2029]")


_PIECE_ROWS = 4096
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def json_line(value: object) -> str:
    """A plain value as one line of JSON, whatever a reader takes for the end of a line."""
    line = _ENCODE(value)
    return _CODE.sub(lambda code: f"\\u{ord(code[0]):04x}", line)


def json_objects(frame: pd.DataFrame) -> Iterator[str]:
    """Each row as one line of JSON: what json_line makes of json_row, column by column."""
    for start in range(0, len(frame), _PIECE_ROWS):
        piece = frame.iloc[start : start + _PIECE_ROWS]
        columns = plain_columns(piece)
        for members in zip(*(_members(*column) for column in columns.items()), strict=True):
            yield "{" + ",".join(members) + "}"


def _members(name: str, values: list[Any]) -> list[str]:
    """A column's values, each with its name before it; a text that repeats is written once."""
    mark = json_line(name) + ":"
    texts = {value for value in values if value.__class__ is str}
    written = {text: mark + json_line(text) for text in texts}
    return [
        written[value]
        if value.__class__ is str
        else mark + _WRITERS.get(value.__class__, json_line)(value)
        for value in values
    ]


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bool: lambda flag: "true" if flag else "false",
    int: repr,
    float: repr,
    list: lambda values: json_line(values) if values else "[]",
}


def plain_columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Each column but the geometry as a list of plain values, in the frame's order."""
    return {
        str(name): _plain_column(str(name), frame[name])
        for name in frame.columns
        if name != "geometry"
    }


def _plain_column(name: str, values: pd.Series[Any]) -> list[Any]:
    kind = values.dtype.kind
    if kind in "iub":
        return list(values.astype(object).where(values.notna(), None).tolist())
    if kind == "M":
        codes, days = values.factorize()
        cells = [*(_cell(name, day) for day in days), None]
        return [cells[code] for code in codes]
    if kind == "f" and name not in _COORDINATES:
        numbers: list[Any] = values.tolist()
        return [number if math.isfinite(number) else None for number in numbers]
    return [value if _is_plain(value) else _cell(name, value) for value in values.tolist()]


def _is_plain(value: Any) -> bool:
    """Whether a value is text, missing or a list of texts, as most are."""
    if value is None or value.__class__ is str:
        return True
    return value.__class__ is list and all(each.__class__ is str for each in value)


def plain_texts(values: list[Any]) -> list[Any]:
    """Each value as json_value has it."""
    return [value if _is_plain(value) else json_value(value) for value in values]


def plain_rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each row as `json_row` gives it."""
    columns = plain_columns(frame)
    names = list(columns)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(names, values, strict=True))
