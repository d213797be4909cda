"""Simplify the polygons as one coverage, measure them, and dissolve them into countries."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.boundaries.shapes import label_points

TOLERANCE_DEG = 0.01
GRID_DEG = 2.0**-16
"""Coordinates lie on this grid (1.7 m): a power of two, so that most bytes of a number are zero."""


def simplify(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """`polygons` with fewer vertices; shared borders stay shared, nothing overlaps."""
    simple = shapely.coverage_simplify(polygons.array.to_numpy(), TOLERANCE_DEG)
    snapped = shapely.transform(simple, snap)
    return gpd.GeoSeries(_keep_valid(snapped, simple), index=polygons.index, crs=polygons.crs)


def snap(coordinates: np.ndarray) -> np.ndarray:
    """`coordinates` on the grid."""
    return np.round(coordinates / GRID_DEG) * GRID_DEG


def _keep_valid(snapped: np.ndarray, simple: np.ndarray) -> np.ndarray:
    """`snapped`, but the simple shape where snapping would fold a sliver onto itself."""
    return np.where(shapely.is_valid(snapped), snapped, simple)


def dissolve(provinces: gpd.GeoDataFrame, names: pd.Series) -> gpd.GeoDataFrame:
    """One row per country de jure: country, name, lat, lon, area_km2, geometry.

    Provinces in no country keep a row each with an empty `country`.
    """
    key = provinces["country"].where(provinces["country"] != "", provinces["province_id"])
    rows = []
    for group, members in provinces.groupby(key, sort=True):
        shape = shapely.coverage_union_all(members.geometry.array.to_numpy())
        first = members.iloc[0]
        rows.append(
            {
                "country": first["country"],
                "name": names.get(str(group), first["name"]),
                "area_km2": round(float(members["area_km2"].sum()), 2),
                "geometry": shape,
            }
        )
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=provinces.crs)
    return frame.assign(**label_points(frame.geometry))[
        ["country", "name", "lat", "lon", "area_km2", "geometry"]
    ]
