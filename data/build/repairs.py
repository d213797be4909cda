"""Repairs that a person decided, kept as tables with their reasons."""

from __future__ import annotations

from fnmatch import fnmatchcase

import geopandas as gpd
import pandas as pd
from manifest import DATA

REPAIRS = DATA / "tables" / "boundary_repairs.csv"
VINTAGES = DATA / "tables" / "boundary_vintages.csv"
CODES = DATA / "tables" / "admin1_codes.csv"


def read_table(path: object) -> pd.DataFrame:
    """One table of data/tables/, all text, absent values ""."""
    return pd.read_csv(str(path), dtype=str, keep_default_na=False)


def apply_repairs(polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`polygons` with each repair's value in its field; a pattern that fits no polygon is an error."""
    repaired = polygons.copy()
    for repair in read_table(REPAIRS).itertuples():
        if repair.field not in repaired:
            continue
        fits = repaired["adm1_code"].map(
            lambda code, want=repair.province: fits_pattern(code, want)
        )
        if not fits.any():
            raise ValueError(f"{REPAIRS.name}: {repair.province} fits no polygon")
        repaired.loc[fits, repair.field] = repair.value
    return repaired


def fits_pattern(code: str, pattern: str) -> bool:
    """Whether `code` is `pattern`, in which * stands for anything."""
    return code == pattern or ("*" in pattern and fnmatchcase(code, pattern))


def vintage_of(code: str) -> str:
    """What is known about the age of an outdated polygon; the first line that fits counts."""
    for row in read_table(VINTAGES).itertuples():
        if fits_pattern(code, row.province):
            return str(row.vintage)
    return "older or coarser than the present division"


def fixed_codes() -> dict[str, str]:
    """ISO codes of GeoNames units that names cannot tell."""
    table = read_table(CODES)
    return dict(zip(table["admin1_code"], table["iso"], strict=True))
