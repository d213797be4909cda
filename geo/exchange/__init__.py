"""Readers and writers of event tables, ours and those of ACLED, UCDP GED and GDELT."""

from geo.exchange.csv_table import export_csv
from geo.exchange.exporters import EXPORTERS, Exporter, export
from geo.exchange.geojson import export_geojson, export_json_lines
from geo.exchange.imports import (
    Imported,
    Problem,
    import_events,
    iter_events,
    read_acled,
    read_events,
    read_gdelt,
    read_ucdp_ged,
)
from geo.exchange.parquet import export_parquet
from geo.exchange.plain import json_line, json_row, json_value
from geo.exchange.replacing import replacing

__all__ = [
    "EXPORTERS",
    "Exporter",
    "Imported",
    "Problem",
    "export",
    "export_csv",
    "export_geojson",
    "export_json_lines",
    "export_parquet",
    "import_events",
    "iter_events",
    "json_line",
    "json_row",
    "json_value",
    "read_acled",
    "read_events",
    "read_gdelt",
    "read_ucdp_ged",
    "replacing",
]
