"""Classes of words that speak for or against a place name, in four languages.

The tables are our own (data/tables/toponym_words.csv, first_names.csv, surnames.csv). A Spanish,
French or Portuguese word is read as its English counterpart, so that what was learnt from English
text about "province of X" holds for "provincia de X".
"""

from __future__ import annotations

import csv
import enum
import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from geo.datasets import data_path

ENGLISH, FRENCH = "en", "fr"
SMALL_WORDS = frozenset(
    {
        "a", "after", "against", "also", "and", "at", "between", "by", "during", "for", "from",
        "had", "has", "have", "his", "in", "is", "not", "of", "on", "or", "over", "that", "the",
        "their", "this", "to", "under", "until", "was", "were", "which", "who", "with",
    }
)  # fmt: skip


class WordClass(enum.IntFlag):
    """What a word does beside a name; a word may do several things."""

    NONE = 0
    PREPOSITION = 1
    OF = 2
    TITLE = 4
    DIRECTION = 8
    TYPE = 16
    STREET = 32
    GOVERNMENT = 64
    SCHOOL = 128
    ORGANISATION = 256
    TIME = 512
    SAYING = 1024
    STATE = 2048
    VIRUS = 4096
    ARTICLE = 8192
    PEOPLE = 16384
    FIRST_NAME = 32768
    SURNAME = 65536
    MEDIA = 131072
    PLACE_NOUN = 262144
    ARABIC = 524288


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word classes of one language, and the English reading of its words."""

    language: str
    classes: dict[str, WordClass] = field(default_factory=dict)
    english: dict[str, str] = field(default_factory=dict)

    def read(self, word: str) -> str:
        """The English counterpart of a lower-case word, or the word itself."""
        return self.english.get(word.rstrip("'’"), word)

    def classify(self, word: str) -> WordClass:
        """The classes of a lower-case word that is already in English reading."""
        return self.classes.get(word, WordClass.NONE)


@functools.cache
def lexicons() -> dict[str, Lexicon]:
    """The lexicon of each language that the table knows."""
    rows = list(_rows(data_path("tables/toponym_words.csv")))
    classes = _classes(rows)
    languages = dict.fromkeys(row["language"] for row in rows)
    return {
        language: Lexicon(language, classes, _readings(rows, language)) for language in languages
    }


def guess_language(words: Iterable[str]) -> str:
    """The language whose small words are most frequent; English on a tie."""
    votes = dict.fromkeys(lexicons(), 0.0)
    counts, languages = Counter(words), _languages_of()
    for word in counts.keys() & languages.keys():
        for language in languages[word]:
            votes[language] += counts[word] / len(languages[word])
    return max(votes, key=lambda language: (votes[language], language == ENGLISH))


@functools.cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """The languages that each small word belongs to."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(SMALL_WORDS, (ENGLISH,))
    for language, lexicon in lexicons().items():
        for word, reading in lexicon.english.items():
            if reading in SMALL_WORDS:
                found[word] = (*found.get(word, ()), language)
    return found


def _classes(rows: Iterable[dict[str, str]]) -> dict[str, WordClass]:
    pairs = [(row["word"], WordClass[row["class"].upper()]) for row in rows if row["class"]]
    for file, kind in (("first_names", WordClass.FIRST_NAME), ("surnames", WordClass.SURNAME)):
        pairs += [(row["name"], kind) for row in _rows(data_path(f"tables/{file}.csv"))]
    classes: dict[str, WordClass] = {}
    for word, kind in pairs:
        classes[word] = classes.get(word, WordClass.NONE) | kind
    return classes


def _readings(rows: Iterable[dict[str, str]], language: str) -> dict[str, str]:
    return {row["word"]: row["english"] for row in rows if row["language"] == language != ENGLISH}


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
