"""An event table, read with care: any column may be missing, or hold what other tools wrote.

Tables are read column by column, never row by row: most columns of most tables hold one type,
which is known at once, and the values that repeat are looked at once each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import FrameError

PRECISIONS = ("", "town", "near", "district", "province", "country")

Ints = NDArray[np.int64]

_GEO_PRECISION = {1: "town", 2: "near", 3: "province"}
_NEEDED = ("latitude", "longitude")
_NO_DAY = np.iinfo(np.int64).min


class EventTable:
    """The columns of an event table by name; a missing column reads as missing values."""

    def __init__(self, frame: pd.DataFrame) -> None:
        missing = [name for name in _NEEDED if name not in frame.columns]
        if missing:
            found = ", ".join(map(str, frame.columns[:12]))
            raise FrameError(f"events lacks {', '.join(missing)}; found {found}")
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    def has(self, name: str) -> bool:
        """Whether the table has a column of that name."""
        return name in self.frame.columns

    def ordered(self, order: NDArray[Any]) -> EventTable:
        """The same table with its rows in another order."""
        return EventTable(self.frame.iloc[order])

    def texts(self, name: str) -> list[str]:
        """A column as text, "" where it is missing."""
        if not self.has(name):
            return [""] * len(self)
        values = _cells(self.frame[name])
        return [value if value.__class__ is str else _text(value) for value in values]

    def named(self, name: str) -> tuple[Ints, list[str]]:
        """A column of repeated words: a number for each row, and the words, sorted; 0 is none."""
        if not self.has(name):
            return np.zeros(len(self), np.int64), [""]
        codes, kinds = _factorized(self.frame[name])
        words = [value if value.__class__ is str else _text(value) for value in kinds]
        names = ["", *sorted(set(words) - {""})]
        number = {word: index for index, word in enumerate(names)}
        lookup = np.array([*map(number.__getitem__, words), 0], np.int64)
        return lookup[codes], names

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as numbers, NaN where it is missing, endless or no number."""
        if not self.has(name):
            return np.full(len(self), math.nan)
        values = pd.to_numeric(self.frame[name], errors="coerce").to_numpy(float, na_value=math.nan)
        return np.where(np.isfinite(values), values, math.nan)

    def lists(self, name: str) -> list[list[str]]:
        """A column of lists; text is split at semicolons, as our CSV files join it."""
        if not self.has(name):
            return [[] for _ in range(len(self))]
        return [_list(value) for value in _cells(self.frame[name])]

    def joined(self, name: str, mark: str) -> list[str]:
        """A column of lists, the items of each joined by `mark`."""
        if not self.has(name):
            return [""] * len(self)
        values = _cells(self.frame[name])
        try:
            return [mark.join(v if v.__class__ is list else _list(v)) for v in values]
        except TypeError:  # a list that holds something else than text
            return [mark.join(_list(value)) for value in values]

    def days(self, name: str) -> Ints:
        """A column of dates as days since 1970-01-01; the least int64 where it is missing."""
        if not self.has(name):
            return np.full(len(self), _NO_DAY)
        dates = pd.to_datetime(self.frame[name], errors="coerce", utc=True, format="mixed")
        days = dates.dt.tz_localize(None).to_numpy("datetime64[D]")
        return np.asarray(days.astype(np.int64))

    def precisions(self) -> Ints:
        """How exactly each place is known, as an index into PRECISIONS; 0 is not stated."""
        if self.has("x_precision"):
            codes, words = self.named("x_precision")
        else:
            codes, kinds = _factorized(pd.Series(self.numbers("geo_precision")))
            words = [_GEO_PRECISION.get(int(kind), "") for kind in kinds] + [""]
        number = [PRECISIONS.index(word) if word in PRECISIONS else 0 for word in words]
        return np.array(number, np.int64)[codes]

    def fatalities(self) -> Ints:
        """Deaths, or -1 where no number is stated: unknown is not zero."""
        stated = self.numbers("fatalities")
        if self.has("x_fat_reported"):
            codes, kinds = _factorized(self.frame["x_fat_reported"])
            told = np.array([*map(_is_true, kinds), False], bool)[codes]
            stated = np.where(told, stated, math.nan)
        whole = np.where(np.isnan(stated), -1, np.clip(stated, 0, 2**31))
        return np.asarray(whole, np.int64)


def with_positions(events: pd.DataFrame) -> pd.DataFrame:
    """The table with latitude and longitude: its own, or those of its geometries.

    Geometries are in any CRS; lines and polygons stand at a point on them. Raises FrameError for
    a GeoDataFrame without a CRS; a table with neither columns nor geometries stays as it is.
    """
    import geopandas as gpd

    if set(_NEEDED) <= set(events.columns) or not isinstance(events, gpd.GeoDataFrame):
        return events
    shapes = events.geometry
    if shapes.crs is None:
        raise FrameError('events has no CRS; call .set_crs("EPSG:4326") first')
    points = shapes.to_crs("EPSG:4326").representative_point()
    placed: pd.DataFrame = events.assign(latitude=points.y, longitude=points.x)
    return placed


def _cells(column: Any) -> Sequence[Any]:
    """The values of a column as plain objects."""
    if isinstance(column.dtype, pd.StringDtype):
        return list(column.to_numpy(object, na_value=None))
    return list(column.astype(object).to_numpy())


def _factorized(column: pd.Series[Any]) -> tuple[Ints, Sequence[Any]]:
    """A number for each row, -1 where it is missing, and the values that the numbers stand for."""
    try:
        codes, kinds = column.factorize()
    except TypeError:  # lists and other values that cannot be compared
        codes, kinds = pd.Series(
            [None if (text := _text(value)) == "" else text for value in column], dtype=object
        ).factorize()
    # An array of Arrow's gives its values one by one, slowly; numpy takes them all at once.
    plain = np.asarray(kinds, object) if isinstance(column.dtype, pd.StringDtype) else kinds
    return np.asarray(codes, np.int64), list(plain)


def _is_true(value: object) -> bool:
    return str(value).lower() in {"true", "1", "1.0"}


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(_list(value))
    return str(value)


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, Iterable):
        return [text for part in value if (text := part if part.__class__ is str else _text(part))]
    text = _text(value)
    return [text] if text else []
