"""Places that are no administrative unit: informal regions, continents, seas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from gazetteer_names import TypeWords
from gazetteer_places import ALTERNATE, PRIMARY, Entry, split
from gazetteer_sources import Sea

from geo.names import fold

# Names of Natural Earth that name nothing in particular, or no water at all.
_VAGUE_SEAS = frozenset({"Inner Seas", "Inner Sea", "Kaliningrad", "The North Western Passages"})


def slug(name: str) -> str:
    """The name as it stands in an id: "Lake Chad" is "lake-chad"."""
    return fold(name).replace(" ", "-")


def region_entries(table: Sequence[dict[str, str]], isos: dict[str, str]) -> list[Entry]:
    """One entry per row of regions.csv; `isos` gives the GeoNames code of an ISO 3166-2 code."""
    return [_region_entry(row, isos) for row in table]


def _region_entry(row: dict[str, str], isos: dict[str, str]) -> Entry:
    members = split(row["members"])
    countries = tuple(member for member in members if "-" not in member)
    provinces = tuple(member for member in members if "-" in member)
    within = {member[:2] for member in members}
    alone = provinces[0] if len(provinces) == 1 and not countries else ""
    entry = Entry(
        id=f"{row['kind']}:{slug(row['name'])}",
        name=row["name"],
        kind=row["kind"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        country=within.pop() if len(within) == 1 else "",
        admin1=isos.get(alone, ""),
        source="geoconflict",
        countries=countries,
        provinces=provinces,
    )
    entry.add([row["name"]], PRIMARY)
    entry.add(split(row["aliases"]), ALTERNATE)
    return entry


def merge_regions(
    regions: Sequence[Entry], isos: Mapping[str, Entry], types: TypeWords
) -> tuple[list[Entry], dict[str, Entry]]:
    """The regions that are no province by another name, and the provinces that the rest are.

    A region made of one province, one of whose names it bears (with or without a type word),
    is that province: it gives it its names. The dictionary leads from names to such provinces.
    """
    kept: list[Entry] = []
    merged: dict[str, Entry] = {}
    for region in regions:
        members = (*region.countries, *region.provinces)
        unit = isos.get(members[0]) if len(members) == 1 else None
        keys = {*region.names, *(rest for key in region.names for rest in types.stripped(key))}
        if region.kind == "water" or unit is None or not keys & unit.names.keys():
            kept.append(region)
            continue
        unit.add(region.names, ALTERNATE)
        merged |= dict.fromkeys(region.names, unit)
    return kept, merged


def continent_entries(
    continents: Iterable[dict[str, Any]],
    countries: dict[str, dict[str, Any]],
    known: Iterable[Entry],
) -> list[Entry]:
    """One entry per GeoNames continent that `known` does not hold yet, with its countries."""
    taken = {key for entry in known for key in entry.names}
    entries = []
    for row in continents:
        if fold(row["name"]) in taken:
            continue
        entry = Entry(
            id=f"geonames:{row['geonameId']}",
            name=row["name"],
            kind="region",
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            geonames=int(row["geonameId"]),
            countries=tuple(
                code
                for code, country in countries.items()
                if country["continentcode"] == row["continentCode"]
            ),
        )
        entry.add([row["name"]], PRIMARY)
        entries.append(entry)
    return entries


def sea_entries(seas: Iterable[Sea], known: Iterable[Entry]) -> list[Entry]:
    """One entry per named sea of Natural Earth that `known` does not hold yet."""
    taken = {key for entry in known for key in entry.names}
    rings: dict[str, list[shapely.Polygon]] = defaultdict(list)
    for sea in seas:
        if sea.name not in _VAGUE_SEAS:
            rings[_sea_name(sea.name)] += [shapely.Polygon(ring) for ring in sea.rings]
    entries = []
    for name in sorted(rings):
        if fold(name) in taken:
            continue
        lat, lon = label_point(rings[name])
        entry = Entry(
            id=f"water:{slug(name)}", name=name, kind="water", lat=lat, lon=lon,
            source="naturalearth",
        )  # fmt: skip
        entry.add([name], PRIMARY)
        entries.append(entry)
    return entries


def _sea_name(name: str) -> str:
    return name.title() if name.isupper() else name


def label_point(polygons: Iterable[shapely.Polygon]) -> tuple[float, float]:
    """The centroid (lat, lon) of the largest polygon, or a point inside where it lies outside."""
    valid = [part for polygon in polygons for part in _polygons(shapely.make_valid(polygon))]
    largest = max(valid, key=lambda polygon: polygon.area)
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if isinstance(part, shapely.Polygon)]
