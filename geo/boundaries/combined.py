"""The boundaries that ship, with a user's own in place of those that they cover."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, cast

from geo.boundaries.own import OwnBoundaries
from geo.boundaries.shipped import ShippedBoundaries, province_people
from geo.boundaries.source import DISTRICT_COLUMNS, PROVINCE_COLUMNS
from geo.errors import UsageError
from geo.frames import CRS

if TYPE_CHECKING:
    import geopandas as gpd

_COVERED = 0.5
_COARSE_DEG = 0.02


class Boundaries:
    """Provinces and districts of several sources as one; a BoundarySource.

    In a country of which `own` has provinces, these stand in place of the shipped ones of which
    they cover at least half; what is left of the others stays. Without any, all is as shipped.
    """

    def __init__(
        self, own: Sequence[OwnBoundaries] = (), *, shipped: ShippedBoundaries | None = None
    ) -> None:
        self.own = tuple(own)
        _check_distinct(self.own)
        self.shipped = shipped or ShippedBoundaries()

    @property
    def id(self) -> str:
        """The ids of all sources, the user's own first."""
        return " ".join([*(each.id for each in self.own), self.shipped.id])

    def provinces(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The provinces of `countries` (ISO alpha-2), of the whole world by default.

        Columns are PROVINCE_COLUMNS, in EPSG:4326, sorted by country and province_id.
        """
        shipped = self.shipped.provinces(countries)
        replaced = self._replaced["country"].unique()
        here = self._replaced
        if countries is not None:
            here = here[here["country"].isin(list(countries))]
        if not len(here):
            return shipped
        return _sorted([shipped[~shipped["country"].isin(replaced)], here], "province_id")

    @functools.cached_property
    def _replaced(self) -> gpd.GeoDataFrame:
        """All provinces of the countries that `own` has provinces of."""
        own = _joined([each.provinces() for each in self.own], PROVINCE_COLUMNS)
        left = _uncovered(self.shipped.provinces(set(own["country"])), own)
        return _joined([own, left], PROVINCE_COLUMNS)

    def districts(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The districts of `countries` (ISO alpha-2), of all that there are by default.

        Columns are DISTRICT_COLUMNS, in EPSG:4326, sorted by country and district_id. What ships
        has none.
        """
        return _joined([each.districts(countries) for each in self.own], DISTRICT_COLUMNS)

    def near(self, points: gpd.GeoSeries) -> gpd.GeoDataFrame:
        """The provinces of every country that comes near a point; see ShippedBoundaries.near."""
        return self.provinces(self.shipped.countries_near(points))

    def countries(self) -> gpd.GeoDataFrame:
        """The countries of the world, as ShippedBoundaries has them."""
        return self.shipped.countries()

    def people(self) -> dict[str, int]:
        """How many people live in the towns of each province, by province_id."""
        own = {area: number for each in self.own for area, number in each.people().items()}
        return province_people() | own

    @property
    def notes(self) -> tuple[str, ...]:
        """What was repaired, guessed or looks wrong in the user's own, each with its name."""
        return tuple(f"{each.name}: {note}" for each in self.own for note in each.notes)

    @property
    def credits(self) -> tuple[tuple[str, str], ...]:
        """The name of each source of the user's, and whom to credit for it."""
        return tuple((each.name, each.credit) for each in self.own)


def _check_distinct(own: Sequence[OwnBoundaries]) -> None:
    """UsageError where two sources of one level have an area of the same id."""
    held: dict[tuple[int, str], OwnBoundaries] = {}
    for each in own:
        for area in each.areas["area_id"]:
            other = held.setdefault((each.level, area), each)
            if other is not each:
                raise UsageError(f"{other.name} and {each.name} both have {area}; choose one")


def _uncovered(shipped: gpd.GeoDataFrame, own: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The shipped provinces, without the land that `own` covers; those half covered go."""
    import numpy as np
    import shapely

    shapes, covering = shipped.geometry.to_numpy(), own.geometry.to_numpy()
    # How much is covered need not be known to the metre; what is left is cut exactly.
    coarse = shapely.simplify(covering, _COARSE_DEG)
    one, other = shapely.STRtree(coarse).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[one], coarse[other]))
    covered = np.bincount(one, weights=shared, minlength=len(shapes))
    kept = covered < _COVERED * shapely.area(shapes)
    touched = np.unique(one[kept[one]])
    cut = shapes.copy()
    if len(touched):
        over = shapely.union_all(covering[np.unique(other[kept[one]])])
        cut[touched] = shapely.difference(shapes[touched], over)
    return cast("gpd.GeoDataFrame", shipped.set_geometry(cut, crs=shipped.crs)[kept])


def _joined(frames: Sequence[gpd.GeoDataFrame], columns: Sequence[str]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return gpd.GeoDataFrame(columns=list(columns), geometry="geometry", crs=CRS)
    return _sorted(filled, columns[0])


def _sorted(frames: Sequence[gpd.GeoDataFrame], key: str) -> gpd.GeoDataFrame:
    import pandas as pd

    both = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    return cast("gpd.GeoDataFrame", both.sort_values(["country", key], ignore_index=True))
