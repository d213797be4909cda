"""Read a table of a user's own places."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator, Sequence

from geo.errors import SourceError
from geo.gazetteer.dump_lines import Faults, Lines
from geo.gazetteer.geonames import degrees, no_places, whole
from geo.gazetteer.keys import MatchKind
from geo.gazetteer.naming import add_names
from geo.gazetteer.place_rows import PlaceRow
from geo.records import PlaceKind

LICENCE = "your own"
REQUIRED = ("name", "lat", "lon")
OPTIONAL = ("kind", "country", "admin1_iso", "alternates", "population", "id")


class OwnPlaces:
    """A reader of tables of places, with the codes and kinds that it takes."""

    def __init__(
        self, *, kinds: Sequence[PlaceKind], countries: Collection[str], isos: Collection[str]
    ) -> None:
        self._kinds = kinds
        self._countries = countries
        self._isos = isos

    def read(self, lines: Lines, faults: Faults) -> Iterator[PlaceRow]:
        """The places of a CSV table with the columns REQUIRED and any of OPTIONAL.

        Alternates are joined by semicolons. Rows that are no place are noted in `faults`.
        Raises SourceError where a column or every place is missing.
        """
        table = csv.reader(lines, strict=True)
        header = [name.strip().lower() for name in self._next(table, lines, faults) or ()]
        _check_header(header, faults.file)
        seen: dict[str, int] = {}
        while (fields := self._next(table, lines, faults)) is not None:
            try:
                row = self._row(_named(header, fields))
                first = seen.setdefault(row.id, lines.number)
                if first != lines.number:
                    raise ValueError(f"the place of line {first} again; give it another id")  # noqa: TRY301
            except ValueError as error:
                faults.add(lines.number, str(error))
            else:
                yield row
        if not seen:
            raise no_places(lines, faults, f"a CSV table with the columns {', '.join(REQUIRED)}")

    def _next(self, table: Iterator[list[str]], lines: Lines, faults: Faults) -> list[str] | None:
        while True:
            try:
                return next(table, None)
            except csv.Error as error:
                faults.add(lines.number, f"{error}; check its quotation marks")

    def _row(self, cells: dict[str, str]) -> PlaceRow:
        name = cells["name"]
        lat = degrees(cells["lat"], what="lat", limit=90)
        lon = degrees(cells["lon"], what="lon", limit=180)
        keys: dict[str, int] = {}
        add_names(keys, [name], MatchKind.PRIMARY)
        if not keys:
            raise ValueError(f"name is {name!r}, expected two letters or more")
        others = (each.strip() for each in cells.get("alternates", "").split(";"))
        add_names(keys, others, MatchKind.ALTERNATE)
        iso = self._known("admin1_iso", cells.get("admin1_iso", "").upper())
        return PlaceRow(
            id=cells.get("id") or _id(name, lat, lon),
            name=name,
            kind=self._kind(cells.get("kind") or "populated"),
            lat=lat,
            lon=lon,
            keys=keys,
            country=self._known("country", cells.get("country", "").upper() or iso[:2]),
            admin1=iso,
            population=whole(cells.get("population") or "0", what="population"),
        )

    def _kind(self, kind: str) -> int:
        if kind.lower() not in self._kinds:
            raise ValueError(f"kind is {kind!r}, expected one of {', '.join(self._kinds)}")
        return [*self._kinds].index(kind.lower())  # type: ignore[arg-type]

    def _known(self, column: str, code: str) -> str:
        known, example = (
            (self._countries, "ISO 3166-1 alpha-2 such as EC")
            if column == "country"
            else (self._isos, "ISO 3166-2 of a present province such as EC-E")
        )
        if code and code not in known:
            raise ValueError(f"{column} is {code[:40]!r}, expected {example}, or nothing")
        return code


def _check_header(header: list[str], file: str) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        found = ", ".join(header)[:200] or "nothing"
        raise SourceError(
            file,
            f"line 1 names no column {', '.join(missing)}; found {found}; "
            f"needed are {', '.join(REQUIRED)}, possible {', '.join(OPTIONAL)}",
        )


def _named(header: list[str], fields: list[str]) -> dict[str, str]:
    if len(fields) != len(header):
        raise ValueError(
            f"{len(fields)} columns, line 1 has {len(header)}; quote what holds a comma"
        )
    return dict(zip(header, (field.strip() for field in fields), strict=True))


def _id(name: str, lat: float, lon: float) -> str:
    """An id that stays while name and point stay."""
    said = f"{name}\n{lat}\n{lon}".encode()
    return f"user:{hashlib.blake2b(said, digest_size=6).hexdigest()}"
