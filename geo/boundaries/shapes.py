"""Label points and areas of polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def label_points(polygons: gpd.GeoSeries) -> dict[str, pd.Series]:
    """The point of each polygon farthest from its border: columns lat and lon, degrees."""
    import numpy as np
    import pandas as pd
    import shapely

    largest = [max(shapely.get_parts(polygon), key=shapely.area) for polygon in polygons]
    circles = shapely.maximum_inscribed_circle(np.array(largest), tolerance=0.01)
    points = shapely.get_point(circles, 0)
    inside = shapely.contains(polygons.array.to_numpy(), points)
    points = np.where(inside, points, shapely.point_on_surface(np.array(largest)))
    return {
        "lat": pd.Series(np.round(shapely.get_y(points), 4), index=polygons.index),
        "lon": pd.Series(np.round(shapely.get_x(points), 4), index=polygons.index),
    }


def measure_areas(polygons: gpd.GeoSeries) -> pd.Series:
    """Geodesic areas on WGS 84, in square kilometres."""
    import numpy as np
    import pandas as pd
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    areas = [abs(geod.geometry_area_perimeter(polygon)[0]) / 1e6 for polygon in polygons]
    return pd.Series(np.round(areas, 2), index=polygons.index)
