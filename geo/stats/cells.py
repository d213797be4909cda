"""Events in the cells of a grid: PRIO-GRID, or the hexagons of H3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from geo.errors import UsageError
from geo.frames import CRS
from geo.stats.extra import load
from geo.stats.points import Coarse, exact_points

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

Grid = Literal["priogrid", "h3"]

COLUMNS, ROWS, PER_DEGREE = 720, 360, 2
"""PRIO-GRID: cells of half a degree, numbered from 1 at 90 south 180 west, eastwards first."""

_FINEST = 15
_HALF_ROUND = 180


def prio_grid(events: gpd.GeoDataFrame, *, coarse: Coarse = "refuse") -> gpd.GeoDataFrame:
    """The events that have a point, with `priogrid_gid`, the number of their PRIO-GRID cell.

    Tollefsen, Strand and Buhaug (2012): cells of 0.5 degrees in EPSG:4326. Rows stay in order.
    Events known only by province are refused unless `coarse` is "drop" or "keep".

    >>> stats.prio_grid(geo.read_acled("acled.csv"))["priogrid_gid"].tolist()[0]
    130521
    """
    points = exact_points(events, coarse)
    return cast("gpd.GeoDataFrame", points.assign(priogrid_gid=_gids(points)))


def count_cells(
    events: gpd.GeoDataFrame,
    *,
    grid: Grid = "priogrid",
    resolution: int = 4,
    coarse: Coarse = "refuse",
) -> gpd.GeoDataFrame:
    """The cells that have an event, with how many `events` and `fatalities`, as polygons.

    `grid` is "priogrid" (column priogrid_gid; see prio_grid) or "h3" (column h3_cell; Uber's
    hexagons, `resolution` 0 to 15: 4 is about 1,770 and 5 about 250 square kilometres). Polygons
    are in EPSG:4326; those across 180 degrees reach beyond it. Sorted by cell. An event whose
    deaths are unknown adds none. Events known only by province are refused unless `coarse` is
    "drop" or "keep". Raises UsageError for an unknown grid or resolution, and where the extra is
    not installed, which H3 needs.

    >>> cells = stats.count_cells(geo.read_events("ged.csv"), grid="h3", coarse="drop")
    >>> int(cells["events"].sum())
    221
    """
    import geopandas as gpd

    if grid not in get_args(Grid):
        raise UsageError(f"grid is {grid!r}, expected one of {', '.join(get_args(Grid))}")
    points = exact_points(events, coarse)
    name = "priogrid_gid" if grid == "priogrid" else "h3_cell"
    cells = _gids(points) if grid == "priogrid" else _hexagons(points, resolution)
    deaths = points["fatalities"] if "fatalities" in points.columns else 0
    table = points.assign(events=1, fatalities=deaths, **{name: cells})
    sums = table.groupby(name)[["events", "fatalities"]].sum().astype("int64").reset_index()
    shape = _square if grid == "priogrid" else _hexagon
    return gpd.GeoDataFrame(sums, geometry=[shape(cell) for cell in sums[name]], crs=CRS)


def _lon_lat(points: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    import shapely

    lon, lat = shapely.get_coordinates(points.geometry.to_numpy()).T
    return lon, lat


def _gids(points: gpd.GeoDataFrame) -> np.ndarray:
    import numpy as np

    lon, lat = _lon_lat(points)
    row = np.clip(np.floor((lat + 90) * PER_DEGREE), 0, ROWS - 1)
    column = np.clip(np.floor((lon + 180) * PER_DEGREE), 0, COLUMNS - 1)
    gids: np.ndarray = (row * COLUMNS + column + 1).astype("int64")
    return gids


def _square(gid: int) -> object:
    import shapely

    row, column = divmod(gid - 1, COLUMNS)
    west, south = column / PER_DEGREE - 180, row / PER_DEGREE - 90
    return shapely.box(west, south, west + 1 / PER_DEGREE, south + 1 / PER_DEGREE)


def _hexagons(points: gpd.GeoDataFrame, resolution: int) -> list[str]:
    h3 = load("h3")
    if not 0 <= resolution <= _FINEST:
        raise UsageError(f"resolution is {resolution}, expected 0 to {_FINEST}")
    pairs = zip(*_lon_lat(points), strict=True)
    return [h3.latlng_to_cell(lat, lon, resolution) for lon, lat in pairs]


def _hexagon(cell: str) -> object:
    import shapely

    ring = [(lon, lat) for lat, lon in load("h3").cell_to_boundary(cell)]
    lons = [lon for lon, _ in ring]
    if max(lons) - min(lons) > _HALF_ROUND:
        ring = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in ring]
    return shapely.Polygon(ring)
