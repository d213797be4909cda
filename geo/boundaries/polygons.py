"""Polygons from a file: opened, in EPSG:4326, valid; what is none is left out with a word."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from geo.errors import DataError, FrameError, SourceError, UsageError
from geo.frames import CRS
from geo.geofiles import check_geofile

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

_PARQUET = frozenset((".parquet", ".geoparquet"))
_LON, _LAT = 180.5, 90.5
_SHARE = 0.01


def open_file(path: Path, *, level: int | None, layer: str | None) -> gpd.GeoDataFrame:
    """All rows of a file of any form that GeoPandas reads; DataError where it cannot be read.

    Of several layers `layer` is read, else the one that is named by `level` (1 by default).
    """
    import geopandas as gpd
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        if path.suffix.lower() in _PARQUET:
            return gpd.read_parquet(path)
        check_geofile(path)
        source = _inside_zip(path) or str(path)
        frame = gpd.read_file(source, layer=layer or _layer_of(source, level))
    except (
        OSError, ValueError, BadZipFile, DataSourceError, DataLayerError, SourceError,
    ) as error:  # fmt: skip
        raise DataError(f"{path} cannot be read as boundaries: {error}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise FrameError(f"{path} holds no geometries: it has {', '.join(frame.columns)}")
    return frame


def _inside_zip(path: Path) -> str:
    """The one folder that holds all files of a zip, as GDAL names it; "" where there is none."""
    if path.suffix.lower() != ".zip":
        return ""
    with ZipFile(path) as archive:
        folders = {name.rpartition("/")[0] for name in archive.namelist() if name[-1] != "/"}
    return f"/vsizip/{path.resolve()}/{folders.pop()}" if len(folders) == 1 else ""


def _layer_of(path: str, level: int | None) -> str:
    import pyogrio

    names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    if len(names) == 1:
        return names[0]
    mark = re.compile(rf"(?:^|[^a-z])adm(?:in)?[ _]?{level or 1}(?!\d)", re.IGNORECASE)
    fitting = [name for name in names if mark.search(name)]
    if len(fitting) != 1:
        raise UsageError(f"{path} holds the layers {', '.join(names)}; name one with --layer")
    return fitting[0]


def in_degrees(frame: gpd.GeoDataFrame, *, crs: str | None, file: str) -> gpd.GeoDataFrame:
    """The frame in EPSG:4326. `crs` is what the file is in, against its own word.

    Raises FrameError where neither tells the CRS, and where coordinates are no degrees.
    """
    from pyproj.exceptions import CRSError

    if crs:
        try:
            frame = frame.set_crs(crs, allow_override=True)
        except CRSError as error:
            raise UsageError(f"--crs {crs} is no CRS that PROJ knows; try EPSG:4326") from error
    if frame.crs is None:
        raise FrameError(
            f"{file} does not say which CRS it is in; say it: `geoconflict data import boundaries "
            f"{file} --crs EPSG:4326` where it holds longitudes and latitudes, crs= in Python"
        )
    frame = frame.to_crs(CRS)
    west, south, east, north = frame.total_bounds
    if max(-west, east) > _LON or max(-south, north) > _LAT:
        raise FrameError(
            f"{file} reaches from {west:g}, {south:g} to {east:g}, {north:g}, which are no degrees "
            f"of {CRS}; say which CRS it is in, such as --crs EPSG:32636"
        )
    return frame


def keep_polygons(frame: gpd.GeoDataFrame, *, file: str) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The rows that have an area, all valid, and a word about those that had not or were not.

    Raises FrameError where none has.
    """
    import shapely

    shapes = frame.geometry.to_numpy()
    broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    shapes = shapes.copy()
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure")
    shapes = _areal(shapes)
    has_area = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if not has_area.any():
        kinds = sorted({str(kind) for kind in frame.geom_type.dropna()}) or ["nothing"]
        raise FrameError(f"{file} holds no polygons (found {', '.join(kinds)})")
    said = []
    if (~has_area).any():
        said.append(f"{_rows(~has_area)} without an area left out")
    if (broken & has_area).any():
        said.append(f"{_rows(broken & has_area)} with an invalid polygon repaired")
    return frame.set_geometry(shapes, crs=frame.crs)[has_area].reset_index(drop=True), said


def _areal(shapes: np.ndarray) -> np.ndarray:
    """Polygons as they are, and of collections the polygons alone."""
    import numpy as np
    import shapely

    areal = np.full(len(shapes), None, dtype=object)
    kinds = shapely.get_type_id(shapes)
    polygons = np.isin(kinds, (3, 6))
    areal[polygons] = shapes[polygons]
    for row in np.flatnonzero(kinds == 7):  # noqa: PLR2004 - a collection
        parts = shapely.get_parts(shapes[row])
        areal[row] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3, 6))])
    return areal


def _rows(chosen: np.ndarray) -> str:
    count = int(chosen.sum())
    return "1 row" if count == 1 else f"{count:,} rows"


def overlaps(shapes: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of polygons that share more than a hundredth of the smaller one."""
    import numpy as np
    import shapely

    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    # Neighbours that share a border alone are most of the pairs, and this tells them cheaply.
    crossing = ~shapely.touches(shapes[first], shapes[second])
    first, second = first[crossing], second[crossing]
    with warnings.catch_warnings():
        # Slivers along borders can make an intersection of no area invalid, which is no matter.
        warnings.simplefilter("ignore", RuntimeWarning)
        shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    areas: np.ndarray[Any, Any] = np.minimum(
        shapely.area(shapes[first]), shapely.area(shapes[second])
    )
    found = np.flatnonzero(shared > _SHARE * areas)
    return [(int(first[at]), int(second[at])) for at in found]
