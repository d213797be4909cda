"""Readers of event tables: our own files, and the exports of ACLED, UCDP GED and GDELT."""

from geo.exchange.imports.problems import Imported, Problem
from geo.exchange.imports.reading import (
    import_events,
    iter_events,
    read_acled,
    read_events,
    read_gdelt,
    read_ucdp_ged,
)

__all__ = [
    "Imported",
    "Problem",
    "import_events",
    "iter_events",
    "read_acled",
    "read_events",
    "read_gdelt",
    "read_ucdp_ged",
]
