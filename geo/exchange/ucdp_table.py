"""Events as CSV under the columns of UCDP GED, for tools made for it.

Source: UCDP GED Codebook 24.1; PRIO-GRID's numbering of half-degree cells.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchange.csv_table import write_table
from geo.exchange.plain import plain_rows

if TYPE_CHECKING:
    import pandas as pd

UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

_COPIED = {
    "year": "year",
    "type_of_violence": "x_ucdp_type",
    "side_a": "actor1",
    "side_b": "actor2",
    "number_of_sources": "x_n_sources",
    "source_office": "source",
    "source_article": "notes",
    "where_prec": "x_ucdp_where_prec",
    "where_coordinates": "location",
    "where_description": "x_place_text",
    "adm_1": "admin1",
    "adm_2": "admin2",
    "latitude": "latitude",
    "longitude": "longitude",
    "country": "country",
    "region": "region",
    "date_start": "x_date_start",
    "date_end": "x_date_end",
}
# A day, a week, a month: the finest of UCDP's codes that is not finer than what is known.
_DATE_PRECISIONS = {1: 1, 2: 3, 3: 4}
_CARRIED = frozenset(UCDP_COLUMNS)
_PREFIX = "GED"


def export_ucdp(events: pd.DataFrame, path: str | Path) -> None:
    """Write events as CSV under UCDP GED's columns, every event a row, in the order given.

    `relid` is the event's id and `id` its number. An event that is none of UCDP's types (a
    protest, an arrest) has an empty type_of_violence; UCDP's own numbers of conflicts, dyads,
    sides and countries stay empty, for they are UCDP's to give.
    """
    rows = [_row(values) for values in plain_rows(events)]
    columns = {name: [row.get(name) for row in rows] for name in UCDP_COLUMNS}
    write_table(path, columns)


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: values.get(ours) for name, ours in _COPIED.items()}
    row |= _from_tags(values.get("tags"))
    row.setdefault("date_prec", _DATE_PRECISIONS.get(values.get("time_precision") or 0))
    name = str(values.get("event_id_cnty") or "")
    return row | _deaths(values) | _cell(values) | {"id": _number(name), "relid": name or None}


def _from_tags(tags: str | None) -> dict[str, Any]:
    """What an import from UCDP GED kept in tags: "deaths_a=0; deaths_b=2"."""
    pairs = (tag.partition("=") for tag in (tags or "").split("; "))
    return {name: value for name, mark, value in pairs if mark and name in _CARRIED}


def _deaths(values: Mapping[str, Any]) -> dict[str, Any]:
    stated = values.get("x_fat_best")
    best = values.get("fatalities") if stated is None else stated
    low, high = values.get("x_fat_low"), values.get("x_fat_high")
    return {
        "best": best,
        "low": best if low is None else low,
        "high": best if high is None else high,
    }


def _cell(values: Mapping[str, Any]) -> dict[str, Any]:
    lat, lon = values.get("latitude"), values.get("longitude")
    if lat is None or lon is None:
        return {}
    cell = math.floor((lat + 90) * 2) * 720 + math.floor((lon + 180) * 2) + 1
    return {"geom_wkt": f"POINT ({lon} {lat})", "priogrid_gid": cell}


def _number(name: str) -> int:
    """UCDP's own number, or one made of the event's id: the same on every machine."""
    number = name.removeprefix(_PREFIX)
    if number != name and number.isdecimal():
        return int(number)
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest(), "big")
