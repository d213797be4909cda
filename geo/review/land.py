"""The land around some places, as rings of a small map."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from geo.boundaries import ShippedBoundaries

if TYPE_CHECKING:
    import geopandas as gpd

Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""

_PIXELS = 900
_PROVINCES_WITHIN_DEG = 40.0
_NAMES_WITHIN_DEG = 12.0
_DIGITS = 4


@functools.lru_cache(maxsize=64)
def land(box: Box) -> dict[str, Any]:
    """The countries and, in a small box, the provinces: rings of [lon, lat], and their names."""
    source, span = ShippedBoundaries(), box[2] - box[0]
    countries = _within(source.countries(), box)
    codes = {code for code in countries["country"] if code}
    near = span <= _PROVINCES_WITHIN_DEG and bool(codes)
    provinces = _within(source.provinces(codes), box) if near else None
    named = [(countries, "country")]
    if provinces is not None and span <= _NAMES_WITHIN_DEG:
        named.append((provinces, "province"))
    return {
        "countries": _rings(countries, box),
        "provinces": [] if provinces is None else _rings(provinces, box),
        "names": [name for frame, kind in named for name in _names(frame, box, kind)],
    }


def _within(frame: gpd.GeoDataFrame, box: Box) -> gpd.GeoDataFrame:
    west, south, east, north = box
    return frame.cx[west:east, south:north]


def _rings(frame: gpd.GeoDataFrame, box: Box) -> list[list[list[float]]]:
    import shapely

    cut = shapely.clip_by_rect(frame.geometry.to_numpy(), *box)
    simple = shapely.simplify(cut, (box[2] - box[0]) / _PIXELS)
    parts = shapely.get_parts(simple)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    rings = shapely.get_rings(polygons)
    return [shapely.get_coordinates(ring).round(_DIGITS).tolist() for ring in rings]


def _names(frame: gpd.GeoDataFrame, box: Box, kind: str) -> list[dict[str, Any]]:
    west, south, east, north = box
    inside = frame["lon"].between(west, east) & frame["lat"].between(south, north)
    return [
        {"name": row.name, "lat": round(row.lat, 3), "lon": round(row.lon, 3), "kind": kind}
        for row in frame[inside].sort_values("area_km2", ascending=False).itertuples()
    ]
