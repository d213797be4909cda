"""The ISO 3166-2 codes of GeoNames units and of polygons, and which polygons are out of date."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from identities import PURE
from subdivisions import RESEMBLES, SAME, likeness, match_codes, name_keys, subdivisions

OWN_NAMES = ("name", "name_en", "name_local")


def unit_codes(
    units: pd.Series, polygons: gpd.GeoDataFrame, links: pd.DataFrame, fixed: Mapping[str, str]
) -> dict[str, str]:
    """The present ISO 3166-2 code of each GeoNames unit; a unit without one is absent.

    A unit is known by its own name and by those of the polygon that it is. `fixed` holds codes
    that names cannot tell, and wins.
    """
    same = links.index[links["same"]]
    rows = dict(zip(links.loc[same, "unit"], same, strict=True))
    keys: dict[str, dict[str, frozenset[str]]] = {}
    expected: dict[str, str] = {}
    for unit, name in units.items():
        own = name_keys([name])
        if (row := rows.get(unit)) is not None:
            other = name_keys(polygons.loc[row, list(OWN_NAMES)])
            own |= other if likeness(own, other) >= RESEMBLES else frozenset()
            expected[str(unit)] = polygons.at[row, "iso_3166_2"]
        keys.setdefault(str(unit)[:2], {})[str(unit)] = own
    codes: dict[str, str] = {}
    for country, wanted in sorted(keys.items()):
        free = {unit: own for unit, own in wanted.items() if unit not in fixed}
        codes |= match_codes(country, free, expected)
    taken = set(fixed.values())
    codes = {unit: code for unit, code in codes.items() if code not in taken}
    return codes | {unit: code for unit, code in fixed.items() if code}


def swallowed_units(
    polygons: gpd.GeoDataFrame, votes: pd.DataFrame, links: pd.DataFrame, units: pd.Series
) -> dict[int, list[str]]:
    """The units inside each polygon that have no polygon of their own: it is older than they are."""
    own = dict(zip(links["unit"].where(links["same"]), links.index, strict=True))
    inside = votes[(votes["of_unit"] >= PURE) & votes["unit"].isin(units.index)]
    found: dict[int, list[str]] = {}
    for polygon, unit in zip(inside["polygon"], inside["unit"], strict=True):
        foreign = str(unit)[:2] != polygons.at[polygon, "country"]
        if foreign or unit in own or _bearers(polygons, polygon, str(units[unit])):
            continue
        found.setdefault(int(polygon), []).append(str(unit))
    return found


def _bearers(polygons: gpd.GeoDataFrame, polygon: int, name: str) -> list[int]:
    """The polygons in the country of `polygon` that bear `name`."""
    keys = name_keys([name])
    country = polygons.index[polygons["adm0_a3"] == polygons.at[polygon, "adm0_a3"]]
    return [
        row
        for row in country
        if likeness(keys, name_keys(polygons.loc[row, list(OWN_NAMES)])) >= SAME
    ]


def polygon_codes(
    polygons: gpd.GeoDataFrame,
    links: pd.DataFrame,
    codes: Mapping[str, str],
    swallowed: Mapping[int, list[str]],
) -> pd.Series:
    """The present ISO 3166-2 code of each polygon, "" for one that is no present division.

    A polygon that is a unit has the unit's code. Any other keeps, or finds by name, a code that
    belongs to no unit: that of a finer division (a French department, a British county). One
    that swallows present units has none.
    """
    found = pd.Series("", index=polygons.index, dtype=object)
    units_of = {code: unit for unit, code in codes.items()}
    for row in polygons.index:
        if swallowed.get(row):
            continue
        if links.at[row, "same"]:
            found[row] = codes.get(links.at[row, "unit"], "")
        if not found[row]:
            code = _own_code(polygons.loc[row])
            unit = units_of.get(code, links.at[row, "unit"])
            fits = code not in units_of or unit == links.at[row, "unit"]
            found[row] = code if fits else ""
    return found


def _own_code(polygon: pd.Series) -> str:
    names = name_keys(polygon[list(OWN_NAMES)])
    codes = subdivisions().get(polygon["country"], {})
    parent = subdivisions().get(polygon["iso_a2"], {})
    expected = polygon["iso_3166_2"]
    known = codes.get(expected, parent.get(expected))
    if known is not None and likeness(known, names) >= RESEMBLES:
        return str(expected)
    alike = [code for code, keys in codes.items() if likeness(keys, names) >= SAME]
    return alike[0] if len(alike) == 1 else ""
