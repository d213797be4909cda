"""A place that no gazetteer has, from its coordinates: its country and province by the polygons."""

from __future__ import annotations

import functools

from geo.boundaries import ShippedBoundaries
from geo.frames import CRS
from geo.records import Place


@functools.lru_cache(maxsize=1024)
def place_at(lat: float, lon: float, name: str) -> Place:
    """The place of a name at a point in degrees, EPSG:4326, in the province that holds it."""
    import geopandas as gpd

    from geo.join import join_provinces

    point = gpd.GeoDataFrame(geometry=gpd.GeoSeries.from_xy([lon], [lat], crs=CRS))
    provinces = ShippedBoundaries().near(point.geometry)
    joined = join_provinces(point, provinces).iloc[0]
    held = provinces[provinces["province_id"] == joined["x_province_id"]]
    return Place(
        id=f"point:{lat:g},{lon:g}",
        name=name,
        kind="populated",
        lat=lat,
        lon=lon,
        country=held["country"].iloc[0] if len(held) else "",
        admin1=joined["x_province"] or "",
        admin1_iso=joined["x_province_iso"] or "",
        source="correction",
    )
