"""A run that is ended at a moment of its own choosing, as by kill -9 or a full disk.

python crashing.py MOMENT SOURCE OUT CACHE
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from datetime import date

import geo
from geo import errors, pipeline, store
from geo.exchange import exporters
from geo.render import Map

TODAY = date(2026, 4, 1)


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_commit(number):
    """Die in the middle of writing a batch of results, the others whole on the disk."""
    commits = iter(range(1, 1000))

    class Dying(store.Store):
        def commit(self):
            if self._held.blocks and next(commits) == number:
                self._database.create_function("die", 0, die)
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany(store._KEEP_BLOCK, self._held.blocks)
                self._database.execute("SELECT die()")
            super().commit()

    sys.modules[f"{pipeline.__name__}.job"].Store = Dying


def in_a_table():
    """Die with half a table written."""

    def half(_, path):
        with exporters.export_geojson.__globals__["replacing"](path) as part:
            part.write_text("half a table")
            die()

    exporters.EXPORTERS[".geojson"] = half


def in_the_page():
    """Die when the tables are written and the page is not."""
    Map.html = die


def out_of_space(limit):
    """No file may grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


MOMENTS = {
    "third-commit": lambda: in_a_commit(3),
    "table": in_a_table,
    "page": in_the_page,
    "no-room-for-the-store": lambda: out_of_space(30_000),
    "no-room-for-the-page": lambda: out_of_space(600_000),
}


def main():
    moment, source, out, cache = sys.argv[1:]
    store._HELD_BYTES = 1
    sys.modules[f"{pipeline.__name__}.blocks"]._MOST_ITEMS = 8
    MOMENTS[moment]()
    try:
        geo.run(source, out, cache=cache, today=TODAY)
    except errors.GeoconflictError as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
