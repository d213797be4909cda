"""Merge the shipped gazetteer and layers into one, which costs no more to ask than any.

The rows are those that ship and have an id of their own, then a user's own places, then the
towns that ship, then what was imported: the reader tells ids by this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer.column_files import ColumnFolder, TextColumn, key_partitions, write_keys
from geo.gazetteer.files import PLACE_COLUMNS, Columns, open_files
from geo.gazetteer.place_rows import USER
from geo.gazetteer.sorted_keys import Entries, Rows

_ROWS_AT_ONCE = 1 << 18
_KEYS_AT_ONCE = 1 << 18
_COUNTRY, _ADMIN1, _ADMIN2, _REGION = 0, 1, 2, 4


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of one gazetteer or layer, and their new codes: code i becomes `codes[name][i]`.

    `rows` are those that stay, ascending; `first` is the row of the first one once merged.
    """

    columns: Columns
    rows: Rows
    codes: Mapping[str, Rows]
    first: int

    def values(self, name: str, rows: Rows) -> Rows:
        """A column of some rows as it is once merged."""
        values = self.columns[name][rows]
        if name == "kind":
            # Only the country that ships holds all that bears its code.
            known = self.codes["is_known"][self.columns["country"][rows]]
            return np.where((values == _COUNTRY) & known, _REGION, values)
        return self.codes[name][values] if name in self.codes else values

    def pieces(self) -> Iterator[Rows]:
        """The rows, a bounded number at a time."""
        for start in range(0, len(self.rows), _ROWS_AT_ONCE):
            yield self.rows[start : start + _ROWS_AT_ONCE]


class _Codes:
    """The lists of codes of the gazetteer that ships, and what layers add to them."""

    def __init__(self, meta: dict[str, Any], columns: Columns, layers: Sequence[Any]) -> None:
        self.shipped = meta
        self.districts = _district_numbers(meta, columns)
        names = _new_provinces(meta, layers)
        self.countries = _joined(meta["countries"], (layer["countries"] for layer, _ in layers))
        self.admin1 = [*meta["admin1_codes"], *names]
        self.admin1_names = [*meta["admin1_names"], *names.values()]
        self.sources = _joined(meta["sources"], (layer["sources"] for layer, _ in layers))

    def of(self, layer: dict[str, Any]) -> dict[str, Rows]:
        """Where the codes of a layer are in these lists; codes that nothing explains are 0."""
        admin1 = _numbers(self.admin1)
        isos = _numbers(self.shipped["admin1_iso"])
        own = USER in layer["sources"]
        known = set() if own else set(self.shipped["countries"])
        return {
            "country": _mapped(layer["countries"], _numbers(self.countries)),
            "admin1": _mapped(layer["admin1_codes"], isos | admin1),
            "admin2": _mapped(layer["admin2_codes"], self.districts),
            "province": np.zeros(1, np.int64),
            "source": _mapped(layer["sources"], _numbers(self.sources)),
            "is_known": np.array([code in known for code in layer["countries"]]),
        }

    def tables(self) -> dict[str, Any]:
        """The lists, for meta.json."""
        added = len(self.admin1) - len(self.shipped["admin1_codes"])
        return {
            "countries": self.countries,
            "admin1_codes": self.admin1,
            "admin1_names": self.admin1_names,
            "admin1_iso": [*self.shipped["admin1_iso"], *[""] * added],
            "sources": self.sources,
        }


def merge_layers(
    folder: Path, shipped: Path, *, own: Sequence[Path], imported: Sequence[Path]
) -> None:
    """Write into `folder`, which must exist, the gazetteer of `shipped` and all layers.

    Of places with one GeoNames id, and of units with one code, the first one stays: what ships
    before what was imported. A user's own places are never dropped.
    Raises GazetteerError where files are missing or do not fit together.
    """
    meta, base = open_files(shipped)
    layers = [open_files(each) for each in (*own, *imported)]
    codes = _Codes(meta, base, layers)
    parts = _parts(base, codes, layers, n_own=len(own))
    with ColumnFolder(folder) as columns:
        _write_places(columns, parts, codes)
        _write_texts(columns, parts, n_coded=len(own) + 1)
        kind, population = columns.finish("kind"), columns.finish("population")
        with key_partitions(folder) as keys:
            for entries in _all_entries(parts):
                keys.add(entries)
            bits = write_keys(columns, iter(keys), kind=kind, population=population)
        made_of = [layer["layer"]["sha256"] for layer, _ in layers]
        marks = _marks(parts, len(own)) | {"layers": made_of, "bucket_bits": bits}
        columns.write_meta(meta | codes.tables() | marks)


def _marks(parts: Sequence[_Part], n_own: int) -> dict[str, Any]:
    """Which rows are a user's own, and where imported ones begin."""
    towns = parts[n_own + 1]
    return {
        "own_rows": [parts[1].first, towns.first] if n_own else [0, 0],
        "first_imported": towns.first + len(towns.rows),
    }


def _parts(
    base: Columns, codes: _Codes, layers: Sequence[tuple[dict[str, Any], Columns]], *, n_own: int
) -> list[_Part]:
    """The rows that ship with ids of their own, own places, towns that ship, imported places."""
    coded = len(base["code_starts"]) - 1
    towns = np.arange(coded, len(base["lat"]), dtype=np.uint32)
    parts = [_Part(base, np.arange(coded, dtype=np.uint32), _no_codes(base), 0)]
    parts += [_whole(columns, codes.of(meta)) for meta, columns in layers[:n_own]]
    parts.append(_Part(base, towns, _no_codes(base), 0))
    seen = base["geonames"][base["geonames"] > 0]
    for meta, columns in layers[n_own:]:
        part = _unseen(meta, columns, codes, seen)
        seen = np.concatenate([seen, columns["geonames"][part.rows]])
        parts.append(part)
    firsts = np.cumsum([0, *(len(part.rows) for part in parts)]).tolist()
    return [
        _Part(part.columns, part.rows, part.codes, first)
        for part, first in zip(parts, firsts, strict=False)
    ]


