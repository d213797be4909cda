"""Fold a place name to the key it is looked up by.

The same fold serves the builder of the gazetteer, the gazetteer and the recogniser, so that
"Deir ez-Zor", "DEIR EZ ZOR" and "Deir ez-Zōr" meet. A key is a string of folded words; its
64-bit hash is made word by word, so that the hashes of all word sequences of a text can be
computed at once from the hashes of its words.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

MULTIPLIER = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th",
        "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "′": "'",
        ".": None, "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", "/": " ", ",": " ", "_": " ",
        "(": " ", ")": " ",
    }
)  # fmt: skip
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "twp": "township"}


def fold(name: str) -> str:
    """The key of `name`: lower case, no accents, no points, no leading "the", no final "'s"."""
    text = name.lower() if name.isascii() else _without_accents(name)
    words = text.translate(_LETTERS).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(folded for word in words if (folded := _fold_word(word, alone=len(words) == 1)))


def _without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _fold_word(word: str, *, alone: bool) -> str:
    word = word.removesuffix("'s").replace("'", "")
    return word if alone else _WORDS.get(word, word)


@functools.lru_cache(maxsize=1 << 17)
def hash_word(word: str) -> int:
    """A 64-bit hash of one folded word, the same on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def hash_words(words: Iterable[str]) -> int:
    """The hash of a sequence of folded words: h = h * MULTIPLIER + hash_word(word), mod 2**64."""
    value = 0
    for word in words:
        value = (value * MULTIPLIER + hash_word(word)) & MASK
    return value


def hash_key(key: str) -> int:
    """The hash of a folded key."""
    return hash_words(key.split())


def hash_keys(keys: Sequence[str]) -> list[int]:
    """The hashes of many folded keys, in their order."""
    return [hash_key(key) for key in keys]
