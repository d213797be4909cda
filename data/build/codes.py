"""The ISO 3166-2 codes of GeoNames units and of polygons, and which polygons are out of date."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import geopandas as gpd
import pandas as pd
from identities import PURE
from subdivisions import RESEMBLES, SAME, likeness, match_codes, name_keys, subdivisions

CLEAR = 0.9
"""A polygon and a unit of contradicting names are one if they share this much of their cities."""

FOUND = 0.9
"""A code is found by name alone if the names are this much alike."""

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
    polygons: gpd.GeoDataFrame,
    votes: pd.DataFrame,
    links: pd.DataFrame,
    units: pd.Series,
    codes: Mapping[str, str],
) -> dict[int, list[str]]:
    """The units inside each polygon that have no polygon of their own: it is older than they are.

    A unit has one of its own if a polygon of the country is it, bears its name or its code; a
    polygon that lies in a single unit swallows none.
    """
    own = set(links.loc[links["same"], "unit"])
    inside = votes[(votes["of_unit"] >= PURE) & (votes["of_polygon"] < CLEAR)]
    inside = inside[inside["unit"].isin(units.index)]
    found: dict[int, list[str]] = {}
    for polygon, unit in zip(inside["polygon"], inside["unit"], strict=True):
        country = polygons[polygons["adm0_a3"] == polygons.at[polygon, "adm0_a3"]]
        foreign = str(unit)[:2] != polygons.at[polygon, "country"]
        coded = codes.get(str(unit), "none") in set(country["iso_3166_2"])
        if not (foreign or unit in own or coded or bearers(country, str(units[unit]))):
            found.setdefault(int(polygon), []).append(str(unit))
    return found


def settle_links(polygons: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """`links` in which a polygon is no unit whose name contradicts its own, unless clearly so.

    After the names were repaired, a contradiction means a finer polygon that holds most of a
    unit (Potenza, Basilicata), or a unit known by two names (Dornod, East Aimak): the latter
    shares nearly all cities, and no other polygon bears its name.
    """
    settled = links.copy()
    for row in links.index[links["same"]]:
        name = str(units.get(links.at[row, "unit"], ""))
        names = name_keys(polygons.loc[row, ["name", "name_en", "name_alt"]])
        if likeness(names, name_keys([name])) >= RESEMBLES:
            continue
        country = polygons[polygons["adm0_a3"] == polygons.at[row, "adm0_a3"]]
        vote = links.loc[row]
        clear = min(vote["of_unit"], vote["of_polygon"]) >= CLEAR and not bearers(country, name)
        settled.loc[row, "same"] = clear
    return settled


def bearers(polygons: gpd.GeoDataFrame, name: str) -> list[int]:
    """The rows of `polygons` that bear `name`."""
    keys = name_keys([name])
    names = polygons[list(OWN_NAMES)]
    return [row for row in names.index if likeness(keys, name_keys(names.loc[row])) >= SAME]


def polygon_codes(
    polygons: gpd.GeoDataFrame,
    links: pd.DataFrame,
    codes: Mapping[str, str],
    swallowed: Mapping[int, list[str]],
    merged: Collection[int],
) -> pd.Series:
    """The present ISO 3166-2 code of each polygon, "" for one that is no present division.

    A polygon keeps, or finds by name, a code that belongs to no unit: that of a finer division
    (a French department, a British county). One that is a unit has the unit's code; where few
    cities tell, it keeps the code of its name unless another polygon is that unit. One that
    swallows present units has none, nor has one of `merged` that is only a part of a unit.
    """
    found = pd.Series("", index=polygons.index, dtype=object)
    units_of = {code: unit for unit, code in codes.items()}
    taken = {codes.get(unit) for unit in links.loc[links["same"], "unit"]}
    for row in polygons.index.difference(list(swallowed)):
        code = _own_code(polygons.loc[row])
        unit, same = links.at[row, "unit"], links.at[row, "same"]
        if code and code not in units_of:
            found[row] = code
        elif same:
            found[row] = codes.get(unit, "")
        elif code not in taken and row not in merged:
            found[row] = code
    return found


def _own_code(polygon: pd.Series) -> str:
    names = name_keys(polygon[list(OWN_NAMES)])
    codes = subdivisions().get(polygon["country"], {})
    parent = subdivisions().get(polygon["iso_a2"], {})
    expected = polygon["iso_3166_2"]
    known = codes.get(expected, parent.get(expected))
    if known is not None and likeness(known, names) >= RESEMBLES:
        return str(expected)
    alike = [code for code, keys in codes.items() if likeness(keys, names) >= FOUND]
    return alike[0] if len(alike) == 1 else ""
