"""Repairs that a person decided, kept as tables with their reasons in data/tables/.

boundary_repairs.csv: `province` (an adm1_code, or a pattern with *), the `field` that is set, its
`value` and the `reason`. Fields of the source are set before names and codes are judged,
iso_3166_2 and admin1_code after. boundary_vintages.csv: `province` as above, `parts` and `vintage`
as in vintage_of. admin1_codes.csv: the ISO code, or none, of a GeoNames unit that
names cannot tell.
"""

from __future__ import annotations

import functools
from fnmatch import fnmatchcase
from pathlib import Path

import geopandas as gpd
import pandas as pd
from manifest import DATA

REPAIRS = DATA / "tables" / "boundary_repairs.csv"
VINTAGES = DATA / "tables" / "boundary_vintages.csv"
SOURCE_FIELDS = (
    "name", "name_en", "wikidataid", "country", "country_de_facto", "disputed", "vintage",
)  # fmt: skip
RESULT_FIELDS = ("iso_3166_2", "admin1_code")
CODES = DATA / "tables" / "admin1_codes.csv"


@functools.cache
def read_table(path: Path) -> pd.DataFrame:
    """One table of data/tables/, all text, absent values ""."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def apply_repairs(
    polygons: gpd.GeoDataFrame, *, key: str = "adm1_code", fields: tuple[str, ...] = SOURCE_FIELDS
) -> gpd.GeoDataFrame:
    """`polygons` with the value of each repair of `fields`; each must fit a polygon."""
    repaired = polygons.copy()
    table = read_table(REPAIRS)
    for repair in table[table["field"].isin(fields)].itertuples():
        fits = repaired[key].map(lambda code, want=repair.province: fits_pattern(code, want))
        if not fits.any():
            raise ValueError(f"{REPAIRS.name}: {repair.province} fits no polygon")
        repaired.loc[fits, repair.field] = repair.value
    return repaired


def fits_pattern(code: str, pattern: str) -> bool:
    """Whether `code` is `pattern`, in which * stands for anything."""
    return code == pattern or ("*" in pattern and fnmatchcase(code, pattern))


def vintage_of(code: str, *, swallows: bool, coded: bool, same: bool) -> str:
    """What is known about the age of a polygon, "" for one that is up to date.

    The first line of the table that fits counts. A polygon is outdated if it swallows present
    units; where the table's `parts` says "uncoded", also if it is neither a unit nor has an ISO
    code; where it says "all", if it is not a unit; where it says "every", always.
    """
    for row in read_table(VINTAGES).itertuples():
        if fits_pattern(code, row.province):
            part = not same and (row.parts == "all" or (row.parts == "uncoded" and not coded))
            return str(row.vintage) if swallows or part or row.parts == "every" else ""
    return "older or coarser than the present division" if swallows else ""


def merged_rows(codes: pd.Series) -> set[int]:
    """The rows whose country has merged or recut its provinces: a name alone proves nothing."""
    patterns = [row.province for row in read_table(VINTAGES).itertuples() if row.parts]
    return {
        int(row)
        for row, code in codes.items()
        if any(fits_pattern(code, pattern) for pattern in patterns)
    }


def fixed_codes() -> dict[str, str]:
    """ISO codes of GeoNames units that names cannot tell."""
    table = read_table(CODES)
    return dict(zip(table["admin1_code"], table["iso"], strict=True))
