"""Countries by whatever a table calls them: name, ISO code or number, FIPS 10-4."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path

from geo.datasets import data_path
from geo.names import fold
from geo.records import Country

_FIPS = Path(__file__).parent / "fips.txt"
_BRACKETS = re.compile(r"([^()]{1,80})\(([^()]{1,80})\)")
_INVERTED = re.compile(r"([^,]{1,80}), ([^,]{1,80})")


@functools.cache
def countries() -> dict[str, Country]:
    """The countries and territories of ISO 3166-1 by alpha-2 code, with ACLED's names."""
    with data_path("tables/countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: _country(row) for row in csv.DictReader(file)}


def _country(row: dict[str, str]) -> Country:
    return Country(
        iso2=row["iso2"],
        iso3=row["iso3"],
        iso_numeric=int(row["iso_numeric"] or 0),
        name=row["name"],
        region=row["region"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )


@functools.cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    with data_path("tables/countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split(";"), row["iso3"]):
                names.setdefault(fold(name), row["iso2"])
    names.pop("", None)
    return names


@functools.lru_cache(maxsize=4096)
def country_named(name: str) -> Country | None:
    """The country of a name; "Russia (Soviet Union)" and "Macedonia, FYR" are understood."""
    tried = [name]
    if brackets := _BRACKETS.fullmatch(name.strip()):
        tried += brackets.groups()
    if inverted := _INVERTED.fullmatch(name):
        tried += [f"{inverted[2]} {inverted[1]}", inverted[1]]
    found = (_names().get(fold(each)) for each in tried)
    return next((countries()[iso2] for iso2 in found if iso2), None)


@functools.cache
def _numbers() -> dict[int, Country]:
    return {country.iso_numeric: country for country in countries().values()}


def country_numbered(number: int) -> Country | None:
    """The country of an ISO 3166-1 number."""
    return _numbers().get(number)


@functools.cache
def _fips() -> dict[str, str]:
    lines = _FIPS.read_text("utf-8").splitlines()
    pairs = (pair.split("=") for line in lines if not line.startswith("#") for pair in line.split())
    return {fips: iso2 for fips, iso2 in pairs}  # noqa: C416 - mypy wants pairs, not lists


def country_of_fips(code: str) -> Country | None:
    """The country of a FIPS 10-4 code, None for a sea or an unknown code."""
    return countries().get(_fips().get(code.upper(), ""))
