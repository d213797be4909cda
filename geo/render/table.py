"""An event table, read with care: any column may be missing, or hold what other tools wrote."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import FrameError

PRECISIONS = ("", "town", "near", "district", "province", "country")

_GEO_PRECISION = {1: "town", 2: "near", 3: "province"}
_NEEDED = ("latitude", "longitude")


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
        return [_text(value) for value in self.frame[name]]

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
        return [_list(value) for value in self.frame[name]]

    def days(self, name: str) -> NDArray[np.int64]:
        """A column of dates as days since 1970-01-01; the least int64 where it is missing."""
        if not self.has(name):
            return np.full(len(self), np.iinfo(np.int64).min)
        dates = pd.to_datetime(self.frame[name], errors="coerce", utc=True, format="mixed")
        days = dates.dt.tz_localize(None).to_numpy("datetime64[D]")
        return np.asarray(days.astype(np.int64))

    def precisions(self) -> NDArray[np.int64]:
        """How exactly each place is known, as an index into PRECISIONS; 0 is not stated."""
        words = self.texts("x_precision")
        if not self.has("x_precision"):
            words = [
                _GEO_PRECISION.get(_whole(value), "") for value in self.numbers("geo_precision")
            ]
        return np.array([PRECISIONS.index(w) if w in PRECISIONS else 0 for w in words], np.int64)

    def fatalities(self) -> NDArray[np.int64]:
        """Deaths, or -1 where no number is stated: unknown is not zero."""
        stated = self.numbers("fatalities")
        if self.has("x_fat_reported"):
            told = np.array([_is_true(value) for value in self.frame["x_fat_reported"]], bool)
            stated = np.where(told, stated, math.nan)
        whole = np.where(np.isnan(stated), -1, np.clip(stated, 0, 2**31))
        return np.asarray(whole, np.int64)


def _is_true(value: object) -> bool:
    return str(value).lower() in {"true", "1", "1.0"}


def _whole(value: float) -> int:
    return 0 if math.isnan(value) else int(value)


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
        return [text for part in value if (text := _text(part))]
    text = _text(value)
    return [text] if text else []
