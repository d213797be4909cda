"""Countries and provinces as a compact payload: shared borders once, rounded, bounded in size.

Points are in Web Mercator (EPSG:3857), on a grid of 2**19 steps round the equator, which is
76 m there; lines are simplified with Douglas and Peucker's method, each arc for itself, so that
neighbours still meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.frames import check_points
from geo.names import fold
from geo.render.pack import Packed, pack_json, pack_numbers
from geo.render.topology import OUTSIDE, Arcs, Ints, build_arcs

GRID = 1 << 19
MOST_POINTS = 160_000

_STEPS_PER_DEGREE = GRID / 360
_FOCUS_DEGREES = 0.0015
_NEIGHBOUR_DEGREES = 0.005
_FAR_DEGREES = 0.06
_COARSEST_DEGREES = 0.5
_HIGHEST_LATITUDE = 85.05
_RING_POINTS = 4
_SAMPLE = 8


@dataclass(frozen=True, slots=True)
class _Units:
    """What is drawn: provinces one by one in detailed countries, elsewhere whole countries."""

    polygons: NDArray[Any]
    unit: Ints
    country: Ints
    countries: list[str]
    provinces: Ints


def basemap_payload(
    provinces: gpd.GeoDataFrame,
    countries: gpd.GeoDataFrame | None = None,
    *,
    focus: Collection[str] | None = None,
) -> Packed:
    """The payload that the page draws its land from.

    Provinces are kept one by one in the countries of `focus` (ISO 3166-1 alpha-2; None: all)
    and their neighbours; other countries are one light shape each. `provinces` needs
    province_id, name and country; `countries` needs country and name, and its geometry serves
    for countries without provinces. Both are in EPSG:4326.
    """
    check_points(provinces, name="provinces")
    parts = _read_parts(provinces, countries)
    wanted = set(parts.countries) if focus is None else set(focus)
    near = _neighbours(parts, wanted)
    units = _merge(parts, wanted | near)
    arcs = _simplified(build_arcs(units.polygons, units.unit), _fineness(units, wanted, near))
    return {
        "grid": GRID,
        "arcs": _pack_arcs(arcs),
        "places": pack_json(_places(units, provinces, countries)),
    }


def covers_world(wanted: Collection[str], countries: Collection[str]) -> bool:
    """Whether so many countries are wanted that a map draws them all in detail."""
    return len(wanted) > len(countries) / 2


def grid_points(lon: NDArray[Any], lat: NDArray[Any]) -> NDArray[np.float64]:
    """Longitudes and latitudes in degrees as (n, 2) positions on the payload's grid."""
    lat = np.radians(np.clip(lat, -_HIGHEST_LATITUDE, _HIGHEST_LATITUDE))
    x = lon / 360 + 0.5
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack([x, y]) * GRID


def text_column(frame: Any, name: str) -> list[str]:
    """A column as text, "" where it is missing."""
    if frame is None or name not in frame.columns:
        return [""] * (0 if frame is None else len(frame))
    column = frame[name].astype(object)
    return [str(value) for value in column.where(column.notna(), "")]


def _read_parts(provinces: gpd.GeoDataFrame, countries: gpd.GeoDataFrame | None) -> _Units:
    """All polygons, with their country; a country without provinces stands for itself."""
    of_province = text_column(provinces, "country")
    shapes = list(provinces.geometry.array)
    owner = list(of_province)
    if countries is not None:
        check_points(countries, name="countries")
        alone = ~countries["country"].isin(set(of_province))
        shapes += list(countries.geometry.array[alone.to_numpy()])
        owner += text_column(countries[alone], "country")
    names = sorted(set(owner))
    country = np.array([names.index(name) for name in owner], np.int64)
    own = np.arange(len(of_province))
    drawn = [i for i, shape in enumerate(shapes) if shape is not None]
    polygons = shapely.transform(
        np.array([shapes[i] for i in drawn], object), lambda xy: grid_points(xy[:, 0], xy[:, 1])
    )
    index = np.array(drawn, np.int64)
    return _Units(polygons, index, country, names, own)


def _neighbours(parts: _Units, wanted: set[str]) -> set[str]:
    """The countries that share a border with a wanted one; all where most are wanted."""
    if not len(parts.unit):
        return set()
    if covers_world(wanted, parts.countries):
        return set(parts.countries)
    arcs = build_arcs(parts.polygons, parts.country[parts.unit])
    both = arcs.right != OUTSIDE
    pairs = {(int(a), int(b)) for a, b in zip(arcs.left[both], arcs.right[both], strict=True)}
    touching = {(parts.countries[a], parts.countries[b]) for a, b in pairs}
    return {a for a, b in touching if b in wanted} | {b for a, b in touching if a in wanted}


def _merge(parts: _Units, detailed: set[str]) -> _Units:
    """Number the units: detailed provinces first, then each other country as one."""
    kept = [i for i in parts.provinces if parts.countries[parts.country[i]] in detailed]
    of_province = {int(i): number for number, i in enumerate(kept)}
    number_of = [of_province.get(int(i), len(kept) + int(parts.country[i])) for i in parts.unit]
    owner = np.r_[parts.country[kept], np.arange(len(parts.countries))].astype(np.int64)
    provinces = np.array(kept, np.int64)
    unit = np.array(number_of, np.int64)
    return _Units(parts.polygons, unit, owner, parts.countries, provinces)


def _fineness(units: _Units, wanted: set[str], near: set[str]) -> NDArray[np.float64]:
    """The tolerance of each unit, in grid steps."""
    degrees = [
        _FOCUS_DEGREES if name in wanted else _NEIGHBOUR_DEGREES if name in near else _FAR_DEGREES
        for name in units.countries
    ]
    return np.array(degrees)[units.country] * _STEPS_PER_DEGREE


