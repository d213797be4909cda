"""Find names by their hash: two memory accesses narrow it to a handful, then bisection."""

from __future__ import annotations

import enum
from typing import Any

import numpy as np

from geo.gazetteer.files import Columns

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Positions = np.ndarray[Any, np.dtype[np.int64]]


class MatchKind(enum.IntEnum):
    """How a name belongs to a place, strongest first."""

    PRIMARY = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3
    STRIPPED = 4


class KeyTable:
    """Sorted 64-bit hashes of all folded names, with the range of entries of each."""

    def __init__(self, columns: Columns, *, bucket_bits: int) -> None:
        self._hashes = columns["key_hashes"]
        self._starts = columns["key_starts"]
        self._profiles = columns["key_profiles"]
        self._buckets = columns["key_buckets"]
        self._shift = np.uint64(64 - bucket_bits)

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, hashes: Hashes) -> tuple[Positions, Positions]:
        """The range of entries of each hash; start equals stop where it is absent."""
        positions, found = self._locate(hashes)
        starts = self._starts[positions].astype(np.int64)
        stops = np.where(found, self._starts[positions + 1], starts).astype(np.int64)
        return starts, stops

    def profiles(self, hashes: Hashes) -> np.ndarray[Any, np.dtype[np.uint16]]:
        """What the places of each hash are like, as bits; 0 where it is absent."""
        positions, found = self._locate(hashes)
        return np.where(found, self._profiles[positions], 0).astype(np.uint16)

    def _locate(self, hashes: Hashes) -> tuple[Positions, np.ndarray[Any, np.dtype[np.bool_]]]:
        wanted = np.ascontiguousarray(hashes, dtype=np.uint64)
        buckets = (wanted >> self._shift).astype(np.int64)
        low = self._buckets[buckets].astype(np.int64)
        high = self._buckets[buckets + 1].astype(np.int64)
        last = len(self._hashes) - 1
        for _ in range(int((high - low).max(initial=0)).bit_length()):
            middle = (low + high) >> 1
            below = (middle < high) & (self._hashes[np.minimum(middle, last)] < wanted)
            low = np.where(below, middle + 1, low)
            high = np.where(below, high, middle)
        positions = np.minimum(low, last)
        return positions, self._hashes[positions] == wanted
