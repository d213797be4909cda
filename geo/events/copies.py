"""Tell an agency's text in several outlets from several reports, by a small sketch of each text.

The sketch holds the smallest hashes of a text's runs of five words (Broder 1997, "On the
resemblance and containment of documents"): the share of them that two texts have in common
estimates how much of the shorter one stands in the longer.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.records import Article

_WORD = re.compile(r"\w+")
_RUN = 5
_KEPT = 64
_MOST_CHARACTERS = 100_000
_COPIED = 0.6


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes of a text's runs of words, how many runs it has, and its language."""

    hashes: tuple[int, ...]
    runs: int
    language: str = ""


def sketch_text(article: Article) -> Sketch:
    """The sketch of an article, from its first 100,000 characters."""
    words = _WORD.findall(article.text[:_MOST_CHARACTERS].casefold())
    hashes = np.unique(_hash_runs(words))
    kept = tuple(int(value) for value in hashes[:_KEPT])
    return Sketch(kept, len(hashes), article.language or "")


def _hash_runs(words: list[str]) -> NDArray[np.uint64]:
    codes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], np.uint64)
    if len(codes) < _RUN:
        codes = np.pad(codes, (0, _RUN - len(codes)))
    total = np.zeros(len(codes) - _RUN + 1, np.uint64)
    for offset in range(_RUN):
        total = total * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + len(total)]
    # A product's high bits depend on all of its input: without them near hashes stay near.
    return (total ^ (total >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)


def are_copies(one: Sketch, two: Sketch) -> bool:
    """Whether most of the shorter text stands in the longer one."""
    smallest = sorted({*one.hashes, *two.hashes})[:_KEPT]
    common = set(one.hashes) & set(two.hashes)
    likeness = sum(value in common for value in smallest) / len(smallest)
    shared = likeness * (one.runs + two.runs) / (1 + likeness)
    return shared >= _COPIED * min(one.runs, two.runs)
