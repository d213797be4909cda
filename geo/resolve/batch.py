"""Many articles as flat arrays: one row per candidate, grouped by name and article.

A group is one name in one article: one sense per article. Only where the same name is followed
by different areas ("Paris, Texas ... Paris, France") does it make several groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.records import Article, Toponym
from geo.resolve.candidates import Area, CandidateIndex, Candidates, Match, PlaceIndex
from geo.resolve.cues import PLAIN, Cue, read_cue
from geo.resolve.sphere import Points, unit_vectors
from geo.resolve.words import POPULATED

Spans: TypeAlias = tuple[Article, Sequence[Toponym]]
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
_TOWN = 3
_INITIALS = 3
_NATIONAL = 2
_KNOWN_ABROAD = 2_000_000
_READ = 1_000
_NO_AREAS: tuple[Area, ...] = ()
_NO_MATCHES = np.zeros(0, np.uint8)
_VILLAGE = 3.0


class Group(NamedTuple):
    """One name in one article, and what stands around it.

    `dotted` and `initials` say whether it is written as an abbreviation is.
    """

    article: int
    candidates: Candidates
    name: str
    cue: Cue
    areas: tuple[Area, ...]
    dotted: bool
    initials: bool


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas named beside groups: the group, the place, and how it stands there (Area)."""

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
    group_name: Ints
    name: Ints
    starts: Ints
    sizes: Ints
    group: Ints
    article: Ints
    places: Ints
    origin: NDArray[np.uint8]
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
    points: Points

    def best(self, values: Floats) -> Floats:
        """The largest of `values` within each group; -inf for a group without candidates."""
        largest = np.full(len(self.sizes), -np.inf)
        filled = self.sizes > 0
        if filled.any():
            largest[filled] = np.maximum.reduceat(values, self.starts[:-1][filled])
        return largest

    def firsts(self, rows: Ints) -> Ints:
        """The first of `rows` in each group, where the rows of a group stand together."""
        group = self.group[rows]
        first = np.ones(len(rows), bool)
        first[1:] = group[1:] != group[:-1]
        return rows[first]


def make_batch(documents: Sequence[Spans], index: CandidateIndex, gazetteer: PlaceIndex) -> Batch:
    """The flat arrays of `documents`; every toponym has its group, with candidates or without."""
    cues = [[read_cue(article.text, toponym) for toponym in spans] for article, spans in documents]
    telling = (cue for row in cues for cue in row if cue is not PLAIN)
    known = index.look_up(
        [toponym.text for _, spans in documents for toponym in spans]
        + [name for cue in telling for name in (*cue.areas, cue.owner) if name]
    )
    groups: list[Group] = []
    mentions: list[int] = []
    for row, (article, spans) in enumerate(documents):
        mentions += _group(_Names(row, article.text, spans, cues[row]), index, known, groups)
    return _flatten(documents, groups, mentions, cues, gazetteer)


class _Names(NamedTuple):
    """The toponyms of one article and what stands around each."""

    article: int
    text: str
    spans: Sequence[Toponym]
    cues: list[Cue]


def _group(
    names: _Names, index: CandidateIndex, known: dict[str, Candidates], groups: list[Group]
) -> list[int]:
    """The group of each toponym of one article; new groups are appended to `groups`."""
    candidates = [known[toponym.text] for toponym in names.spans]
    areas = [_NO_AREAS if cue is PLAIN else index.areas(cue) for cue in names.cues]
    parts: Iterable[object] = _split([each.key for each in candidates], names.cues, areas)
    members: dict[object, list[int]] = {}
    for at, part in enumerate(parts):
        members.setdefault(part, []).append(at)
    mentions = [0] * len(candidates)
    for same in members.values():
        for at in same:
            mentions[at] = len(groups)
        groups.append(_make_group(names, same, candidates[same[0]], areas))
    return mentions


def _split(
    keys: list[str], cues: list[Cue], areas: list[tuple[Area, ...]]
) -> Iterable[tuple[str, str, int]] | list[str]:
    """What is one name: the same key, followed by the same area, asked for as the same type."""
    if len(set(keys)) == len(keys) or cues.count(PLAIN) == len(cues):
        return keys
    followed = [beside[0].name if beside and not beside[0].how else "" for beside in areas]
    several = _followed_by_several(keys, followed)
    apart = _asked_for_as_several(keys, cues)
    if not several and not apart:
        return keys
    return (
        (key, area if key in several else "", (cue.types or apart[key]) if key in apart else 0)
        for key, area, cue in zip(keys, followed, cues, strict=True)
    )


def _followed_by_several(keys: list[str], followed: list[str]) -> set[str]:
    """The names that are directly followed by different areas."""
    first: dict[str, str] = {}
    return {
        key
        for key, area in zip(keys, followed, strict=True)
        if area and first.setdefault(key, area) != area
    }


