"""What a geocoder is, and several of them one after another."""

from __future__ import annotations

from typing import Protocol

from geo.records import Place


class Geocoder(Protocol):
    """Knows places by their names. `id` is made of its name and its configuration."""

    @property
    def id(self) -> str:
        """What answered, for provenance and as a key of caches."""

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]:
        """The places that `query` can mean, best first; [] where it knows none.

        `country` (ISO 3166-1 alpha-2) keeps only places there. Raises GeocodingError where the
        geocoder could not be asked, which never means that there is no such place.
        """


class ChainGeocoder:
    """Asks one geocoder after another until one of them knows the name."""

    def __init__(self, *geocoders: Geocoder) -> None:
        self.geocoders = geocoders

    @property
    def id(self) -> str:
        """The ids of all, in the order in which they are asked."""
        return " then ".join(geocoder.id for geocoder in self.geocoders)

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]:
        """The places of the first geocoder that knows any.

        One that cannot be asked raises its GeocodingError: going on to the next would make the
        result depend on the weather of the network.
        """
        for geocoder in self.geocoders:
            if places := geocoder.geocode(query, country=country):
                return places
        return []
