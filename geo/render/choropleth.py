"""Class bounds for provinces coloured by the events in them.

Bounds are natural breaks (geo.render.breaks) of
all events. They stay as they are while the page filters, so that colours can be compared.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.render.basemap import text_column
from geo.render.breaks import natural_breaks
from geo.render.table import PRECISIONS, EventTable

CLASSES = 5

_PEOPLE = 100_000
_KM2 = 1_000
_MOST_VALUES = 80


def province_values(
    events: pd.DataFrame, provinces: gpd.GeoDataFrame
) -> dict[str, NDArray[np.float64]]:
    """The value of each province by measure, NaN where what it is divided by is not known.

    Measures are events and deaths, and both per 100,000 people ("_people", where `provinces` has
    a `population`) and per 1,000 square kilometres ("_area", where it has `area_km2`). Events
    known only by country are left out. A province is found by x_province_id, else x_admin1_iso.
    """
    table = EventTable(events)
    of, deaths = _province_of(table, provinces), table.fatalities()
    counted = (of >= 0) & (table.precisions() != PRECISIONS.index("country"))
    size = len(provinces)
    values = {
        "events": np.bincount(of[counted], minlength=size).astype(float),
        "deaths": np.bincount(
            of[counted], weights=np.maximum(deaths[counted], 0), minlength=size
        ).astype(float),
    }
    for suffix, column, unit in (("people", "population", _PEOPLE), ("area", "area_km2", _KM2)):
        if column in provinces.columns:
            by = pd.to_numeric(provinces[column], errors="coerce").to_numpy(float)
            rate = np.divide(unit, by, out=np.full(size, np.nan), where=by > 0)
            values |= {f"{what}_{suffix}": values[what] * rate for what in ("events", "deaths")}
    return values


def class_bounds(values: NDArray[np.float64], *, most: int = CLASSES) -> list[float]:
    """The upper bounds of at most `most` classes of the values above zero, the least first.

    Up to `most` different values are a class each. More than 80 values are thinned to evenly
    spaced ranks, first and last included: the exact method takes time with their square.
    """
    ranked = np.sort(values[values > 0])
    distinct = np.unique(ranked)
    if len(distinct) <= most:
        return [float(value) for value in distinct]
    if len(ranked) > _MOST_VALUES:
        ranks = np.linspace(0, len(ranked) - 1, _MOST_VALUES)
        ranked = ranked[np.rint(ranks).astype(np.int64)]
    return [float(bound) for bound in np.unique(natural_breaks(ranked, classes=most))]


def choropleth_payload(
    events: pd.DataFrame, provinces: gpd.GeoDataFrame, *, population: str = ""
) -> dict[str, Any]:
    """The bounds of each measure that has a value anywhere, and where the population is from."""
    values = province_values(events, provinces)
    if (values["events"] > 0).sum() < 2:  # noqa: PLR2004 - one colour compares nothing
        return {"bounds": {}, "population": population}
    bounds = {measure: class_bounds(column) for measure, column in values.items()}
    return {
        "bounds": {measure: found for measure, found in bounds.items() if found},
        "population": population,
    }


def _province_of(table: EventTable, provinces: gpd.GeoDataFrame) -> NDArray[np.int64]:
    found = np.full(len(table), -1)
    for column, key in (("x_admin1_iso", "iso_3166_2"), ("x_province_id", "province_id")):
        at = {name: number for number, name in enumerate(text_column(provinces, key)) if name}
        codes, names = table.named(column)
        here = np.array([at.get(name, -1) for name in names])[codes]
        found = np.where(here >= 0, here, found)
    return found
