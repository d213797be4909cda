"""Admin-1 polygons under our own column names, from the files that ship or from elsewhere."""

from geo.boundaries.shipped import (
    PEOPLE_SOURCE,
    ShippedBoundaries,
    View,
    packed_world,
    province_people,
)
from geo.boundaries.source import PROVINCE_COLUMNS, BoundarySource

__all__ = [
    "PEOPLE_SOURCE",
    "PROVINCE_COLUMNS",
    "BoundarySource",
    "ShippedBoundaries",
    "View",
    "packed_world",
    "province_people",
]
