"""A run over very many articles: one core against two, the second run against the first, memory.

    python tests/benchmarks/scale.py --corpus CORPUS.jsonl [--articles 100000] [--grow]

The articles are a small corpus again and again with changed names and ids (copies.py). Each run is
a process of its own with an empty cache, but for the last, which reads one article more with the
cache of the run before it. Times are wall seconds and, because other work on the machine lengthens
those, the CPU seconds of all processes. Memory is the largest resident set of any process, sampled
twenty times a second (Linux) and taken from the kernel's own count of the first process.
`--grow` adds runs over 100, 1,000, ... articles.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from copies import write_copies
from ratios import Ratio

MB = 1 << 20
FEWEST = 100


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by the clock, seconds of all processors, megabytes at most."""

    wall_s: float
    cpu_s: float
    peak_mb: float

    def row(self, name: str, articles: int) -> str:
        """A line of the table."""
        return f"{name:34}{articles:9,}{self.wall_s:10.1f}{self.cpu_s:10.1f}{self.peak_mb:9.0f}"


def run(source: Path, out: Path, cache: Path, *, jobs: int) -> Cost:
    """What `geoconflict run` costs."""
    command = [sys.executable, "-m", "geo", "run", str(source), "--out", str(out),
               "--cache", str(cache), "--jobs", str(jobs)]  # fmt: skip
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    started = perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    watch = Watch(process)
    _, status, usage = os.wait4(process, 0)
    wall_s = perf_counter() - started
    peak = max(watch.stop(), usage.ru_maxrss * 1024)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, peak / MB)


class Watch:
    """The largest resident set of a process and of its descendants, while they last."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The peak in bytes."""
        self._done.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._done.wait(0.05):
            self._peak = max([self._peak, *map(resident, family(self._process))])


def family(process: int) -> Iterator[int]:
    """The process and everything that it started."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident(process: int) -> int:
    """The resident set of a process in bytes, 0 where it is gone."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def one_more(source: Path) -> None:
    """Add an article at the end."""
    article = {"id": "one-more", "text": "A bomb killed three people in Quito on Monday.",
               "published": "2020-01-01"}  # fmt: skip
    with source.open("a", encoding="utf-8") as file:
        file.write(json.dumps(article) + "\n")


@dataclass(frozen=True)
class Costs:
    """What one core, two cores and a second run over one article more cost."""

    one: Cost
    two: Cost
    again: Cost

    @property
    def peak_mb(self) -> float:
        """The largest process of all."""
        return max(self.one.peak_mb, self.two.peak_mb, self.again.peak_mb)


def compare(articles: int, corpus: Path, folder: Path) -> Costs:
    """Run over so many articles with one core, with two, and over one article more."""
    source = folder / "articles.jsonl"
    write_copies(source, articles, corpus=corpus)
    one = told("first run, --jobs 1", articles,
               run(source, folder / "one", folder / "one.sqlite", jobs=1))  # fmt: skip
    two = told("first run, --jobs 2", articles,
               run(source, folder / "two", folder / "two.sqlite", jobs=2))  # fmt: skip
    same = {path.name: path.read_bytes() for path in (folder / "one").iterdir()}
    if same != {path.name: path.read_bytes() for path in (folder / "two").iterdir()}:
        raise SystemExit("one process and two wrote different bytes")
    one_more(source)
    again = told("second run, one article more", articles + 1,
                 run(source, folder / "two", folder / "two.sqlite", jobs=2))  # fmt: skip
    return Costs(one, two, again)


def grow(most: int, corpus: Path, folder: Path) -> dict[int, Cost]:
    """Run over 100, 1,000 and so on articles, fewer than `most`, with two cores."""
    costs = {}
    articles = FEWEST
    while articles < most:
        place = folder / str(articles)
        place.mkdir()
        write_copies(place / "articles.jsonl", articles, corpus=corpus)
        cost = run(place / "articles.jsonl", place / "out", place / "cache.sqlite", jobs=2)
        costs[articles] = told("first run, --jobs 2", articles, cost)
        shutil.rmtree(place)
        articles *= 10
    return costs


def told(name: str, articles: int, cost: Cost) -> Cost:
    """The cost, once its line is printed."""
    print(cost.row(name, articles), flush=True, file=sys.stderr)
    return cost


def ratios(corpus: str, most: int = 100_000) -> list[Ratio]:
    """Two cores, a second run, and how the cost of an article and the memory grow."""
    with tempfile.TemporaryDirectory() as folder:
        fewer = grow(most, Path(corpus), Path(folder))
        costs = compare(most, Path(corpus), Path(folder))
    every = fewer | {most: costs.two}
    what = f"run over {most:,} articles"
    return [
        Ratio(what=f"{what}, --jobs 2, wall", rival="--jobs 1", theirs=costs.one.wall_s,
              ours=costs.two.wall_s, at_least=1.7),
        Ratio(what=f"{what} and one more, wall", rival="the first run", theirs=costs.two.wall_s,
              ours=costs.again.wall_s, at_least=50.0),
        *(growth(articles, cost, every[FEWEST]) for articles, cost in every.items()
          if articles > FEWEST),
        Ratio(what=f"{what}, largest process", rival="the bound", theirs=500.0, ours=costs.peak_mb,
              unit="MB", at_least=1.0),
    ]  # fmt: skip


def growth(articles: int, cost: Cost, least: Cost) -> Ratio:
    """What an article costs among so many, against what it costs among a hundred."""
    return Ratio(what=f"an article of {articles:,}, CPU", rival=f"an article of {FEWEST}",
                 theirs=1000 * least.cpu_s / FEWEST, ours=1000 * cost.cpu_s / articles,
                 unit="ms")  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--grow", action="store_true")
    given = parser.parse_args()
    print(f"{'':34}{'articles':>9}{'wall s':>10}{'CPU s':>10}{'peak MB':>9}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        if given.grow:
            grow(given.articles, given.corpus, Path(folder))
        costs = compare(given.articles, given.corpus, Path(folder))
    one, two, again = costs.one, costs.two, costs.again
    print(f"two processes against one: {one.wall_s / two.wall_s:.2f} times as fast by the clock")
    print(f"second run against the first: {two.wall_s / again.wall_s:.1f} times as fast by the"
          f" clock, {one.cpu_s / again.cpu_s:.1f} times by CPU seconds")  # fmt: skip
    print(f"largest process: {costs.peak_mb:.0f} MB; load average"
          f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip


if __name__ == "__main__":
    main()
