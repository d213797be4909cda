"""Which country an article tells of, by everything in it that points to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.events.groups import read_groups
from geo.events.nations import NATIONS
from geo.events.sentences import Document, Sentence
from geo.names import fold
from geo.records import Place, Resolution

# What Washington and Moscow say of a deed does not bring the deed there.
_OBSERVERS = frozenset(("US", "GB", "RU", "VA"))
_OBSERVED = 0.5
_LEAST = 2.0
_LEAST_AGAINST_STRAYS = 3.0
_SURE = 0.9
_LINES = frozenset(("country", "region", "water"))
_BY_DATELINE = 3
_SHORTEST_GROUP = 3


def _group_homes() -> dict[str, str]:
    """The country of each armed group that one word names and that has one country."""
    homes: dict[str, set[str]] = {}
    for group in read_groups():
        for alias in group.aliases:
            word = fold(alias)
            if len(word) >= _SHORTEST_GROUP and " " not in word:
                homes.setdefault(word, set()).add(group.country)
    return {word: next(iter(found)) for word, found in homes.items() if len(found) == 1}


_HOMES = {word: home for word, home in _group_homes().items() if home} | NATIONS


class Story:
    """Counts what points to each country: places and nationalities, the dateline's place too."""

    def __init__(
        self, document: Document, resolutions: Sequence[Resolution], dateline: Place | None
    ) -> None:
        self._votes: Counter[str] = Counter()
        self._by_place: Counter[str] = Counter()
        for each in resolutions:
            if each.place and each.place.country:
                self._votes[each.place.country] += 1
                self._by_place[each.place.id] += 1
        for sentence in document.sentences:
            self._votes.update(homes(sentence))
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
        return self._votes[place.country] == self._by_place[place.id]

    def expected(self, sentence: Sentence) -> str:
        """The country of a deed that a sentence tells of without its place."""
        spoken = set(homes(sentence)) - _OBSERVERS
        return spoken.pop() if len(spoken) == 1 else self.country


def homes(sentence: Sentence) -> list[str]:
    """The countries whose people, things or armed groups a sentence names, as often as it does."""
    return [_HOMES[word] for word in sentence.words if word in _HOMES]
