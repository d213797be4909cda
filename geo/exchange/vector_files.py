"""Events in the formats that GDAL writes: GeoPackage, FlatGeobuf and KML."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.exchange.plain import plain_columns
from geo.frames import DATE_COLUMNS, WHOLE_COLUMNS, check_points
from geo.replacing import replacing

if TYPE_CHECKING:
    import geopandas as gpd

_LAYER = "events"
# KML's integers have 32 bits; a wider column becomes text.
_KML_WHOLE = 2**31
# A GeoPackage says when it was written; the same events shall give the same bytes.
_NO_CLOCK = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00Z"}


def export_geopackage(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events as a GeoPackage, layer "events": for QGIS and ArcGIS.

    Lists are joined by ";". Raises FrameError unless events are in EPSG:4326.
    """
    _write(_plain(events), path, driver="GPKG")


def export_flatgeobuf(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events as FlatGeobuf, with a spatial index: its rows stand in the index's order.

    Without an index, in the order given, where an event has no point: the index takes none.
    """
    plain = _plain(events)
    index = "NO" if plain.geometry.isna().any() else "YES"
    _write(plain, path, driver="FlatGeobuf", layer_options={"SPATIAL_INDEX": index})


def export_kml(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events as KML: a placemark each, named by what and where, described by its notes.

    `timestamp` is called x_timestamp there, for KML means something else by that word.
    """
    plain = _plain(events)
    for name in plain.columns.drop("geometry"):
        if name in DATE_COLUMNS:
            plain[name] = plain[name].dt.strftime("%Y-%m-%d").astype(object)
        elif plain[name].dtype == "Int64" and not (plain[name].abs() >= _KML_WHOLE).any():
            plain[name] = plain[name].astype("Int32")
    titles = _titles(plain)
    plain = plain.rename(columns={"timestamp": "x_timestamp"})
    plain["Name"] = titles
    plain["Description"] = plain.get("notes", "")
    _write(plain, path, driver="KML")


def _titles(events: gpd.GeoDataFrame) -> list[str]:
    parts = [events[name] for name in ("sub_event_type", "location") if name in events.columns]
    return [", ".join(part for part in row if part) for row in zip(*parts, strict=True)] or [""] * (
        len(events)
    )


def _plain(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The events with texts for lists and None for what is missing, as GDAL takes them."""
    import geopandas as gpd
    import pandas as pd

    check_points(events, name="events")
    columns: dict[str, Any] = {}
    for name, values in plain_columns(events).items():
        typed = events[name].dtype != object or name in WHOLE_COLUMNS
        columns[name] = (
            events[name].reset_index(drop=True)
            if typed
            else pd.Series([_joined(value) for value in values], dtype=object)
        )
    geometry = events.geometry.reset_index(drop=True)
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=events.crs)


def _joined(value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(str(each).replace(";", ",") for each in value) or None
    return value


def _write(plain: gpd.GeoDataFrame, path: str | Path, *, driver: str, **options: Any) -> None:
    import pyogrio

    with replacing(path) as temporary, _settings(_NO_CLOCK):
        try:
            pyogrio.write_dataframe(
                plain, temporary, driver=driver, layer=_LAYER, geometry_type="Point", **options
            )
        except pyogrio.errors.DataSourceError as error:
            raise ExportError(f"{path}: cannot be written as {driver}: {error}") from error


@contextlib.contextmanager
def _settings(settings: dict[str, str]) -> Iterator[None]:
    """GDAL's settings for the length of a block."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in settings}
    pyogrio.set_gdal_config_options(settings)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
