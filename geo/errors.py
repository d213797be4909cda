"""Everything that geoconflict raises on purpose.

GeoconflictError
├── UsageError         what was asked for makes no sense
│   └── NoArticlesError  nothing to read where articles were expected
├── SourceError        a source of articles cannot be read
├── DataError          reference data is missing or damaged
├── FrameError         a table lacks columns, or has the wrong CRS
├── GazetteerError     a gazetteer's files do not fit together
├── GeocodingError     a geocoding service could not be asked
├── ClusterError       a cluster cannot be used
├── CorrectionsError   a file of corrections cannot be read or written
├── StoreError         the cache file cannot be used
│   └── DamagedStoreError  the cache file is damaged
├── ExportError        a result cannot be written in the form asked for
└── MapError           a page cannot be made self-contained

"Unknown" is never an error: a place that nobody knows is an empty list.
"""

from __future__ import annotations


class GeoconflictError(Exception):
    """The root: catch this to catch all of them."""


class UsageError(GeoconflictError):
    """What was asked for makes no sense."""


class NoArticlesError(UsageError):
    """Nothing to read where articles were expected."""


class SourceError(GeoconflictError):
    """A source of articles cannot be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DataError(GeoconflictError):
    """Reference data is missing or damaged."""


class FrameError(GeoconflictError):
    """A table lacks columns, or is in another CRS than EPSG:4326."""


class GazetteerError(GeoconflictError):
    """A gazetteer's files do not fit together."""


class GeocodingError(GeoconflictError):
    """A geocoding service could not be asked; this never means "no such place"."""


class ClusterError(GeoconflictError):
    """A cluster cannot be used: not reached, without workers, or its workers are not like us."""


class CorrectionsError(GeoconflictError):
    """A file of corrections cannot be read or written."""


class StoreError(GeoconflictError):
    """The cache file cannot be used."""


class DamagedStoreError(StoreError):
    """The cache file is damaged."""


class ExportError(GeoconflictError):
    """A result cannot be written in the form asked for."""


class MapError(GeoconflictError):
    """A page cannot be made self-contained."""
