"""What speaks for each candidate, in numbers: one row per candidate, one column per feature.

Three families: what is known before any other name is read (STATIC), what the other names of
the article say, weighted by how likely each of their candidates is (VOTES), and what other
articles of the same outlet say (HOME). Signs are what a feature may mean: +1 only speaks for a
candidate, -1 only against, 0 either.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Origin
from geo.resolve.batch import Batch, Ints, in_columns, sum_by
from geo.resolve.candidates import Match, PlaceIndex, spread

STATIC = {
    "log_population": 1,
    "unpopulated": -1,
    "country": 0,
    "province": 0,
    "district": 0,
    "region": 0,
    "water": 0,
    "other": 0,
    "water_beside_unit": -1,
    "national_capital": 1,
    "speaker": 1,
    "province_capital": 1,
    "town_section": -1,
    "log_names": 1,
    "alternate": -1,
    "alternate_of_area": 0,
    "alternate_of_city": 1,
    "alternate_of_many": -1,
    "alternate_beside_primary": -1,
    "stripped_beside_primary": -1,
    "inside_namesake": -1,
    "abbreviation": 0,
    "abbreviation_of_town": -1,
    "plain_abbreviation": -1,
    "demonym": 0,
    "stripped": 0,
    "trimmed": -1,
    "part": -1,
    "below_largest": 1,
    "demonym_of_country": 1,
    "big_city": 0,
    "in_named_province": 1,
    "in_named_country": 1,
    "in_named_district": 1,
    "in_listed_area": 0,
    "in_loose_area": 1,
    "in_owner": 1,
    "holds_others": 1,
    "type_agrees": 1,
    "type_contradicts": -1,
}
VOTES = {
    "country_votes": 1,
    "province_votes": 1,
    "country_share": 1,
    "province_share": 1,
    "country_named": 1,
    "province_named": 1,
    "near_40": 1,
    "near_160": 1,
    "near_800": 1,
    "beside_province": 1,
    "beside_near": 1,
    "beside_kind": 1,
    "kind_share": 1,
}
CALIBRATION = {
    "bias": 0,
    "mass": 1,
    "trimmed": -1,
    "part": -1,
    "alone": 0,
    "area": 0,
    "support": 1,
    "lonely_town": -1,
}
HOME = {"home_country": 1, "home_province": 1, "home_near": 1, "home_town": 1}

_KIND_COLUMNS = ("country", "province", "district", "region", "water", "other")
_KINDS = (0, 1, 2, 4, 5, 6)
_COUNTRY, _ADMIN1, _ADMIN2, _POPULATED = range(4)
_WATER = 5
_NATIONAL = 2
_BIG_CITY = 300_000


def static_features(batch: Batch, gazetteer: PlaceIndex) -> NDArray[np.float64]:
    """One row per candidate, the columns of STATIC."""
    columns = _kinds(batch) | _sizes(batch) | _matches(batch) | _areas(batch, gazetteer)
    columns |= _types(batch)
    return in_columns(columns, STATIC)


def _kinds(batch: Batch) -> dict[str, NDArray[Any]]:
    columns = {name: batch.kind == kind for name, kind in zip(_KIND_COLUMNS, _KINDS, strict=True)}
    # The weights of waters and regions are those of seas and of regions in the news.
    chosen = batch.origin != Origin.IMPORTED
    columns |= {"region": columns["region"] & chosen, "water": columns["water"] & chosen}
    return {
        **columns,
        "national_capital": batch.capital == _NATIONAL,
        "speaker": _speaks(batch)[batch.group]
        & ((batch.capital == _NATIONAL) | (batch.kind == _COUNTRY)),
        "province_capital": batch.capital == 1,
        "town_section": batch.capital == -1,
    }


def _speaks(batch: Batch) -> NDArray[np.bool_]:
    """Whether each group is the subject of a verb of speech anywhere."""
    speaks = np.zeros(len(batch.groups), bool)
    speaks[batch.mentions[batch.mention_speaks]] = True
    return speaks


def _sizes(batch: Batch) -> dict[str, NDArray[Any]]:
    town = batch.kind == _POPULATED
    return {
        "log_population": batch.size,
        "unpopulated": town & (batch.population == 0),
        "log_names": np.log1p(batch.n_names),
        "below_largest": batch.size - batch.best(batch.size)[batch.group],
        "big_city": town & (batch.population > _BIG_CITY),
    }


def _matches(batch: Batch) -> dict[str, NDArray[Any]]:
    matches = batch.matches
    short = matches == Match.ABBREVIATION
    dotted = np.fromiter((group.dotted for group in batch.groups), bool, len(batch.groups))
    alternate, stripped = matches == Match.ALTERNATE, matches == Match.STRIPPED
    official = batch.best((matches == Match.PRIMARY) * 1.0)[batch.group] > 0
    return {
        "alternate": alternate,
        "alternate_of_area": alternate & (batch.kind != _POPULATED),
        "alternate_of_city": alternate & (batch.population > _BIG_CITY),
        "alternate_of_many": alternate * np.log1p(batch.n_names),
        "alternate_beside_primary": alternate & official,
        "stripped_beside_primary": stripped & official,
        "inside_namesake": _inside_namesake(batch),
        "abbreviation": short,
        "abbreviation_of_town": short & (batch.kind == _POPULATED),
        "plain_abbreviation": short & ~dotted[batch.group],
        "demonym": matches == Match.DEMONYM,
        "stripped": stripped,
        "trimmed": matches == Match.TRIMMED,
        "part": matches == Match.PART,
        "demonym_of_country": (matches == Match.DEMONYM) & (batch.kind == _COUNTRY),
    }


def _inside_namesake(batch: Batch) -> NDArray[np.bool_]:
    """Places in a country that has the same official name: Mexico City and state, as "Mexico"."""
    country = (batch.kind == _COUNTRY) & (batch.matches == Match.PRIMARY)
    namesake = np.zeros(len(batch.groups), np.int64)
    namesake[batch.group[country]] = batch.country[country]
    inside = (batch.country > 0) & (batch.country == namesake[batch.group])
    return np.asarray(inside & (batch.kind != _COUNTRY))


def _types(batch: Batch) -> dict[str, NDArray[Any]]:
    masks = np.fromiter((group.cue.types for group in batch.groups), np.int64, len(batch.groups))
    mask = masks[batch.group]
    agrees = (mask >> batch.kind) & 1 == 1
    unit = batch.best((batch.kind <= _ADMIN1).astype(np.float64))[batch.group] > 0
    return {
        "type_agrees": agrees,
        "type_contradicts": (mask > 0) & ~agrees,
        "water_beside_unit": unit & (batch.kind == _WATER) & ~agrees,
    }


def _areas(batch: Batch, gazetteer: PlaceIndex) -> dict[str, NDArray[Any]]:
    areas, n = batch.areas, len(batch.places)
    sizes = batch.sizes[areas.group]
    rows = spread(batch.starts[areas.group], sizes)
    area = np.repeat(np.arange(len(areas.place)), sizes)
    kind = np.asarray(gazetteer.kind[areas.place], np.int64)[area]
    how = areas.how[area]
    inside = inside_area(batch, gazetteer, rows, areas.place[area])
    listed = _listed(batch, gazetteer, rows, area)
    direct = (how == 0) & ~listed
    columns = {
        "in_named_country": direct & (kind == _COUNTRY),
        "in_named_province": direct & (kind == _ADMIN1),
        "in_named_district": direct & (kind == _ADMIN2),
        "in_listed_area": (how == 0) & listed,
        "in_loose_area": how == 1,
        "in_owner": how == 2,  # noqa: PLR2004 the owner's code
    }
    marked = {name: _mark(rows[inside & chosen], n) for name, chosen in columns.items()}
    return marked | {"holds_others": _holders(batch, area[inside])}


def _listed(batch: Batch, gazetteer: PlaceIndex, rows: Ints, area: Ints) -> NDArray[np.bool_]:
    """Whether a name and what follows it may be two of a list: "Oklahoma, Pennsylvania".

    They may where the name has a candidate that is official, no town, and of the same kind
    and country as the area; two countries may always.
    """
    places = batch.areas.place[area]
    kind = np.asarray(gazetteer.kind[places], np.int64)
    country = np.asarray(gazetteer.country[places], np.int64)
    alike = (batch.kind[rows] == kind) & ((kind == _COUNTRY) | (batch.country[rows] == country))
    alike &= (batch.matches[rows] == Match.PRIMARY) & (batch.places[rows] != places)
    return sum_by(area, alike, len(batch.areas.place))[area] > 0


def inside_area(batch: Batch, gazetteer: PlaceIndex, rows: Ints, places: Ints) -> NDArray[np.bool_]:
    """Whether each candidate row lies in the area beside it; an area never holds itself."""
    kind = np.asarray(gazetteer.kind[places], np.int64)
    country = np.asarray(gazetteer.country[places], np.int64) == batch.country[rows]
    province = np.asarray(gazetteer.admin1[places], np.int64) == batch.admin1[rows]
    district = np.asarray(gazetteer.admin2[places], np.int64) == batch.admin2[rows]
    smaller = batch.kind[rows] > kind
    inside = np.select(
        [kind == _COUNTRY, kind == _ADMIN1, kind == _ADMIN2],
        [
            country & (batch.country[rows] > 0),
            province & (batch.admin1[rows] > 0),
            district & (batch.admin2[rows] > 0),
        ],
        default=False,
    )
    return np.asarray(smaller & inside)


def _mark(rows: Ints, n: int) -> NDArray[np.bool_]:
    marked = np.zeros(n, bool)
    marked[rows] = True
    return marked


def _holders(batch: Batch, areas: Ints) -> NDArray[np.bool_]:
    """Candidates that hold another name of the same article: Ontario in "Paris, Ontario"."""
    many = int(batch.places.max(initial=0)) + 1
    holder = batch.group_article[batch.areas.group[areas]] * many + batch.areas.place[areas]
    return np.isin(batch.article * many + batch.places, np.unique(holder))
