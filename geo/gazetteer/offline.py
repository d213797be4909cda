"""The gazetteer as a geocoder of geopy's, for code that is written for geopy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.frames import place_object
from geo.gazetteer.gazetteer import KINDS, Gazetteer
from geo.records import Place

_EARTH_KM = 6371.0
# Of a structured query, the narrowest first; a street is none of the gazetteer's.
_PARTS = ("city", "county", "state", "country")
_POPULATED = KINDS.index("populated")


class OfflineGazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """The places that ship, and your layers, behind geopy's interface: no network, no key.

    `folder` is a gazetteer's folder; None opens the one that ships. geopy's own arguments
    (timeout, user_agent, ...) are accepted and mean nothing here.

    >>> from geo import OfflineGazetteer
    >>> found = OfflineGazetteer().geocode("Esmeraldas", country_codes="ec")
    >>> found.raw["admin1_iso"]
    'EC-E'
    """

    def __init__(self, folder: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = Gazetteer.open(folder)

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's signature
        **_: Any,
    ) -> Location | list[Location] | None:
        """The place that `query` most likely means, or None; all of them unless `exactly_one`.

        `query` is "Aleppo, Syria", or {"city": "Aleppo", "country": "Syria"} as for Nominatim.
        Other options of geopy's services (language, addressdetails, ...) mean nothing here.
        `country_codes` (ISO 3166-1 alpha-2, one or several) keeps the places of these countries.
        `raw` of a location holds the place as `geoconflict geoparse` prints it.
        """
        found = self._places(_name(query), _codes(country_codes))[:limit]
        return self._answer(found, exactly_one=exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        limit: int = 1,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's signature
        **_: Any,
    ) -> Location | list[Location] | None:
        """The town nearest to a point (latitude, longitude), or the `limit` nearest."""
        at = Point(query)
        rows = self._nearest(at.latitude, at.longitude, 1 if exactly_one else limit)
        return self._answer([self.gazetteer.place(row) for row in rows], exactly_one=exactly_one)

    def _places(self, query: str, codes: list[str]) -> list[Place]:
        if not codes:
            return self.gazetteer.geocode(query)
        return [place for code in codes for place in self.gazetteer.geocode(query, country=code)]

    def _answer(
        self, places: list[Place], *, exactly_one: bool
    ) -> Location | list[Location] | None:
        found = [self._location(place) for place in places]
        if not found:
            return None
        return found[0] if exactly_one else found

    def _location(self, place: Place) -> Location:
        country = self.gazetteer.find_country(place.country)
        parts = (place.name, place.admin2, place.admin1, country.name if country else "")
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        return Location(address, (place.lat, place.lon), place_object(place))

    def _nearest(self, lat: float, lon: float, count: int) -> list[int]:
        """Rows of the nearest towns, by great-circle distance on a sphere."""
        rows = np.flatnonzero(np.asarray(self.gazetteer.kind) == _POPULATED)
        lats, lons = (
            np.radians(np.asarray(column)[rows], dtype=np.float64)
            for column in (self.gazetteer.lat, self.gazetteer.lon)
        )
        phi, theta = np.radians(lat), np.radians(lon)
        half = (
            np.sin((lats - phi) / 2) ** 2
            + np.cos(lats) * np.cos(phi) * np.sin((lons - theta) / 2) ** 2
        )
        distance_km = 2 * _EARTH_KM * np.arcsin(np.sqrt(half))
        return [int(row) for row in rows[np.argsort(distance_km, kind="stable")[:count]]]


def _name(query: str | Mapping[str, str]) -> str:
    if isinstance(query, str):
        return query
    return ", ".join(str(query[part]) for part in _PARTS if query.get(part))


def _codes(given: str | Sequence[str] | None) -> list[str]:
    codes = given.split(",") if isinstance(given, str) else list(given or ())
    return [code.strip().upper() for code in codes if code.strip()]
