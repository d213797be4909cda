"""What a card and a download say beyond the columns that the map needs at once.

Every column of the table is kept. Whole and decimal numbers, and words that repeat, are packed as
columns that the page opens at the first click. What is left, the texts, is packed in chunks of
rows: the cells of a row stand side by side, because a sentence, its title and its place share
words. Cells, rows and the items of a list are parted by the characters that ASCII has for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.frames import EVENT_COLUMNS, LIST_COLUMNS
from geo.render.pack import Packed, compress, pack_names, pack_numbers
from geo.render.table import EventTable

CELL, ROW, ITEM = "\x1f", "\x1e", "\x1d"

_SAMPLE = 4096
_MOST_DISTINCT = 0.25
_MOST_DECIMALS = 4
_LARGEST = 2**31 - 1
_LEVEL = 5  # gzip's 6 takes half as long again for 4% less


def card_payload(
    table: EventTable, *, without: frozenset[str], rows: int, pool: ThreadPoolExecutor
) -> Packed:
    """The columns of `table` but those in `without`, `rows` texts to a chunk.

    `names` are all columns of the table in order. `numbers` hold value * 10**decimals - low + 1,
    or 0 for missing; `coded` hold words that repeat; `cells` name the texts of a row, each with
    whether it is a list; `texts` are the chunks, as futures of `pool`. `others` are the columns
    that no event table has: a card shows them as they stand.
    """
    names = [str(name) for name in table.frame.columns if name != "geometry"]
    packed: dict[str, Any] = {"names": names, "numbers": {}, "coded": {}, "cells": []}
    known = {*EVENT_COLUMNS, *without}
    packed["others"] = [name for name in names if name not in known and name[:2] != "x_"]
    texts: list[list[str]] = []
    for name in names:
        if name in without:
            continue
        if (numbers := _numbers(table, name)) is not None:
            packed["numbers"][name] = numbers
        elif name not in LIST_COLUMNS and _repeats(table.frame[name]):
            packed["coded"][name] = pack_names(*_words(table, name))
        else:
            packed["cells"].append([name, int(name in LIST_COLUMNS)])
            texts.append(_texts(table, name))
    return {**packed, "texts": _chunks(texts, rows=rows, count=len(table), pool=pool)}


def _numbers(table: EventTable, name: str) -> Packed | None:
    """A column of numbers with few decimals; None where it is something else."""
    kind = table.frame[name].dtype
    if not pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind):
        return None
    values = table.numbers(name)
    for decimals in range(_MOST_DECIMALS + 1):
        scaled = values * 10**decimals
        whole = np.rint(scaled)
        known = whole[~np.isnan(whole)]
        low, high = (known.min(), known.max()) if len(known) else (0, 0)
        if high - low >= _LARGEST or max(-low, high) > 2**53:
            return None
        if not len(known) or np.abs(scaled[~np.isnan(scaled)] - known).max() < 1e-6:  # noqa: PLR2004
            counted = np.where(np.isnan(whole), 0, whole - low + 1).astype(np.int64)
            return {**pack_numbers(counted), "low": int(low), "decimals": decimals}
    return None


def _repeats(column: pd.Series[Any]) -> bool:
    """Whether the first rows hold each value several times."""
    first = column.head(_SAMPLE)
    try:
        return bool(first.nunique() <= max(1, len(first) * _MOST_DISTINCT))
    except TypeError:  # lists, which have no hash
        return False


def _words(table: EventTable, name: str) -> tuple[NDArray[np.int64], list[str]]:
    codes, words = table.named(name)
    return codes, [word.removesuffix(" 00:00:00") for word in words]


def _texts(table: EventTable, name: str) -> list[str]:
    """The cells of a column as text, free of the parting characters; lists as joined items."""
    texts = table.joined(name, ITEM) if name in LIST_COLUMNS else table.texts(name)
    marks = (CELL, ROW) if name in LIST_COLUMNS else (CELL, ROW, ITEM)
    if not any(mark in text for text in texts for mark in marks):
        return texts
    table_of = str.maketrans(dict.fromkeys(marks, " "))
    return [text.translate(table_of) for text in texts]


def _chunks(
    columns: Sequence[list[str]], *, rows: int, count: int, pool: ThreadPoolExecutor
) -> list[Future[str]]:
    if not columns:
        return []

    def packed(start: int) -> str:
        cells = zip(*(column[start : start + rows] for column in columns), strict=True)
        text = ROW.join(map(CELL.join, cells))
        return compress(text.encode("utf-8", "replace"), _LEVEL)

    return [pool.submit(packed, start) for start in range(0, count, rows)]
