"""Which country an article tells of, by everything in it that points to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.events.actors import named_groups
from geo.events.nations import NATIONS
from geo.events.sentences import Document, Sentence
from geo.records import Place, Resolution

# What Washington and Moscow say of a deed does not bring the deed there.
_OBSERVERS = frozenset(("US", "GB", "RU", "VA"))
_OBSERVED = 0.3
_LEAST = 2.0
_LEAST_AGAINST_STRAYS = 3.0
_SURE = 0.9
_FEW = 0.1
_SPOKEN = 3.0
_LINES = frozenset(("country", "region", "water"))
_BY_DATELINE = 1


class Story:
    """Counts what points to each country: places and nationalities, the dateline's place too."""

    def __init__(
        self, document: Document, resolutions: Sequence[Resolution], dateline: Place | None
    ) -> None:
        self._votes: Counter[str] = Counter()
        self._homes = [_homes(each) for each in document.sentences]
        self._by_place: Counter[str] = Counter()
        places = {each.toponym.start: each.place for each in resolutions if each.place}
        for place in places.values():
            if place.country:
                self._votes[place.country] += 1
                self._by_place[place.id] += 1
        for sentence in document.sentences:
            self._votes.update(
                home
                for at, home in self._homes[sentence.index]
                if sentence.begins[at] not in places
            )
        if dateline and dateline.country:
            self._votes[dateline.country] += _BY_DATELINE
        self.country = self._leader()

    def _leader(self) -> str:
        """The country with most votes, "" where none leads."""
        ranked = sorted(self._votes, key=lambda code: (-self._weight(code), code))
        if not ranked or self._weight(ranked[0]) < _LEAST:
            return ""
        tied = len(ranked) > 1 and self._weight(ranked[1]) == self._weight(ranked[0])
        return "" if tied else ranked[0]

    def _weight(self, code: str) -> float:
        return self._votes[code] * (_OBSERVED if code in _OBSERVERS else 1.0)

    def outweighs(self, place: Place) -> bool:
        """Whether the story is of another country than the one a place lies in."""
        return self.country not in {"", place.country}

    def is_stray(self, resolution: Resolution) -> bool:
        """Whether nothing but an unsure name points to the country that its place lies in."""
        place = resolution.place
        if place is None or resolution.decided_by:
            return False
        if place.kind in _LINES or resolution.score >= _SURE:
            return False
        if not place.country or not self.outweighs(place):
            return False
        if self._votes[self.country] < _LEAST_AGAINST_STRAYS:
            return False
        others = self._votes[place.country] - self._by_place[place.id]
        return others <= _FEW * self._votes[self.country]

    def expected(self, sentence: Sentence) -> str:
        """The country of a deed that a sentence tells of without its place, "" where unclear."""
        spoken = {home for _, home in self._homes[sentence.index]} - _OBSERVERS
        weights = {
            code: self._weight(code) + _SPOKEN * (code in spoken)
            for code in {*self._votes, *spoken}
        }
        ranked = sorted(weights, key=lambda code: (-weights[code], code))
        if not ranked or weights[ranked[0]] < _LEAST:
            return ""
        tied = len(ranked) > 1 and weights[ranked[1]] == weights[ranked[0]]
        return "" if tied else ranked[0]


def _homes(sentence: Sentence) -> list[tuple[int, str]]:
    """The words for a country's people, things or armed groups, with the country of each."""
    words = [] if NATIONS.keys().isdisjoint(sentence.words) else sentence.words
    found = [(at, NATIONS[word]) for at, word in enumerate(words) if word in NATIONS]
    return found + [(each.first, each.country) for each in named_groups(sentence) if each.country]
