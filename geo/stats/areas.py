"""Statistics of provinces: rates, global autocorrelation, hot and cold spots."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from geo.boundaries import Boundaries, OwnBoundaries
from geo.errors import FrameError
from geo.stats.extra import load

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

NEIGHBOUR_DEG = 0.005
"""Areas nearer than this (about half a kilometre) touch: borders drawn apart still meet."""

FEWEST_AREAS = 3

_PEOPLE, _KM2 = 100_000, 1_000


def rates(
    counts: pd.DataFrame,
    provinces: gpd.GeoDataFrame | Boundaries | OwnBoundaries | None = None,
) -> gpd.GeoDataFrame:
    """The provinces of a table of counts, with rates by people and by land.

    `counts` is what geo.count_events gives by "province" or "province-month"; its rows of whole
    countries are left out, since no province can be told of them. `provinces` has province_id,
    area_km2 and geometry (EPSG:4326) and, for rates by people, `population`; by default they are
    those that ship. What geo.read_boundaries gave and what ships have the people in the towns of
    each by GeoNames, which are fewer than all: compare provinces by them, do not quote them.

    Adds population, area_km2, events_per_100k and fatalities_per_100k (by 100,000 people),
    events_per_1000km2 and fatalities_per_1000km2 (by 1,000 square kilometres), NaN where what is
    divided by is unknown or zero, and geometry in EPSG:4326. A rate is of the period that the row
    counts: a month's is not a year's.

    Raises FrameError where columns are missing, or a province of the counts is not in `provinces`.

    >>> found = stats.rates(geo.count_events(geo.extract("seeds/"), by="province"))
    >>> found.loc[found["events"] > 0, ["province", "events_per_1000km2"]].round(3).values.tolist()
    [['Esmeraldas', 0.063]]
    """
    import geopandas as gpd

    _check(counts, ("level", "province_id", "events", "fatalities"), "counts")
    known = _peopled(Boundaries() if provinces is None else provinces)
    _check(known, ("province_id", "area_km2"), "provinces")
    table = counts[counts["level"] == "province"]
    strange = sorted(set(table["province_id"]) - set(known["province_id"]))
    if strange:
        raise FrameError(f"provinces lacks {strange[0]} and {len(strange) - 1} more of the counts")
    columns = ["province_id", "population", "area_km2", known.geometry.name]
    merged = table.merge(known.reindex(columns=columns), on="province_id", how="left")
    for what in ("events", "fatalities"):
        merged[f"{what}_per_100k"] = _per(merged[what], merged["population"], _PEOPLE)
        merged[f"{what}_per_1000km2"] = _per(merged[what], merged["area_km2"], _KM2)
    return gpd.GeoDataFrame(merged, geometry=known.geometry.name, crs=known.crs)


def _peopled(source: gpd.GeoDataFrame | Boundaries | OwnBoundaries) -> gpd.GeoDataFrame:
    if not isinstance(source, Boundaries | OwnBoundaries):
        return source
    provinces = source.provinces()
    people = provinces["province_id"].map(source.people())
    return cast("gpd.GeoDataFrame", provinces.assign(population=people))


def _check(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise FrameError(f"{name} lacks {', '.join(missing)}; found {', '.join(frame.columns)}")


def _per(number: pd.Series[Any], by: pd.Series[Any], unit: int) -> pd.Series[float]:
    divisor = by.astype("float64")
    return number.astype("float64") * unit / divisor.where(divisor > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoransI:
    """Moran's I of `n` areas: its value, what chance gives, and how rare it is by permutation.

    `p` is the share of `permutations` at least as extreme, on the side where the value lies.

    >>> stats.MoransI(value=0.4, expected=-0.1, z=3.1, p=0.001, n=11, permutations=999).p
    0.001
    """

    value: float
    expected: float
    z: float
    p: float
    n: int
    permutations: int


def morans_i(
    areas: gpd.GeoDataFrame, column: str = "events", *, permutations: int = 999, seed: int = 0
) -> MoransI:
    """Whether like values lie beside each other (above 0) or apart (below), over all areas.

    Moran (1950), by esda, with row-standardised weights of the areas that touch; an area that
    touches none has its nearest as neighbour. `areas` has one row each and geometry in EPSG:4326;
    `column` holds a number for each. Equal seeds give equal p-values.

    Raises FrameError where the column is missing, has gaps, is the same everywhere, or areas
    stand more than once (a table by month); UsageError where the extra is not installed.

    >>> events = geo.read_events("ged.csv")
    >>> syria = geo.count_events(events[events["x_country_iso2"] == "SY"], by="province")
    >>> found = stats.morans_i(stats.rates(syria))
    >>> found.n, found.value < found.expected
    (15, True)
    """
    esda = load("esda")
    values = _values(areas, column)
    with _seeded(seed):
        found = esda.Moran(values, _weights(areas), permutations=permutations)
    return MoransI(
        value=float(found.I),
        expected=float(found.EI),
        z=float(found.z_sim),
        p=float(found.p_sim),
        n=len(values),
        permutations=permutations,
    )


def hot_spots(
    areas: gpd.GeoDataFrame,
    column: str = "events",
    *,
    alpha: float = 0.05,
    permutations: int = 9999,
    seed: int = 0,
) -> gpd.GeoDataFrame:
    """The areas with Getis and Ord's Gi*, and which of them are hot or cold spots.

    Getis and Ord (1992), Ord and Getis (1995), by esda: an area together with those that touch it
    is compared with all. Weights are binary; an area that touches none has its nearest as
    neighbour. Adds gi_z (standard deviations above or below what is expected), gi_p (two-sided,
    by conditional permutation), gi_q (the same with the false discovery rate of Benjamini and
    Hochberg, 1995: many areas are tested at once) and spot: "hot", "cold", or "" where gi_q is
    above `alpha`. Rows and their order stay as they were; equal seeds give equal p-values.

    Raises what morans_i raises.

    >>> events = geo.read_events("ged.csv")
    >>> syria = geo.count_events(events[events["x_country_iso2"] == "SY"], by="province")
    >>> stats.hot_spots(stats.rates(syria))["spot"].unique().tolist()
    ['']
    """
    esda, scipy_stats = load("esda"), load("scipy.stats")
    import numpy as np

    values = _values(areas, column)
    with _seeded(seed), warnings.catch_warnings():
        # Esda announces that its own p-values will be two-sided; these are counted here.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = esda.G_Local(
            values, _weights(areas), transform="B", star=True, permutations=permutations,
            keep_simulations=True, n_jobs=1, seed=seed,
        )  # fmt: skip
    p = _two_sided(np.asarray(found.Gs), np.asarray(found.rGs))
    z, q = np.asarray(found.Zs, dtype=float), scipy_stats.false_discovery_control(p)
    spot = np.where(q > alpha, "", np.where(z > 0, "hot", "cold"))
    return cast("gpd.GeoDataFrame", areas.assign(gi_z=z, gi_p=p, gi_q=q, spot=spot))


def _two_sided(found: np.ndarray, simulated: np.ndarray) -> np.ndarray:
    """Twice the share of simulations beyond each value, on the side where fewer are; at most 1."""
    import numpy as np

    above = (simulated >= found[:, None]).sum(axis=1)
    below = (simulated <= found[:, None]).sum(axis=1)
    p: np.ndarray = np.minimum(1, 2 * (np.minimum(above, below) + 1) / (simulated.shape[1] + 1))
    return p


def _values(areas: gpd.GeoDataFrame, column: str) -> np.ndarray:
    _check(areas, (column,), "areas")
    values: np.ndarray = areas[column].to_numpy(dtype=float, na_value=float("nan"))
    if "province_id" in areas.columns and areas["province_id"].duplicated().any():
        raise FrameError('areas has a province twice; count by "province", or choose one month')
    if (values != values).any():  # noqa: PLR0124 - NaN alone differs from itself
        raise FrameError(f"{column} has gaps; leave those areas out with dropna({column!r})")
    if len(values) < FEWEST_AREAS or (values == values[0]).all():
        raise FrameError(
            f"{column} holds {len(values)} areas and {len(set(values))} different values; "
            f"autocorrelation needs {FEWEST_AREAS} areas that differ"
        )
    return values


def _weights(areas: gpd.GeoDataFrame) -> Any:
    """Who is whose neighbour: areas that touch, and the nearest of one that touches none."""
    import numpy as np
    import shapely

    shapes = areas.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="dwithin", distance=NEIGHBOUR_DEG).T
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    alone = np.setdiff1d(np.arange(len(shapes)), pairs[:, 0])
    nearest = [(one, _nearest(shapes, one)) for one in alone.tolist()]
    both = [*map(tuple, pairs.tolist()), *nearest, *((b, a) for a, b in nearest)]
    focal, neighbour = zip(*sorted(set(both)), strict=True)
    return load("libpysal.graph").Graph.from_arrays(focal, neighbour, np.ones(len(focal)))


def _nearest(shapes: np.ndarray, one: int) -> int:
    import numpy as np
    import shapely

    distances = shapely.distance(shapes[one], shapes)
    distances[one] = np.inf
    return int(np.argmin(distances))


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Esda draws from numpy's global generator: seed it, and put it back afterwards."""
    import numpy as np

    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
