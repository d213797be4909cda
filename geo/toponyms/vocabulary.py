"""What can be said of a word by itself, worked out once and kept in flat columns.

A text becomes an array of word ids; every later step is a look-up by id. Nothing that leaves
this room depends on the ids, only on the columns, so the order of articles changes nothing.
"""

from __future__ import annotations

import enum
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.names import fold, hash_key, hash_word
from geo.toponyms.lexicon import SMALL_WORDS, Lexicon, WordClass

Ints = NDArray[Any]

# A batch may add words beyond this bound; the next one starts afresh.
MAX_WORDS = 60_000


class Form(enum.IntEnum):
    """How a token is written."""

    PAD = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3
    LOWER = 4
    TITLE = 5
    UPPER = 6
    MIXED = 7
    DIGIT = 8
    HYPHEN = 9
    POSSESSIVE = 10
    STOP = 11
    PUNCTUATION = 12
    UNCASED = 13


_COLUMNS: dict[str, Any] = {
    "key": np.uint64,
    "alone": np.uint64,
    "word": np.uint32,
    "shape": np.uint32,
    "prefix3": np.uint32,
    "suffix2": np.uint32,
    "suffix3": np.uint32,
    "suffix4": np.uint32,
    "form": np.uint8,
    "classes": np.uint32,
    "common": np.uint8,
    "surname": np.uint8,
    "length": np.uint8,
}


class Vocabulary:
    """Words in the order they were met, with one column per property; `words` has them by id.

    `counts` gives for a lower-case word how common it is and how often it ends a person's name,
    both as small numbers.
    """

    def __init__(self, lexicon: Lexicon, counts: Mapping[str, tuple[int, int]]) -> None:
        self._lexicon = lexicon
        self._counts = counts
        self._start()

    def ids(self, tokens: Sequence[str]) -> Ints:
        """The id of each token."""
        return np.fromiter(map(self._ids.__getitem__, tokens), np.int32, len(tokens))

    def column(self, name: str) -> Ints:
        """One property of every word, by id."""
        return self._columns[name]

    @property
    def language(self) -> str:
        """The language whose words it reads."""
        return self._lexicon.language

    def read(self, word: str) -> str:
        """A word in small letters, in English where the lexicon knows it."""
        return self._lexicon.read(word.lower())

    def trim(self) -> None:
        """Forget everything once the bound is passed; ids given out before are void then."""
        if len(self._ids) > MAX_WORDS:
            self._start()

    def _start(self) -> None:
        self._columns = {name: np.zeros(4096, kind) for name, kind in _COLUMNS.items()}
        self._ids = _Ids(self)
        self._ids[""] = 0
        self.words = [""]

    def add(self, word: str) -> int:
        """A new id for a word, with its columns filled."""
        index = len(self._ids)
        if index == len(self._columns["form"]):
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros_like(column)])
        for name, value in self._describe(word).items():
            self._columns[name][index] = value
        return index

    def _describe(self, word: str) -> dict[str, int]:
        form = form_of(word)
        if form < Form.LOWER:
            return {"form": form}
        lower = word.lower()
        read = self._read_as(lower, form)
        if read.endswith(".") and form is not Form.STOP:
            read = read.replace(".", "")
        seen = read if form is Form.LOWER else word
        values = {"form": form, "word": _hash(read), "shape": _hash(shape_of(seen))}
        if form in (Form.HYPHEN, Form.POSSESSIVE, Form.STOP, Form.PUNCTUATION):
            return values
        folded = fold(word)
        plain = fold(f"x {word}")[2:]
        common, _ = self._counts.get(self._lexicon.read(lower), (0, 0))
        _, surname = self._counts.get(lower, (0, 0))
        return values | {
            "key": hash_word(plain) if plain else 0,
            "alone": hash_key(folded) if folded else 0,
            "prefix3": _hash(seen[:3].lower()),
            "suffix2": _hash(seen[-2:].lower()),
            "suffix3": _hash(seen[-3:].lower()),
            "suffix4": _hash(seen[-4:].lower()),
            "classes": int(self._classify(read, lower)),
            "common": common,
            "surname": surname,
            "length": min(len(word), 255),
        }

    def _read_as(self, lower: str, form: Form) -> str:
        """The English reading; of capitalised words only of those that stand beside names."""
        read = self._lexicon.read(lower)
        beside = form is Form.LOWER or read in SMALL_WORDS or self._lexicon.classify(read)
        return read if beside else lower

    def _classify(self, read: str, lower: str) -> WordClass:
        found = self._lexicon.classify(read)
        if lower != read:
            found |= self._lexicon.classify(lower) & (WordClass.FIRST_NAME | WordClass.SURNAME)
        return found


class _Ids(dict[str, int]):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        index = self._vocabulary.add(word)
        self._vocabulary.words.append(word)
        self[word] = index
        return index


def form_of(token: str) -> Form:
    """How a token is written: spaces and signs by what they are, words by their capitals."""
    first = token[0]
    if first.isspace():
        return _form_of_space(token)
    if first.isalpha():
        return _form_of_word(token)
    if first.isdigit():
        return Form.DIGIT
    return _form_of_sign(token)


def _form_of_space(token: str) -> Form:
    lines = token.count("\n")
    if lines > 1 or "\t" in token:
        return Form.PARAGRAPH
    return Form.LINE if lines else Form.SPACE


def _form_of_sign(token: str) -> Form:
    first = token[0]
    if first in "-‐‑–":
        return Form.HYPHEN
    if first in "'’" and len(token) > 1:
        return Form.POSSESSIVE
    return Form.STOP if first in ".!?…。؟¿¡" else Form.PUNCTUATION


def _form_of_word(word: str) -> Form:
    if word[-1] in "'’":
        return Form.LOWER
    if not word[0].isupper():
        if word.islower():
            return Form.LOWER
        return Form.MIXED if any(char.isupper() for char in word) else Form.UNCASED
    if len(word) == 1 or word[1:].islower():
        return Form.TITLE
    return Form.UPPER if word.isupper() else Form.MIXED


def shape_of(word: str) -> str:
    """The pattern of capitals, small letters, digits and signs; long runs shortened to two."""
    shape = ""
    for char in word[:40]:
        kind = "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        if not shape.endswith(kind * 2):
            shape += kind
    return shape[:8]


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
