"""Places and spellings of our own tables: what news of conflicts names and GeoNames' towns lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gazetteer_places import ALTERNATE, PRIMARY, Entry, distance_km, split

from geo.gazetteer.naming import ARABIC_COUNTRIES
from geo.names import fold

# The Arabic article takes on the first consonant of its noun; news writes it "al" or "el".
_ASSIMILATED = re.compile(r"\b(?:a(n|r|s|t|d|z|sh|th|dh))(?= \1)")
_HILL = re.compile(r"^tall\b")


def own_entries(table: Sequence[dict[str, str]]) -> list[Entry]:
    """One populated place per row of places.csv."""
    return [_own_entry(row) for row in table]


def _own_entry(row: dict[str, str]) -> Entry:
    entry = Entry(
        id=f"place:{row['country']}:{fold(row['name']).replace(' ', '-')}",
        name=row["name"],
        kind="populated",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        country=row["country"],
        population=int(row["population"]),
        source="geoconflict",
    )
    entry.add([row["name"]], PRIMARY)
    entry.add(split(row["aliases"]), ALTERNATE)
    return entry


def give_units(entries: Sequence[Entry], cities: Sequence[Entry]) -> None:
    """Give entries the administrative units of the nearest city in their polygon or country."""
    for entry in entries:
        national = [city for city in cities if city.country == entry.country]
        near = [city for city in national if city.province == entry.province] or national
        city = min(near, key=lambda city: distance_km(entry.lat, entry.lon, city.lat, city.lon))
        entry.admin1 = entry.admin1 or city.admin1
        if entry.admin1 == city.admin1:
            entry.admin2 = city.admin2


def add_transliterations(entries: Sequence[Entry]) -> None:
    """Let Arabic names be found as news spells them: "Ash Shaddadah" as "al-Shaddadah"."""
    for entry in entries:
        if entry.kind == "populated" and entry.country in ARABIC_COUNTRIES:
            entry.add(_transliterations(fold(entry.name)), ALTERNATE)


def _transliterations(name: str) -> Iterator[str]:
    plain = _ASSIMILATED.sub("al", name)
    for article in ("al", "el"):
        spelt = re.sub(r"\bal(?= )", article, plain)
        yield spelt
        yield from (_HILL.sub(hill, spelt) for hill in ("tal", "tel", "tell"))
