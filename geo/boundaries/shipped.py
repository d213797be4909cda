"""The provinces and countries that ship."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.boundaries.source import PROVINCE_COLUMNS
from geo.datasets import data_path, datasets
from geo.errors import DataError

if TYPE_CHECKING:
    import geopandas as gpd

View = Literal["de_jure", "de_facto"]

PEOPLE_SOURCE = "Towns of over 500 people in GeoNames"
"""What `province_people` counts."""

_PROVINCES = "provinces.parquet"
_PEOPLE = "province_people.csv"
_WORLD = "land.json"
_MANY_CELLS = 3_000
_COUNTRIES = "countries.parquet"


class ShippedBoundaries:
    """The provinces and countries in data/, made from Natural Earth; see data/build.

    `view` decides which country a province counts for: "de_jure", or "de_facto", in which
    Crimea is in the hands of Russia. Each set of countries is read once.
    """

    def __init__(self, *, view: View = "de_jure") -> None:
        self._view = view

    @property
    def id(self) -> str:
        """Name, version and view: "natural-earth:2026-11:de_jure"."""
        version = next(each.version for each in datasets() if each.file == _PROVINCES)
        return f"natural-earth:{version}:{self._view}"

    def provinces(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The provinces of `countries` (ISO alpha-2), of the whole world by default.

        Columns are PROVINCE_COLUMNS, in EPSG:4326, sorted by country and province_id. A country
        that has no polygon gives no row.
        """
        wanted = None if countries is None else tuple(sorted(set(countries)))
        return _read_provinces(data_path(_PROVINCES), self._view, wanted).copy()

    def near(self, points: gpd.GeoSeries, *, margin_deg: float = 3.0) -> gpd.GeoDataFrame:
        """The provinces of every country that comes within `margin_deg` degrees of a point.

        A map of one country reads a tenth of the world; points in very many places read it whole.
        Points are in EPSG:4326; missing ones are passed over, and without any the frame is empty.
        """
        return self.provinces(self.countries_near(points, margin_deg=margin_deg))

    def countries_near(self, points: gpd.GeoSeries, *, margin_deg: float = 3.0) -> set[str] | None:
        """The countries (ISO alpha-2) that `near` reads, None for all."""
        import numpy as np
        import shapely

        countries = self.countries()
        cells = np.unique(np.round(shapely.get_coordinates(points.array)), axis=0)
        if len(cells) > _MANY_CELLS:
            return None
        near = countries.sindex.query(
            shapely.points(cells), predicate="dwithin", distance=margin_deg + 1
        )
        return set(countries["country"].iloc[np.unique(near[1])])

    def countries(self) -> gpd.GeoDataFrame:
        """The countries of the world de jure: country, name, lat, lon, area_km2, geometry.

        EPSG:4326, sorted by country; their borders are those of the provinces. Land that no
        single state holds has an empty `country`.
        """
        return _read_countries(data_path(_COUNTRIES)).copy()


@functools.cache
def province_people() -> dict[str, int]:
    """How many people live in the towns of each province, by province_id, where any are known."""
    lines = data_path(_PEOPLE).read_text("utf-8").splitlines()[1:]
    return {name: int(number) for name, _, number in (line.partition(",") for line in lines)}


def packed_world() -> dict[str, Any]:
    """The shipped boundaries of the whole world as the page draws them; see data/build/land.py."""
    packed: dict[str, Any] = json.loads(data_path(_WORLD).read_text("utf-8"))
    return packed


@functools.lru_cache(maxsize=8)
def _read_provinces(path: Path, view: View, countries: tuple[str, ...] | None) -> gpd.GeoDataFrame:
    column = "country" if view == "de_jure" else "country_de_facto"
    # pyarrow cannot tell the type of an empty list, so none is said as a code that nobody bears.
    codes = list(countries or ["none"])
    chosen = None if countries is None else [(column, "in", codes)]
    frame = _read(path, columns=list(PROVINCE_COLUMNS), filters=chosen)
    if view == "de_facto":
        frame["country"] = frame["country_de_facto"]
        frame = frame.sort_values(["country", "province_id"], ignore_index=True)
    return frame


@functools.lru_cache(maxsize=2)
def _read_countries(path: Path) -> gpd.GeoDataFrame:
    return _read(path, columns=None, filters=None)


def _read(
    path: Path, *, columns: list[str] | None, filters: list[tuple[str, str, list[str]]] | None
) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pyarrow as pa

    try:
        return gpd.read_parquet(path, columns=columns, filters=filters)
    except (OSError, pa.ArrowInvalid) as error:
        raise DataError(f"{path} cannot be read; run `geoconflict data verify`") from error
