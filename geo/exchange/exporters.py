"""The exporter for a file's suffix."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geo.errors import ExportError
from geo.exchange.csv_table import export_csv
from geo.exchange.geojson import export_geojson, export_json_lines
from geo.exchange.parquet import export_parquet

if TYPE_CHECKING:
    import geopandas as gpd


class Exporter(Protocol):
    """Writes a table of events to a file, whole or not at all."""

    def __call__(self, events: gpd.GeoDataFrame, path: str | Path) -> None:
        """Write `events` to `path`; raises ExportError where that cannot be done."""


EXPORTERS: Mapping[str, Exporter] = {
    ".csv": export_csv,
    ".geojson": export_geojson,
    ".jsonl": export_json_lines,
    ".parquet": export_parquet,
}


def export(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events in the form that the suffix of `path` names; see EXPORTERS."""
    suffix = Path(path).suffix.lower()
    if suffix not in EXPORTERS:
        raise ExportError(_advice(str(path), suffix))
    EXPORTERS[suffix](events, path)


def _advice(path: str, suffix: str) -> str:
    known = ", ".join(EXPORTERS)
    near = difflib.get_close_matches(suffix, EXPORTERS, n=1, cutoff=0.5)
    meant = f"; did you mean {near[0]}?" if near else ""
    found = f"the suffix {suffix}" if suffix else "a name without a suffix"
    return f"{path}: cannot export to {found}, expected one of {known}{meant}"
