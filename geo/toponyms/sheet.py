"""A batch as the rules read it: plain lists, and names by the token they begin at."""

from __future__ import annotations

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
    """A name found in the text: first and last token (inclusive), label, lead over no name."""

    first: int
    last: int
    label: str
    lead: float = 0.0

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def tokens(self) -> range:
        return range(self.first, self.last + 1)


class Sheet:
    """The tokens of a batch, with what the rules ask about them."""

    def __init__(self, batch: Batch) -> None:
        tokens, columns = batch.tokens, batch.columns
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
        self._classes: list[int] = columns.classes.tolist()
        self._plural_tokens: list[int] = np.flatnonzero(
            np.isin(columns.word, _PLURALS) & (columns.form == Form.LOWER)
        ).tolist()
        self.capital_tokens: list[int] = np.flatnonzero(columns.capital).tolist()
        self.opening_tokens: list[int] = np.flatnonzero(columns.starts & columns.capital).tolist()
        self._run_first: list[int] = columns.run_first.tolist()
        self._run_last: list[int] = columns.run_last.tolist()
        self._read = batch.vocabulary.read
        self._matches: dict[int, list[tuple[int, int]]] = {}
        found = batch.matches
        for first, last, profile in zip(
            found.first.tolist(), found.last.tolist(), found.found.tolist(), strict=True
        ):
            self._matches.setdefault(first, []).append((last, profile))

    def text(self, first: int, last: int) -> str:
        """The words from one token to another, as they stand."""
        return self._texts[self.piece[first]][self.start[first] : self.end[last]]

    def word(self, token: int) -> str:
        """One token as it stands; "" for a pad."""
        piece = self.piece[token]
        return "" if piece < 0 else self._texts[piece][self.start[token] : self.end[token]]

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
        return bool(self._classes[token] & wanted)

    def matches(self, first: int) -> list[tuple[int, int]]:
        """Last token and profile of the gazetteer's names that begin here, longest first."""
        return self._matches.get(first, [])

    def profile(self, first: int, last: int) -> int:
        """What the gazetteer knows under exactly these words; 0 for nothing."""
        return next((found for end, found in self.matches(first) if end == last), 0)

    @staticmethod
    def size(profile: int) -> int:
        """The step of population of the largest place of a profile, 0 to 7."""
        return profile >> matches.POPULATION_SHIFT

    def read(self, token: int) -> str:
        """A token in small letters, in English where the table knows it."""
        return self._read(self.word(token))

    def run_first(self, token: int) -> int:
        """The first token of the capitalised words around a token."""
        return self._run_first[token]

    def run_last(self, token: int) -> int:
        """The last token of the capitalised words around a token."""
        return self._run_last[token]

    def joined(self, token: int) -> bool:
        """Whether a token follows the one before it after one space or none, on the same line."""
        return self.piece[token] >= 0 and self.space[token] < Form.LINE


def read_names(at: Ints, labels: Ints, leads: Ints) -> Iterator[Name]:
    """The names that a sequence of labels spells."""
    first = last = -2
    label = ""
    lead = 0.0
    for token, number, score in zip(at.tolist(), labels.tolist(), leads.tolist(), strict=True):
        here = LABELS[number]
        if here == "MISC" and label == "MISC" and token == last + 1:
            last = token
        elif here.startswith("I-") and here[2:] == label and token == last + 1:
            last, lead = token, min(lead, score)
        else:
            if label and label != "O":
                yield Name(first, last, label, lead)
            first = last = token
            label, lead = here.removeprefix("B-").removeprefix("I-"), score
    if label and label != "O":
        yield Name(first, last, label, lead)
