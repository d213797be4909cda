"""Each service's raw answer as a Place; None for an answer without a name or a point."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from typing import Any

from geo.datasets import data_dir
from geo.records import Place, PlaceKind

Raw = Mapping[str, Any]

_KINDS: dict[str, PlaceKind] = {
    **dict.fromkeys(("country", "dependency"), "country"),
    **dict.fromkeys(("state", "province", "region", "macroregion", "admin1"), "admin1"),
    **dict.fromkeys(
        ("county", "district", "state_district", "municipality", "localadmin", "admin2"), "admin2"
    ),
    **dict.fromkeys(
        (
            "city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "locality",
            "borough", "isolated_dwelling", "city_district", "populated", "neighborhood",
        ),
        "populated",
    ),
    **dict.fromkeys(("continent", "archipelago", "empire", "macrocounty"), "region"),
    **dict.fromkeys(
        (
            "water", "river", "sea", "bay", "lake", "ocean", "strait", "stream", "marinearea",
            "waterway", "reservoir", "canal", "gulf",
        ),
        "water",
    ),
}  # fmt: skip


def kind_of(name: object) -> PlaceKind:
    """Our kind for what a service calls a place ("state", "hamlet"); "other" for the rest."""
    return _KINDS.get(str(name or "").lower(), "other")


def nominatim_place(raw: Raw) -> Place | None:
    """A place of OpenStreetMap as Nominatim's JSON gives it, with address details."""
    address = raw.get("address") or {}
    kind = kind_of(raw.get("addresstype") or raw.get("type"))
    if raw.get("class", raw.get("category")) in {"waterway", "natural"}:
        kind = "water" if kind_of(raw.get("type")) == "water" else "other"
    return _place(
        id=_osm_id("nominatim", raw),
        name=raw.get("name") or str(raw.get("display_name", "")).split(",", maxsplit=1)[0],
        kind=kind,
        lat=raw.get("lat"),
        lon=raw.get("lon"),
        country=address.get("country_code"),
        admin1=address.get("state") or address.get("province") or address.get("region"),
        admin1_iso=address.get("ISO3166-2-lvl4"),
        admin2=address.get("county") or address.get("state_district"),
        population=(raw.get("extratags") or {}).get("population"),
        source="nominatim",
    )


def _osm_id(service: str, raw: Raw) -> str:
    kind, number = raw.get("osm_type"), raw.get("osm_id")
    return f"{service}:{str(kind)[0].lower()}{number}" if kind and number else ""


def photon_place(raw: Raw) -> Place | None:
    """A place of OpenStreetMap as Photon's GeoJSON gives it."""
    about = raw["properties"]
    kind = kind_of(about.get("osm_value"))
    return _place(
        id=_osm_id("photon", about),
        name=about.get("name"),
        kind=kind if kind != "other" else kind_of(about.get("type")),
        lat=raw["geometry"]["coordinates"][1],
        lon=raw["geometry"]["coordinates"][0],
        country=about.get("countrycode"),
        admin1=about.get("state"),
        admin2=about.get("county"),
        source="photon",
    )


_FEATURE_KINDS: dict[str, PlaceKind] = {
    "ADM1": "admin1", "ADM2": "admin2", "PCLI": "country", "PCLD": "country", "PCLS": "country",
    "PCL": "country", "TERR": "country", "CONT": "region", "RGN": "region", "ISLS": "region",
}  # fmt: skip
_CLASS_KINDS: dict[str, PlaceKind] = {"P": "populated", "H": "water"}


def geonames_place(raw: Raw) -> Place | None:
    """A place of GeoNames as its search gives it."""
    country = str(raw.get("countryCode") or "")
    number = raw.get("geonameId")
    province = (raw.get("adminCodes1") or {}).get("ISO3166_2")
    by_class = _CLASS_KINDS.get(str(raw.get("fcl")), "other")
    return _place(
        id=f"geonames:{number}" if number else "",
        name=raw.get("name") or raw.get("toponymName"),
        kind=_FEATURE_KINDS.get(str(raw.get("fcode")), by_class),
        lat=raw.get("lat"),
        lon=raw.get("lng"),
        country=country,
        admin1=raw.get("adminName1"),
        admin1_iso=f"{country}-{province}" if country and province else "",
        admin2=raw.get("adminName2"),
        population=raw.get("population"),
        source="geonames",
    )


