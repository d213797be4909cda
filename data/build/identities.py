"""Give every polygon back the name that belongs to it, judged by the cities inside.

Natural Earth's spatial columns (gn_a1_code, the label point) follow the polygon; its names,
ISO codes and Wikidata ids are one identity that in places was attached to the wrong polygon.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from natural_earth import NAMES
from subdivisions import RESEMBLES, SAME, likeness, name_key, name_keys

IDENTITY = (*NAMES, "adm1_code", "iso_3166_2", "type_en", "wikidataid")
NAMED = 0.25
"""The least share of a polygon's cities with which a unit of its own name can claim it."""

PURE = 0.6
"""A polygon and a unit that share this much of both their cities are one province."""


def link_units(polygons: gpd.GeoDataFrame, votes: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """The unit that each polygon is, or lies in, one row per polygon.

    Columns: unit ("" where unknown), of_polygon, of_unit, cities, same (the polygon is the unit).
    A polygon without cities takes the unit of Natural Earth's own spatial join, if no other
    polygon is that unit.
    """
    best = votes.drop_duplicates("polygon").set_index("polygon").reindex(polygons.index)
    claimed = _named_units(polygons, votes, units)
    best.update(claimed)
    named = best.index.isin(claimed.index)
    best["same"] = ((best["of_polygon"] >= PURE) | named) & (best["of_unit"] >= PURE)
    taken = set(best["unit"].dropna())
    spatial = polygons["gn_a1_code"].where(polygons["gn_a1_code"].isin(units.index), "")
    free = best["unit"].isna() & (spatial != "") & ~spatial.isin(taken)
    free &= ~spatial.duplicated(keep=False)
    best.loc[free, "unit"] = spatial[free]
    best.loc[free, "same"] = True
    fill = {"unit": "", "of_polygon": 0.0, "of_unit": 0.0, "cities": 0}
    return best.fillna(fill).astype({"same": bool, "cities": int})


def _named_units(polygons: gpd.GeoDataFrame, votes: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """The votes in which polygon and unit bear one name: these beat a larger neighbour's cities."""
    strong = votes[(votes["of_polygon"] >= NAMED) & (votes["of_unit"] >= PURE)]
    strong = strong[strong["unit"].isin(units.index)]
    named = [
        likeness(name_keys([polygons.at[polygon, "name"]]), name_keys([str(units[unit])])) >= SAME
        for polygon, unit in zip(strong["polygon"], strong["unit"], strict=True)
    ]
    return strong[named].drop_duplicates("polygon").set_index("polygon")


def find_moves(polygons: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series) -> dict[int, int]:
    """For each polygon that bears another one's name: the row whose identity it should have.

    A polygon moves when its unit's name contradicts its own and is the name of another polygon
    of the same country, which is not itself that unit. Only whole cycles move, so that no
    identity is lost or doubled.
    """
    wanted: dict[int, int] = {}
    for _, group in polygons.groupby("adm0_a3", sort=True):
        owners = _owners(group)
        for row in group.index[links.loc[group.index, "same"]]:
            unit_key = name_key(str(units.get(links.at[row, "unit"], "")))
            if likeness(name_keys([polygons.at[row, "name"]]), [unit_key]) >= SAME:
                continue
            owner = _owner(owners, unit_key)
            if owner is not None and owner != row:
                wanted[row] = owner
    return _cycles(wanted)


def _owners(group: pd.DataFrame) -> dict[str, int]:
    """Which row of a country bears a name; a main name weighs more than another's alternate."""
    owners: dict[str, int] = {}
    for column in ("name", "name_en", "name_alt"):
        for row, names in group[column].items():
            for key in sorted(name_keys([names])):
                owners.setdefault(key, row)
    return owners


def _owner(owners: dict[str, int], key: str) -> int | None:
    if key in owners:
        return owners[key]
    scored = sorted(((likeness([key], [other]), -row) for other, row in owners.items()))
    return -scored[-1][1] if scored and scored[-1][0] >= SAME else None


def _cycles(wanted: dict[int, int]) -> dict[int, int]:
    kept: dict[int, int] = {}
    for start in sorted(wanted):
        path = [start]
        while (step := wanted.get(path[-1])) is not None and step not in path:
            path.append(step)
        if step == start:
            kept |= {row: wanted[row] for row in path}
    return kept


def move_identities(polygons: gpd.GeoDataFrame, moves: dict[int, int]) -> gpd.GeoDataFrame:
    """`polygons` with the identity columns of each moved row taken from its right owner."""
    moved = polygons.copy()
    columns = list(IDENTITY)
    rows, owners = list(moves), list(moves.values())
    moved.loc[rows, columns] = polygons.loc[owners, columns].to_numpy()
    return moved


def rename_doubles(
    polygons: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series
) -> gpd.GeoDataFrame:
    """`polygons` with a unit's name where two of a country bear one name and one contradicts.

    Panjshir is called Parwan, as its neighbour is; it gets the name of the unit that it is.
    """
    renamed = polygons.copy()
    doubled = polygons.duplicated(["adm0_a3", "name"], keep=False) & links["same"]
    for row in polygons.index[doubled & polygons["name"].ne("")]:
        unit_name = str(units.get(links.at[row, "unit"], ""))
        if likeness(name_keys([polygons.at[row, "name"]]), name_keys([unit_name])) < RESEMBLES:
            renamed.loc[row, [*NAMES, "wikidataid", "iso_3166_2"]] = ""
            renamed.loc[row, "name"] = unit_name
    return renamed


def drop_false_translations(polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`polygons` without translations and Wikidata id where these are those of a neighbour.

    Where two rows of a country share a Wikidata id, it belongs to the row whose name its
    English label resembles.
    """
    cleaned = polygons.copy()
    shared = polygons["wikidataid"].ne("") & polygons.duplicated(
        ["adm0_a3", "wikidataid"], keep=False
    )
    for row in polygons.index[shared]:
        label = polygons.at[row, "name_en"]
        if likeness(name_keys([polygons.at[row, "name"]]), name_keys([label])) < RESEMBLES:
            cleaned.loc[row, [column for column in NAMES if column != "name"]] = ""
            cleaned.loc[row, "wikidataid"] = ""
    return cleaned
