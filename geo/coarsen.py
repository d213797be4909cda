"""Make a table of events safe to share: coarser places, no text, some events held back."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import UsageError
from geo.frames import GEO_PRECISION, LIST_COLUMNS, UCDP_WHERE_PRECISION, typed_frame
from geo.records import Place, Precision

if TYPE_CHECKING:
    import geopandas as gpd

Level = Literal["province", "district"]
FindDistrict = Callable[[str, str, str], Place | None]
"""From a country (ISO alpha-2), a province's and a district's name to the district."""

TOLD = (
    "notes", "tags", "source", "x_urls", "x_titles", "x_path", "x_reports", "x_disagreements",
    "x_sentence", "x_sentence_start", "x_place_start", "x_place_end", "x_place_text", "x_place_id",
    "x_place_reason", "x_place_score", "x_place_alternatives", "x_radius_km", "x_date_text",
    "x_corrections", "x_trigger_text", "x_trigger_start", "x_trigger_end", "admin3",
    "x_province_distance_km",
)  # fmt: skip
"""What says, or leads to, more than the coarse place: emptied."""

DISTRICT = ("x_district_id", "x_district")
"""What tells the district: emptied where the province is the finest that may be told."""

_FINE = {
    "province": frozenset(("town", "near", "district")),
    "district": frozenset(("town", "near")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Which events are left out: those of the last `delay_days`, and those of `types`.

    `types` are ACLED's event or sub-event types.
    """

    delay_days: int = 0
    types: tuple[str, ...] = ()

    def apply(self, events: gpd.GeoDataFrame, *, today: date) -> gpd.GeoDataFrame:
        """The events that may be shown; those without a date wait for none."""
        import pandas as pd

        chosen = list(self.types)
        hidden = events["event_type"].isin(chosen) | events["sub_event_type"].isin(chosen)
        if self.delay_days:
            newest = pd.Timestamp(today - timedelta(days=self.delay_days))
            hidden |= events["event_date"] > newest
        return events[~hidden].reset_index(drop=True)


def checked_types(given: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """The types as the codebook spells them. Raises UsageError for one that it does not have."""
    spelt = {name.casefold(): name for name in known}
    for name in given:
        if name.casefold() not in spelt:
            near = difflib.get_close_matches(name.casefold(), spelt, n=1)
            meant = f"; did you mean {spelt[near[0]]!r}?" if near else ""
            raise UsageError(f"no event type is called {name!r}{meant}")
    return tuple(spelt[name.casefold()] for name in given)


def coarsen(
    events: gpd.GeoDataFrame,
    to: Level,
    provinces: gpd.GeoDataFrame,
    *,
    find_district: FindDistrict = lambda *_: None,
) -> gpd.GeoDataFrame:
    """The events at no finer than their province or district, without any text.

    `events` comes from geo.join.join_provinces; `provinces` has province_id, name, lat and lon of
    a label point (degrees, EPSG:4326). Coordinates, location and precision become those of the
    province, or of the district where `find_district` knows it, else the province; an event in no
    province keeps its country alone, without a point. Columns in TOLD are emptied, and the
    articles' ids, which may be addresses, replaced by hashes. Rows stay in order.
    """
    points = {row.province_id: row for row in provinces.itertuples()}
    moved = [_moved(row, to, points, find_district) for row in events.to_dict("records")]
    return typed_frame(events.drop(columns="geometry").assign(**_columns(moved, events)))


def _columns(rows: list[dict[str, Any]], events: gpd.GeoDataFrame) -> dict[str, Any]:
    import pandas as pd

    names = [name for name in events.columns if name != "geometry"]
    return {
        name: pd.Series([row[name] for row in rows], index=events.index, dtype=object)
        for name in names
    }


def _moved(
    row: dict[str, Any], to: Level, points: dict[str, Any], find_district: FindDistrict
) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: [] if name in LIST_COLUMNS else None for name in TOLD if name in row
    }
    coarse = row | told | {"x_article_ids": [_hash(name) for name in row["x_article_ids"]]}
    if row["x_precision"] not in _FINE[to]:
        return coarse
    return coarse | dict(_place(row, to, points, find_district))


def _place(
    row: dict[str, Any], to: Level, points: dict[str, Any], find_district: FindDistrict
) -> Iterator[tuple[str, Any]]:
    """What changes in a row whose place is finer than it may be."""
    names = (row["x_country_iso2"] or "", row["admin1"] or "", row["admin2"] or "")
    district = find_district(*names) if to == "district" and names[2] else None
    province = points.get(row.get("x_province_id") or "")
    if district is not None:
        yield from _at(Precision.DISTRICT, names[2], district.lat, district.lon)
        return
    yield from ((name, None) for name in ("admin2", *DISTRICT) if name in row)
    if province is not None:
        name = row["admin1"] or province.name
        yield from _at(Precision.PROVINCE, name, province.lat, province.lon)
    else:
        yield from _at(Precision.COUNTRY, row["country"], None, None)


def _at(
    precision: Precision, name: str, lat: float | None, lon: float | None
) -> Iterator[tuple[str, Any]]:
    yield "x_precision", precision.label
    yield "geo_precision", GEO_PRECISION[precision]
    yield "x_ucdp_where_prec", UCDP_WHERE_PRECISION[precision]
    yield "location", name
    yield "latitude", lat
    yield "longitude", lon


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:16]
