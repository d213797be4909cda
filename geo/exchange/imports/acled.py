"""ACLED's exports, of today and of earlier years, as the event table.

Source: ACLED Codebook (2024) and its earlier versions (2010-2019) for codes that were renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.exchange.imports.columns import (
    Columns,
    constant,
    country_columns,
    frame,
    imported,
    interactions,
    mapped,
    or_none,
    precision_columns,
    type_columns,
)
from geo.exchange.imports.countries import country_named, country_numbered
from geo.exchange.imports.problems import rows_of
from geo.frames.codebook import INTER_ORDER
from geo.names import fold

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk

NEEDED = ("event_date", "event_type", "latitude", "longitude")

ALIASES = {
    "ally_actor_1": "assoc_actor_1",
    "ally_actor_2": "assoc_actor_2",
    "event_id_no_cnty": "event_no",
    "event_id": "event_id_cnty",
    "geo_precis": "geo_precision",
    "time_precis": "time_precision",
    "data_id": "acled_data_id",
    "lat": "latitude",
    "lon": "longitude",
}
"""Names of earlier years, lower case, and what the column is called today."""

_PRECISIONS = {1: "town", 2: "near", 3: "province"}

_OLD_TYPES = {
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": (
        "Battles",
        "Non-state actor overtakes territory",
    ),
    "remote violence": ("Explosions/Remote violence", ""),
    "strategic development": ("Strategic developments", ""),
    "non-violent transfer of territory": (
        "Strategic developments",
        "Non-violent transfer of territory",
    ),
    "headquarters or base established": (
        "Strategic developments",
        "Headquarters or base established",
    ),
}
_RIOTS_OR_PROTESTS = "riots/protests"

_INTER = {fold(name): name for name in INTER_ORDER} | {
    "rebel groups": "Rebel group",
    "rebel forces": "Rebel group",
    "rebel force": "Rebel group",
    "political militias": "Political militia",
    "identity militias": "Identity militia",
    "communal militias": "Identity militia",
    "other forces": "External/Other forces",
    "external forces": "External/Other forces",
} | {str(code): name for code, name in enumerate(INTER_ORDER, start=1)}  # fmt: skip

_COPIED = (
    "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "civilian_targeting", "admin1", "admin2",
    "admin3", "location", "source", "source_scale", "notes", "tags",
)  # fmt: skip


def acled_rows(chunk: Chunk) -> pd.DataFrame:
    """A piece of an ACLED export under the event table's columns."""
    inter1, inter2 = _inter(chunk, "inter1"), _inter(chunk, "inter2")
    return frame(
        {
            "event_id_cnty": _ids(chunk),
            **_types(chunk, inter1),
            **_when(chunk),
            **{name: or_none(chunk.texts(name)) for name in _COPIED},
            "inter1": inter1,
            "inter2": inter2,
            "interaction": _interaction(chunk, inter1, inter2),
            **_where(chunk),
            **_deaths(chunk),
            "timestamp": chunk.wholes("timestamp"),
            **imported(chunk.index),
        },
        chunk.index,
    )


def _ids(chunk: Chunk) -> pd.Series[Any]:
    ids = chunk.texts("event_id_cnty")
    return or_none(ids.where(ids != "", chunk.texts("acled_data_id")))


def _types(chunk: Chunk, inter1: pd.Series[Any]) -> Columns:
    stated, sub = chunk.texts("event_type"), chunk.texts("sub_event_type")
    chunk.remarks.add(rows_of(stated == ""), "event_type", stated[stated == ""], "no type: kept")
    old = mapped(stated, lambda text: _OLD_TYPES.get(text.lower()))
    sub = sub.where((sub != "") | old.isna(), old.map(lambda pair: pair[1] if pair else ""))
    new = stated.where(old.isna(), old.map(lambda pair: pair[0] if pair else ""))
    crowds = stated.str.lower() == _RIOTS_OR_PROTESTS
    rioters = crowds & (inter1 == "Rioters")
    new = new.where(~crowds, "Protests").where(~rioters, "Riots")
    columns = type_columns(or_none(new), or_none(sub))
    given = or_none(chunk.texts("disorder_type"))
    return columns | {"disorder_type": given.where(given.notna(), columns["disorder_type"])}


