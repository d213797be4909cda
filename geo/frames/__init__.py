"""The column contracts; the one place where records become GeoDataFrames."""

from geo.frames.codebook import GEO_PRECISION, INTER_ORDER, UCDP_WHERE_PRECISION
from geo.frames.columns import (
    ACLED_COLUMNS,
    DATE_COLUMNS,
    EVENT_COLUMNS,
    EXTENSION_COLUMNS,
    LIST_COLUMNS,
    WHOLE_COLUMNS,
)
from geo.frames.events import CRS, check_points, columns_frame, events_frame, typed_frame
from geo.frames.objects import geoparse_object, place_object
from geo.frames.rows import Row, event_row

__all__ = [
    "ACLED_COLUMNS",
    "CRS",
    "DATE_COLUMNS",
    "EVENT_COLUMNS",
    "EXTENSION_COLUMNS",
    "GEO_PRECISION",
    "INTER_ORDER",
    "LIST_COLUMNS",
    "UCDP_WHERE_PRECISION",
    "WHOLE_COLUMNS",
    "Row",
    "check_points",
    "columns_frame",
    "event_row",
    "events_frame",
    "geoparse_object",
    "place_object",
    "typed_frame",
]
