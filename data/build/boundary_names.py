"""The names that a province is shown and found by."""

from __future__ import annotations

import re
import unicodedata

import geopandas as gpd
import pandas as pd
from natural_earth import NAMES
from subdivisions import likeness, name_keys

ENGLISH = 0.6
"""An English label less like the local names than this may be that of another place."""

_TYPE_AFTER = re.compile(
    r" (?:Canton|Department|District|Governorate|Municipality|Oblast|Parish|Prefecture|Province"
    r"|Quarter|Region|Voivodeship|Zone)$"
)
_TYPE_BEFORE = re.compile(r"^(?:Community|Emirate|Municipality|Province|Region) of (?:the )?")
_TOO_SHORT = {"Autonomous", "Capital", "Federal", "National", "The"}
_PLAIN = str.maketrans(
    {
        "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ə": "a",
        "Ə": "A", "ǝ": "a", "Ǝ": "A", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'",
        "–": "-", "—": "-",
    }
)  # fmt: skip


def display_names(named: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series) -> pd.Series:
    """The English name of each province in ASCII, without its type where that stays unambiguous."""
    full = pd.Series(
        [_english(named.loc[row], _unit_name(row, links, units)) for row in named.index],
        index=named.index,
    ).map(to_ascii)
    full = full.where(full != "", "Minor islands")
    short = full.map(_without_type)
    return short.where(~_doubled(named, short), full)


def _doubled(named: gpd.GeoDataFrame, names: pd.Series) -> pd.Series:
    return pd.DataFrame({"country": named["adm0_a3"], "name": names}).duplicated(keep=False)


def to_ascii(name: str) -> str:
    """`name` in ASCII letters; a name in another script stays as it is."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    plain = decomposed.encode("ascii", "ignore").decode().strip()
    return plain if len(plain) > len(name) // 2 else name


def other_names(named: gpd.GeoDataFrame, links: pd.DataFrame, units: pd.Series) -> pd.Series:
    """All names of each province in all languages, sorted, each once."""
    found = []
    for row, names in zip(named.index, named[list(NAMES)].to_numpy(), strict=True):
        parts = {part.strip() for name in names for part in re.split(r"[|;]", name)}
        parts.add(_unit_name(row, links, units))
        found.append(sorted(parts - {""}))
    return pd.Series(found, index=named.index)


def _unit_name(row: int, links: pd.DataFrame, units: pd.Series) -> str:
    return str(units.get(links.at[row, "unit"], "")) if links.at[row, "same"] else ""


def _english(province: pd.Series, unit_name: str) -> str:
    local = name_keys([province["name"], province["name_alt"], province["name_local"], unit_name])
    label = str(province["name_en"])
    trusted = likeness(name_keys([label]), local) >= ENGLISH
    return label if trusted else str(province["name"]) or label or unit_name


def _without_type(name: str) -> str:
    short = _TYPE_BEFORE.sub("", _TYPE_AFTER.sub("", name))
    return name if short in _TOO_SHORT else short
