"""The exporter for a file's suffix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geo.errors import ExportError
from geo.exchange.csv_table import export_csv
from geo.exchange.geojson import export_geojson, export_json_lines
from geo.exchange.hxl import export_hxl
from geo.exchange.parquet import export_parquet
from geo.exchange.ucdp_table import export_ucdp
from geo.exchange.vector_files import export_flatgeobuf, export_geopackage, export_kml
from geo.suggestions import did_you_mean

if TYPE_CHECKING:
    import geopandas as gpd


class Exporter(Protocol):
    """Writes a table of events to a file, whole or not at all."""

    def __call__(self, events: gpd.GeoDataFrame, path: str | Path) -> None:
        """Write `events` to `path`; raises ExportError where that cannot be done."""


EXPORTERS: Mapping[str, Exporter] = {
    ".csv": export_csv,
    ".hxl.csv": export_hxl,
    ".ucdp.csv": export_ucdp,
    ".geojson": export_geojson,
    ".jsonl": export_json_lines,
    ".parquet": export_parquet,
    ".gpkg": export_geopackage,
    ".fgb": export_flatgeobuf,
    ".kml": export_kml,
}


def export(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events in the form that the suffix of `path` names.

    .csv, .hxl.csv (with HXL tags), .ucdp.csv (UCDP GED's columns), .geojson (RFC 7946), .jsonl,
    .parquet (GeoParquet), .gpkg (GeoPackage), .fgb (FlatGeobuf) or .kml. Raises ExportError for
    another suffix, or where the file cannot be written.

    >>> geo.export(geo.read_events("ged.csv"), "ged.gpkg")
    >>> len(gpd.read_file("ged.gpkg"))
    250
    """
    exporter(path)(events, path)


def exporter(path: str | Path) -> Exporter:
    """The exporter that the suffix of `path` names, the longest that fits.

    Raises ExportError for a suffix that no exporter bears, with those that are known.
    """
    name = Path(path).name.lower()
    fitting = [suffix for suffix in EXPORTERS if name.endswith(suffix)]
    if not fitting:
        raise ExportError(_advice(str(path), Path(path).suffix.lower()))
    return EXPORTERS[max(fitting, key=len)]


def _advice(path: str, suffix: str) -> str:
    known = ", ".join(EXPORTERS)
    meant = did_you_mean(suffix, EXPORTERS, alike=0.5)
    found = f"the suffix {suffix}" if suffix else "a name without a suffix"
    return f"{path}: cannot export to {found}, expected one of {known}{meant}"
