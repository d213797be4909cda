"""Find the shorter names that the names of administrative units hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.names import fold

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
