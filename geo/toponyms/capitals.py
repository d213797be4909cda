"""Place names in text that is all in capitals, where no capital letter gives a name away."""

from __future__ import annotations

from collections.abc import Iterator

from geo.toponyms import matches
from geo.toponyms.features import CAPITALS
from geo.toponyms.lexicon import WordClass
from geo.toponyms.sheet import Name, Sheet

_LOCATIVES = frozenset(("in", "near", "en", "at", "outside", "throughout", "cerca", "pres", "a"))
_TYPES = frozenset(
    {
        "canton", "city", "colonia", "commune", "community", "corregimiento", "county",
        "department", "departments", "district", "hamlet", "jurisdiction", "municipality",
        "neighborhood", "neighbourhood", "oblast", "port", "prefecture", "province", "region",
        "sector", "settlement", "shantytown", "state", "suburb", "town", "township", "village",
        "villages", "zone",
    }
)  # fmt: skip
_WIDE = matches.COUNTRY | matches.ADMIN1
_TOWN = matches.ADMIN2 | matches.POPULATED | matches.OTHER
_NEVER = WordClass.TIME | WordClass.TITLE | WordClass.DIRECTION
_COMMON = 3
# How often the rule was right on texts set in capitals.
_BY_WORDS = 0.75


def in_capitals(sheet: Sheet) -> Iterator[Name]:
    """Names of the gazetteer after "IN" or "TOWN OF", or before "DEPARTMENT"."""
    reached = -1
    for token in sheet.capital_tokens:
        known = sheet.matches(token)
        if not known or token <= reached or sheet.mode[token] != CAPITALS:
            continue
        ahead = _is_introduced(token, sheet)
        for last, profile in known:
            if (ahead or _is_typed(last, sheet)) and _is_place(token, last, profile, sheet):
                yield Name(token, last, "LOC", _BY_WORDS)
                reached = last
                break


def _is_introduced(token: int, sheet: Sheet) -> bool:
    before = sheet.read(token - 1)
    if before in {"of", "de"}:
        return sheet.read(token - 2) in _TYPES
    return before in _LOCATIVES


def _is_typed(last: int, sheet: Sheet) -> bool:
    return sheet.joined(last + 1) and sheet.read(last + 1) in _TYPES


def _is_place(first: int, last: int, profile: int, sheet: Sheet) -> bool:
    if not profile & matches.PRIMARY or not profile & (_WIDE | _TOWN):
        return False
    if sheet.is_a(first, _NEVER) or sheet.is_a(last, WordClass.TITLE):
        return False
    return first < last or sheet.common[first] < _COMMON
