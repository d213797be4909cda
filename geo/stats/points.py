"""Statistics of points, and which events have one that such statistics may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from geo.errors import FrameError, UsageError
from geo.frames import CRS, check_points
from geo.join import COARSE
from geo.stats.extra import load

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

Coarse = Literal["refuse", "drop", "keep"]

MOST_CELLS = 1_000_000

_REACH = 3
_KM = 1000.0


def exact_points(events: gpd.GeoDataFrame, coarse: Coarse) -> gpd.GeoDataFrame:
    """The events with a point, without those that `coarse` says; rows stay in order.

    An event known only by province or country (x_precision) has its capital's or middle's point:
    put into a density or a grid, it makes a hot spot where nothing is known to have happened.
    "refuse" raises FrameError where there is one, "drop" leaves it out, "keep" takes its point.
    """
    if coarse not in get_args(Coarse):
        raise UsageError(f"coarse is {coarse!r}, expected one of {', '.join(get_args(Coarse))}")
    check_points(events, name="events")
    placed = events[~(events.geometry.isna() | events.geometry.is_empty)]
    if "x_precision" not in placed.columns or coarse == "keep":
        return placed
    known_so = placed["x_precision"].isin(COARSE)
    if coarse == "refuse" and known_so.any():
        raise FrameError(
            f"{int(known_so.sum()):,} of {len(placed):,} events are known only by province or "
            "country: their points are not where they happened, and would make hot spots of "
            'capitals. Leave them out with coarse="drop", or take their points with coarse="keep"'
        )
    return cast("gpd.GeoDataFrame", placed[~known_so])


def kernel_density(
    events: gpd.GeoDataFrame,
    *,
    bandwidth_km: float = 50,
    cell_km: float = 10,
    weight: str | None = None,
    coarse: Coarse = "refuse",
) -> gpd.GeoDataFrame:
    """How densely events lie, smoothed: cells with `density` in events per 1,000 square km.

    A Gaussian kernel (Rosenblatt 1956, Parzen 1962; by scikit-learn) whose standard deviation is
    `bandwidth_km`, in a Lambert azimuthal equal-area projection round the middle of the events,
    so that kilometres are kilometres and the sum over all land is the number of events. `weight`
    names a column to sum instead, such as fatalities. Cells are squares of `cell_km` as far as
    three bandwidths beyond the events, as polygons in EPSG:4326. No edge is corrected for: at a
    coast, half of the density lies on the sea.

    Events known only by province are refused unless `coarse` is "drop" or "keep". Raises
    FrameError where no event is left, UsageError for a bandwidth or cell that is not above 0 or
    would make more than a million cells, and where the extra is not installed.

    >>> events = geo.read_events("ged.csv")
    >>> cells = stats.kernel_density(events[events["x_country_iso2"] == "SY"], coarse="drop")
    >>> round(cells["density"].sum() * 10 * 10 / 1000)
    65
    """
    neighbors = load("sklearn.neighbors")
    points = exact_points(events, coarse)
    _check_sizes(bandwidth_km, cell_km)
    if not len(points):
        raise FrameError("no event has a point; a density needs one")
    plane = points.geometry.to_crs(_equal_area(points))
    at = _coordinates(plane)
    masses = None if weight is None else points[weight].to_numpy(dtype=float, na_value=0.0)
    total = float(len(at) if masses is None else masses.sum())
    corners = _grid(at, reach_km=_REACH * bandwidth_km, cell_km=cell_km)
    model = neighbors.KernelDensity(bandwidth=bandwidth_km, rtol=1e-6)
    model.fit(at, sample_weight=_above_zero(masses))
    return _cells(corners, cell_km, model, total=total, crs=plane.crs)


def _check_sizes(bandwidth_km: float, cell_km: float) -> None:
    for name, value in (("bandwidth_km", bandwidth_km), ("cell_km", cell_km)):
        if not value > 0:
            raise UsageError(f"{name} is {value:g}, expected a number above 0")


def _above_zero(masses: np.ndarray | None) -> np.ndarray | None:
    """Weights as the model takes them: it refuses zeros, which weigh nothing anyhow."""
    import numpy as np

    return None if masses is None else np.maximum(masses, 1e-12)


def _equal_area(points: gpd.GeoDataFrame) -> str:
    """A Lambert azimuthal equal-area projection round the middle of the points, in km."""
    import numpy as np
    import shapely

    lon, lat = np.radians(shapely.get_coordinates(points.geometry.to_numpy())).T
    # The mean of the directions, so that points on both sides of 180 degrees meet there.
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    lon_0 = np.degrees(np.arctan2(y.mean(), x.mean()))
    lat_0 = np.degrees(np.arctan2(z.mean(), np.hypot(x.mean(), y.mean())))
    return f"+proj=laea +lat_0={lat_0:.4f} +lon_0={lon_0:.4f} +datum=WGS84 +units=km"


def _coordinates(points: gpd.GeoSeries) -> np.ndarray:
    import shapely

    coordinates: np.ndarray = shapely.get_coordinates(points.to_numpy())
    return coordinates


def _grid(at: np.ndarray, *, reach_km: float, cell_km: float) -> np.ndarray:
    """The lower left corner of every cell."""
    import numpy as np

    low = np.floor((at.min(axis=0) - reach_km) / cell_km)
    high = np.ceil((at.max(axis=0) + reach_km) / cell_km)
    columns, rows = (high - low).astype(int).tolist()
    if columns * rows > MOST_CELLS:
        raise UsageError(
            f"cells of {cell_km:g} km would be {columns * rows:,}, more than {MOST_CELLS:,}; "
            "give a larger cell_km"
        )
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    corners: np.ndarray = (np.column_stack([x.ravel(), y.ravel()]) + low) * cell_km
    return corners


def _cells(
    corners: np.ndarray, cell_km: float, model: object, *, total: float, crs: object
) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import numpy as np
    import shapely

    log_density = model.score_samples(corners + cell_km / 2)  # type: ignore[attr-defined]
    squares = shapely.box(*corners.T, *(corners + cell_km).T)
    density = np.exp(log_density) * total * _KM
    return gpd.GeoDataFrame({"density": density}, geometry=squares, crs=crs).to_crs(CRS)
