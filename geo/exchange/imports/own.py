"""Our own files back into the event table: types restored, the CSV's formula guard undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.exchange.imports.chunk import storable
from geo.exchange.imports.columns import frame, or_none
from geo.exchange.imports.problems import rows_of
from geo.frames import DATE_COLUMNS, EVENT_COLUMNS, LIST_COLUMNS, WHOLE_COLUMNS
from geo.frames.columns import FLAG_COLUMNS, NUMBER_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk

NEEDED = ("event_id_cnty", "event_date", "event_type", "latitude", "longitude", "x_precision")

ALIASES = {"x_timestamp": "timestamp"}
"""KML has a meaning of its own for a field named timestamp, so ours is renamed there."""

_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0", ""})
_JOINED_NUMBERS = ("x_province_distance_km",)


def own_rows(chunk: Chunk) -> pd.DataFrame:
    """A piece of a file of ours; further columns that begin with x_ are kept as text."""
    extra = [
        name for name in chunk.table.columns if name.startswith("x_") and name not in EVENT_COLUMNS
    ]
    return frame({name: _column(chunk, name) for name in (*EVENT_COLUMNS, *extra)}, chunk.index)


def _column(chunk: Chunk, name: str) -> pd.Series[Any]:
    if name in LIST_COLUMNS:
        return _lists(chunk, name)
    if name in DATE_COLUMNS:
        return chunk.days(name)
    if name in WHOLE_COLUMNS:
        return chunk.wholes(name)
    if name in NUMBER_COLUMNS or name in _JOINED_NUMBERS:
        return chunk.numbers(name)
    if name in FLAG_COLUMNS:
        return _flags(chunk, name)
    return or_none(chunk.own_texts(name))


def _lists(chunk: Chunk, name: str) -> pd.Series[Any]:
    import pandas as pd

    native, texts = chunk.raw(name), chunk.own_texts(name)
    lists = [
        [storable(str(each)) for each in value] if isinstance(value, list) else _split(text)
        for value, text in zip(native, texts, strict=True)
    ]
    return pd.Series(lists, index=chunk.index, dtype=object)


def _split(text: str) -> list[str]:
    return text.split(";") if text else []


def _flags(chunk: Chunk, name: str) -> pd.Series[Any]:
    texts = chunk.texts(name).str.lower()
    odd = ~texts.isin(_TRUE | _FALSE)
    chunk.remarks.add(rows_of(odd), name, texts[odd], "neither true nor false: taken as false")
    return texts.isin(_TRUE)
