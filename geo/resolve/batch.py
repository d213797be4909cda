"""Many articles as flat arrays: one row per candidate, grouped by name and article.

A group is one name in one article: one sense per article. Only where the same name is followed
by different areas ("Paris, Texas ... Paris, France") does it make several groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.records import Article, Toponym
from geo.resolve.candidates import CandidateIndex, Candidates, PlaceIndex, spread
from geo.resolve.cues import Cue, read_cue

Spans: TypeAlias = tuple[Article, Sequence[Toponym]]
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
_TOWN = 3
_VILLAGE = 3.0
_AREAS_PER_NAME = 12


@dataclass(frozen=True, slots=True)
class Group:
    """One name in one article: where it first stands, how often, and what stands around it."""

    article: int
    candidates: Candidates
    name: str
    first: int
    cue: Cue
    areas: tuple[tuple[int, str, int], ...]
    dotted: bool


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas named beside groups, by group: place, and 0 direct, 1 after a preposition, 2 owner."""

    group: Ints
    place: Ints
    how: Ints


@dataclass(frozen=True, slots=True)
class Batch:
    """The candidates of all names of some articles.

    `starts` has one entry more than there are groups; the candidates of group g are the rows
    starts[g] to starts[g + 1]. `mentions` gives the group of each toponym, in order. The other
    arrays have one entry per candidate, except `group_article`, `counts` and `next_group` (the
    group of the following toponym of the same article, one row per pair of neighbours).
    """

    groups: list[Group]
    mentions: Ints
    mention_article: Ints
    mention_start: Ints
    mention_speaks: NDArray[np.bool_]
    counts: Ints
    group_article: Ints
    name: Ints
    starts: Ints
    sizes: Ints
    group: Ints
    article: Ints
    places: Ints
    matches: NDArray[np.uint8]
    areas: Areas
    lat: Floats
    lon: Floats
    population: Floats
    kind: Ints
    country: Ints
    admin1: Ints
    admin2: Ints
    capital: Ints
    n_names: Floats
    size: Floats

    def best(self, values: Floats) -> Floats:
        """The largest of `values` within each group; -inf for a group without candidates."""
        largest = np.full(len(self.sizes), -np.inf)
        filled = self.sizes > 0
        if filled.any():
            largest[filled] = np.maximum.reduceat(values, self.starts[:-1][filled])
        return largest


def make_batch(documents: Sequence[Spans], index: CandidateIndex, gazetteer: PlaceIndex) -> Batch:
    """The flat arrays of `documents`; every toponym has its group, with candidates or without."""
    cues = [[read_cue(article.text, toponym) for toponym in spans] for article, spans in documents]
    known = index.look_up(
        [toponym.text for _, spans in documents for toponym in spans]
        + [name for row in cues for cue in row for name in (*cue.areas, cue.owner) if name]
    )
    areas = _AreaFinder(known, gazetteer)
    groups: list[Group] = []
    mentions: list[int] = []
    for row, (article, spans) in enumerate(documents):
        mentions += _group(row, article.text, spans, cues[row], known, areas, groups)
    return _flatten(documents, groups, mentions, cues, gazetteer)


class _AreaFinder:
    """The areas that a name beside another one can be; only kinds that hold places."""

    def __init__(self, known: dict[str, Candidates], gazetteer: PlaceIndex) -> None:
        self._known = known
        self._kind = gazetteer.kind
        self._seen: dict[str, tuple[int, ...]] = {}

    def of(self, cue: Cue) -> tuple[tuple[int, str, int], ...]:
        how = 0 if cue.direct else 1
        for name in cue.areas:
            places = self._places(name, owner=False)
            if places:
                return tuple((place, name, how) for place in places)
        if cue.owner:
            return tuple((place, cue.owner, 2) for place in self._places(cue.owner, owner=True))
        return ()

    def _places(self, name: str, *, owner: bool) -> tuple[int, ...]:
        key = f"{int(owner)}{name}"
        if key not in self._seen:
            _, places, matches = self._known[name]
            # an adjective may own a name ("Iraqi city of Mosul") but never follows it
            fits = (matches <= 4) & (owner | (matches != 3))
            fits &= self._kind[places] != 3
            self._seen[key] = tuple(places[fits][:_AREAS_PER_NAME].tolist())
        return self._seen[key]


