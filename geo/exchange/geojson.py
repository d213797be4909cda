"""Events as GeoJSON (RFC 7946) and as JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchange.plain import DIGITS, json_line, json_objects
from geo.frames import check_points
from geo.replacing import replacing

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


_HALF_TURN = 180.0


def export_geojson(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events as a FeatureCollection, a feature a line: longitude first, 7 decimals at most.

    Properties are the columns in their order: lists are arrays, missing values null, dates ISO. An
    event without a point has a null geometry. Areas follow the right-hand rule and are cut at the
    antimeridian. The same events give the same bytes. Raises FrameError unless events are in
    EPSG:4326.
    """
    check_points(events, name="events")
    points = map(_geometry, events.geometry)
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        mark = "\n"
        for point, properties in zip(points, json_objects(events), strict=True):
            feature = (
                f'{{"type":"Feature","geometry":{json_line(point)},"properties":{properties}}}'
            )
            file.write((mark + feature).encode("utf-8", "replace"))
            mark = ",\n"
        file.write(b"\n]}\n")


def export_json_lines(events: pd.DataFrame, path: str | Path) -> None:
    """Write events as JSON Lines, an object a row, as `extract` prints them."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        for row in json_objects(events):
            file.write((row + "\n").encode("utf-8", "replace"))


def _geometry(shape: Any) -> dict[str, Any] | None:
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type == "Point":
        return {"type": "Point", "coordinates": [round(shape.x, DIGITS), round(shape.y, DIGITS)]}
    right = _right_handed(_cut(shape))
    return {
        "type": right.geom_type,
        "coordinates": _rounded(right.__geo_interface__["coordinates"]),
    }


def _right_handed(shape: Any) -> Any:
    """The shape with outer rings counter-clockwise and holes clockwise."""
    import shapely

    return shapely.orient_polygons(shape, exterior_cw=False)


def _cut(shape: Any) -> Any:
    """The shape with every longitude between -180 and 180: what reaches beyond stands there."""
    import shapely

    west, _, east, _ = shape.bounds
    if west >= -_HALF_TURN and east <= _HALF_TURN:
        return shape
    parts = []
    for turn in (-1, 0, 1):
        start = (2 * turn - 1) * _HALF_TURN
        part = shape.intersection(shapely.box(start, -90, start + 2 * _HALF_TURN, 90))
        parts.append(shapely.affinity.translate(part, xoff=-2 * turn * _HALF_TURN))
    return shapely.union_all([part for part in parts if not part.is_empty])


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DIGITS)
    return [_rounded(inner) for inner in coordinates]
