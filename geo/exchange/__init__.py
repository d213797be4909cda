"""Readers and writers of event tables, ours and those of ACLED, UCDP GED and GDELT."""

from geo.exchange.csv_table import disarm, export_csv, write_table
from geo.exchange.exporters import EXPORTERS, Exporter, export, exporter
from geo.exchange.geojson import export_geojson, export_json_lines
from geo.exchange.hxl import TAGS, export_hxl
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
from geo.exchange.parts import PARTS, open_cluster_events, write_parts
from geo.exchange.plain import json_line, json_row, json_value
from geo.exchange.ucdp_table import UCDP_COLUMNS, export_ucdp
from geo.exchange.vector_files import export_flatgeobuf, export_geopackage, export_kml
from geo.replacing import replacing

__all__ = [
    "EXPORTERS",
    "PARTS",
    "TAGS",
    "UCDP_COLUMNS",
    "Exporter",
    "Imported",
    "Problem",
    "disarm",
    "export",
    "export_csv",
    "export_flatgeobuf",
    "export_geojson",
    "export_geopackage",
    "export_hxl",
    "export_json_lines",
    "export_kml",
    "export_parquet",
    "export_ucdp",
    "exporter",
    "import_events",
    "iter_events",
    "json_line",
    "json_row",
    "json_value",
    "open_cluster_events",
    "read_acled",
    "read_events",
    "read_gdelt",
    "read_ucdp_ged",
    "replacing",
    "write_parts",
    "write_table",
]
