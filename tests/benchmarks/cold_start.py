"""A cold `geoconflict run seeds/` against a bare geopandas + folium script, in the same run.

The rival imports geopandas and folium, reads the province boundaries, joins one point and saves a
map: the least that anybody would write by hand. Both start in a fresh process, in turn; compared
are the median wall time and the largest resident memory.

    python tests/benchmarks/cold_start.py [rounds]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ratios import Ratio, table

ROOT = Path(__file__).resolve().parents[2]

BARE = """
import sys
import folium
import geopandas
from shapely import Point

provinces = geopandas.read_parquet(sys.argv[1])
point = geopandas.GeoDataFrame({"name": ["Esmeraldas"]}, geometry=[Point(-79.3, 0.8)], crs=4326)
joined = geopandas.sjoin(point, provinces, predicate="within")
page = folium.Map([0.8, -79.3], zoom_start=7)
folium.Marker([0.8, -79.3], popup=joined["name_right"].iloc[0]).add_to(page)
page.save(sys.argv[2])
"""


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one process; a failure ends the benchmark."""
    started = time.perf_counter()
    process = os.posix_spawn(
        command[0],
        list(command),
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)],
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def compare(rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak megabytes of both, measured in turn."""
    with tempfile.TemporaryDirectory() as folder:
        provinces = str(ROOT / "data" / "provinces.parquet")
        commands = {
            "bare geopandas + folium": [
                sys.executable, "-c", BARE, provinces, f"{folder}/bare.html",
            ],
            "geoconflict run seeds/": [
                sys.executable, "-m", "geo", "run", str(ROOT / "seeds"), "--out", f"{folder}/maps",
            ],
        }  # fmt: skip
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                runs[name].append(measure(command))
    return {
        name: (statistics.median(run[0] for run in all_runs), max(run[1] for run in all_runs))
        for name, all_runs in runs.items()
    }


def ratios(rounds: int = 5) -> list[Ratio]:
    """Time until the map is written, and the memory that takes."""
    results = compare(rounds)
    (bare_s, bare_mb), (ours_s, ours_mb) = results.values()
    bare, _ = results
    what = "cold run of seeds/"
    return [
        Ratio(what=what, rival=bare, theirs=bare_s, ours=ours_s, at_least=1 / 2.5),
        Ratio(what=f"{what}, peak memory", rival=bare, theirs=bare_mb, ours=ours_mb, unit="MB",
              at_least=1 / 1.5),
    ]  # fmt: skip


if __name__ == "__main__":
    print(table(ratios(*map(int, sys.argv[1:]))))
