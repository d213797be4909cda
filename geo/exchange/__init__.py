"""Writers of event tables: CSV, GeoJSON, GeoParquet and JSON Lines."""

from geo.exchange.csv_table import export_csv
from geo.exchange.exporters import EXPORTERS, Exporter, export
from geo.exchange.geojson import export_geojson, export_json_lines
from geo.exchange.parquet import export_parquet
from geo.exchange.plain import json_line, json_row, json_value
from geo.exchange.replacing import replacing

__all__ = [
    "EXPORTERS",
    "Exporter",
    "export",
    "export_csv",
    "export_geojson",
    "export_json_lines",
    "export_parquet",
    "json_line",
    "json_row",
    "json_value",
    "replacing",
]
