"""Decide which names of a place are worth a key, and which shorter names they hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.names import fold

_LINK = re.compile(r"https?:|www\.|\.(?:com|org|net)\b|[@#<>{}|]")
_CONNECTORS = frozenset(
    ("of", "de", "del", "du", "des", "di", "da", "do", "dos", "das", "la", "le", "el", "d", "al")
)
_DIRECTIONS = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern",
    "southeastern", "southwestern", "upper", "lower", "greater", "new", "old", "outer", "inner",
    "middle", "norte", "sur", "sul", "este", "oeste", "leste", "oriental", "occidental", "nord",
    "sud", "est", "ouest", "centre", "centro", "center", "capital", "metropolitan", "federal",
    "national", "autonomous", "autonoma", "autonome", "special", "urban", "rural", "islands",
    "island",
})  # fmt: skip
_LONGEST = 80
_ARTICLES = frozenset({"al", "ad", "an", "ar", "as", "ash", "at", "az", "el"})
_ARABIC_COUNTRIES = frozenset(
    {
        "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR",
        "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE",
    }
)  # fmt: skip


def is_name(alternate: str) -> bool:
    """Whether an alternate name of GeoNames is a name: no code, number, link or bare transcript."""
    if not 1 < len(alternate) <= _LONGEST or any(char.isdigit() for char in alternate):
        return False
    if alternate.isascii() and alternate.isupper() and len(alternate) <= 4:
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
    if country in _ARABIC_COUNTRIES and first in _ARTICLES and len(rest) > 3:
        yield rest


_LOCAL_BEFORE = (
    "amphoe", "bahagian", "baladiyat", "bashkia", "bezirk", "circunscricao", "daerah", "daira",
    "gemeente", "gorodskoy okrug", "grad", "horad", "huyen", "kabupaten", "komuna", "kota", "kreis",
    "landkreis", "madinat", "mahoz", "markaz", "muang", "muhafazat", "mukim", "municipality of",
    "nefat", "nohiyai", "nomos", "obshtina", "okres", "opcina", "opstina", "politischer bezirk",
    "powiat", "provincie", "quan", "raionul", "regierungsbezirk", "ressort", "shahrestan", "srok",
    "thanh pho", "thi xa", "urban municipality of",
)  # fmt: skip
_LOCAL_AFTER = (
    "aimak", "atholhu", "atoll", "audany", "aymag", "barrio", "constituency", "gu", "gun", "ilcesi",
    "jaras", "kanton", "kommun", "kommune", "kraj", "linn", "novads", "oblisi", "pagasts",
    "rajonas", "rajons", "sector", "shahri", "shi", "si", "subregion", "sum", "tumani", "vald",
    "voblasc",
)  # fmt: skip


class TypeWords:
    """The words that administrative names carry ("Province", "Departamento de")."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._before: set[tuple[str, ...]] = set()
        self._after: set[tuple[str, ...]] = set()
        self._all: set[str] = set()
        for word, position, kind in rows:
            words = tuple(fold(word).split())
            self._all.update(words)
            if not kind.startswith("admin"):
                continue
            if position in {"before", "both"}:
                self._before.add(words)
            if position in {"after", "both"}:
                self._after.add(words)

    @classmethod
    def read(cls, path: Path) -> TypeWords:
        """The words of data/tables/type_words.csv, and those that GeoNames leaves untranslated."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = [(row["word"], row["position"], row["kind"]) for row in csv.DictReader(file)]
        rows += [(word, "before", "admin2") for word in _LOCAL_BEFORE]
        rows += [(word, "after", "admin2") for word in _LOCAL_AFTER]
        return cls(rows)

    def stripped(self, name: str) -> Iterator[str]:
        """The folded name without its type word, where something that names remains."""
        words = tuple(fold(name).split())
        for rest in (self._without_after(words), self._without_before(words)):
            if rest and self._names(rest):
                yield " ".join(rest)

    def _without_after(self, words: tuple[str, ...]) -> tuple[str, ...]:
        for size in (3, 2, 1):
            if len(words) > size and words[-size:] in self._after:
                return words[:-size]
        return ()

    def _without_before(self, words: tuple[str, ...]) -> tuple[str, ...]:
        for size in (3, 2, 1):
            if len(words) > size and words[:size] in self._before:
                rest = words[size:]
                while len(rest) > 1 and rest[0] in _CONNECTORS:
                    rest = rest[1:]
                return rest
        return ()

    def _names(self, words: tuple[str, ...]) -> bool:
        empty = self._all | _DIRECTIONS | _CONNECTORS
        return len("".join(words)) > 2 and not all(word in empty for word in words)
