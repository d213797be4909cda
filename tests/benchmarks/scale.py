"""A run over very many articles: one core against two, the second run against the first, memory.

    python tests/benchmarks/scale.py --articles 100000 [--grow] [--corpus CORPUS.jsonl]

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

from copies import CORPUS, write_copies

MB = 1 << 20


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


def compare(articles: int, corpus: Path, folder: Path) -> None:
    """Print what one core, two cores and a second run cost."""
    source = folder / "articles.jsonl"
    write_copies(source, articles, corpus=corpus)
    one = run(source, folder / "one", folder / "one.sqlite", jobs=1)
    print(one.row("first run, --jobs 1", articles), flush=True)
    two = run(source, folder / "two", folder / "two.sqlite", jobs=2)
    print(two.row("first run, --jobs 2", articles), flush=True)
    same = {path.name: path.read_bytes() for path in (folder / "one").iterdir()}
    if same != {path.name: path.read_bytes() for path in (folder / "two").iterdir()}:
        raise SystemExit("one process and two wrote different bytes")
    one_more(source)
    again = run(source, folder / "two", folder / "two.sqlite", jobs=2)
    print(again.row("second run, one article more", articles + 1), flush=True)
    print(f"two processes against one: {one.wall_s / two.wall_s:.2f} times as fast by the clock")
    print(f"second run against the first: {two.wall_s / again.wall_s:.1f} times as fast by the"
          f" clock, {one.cpu_s / again.cpu_s:.1f} times by CPU seconds")  # fmt: skip
    print(f"largest process: {max(one.peak_mb, two.peak_mb, again.peak_mb):.0f} MB; load average"
          f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip


def grow(most: int, corpus: Path, folder: Path) -> None:
    """Print what runs over ever more articles cost."""
    articles = 100
    while articles < most:
        place = folder / str(articles)
        place.mkdir()
        write_copies(place / "articles.jsonl", articles, corpus=corpus)
        cost = run(place / "articles.jsonl", place / "out", place / "cache.sqlite", jobs=2)
        print(cost.row("first run, --jobs 2", articles), flush=True)
        shutil.rmtree(place)
        articles *= 10


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--grow", action="store_true")
    given = parser.parse_args()
    print(f"{'':34}{'articles':>9}{'wall s':>10}{'CPU s':>10}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        if given.grow:
            grow(given.articles, given.corpus, Path(folder))
        compare(given.articles, given.corpus, Path(folder))


if __name__ == "__main__":
    main()