def _no_codes(base: Columns) -> dict[str, Rows]:
    return {"is_known": np.zeros(int(base["country"].max()) + 1, bool)}


def _whole(columns: Columns, codes: Mapping[str, Rows]) -> _Part:
    return _Part(columns, np.arange(len(columns["lat"]), dtype=np.uint32), codes, 0)


def _unseen(meta: dict[str, Any], columns: Columns, codes: _Codes, seen: Rows) -> _Part:
    """The places of a layer that are new: by GeoNames id, and units by their code as well."""
    new = codes.of(meta)
    ids, first = np.unique(columns["geonames"], return_index=True)
    first = np.sort(first[~np.isin(ids, seen, assume_unique=False)])
    kind, admin1 = columns["kind"][first], new["admin1"][columns["admin1"][first]]
    n_provinces = len(codes.shipped["admin1_codes"])
    known = (kind == _ADMIN1) & (admin1 > 0) & (admin1 < n_provinces)
    known |= (kind == _ADMIN2) & (new["admin2"][columns["admin2"][first]] > 0)
    return _Part(columns, first[~known].astype(np.uint32), new, 0)


def _write_places(columns: ColumnFolder, parts: Sequence[_Part], codes: _Codes) -> None:
    sizes = {"country": len(codes.countries), "admin1": len(codes.admin1)}
    for name in PLACE_COLUMNS:
        shipped = parts[0].columns[name].dtype
        needed = np.min_scalar_type(sizes.get(name, 1) - 1)
        dtype = np.promote_types(shipped, needed) if name in sizes else shipped
        column = columns.column(name, dtype.str)
        for part in parts:
            for rows in part.pieces():
                column.append(part.values(name, rows))


def _write_texts(columns: ColumnFolder, parts: Sequence[_Part], *, n_coded: int) -> None:
    """The names of all places, and the ids of those that come first and have one of their own."""
    for table, some in (("name", parts), ("code", parts[:n_coded])):
        column = TextColumn(columns, table)
        for part in some:
            starts, text = part.columns[f"{table}_starts"], part.columns[f"{table}_text"]
            for rows in part.pieces():
                begin, end = starts[rows].astype(np.int64), starts[rows + 1].astype(np.int64)
                column.append(text[_spread(begin, end - begin)], end - begin)


def _all_entries(parts: Sequence[_Part]) -> Iterator[Entries]:
    """The names of every part with the rows that their places have once merged."""
    for columns in _distinct([part.columns for part in parts]):
        rows = np.full(len(columns["lat"]), -1, np.int64)
        for part in parts:
            if part.columns is columns:
                rows[part.rows] = part.first + np.arange(len(part.rows))
        yield from _entries(columns, rows)


def _entries(columns: Columns, rows: Rows) -> Iterator[Entries]:
    hashes, starts = columns["key_hashes"], columns["key_starts"]
    for first in range(0, len(hashes), _KEYS_AT_ONCE):
        last = min(first + _KEYS_AT_ONCE, len(hashes))
        bounds = starts[first : last + 1].astype(np.int64)
        span = slice(int(bounds[0]), int(bounds[-1]))
        places = rows[columns["key_places"][span]]
        kept = places >= 0
        names = np.repeat(hashes[first:last], np.diff(bounds))
        yield Entries(names[kept], places[kept], columns["key_matches"][span][kept])


def _distinct(tables: Sequence[Columns]) -> list[Columns]:
    return list({id(table): table for table in tables}.values())


def _spread(begin: Rows, sizes: Rows) -> Rows:
    """All indices of ranges one after the other: begin [5, 9], sizes [2, 1] give [5, 6, 9]."""
    return np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))


def _district_numbers(meta: dict[str, Any], base: Columns) -> dict[str, int]:
    """The number of each district that ships, by GeoNames' code."""
    starts, text = base["code_starts"], base["code_text"].tobytes()
    numbers = {}
    for number, row in enumerate(range(meta["first_admin2"], len(starts) - 1), start=1):
        code = text[int(starts[row]) : int(starts[row + 1])].decode()
        if code.startswith("admin2:"):
            numbers[code.removeprefix("admin2:")] = number
    return numbers


def _new_provinces(meta: dict[str, Any], layers: Sequence[Any]) -> dict[str, str]:
    """Code and name of the provinces that only layers know, by code."""
    known = set(meta["admin1_codes"])
    found = {
        code: name
        for layer, _ in reversed(layers)
        for code, name in zip(layer["admin1_codes"], layer["admin1_names"], strict=True)
        if name and "." in code and code not in known
    }
    return dict(sorted(found.items()))


def _joined(shipped: list[str], others: Iterator[list[str]]) -> list[str]:
    return [*shipped, *sorted({code for codes in others for code in codes} - set(shipped))]


def _numbers(codes: Sequence[str]) -> dict[str, int]:
    return {code: number for number, code in enumerate(codes) if code}


def _mapped(codes: Sequence[str], numbers: Mapping[str, int]) -> Rows:
    return np.array([numbers.get(code, 0) for code in codes], np.int64)
