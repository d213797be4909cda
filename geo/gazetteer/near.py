"""Names that differ from a misspelt one by a single letter."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer.query import split_containers
from geo.names import fold, hash_keys

if TYPE_CHECKING:
    from geo.gazetteer.gazetteer import Gazetteer

_SHORTEST = 4
_LONGEST = 40


def near_names(gazetteer: Gazetteer, query: str, *, most: int = 3) -> list[str]:
    """The names of the best known places whose name is one letter away from `query`."""
    key = fold(split_containers(query)[0])
    if not _SHORTEST <= len(key) <= _LONGEST:
        return []
    tried = sorted(set(_changed(key)) - {key})
    starts, stops = gazetteer.find(np.array(hash_keys(tried), dtype=np.uint64))
    known = [name for name, start, stop in zip(tried, starts, stops, strict=True) if stop > start]
    best = [places[0] for name in known if (places := gazetteer.geocode(name))]
    best.sort(key=lambda place: (-place.population, place.name))
    return list(dict.fromkeys(place.name for place in best))[:most]


def _changed(key: str) -> Iterator[str]:
    """Every key that one letter less, more or other makes, or two letters exchanged."""
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        yield from (before + letter + after for letter in string.ascii_lowercase)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in string.ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
