"""Places on their way into a layer: one record a place, then flat columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from geo.gazetteer.column_files import (
    ColumnFolder,
    KeyPartitions,
    TextColumn,
    key_partitions,
    write_keys,
)
from geo.gazetteer.files import FORMAT
from geo.gazetteer.sorted_keys import Entries
from geo.names import hash_key

USER = "user"
"""The source of a user's own places."""
_ROWS_AT_ONCE = 50_000
_MOST_PEOPLE = (1 << 32) - 1
_MOST_NAMES = (1 << 16) - 1
_DTYPES = {
    "lat": "<f4", "lon": "<f4", "population": "<u4", "kind": "|u1", "country": "<u2",
    "admin1": "<u4", "admin2": "<u4", "capital": "|i1", "n_names": "<u2", "geonames": "<u4",
    "province": "<u2", "prominence": "|u1", "source": "|u1",
}  # fmt: skip


class PlaceRow(NamedTuple):
    """One place of a layer; `keys` maps each folded name to its MatchKind.

    `id` is "" where `geonames` says it. `admin1` is GeoNames' code ("EC.09") or ISO 3166-2
    ("EC-E"), `admin2` GeoNames' code ("EC.09.0901").
    """

    id: str
    name: str
    kind: int
    lat: float
    lon: float
    keys: dict[str, int]
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    capital: int = 0
    geonames: int = 0


class _Codes:
    """Numbers for codes, in the order in which they come; "" is 0."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, code: str) -> int:
        return self._numbers.setdefault(code, len(self._numbers))

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)


class LayerWriter:
    """Write places into the columns of a layer, some thousand at a time."""

    def __init__(self, columns: ColumnFolder, keys: KeyPartitions, *, source: str) -> None:
        self.rows = 0
        self._columns = columns
        self._keys = keys
        self._source = source
        self._names = TextColumn(columns, "name")
        self._ids = TextColumn(columns, "code")
        self._countries, self._admin1, self._admin2 = _Codes(), _Codes(), _Codes()
        self._admin1_names: dict[str, str] = {}
        self._waiting: list[PlaceRow] = []

    def add(self, row: PlaceRow) -> None:
        """Add one place."""
        self._waiting.append(row)
        if row.kind == 1:
            self._admin1_names.setdefault(row.admin1, row.name)
        if len(self._waiting) >= _ROWS_AT_ONCE:
            self._flush()

    def finish(self, about: dict[str, Any]) -> None:
        """Write what waits, the sorted names, and meta.json with `about`."""
        self._flush()
        kind, population = self._columns.finish("kind"), self._columns.finish("population")
        bits = write_keys(self._columns, iter(self._keys), kind=kind, population=population)
        self._columns.write_meta(self._tables() | {"bucket_bits": bits, "layer": about})

    def _tables(self) -> dict[str, Any]:
        admin1 = list(self._admin1)
        return {
            "format": FORMAT,
            "countries": list(self._countries),
            "admin1_codes": admin1,
            "admin1_names": [self._admin1_names.get(code, "") for code in admin1],
            "admin1_iso": [""] * len(admin1),
            "admin2_codes": list(self._admin2),
            "province_ids": [""],
            "sources": [self._source],
            "first_admin2": 0,
            "members": {},
            "type_words": [],
            "countries_table": [],
        }

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        for name, values in self._values(rows).items():
            self._columns.column(name, _DTYPES[name]).append(np.array(values, _DTYPES[name]))
        _append_texts(self._names, [row.name for row in rows])
        _append_texts(self._ids, [row.id for row in rows if row.id])
        self._keys.add(_entries(rows, self.rows))
        self.rows += len(rows)

    def _values(self, rows: list[PlaceRow]) -> dict[str, list[Any]]:
        nothing = [0] * len(rows)
        people = [min(row.population, _MOST_PEOPLE) for row in rows]
        return {
            "lat": [row.lat for row in rows],
            "lon": [row.lon for row in rows],
            "population": people,
            "kind": [row.kind for row in rows],
            "country": [self._countries.number(row.country) for row in rows],
            "admin1": [self._admin1.number(row.admin1) for row in rows],
            "admin2": [self._admin2.number(row.admin2) for row in rows],
            "capital": [row.capital for row in rows],
            "n_names": [min(len(row.keys), _MOST_NAMES) for row in rows],
            "geonames": [row.geonames for row in rows],
            "province": nothing,
            "prominence": [round(10 * math.log10(1 + size)) for size in people],
            "source": nothing,
        }


def _entries(rows: list[PlaceRow], first: int) -> Entries:
    found = [
        (hash_key(key), first + number, match)
        for number, row in enumerate(rows)
        for key, match in row.keys.items()
    ]
    hashes, places, matches = zip(*found, strict=True) if found else ((), (), ())
    return Entries(
        np.array(hashes, np.uint64), np.array(places, np.uint32), np.array(matches, np.uint8)
    )


def _append_texts(column: TextColumn, texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    column.append(
        np.frombuffer(b"".join(encoded), np.uint8), np.array([len(e) for e in encoded], np.int64)
    )


def write_layer(
    folder: Path, rows: Iterable[PlaceRow], *, source: str, about: Callable[[], dict[str, Any]]
) -> int:
    """Write `rows` as a layer into `folder`, which must exist; how many there were comes back.

    `about` is called once the rows are read: what meta.json says of where they come from.
    """
    with ColumnFolder(folder) as columns, key_partitions(folder) as keys:
        writer = LayerWriter(columns, keys, source=source)
        for row in rows:
            writer.add(row)
        writer.finish(about())
        return writer.rows
