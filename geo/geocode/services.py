"""The services: where each is, what it wants, how it is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.geocode import places
from geo.records import Place

# How many answers are asked for, where a service can be told.
MOST_PLACES = 10
_OSM = "© OpenStreetMap contributors, ODbL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One geocoding service.

    `host` is "" where only a server of one's own can be asked. `answer` is the member of an answer
    that lists the places, "" where the answer is that list. `credential` ends the name of the
    environment variable that holds the key or user name, "" where none is needed. `attribution`
    is whom to credit; `may_keep` says whether its answers may be kept from run to run.
    """

    name: str
    host: str
    connect: Callable[[str, str, Mapping[str, Any]], Any]
    ask: Callable[[Any, str, str | None], Sequence[Any] | None]
    place: Callable[[places.Raw], Place | None]
    answer: str = ""
    credential: str = ""
    must_have_credential: bool = False
    scheme: str = "https"
    interval_s: float = 0.0
    attribution: str = ""
    may_keep: bool = True

    @property
    def url_variable(self) -> str:
        """The environment variable that names another server."""
        return f"GEOCONFLICT_{self.name.upper()}_URL"

    @property
    def credential_variable(self) -> str:
        """The environment variable that holds the key or user name."""
        return f"GEOCONFLICT_{self.name.upper()}_{self.credential}"


def _nominatim(host: str, _credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import Nominatim

    return Nominatim(domain=host, **options)


def _ask_nominatim(client: Any, query: str, country: str | None) -> Any:
    return client.geocode(
        query,
        exactly_one=False,
        limit=MOST_PLACES,
        addressdetails=True,
        extratags=True,
        language="en",
        country_codes=country and country.lower(),
    )


def _photon(host: str, _credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import Photon

    return Photon(domain=host, **options)


def _ask_photon(client: Any, query: str, _country: str | None) -> Any:
    return client.geocode(query, exactly_one=False, limit=MOST_PLACES * 3, language="en")


def _geonames(host: str, credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import GeoNames

    return GeoNames(credential, domain=host, **options)


def _ask_geonames(client: Any, query: str, country: str | None) -> Any:
    return client.geocode(query, exactly_one=False, country=country)


def _arcgis(host: str, _credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import ArcGIS

    return ArcGIS(domain=host, **options)


def _ask_arcgis(client: Any, query: str, _country: str | None) -> Any:
    fields = ("PlaceName", "Type", "City", "Subregion", "Region", "Country")
    return client.geocode(query, exactly_one=False, out_fields=fields)


def _opencage(host: str, credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import OpenCage

    return OpenCage(credential, domain=host, **options)


def _ask_opencage(client: Any, query: str, country: str | None) -> Any:
    return client.geocode(
        query,
        exactly_one=False,
        country=country and country.lower(),
        language="en",
        annotations=False,
    )


def _pelias(host: str, credential: str, options: Mapping[str, Any]) -> Any:
    from geopy.geocoders import Pelias

    return Pelias(host, credential or None, **options)


def _ask_pelias(client: Any, query: str, country: str | None) -> Any:
    countries = [country] if country else None
    return client.geocode(query, exactly_one=False, countries=countries, language="en")


SERVICES: Mapping[str, Service] = {
    service.name: service
    for service in (
        Service(
            name="nominatim",
            host="nominatim.openstreetmap.org",
            connect=_nominatim,
            ask=_ask_nominatim,
            place=places.nominatim_place,
            # Nominatim's policy is one request a second per application.
            interval_s=1.0,
            attribution=_OSM,
        ),
        Service(
            name="photon",
            host="photon.komoot.io",
            connect=_photon,
            ask=_ask_photon,
            place=places.photon_place,
            answer="features",
            interval_s=1.0,
            attribution=_OSM,
        ),
        Service(
            name="geonames",
            # Where GeoNames answers over https.
            host="secure.geonames.org",
            connect=_geonames,
            ask=_ask_geonames,
            place=places.geonames_place,
            answer="geonames",
            credential="USERNAME",
            must_have_credential=True,
            attribution="GeoNames (geonames.org), CC BY 4.0",
        ),
        Service(
            name="arcgis",
            host="geocode.arcgis.com",
            connect=_arcgis,
            ask=_ask_arcgis,
            place=places.arcgis_place,
            answer="candidates",
            attribution="Esri",
            # Esri's terms forbid to store what is asked for without a token.
            may_keep=False,
        ),
        Service(
            name="opencage",
            host="api.opencagedata.com",
            connect=_opencage,
            ask=_ask_opencage,
            place=places.opencage_place,
            answer="results",
            credential="KEY",
            must_have_credential=True,
            interval_s=1.0,
            attribution=f"OpenCage; {_OSM}",
        ),
        Service(
            name="pelias",
            host="",
            connect=_pelias,
            ask=_ask_pelias,
            place=places.pelias_place,
            answer="features",
            credential="KEY",
            attribution="as the server that was asked says",
        ),
    )
}
