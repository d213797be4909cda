"""Folium maps that are one safe file: they open from disk, with no network.

from geo.render import EventLayer, Legend, Map, ProvinceLayer, Timeline, draw_map

draw_map(events, provinces, countries).save("map.html")

page = Map(title="By hand")
ProvinceLayer(provinces, countries).add_to(page)
EventLayer(events).add_to(page)
Timeline().add_to(page)
Legend().add_to(page)
page.save("map.html")
"""

from geo.render.draw import draw_map
from geo.render.gallery import draw_gallery, save_gallery
from geo.render.layers import (
    Choropleth,
    ContextLayer,
    EventLayer,
    Legend,
    OnlineTiles,
    ProvinceLayer,
    Timeline,
)
from geo.render.map import Map
from geo.render.table import with_positions

__all__ = [
    "Choropleth",
    "ContextLayer",
    "EventLayer",
    "Legend",
    "Map",
    "OnlineTiles",
    "ProvinceLayer",
    "Timeline",
    "draw_gallery",
    "draw_map",
    "save_gallery",
    "with_positions",
]
