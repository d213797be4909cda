"""What is put on a map: provinces, events, a timeline, a legend."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import geopandas as gpd
import pandas as pd
from branca.element import Element

from geo.render.basemap import basemap_payload
from geo.render.choropleth import choropleth_payload
from geo.render.context import context_payload
from geo.render.inline import Verbatim, json_script
from geo.render.map import figure_of
from geo.render.pack import Packed
from geo.render.payload import event_payload
from geo.render.plain import plain_table
from geo.render.table import PRECISIONS, EventTable
from geo.render.tiles import tile_source


class _DataLayer(Element):
    """An element that puts JSON into the page and hands it to our script, as text to neither."""

    role = ""

    def __init__(self, data: Any, *, extra: str = "") -> None:
        super().__init__()
        self._name = type(self).__name__
        self._data = data
        self._extra = extra

    def render(self, **_: Any) -> str:
        """Put the data and the call that reads it into the page."""
        figure, name = figure_of(self), self.get_name()
        data = Verbatim(json_script(f"{name}_data", self._data) + self._extra)
        figure.html.add_child(data, name=name)
        call = f'atlas.layers.push({{role: "{self.role}", id: "{name}_data"}});'
        figure.script.add_child(Verbatim(call), name=name)
        return ""


class ProvinceLayer(_DataLayer):
    """Land, borders and names.

    `provinces` has province_id, name, country and, where known, lat and lon of its label;
    `countries` has country, name, lat and lon. Both are in EPSG:4326. Provinces are drawn in
    the countries of `focus` (ISO 3166-1 alpha-2; None: everywhere) and their neighbours.
    `packed` is what geo.render.basemap made of the same tables before.
    """

    role = "provinces"

    def __init__(
        self,
        provinces: gpd.GeoDataFrame,
        countries: gpd.GeoDataFrame | None = None,
        *,
        focus: Collection[str] | None = None,
        packed: Packed | None = None,
    ) -> None:
        super().__init__(packed or basemap_payload(provinces, countries, focus=focus))


class DistrictLayer(_DataLayer):
    """The shapes of districts, which an event known by its district alone is drawn as.

    `districts` has district_id, name, country, lat and lon of its label, in EPSG:4326.
    """

    role = "districts"

    def __init__(self, districts: gpd.GeoDataFrame) -> None:
        shapes = districts.rename(columns={"district_id": "province_id"})
        super().__init__(basemap_payload(shapes))


def drawn_districts(events: pd.DataFrame, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The districts that DistrictLayer needs: those of events known by district alone."""
    table = EventTable(events)
    known_so = table.precisions() == PRECISIONS.index("district")
    named = {name for name, so in zip(table.texts("x_district_id"), known_so, strict=True) if so}
    return districts[districts["district_id"].isin(named - {""})]


class EventLayer(_DataLayer):
    """Events, with their list, cards and filters.

    `events` needs latitude and longitude; ACLED's columns and our own are read where they are
    there. Rows without a position are listed, not drawn.
    """

    role = "events"

    def __init__(self, events: pd.DataFrame, *, language: str = "en") -> None:
        table = EventTable(events)
        super().__init__(event_payload(table), extra=plain_table(table, language=language))


class ContextLayer(_DataLayer):
    """Places that articles name and where nothing happened, off until the reader asks for them.

    `places` has name, latitude, longitude (degrees, EPSG:4326) and n_articles, the number of
    articles that name the place. Of many the two thousand most named are drawn.
    """

    role = "context"

    def __init__(self, places: pd.DataFrame) -> None:
        super().__init__(context_payload(places))


class Choropleth(_DataLayer):
    """The choice to colour provinces by events or deaths, in number or by area or people.

    `events` and `provinces` are those of the map's other layers. Rates by people need a column
    `population` in `provinces`; `population` says in the legend where the numbers are from.
    """

    role = "choropleth"

    def __init__(
        self, events: pd.DataFrame, provinces: gpd.GeoDataFrame, *, population: str = ""
    ) -> None:
        super().__init__(choropleth_payload(events, provinces, population=population))


class OnlineTiles(_DataLayer):
    """Tiles of a server in place of our own land: the one layer that uses the network.

    `tiles` is a name of xyzservices ("OpenStreetMap.Mapnik") or a template with {z}, {x} and
    {y}, which needs `attribution`. Whoever opens the page tells that server what he looks at.
    The page may load images from that server, and nothing else from anywhere.
    """

    role = "tiles"

    def __init__(self, tiles: str, *, attribution: str = "") -> None:
        source = tile_source(tiles, attribution)
        super().__init__(source)
        self.image_origin: str = source["origin"]


class Timeline(_DataLayer):
    """A histogram of the events over time, with a brush that chooses dates and a button to play.

    It stands under the map where the events have more than one day; on a phone in the panel.
    """

    role = "timeline"

    def __init__(self) -> None:
        super().__init__({})


class Legend(_DataLayer):
    """What the signs mean, in words: the signs that the map shows, and no others."""

    role = "legend"

    def __init__(self) -> None:
        super().__init__({})
