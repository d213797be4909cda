"""A piece of a table as typed columns; what cannot be read is reported, never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.exchange.imports.dates import DateReader, is_numeric_date
from geo.exchange.imports.problems import Remarks, rows_of
from geo.exchange.plain import json_value

if TYPE_CHECKING:
    import pandas as pd

_GUARD = re.compile(r"'(?='*[=+\-@\t\r])")
_COMMA = re.compile(r"-?\d+,\d+")
_HALVES = re.compile("[\ud800-\udfff]")
_MOST = 1 << 53
_MISSING = frozenset({"", "nan", "na", "n/a", "null", "none", "nat", "<na>"})


class Chunk:
    """Typed columns of a piece of a table; the index is the row number. A missing column is empty.

    `dates` holds what earlier pieces taught about the dates of each column.
    """

    def __init__(
        self, table: pd.DataFrame, *, dates: dict[str, DateReader], guarded: bool = False
    ) -> None:
        self.table = table
        self.guarded = guarded
        self.remarks = Remarks()
        self._dates = dates

    @property
    def index(self) -> pd.Index[Any]:
        """The row numbers."""
        return self.table.index

    def has(self, name: str) -> bool:
        """Whether the table has the column."""
        return name in self.table.columns

    def raw(self, name: str) -> pd.Series[Any]:
        """A column as it stands in the file."""
        import pandas as pd

        if self.has(name):
            return self.table[name]
        return pd.Series([None] * len(self.index), index=self.index, dtype=object)

    def texts(self, name: str) -> pd.Series[Any]:
        """A column as stripped text, "" where nothing stands; a formula's guard is taken away."""
        return self.own_texts(name).map(str.strip).astype(object)

    def own_texts(self, name: str) -> pd.Series[Any]:
        """A column as text with its spaces."""
        cells = self.raw(name).map(_text)
        if self.guarded:
            cells = cells.map(unguarded)
        return cells.astype(object)

    def numbers(self, name: str) -> pd.Series[Any]:
        """A column as float64; what is no number is reported and missing."""
        import numpy as np
        import pandas as pd

        texts = self.texts(name)
        stated = ~texts.str.lower().isin(_MISSING)
        commas = stated & texts.map(lambda text: bool(_COMMA.fullmatch(text))).astype(bool)
        self.remarks.add(rows_of(commas), name, texts[commas], "read with a decimal comma")
        plain = texts.where(~commas, texts.str.replace(",", "."))
        numbers = pd.to_numeric(plain.where(stated), errors="coerce").astype("float64")
        numbers = numbers.where(np.isfinite(numbers))
        wrong = (numbers.isna() & stated) | texts.str.lower().eq("nan")
        self.remarks.add(rows_of(wrong), name, texts[wrong], "not a number: left empty")
        return numbers

    def wholes(self, name: str) -> pd.Series[Any]:
        """A column as Int64; a fraction, or more than a float64 can count, is reported, missing."""
        numbers = self.numbers(name)
        broken = numbers.notna() & ((numbers.round() != numbers) | (numbers.abs() > _MOST))
        self.remarks.add(rows_of(broken), name, numbers[broken], "not a whole number: left empty")
        return numbers.where(~broken).astype("Int64")

    def days(self, name: str) -> pd.Series[Any]:
        """A column as datetime64[s]; what is no date is reported and missing."""
        import pandas as pd

        texts = self.texts(name)
        reader = self._dates.setdefault(name, DateReader())
        distinct = list(texts.unique())
        reader.look(distinct)
        days = {text: reader.read(text) for text in distinct}
        wrong = texts.map(lambda text: days[text] is None and text.lower() not in _MISSING)
        self.remarks.add(rows_of(wrong), name, texts[wrong], "not a date: left empty")
        if not reader.sure:
            self._doubt(name, texts)
        return pd.to_datetime(texts.map(days)).astype("datetime64[s]")

    def _doubt(self, name: str, texts: pd.Series[Any]) -> None:
        numeric = texts.map(is_numeric_date).astype(bool)
        self.remarks.add(
            rows_of(numeric), name, texts[numeric], "day and month cannot be told: day first"
        )


def unguarded(text: str) -> str:
    """The text without the mark that keeps a spreadsheet from running it as a formula."""
    return text[1:] if _GUARD.match(text) else text


def storable(text: str) -> str:
    """The text with U+FFFD for half a surrogate pair, which JSON can say and no file can hold."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return storable(value)
    plain = json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    if isinstance(plain, list):
        return storable(";".join(str(each).replace(";", ",") for each in plain))
    return storable(str(plain))
