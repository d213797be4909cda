"""Compare names of provinces, and find the present ISO 3166-2 code that belongs to a name."""

from __future__ import annotations

import difflib
import functools
import json
import re
from collections.abc import Iterable, Mapping

from registry import python_package_file

from geo.names import fold

SAME = 0.85
"""Names at least this alike mean the same province."""

ALIKE = 0.78
"""The least likeness at which a unit and a code of one country may be matched."""

RESEMBLES = 0.7
"""Names less alike than this contradict each other."""

_TYPES = (
    "al and autonomous aymag baladiyat canton capital city ciudad commune community corporation "
    "county da de del department departamento district distrito division do el emirate federal "
    "gorod governorate grad kraj krai kray la lan laani maakond metropolitan muhafazat "
    "municipality novads oblasi oblast oblisi oblysy of okrug opstina parish persekutuan pradesh "
    "prefecture province provincia qarku quarter raion raionul rajons rayon region regional "
    "regione regiao rep republic respublika si state territory the town union unit urban "
    "voivodeship wilayah zone zupanija"
)
_TYPE_WORDS = frozenset(_TYPES.split())
_DIRECTION_WORDS = {
    "n": "north northern nord norte utara bukto shamal severo",
    "s": "south southern sud sur sul selatan namdo janub juzno",
    "e": "east eastern est este leste oriental timur sharq sharqi",
    "w": "west western ouest oeste occidental barat gharb gharbi zapadno",
    "ne": "northeast northeastern",
    "nw": "northwest northwestern",
    "se": "southeast southeastern tenggara",
    "sw": "southwest southwestern",
    "c": "central tengah",
    "u": "upper alto alta haut haute",
    "l": "lower bajo baja bas basse",
}
_DIRECTIONS = {
    word: frozenset(points) for points, words in _DIRECTION_WORDS.items() for word in words.split()
}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SEPARATORS = re.compile(r"[|;]")


@functools.cache
def name_key(name: str) -> str:
    """`name` folded, without brackets and words for a type ("Province", "Oblast")."""
    folded = fold(_BRACKETS.sub(" ", name))
    words = [word for word in folded.split() if word not in _TYPE_WORDS]
    return " ".join(words) or folded


def name_keys(names: Iterable[str]) -> frozenset[str]:
    """The keys of all names; one text may hold several, separated by | or ;."""
    parts = (part for name in names for part in _SEPARATORS.split(name))
    return frozenset(key for part in parts if (key := name_key(part)))


def likeness(some: Iterable[str], others: Iterable[str]) -> float:
    """How alike the most similar pair of keys is, 0 to 1."""
    return max((_ratio(one, other) for one in some for other in others), default=0.0)


@functools.cache
def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    points, other_points = _points(one), _points(other)
    if points and other_points and points != other_points:
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _points(key: str) -> frozenset[str]:
    """The points of the compass that `key` names: North Kalimantan is not the south one."""
    return frozenset().union(*(_DIRECTIONS.get(word, frozenset()) for word in key.split()))


@functools.cache
def subdivisions() -> dict[str, dict[str, frozenset[str]]]:
    """The present ISO 3166-2 codes of each country with the keys of their names."""
    return {
        country: {code: _subdivision_keys(entry) for code, entry in sorted(codes.items())}
        for country, codes in sorted(_packaged().items())
    }


@functools.cache
def _packaged() -> dict[str, dict[str, dict[str, str | None]]]:
    path = python_package_file("iso3166-2", "iso3166-2.json")
    return dict(json.loads(path.read_text("utf-8")))


def match_codes(
    country: str, wanted: Mapping[str, frozenset[str]], expected: Mapping[str, str]
) -> dict[str, str]:
    """The ISO 3166-2 code of each wanted unit; each code is given to one unit at most.

    `wanted` holds the keys of each unit's names, `expected` what a source takes its code to be.
    The most alike pair is matched first; a code of the highest level, one that ends like the
    unit's own code ("GN.B", "GN-B") and an expected one win among equals.
    """
    entries = _packaged().get(country, {})
    pairs = []
    for unit, keys in sorted(wanted.items()):
        for code, names in subdivisions().get(country, {}).items():
            if (score := likeness(names, keys)) >= ALIKE:
                top = entries[code]["parentCode"] is None
                same_end = unit.split(".")[-1] == code.split("-")[-1]
                hints = 0.02 * top + 0.03 * same_end + 0.04 * (expected.get(unit) == code)
                pairs.append((-score - hints, unit, code))
    matched: dict[str, str] = {}
    for _, unit, code in sorted(pairs):
        if unit not in matched and code not in matched.values():
            matched[unit] = code
    return matched


def _subdivision_keys(entry: dict[str, str | None]) -> frozenset[str]:
    others = (entry["localOtherName"] or "").replace(",", "|")
    return name_keys([entry["name"] or "", others])
