"""Sort the keys of names into ranges, and sum up what the places of each are like."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.keys import MatchKind

Rows = NDArray[Any]

_POPULATIONS = (1, 1_000, 5_000, 15_000, 50_000, 250_000, 1_000_000)
_DEMONYM_BIT, _PRIMARY_BIT, _ABBREVIATION_BIT, _POPULATION_SHIFT = 7, 8, 9, 10


class Entries(NamedTuple):
    """Names and the places they lead to: hash of the key, row of the place, MatchKind."""

    hashes: Rows
    places: Rows
    matches: Rows


class SortedKeys(NamedTuple):
    """Ascending `hashes`; the entries of hash i are those from `starts[i]` to `starts[i + 1]`."""

    hashes: Rows
    starts: Rows
    places: Rows
    matches: Rows
    profiles: Rows


def sort_keys(entries: Entries, *, kind: Rows, population: Rows) -> SortedKeys:
    """The entries by hash, then match, then place, with the profile of each hash.

    `kind` and `population` are those of all places, by row. Profiles are Gazetteer.profiles'.
    """
    order = np.lexsort((entries.places, entries.matches, entries.hashes))
    hashes, places, matches = (column[order] for column in entries)
    unique, starts = np.unique(hashes, return_index=True)
    starts = np.append(starts, len(hashes))
    profiles = _profiles(kind[places], population[places], matches, starts)
    return SortedKeys(unique, starts, places, matches, profiles)


def _profiles(kind: Rows, population: Rows, matches: Rows, starts: Rows) -> Rows:
    if not len(kind):
        return np.zeros(0, np.uint16)
    bits = np.int64(1) << kind.astype(np.int64)
    bits |= (matches == MatchKind.DEMONYM).astype(np.int64) << _DEMONYM_BIT
    bits |= (matches == MatchKind.PRIMARY).astype(np.int64) << _PRIMARY_BIT
    bits |= (matches == MatchKind.ABBREVIATION).astype(np.int64) << _ABBREVIATION_BIT
    largest = np.maximum.reduceat(population, starts[:-1])
    bucket = np.searchsorted(_POPULATIONS, largest, side="right")
    return np.asarray(np.bitwise_or.reduceat(bits, starts[:-1]) | (bucket << _POPULATION_SHIFT))


def bucket_edges(hashes: Rows, *, bits: int) -> Rows:
    """Where the hashes of each value of the first `bits` bits begin, and the end of all."""
    edges = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
    return np.append(np.searchsorted(hashes, edges), len(hashes))
