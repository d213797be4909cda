"""Read GeoNames' published tables: a country's dump or allCountries.txt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from geo.errors import SourceError
from geo.gazetteer.dump_lines import Faults, Lines
from geo.gazetteer.keys import MatchKind
from geo.gazetteer.naming import add_names, is_name, without_article
from geo.gazetteer.place_rows import PlaceRow

LICENCE = "CC BY 4.0"
ATTRIBUTION = "GeoNames (geonames.org)"
_COLUMNS = 19
_LARGEST_ID = (1 << 32) - 1
_COUNTRY, _ADMIN1, _ADMIN2, _POPULATED, _REGION, _WATER, _OTHER = range(7)
_CLASSES = {"P": _POPULATED, "H": _WATER}
_UNITS = {"ADM1": _ADMIN1, "ADM2": _ADMIN2}
_REGIONS = frozenset({"AREA", "CONT", "CST", "RGN", "RGNE", "RGNL", "TRB"})
_CAPITALS = {"PPLC": 2, "PPLA": 1, "PPLG": 1, "PPLX": -1}


def read_geonames(lines: Lines, faults: Faults) -> Iterator[PlaceRow]:
    """The places of a table of GeoNames; lines that are none are noted in `faults`.

    The 19 columns are those of GeoNames' readme: geonameid, name, asciiname, alternatenames,
    latitude, longitude, feature class, feature code, country, cc2, admin1 to admin4,
    population, elevation, dem, timezone, modification date.
    Raises SourceError where no line is a place.
    """
    empty = True
    for line in lines:
        try:
            row = _row(line.split("\t"))
        except ValueError as error:
            faults.add(lines.number, str(error))
        else:
            empty = False
            yield row
    if empty:
        raise no_places(lines, faults, "the .txt file of a country or allCountries.txt")


def no_places(lines: Lines, faults: Faults, expected: str) -> SourceError:
    """What to raise for a file without a single place."""
    first = f" ({faults.first[0].partition(', ')[2]})" if faults.first else ""
    return SourceError(faults.file, f"{lines.number} lines and no place{first}; give {expected}")


def _row(fields: list[str]) -> PlaceRow:
    if len(fields) != _COLUMNS:
        raise ValueError(
            f"{len(fields)} columns, expected {_COLUMNS} with tabs between them; "
            "take the table as GeoNames publishes it"
        )
    number, name, ascii_name, alternates, lat, lon, group, code, country = fields[:9]
    if not name:
        raise ValueError("no name in column 2; give the place a name")
    admin1 = f"{country}.{fields[10]}" if country and fields[10] else ""
    return PlaceRow(
        id="",
        name=name,
        kind=kind_of(group, code),
        lat=degrees(lat, what="latitude", limit=90),
        lon=degrees(lon, what="longitude", limit=180),
        keys=_keys(name, ascii_name, alternates.split(",") if alternates else (), country),
        country=country,
        admin1=admin1,
        admin2=f"{admin1}.{fields[11]}" if admin1 and fields[11] else "",
        population=whole(fields[14] or "0", what="population"),
        capital=_CAPITALS.get(code, 0),
        geonames=_geonames_id(number),
    )


def kind_of(group: str, code: str) -> int:
    """The kind of a feature of GeoNames, by its class and code; what is no more is "other"."""
    if group == "A" and not code.endswith("H"):
        return _COUNTRY if code.startswith("PCL") else _UNITS.get(code, _OTHER)
    if group == "L" and code in _REGIONS:
        return _REGION
    return _CLASSES.get(group, _OTHER)


def _keys(name: str, ascii_name: str, alternates: Iterable[str], country: str) -> dict[str, int]:
    keys: dict[str, int] = {}
    add_names(keys, [name], MatchKind.PRIMARY)
    others = [each for each in (ascii_name, *alternates) if is_name(each)]
    add_names(keys, others, MatchKind.ALTERNATE)
    add_names(keys, without_article(name, country), MatchKind.STRIPPED)
    return keys


def degrees(text: str, *, what: str, limit: int) -> float:
    """The degrees that `text` says; ValueError where it is none within `limit`."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= limit:
        raise ValueError(f"{what} is {text[:40]!r}, expected degrees from -{limit} to {limit}")
    return value


def whole(text: str, *, what: str) -> int:
    """The whole number that `text` says; ValueError where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= len("10000000000000")):
        raise ValueError(f"{what} is {text[:40]!r}, expected a whole number")
    return int(text)


def _geonames_id(text: str) -> int:
    number = whole(text, what="geonameid")
    if not 0 < number <= _LARGEST_ID:
        raise ValueError(f"geonameid is {text}, expected 1 to {_LARGEST_ID}")
    return number
