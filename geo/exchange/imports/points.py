"""Coordinates that can be believed: in range, not swapped, where the stated country is."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.boundaries import ShippedBoundaries
from geo.exchange.imports.countries import countries
from geo.exchange.imports.problems import rows_of

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk

_FAR_DEG = 1.0
_NEAR_DEG = 0.25
_EASTMOST, _NORTHMOST = 180, 90


def check_coordinates(chunk: Chunk, table: pd.DataFrame) -> pd.DataFrame:
    """The table with coordinates that can be drawn; every change is reported to `chunk`.

    Latitude and longitude that lie outside the stated country (x_country_iso2) and, exchanged,
    inside it, are exchanged. What is missing, out of range or null (0, 0 not near a stated
    country) is left without a point. What lies more than a degree from its country is kept and
    reported.
    """
    lat, lon = table["latitude"].astype("float64"), table["longitude"].astype("float64")
    stated = lat.notna() & lon.notna()
    home = _at_home(table, lon, lat, _FAR_DEG)
    turned = stated & ~home & _at_home(table, lat, lon, _NEAR_DEG, unknown=False)
    found = _pairs(lat, lon)
    chunk.remarks.add(rows_of(turned), "latitude", found[turned], "latitude and longitude swapped")
    lat, lon = lat.where(~turned, lon), lon.where(~turned, lat)
    wild = stated & ((lat.abs() > _NORTHMOST) | (lon.abs() > _EASTMOST))
    null = stated & (lat == 0) & (lon == 0) & ~_at_home(table, lon, lat, _FAR_DEG, unknown=False)
    unmap = chunk.remarks.unmap
    unmap(rows_of(~stated), "latitude", found[~stated], "no coordinates: not mapped")
    unmap(rows_of(wild), "latitude", found[wild], "out of range: not mapped")
    unmap(rows_of(null), "latitude", found[null], "zero, not near a stated country: not mapped")
    away = stated & ~home & ~turned & ~wild & ~null & table["x_precision"].ne("country")
    where = [
        f"more than a degree from {_name(iso2)}: kept" for iso2 in table["x_country_iso2"][away]
    ]
    chunk.remarks.add(rows_of(away), "latitude", found[away], where)
    lost = ~stated | wild | null
    return table.assign(latitude=lat.where(~lost), longitude=lon.where(~lost))


def _name(iso2: str) -> str:
    return countries()[iso2].name if iso2 in countries() else iso2


def _pairs(lat: pd.Series[Any], lon: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    texts = [f"{_number(y)}, {_number(x)}" for y, x in zip(lat, lon, strict=True)]
    return pd.Series(texts, index=lat.index, dtype=object)


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.12g}"


def _at_home(
    table: pd.DataFrame,
    x: pd.Series[Any],
    y: pd.Series[Any],
    within_deg: float,
    *,
    unknown: bool = True,
) -> pd.Series[Any]:
    """Whether each point lies in its country or that near to it; `unknown` without a country."""
    import pandas as pd

    home = np.full(len(table), unknown)
    codes = table["x_country_iso2"].fillna("").to_numpy(dtype=object)
    points = np.column_stack([x.to_numpy(), y.to_numpy()])
    for iso2 in sorted((set(codes) & set(_shapes())) - {""}):
        rows = np.flatnonzero(codes == iso2)
        home[rows] = _within(points[rows], _shapes()[iso2], within_deg)
    return pd.Series(home, index=table.index)


@functools.cache
def _shapes() -> dict[str, Any]:
    frame = ShippedBoundaries().countries()
    return dict(zip(frame["country"], frame.geometry, strict=True))


def _within(points: np.ndarray, shape: Any, within_deg: float) -> np.ndarray:
    import shapely

    shapely.prepare(shape)
    inside = np.asarray(shapely.contains_xy(shape, points), dtype=bool)
    outside = np.flatnonzero(~inside & np.isfinite(points).all(axis=1))
    distinct, same = np.unique(points[outside], axis=0, return_inverse=True)
    close = shapely.dwithin(shape, shapely.points(distinct), within_deg)
    inside[outside] = np.asarray(close, dtype=bool)[same.ravel()]
    return inside
