"""Which province polygon holds each place, and what polygons tell about administrative units."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from gazetteer_places import ALTERNATE, PRIMARY, Entry
from gazetteer_units import Polygon

from geo.gazetteer.naming import is_name

NEAR_KM = 10.0
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Province:
    """One row of data/provinces.parquet."""

    id: str
    name: str
    iso: str
    country: str
    de_facto: str
    unit: str
    units: frozenset[str]
    vintage: str
    point: tuple[float, float]
    area_km2: float
    names: tuple[str, ...]
    geometry: shapely.Geometry

    def polygon(self) -> Polygon:
        """What it tells about the unit that it is."""
        return Polygon(self.id, self.point, self.names)


class Provinces:
    """The polygons of data/provinces.parquet and their links to GeoNames units."""

    def __init__(self, rows: Sequence[Province], codes: Mapping[str, str]) -> None:
        self.rows = rows
        self.codes = dict(codes)
        """The ISO 3166-2 code of each GeoNames admin-1 code that has one."""
        self.units = self._units()
        """The polygon of each present admin-1 unit, without id where it is several."""
        self.by_iso = {row.iso: row.polygon() for row in rows if row.iso}
        self._tree = shapely.STRtree([row.geometry for row in rows])

    @classmethod
    def read(cls, data: Path) -> Provinces:
        """The polygons and links that data/build/boundaries.py wrote."""
        frame = gpd.read_parquet(data / "provinces.parquet")
        rows = [_province(row) for row in frame.to_dict("records")]
        with (data / "province_links.csv").open(encoding="utf-8", newline="") as file:
            links = list(csv.DictReader(file))
        codes = {row["admin1_code"]: row["admin1_iso"] for row in links if row["admin1_iso"]}
        return cls(sorted(rows, key=lambda row: row.id), codes)

    def is_divided(self, entry: Entry) -> bool:
        """Whether the place is an admin-1 unit that finer polygons make together."""
        polygon = self.units.get(entry.admin1) if entry.kind == "admin1" else None
        return polygon is not None and not polygon.id

    def _units(self) -> dict[str, Polygon]:
        """The polygon that each admin-1 unit is, or that its finer polygons make together."""
        parts: dict[str, list[Province]] = defaultdict(list)
        for row in self.rows:
            if row.unit and not row.vintage:
                parts[row.unit].append(row)
        return {unit: self._unit(unit, rows) for unit, rows in sorted(parts.items())}

    def _unit(self, unit: str, parts: Sequence[Province]) -> Polygon:
        iso = self.codes.get(unit, "")
        same = [row for row in parts if row.iso == iso] if iso else []
        if not same and len(parts) == 1 and parts[0].units == {unit}:
            same = list(parts)
        if same:
            return max(same, key=lambda row: (row.area_km2, row.id)).polygon()
        return Polygon("", label_point(row.geometry for row in parts), ())

    def unlisted(self, known: Sequence[Entry]) -> list[Entry]:
        """Polygons whose name no place of `known` bears.

        Provinces that a reform has split or merged become regions made of the present ones,
        divisions below the present provinces become admin-2 units.
        """
        taken = {(e.country, key) for e in known if e.kind != "populated" for key in e.names}
        towns = {(e.admin1, key) for e in known if e.kind == "populated" for key in e.names}
        entries = []
        for row in self.rows:
            entry = self._unlisted_entry(row)
            keys = set(entry.names)
            if any((row.country, key) in taken or (row.unit, key) in towns for key in keys):
                continue
            if max(map(len, keys), default=0) > len("the"):
                entry.add(row.names, ALTERNATE)
                taken |= {(row.country, key) for key in entry.names}
                entries.append(entry)
        return entries

    def _unlisted_entry(self, row: Province) -> Entry:
        isos = tuple(sorted({self.codes[unit] for unit in row.units if unit in self.codes}))
        former = bool(row.vintage)
        entry = Entry(
            id=f"naturalearth:{row.id}", name=row.name, kind="region" if former else "admin2",
            lat=row.point[0], lon=row.point[1], country=row.country,
            admin1="" if former else row.unit, province=row.id, source="naturalearth",
            provinces=isos if former else (),
        )  # fmt: skip
        entry.add([row.name], PRIMARY)
        return entry

    def place(self, entries: Sequence[Entry]) -> None:
        """Give each place the polygon that holds it, or one of its own unit within 10 km.

        A point near a border may fall on the wrong side of a simplified line: a polygon of the
        place's own admin-1 unit goes before the one that holds the point, and that before the
        nearest of the same country.
        """
        lost = [entry for entry in entries if not entry.province]
        points = shapely.points([(entry.lon, entry.lat) for entry in lost])
        holders = _pairs(self._tree.query(points, predicate="intersects"))
        for position, entry in enumerate(lost):
            held = [self.rows[row] for row in holders.get(position, ())]
            own = [row for row in held if entry.admin1 in row.units]
            near = own or self._near(points[position], entry)
            national = [row for row in held if entry.country in {row.country, row.de_facto}]
            chosen = self._choose(entry, near, national)
            if chosen is not None:
                entry.province = chosen.id
                entry.admin1 = entry.admin1 or self._unit_of(entry, chosen)

    @staticmethod
    def _unit_of(entry: Entry, row: Province) -> str:
        """The unit of a place that GeoNames puts in none."""
        return row.unit if row.unit.startswith(f"{entry.country}.") and not row.vintage else ""

    def _near(self, point: shapely.Point, entry: Entry) -> list[Province]:
        """The polygons of the place's country within 10 km, nearest first."""
        squeeze = max(0.05, math.cos(math.radians(entry.lat)))
        reach = NEAR_KM / _KM_PER_DEGREE / squeeze
        rows = [self.rows[row] for row in self._tree.query(point, "dwithin", reach).tolist()]
        national = [row for row in rows if entry.country in {row.country, row.de_facto}]
        ranked = sorted(
            (_distance_km(point, row.geometry, squeeze), row.id, row) for row in national
        )
        return [row for distance, _, row in ranked if distance <= NEAR_KM]

    @staticmethod
    def _choose(
        entry: Entry, near: Sequence[Province], national: Sequence[Province]
    ) -> Province | None:
        own = [row for row in near if entry.admin1 in row.units]
        return next(iter((*own, *national, *near)), None)


