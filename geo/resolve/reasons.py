"""Why a place was chosen, in plain words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.gazetteer import Origin
from geo.records import Place
from geo.resolve.batch import Batch
from geo.resolve.candidates import Match
from geo.resolve.features import HOME, STATIC
from geo.resolve.ranker import Choice, Matrix

UNKNOWN = "no place of this name is known"
_FLAGS = (
    "in_named_district",
    "in_named_province",
    "in_named_country",
    "in_loose_area",
    "in_owner",
    "type_agrees",
)
_FLAG_COLUMNS = [list(STATIC).index(name) for name in _FLAGS]
_HOME_COLUMNS = [list(HOME).index(name) for name in ("home_country", "home_province")]
_MOST_REASONS = 2
_TELLING_SHARE = 0.1
_MANY = 1 << 20


_ONLY = "the only place of this name"
_BY_MATCH = {
    Match.ABBREVIATION: "short for {}",
    Match.DEMONYM: "what belongs to {} is called so",
    Match.TRIMMED: "known as '{}' without the words around it",
    Match.PART: "'{}' is the longest part of the name that is known",
}


class Reasons:
    """The reasons of one batch; what the articles name is counted once."""

    def __init__(self, batch: Batch, choice: Choice, static: Matrix, homes: Matrix | None) -> None:
        self.choice = choice
        rows = choice.row
        self._groups = batch.groups
        self._sizes = batch.sizes.tolist()
        self._kind = batch.kind[rows].tolist()
        self._match = batch.matches[rows].tolist()
        self._own = (batch.origin[rows] == Origin.OWN).tolist()
        flags = np.asarray(static[rows[:, None], _FLAG_COLUMNS] > 0)
        self._told = [any(each) for each in flags.tolist()]
        self._flags = flags.tolist()
        self._home: list[list[bool]] | None = None
        if homes is not None:
            telling = np.asarray(homes[rows[:, None], _HOME_COLUMNS] > _TELLING_SHARE)
            self._home = telling.tolist()
        self._country = (batch.group_article * _MANY + batch.country[rows]).tolist()
        self._province = (batch.group_article * _MANY + batch.admin1[rows]).tolist()
        self._countries: dict[int, int] = {}
        self._provinces: dict[int, int] = {}
        self._named: dict[int, int] = {}
        self._count(batch.places[rows].tolist(), batch.counts.tolist())

    def _count(self, places: list[int], counts: list[int]) -> None:
        countries, provinces = self._countries, self._provinces
        for group, (row, times) in enumerate(zip(self.choice.row.tolist(), counts, strict=True)):
            if row < 0:
                continue
            country, province = self._country[group], self._province[group]
            if self._kind[group] == 0:
                countries[country] = countries.get(country, 0) + times
                self._named.setdefault(country, places[group])
            elif province % _MANY:
                provinces[province] = provinces.get(province, 0) + 1

    def of(self, group: int, place: Place, source: str, place_of: Callable[[int], Place]) -> str:
        """The one or two strongest reasons for the choice of a group."""
        found = ["one of your own places"] if self._own[group] else []
        said = _BY_MATCH.get(self._match[group])
        if said:
            found.append(said.format(place.name))
        elif self._sizes[group] == 1:
            found.append(_ONLY)
        if self._told[group]:
            found += self._of_words(group)
        if len(found) < _MOST_REASONS:
            found += self._of_others(group, place, place_of)
        if len(found) < _MOST_REASONS and self._home is not None:
            found += self._of_home(self._home[group], source)
        if not found:
            return f"the best known of {self._sizes[group]} places of this name"
        return "; ".join(found[:_MOST_REASONS])

    def _of_words(self, group: int) -> list[str]:
        *follows, loose, owner, typed = self._flags[group]
        reasons = []
        if loose or owner or any(follows):
            area = self._groups[group].areas[0].name.rstrip(".")
            if any(follows):
                reasons.append(f"{area} follows it")
            else:
                reasons.append(f"'{area}' before it" if owner else f"said to be in {area}")
        if typed:
            cue = self._groups[group].cue
            reasons.append(f"'{cue.word}' {'before' if cue.before else 'with'} it")
        return reasons

    def _of_others(self, group: int, place: Place, place_of: Callable[[int], Place]) -> list[str]:
        kind = self._kind[group]
        if kind == 0:
            plain = self._match[group] == Match.PRIMARY and self._sizes[group] > 1
            return ["the country of this name"] if plain else []
        reasons = []
        province = self._province[group]
        others = self._provinces.get(province, 0) - 1
        if others > 0 and kind > 1:
            names = "other name lies" if others == 1 else "other names lie"
            reasons.append(f"{others} {names} in {place.admin1 or 'the same province'}")
        times = self._countries.get(self._country[group], 0)
        if times and place.country:
            often = "once" if times == 1 else f"{times} times"
            country = place_of(self._named[self._country[group]]).name
            reasons.append(f"in {country}, named {often} here")
        return reasons

    def _of_home(self, home: list[bool], source: str) -> list[str]:
        country, province = home
        if not country and not province:
            return []
        unit = "province" if province else "country"
        return [f"in the home {unit} of {source or 'the source'}"]
