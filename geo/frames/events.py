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
    import pandas as pd

    return typed_frame(pd.DataFrame(list(rows), columns=list(EVENT_COLUMNS)))


def columns_frame(columns: Mapping[str, list[Any]]) -> gpd.GeoDataFrame:
    """As `events_frame`, of the rows' values column by column."""
    import pandas as pd

    cells = {name: pd.Series(columns[name], dtype=object) for name in EVENT_COLUMNS}
    return typed_frame(pd.DataFrame(cells))


def typed_frame(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """The same table with the columns, types and geometry of `events_frame`, row for row.

    A missing column is made, of missing values or empty lists; columns beyond EVENT_COLUMNS stay
    behind them as they are. An event without latitude or longitude has no geometry.
    """
    import geopandas as gpd

    extra = [name for name in table.columns if name not in EVENT_COLUMNS and name != "geometry"]
    table = table.reindex(columns=[*EVENT_COLUMNS, *extra])
    for column in EVENT_COLUMNS:
        table[column] = _typed(table[column])
    points = gpd.GeoSeries.from_xy(table["longitude"], table["latitude"], crs=CRS)
    points[table["longitude"].isna() | table["latitude"].isna()] = None
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
        lists = [value if isinstance(value, list) else [] for value in values]
        return pd.Series(lists, index=values.index, dtype=object)
    return values.astype("object").where(values.notna(), None)


def check_points(frame: gpd.GeoDataFrame, *, name: str) -> None:
    """Raise FrameError unless `frame` is a table of geometries in EPSG:4326."""
    if frame.crs is None:
        raise FrameError(f'{name} has no CRS, expected {CRS}; call .set_crs("{CRS}") first')
    if frame.crs.to_epsg() != EPSG:
        raise FrameError(
            f'{name} is in {frame.crs.to_string()}, expected {CRS}; call .to_crs("{CRS}") first'
        )