def _distance_km(point: shapely.Point, geometry: shapely.Geometry, squeeze: float) -> float:
    nearest = shapely.shortest_line(point, geometry)
    (lon1, lat1), (lon2, lat2) = nearest.coords
    return math.hypot((lon2 - lon1) * squeeze, lat2 - lat1) * _KM_PER_DEGREE


def _pairs(found: np.ndarray[Any, Any]) -> dict[int, list[int]]:
    pairs: dict[int, list[int]] = defaultdict(list)
    for point, row in sorted(found.T.tolist()):
        pairs[point].append(row)
    return pairs


def label_point(geometries: Iterable[shapely.Geometry]) -> tuple[float, float]:
    """The centroid (lat, lon) of the largest part of all, or a point inside where it lies out."""
    whole = shapely.union_all([shapely.make_valid(each) for each in geometries])
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, shapely.Polygon)]
    largest = max(parts, key=lambda part: part.area)
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def _province(row: Mapping[str, Any]) -> Province:
    return Province(
        id=row["province_id"],
        name=row["name"],
        iso=row["iso_3166_2"],
        country=row["country"],
        de_facto=row["country_de_facto"],
        unit=row["admin1_code"],
        units=frozenset(row["admin1_codes"]),
        vintage=row["vintage"],
        point=label_point([row["geometry"]]),
        area_km2=float(row["area_km2"]),
        names=tuple(name for name in row["names"] if is_name(name)),
        geometry=row["geometry"],
    )
