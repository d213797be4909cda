"""A million events joined to provinces, against plain geopandas.sjoin, in the same run.

The events are as ACLED's: towns of the gazetteer, a few of them far more often than the rest, to
four decimals; some towns on a corner or the middle of a province's border, some moved off, mostly
into the sea. Both joins get the same frames and answer with the province of each event. The rival
is sjoin with the rule for borders that join_provinces documents (the id that sorts first, so that
an event is counted once); it knows no tolerance for points off the coast, no distance and no check
against the province that the event names, all of which ours works out in the time measured.

The provinces must be the same: everywhere without a tolerance, and with it wherever sjoin finds
any. A difference ends the benchmark with status 1.

    python tests/benchmarks/join.py [events] [rounds]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from ratios import Ratio, table

from geo.boundaries import ShippedBoundaries
from geo.gazetteer import Gazetteer
from geo.join import join_provinces

TOWNS = 100_000
ON_BORDERS = 0.02
OFF_COAST = 0.02
DECIMALS = 4
SJOIN, OURS, STRICT = "geopandas.sjoin and the rule for borders", "ours", "without tolerance"
KNOWN_SHARE = 0.9
"""Of the events, those that name a province, as nearly all of ACLED's do."""


def acled_like(count: int, provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`count` events at 100,000 towns, unevenly spread, with the provinces that they name."""
    rng = np.random.default_rng(20261128)
    gazetteer = Gazetteer.open()
    towns = rng.choice(np.flatnonzero(gazetteer.population), TOWNS, replace=False)
    points = np.column_stack([gazetteer.lon[towns], gazetteer.lat[towns]]).astype(float)
    points = points.round(DECIMALS)
    kind = rng.random(TOWNS)
    on_border, off = kind < ON_BORDERS, kind > 1 - OFF_COAST
    points[on_border] = border_points(provinces, int(on_border.sum()), rng)
    points[off] += rng.normal(0, 0.1, (int(off.sum()), 2))
    isos = np.array(gazetteer.admin1_isos, object)[gazetteer.admin1[towns]]
    share = rng.permutation(1 / np.arange(1, TOWNS + 1) ** 0.8)
    at = rng.choice(TOWNS, count, p=share / share.sum())
    named = np.where(rng.random(count) < KNOWN_SHARE, isos[at], "")
    geometry = gpd.points_from_xy(points[at, 0], points[at, 1])
    return gpd.GeoDataFrame({"x_admin1_iso": named}, geometry=geometry, crs="EPSG:4326")


def border_points(provinces: gpd.GeoDataFrame, count: int, rng: np.random.Generator) -> np.ndarray:
    """Corners that provinces' outlines have in common with a neighbour's, exactly as drawn."""
    corners = shapely.get_coordinates(provinces.geometry.array)
    shared, times = np.unique(corners, axis=0, return_counts=True)
    shared = shared[times > 1]
    return shared[rng.choice(len(shared), count, replace=False)]


def plain_sjoin(events: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The province of each event by sjoin, on a border the one whose id sorts first."""
    joined = gpd.sjoin(events, provinces[["province_id", "geometry"]], predicate="intersects")
    return joined.groupby(level=0)["province_id"].min().reindex(events.index)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of `work`, so that a busy machine disturbs less, and what it gave."""
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def check_same(ours: gpd.GeoDataFrame, strict: gpd.GeoDataFrame, plain: pd.Series[Any]) -> None:
    """End the benchmark where provinces differ."""
    expected = plain.fillna("").to_numpy()
    unlike = int((strict["x_province_id"].fillna("").to_numpy() != expected).sum())
    inside = expected != ""
    unlike += int((ours["x_province_id"].fillna("").to_numpy()[inside] != expected[inside]).sum())
    if unlike:
        raise SystemExit(f"{unlike:,} events lie in another province than sjoin finds")


def measure(count: int, rounds: int) -> dict[str, float]:
    """The median CPU seconds of plain sjoin and of join_provinces, taken in turn."""
    provinces = ShippedBoundaries().provinces()
    events = acled_like(count, provinces)
    # The index is made before the clock starts, for both.
    provinces.sindex  # noqa: B018
    times: dict[str, list[float]] = {SJOIN: [], OURS: [], STRICT: []}
    for _ in range(rounds):
        works = (
            lambda: plain_sjoin(events, provinces),
            lambda: join_provinces(events, provinces),
            lambda: join_provinces(events, provinces, tolerance_km=0),
        )
        taken, (plain, ours, strict) = zip(*map(seconds, works), strict=True)
        for name, cpu_s in zip(times, taken, strict=True):
            times[name].append(cpu_s)
        check_same(ours, strict, plain)
    return {name: statistics.median(taken) for name, taken in times.items()}


def ratios(count: int = 1_000_000, rounds: int = 3) -> list[Ratio]:
    """Ours with all that it works out, and ours doing no more than the rival does."""
    times = measure(count, rounds)
    return [
        Ratio(what=f"{what}, {count:,} events, CPU", rival=SJOIN, theirs=times[SJOIN],
              ours=times[name], at_least=at_least)
        for what, name, at_least in (("join", OURS, 4.0), ("join without tolerance", STRICT, None))
    ]  # fmt: skip


if __name__ == "__main__":
    print(table(ratios(*map(int, sys.argv[1:]))))
