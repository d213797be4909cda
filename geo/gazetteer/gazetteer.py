"""The gazetteer: places by name, and everything that is known of a place."""

from __future__ import annotations

import enum
import functools
import itertools
import re
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import GazetteerError
from geo.gazetteer.files import Columns, open_files
from geo.gazetteer.keys import Hashes, KeyTable, Positions
from geo.gazetteer.layers import gazetteer_dir, shipped_dir
from geo.gazetteer.query import TypeWords
from geo.gazetteer.search import NATIONAL_CAPITAL, rank_places
from geo.names import fold, hash_key
from geo.records import Country, Place, PlaceKind

KINDS: tuple[PlaceKind, ...] = (
    "country", "admin1", "admin2", "populated", "region", "water", "other",
)  # fmt: skip


_SHORT = 12
_GEONAMES_ID = re.compile(r"geonames:(\d{1,9})")


class Origin(enum.IntEnum):
    """Where a place comes from: what ships, an imported table, or a user's own places."""

    SHIPPED = 0
    IMPORTED = 1
    OWN = 2


class Gazetteer:
    """Places in flat arrays, one row a place, and the names that lead to them.

    Rows: `lat`, `lon` (degrees, EPSG:4326), `population`, `kind` (index into KINDS), `country`
    (into `countries`), `admin1` (into `admin1_codes`, `admin1_isos` and
    `admin1_names`), `admin2` (0 where
    unknown), `capital` (2 national, 1 of a province, -1 a section of a town), `n_names`,
    `province` (into `province_ids`: the polygon that holds the place), `prominence` (ten times
    log10 of the people in the places of a unit, or in the place).

    Names: `key_places` (rows) and `key_matches` (MatchKind), in the ranges that `find` returns.
    """

    def __init__(self, meta: dict[str, Any], columns: Columns) -> None:
        self._meta = meta
        self._columns = columns
        self._keys = KeyTable(columns, bucket_bits=int(meta["bucket_bits"]))
        self.key_places = columns["key_places"]
        self.key_matches = columns["key_matches"]
        self.lat = columns["lat"]
        self.lon = columns["lon"]
        self.population = columns["population"]
        self.kind = columns["kind"]
        self.country = columns["country"]
        self.admin1 = columns["admin1"]
        self.admin2 = columns["admin2"]
        self.capital = columns["capital"]
        self.n_names = columns["n_names"]
        self.province = columns["province"]
        self.prominence = columns["prominence"]
        self.countries: list[str] = meta["countries"]
        self.admin1_codes: list[str] = meta["admin1_codes"]
        self.admin1_isos: list[str] = meta["admin1_iso"]
        self.admin1_names: list[str] = meta["admin1_names"]
        self.province_ids: list[str] = meta["province_ids"]
        self._own: tuple[int, int] = tuple(meta.get("own_rows", (0, 0)))
        self._first_imported = int(meta.get("first_imported", len(self.lat)))

    @classmethod
    def open(cls, folder: Path | str | None = None) -> Gazetteer:
        """Open the gazetteer in `folder`, by default the one that ships with a user's layers.

        Raises GazetteerError where its files are missing or do not fit together.
        """
        if folder is not None:
            return cls(*open_files(Path(folder)))
        found = gazetteer_dir()
        try:
            return cls(*open_files(found))
        except GazetteerError as error:
            if found == shipped_dir():
                raise
            raise GazetteerError(f"{error}, or run `geoconflict data merge`") from error

    @property
    def id(self) -> str:
        """What answered: how many places and names the gazetteer knows, and its layers."""
        layers = (sha256[:_SHORT] for sha256 in self._meta.get("layers", ()))
        return "-".join(["gazetteer", str(len(self)), str(self.n_keys), *layers])

    def __len__(self) -> int:
        return len(self.lat)

    @property
    def n_keys(self) -> int:
        """How many different folded names there are."""
        return len(self._keys)

    def find(self, hashes: Hashes) -> tuple[Positions, Positions]:
        """The range of each hash in `key_places` and `key_matches`; start == stop: absent."""
        return self._keys.find(hashes)

    def profiles(self, hashes: Hashes) -> np.ndarray[Any, np.dtype[np.uint16]]:
        """What the places of each name are like, as bits; 0 where the name is absent.

        Bits 0-6 the kinds, 7 has a demonym, 8 a primary name, 9 an abbreviation, 10-12 the
        largest population: 0 none, then up to 1,000, 5,000, 15,000, 50,000, 250,000, 1 million
        and, 7, more.
        """
        return self._keys.profiles(hashes)

    def rows(self, name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """The rows of the places that `name` may mean, and how it belongs to each."""
        starts, stops = self.find(np.array([hash_key(fold(name))], dtype=np.uint64))
        span = slice(int(starts[0]), int(stops[0]))
        return self.key_places[span], self.key_matches[span]

    def place(self, index: int) -> Place:
        """The place in one row."""
        admin1 = int(self.admin1[index])
        countries, provinces = self.members(index)
        return Place(
            id=self.place_id(index),
            name=self.name(index),
            kind=self.kind_name(index),
            lat=_degrees(self.lat[index]),
            lon=_degrees(self.lon[index]),
            country=self.countries[int(self.country[index])],
            admin1=self.admin1_names[admin1],
            admin1_iso=self.admin1_isos[admin1],
            admin2=self._admin2_name(index),
            population=int(self.population[index]),
            source=self._meta["sources"][int(self._columns["source"][index])],
            capital=int(self.capital[index]) == NATIONAL_CAPITAL,
            countries=countries,
            provinces=provinces,
        )

    def origins(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Where the place in each of some rows comes from, as Origin."""
        first, stop = self._own
        origins = np.where(rows >= self._first_imported, Origin.IMPORTED, Origin.SHIPPED)
        return np.where((rows >= first) & (rows < stop), Origin.OWN, origins).astype(np.uint8)

    def is_imported(self, index: int) -> bool:
        """Whether the place in one row comes from an imported table."""
        return index >= self._first_imported

    def is_own(self, index: int) -> bool:
        """Whether the place in one row is one of a user's own."""
        return self._own[0] <= index < self._own[1]

    def name(self, index: int) -> str:
        """The official name of the place in one row."""
        return self._text("name", index)

    def place_id(self, index: int) -> str:
        """The id of the place in one row: "geonames:3657990", "admin1:EC.09"."""
        if index < len(self._columns["code_starts"]) - 1:
            return self._text("code", index)
        return f"geonames:{int(self._columns['geonames'][index])}"

    def find_place(self, place_id: str) -> Place | None:
        """The place of an id: "geonames:3657990", "admin1:EC.09"; None where there is none."""
        row = self._row_of_code.get(place_id)
        if row is None and (number := _GEONAMES_ID.fullmatch(place_id)):
            first = len(self._columns["code_starts"]) - 1
            rows = np.flatnonzero(self._columns["geonames"][first:] == int(number[1]))
            row = first + int(rows[0]) if len(rows) else None
        return None if row is None else self.place(row)

    @functools.cached_property
    def _row_of_code(self) -> dict[str, int]:
        """The rows of the places whose ids are no numbers of GeoNames, or countries."""
        starts = self._columns["code_starts"].tolist()
        text = self._columns["code_text"].tobytes()
        return {
            text[start:stop].decode("utf-8"): row
            for row, (start, stop) in enumerate(itertools.pairwise(starts))
        }

    def kind_name(self, index: int) -> PlaceKind:
        """The kind of the place in one row."""
        return KINDS[int(self.kind[index])]

    def members(self, index: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Countries (ISO alpha-2) and provinces (ISO 3166-2) that the region in one row spans."""
        if self.kind_name(index) != "region":
            return (), ()
        countries, provinces = self._meta["members"].get(self.place_id(index), ((), ()))
        return tuple(countries), tuple(provinces)

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]:
        """The places that `query` may mean, best first; [] where it names none.

        Understands containment ("Aleppo, Syria") and type words ("Esmeraldas Province").
        `country` (ISO 3166-1 alpha-2) keeps the places of one country.
        """
        return [self.place(row) for row in rank_places(self, query, country=country)]

    @functools.cached_property
    def type_words(self) -> TypeWords:
        """The words that say what kind of place a name means."""
        return TypeWords(self._meta["type_words"])

    @functools.cached_property
    def countries_table(self) -> dict[str, Country]:
        """The countries and territories by ISO 3166-1 alpha-2."""
        return {
            iso2: Country(
                iso2=iso2, iso3=iso3, iso_numeric=number, name=name, region=region, lat=lat, lon=lon
            )
            for iso2, iso3, number, name, region, lat, lon in self._meta["countries_table"]
        }

    def find_country(self, iso2: str) -> Country | None:
        """The country of an ISO 3166-1 alpha-2 code, None where there is none."""
        return self.countries_table.get(iso2.upper())

    def _text(self, table: str, index: int) -> str:
        starts = self._columns[f"{table}_starts"]
        span = self._columns[f"{table}_text"][int(starts[index]) : int(starts[index + 1])]
        return span.tobytes().decode("utf-8")

    def _admin2_name(self, index: int) -> str:
        admin2 = int(self.admin2[index])
        return self.name(int(self._meta["first_admin2"]) + admin2 - 1) if admin2 else ""


def _degrees(value: Any) -> float:
    return round(float(value), 5)
