"""Understand what is asked for: "Esmeraldas, Ecuador", "Esmeraldas Province", "city of Goma"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from geo.names import fold

_CONNECTORS = frozenset({"of", "de", "del", "da", "do", "du", "des", "d"})
_LONGEST_TYPE = 4


class TypeWords:
    """The words that say what kind of place a name means, before or after it."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._before: dict[str, set[str]] = defaultdict(set)
        self._after: dict[str, set[str]] = defaultdict(set)
        for _, word, position, kind in rows:
            if position in {"before", "both"}:
                self._before[fold(word)].add(kind)
            if position in {"after", "both"}:
                self._after[fold(word)].add(kind)

    def split(self, key: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Each way to read `key` as a name with a type word: the name, and the kinds it may be."""
        words = key.split()
        for size in range(min(_LONGEST_TYPE, len(words) - 1), 0, -1):
            kinds = self._after.get(" ".join(words[-size:]))
            if kinds:
                yield " ".join(words[:-size]), frozenset(kinds)
            kinds = self._before.get(" ".join(words[:size]))
            if kinds:
                yield " ".join(_without_connectors(words[size:])), frozenset(kinds)


def _without_connectors(words: Sequence[str]) -> Sequence[str]:
    while len(words) > 1 and words[0] in _CONNECTORS:
        words = words[1:]
    return words


def split_containers(query: str) -> tuple[str, tuple[str, ...]]:
    """The name that is asked for and what contains it, nearest first."""
    parts = [part.strip() for part in query.replace("،", ",").split(",")]
    named = [part for part in parts if part]
    return (named[0], tuple(named[1:])) if named else ("", ())
