"""An event table in parts, each a compact area, so that a cluster reads only what it needs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ClusterError, ExportError, SourceError
from geo.exchange.parquet import export_parquet

if TYPE_CHECKING:
    import dask_geopandas
    import geopandas as gpd
    import numpy as np

ROWS = 50_000
PARTS = "events"


def write_parts(events: gpd.GeoDataFrame, folder: str | Path, *, rows: int = ROWS) -> None:
    """Write events as GeoParquet files `folder`/part-00000.parquet and so on.

    The parts hold at most `rows` events each, along a Hilbert curve, so that each is a compact
    area; those without a point come last. Their columns and types are those of export_parquet, and
    the same events give the same bytes. The folder appears whole or not at all; what was in it is
    gone. Raises ExportError where it cannot be written.
    """
    target = Path(folder)
    ordered = events.iloc[_along_a_curve(events)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            fresh = Path(scratch) / "fresh"
            fresh.mkdir()
            for number, at in enumerate(range(0, max(len(ordered), 1), rows)):
                part = ordered.iloc[at : at + rows]
                export_parquet(part, fresh / f"part-{number:05}.parquet")
            if target.exists():
                target.rename(Path(scratch) / "old")
            fresh.rename(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ExportError(f"{folder}: cannot be written: {reason}") from error


def _along_a_curve(events: gpd.GeoDataFrame) -> np.ndarray:
    """The rows' numbers in the order of a Hilbert curve; neighbours on it keep their order."""
    import numpy as np

    placed = ~(events.geometry.is_empty | events.geometry.isna()).to_numpy()
    distance = np.full(len(events), np.inf)
    if placed.any():
        distance[placed] = events.geometry[placed].hilbert_distance().to_numpy()
    return np.argsort(distance, kind="stable")


def open_cluster_events(folder: str | Path) -> dask_geopandas.GeoDataFrame:
    """The events of a run on a cluster as a dask_geopandas frame, read part by part when asked.

    `folder` is the run's --out, or its events/ folder, or anything else that holds GeoParquet
    files. The frame knows the area of each part, so that `frame.cx[-80:-75, 0:5]` reads only the
    parts that lie there. Raises ClusterError where dask-geopandas is not installed, and SourceError
    for a folder without such files.

    >>> from geo.exchange import write_parts
    >>> write_parts(geo.read_events("ged.csv"), "map/events", rows=100)
    >>> events = geo.open_cluster_events("map")
    >>> events.npartitions, len(events)
    (3, 250)
    """
    try:
        import dask_geopandas
    except ImportError as error:
        raise ClusterError(
            "a frame in parts needs dask-geopandas; run `pip install geoconflict[cluster]`"
        ) from error
    place = Path(folder) / PARTS if (Path(folder) / PARTS).is_dir() else Path(folder)
    files = sorted(str(file) for file in place.glob("*.parquet"))
    if not files:
        raise SourceError(str(folder), "no part-*.parquet in it; name the --out of a cluster's run")
    return dask_geopandas.read_parquet(files, gather_spatial_partitions=True)
