"""Admin-1 and admin-2 units as places: their names and their points."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer_links import Points
from gazetteer_names import TypeWords
from gazetteer_places import ALTERNATE, PRIMARY, STRIPPED, Entry, distance_km, mean_point
from gazetteer_sources import Subdivision

from geo.gazetteer.naming import is_name, without_article
from geo.names import fold

FARTHEST_KM = 900
ALIKE = 0.7

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """What the province polygon that is a unit adds to it."""

    id: str
    point: Point
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitSources:
    """What is known of the units of one level, by their GeoNames code."""

    units: Sequence[tuple[str, str]]
    points: Points
    subdivisions: Mapping[str, Subdivision]
    polygons: Mapping[str, Polygon] = field(default_factory=dict)


def admin1_entries(sources: UnitSources, types: TypeWords) -> list[Entry]:
    """One entry per GeoNames admin-1 unit that has a point."""
    entries = []
    for code, name in sources.units:
        polygon, link = sources.polygons.get(code), sources.subdivisions.get(code)
        candidates = [polygon.point] if polygon else []
        candidates += [(link.lat, link.lon)] if link else []
        point = choose_point(candidates, sources.points.get(code, ()))
        if point is None:
            continue
        entry = Entry(
            id=f"admin1:{code}", name=name, kind="admin1", lat=point[0], lon=point[1],
            country=code[:2], admin1=code, province=polygon.id if polygon else "",
        )  # fmt: skip
        entry.add([name], PRIMARY)
        entry.add(polygon.names if polygon else (), ALTERNATE)
        entry.add(official_names(link, entry) if link else (), ALTERNATE)
        add_stripped(entry, types)
        entries.append(entry)
    return entries


def official_names(link: Subdivision, entry: Entry) -> list[str]:
    """ISO's names of a unit; an English one only where it resembles a name that is known."""
    known = [*entry.names, fold(link.name)]
    resembling = (
        name
        for name in link.english
        if not name.startswith("The ")
        and any(difflib.SequenceMatcher(None, fold(name), key).ratio() >= ALIKE for key in known)
    )
    return [name for name in (link.name, *link.others, *resembling) if is_name(name)]


def add_stripped(entry: Entry, types: TypeWords) -> None:
    """Let the place be found without its type word, where that is not a name of its own."""
    for key in list(entry.names):
        entry.add(types.stripped(key), STRIPPED)
    for key in list(entry.names):
        entry.add(without_article(key, entry.country), STRIPPED)


def choose_point(candidates: Sequence[Point], cities: Sequence[Point]) -> Point | None:
    """The first candidate that lies within 900 km of the mean of the unit's cities, else that."""
    if not cities:
        return candidates[0] if candidates else None
    middle = mean_point(cities)
    near = (each for each in candidates if distance_km(*each, *middle) <= FARTHEST_KM)
    return next(near, middle)


def admin2_entries(
    sources: UnitSources,
    admin1: Sequence[Entry],
    cities: Sequence[Entry],
    types: TypeWords,
) -> list[Entry]:
    """One entry per admin-2 unit.

    It lies at the mean of its cities, else at ISO's point, else at a city of its name in its
    province, else where the province does.
    """
    provinces = {entry.admin1: (entry.lat, entry.lon) for entry in admin1}
    namesake = _namesakes(cities)
    entries = []
    for code, name in sources.units:
        parent = ".".join(code.split(".")[:2])
        entry = Entry(
            id=f"admin2:{code}", name=name, kind="admin2", lat=0, lon=0,
            country=code[:2], admin1=parent, admin2=code,
        )  # fmt: skip
        entry.add([name], PRIMARY)
        link = sources.subdivisions.get(code)
        entry.add(official_names(link, entry) if link else (), ALTERNATE)
        polygon = sources.polygons.get(code)
        entry.add(polygon.names if polygon else (), ALTERNATE)
        entry.province = polygon.id if polygon else ""
        add_stripped(entry, types)
        own = sources.points.get(code)
        point = mean_point(own) if own else (link.lat, link.lon) if link else None
        point = point or namesake(parent, entry.names) or provinces.get(parent)
        if point is not None:
            entry.lat, entry.lon = point
            entries.append(entry)
    return entries


def _namesakes(
    cities: Sequence[Entry],
) -> Callable[[str, Mapping[str, int]], Point | None]:
    """A finder of the largest city of a province that bears one of some names."""
    found: dict[tuple[str, str], Point] = {}
    for city in sorted(cities, key=lambda each: (-each.population, each.geonames)):
        for key in city.names:
            found.setdefault((city.admin1, key), (city.lat, city.lon))

    def find(parent: str, names: Mapping[str, int]) -> Point | None:
        return next((found[parent, key] for key in names if (parent, key) in found), None)

    return find
