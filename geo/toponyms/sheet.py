"""A batch as the rules read it: plain lists, and names by the token they begin at."""

from __future__ import annotations

import functools
import math
import operator
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.toponyms import matches
from geo.toponyms.batches import Batch
from geo.toponyms.chain import LABELS
from geo.toponyms.lexicon import WordClass
from geo.toponyms.vocabulary import Form, Ints

_PLURALS = np.array(
    [
        zlib.crc32(word)
        for word in b"counties townships parishes provinces districts states rivers regions".split()
    ],
    np.uint64,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in the text: first and last token (inclusive), label, how sure it is."""

    first: int
    last: int
    label: str
    score: float

    @property
    def size(self) -> int:
        """How many tokens it has."""
        return self.last - self.first + 1

    @property
    def tokens(self) -> range:
        """Its tokens."""
        return range(self.first, self.last + 1)


class Sheet:
    """The tokens of a batch, with what the rules ask about them."""

    def __init__(self, batch: Batch) -> None:
        tokens, columns, found = batch.tokens, batch.columns, batch.matches
        self.language = batch.vocabulary.language
        self._texts = [piece.text for piece in batch.pieces]
        self.ids: list[int] = tokens.word.tolist()
        self.start: list[int] = tokens.start.tolist()
        self.end: list[int] = tokens.end.tolist()
        self.piece: list[int] = tokens.piece.tolist()
        self.space: list[int] = tokens.space.tolist()
        self.form: list[int] = columns.form.tolist()
        self.capital: list[bool] = columns.capital.tolist()
        self.common: list[int] = columns.common.tolist()
        self.mode: list[int] = columns.mode.tolist()
        self.surname: list[int] = columns.surname.tolist()
        self._classes: list[int] = batch.vocabulary.column("classes")[tokens.word].tolist()
        self._plural_tokens: list[int] = np.flatnonzero(
            np.isin(columns.word, _PLURALS) & (columns.form == Form.LOWER)
        ).tolist()
        self.capital_tokens: list[int] = np.flatnonzero(columns.capital).tolist()
        self.run_starts = frozenset(
            token
            for token in self.capital_tokens
            if not (self.capital[token - 1] and self.joined(token))
        )
        self.small_adjectives: list[int] = found.first[
            columns.form[found.first] == Form.LOWER
        ].tolist()
        self.arabic_articles: list[int] = [
            token
            for token in found.first[columns.form[found.first] == Form.LOWER].tolist()
            if self.form[token + 1] == Form.HYPHEN
        ]
        self._run_last: list[int] = columns.run_last.tolist()
        self._words = batch.vocabulary.words
        self._read = batch.vocabulary.read
        self._matches: dict[int, list[tuple[int, int]]] = {}
        for first, last, profile in zip(
            found.first.tolist(), found.last.tolist(), found.found.tolist(), strict=True
        ):
            self._matches.setdefault(first, []).append((last, profile))

    def text(self, first: int, last: int) -> str:
        """The words from one token to another, as they stand."""
        return self._texts[self.piece[first]][self.start[first] : self.end[last]]

    def word(self, token: int) -> str:
        """One token as it stands; "" for a pad."""
        return self._words[self.ids[token]]

    def following(self, token: int, length: int) -> str:
        """The characters right behind a token."""
        end = self.end[token]
        return self._texts[self.piece[token]][end : end + length]

    def plurals(self) -> Iterator[tuple[int, str]]:
        """Lower-case words like "counties", with where they stand."""
        for token in self._plural_tokens:
            yield token, self.word(token)

    def is_a(self, token: int, wanted: WordClass) -> bool:
        """Whether a word belongs to any of the wanted classes."""
        return bool(self._classes[token] & int(wanted))

    def classes(self, tokens: range) -> int:
        """The classes that any of the tokens has."""
        return functools.reduce(operator.or_, self._classes[tokens.start : tokens.stop], 0)

    def matches(self, first: int) -> list[tuple[int, int]]:
        """Last token and profile of the gazetteer's names that begin here, longest first."""
        return self._matches.get(first, [])

    def profile(self, first: int, last: int) -> int:
        """What the gazetteer knows under exactly these words; 0 for nothing."""
        for end, found in self._matches.get(first, ()):
            if end == last:
                return found
        return 0

    @staticmethod
    def size(profile: int) -> int:
        """The step of population of the largest place of a profile, 0 to 7."""
        return profile >> matches.POPULATION_SHIFT

    def read(self, token: int) -> str:
        """A token in small letters, in English where the table knows it."""
        return self._read(self.word(token))

    def stretch_first(self, token: int) -> int:
        """The first of the capitalised words that stand side by side up to a token."""
        while self.capital[token - 1] and self.joined(token):
            token -= 1
        return token

    def run_last(self, token: int) -> int:
        """The last token of the capitalised words around a token."""
        return self._run_last[token]

    def joined(self, token: int) -> bool:
        """Whether a token follows the one before it after one space or none, on the same line."""
        return self.piece[token] >= 0 and self.space[token] < Form.LINE


def read_names(at: Ints, labels: Ints, gains: Ints, *, slope: float) -> Iterator[Name]:
    """The names that a sequence of labels spells; `slope` turns gains into log odds."""
    if not len(at):
        return
    fresh = np.flatnonzero(_begins(at, labels))
    stops = np.append(fresh[1:], len(at))
    sums = np.add.reduceat(gains, fresh)
    for start, stop, gain in zip(fresh.tolist(), stops.tolist(), sums.tolist(), strict=True):
        label = LABELS[labels[start]]
        if label != "O":
            kind = label.removeprefix("B-").removeprefix("I-")
            yield Name(int(at[start]), int(at[stop - 1]), kind, _probability(slope * gain))


def _begins(at: Ints, labels: Ints) -> Ints:
    begins = np.ones(len(at), bool)
    inner = np.isin(labels, _INNER)
    misc = labels == LABELS.index("MISC")
    goes_on = inner[1:] | (misc[1:] & misc[:-1])
    begins[1:] = ~(goes_on & (np.diff(at) == 1))
    return begins


def _probability(odds: float) -> float:
    """The chance that a name is right, fitted on corpora that training had left out."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds + _OFFSET))))


_INNER = [number for number, label in enumerate(LABELS) if label.startswith("I-")]
_OFFSET = 1.0
