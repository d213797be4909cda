"""Folium maps that are one safe file: they open from disk, with no network.

from geo.render import Choropleth, EventLayer, Legend, Map, ProvinceLayer, draw_map

draw_map(events, provinces, countries).save("map.html")
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
    "draw_gallery",
    "draw_map",
    "save_gallery",
    "with_positions",
]
