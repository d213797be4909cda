"""UCDP GED's exports as the event table.

Source: UCDP GED Codebook 24.1 for type_of_violence, where_prec and date_prec.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.exchange.imports.columns import (
    Columns,
    country_columns,
    frame,
    imported,
    interactions,
    mapped,
    or_none,
    precision_columns,
    type_columns,
)
from geo.exchange.imports.countries import countries, country_named
from geo.exchange.imports.problems import rows_of
from geo.exchange.imports.type_words import without_type_words
from geo.records import Country

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk

NEEDED = ("id", "type_of_violence", "where_prec", "latitude", "longitude", "date_start", "best")

ALIASES = {"best_est": "best", "low_est": "low", "high_est": "high", "longtitude": "longitude"}

CARRIED = (
    "conflict_name", "dyad_name", "date_prec", "event_clarity", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown",
)  # fmt: skip
"""Columns without a like in the event table; they stand in `tags` as name=value."""

_TYPES = {
    1: ("Battles", "Armed clash"),
    2: ("Battles", "Armed clash"),
    3: ("Violence against civilians", "Attack"),
}
# 5 is a line or an area without clear bounds, wider than a district; 7 lies on the open sea.
_PRECISIONS = {
    1: "town", 2: "near", 3: "district", 4: "province", 5: "province", 6: "country", 7: "country",
}  # fmt: skip
_GEO_PRECISIONS = {"town": 1, "near": 2, "district": 2, "province": 3, "country": 3}
# A day; two to six days, or a week; a month, or longer.
_TIME_PRECISIONS = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
_OWN_NAMES = {"Congo": "CG"}
"""Names that mean another country in UCDP's table than in most others."""


def ucdp_rows(chunk: Chunk) -> pd.DataFrame:
    """A piece of a UCDP GED export under the event table's columns.

    States are "State forces" in their own country and "External/Other forces" elsewhere; their
    opponents in a state-based conflict are a "Rebel group". Of other groups UCDP says no kind.
    """
    kinds = chunk.wholes("type_of_violence")
    unknown = ~kinds.isin(list(_TYPES))
    chunk.remarks.add(
        rows_of(unknown),
        "type_of_violence",
        chunk.texts("type_of_violence")[unknown],
        "no type: kept",
    )
    return frame(
        {
            "event_id_cnty": or_none(mapped(chunk.texts("id"), _event_id)),
            **type_columns(_part(kinds, 0), _part(kinds, 1)),
            "x_ucdp_type": kinds.where(~unknown),
            **_when(chunk),
            **_where(chunk),
            **_who(chunk, kinds),
            **_deaths(chunk),
            **_told(chunk),
            **imported(chunk.index),
        },
        chunk.index,
    )


def _event_id(text: str) -> str:
    number = text.removesuffix(".0")
    return f"GED{number}" if number else ""


def _part(kinds: pd.Series[Any], part: int) -> pd.Series[Any]:
    types = kinds.map(lambda kind: _TYPES.get(kind, ("", ""))[part], na_action="ignore")
    return or_none(types.astype(object).where(kinds.notna(), ""))


def _when(chunk: Chunk) -> Columns:
    start, end = chunk.days("date_start"), chunk.days("date_end")
    precision = chunk.wholes("date_prec").map(_TIME_PRECISIONS.get, na_action="ignore")
    return {
        "event_date": start,
        "year": start.dt.year.astype("Int64").fillna(chunk.wholes("year")),
        "time_precision": precision,
        "x_date_start": start,
        "x_date_end": end.fillna(start),
    }


def _where(chunk: Chunk) -> Columns:
    stated = chunk.wholes("where_prec")
    precision = stated.map(_PRECISIONS.get, na_action="ignore").astype(object)
    precision = precision.where(precision.notna(), None)
    place = or_none(chunk.texts("where_coordinates"))
    return {
        **country_columns(_countries(chunk)),
        "country": or_none(chunk.texts("country")),
        "admin1": or_none(mapped(chunk.texts("adm_1"), without_type_words)),
        "admin2": or_none(mapped(chunk.texts("adm_2"), without_type_words)),
        "location": place,
        "latitude": chunk.numbers("latitude"),
        "longitude": chunk.numbers("longitude"),
        "geo_precision": mapped(precision, _GEO_PRECISIONS.get),
        "x_ucdp_where_prec": stated,
        "x_place_text": place,
        **precision_columns(precision),
    }


def _countries(chunk: Chunk) -> pd.Series[Any]:
    names = chunk.texts("country")
    found = mapped(names, _country)
    codes = mapped(chunk.texts("iso3"), country_named)
    found = found.where(found.notna(), codes)
    unknown = found.isna()
    chunk.remarks.add(rows_of(unknown), "country", names[unknown], "no country known by this name")
    return found


def _country(name: str) -> Country | None:
    iso2 = _OWN_NAMES.get(name)
    return countries()[iso2] if iso2 else country_named(name)


def _who(chunk: Chunk, kinds: pd.Series[Any]) -> Columns:
    side_a, side_b = chunk.texts("side_a"), chunk.texts("side_b")
    inter1, inter2 = _kinds(chunk, side_a, kinds), _kinds(chunk, side_b, kinds)
    return {
        "actor1": or_none(side_a),
        "actor2": or_none(side_b),
        "inter1": inter1,
        "inter2": inter2,
        "interaction": interactions(inter1, inter2).where(inter1.notna() & inter2.notna(), None),
        "civilian_targeting": kinds.map({3: "Civilian targeting"}).astype(object),
    }


def _kinds(chunk: Chunk, sides: pd.Series[Any], types: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    found = [
        _kind(side, country, None if pd.isna(type_) else int(type_))
        for side, country, type_ in zip(sides, chunk.texts("country"), types, strict=True)
    ]
    return pd.Series(found, index=sides.index, dtype=object)


def _kind(side: str, country: str, type_: int | None) -> str | None:
    government = "Government of "
    if side.startswith(government):
        own = side.removeprefix(government) == country
        return "State forces" if own else "External/Other forces"
    if side == "Civilians":
        return "Civilians"
    return "Rebel group" if side and type_ == 1 else None


def _deaths(chunk: Chunk) -> Columns:
    best = chunk.wholes("best")
    return {
        "fatalities": best,
        "x_fat_low": chunk.wholes("low"),
        "x_fat_best": best,
        "x_fat_high": chunk.wholes("high"),
        "x_fat_reported": best.notna().astype(bool),
    }


def _told(chunk: Chunk) -> Columns:
    article, headline = chunk.texts("source_article"), chunk.texts("source_headline")
    office = chunk.texts("source_office")
    sources = chunk.wholes("number_of_sources")
    return {
        "source": or_none(office.where(office != "", article)),
        "notes": or_none(headline.where(headline != "", article)),
        # UCDP writes -1 where the sources were not counted.
        "x_n_sources": sources.where(sources.gt(0).fillna(value=False)),
        "tags": or_none(_tags(chunk)),
    }


def _tags(chunk: Chunk) -> pd.Series[Any]:
    import pandas as pd

    columns = [chunk.texts(name) for name in CARRIED]
    lines = [
        "; ".join(
            f"{name}={_plain(value)}" for name, value in zip(CARRIED, row, strict=True) if value
        )
        for row in zip(*columns, strict=True)
    ]
    return pd.Series(lines, index=chunk.index, dtype=object)


def _plain(value: str) -> str:
    return value.removesuffix(".0").replace(";", ",")
