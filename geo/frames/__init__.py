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
from geo.frames.corrected import FOLLOWS, correction_notes, decided_columns
from geo.frames.events import CRS, check_points, columns_frame, events_frame, typed_frame
from geo.frames.objects import geoparse_object, place_object
from geo.frames.rows import Row, country_columns, describe_place, event_row, place_columns

__all__ = [
    "ACLED_COLUMNS",
    "CRS",
    "DATE_COLUMNS",
    "EVENT_COLUMNS",
    "EXTENSION_COLUMNS",
    "FOLLOWS",
    "GEO_PRECISION",
    "INTER_ORDER",
    "LIST_COLUMNS",
    "UCDP_WHERE_PRECISION",
    "WHOLE_COLUMNS",
    "Row",
    "check_points",
    "columns_frame",
    "correction_notes",
    "country_columns",
    "decided_columns",
    "describe_place",
    "event_row",
    "events_frame",
    "geoparse_object",
    "place_columns",
    "place_object",
    "typed_frame",
]
