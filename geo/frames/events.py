"""Event rows as a GeoDataFrame, checked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo.errors import FrameError
from geo.frames.columns import (
    DATE_COLUMNS,
    EVENT_COLUMNS,
    FLAG_COLUMNS,
    LIST_COLUMNS,
    NUMBER_COLUMNS,
    WHOLE_COLUMNS,
)

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

EPSG = 4326
CRS = f"EPSG:{EPSG}"


def events_frame(rows: Iterable[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """A GeoDataFrame of events, one row each, in the order given.

    Columns are EVENT_COLUMNS and `geometry`, a Point(longitude, latitude) in EPSG:4326. Dates are
    datetime64, whole numbers Int64 (missing where nothing is known), lists stay lists. No rows
    give an empty frame with all columns.
    """
    import geopandas as gpd
    import pandas as pd

    table = pd.DataFrame(list(rows), columns=list(EVENT_COLUMNS))
    for column in EVENT_COLUMNS:
        table[column] = _typed(table[column])
    points = gpd.points_from_xy(table["longitude"], table["latitude"], crs=CRS)
    return gpd.GeoDataFrame(table, geometry=points)


def _typed(values: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    column = str(values.name)
    if column in DATE_COLUMNS:
        return pd.to_datetime(values, format="ISO8601").astype("datetime64[s]")
    if column in WHOLE_COLUMNS:
        return values.astype("Int64")
    if column in NUMBER_COLUMNS:
        return values.astype("float64")
    if column in FLAG_COLUMNS:
        return values.astype("bool")
    if column in LIST_COLUMNS:
        return values
    return values.astype("object").where(values.notna(), None)


def check_points(frame: gpd.GeoDataFrame, *, name: str) -> None:
    """Raise FrameError unless `frame` is a table of geometries in EPSG:4326."""
    if frame.crs is None:
        raise FrameError(f'{name} has no CRS, expected {CRS}; call .set_crs("{CRS}") first')
    if frame.crs.to_epsg() != EPSG:
        raise FrameError(
            f'{name} is in {frame.crs.to_string()}, expected {CRS}; call .to_crs("{CRS}") first'
        )
