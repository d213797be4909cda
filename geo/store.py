"""One SQLite file that remembers what was worked out, so that the next run need not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geo.errors import StoreError

_SCHEMA = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, value TEXT NOT NULL)"


class Store:
    """Results by key. A key names the content and everything that decided the result.

    Values are JSON: a cache file that somebody else made can be wrong, but it cannot run code.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path)
            self._database.execute(_SCHEMA)

    def get(self, key: str) -> Any | None:
        """The value stored under `key`, or None."""
        with self._translated():
            query = "SELECT value FROM results WHERE key = ?"
            row = self._database.execute(query, (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, value: Any) -> None:
        """Store `value`, anything that JSON can say; it is safe on disk after `commit`."""
        with self._translated():
            self._database.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?)",
                (key, json.dumps(value, ensure_ascii=True)),
            )

    def commit(self) -> None:
        """Make everything put so far survive a crash."""
        with self._translated():
            self._database.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.commit()
        self._database.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{self.path}: {error}; name another file with --cache, or delete this one"
            ) from error
