"""What each name could mean, looked up once and kept.

A name is looked up as it stands, then without the words of type and direction at its ends
("southern Aydin province"), then by the part before a comma, then by its longest known part.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Origin
from geo.names import fold, hash_key
from geo.records import Place
from geo.resolve.cues import Cue
from geo.resolve.words import NEVER_ALONE, STRIPPED

CANDIDATES_PER_NAME = 30
CACHED_NAMES = 100_000
_AREAS_PER_NAME = 12
_DIRECT, _APART, _OWNER = range(3)
_TOWN = 3
_ALWAYS = 1_000.0
_LONGEST_NAME = 200
_MOST_WORDS = 10
_LONGEST_PART = 4
_SHORTEST_PART = 4
_CONNECTORS = frozenset({"of", "de", "del", "du", "des", "do", "da", "d"})


class Match(enum.IntEnum):
    """How a name reached a place: the gazetteer's kinds of match, then what was changed here."""

    PRIMARY = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3
    STRIPPED = 4
    TRIMMED = 5
    PART = 6


class PlaceIndex(Protocol):
    """What resolution needs of a gazetteer: columns by place, and ranges of places by name."""

    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    population: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    country: NDArray[np.uint16]
    admin1: NDArray[np.uint16]
    admin2: NDArray[np.uint32]
    capital: NDArray[np.int8]
    n_names: NDArray[np.uint16]
    prominence: NDArray[np.uint8]
    key_places: NDArray[np.uint32]
    key_matches: NDArray[np.uint8]

    @property
    def countries(self) -> Sequence[str]:
        """ISO 3166-1 alpha-2, by the codes of `country`."""
        ...

    @property
    def admin1_isos(self) -> Sequence[str]:
        """ISO 3166-2, by the codes of `admin1`."""
        ...

    def find(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """The range of each hash in `key_places` and `key_matches`."""
        ...

    def origins(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Where the place in each of some rows comes from, as Origin."""
        ...

    def place(self, index: int) -> Place:
        """The place in one row."""
        ...


class Candidates(NamedTuple):
    """The places that one name could mean, likeliest first, and how the name reached each."""

    key: str
    places: NDArray[np.int64]
    matches: NDArray[np.uint8]


class Area(NamedTuple):
    """An area beside a name; `how` is 0 directly after it, 1 after a preposition, 2 before."""

    place: int
    name: str
    how: int


_NOTHING = np.zeros(0, np.int64)
_NO_MATCHES = np.zeros(0, np.uint8)


class CandidateIndex:
    """The candidates of names, from a gazetteer; names seen before cost one dictionary look-up."""

    def __init__(self, gazetteer: PlaceIndex) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, Candidates] = {}
        self._areas: dict[tuple[str, int], tuple[Area, ...]] = {}

    def look_up(self, names: Iterable[str]) -> dict[str, Candidates]:
        """The candidates of each name; [] where nothing fits. All unknown names at once."""
        wanted = dict.fromkeys(names)
        unknown = [name for name in wanted if name not in self._known]
        if unknown:
            if len(self._known) + len(unknown) > CACHED_NAMES:
                self._known = {name: self._known[name] for name in wanted if name in self._known}
            self._known.update(zip(unknown, self._find(unknown), strict=True))
        return self._known

    def areas(self, cue: Cue) -> tuple[Area, ...]:
        """The areas that the words beside a name can mean; all were looked up before."""
        how = _DIRECT if cue.direct else _APART
        for name in cue.areas:
            areas = self._areas_of(name, how)
            if areas:
                return areas
        return self._areas_of(cue.owner, _OWNER) if cue.owner else ()

    def _areas_of(self, name: str, how: int) -> tuple[Area, ...]:
        found = self._areas.get((name, how))
        if found is None:
            _, places, matches = self._known[name]
            # an adjective may own a name ("Iraqi city of Mosul") but never follows it
            fits = (matches <= Match.STRIPPED) & ((how == _OWNER) | (matches != Match.DEMONYM))
            fits &= self._gazetteer.kind[places] != _TOWN
            areas = places[fits][:_AREAS_PER_NAME].tolist()
            found = tuple(Area(place, name, how) for place in areas)
            if len(self._areas) >= CACHED_NAMES:
                self._areas.clear()
            self._areas[name, how] = found
        return found

    def _find(self, names: list[str]) -> Iterator[Candidates]:
        keys = [fold(name[:_LONGEST_NAME]) for name in names]
        starts, stops = self._ranges(keys)
        levels = np.full(len(keys), -1, np.int64)
        missing = [row for row in range(len(keys)) if starts[row] == stops[row]]
        for row, (start, stop, level) in self._varied([(r, names[r], keys[r]) for r in missing]):
            starts[row], stops[row] = start, stop
            levels[row] = level if level is not Match.PRIMARY else -1
        return self._candidates(keys, starts, stops, levels)

    def _ranges(self, keys: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        hashes = np.fromiter(map(hash_key, keys), np.uint64, len(keys))
        starts, stops = self._gazetteer.find(hashes)
        return starts.astype(np.int64), stops.astype(np.int64)

    def _varied(
        self, rows: list[tuple[int, str, str]]
    ) -> Iterator[tuple[int, tuple[int, int, Match]]]:
        """The first variant of each name that is known."""
        tries = [(row, *variant) for row, name, key in rows for variant in variants(name, key)]
        if not tries:
            return
        starts, stops = self._ranges([key for _, key, _ in tries])
        done: set[int] = set()
        for (row, _, level), start, stop in zip(
            tries, starts.tolist(), stops.tolist(), strict=True
        ):
            if start < stop and row not in done and self._nameable(start, stop, level):
                done.add(row)
                yield row, (start, stop, level)

    def _nameable(self, start: int, stop: int, level: Match) -> bool:
        worst = Match.STRIPPED if level is Match.TRIMMED else Match.DEMONYM
        return bool((self._gazetteer.key_matches[start:stop] <= worst).any())

    def _candidates(
        self,
        keys: list[str],
        starts: NDArray[np.int64],
        stops: NDArray[np.int64],
        levels: NDArray[np.int64],
    ) -> Iterator[Candidates]:
        sizes = stops - starts
        rows = np.repeat(np.arange(len(keys)), sizes)
        flat = spread(starts, sizes)
        places = np.asarray(self._gazetteer.key_places[flat], np.int64)
        matches = np.asarray(self._gazetteer.key_matches[flat], np.uint8)
        order = np.lexsort((places, -self._prior(places, matches), rows))
        rank = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        kept = order[rank < CANDIDATES_PER_NAME]
        bounds = np.cumsum(np.minimum(sizes, CANDIDATES_PER_NAME))
        changed = levels[rows[kept]]
        found = np.where(changed >= 0, changed, matches[kept]).astype(np.uint8)
        for key, end, size in zip(
            keys, bounds.tolist(), np.minimum(sizes, CANDIDATES_PER_NAME).tolist(), strict=True
        ):
            if size:
                yield Candidates(key, places[kept[end - size : end]], found[end - size : end])
            else:
                yield Candidates(key, _NOTHING, _NO_MATCHES)

    def _prior(self, places: NDArray[np.int64], matches: NDArray[np.uint8]) -> NDArray[np.float64]:
        """A rough order of likelihood: only for which candidates are looked at at all."""
        gazetteer = self._gazetteer
        kind = gazetteer.kind[places]
        size = gazetteer.prominence[places] / 10.0
        names = np.log1p(gazetteer.n_names[places].astype(np.float64))
        bonus = np.choose(np.minimum(kind, 6), [4.0, 2.0, 0.5, 0.0, 2.0, 2.0, 0.0])
        origin = gazetteer.origins(places)
        bonus = np.where((origin == Origin.IMPORTED) & (kind > _TOWN), 0.0, bonus)
        bonus += _ALWAYS * (origin == Origin.OWN)
        return np.asarray(0.5 * size + 0.3 * names + bonus - 0.7 * (matches == Match.ALTERNATE))


def variants(name: str, key: str) -> Iterator[tuple[str, Match]]:
    """Folded forms to look for where `key` itself is unknown, best first, and what each is.

    What stands before a comma is a whole name, PRIMARY as far as this room is concerned.
    """
    head, comma, _ = name.partition(",")
    words = key.split()[:_MOST_WORDS]
    yield from ((trimmed, Match.TRIMMED) for trimmed in _trims(words))
    if comma:
        first = fold(head[:_LONGEST_NAME])
        yield first, Match.PRIMARY
        yield from ((trimmed, Match.TRIMMED) for trimmed in _trims(first.split()[:_MOST_WORDS]))
    yield from ((part, Match.PART) for part in _parts(words))


def _trims(words: list[str]) -> Iterator[str]:
    """What is left without words of type and direction at the ends, longest first."""
    first, last = 0, len(words)
    while first < last and words[first] in STRIPPED:
        first += 1
    while last > first and words[last - 1] in STRIPPED:
        last -= 1
    for size in range(len(words) - 1, 0, -1):
        for start in range(min(first, len(words) - size) + 1):
            if start + size >= last > first and words[start] not in _CONNECTORS:
                yield " ".join(words[start : start + size])


def _parts(words: list[str]) -> Iterator[str]:
    for size in range(min(_LONGEST_PART, len(words) - 1), 0, -1):
        for first in range(len(words) - size + 1):
            part = words[first : first + size]
            if any(len(word) >= _SHORTEST_PART and word not in NEVER_ALONE for word in part):
                yield " ".join(part)


def spread(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """All the indices of ranges one after the other: starts [5, 9], sizes [2, 1] give [5, 6, 9]."""
    total = int(sizes.sum())
    return np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(total)
