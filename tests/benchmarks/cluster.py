"""A run on a Dask cluster against a run on one machine: the same bytes, with a worker lost, too.

Copies of a corpus (copies.py), in several files, are worked on alone, by a scheduler and two
workers on 127.0.0.1, and once more by these with one worker killed when a third of the articles is
done. The tables are compared byte for byte, as files and row by row in the order of their ids, and
so is what the parts hold. A difference ends the benchmark with status 1. The wall times say what
the way over the cluster costs; all runs share the cores of one machine here, so that two workers
can be no faster than `--jobs 2`, which is measured beside them.

    python tests/benchmarks/cluster.py CORPUS [articles]
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from copies import write_copies

import geo
from geo.exchange import json_value

if TYPE_CHECKING:
    from dask_cluster import Cluster

sys.path.append(str(Path(__file__).resolve().parents[1]))

FILES = 8
FILE = "events.parquet"
TODAY = date(2026, 11, 1)


def write_files(corpus: Path, articles: int, folder: Path) -> str:
    """JSON Lines in eight files; a pattern that names them."""
    whole = folder / "whole.jsonl"
    write_copies(whole, articles, corpus=corpus)
    news = folder / "news"
    news.mkdir()
    lines = whole.read_bytes().splitlines(keepends=True)
    size = -(-len(lines) // FILES)
    for at in range(FILES):
        (news / f"part-{at}.jsonl").write_bytes(b"".join(lines[at * size : (at + 1) * size]))
    return str(news)


def sorted_content(frames: Iterable[pd.DataFrame]) -> str:
    """A hash of all cells of event tables, the rows in the order of their ids."""
    whole = pd.concat(frames).sort_values("event_id_cnty", ignore_index=True)
    cells = whole.drop(columns="geometry").map(json_value)
    shapes = gpd.GeoSeries(whole["geometry"]).to_wkb(hex=True)
    return hashlib.sha256(repr((cells.to_dict("list"), list(shapes))).encode()).hexdigest()


def digests(out: Path) -> tuple[str, str]:
    """Hashes of events.parquet: of the file, and of its content sorted."""
    data = (out / FILE).read_bytes()
    return hashlib.sha256(data).hexdigest(), sorted_content([gpd.read_parquet(out / FILE)])


def parts_digest(out: Path) -> str:
    """A hash of what the parts of a cluster's run hold, sorted."""
    return sorted_content(map(gpd.read_parquet, sorted((out / "events").glob("part-*.parquet"))))


def killer(cluster: Cluster, at: int) -> Callable[[], None]:
    """Kills the first worker when `at` articles are done."""
    done = iter(range(sys.maxsize))

    def on_article() -> None:
        if next(done) == at:
            cluster.workers[0].kill()
            cluster.workers[0].wait()

    return on_article


def timed(name: str, news: str, out: Path, **how: object) -> float:
    """Run, and say how long it took."""
    started = time.perf_counter()
    report = geo.run(news, out, today=TODAY, **how)
    seconds = time.perf_counter() - started
    print(f"{name:38}{seconds:8.1f} s   {report.summary()}", flush=True)
    return seconds


def main() -> None:
    """Print the times and the hashes; end with status 1 where they differ."""
    from dask_cluster import running_cluster

    corpus = Path(sys.argv[1])
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        news = write_files(corpus, articles, folder)
        outs = {name: folder / name for name in ("alone", "cluster", "lost")}
        timed("alone", news, outs["alone"])
        timed("alone, --jobs 2", news, folder / "jobs", jobs=2)
        with running_cluster(folder) as cluster:
            how = {"cluster": cluster.address}
            timed("cluster, two workers", news, outs["cluster"], **how)
            kill = killer(cluster, articles // 3)
            timed("cluster, one of two workers killed", news, outs["lost"], **how, on_article=kill)
            if cluster.workers[0].returncode is None:
                raise SystemExit("no worker was killed")
        found = {name: digests(out) for name, out in outs.items()}
        parts = {name: parts_digest(outs[name]) for name in ("cluster", "lost")}
    for name, (file, content) in found.items():
        held = f"   parts {parts[name][:16]}" if name in parts else ""
        print(f"{name:10}{FILE} {file[:16]}   its rows, sorted {content[:16]}{held}")
    same = len(set(found.values())) == 1
    if not same or {content for _, content in found.values()} != set(parts.values()):
        raise SystemExit("the tables differ")
    print(f"{articles:,} articles: the same bytes, the same rows, the same parts")


if __name__ == "__main__":
    main()
