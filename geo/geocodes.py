"""What geocoding services answered, kept in a file that processes and runs share."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.errors import StoreError
from geo.geocode import Answer
from geo.records import Place

_SCHEMA = """
CREATE TABLE IF NOT EXISTS geocodes (
    geocoder TEXT, query TEXT, country TEXT, answers TEXT NOT NULL,
    PRIMARY KEY (geocoder, query, country)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turns (geocoder TEXT PRIMARY KEY, next REAL NOT NULL);
"""
_PATIENCE_S = 60.0
# A clock that was set back must not hold up requests for as long.
_LONGEST_S = 120.0


class Geocodes:
    """Answers by geocoder, name and country, with what the service said; safe at every moment.

    Several processes may use one file at once: what one has asked, the others know, and `turns`
    keeps their requests apart.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None)
            self._database.executescript(_SCHEMA)

    def find(self, geocoder: str, query: str, country: str) -> list[Answer] | None:
        """The answers kept; [] where the service said that it knows none, None: never asked."""
        asked = "SELECT answers FROM geocodes WHERE geocoder = ? AND query = ? AND country = ?"
        with self._translated():
            row = self._database.execute(asked, (geocoder, query, country)).fetchone()
        return [_answer(each) for each in json.loads(row[0])] if row else None

    def keep(self, geocoder: str, query: str, country: str, answers: Sequence[Answer]) -> None:
        """Keep the answers to one question, none included."""
        values = [{"place": asdict(each.place), "raw": each.raw} for each in answers]
        row = (geocoder, query, country, json.dumps(values))
        with self._translated():
            self._database.execute("INSERT OR REPLACE INTO geocodes VALUES (?, ?, ?, ?)", row)

    def turns(
        self,
        geocoder: str,
        interval_s: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> SharedTurns:
        """What keeps the requests to a geocoder apart, whoever uses this file."""
        return SharedTurns(self, geocoder, interval_s, clock=clock, sleep=sleep)

    def take_turn(self, geocoder: str, now: float, *, interval_s: float, pause_s: float) -> float:
        """Book the next request not before `now` + `pause_s`; how long to wait for it."""
        with self._translated(), self._alone():
            read = "SELECT next FROM turns WHERE geocoder = ?"
            row = self._database.execute(read, (geocoder,)).fetchone()
            booked = row[0] if row and row[0] - now < _LONGEST_S else now
            start = max(now + pause_s, booked)
            write = "INSERT OR REPLACE INTO turns VALUES (?, ?)"
            self._database.execute(write, (geocoder, start + interval_s))
        return float(start - now)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction that no other process can come between."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._database.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{self.path}: answers of geocoding services cannot be kept here: {error}; "
                "name another file with --cache, or delete this one"
            ) from error


class SharedTurns:
    """No more requests than a service allows, whatever the number of processes."""

    def __init__(
        self,
        geocodes: Geocodes,
        geocoder: str,
        interval_s: float,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._geocodes = geocodes
        self._geocoder = geocoder
        self._interval_s = interval_s
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        """Return when the next request may be made."""
        wait_s = self._take(interval_s=self._interval_s, pause_s=0.0)
        if wait_s > 0:
            self._sleep(wait_s)

    def pause(self, pause_s: float) -> None:
        """Let nobody through for so many seconds, as a service asked."""
        self._take(interval_s=0.0, pause_s=pause_s)

    def _take(self, *, interval_s: float, pause_s: float) -> float:
        return self._geocodes.take_turn(
            self._geocoder, self._clock(), interval_s=interval_s, pause_s=pause_s
        )


def _answer(value: dict[str, Any]) -> Answer:
    known = value["place"]
    lists = {name: tuple(known[name]) for name in ("countries", "provinces")}
    return Answer(Place(**(known | lists)), value["raw"])