def _asked_for_as_several(keys: list[str], cues: list[Cue]) -> dict[str, int]:
    """The names asked for as different types, with the type that each has where none is said.

    "Kharkiv region" and "the city of Kharkiv" are two places; "Kharkiv" alone is then the city.
    """
    types: dict[str, set[int]] = {}
    for key, cue in zip(keys, cues, strict=True):
        if cue.types:
            types.setdefault(key, set()).add(cue.types)
    return {
        key: max(masks, key=lambda mask: (mask & POPULATED, -mask))
        for key, masks in types.items()
        if len(masks) > 1 and any(not one & other for one in masks for other in masks)
    }


def _make_group(
    names: _Names, same: list[int], candidates: Candidates, areas: list[tuple[Area, ...]]
) -> Group:
    first, typed, beside = names.spans[same[0]], names.cues[same[0]], areas[same[0]]
    if len(same) > 1:
        typed = _most_asked([names.cues[at] for at in same])
        beside = tuple(dict.fromkeys(area for at in same for area in areas[at]))
    name = first.text
    upper = name.isupper()
    dotted = upper or "." in name or names.text[first.end : first.end + 1] == "."
    initials = upper and len(name) <= _INITIALS and not names.text.isupper()
    return Group(names.article, candidates, name, typed, beside, dotted, initials)


def _most_asked(cues: list[Cue]) -> Cue:
    """The first cue that asks for what most of them ask for; the first of all if none asks."""
    types = [cue.types for cue in cues if cue.types]
    if not types:
        return cues[0]
    asked = Counter(types).most_common(1)[0][0]
    return next(cue for cue in cues if cue.types == asked)


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
    names = _names(groups)
    lat = np.asarray(gazetteer.lat[places], np.float64)
    lon = np.asarray(gazetteer.lon[places], np.float64)
    return Batch(
        groups=groups,
        mentions=mention_groups,
        mention_article=group_article[mention_groups],
        mention_start=np.array([t.start for _, spans in documents for t in spans], np.int64),
        mention_speaks=np.array([cue.speaks for row in cues for cue in row], bool),
        counts=np.bincount(mention_groups, minlength=len(groups)),
        group_article=group_article,
        group_name=names,
        name=names[group],
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        sizes=sizes,
        group=group,
        article=group_article[group],
        places=places,
        origin=gazetteer.origins(places),
        matches=_matches(documents, groups, group_article[group], places, gazetteer),
        areas=_areas(groups),
        lat=lat,
        lon=lon,
        population=np.asarray(gazetteer.population[places], np.float64),
        kind=np.asarray(gazetteer.kind[places], np.int64),
        country=np.asarray(gazetteer.country[places], np.int64),
        admin1=np.asarray(gazetteer.admin1[places], np.int64),
        admin2=np.asarray(gazetteer.admin2[places], np.int64),
        capital=np.asarray(gazetteer.capital[places], np.int64),
        n_names=np.asarray(gazetteer.n_names[places], np.float64),
        size=_size(gazetteer, places),
        points=unit_vectors(lat, lon),
    )


def _matches(
    documents: Sequence[Spans],
    groups: list[Group],
    article: Ints,
    places: Ints,
    gazetteer: PlaceIndex,
) -> NDArray[np.uint8]:
    """How each name reached its place; in other languages than English names differ by right.

    "Londres" is as good a name of London there as "London" is here, for places known abroad.
    """
    found = np.concatenate([_NO_MATCHES, *(group.candidates.matches for group in groups)])
    foreign = np.array([_is_foreign(article) for article, _ in documents], bool)[article]
    known = (gazetteer.population[places] > _KNOWN_ABROAD) | (gazetteer.kind[places] != _TOWN)
    known |= gazetteer.capital[places] == _NATIONAL
    return np.where(foreign & known & (found == Match.ALTERNATE), Match.PRIMARY, found)


def _is_foreign(article: Article) -> bool:
    if article.language:
        return not article.language.startswith("en")
    start = article.text[:_READ]
    if " the " in start:
        return False
    start = start.lower()
    if " the " in start or " of " in start:
        return False
    return any(word in start for word in (" de ", " la ", " el ", " les ", " en ", " des "))


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
        (at, area.place, area.how)
        for at, group in enumerate(groups)
        if group.areas and len(group.candidates.places)
        for area in group.areas
    ]
    flat = np.array(rows, np.int64).reshape(-1, 3)
    return Areas(flat[:, 0], flat[:, 1], flat[:, 2])


def in_columns(columns: Mapping[str, NDArray[Any]], names: Iterable[str]) -> Floats:
    """A matrix of the columns in the order of `names`, which may be fewer."""
    chosen = [columns[name] for name in names]
    matrix = np.empty((len(chosen[0]), len(chosen)))
    for at, column in enumerate(chosen):
        matrix[:, at] = column
    return matrix


def sum_by(index: Ints, weights: Floats, size: int = 0) -> Floats:
    """The sum of `weights` for each value of `index`, at least `size` of them."""
    return np.asarray(np.bincount(index, weights, size), np.float64)
