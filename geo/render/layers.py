"""What is put on a map: provinces, events, a legend."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import geopandas as gpd
import pandas as pd
from branca.element import Element

from geo.render.basemap import basemap_payload
from geo.render.inline import Verbatim, json_script
from geo.render.map import figure_of
from geo.render.payload import event_payload
from geo.render.plain import plain_table
from geo.render.table import EventTable


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
    """

    role = "provinces"

    def __init__(
        self,
        provinces: gpd.GeoDataFrame,
        countries: gpd.GeoDataFrame | None = None,
        *,
        focus: Collection[str] | None = None,
    ) -> None:
        super().__init__(basemap_payload(provinces, countries, focus=focus))


class EventLayer(_DataLayer):
    """Events, with their list, cards and filters.

    `events` needs latitude and longitude; ACLED's columns and our own are read where they are
    there. Rows without a position are listed, not drawn.
    """

    role = "events"

    def __init__(self, events: pd.DataFrame, *, language: str = "en") -> None:
        table = EventTable(events)
        super().__init__(event_payload(table), extra=plain_table(table, language=language))


class Legend(_DataLayer):
    """What the signs mean, in words: the signs that the map shows, and no others."""

    role = "legend"

    def __init__(self) -> None:
        super().__init__({})