def _simplified(arcs: Arcs, tolerance: NDArray[np.float64]) -> Arcs:
    """The arcs with fewer points; coarser again where they would be more than MOST_POINTS."""
    if not len(arcs.left):
        return arcs
    right = np.where(arcs.right == OUTSIDE, arcs.left, arcs.right)
    steps = np.minimum(tolerance[arcs.left], tolerance[right])
    of = np.repeat(np.arange(len(steps)), np.diff(arcs.starts))
    lines = np.asarray(shapely.linestrings(arcs.points.astype(float), indices=of))
    # A sample of the arcs tells how coarse they must be, so that all are seldom tried twice.
    for every in (_SAMPLE, 1):
        tried = lines[::every]
        while True:
            fewer = shapely.simplify(tried, steps[::every], preserve_topology=False)
            points = shapely.get_num_coordinates(fewer).sum() * every
            if points <= MOST_POINTS or steps.min() > _COARSEST_DEGREES * _STEPS_PER_DEGREE:
                break
            steps = _coarser(steps)
    return _without_specks(arcs, lines, fewer)


def _coarser(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(steps * 1.5, _FOCUS_DEGREES * 4 * _STEPS_PER_DEGREE)


def _without_specks(arcs: Arcs, lines: NDArray[Any], fewer: NDArray[Any]) -> Arcs:
    """Drop islets that shrank to a line, unless a unit has nothing else."""
    islet = shapely.is_closed(lines) & (shapely.get_num_coordinates(fewer) < _RING_POINTS)
    others = np.zeros(int(max(arcs.left.max(), arcs.right.max())) + 1, bool)
    others[arcs.left[~islet]] = True
    others[arcs.right[~islet & (arcs.right != OUTSIDE)]] = True
    keep = ~islet | ~others[arcs.left]
    chosen = np.where(islet, lines, fewer)[keep]
    points, of = shapely.get_coordinates(chosen, return_index=True)
    starts = np.r_[0, np.cumsum(np.bincount(of, minlength=len(chosen)))].astype(np.int64)
    return Arcs(np.rint(points).astype(np.int64), starts, arcs.left[keep], arcs.right[keep])


def _pack_arcs(arcs: Arcs) -> Packed:
    steps = np.diff(arcs.points, axis=0, prepend=np.zeros((1, 2), np.int64))
    begins = arcs.starts[:-1]
    first = arcs.points[begins] if len(begins) else np.zeros((0, 2), np.int64)
    steps[begins] = 0
    return {
        "arcs": len(begins),
        "points": len(arcs.points),
        "length": pack_numbers(np.diff(arcs.starts)),
        "left": pack_numbers(arcs.left + 1),
        "right": pack_numbers(arcs.right + 1),
        "x": pack_numbers(first[:, 0]),
        "y": pack_numbers(first[:, 1]),
        "dx": pack_numbers(steps[:, 0]),
        "dy": pack_numbers(steps[:, 1]),
    }


def _places(
    units: _Units, provinces: gpd.GeoDataFrame, countries: gpd.GeoDataFrame | None
) -> dict[str, Any]:
    chosen = provinces.iloc[units.provinces]
    return {
        "provinces": {
            "id": text_column(chosen, "province_id"),
            "iso": text_column(chosen, "iso_3166_2"),
            "name": _written_names(chosen),
            "kind": text_column(chosen, "type"),
            "country": units.country[: len(chosen)].tolist(),
            "at": _label_points(chosen),
            "area": _whole(chosen, "area_km2"),
            "population": _whole(chosen, "population"),
            "disputed": [int(bool(value)) for value in chosen.get("disputed", ())],
        },
        "countries": {
            "code": units.countries,
            **_named_countries(units.countries, countries),
        },
    }


def _whole(provinces: gpd.GeoDataFrame, column: str) -> list[int | None]:
    """A column in whole numbers, None where the table does not say or says none."""
    if column not in provinces.columns:
        return [None] * len(provinces)
    numbers = pd.to_numeric(provinces[column], errors="coerce").to_numpy(float)
    return [round(number) if number > 0 else None for number in numbers.tolist()]


def _written_names(provinces: gpd.GeoDataFrame) -> list[str]:
    """Names with the accents that the local name has: "Manabí" where `name` says "Manabi"."""
    names, local = text_column(provinces, "name"), text_column(provinces, "local_name")
    if not local:
        return names
    return [
        own if fold(own) == fold(name) else name for name, own in zip(names, local, strict=True)
    ]


def _label_points(frame: gpd.GeoDataFrame) -> list[list[int]]:
    if not len(frame):
        return []
    if {"lat", "lon"}.issubset(frame.columns):
        lon, lat = frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)
    else:
        inside = shapely.point_on_surface(frame.geometry.to_numpy())
        lon, lat = shapely.get_x(inside), shapely.get_y(inside)
    return [[int(v) for v in row] for row in np.rint(np.nan_to_num(grid_points(lon, lat)))]


def _named_countries(codes: Iterable[str], countries: gpd.GeoDataFrame | None) -> dict[str, Any]:
    codes = list(codes)
    if countries is None:
        return {"name": codes, "at": [None] * len(codes)}
    names = dict(
        zip(text_column(countries, "country"), text_column(countries, "name"), strict=True)
    )
    points = dict(zip(text_column(countries, "country"), _label_points(countries), strict=True))
    return {
        "name": [names.get(code, code) for code in codes],
        "at": [points.get(code) for code in codes],
    }
