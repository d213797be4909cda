"""Which units of a gazetteer hold the towns inside each polygon: what names are judged by.

A unit is an admin-1 division of a gazetteer ("EC.09"). Every town votes in the polygon that it
lies in, for the unit that the gazetteer puts it in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

COAST_DEG = 0.1
"""About ten kilometres: many a port lies on a quay that the coastline leaves out."""


def locate(cities: pd.DataFrame, polygons: gpd.GeoSeries) -> pd.Series:
    """The position of the polygon of each city; cities far from every polygon are absent.

    A city on a border lies in the first polygon, one off the coast in the nearest within
    COAST_DEG.
    """
    import pandas as pd
    import shapely

    tree = shapely.STRtree(polygons.array)
    points = pd.Series(shapely.points(cities["lon"], cities["lat"]), index=cities.index)
    inside = _first(points.index, tree.query(points.array, predicate="intersects"))
    outside = points[~points.index.isin(inside.index)]
    near = tree.query_nearest(outside.array, max_distance=COAST_DEG, all_matches=True)
    found: pd.Series = pd.concat([inside, _first(outside.index, near)]).sort_index()
    return found


def _first(index: pd.Index, found: np.ndarray) -> pd.Series:
    import pandas as pd

    return pd.Series(found[1], index=index[found[0]]).groupby(level=0).min()


def count_votes(cities: pd.DataFrame, located: pd.Series, *, column: str = "unit") -> pd.DataFrame:
    """How many cities each polygon and unit share.

    Columns: polygon, unit, cities, of_polygon (their share of the polygon's cities), of_unit
    (their share of the unit's cities). Sorted by polygon, most cities first, then unit.
    `column` holds the units.
    """
    import pandas as pd

    pairs = pd.DataFrame({"polygon": located, "unit": cities[column].reindex(located.index)})
    votes = pairs.groupby(["polygon", "unit"]).size().rename("cities").reset_index()
    for share, key in (("of_polygon", "polygon"), ("of_unit", "unit")):
        votes[share] = votes["cities"] / votes.groupby(key)["cities"].transform("sum")
    return votes.sort_values(
        ["polygon", "cities", "unit"], ascending=[True, False, True], ignore_index=True
    )