_ESRI_KINDS: dict[str, PlaceKind] = {
    "country": "country",
    "state or province": "admin1",
    "county": "admin2",
    "zone": "other",
}


def arcgis_place(raw: Raw) -> Place | None:
    """A place of Esri's world geocoder."""
    about = raw.get("attributes") or {}
    name = about.get("PlaceName") or about.get("City") or str(raw.get("address", ""))
    kind = str(about.get("Type", "")).lower()
    lat, lon = raw["location"]["y"], raw["location"]["x"]
    return _place(
        id=f"arcgis:{lat:.5f},{lon:.5f}",
        name=name.split(",")[0],
        kind=_ESRI_KINDS.get(kind) or kind_of(kind),
        lat=lat,
        lon=lon,
        country=alpha2(about.get("Country")),
        admin1=about.get("Region"),
        admin2=about.get("Subregion"),
        source="arcgis",
    )


def opencage_place(raw: Raw) -> Place | None:
    """A place of OpenCage; its components name what it lies in."""
    about = raw.get("components") or {}
    kind = about.get("_type", "")
    lat, lon = raw["geometry"]["lat"], raw["geometry"]["lng"]
    codes = about.get("ISO_3166-2") or [""]
    return _place(
        id=f"opencage:{lat:.5f},{lon:.5f}",
        name=about.get(kind) or about.get("_normalized_city") or str(raw.get("formatted")),
        kind=kind_of(kind),
        lat=lat,
        lon=lon,
        country=about.get("ISO_3166-1_alpha-2") or about.get("country_code"),
        admin1=about.get("state"),
        admin1_iso=codes[0],
        admin2=about.get("county"),
        source="opencage",
    )


def pelias_place(raw: Raw) -> Place | None:
    """A place of a Pelias server."""
    about = raw["properties"]
    return _place(
        id=f"pelias:{about['gid']}" if about.get("gid") else "",
        name=about.get("name"),
        kind=kind_of(about.get("layer")),
        lat=raw["geometry"]["coordinates"][1],
        lon=raw["geometry"]["coordinates"][0],
        country=about.get("country_code") or alpha2(about.get("country_a")),
        admin1=about.get("region"),
        admin2=about.get("county"),
        source="pelias",
    )


def _place(
    *,
    source: str,
    id: str,  # noqa: A002 - the record's own name for it
    name: object,
    kind: PlaceKind,
    lat: Any,
    lon: Any,
    country: object,
    admin1: object = None,
    admin1_iso: object = None,
    admin2: object = None,
    population: object = None,
) -> Place | None:
    if not name or lat is None or lon is None:
        return None
    return Place(
        id=id or f"{source}:{float(lat):.5f},{float(lon):.5f}",
        name=str(name),
        kind=kind,
        lat=float(lat),
        lon=float(lon),
        country=str(country or "").upper(),
        admin1=str(admin1 or ""),
        admin1_iso=str(admin1_iso or ""),
        admin2=str(admin2 or ""),
        population=_number(population),
        source=source,
    )


def _number(value: object) -> int:
    """A population; OpenStreetMap's may be written with separators or words around it."""
    digits = "".join(char for char in str(value or 0) if char.isdigit())
    return int(digits[:12] or 0)


def alpha2(alpha3: object) -> str:
    """The two-letter code of a country's three-letter code, "" for an unknown one."""
    code = str(alpha3 or "").upper()
    return code if len(code) == len("EC") else _alpha2_codes().get(code, "")


@functools.cache
def _alpha2_codes() -> Mapping[str, str]:
    with (data_dir() / "tables" / "countries.csv").open(encoding="utf-8", newline="") as table:
        return {row["iso3"]: row["iso2"] for row in csv.DictReader(table)}