def _group(
    row: int,
    text: str,
    spans: Sequence[Toponym],
    cues: list[Cue],
    known: dict[str, Candidates],
    areas: _AreaFinder,
    groups: list[Group],
) -> list[int]:
    """The group of each toponym of one article; new groups are appended to `groups`."""
    found = [areas.of(cue) for cue in cues]
    keys = [known[toponym.text].key for toponym in spans]
    direct: dict[str, set[tuple[int, str, int]]] = {}
    for key, area in zip(keys, found, strict=True):
        if area and area[0][2] == 0:
            direct.setdefault(key, set()).add(area[0])
    members: dict[tuple[str, str], list[int]] = {}
    for at, (key, area) in enumerate(zip(keys, found, strict=True)):
        split = area[0][1] if area and area[0][2] == 0 and len(direct[key]) > 1 else ""
        members.setdefault((key, split), []).append(at)
    mentions = [0] * len(spans)
    for same in members.values():
        for at in same:
            mentions[at] = len(groups)
        groups.append(_make_group(row, text, same, spans, cues, found, known))
    return mentions


def _make_group(
    row: int,
    text: str,
    same: list[int],
    spans: Sequence[Toponym],
    cues: list[Cue],
    found: list[tuple[tuple[int, str, int], ...]],
    known: dict[str, Candidates],
) -> Group:
    first = spans[same[0]]
    typed = next((cues[at] for at in same if cues[at].types), cues[same[0]])
    name = first.text
    dotted = "." in name or name.isupper() or text[first.end : first.end + 1] == "."
    areas = tuple(dict.fromkeys(area for at in same for area in found[at]))
    return Group(row, known[name], name, first.start, typed, areas, dotted)


def _flatten(
    documents: Sequence[Spans],
    groups: list[Group],
    mentions: list[int],
    cues: list[list[Cue]],
    gazetteer: PlaceIndex,
) -> Batch:
    sizes = np.array([len(group.candidates.places) for group in groups], np.int64)
    places = np.concatenate([np.zeros(0, np.int64), *(group.candidates.places for group in groups)])
    group = np.repeat(np.arange(len(groups)), sizes)
    group_article = np.array([group.article for group in groups], np.int64)
    mention_groups = np.array(mentions, np.int64)
    return Batch(
        groups=groups,
        mentions=mention_groups,
        mention_article=group_article[mention_groups],
        mention_start=np.array([t.start for _, spans in documents for t in spans], np.int64),
        mention_speaks=np.array([cue.speaks for row in cues for cue in row], bool),
        counts=np.bincount(mention_groups, minlength=len(groups)),
        group_article=group_article,
        name=_names(groups)[group],
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        sizes=sizes,
        group=group,
        article=group_article[group],
        places=places,
        matches=np.concatenate(
            [np.zeros(0, np.uint8), *(group.candidates.matches for group in groups)]
        ),
        areas=_areas(groups),
        lat=np.asarray(gazetteer.lat[places], np.float64),
        lon=np.asarray(gazetteer.lon[places], np.float64),
        population=np.asarray(gazetteer.population[places], np.float64),
        kind=np.asarray(gazetteer.kind[places], np.int64),
        country=np.asarray(gazetteer.country[places], np.int64),
        admin1=np.asarray(gazetteer.admin1[places], np.int64),
        admin2=np.asarray(gazetteer.admin2[places], np.int64),
        capital=np.asarray(gazetteer.capital[places], np.int64),
        n_names=np.asarray(gazetteer.n_names[places], np.float64),
        size=_size(gazetteer, places),
    )


def _names(groups: list[Group]) -> Ints:
    numbers: dict[tuple[int, str], int] = {}
    found = [numbers.setdefault((g.article, g.candidates.key), len(numbers)) for g in groups]
    return np.array(found, np.int64)


def _size(gazetteer: PlaceIndex, places: Ints) -> Floats:
    """log10 of the people in each place; a town whose people nobody counted is a village."""
    size = gazetteer.prominence[places] / 10.0
    return np.where((size == 0) & (gazetteer.kind[places] == _TOWN), _VILLAGE, size)


def _areas(groups: list[Group]) -> Areas:
    rows = [
        (at, place, how)
        for at, group in enumerate(groups)
        if len(group.candidates.places)
        for place, _, how in group.areas
    ]
    flat = np.array(rows, np.int64).reshape(-1, 3)
    return Areas(flat[:, 0], flat[:, 1], flat[:, 2])


__all__ = ["Batch", "Floats", "Ints", "Spans", "make_batch", "spread"]