def _inter(chunk: Chunk, name: str) -> pd.Series[Any]:
    """The kind of an actor from its number or its words; 0 is none."""
    texts = chunk.texts(name)
    kinds = mapped(texts, lambda text: _INTER.get(fold(text)))
    odd = kinds.isna() & ~texts.isin(["", "0", "0.0"])
    chunk.remarks.add(rows_of(odd), name, texts[odd], "no kind of actor that ACLED knows: empty")
    return kinds.where(kinds.notna(), None)


def _interaction(chunk: Chunk, inter1: pd.Series[Any], inter2: pd.Series[Any]) -> pd.Series[Any]:
    texts = chunk.texts("interaction")
    worded = (texts != "") & ~texts.str.fullmatch(r"\d+(\.0)?")
    return texts.astype(object).where(worded, interactions(inter1, inter2))


def _when(chunk: Chunk) -> Columns:
    days, precision = chunk.days("event_date"), chunk.wholes("time_precision")
    return {
        "event_date": days,
        "year": days.dt.year.astype("Int64").fillna(chunk.wholes("year")),
        "time_precision": precision,
        "x_date_start": days,
        "x_date_end": _last_day(days, precision),
    }


def _last_day(days: pd.Series[Any], precision: pd.Series[Any]) -> pd.Series[Any]:
    """The last day that the date can mean: itself, a week on, or the end of its month."""
    import pandas as pd

    week = days + pd.Timedelta(days=6)
    month = days + pd.offsets.MonthEnd(0)
    last = days.where(~precision.eq(2).fillna(value=False), week)
    return last.where(~precision.eq(3).fillna(value=False), month)


def _where(chunk: Chunk) -> Columns:
    names, numbers = chunk.texts("country"), chunk.wholes("iso")
    found = mapped(names, country_named)
    by_number = numbers.map(lambda number: country_numbered(int(number)), na_action="ignore")
    found = found.where(found.notna(), by_number.astype(object))
    unknown = found.isna() & (names != "")
    chunk.remarks.add(rows_of(unknown), "country", names[unknown], "no country known by this name")
    columns = country_columns(found)
    regions = or_none(chunk.texts("region"))
    geo_precision = chunk.wholes("geo_precision")
    precision = geo_precision.map(_PRECISIONS.get, na_action="ignore").astype(object)
    return {
        **columns,
        "country": or_none(names).where(names != "", columns["country"]),
        "iso": numbers.astype(object).where(numbers.notna(), columns["iso"]),
        "region": regions.where(regions.notna(), columns["region"]),
        "latitude": chunk.numbers("latitude"),
        "longitude": chunk.numbers("longitude"),
        "geo_precision": geo_precision,
        "x_place_text": or_none(chunk.texts("location")),
        **precision_columns(precision.where(precision.notna(), None)),
    }


def _deaths(chunk: Chunk) -> Columns:
    """Deaths; ACLED writes 0 where none were reported, so 0 states no number."""
    deaths = chunk.wholes("fatalities")
    below = deaths.lt(0).fillna(value=False).astype(bool)
    chunk.remarks.add(rows_of(below), "fatalities", deaths[below], "below zero: left empty")
    deaths = deaths.where(~below)
    stated = deaths.gt(0).fillna(value=False).astype(bool)
    known = deaths.where(stated)
    return {
        "fatalities": deaths,
        "x_fat_low": known,
        "x_fat_best": known,
        "x_fat_high": known,
        "x_fat_reported": stated,
        "x_n_sources": constant(chunk.index, None),
    }
