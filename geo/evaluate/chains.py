"""Whether a place is the one that an annotated chain of names means.

A chain is "COLOMBIA: ANTIOQUIA (DEPARTMENT): MEDELLIN (CITY)": names without coordinates. They are
looked up in the gazetteer, so that another spelling of the same place is as right.
"""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

from geo.evaluate.templates import Step
from geo.gazetteer import Gazetteer, MatchKind
from geo.names import fold
from geo.records import Place

Agreement: TypeAlias = Literal["right", "coarser", "country", "wrong"]
Chain: TypeAlias = tuple[Step, ...]
_PROVINCES = frozenset(["department", "province", "region", "state", "intendancy"])
_DISTRICTS = frozenset(["municipality", "district", "canton", "jurisdiction", "township"])
_ORDER: tuple[Agreement, ...] = ("right", "coarser", "country", "wrong")


class Chains:
    """Places held against annotated chains with the names that a gazetteer knows."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known = functools.cache(self._find)
        self.country = functools.cache(self._country)

    def agreement(self, chains: tuple[Chain, ...], place: Place | None, words: str) -> Agreement:
        """How far a place, named with `words` in the text, agrees with the nearest of the chains.

        `right`: it is the finest place of the chain or lies in it. `coarser`: it is another
        place of the chain below the country, or lies in one. `country`: the country is right.
        """
        if place is None:
            return "wrong"
        found = {self._agreement(chain, place, words) for chain in chains}
        return next((each for each in _ORDER if each in found), "wrong")

    def _agreement(self, chain: Chain, place: Place, words: str) -> Agreement:
        country = self.country(chain[0].names)
        if country and country != place.country:
            return "wrong"
        steps = chain[1:]
        if not steps or self.holds(steps[-1], country, place, words):
            return "right"
        if any(self.holds(step, country, place, words) for step in steps[:-1]):
            return "coarser"
        return "country" if country else "wrong"

    def cut(self, chain: Chain) -> Chain:
        """The chain down to the finest place that the gazetteer has in its country."""
        country = self.country(chain[0].names)
        depths = (
            depth
            for depth, step in enumerate(chain, 1)
            if any(self._known(name, country) for name in step.names)
        )
        return chain[: max(depths, default=1)]

    def holds(self, step: Step, country: str, place: Place, words: str) -> bool:
        """Whether a place is one of the names of a step, or lies in the unit that one means."""
        return any(self._is_in(name, step.kind, country, place, words) for name in step.names)

    def _is_in(self, name: str, kind: str, country: str, place: Place, words: str) -> bool:
        if fold(name) in {fold(place.name), fold(words)}:
            return True
        known = self._known(name, country)
        if place.id in {each.id for each in known}:
            return True
        if kind in _PROVINCES and place.admin1_iso:
            isos = {each.admin1_iso for each in known if each.kind == "admin1"}
            return place.admin1_iso in isos
        return kind in _DISTRICTS and bool(place.admin2) and fold(name) == fold(place.admin2)

    def _find(self, name: str, country: str) -> tuple[Place, ...]:
        rows, matches = self._gazetteer.rows(name)
        places = (
            self._gazetteer.place(int(row))
            for row, match in zip(rows, matches, strict=True)
            if match != MatchKind.DEMONYM
        )
        return tuple(place for place in places if not country or place.country == country)

    def _country(self, names: tuple[str, ...]) -> str:
        """ISO 3166-1 alpha-2 of a chain's first name; "" where that is no country."""
        places = (place for name in names for place in self._gazetteer.geocode(name))
        return next((place.country for place in places if place.kind == "country"), "")
