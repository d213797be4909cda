"""Decide which of the names that a source lists are worth a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geo.names import fold

_LINK = re.compile(r"https?:|www\.|\.(?:com|org|net)\b|[@#<>{}|]")
_LONGEST = 80
_SHORTEST_WITHOUT_ARTICLE = 4
_LONGEST_CODE = 4
_ARTICLES = frozenset({"al", "ad", "an", "ar", "as", "ash", "at", "az", "el"})
ARABIC_COUNTRIES = frozenset(
    {
        "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR",
        "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE",
    }
)  # fmt: skip


def is_name(alternate: str) -> bool:
    """Whether an alternate name of GeoNames is a name: no code, number, link or bare transcript."""
    if not 1 < len(alternate) <= _LONGEST or any(char.isdigit() for char in alternate):
        return False
    if alternate.isascii() and alternate.isupper() and len(alternate) <= _LONGEST_CODE:
        return False
    return not _is_transcript(alternate) and not _LINK.search(alternate)


def _is_transcript(alternate: str) -> bool:
    """Whether the name is one of GeoNames' mechanical transcripts ("a lei po", "hlb")."""
    return any(char.islower() and _is_latin(char) for char in alternate) and not any(
        char.isupper() for char in alternate
    )


def _is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char <= "\u1eff"


def without_article(name: str, country: str) -> Iterator[str]:
    """The folded name without its Arabic article: "Al Hasakah" is written "Hasakah" too."""
    first, _, rest = fold(name).partition(" ")
    arabic = country in ARABIC_COUNTRIES and first in _ARTICLES
    if arabic and len(rest) >= _SHORTEST_WITHOUT_ARTICLE:
        yield rest


def add_names(keys: dict[str, int], names: Iterable[str], match: int) -> None:
    """Let `keys` lead from the folded `names` to `match`; the stronger of two matches stays."""
    for name in names:
        key = fold(name)
        if len(key) > 1 or (key and not key.isascii()):
            keys[key] = min(match, keys.get(key, match))
