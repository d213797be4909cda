"""Places for the names that the gazetteer lacks, from a service that knows more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import GeocodingError, StoreError
from geo.geocode import SERVICES, RememberedGeocoder, provider
from geo.geocodes import Geocodes
from geo.layers import user_dir
from geo.names import fold
from geo.records import Place, Resolution
from geo.resolve import UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

OFFLINE = "offline"
# After so many failures in a row the rest of a run does without the service.
_MOST_FAILURES = 3
_IN_ITS_COUNTRY, _ANYWHERE = 0.5, 0.3
_LEAST_LETTERS = 3
_NAMES_TOLD = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service told of the names that the gazetteer lacks.

    For `unasked` names it could not be asked, and `outage` says why: these are not unknown.
    `names` are the first of them.
    """

    placed: int = 0
    unknown: int = 0
    unasked: int = 0
    names: tuple[str, ...] = ()
    outage: str = ""

    def __add__(self, other: Asked) -> Asked:
        return Asked(
            placed=self.placed + other.placed,
            unknown=self.unknown + other.unknown,
            unasked=self.unasked + other.unasked,
            names=tuple(dict.fromkeys(self.names + other.names))[:_NAMES_TOLD],
            outage=self.outage or other.outage,
        )

    def trouble(self) -> str:
        """What could not be asked and why, in one sentence; "" where all went well."""
        if not self.unasked:
            return ""
        names = ", ".join(self.names)
        more = ", ..." if self.unasked > len(self.names) else ""
        return f"{self.outage}; not asked for: {names}{more}; the next run asks again"


NOT_ASKED = Asked()


class Beyond:
    """Asks a service for the names of which the gazetteer knows no place."""

    def __init__(self, geocoder: RememberedGeocoder) -> None:
        self.geocoder = geocoder
        self._failures = 0
        self._outage = ""

    def begin(self) -> None:
        """A new run: what could not be asked before is asked again."""
        self._failures = 0

    @property
    def id(self) -> str:
        """Who was asked."""
        return self.geocoder.id

    def fill(self, resolutions: Sequence[Resolution]) -> tuple[list[Resolution], Asked]:
        """The resolutions of an article with the service's places, and what it told.

        A name is asked for in the country of which the article speaks most. An answer counts where
        it bears the name that was asked for and is a town, a unit, a region or a water.
        """
        country = _country(resolutions)
        answers: dict[str, Resolution] = {}
        asked = NOT_ASKED
        for name in dict.fromkeys(each.toponym.text for each in resolutions if _is_unknown(each)):
            given = next(each for each in resolutions if each.toponym.text == name)
            answers[name], told = self._answer(given, country)
            asked += told
        return [_filled(each, answers) for each in resolutions], asked

    def _answer(self, unknown: Resolution, country: str | None) -> tuple[Resolution, Asked]:
        name = unknown.toponym.text
        try:
            places = self._ask(name, country)
        except (GeocodingError, StoreError) as error:
            self._outage = str(error)
            reason = f"{UNKNOWN}, and {self.geocoder.service.name} could not be asked"
            return replace(unknown, reason=reason), Asked(
                unasked=1, names=(name,), outage=str(error)
            )
        fitting = [place for place in places if _fits(place, name)]
        if not fitting:
            reason = f"{UNKNOWN}, nor to {self.geocoder.service.name}"
            return replace(unknown, reason=reason), Asked(unknown=1)
        return _placed(unknown, fitting, country), Asked(placed=1)

    def _ask(self, name: str, country: str | None) -> list[Place]:
        if self._failures >= _MOST_FAILURES and not self.geocoder.knows(name, country=country):
            raise GeocodingError(self._outage)
        try:
            places = self.geocoder.geocode(name, country=country)
        except (GeocodingError, StoreError):
            self._failures += 1
            raise
        self._failures = 0
        return places


def beyond(name: str, file: str | Path | None = None) -> Beyond | None:
    """Who is asked for what the gazetteer lacks; None for "offline".

    Answers are kept in `file`, by default geocodes.sqlite in the folder of the user's layers.
    """
    return None if name == OFFLINE else Beyond(remembered(name, file))


def remembered(name: str, file: str | Path | None = None) -> RememberedGeocoder:
    """The service of a name, whose answers are kept in `file`."""
    geocodes = Geocodes(file or user_dir() / "geocodes.sqlite")
    return RememberedGeocoder(provider(name, turns=geocodes.turns), geocodes)


def place_credits(events: pd.DataFrame) -> list[tuple[str, str]]:
    """Whom to credit for places of events that a service knew; what ships is credited anyway."""
    if "x_place_id" not in events.columns:
        return []
    found = {str(each).partition(":")[0] for each in events["x_place_id"].dropna().unique()}
    named = sorted((found & set(SERVICES)) - {"geonames"})
    return [(f"Places: {name}", SERVICES[name].attribution) for name in named]


def _is_unknown(resolution: Resolution) -> bool:
    return (
        resolution.place is None
        and resolution.reason == UNKNOWN
        and len(fold(resolution.toponym.text)) >= _LEAST_LETTERS
    )


def _country(resolutions: Iterable[Resolution]) -> str | None:
    """The country of which an article speaks most, of equals the one that it names first."""
    countries = Counter(each.place.country for each in resolutions if each.place)
    countries.pop("", None)
    return max(countries, key=lambda code: countries[code], default=None)


def _fits(place: Place, name: str) -> bool:
    """Whether the place is more than a house or a shop, and bears the name."""
    asked, found = set(fold(name).split()), set(fold(place.name).split())
    return place.kind != "other" and (asked <= found or found <= asked)


def _placed(unknown: Resolution, places: list[Place], country: str | None) -> Resolution:
    place, score = places[0], _IN_ITS_COUNTRY if country else _ANYWHERE
    where = f"in {country}, of which the article speaks" if country else "first"
    return replace(
        unknown,
        place=place,
        score=score,
        reason=f"not in the gazetteer; {place.source} knows it {where}",
        alternatives=tuple((other, 0.0) for other in places[1:]),
    )


def _filled(resolution: Resolution, answers: dict[str, Resolution]) -> Resolution:
    answer = answers.get(resolution.toponym.text)
    if answer is None or not _is_unknown(resolution):
        return resolution
    return replace(answer, toponym=resolution.toponym, role=resolution.role)
