"""Why a place was chosen, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

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
        self._flags = (static[rows][:, _FLAG_COLUMNS] > 0).tolist()
        self._home = None
        if homes is not None:
            self._home = (homes[rows][:, _HOME_COLUMNS] > _TELLING_SHARE).tolist()
        self._country = (batch.group_article * _MANY + batch.country[rows]).tolist()
        self._province = (batch.group_article * _MANY + batch.admin1[rows]).tolist()
        self._countries: Counter[int] = Counter()
        self._provinces: Counter[int] = Counter()
        self._named: dict[int, int] = {}
        for group, (row, times) in enumerate(
            zip(rows.tolist(), batch.counts.tolist(), strict=True)
        ):
            if row >= 0 and self._kind[group] == 0:
                self._countries[self._country[group]] += times
                self._named.setdefault(self._country[group], int(batch.places[row]))
            elif row >= 0 and self._province[group] % _MANY:
                self._provinces[self._province[group]] += 1

    def of(self, group: int, place: Place, source: str, place_of: Callable[[int], Place]) -> str:
        """The one or two strongest reasons for the choice of a group."""
        found = ["one of your own places"] if self._own[group] else []
        found += self._of_name(group, place)
        found += self._of_words(group)
        if len(found) < _MOST_REASONS:
            found += self._of_others(group, place, place_of)
        if len(found) < _MOST_REASONS and self._home is not None:
            found += self._of_home(self._home[group], source)
        if not found:
            return f"the best known of {self._sizes[group]} places of this name"
        return "; ".join(found[:_MOST_REASONS])

    def _of_name(self, group: int, place: Place) -> list[str]:
        match = self._match[group]
        if match <= Match.ALTERNATE:
            return ["the only place of this name"] if self._sizes[group] == 1 else []
        if match == Match.PART:
            return [f"'{place.name}' is the longest part of the name that is known"]
        if match == Match.TRIMMED:
            return [f"known as '{place.name}' without the words around it"]
        if match == Match.DEMONYM:
            return [f"what belongs to {place.name} is called so"]
        if match == Match.ABBREVIATION:
            return [f"short for {place.name}"]
        return ["the only place of this name"] if self._sizes[group] == 1 else []

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
        others = self._provinces[province] - 1 if province % _MANY else 0
        if others > 0 and kind > 1:
            names = "other name lies" if others == 1 else "other names lie"
            reasons.append(f"{others} {names} in {place.admin1 or 'the same province'}")
        times = self._countries[self._country[group]]
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
