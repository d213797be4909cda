"""Points and distances on the sphere, for whole arrays."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_EARTH_RADIUS_KM = 6371.0
Points: TypeAlias = NDArray[np.float64]
"""Points on the unit sphere: three rows, a column for each point."""


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Points:
    """Points in degrees on the unit sphere."""
    lat, lon = np.radians(lat), np.radians(lon)
    level = np.cos(lat)
    return np.stack([level * np.cos(lon), level * np.sin(lon), np.sin(lat)])


def chord_km(
    points: Points, rows: NDArray[np.int64], others: Points, columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The straight distance through the earth: cheap, and near enough below 2,000 km.

    From the `rows` among `points` to as many `columns` among `others`.
    """
    product = points.take(rows, axis=1)
    product *= others.take(columns, axis=1)
    cosine = product[0] + product[2] + product[1]
    return np.asarray(_EARTH_RADIUS_KM * np.sqrt(np.maximum(0, 2 - 2 * cosine)))
