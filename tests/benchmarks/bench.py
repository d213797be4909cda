"""Every ratio against a named rival, in one table; each benchmark in a fresh process.

    python tests/benchmarks/bench.py [CORPUS]

CORPUS is a file of annotated articles (`geoconflict evaluate --help`); the benchmarks that read
articles are left out without one, and say so.
"""

from __future__ import annotations

import importlib
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from ratios import Ratio, table

BENCHMARKS = ("cold_start", "join", "map_scale")
OF_A_CORPUS = ("geoparse", "scale")


def ratios(benchmark: str, *given: str) -> list[Ratio]:
    """The ratios of one benchmark."""
    found: list[Ratio] = importlib.import_module(benchmark).ratios(*given)
    return found


def fresh(benchmark: str, *given: str) -> list[Ratio]:
    """The same from a process of its own, so that what one leaves behind is no other's cost."""
    print(f"{benchmark} ...", file=sys.stderr)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        rows = process.submit(ratios, benchmark, *given).result()
    print(table(rows), file=sys.stderr)
    return rows


def main() -> None:
    """Print the table, and what each benchmark says on the way on stderr."""
    rows = [row for name in BENCHMARKS for row in fresh(name)]
    for name in OF_A_CORPUS:
        if len(sys.argv) > 1:
            rows += fresh(name, sys.argv[1])
        else:
            print(f"{name} is left out: name a corpus (make bench CORPUS=...)", file=sys.stderr)
    print(table(rows))


if __name__ == "__main__":
    main()
