"""Runs that are killed at random moments, and then one to the end: the same bytes?

    python tests/benchmarks/kills.py --corpus CORPUS.jsonl [--kills 20] [--articles 600] [--seed 1]

Each run works with the cache that the killed ones left, in two processes, and is ended with its
processes by SIGKILL at a moment drawn from the time that an undisturbed run takes. The last one is
left alone. Its files are compared with those of an undisturbed run without a cache.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from copies import write_copies


def start(source: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that it can be killed with its processes."""
    command = [sys.executable, "-m", "geo", "run", str(source), "--out", str(out), *options]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def kill(run: subprocess.Popen[bytes], after_s: float) -> bool:
    """Kill a run and its processes after so long; whether it was still at work."""
    try:
        run.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return True
    return False


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def main() -> None:
    """Print what each kill met, and whether the last run wrote the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, required=True)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - the same moments every time
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source, out, cache = folder / "articles.jsonl", folder / "killed", folder / "cache.sqlite"
        write_copies(source, given.articles, corpus=given.corpus)
        started = perf_counter()
        start(source, folder / "undisturbed").wait()
        took_s = perf_counter() - started
        print(f"undisturbed: {took_s:.1f} s", flush=True)
        met = 0
        for number in range(given.kills):
            after_s = chance.uniform(0.02, 1.0) * took_s
            met += kill(start(source, out, "--cache", str(cache), "--jobs", "2"), after_s)
            files = sorted(path.name for path in out.iterdir()) if out.exists() else []
            print(f"kill {number + 1:2} after {after_s:6.1f} s; files: {files}", flush=True)
        start(source, out, "--cache", str(cache), "--jobs", "2").wait()
        same = contents(out) == contents(folder / "undisturbed")
        totals = json.loads((out / "manifest.json").read_text("utf-8"))["totals"]
    print(f"{met} of {given.kills} met a run at work; then one clean run: "
          f"{'the same bytes' if same else 'OTHER BYTES'}, {totals['articles']} articles counted"
          f" of {given.articles}")  # fmt: skip
    if not same or totals["articles"] != given.articles:
        sys.exit(1)


if __name__ == "__main__":
    main()
