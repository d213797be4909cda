"""Lines and polygons of a table, as columns for the page.

Positions are in Web Mercator (EPSG:3857) on a grid of 2**25 steps round the equator, 1.2 m there.
A table with very many points is simplified (Douglas and Peucker) until MOST_POINTS are left.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.render.basemap import GRID, grid_points
from geo.render.pack import Packed, pack_numbers

FINE = 1 << 25
MOST_POINTS = 200_000

_NO_SHAPE = (-1, shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


def shape_payload(frame: Any) -> Packed | None:
    """The rings and lines of the rows that are more than points; None where no row is.

    `row` numbers the row of each run of points, `closed` says whether it is a ring; the runs of
    a row's polygons, filled by the even-odd rule, leave their holes open.
    """
    if not isinstance(frame, gpd.GeoDataFrame) or frame.geometry.crs is None:
        return None
    rows = np.flatnonzero(~np.isin(shapely.get_type_id(frame.geometry.to_numpy()), _NO_SHAPE))
    if not len(rows):
        return None
    shapes = frame.geometry.iloc[rows].to_crs("EPSG:4326").to_numpy()
    runs, of, closed = _runs(shapes)
    runs = _few_points(shapely.transform(runs, _fine))
    points, run = shapely.get_coordinates(runs, return_index=True)
    return {
        "grid": FINE,
        **_packed(points, np.bincount(run, minlength=len(runs)), rows[of], closed),
    }


def _fine(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    return grid_points(lon_lat[:, 0], lon_lat[:, 1]) * (FINE / GRID)


def _runs(shapes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.bool_]]:
    """Rings and lines, the shape that each belongs to, and which are rings."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    parts, within = shapely.get_parts(parts, return_index=True)
    of, kind = of[within], shapely.get_type_id(parts)
    area = kind == shapely.GeometryType.POLYGON
    line = np.isin(kind, (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING))
    rings, ring_of = shapely.get_rings(parts[area], return_index=True)
    owners = np.r_[of[area][ring_of], of[line]]
    closed = np.r_[np.ones(len(rings), bool), np.zeros(int(line.sum()), bool)]
    order = np.argsort(owners, kind="stable")
    return np.r_[rings, parts[line]][order], owners[order], closed[order]


def _few_points(runs: NDArray[Any]) -> NDArray[Any]:
    fewer, tolerance = runs, 1.0
    while shapely.get_num_coordinates(fewer).sum() > MOST_POINTS and tolerance < FINE:
        fewer = shapely.simplify(runs, tolerance, preserve_topology=False)
        tolerance *= 2
    return fewer


def _packed(
    points: NDArray[np.float64],
    length: NDArray[np.int64],
    row: NDArray[np.int64],
    closed: NDArray[np.bool_],
) -> Packed:
    at = np.rint(points).astype(np.int64)
    steps = np.diff(at, axis=0, prepend=np.zeros((1, 2), np.int64))
    return {
        "runs": len(length),
        "points": len(at),
        "length": pack_numbers(length),
        "row": pack_numbers(row),
        "closed": pack_numbers(closed.astype(np.int64)),
        "dx": pack_numbers(steps[:, 0]),
        "dy": pack_numbers(steps[:, 1]),
    }
