"""Admin-1 polygons under our own column names, from the files that ship or from elsewhere."""

from geo.boundaries.combined import Boundaries
from geo.boundaries.own import OwnBoundaries, import_own, open_layer, read_own
from geo.boundaries.shipped import (
    PEOPLE_SOURCE,
    ShippedBoundaries,
    View,
    packed_world,
    province_people,
)
from geo.boundaries.source import DISTRICT_COLUMNS, PROVINCE_COLUMNS, BoundarySource

__all__ = [
    "DISTRICT_COLUMNS",
    "PEOPLE_SOURCE",
    "PROVINCE_COLUMNS",
    "Boundaries",
    "BoundarySource",
    "OwnBoundaries",
    "ShippedBoundaries",
    "View",
    "import_own",
    "open_layer",
    "packed_world",
    "province_people",
    "read_own",
]
