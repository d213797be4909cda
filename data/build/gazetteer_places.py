"""The places of the gazetteer with all their names, before they become arrays."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer_sources import City

from geo.gazetteer.naming import add_names, is_name, without_article
from geo.names import fold

PRIMARY, ALTERNATE, ABBREVIATION, DEMONYM, STRIPPED = range(5)
KINDS = ("country", "admin1", "admin2", "populated", "region", "water", "other")


@dataclass(slots=True)
class Entry:
    """One place on its way into the arrays; `names` maps a folded name to how it matches."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    capital: int = 0
    geonames: int = 0
    province: str = ""
    source: str = "geonames"
    countries: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    n_names: int = 0

    def add(self, names: Iterable[str], match: int) -> None:
        """Let the place be found by `names`; the stronger of two matches stays."""
        add_names(self.names, names, match)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of one CSV table of data/tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(text: str | None) -> list[str]:
    """The parts of a list that is joined by semicolons."""
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance on a sphere of radius 6371 km."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.radians(lat2 - lat1) / 2, math.radians(lon2 - lon1) / 2
    square = math.sin(half[0]) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half[1]) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(square)))


def mean_point(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean (lat, lon) of points on the sphere, safe across the date line."""
    x = sum(math.cos(math.radians(lat)) * math.cos(math.radians(lon)) for lat, lon in points)
    y = sum(math.cos(math.radians(lat)) * math.sin(math.radians(lon)) for lat, lon in points)
    z = sum(math.sin(math.radians(lat)) for lat, _ in points)
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return round(lat, 5), round(lon, 5)


def country_entries(
    table: Sequence[dict[str, str]], geonames: dict[str, dict[str, object]]
) -> list[Entry]:
    """One entry per row of countries.csv, with GeoNames' id and population."""
    entries = []
    for row in table:
        source = geonames.get(row["iso2"], {})
        number = int(str(source.get("geonameid") or 0))
        entry = Entry(
            id=f"geonames:{number}" if number else f"country:{row['iso2']}",
            name=row["name"],
            kind="country",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["iso2"],
            population=int(str(source.get("population") or 0)),
            geonames=number,
            source="geoconflict",
        )
        entry.add([row["name"]], PRIMARY)
        entry.add(split(row["aliases"]), ALTERNATE)
        for language in ("es", "fr", "pt"):
            entry.add(split(row.get(f"names_{language}")), ALTERNATE)
        entry.add(split(row["abbreviations"]), ABBREVIATION)
        entries.append(entry)
    return entries


def city_entries(
    cities: Sequence[City],
    districts: dict[tuple[str, float, float, str], str],
    features: dict[int, str],
    capitals: dict[str, str],
    units: Collection[str],
) -> list[Entry]:
    """One entry per populated place, with its codes among `units` and whether it is a capital."""
    seats = _seats(cities, features, capitals)
    entries = [_city_entry(city, districts, _capital(city, features, seats)) for city in cities]
    for entry in entries:
        entry.admin1 = entry.admin1 if entry.admin1 in units else ""
        entry.admin2 = entry.admin2 if entry.admin2 in units else ""
    return entries


def _city_entry(
    city: City, districts: dict[tuple[str, float, float, str], str], capital: int
) -> Entry:
    entry = Entry(
        id=f"geonames:{city.id}",
        name=city.name,
        kind="populated",
        lat=city.lat,
        lon=city.lon,
        country=city.country,
        admin1=city.admin1,
        admin2=districts.get((city.country, city.lat, city.lon, city.name), ""),
        population=city.population,
        capital=capital,
        geonames=city.id,
    )
    entry.add([city.name], PRIMARY)
    entry.add((name for name in city.alternates if is_name(name)), ALTERNATE)
    entry.add(without_article(city.name, city.country), STRIPPED)
    return entry


def _seats(
    cities: Sequence[City], features: dict[int, str], capitals: dict[str, str]
) -> dict[str, int]:
    """The national capital of each country: GeoNames' feature, else the largest of that name."""
    by_feature = {city.country: city.id for city in cities if features.get(city.id) == "PPLC"}
    by_name: dict[str, tuple[int, int]] = {}
    for city in cities:
        name = fold(capitals.get(city.country, ""))
        if name and name in {fold(each) for each in (city.name, *city.alternates)}:
            best = by_name.get(city.country, (-1, 0))
            by_name[city.country] = max(best, (city.population, city.id))
    return {country: city for country, (_, city) in by_name.items()} | by_feature


def _capital(city: City, features: dict[int, str], seats: dict[str, int]) -> int:
    if seats.get(city.country) == city.id:
        return 2
    return {"PPLA": 1, "PPLG": 1, "PPLX": -1}.get(features.get(city.id, ""), 0)


def points_by_unit(entries: Iterable[Entry], level: int) -> dict[str, list[tuple[float, float]]]:
    """The points of the populated places in each administrative unit of one level."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "populated":
            points[entry.admin1 if level == 1 else entry.admin2].append((entry.lat, entry.lon))
    return points
