"""Rank the places that a query may mean, without any context but the query itself."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING

from geo.gazetteer.keys import MatchKind
from geo.gazetteer.query import split_containers
from geo.names import fold

if TYPE_CHECKING:
    from geo.gazetteer.gazetteer import Gazetteer

COUNTRY, ADMIN1, ADMIN2, POPULATED, REGION, WATER, OTHER = range(7)
NATIONAL_CAPITAL = 2
# On the scale of log10(people): a province stands above every town but national capitals.
_KIND_SCORE = (14.0, 6.0, 3.0, 0.0, 9.3, 8.0, 3.0)
_SIZE_WEIGHT = (0.1, 0.5, 0.3, 1.0, 0.0, 0.0, 0.0)
_CAPITAL_SCORE = 4.0
_MATCH_PENALTY = {
    MatchKind.PRIMARY: 0.0,
    MatchKind.ALTERNATE: 3.5,
    MatchKind.ABBREVIATION: 0.5,
    MatchKind.DEMONYM: 8.0,
    MatchKind.STRIPPED: 3.5,
}
# Towns go by many names (Kolkata, Calcutta): another name tells less against them.
_TOWN_ALTERNATE_PENALTY = 2.0
_EXACT_SPELLING = 0.1
# What ships was chosen for its weight; of imported streams and hills the number of names tells it.
_FEATURE_NAMES = 2.0
# A user's own place comes before all others of its name, whatever they are.
_OWN = 50.0
# A type word in the query outweighs everything: "Esmeraldas Province" is no town.
_NAMED_KIND = 100.0
_WHOLE_NAME = 20.0

Scores = dict[int, float]


def rank_places(gazetteer: Gazetteer, query: str, *, country: str | None = None) -> list[int]:
    """The rows of the places that `query` may mean, best first; ties by row."""
    scores = _score_typed(gazetteer, query)
    head, containers = split_containers(query)
    if containers:
        inside = _score_typed(gazetteer, head)
        for container in containers:
            inside = _keep_inside(gazetteer, inside, container)
        scores = _best(inside, scores)
    if country is not None:
        code = country.upper()
        scores = {row: each for row, each in scores.items() if _is_of(gazetteer, row, code)}
    return sorted(scores, key=lambda row: (-scores[row], row))


def _score_typed(gazetteer: Gazetteer, name: str) -> Scores:
    """The places of a name as it stands, and of the name without its type word."""
    key = fold(name)
    whole = _score(gazetteer, name, key)
    scores = dict(whole)
    for rest, kinds in gazetteer.type_words.split(key):
        for row, score in _score(gazetteer, name, rest).items():
            named = gazetteer.kind_name(row) in kinds
            typed = score + (_NAMED_KIND if named else -_NAMED_KIND)
            scores[row] = max(typed, scores.get(row, typed))
        for row, score in whole.items():
            if gazetteer.kind_name(row) in kinds:
                scores[row] = max(score + _NAMED_KIND + _WHOLE_NAME, scores[row])
    return scores


def _score(gazetteer: Gazetteer, name: str, key: str) -> Scores:
    rows, matches = gazetteer.rows(key)
    spelling = unicodedata.normalize("NFC", name).casefold()
    scores: Scores = {}
    for row, match in zip(rows.tolist(), matches.tolist(), strict=True):
        score = _prior(gazetteer, row) - _penalty(int(gazetteer.kind[row]), MatchKind(match))
        exact = unicodedata.normalize("NFC", gazetteer.name(row)).casefold() == spelling
        scores[row] = score + _EXACT_SPELLING * exact + _OWN * gazetteer.is_own(row)
    return scores


def _penalty(kind: int, match: MatchKind) -> float:
    if kind == POPULATED and match == MatchKind.ALTERNATE:
        return _TOWN_ALTERNATE_PENALTY
    return _MATCH_PENALTY[match]


def _prior(gazetteer: Gazetteer, row: int) -> float:
    kind = int(gazetteer.kind[row])
    if kind >= REGION and gazetteer.is_imported(row):
        return _FEATURE_NAMES * math.log10(1 + int(gazetteer.n_names[row]))
    size = int(gazetteer.prominence[row]) / 10
    capital = int(gazetteer.capital[row]) == NATIONAL_CAPITAL
    return _KIND_SCORE[kind] + _SIZE_WEIGHT[kind] * size + _CAPITAL_SCORE * capital


def _best(*parts: Scores) -> Scores:
    """The better score of each row."""
    merged: Scores = {}
    for part in parts:
        for row, score in part.items():
            merged[row] = max(score, merged.get(row, score))
    return merged


def _keep_inside(gazetteer: Gazetteer, scores: Scores, container: str) -> Scores:
    containers = list(_score_typed(gazetteer, container))
    return {
        row: score
        for row, score in scores.items()
        if any(_contains(gazetteer, outer, row) for outer in containers)
    }


def _contains(gazetteer: Gazetteer, outer: int, inner: int) -> bool:
    """Whether `outer` is the country, province, district or region that holds `inner`."""
    if outer == inner:
        return False
    kind = int(gazetteer.kind[outer])
    if kind == COUNTRY:
        country = gazetteer.country[outer]
        return bool(country and country == gazetteer.country[inner])
    if kind == ADMIN1:
        return bool(gazetteer.admin1[outer] and gazetteer.admin1[outer] == gazetteer.admin1[inner])
    if kind == ADMIN2:
        return bool(gazetteer.admin2[outer] and gazetteer.admin2[outer] == gazetteer.admin2[inner])
    return kind == REGION and _is_member(gazetteer, outer, inner)


def _is_member(gazetteer: Gazetteer, region: int, row: int) -> bool:
    countries, provinces = gazetteer.members(region)
    country = gazetteer.countries[int(gazetteer.country[row])]
    return country in countries or gazetteer.admin1_isos[int(gazetteer.admin1[row])] in provinces


def _is_of(gazetteer: Gazetteer, row: int, country: str) -> bool:
    """Whether the place lies in the country, or is a region that reaches into it."""
    if gazetteer.countries[int(gazetteer.country[row])] == country:
        return True
    countries, provinces = gazetteer.members(row)
    return country in countries or any(each.startswith(f"{country}-") for each in provinces)
