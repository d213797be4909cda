"""The standard page: land, events, legend, notes and credits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.datasets import datasets
from geo.errors import DataError
from geo.render.basemap import covers_world, text_column
from geo.render.layers import (
    Choropleth,
    ContextLayer,
    DistrictLayer,
    EventLayer,
    Legend,
    OnlineTiles,
    ProvinceLayer,
    Timeline,
    drawn_districts,
)
from geo.render.map import Credit, Map, Note
from geo.render.pack import Packed
from geo.render.table import EventTable

_SHIPPED = "Natural Earth · GeoNames"
_OTHERS = "on the terms of their source"


def draw_map(
    events: pd.DataFrame,
    provinces: gpd.GeoDataFrame,
    countries: gpd.GeoDataFrame,
    *,
    title: str | None = None,
    notes: Sequence[Note] = (),
    language: str = "en",
    credits: Sequence[Credit] | None = None,  # noqa: A002  # the word of the trade
    population: str = "",
    world: Callable[[], Packed] | None = None,
    context: pd.DataFrame | None = None,
    tiles: str = "",
    tiles_attribution: str = "",
    districts: gpd.GeoDataFrame | None = None,
    also_credited: Sequence[tuple[str, str]] = (),
) -> Map:
    """A map of events, ready to save.

    `events` has latitude and longitude and any of the event table's columns; `provinces` and
    `countries` are in EPSG:4326. `notes` pairs the titles of articles that gave no event with
    the reason. `credits` are (title, attribution, licence); None credits the shipped data.
    A column `population` in `provinces` gives rates by people; `population` says where it is from.
    `world` gives the land of all `provinces` as geo.render.basemap packs it; it is asked where
    most countries have events. `context` are the other places named, as ContextLayer takes them;
    `tiles` and `tiles_attribution` what OnlineTiles takes, none by default. `districts` are drawn
    where an event is known by its district; `also_credited` are names and attributions beside the
    shipped credits.
    """
    page = Map(
        title=title or "",
        language=language,
        notes=notes,
        credits=[
            *(_shipped_credits() if credits is None else credits),
            *((name, credit, _OTHERS) for name, credit in also_credited),
        ],
        attribution=_SHIPPED if credits is None else "",
    )
    events = _with_provinces(events, provinces)
    focus = _focus(events, provinces)
    packed = world() if world and covers_world(focus, countries["country"]) else None
    ProvinceLayer(provinces, countries, focus=focus, packed=packed).add_to(page)
    EventLayer(events, language=language).add_to(page)
    if districts is not None and len(chosen := drawn_districts(events, districts)):
        DistrictLayer(chosen).add_to(page)
    Choropleth(events, provinces, population=population).add_to(page)
    if context is not None and len(context):
        ContextLayer(context).add_to(page)
    if tiles:
        OnlineTiles(tiles, attribution=tiles_attribution).add_to(page)
    Timeline().add_to(page)
    Legend().add_to(page)
    return page


def _shipped_credits() -> list[Credit]:
    """What ships, files of one attribution and licence together."""
    try:
        shipped = datasets()
    except DataError:
        return []
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for data in shipped:
        titles = groups.setdefault((data.attribution, data.licence), {})
        titles[data.title.partition(":")[0]] = None
    return [(", ".join(titles), *terms) for terms, titles in groups.items()]


def _with_provinces(events: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """The events with x_province_id: as joined, else by code, else by position."""
    if "x_province_id" in events.columns or not len(provinces):
        return events
    ids = np.array(text_column(provinces, "province_id"), object)
    by_code = dict(zip(text_column(provinces, "iso_3166_2"), ids, strict=True))
    by_code[""] = ""
    coded = [by_code.get(code, "") for code in text_column(events, "x_admin1_iso")]
    found = coded if any(coded) else _by_position(events, provinces, ids)
    return events.assign(x_province_id=pd.Series(found, index=events.index, dtype=object))


def _by_position(events: pd.DataFrame, provinces: gpd.GeoDataFrame, ids: np.ndarray) -> list[str]:
    table = EventTable(events)
    points = shapely.points(table.numbers("longitude"), table.numbers("latitude"))
    event, province = provinces.sindex.query(points, predicate="intersects")
    found = [""] * len(events)
    # Walking backwards leaves the first province where a point lies on a border.
    for at, inside in sorted(zip(event.tolist(), province.tolist(), strict=True), reverse=True):
        found[at] = str(ids[inside])
    return found


def _focus(events: pd.DataFrame, provinces: gpd.GeoDataFrame) -> Collection[str]:
    """The countries that events lie in."""
    country = dict(
        zip(text_column(provinces, "province_id"), text_column(provinces, "country"), strict=True)
    )
    table = EventTable(events)
    joined = {country.get(name, "") for name in _present(table, "x_province_id")}
    return (joined | _present(table, "x_country_iso2")) - {""}


def _present(table: EventTable, name: str) -> set[str]:
    return set(table.named(name)[1])
