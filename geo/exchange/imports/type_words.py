"""Province and district names without the word that says what they are."""

from __future__ import annotations

import csv
import functools

from geo.datasets import data_path
from geo.names import fold

_KINDS = ("admin1", "admin2")


@functools.cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded words that stand after a name, and those that stand before one, longest first."""
    after, before = {"union territory"}, set()
    with data_path("tables/type_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] in _KINDS:
                word = fold(row["word"])
                if row["position"] in {"after", "both"}:
                    after.add(word)
                if row["position"] in {"before", "both"} and row["language"] == "en":
                    before.add(word + " of")
    order = {"key": lambda word: (-len(word), word)}
    return tuple(sorted(after, **order)), tuple(sorted(before, **order))  # type: ignore[call-overload]


def without_type_words(name: str) -> str:
    """The name alone: "Idlib governorate" gives "Idlib"; a name that is all type word stays.

    Case and accents of what remains are kept.
    """
    words = name.split()
    for word in _words()[0]:
        count = len(word.split())
        if len(words) > count and fold(" ".join(words[-count:])) == word:
            return " ".join(words[:-count])
    for word in _words()[1]:
        count = len(word.split())
        if len(words) > count and fold(" ".join(words[:count])) == word:
            return " ".join(words[count:])
    return " ".join(words)
