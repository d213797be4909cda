"""One SQLite file that remembers what was worked out, so that the next run need not."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from geo.errors import DamagedStoreError, StoreError

_LOG = logging.getLogger(__name__)

_APPLICATION = 0x67656F63
_SCHEMA = """
CREATE TABLE IF NOT EXISTS blocks (
    key BLOB NOT NULL PRIMARY KEY, head BLOB NOT NULL, body BLOB NOT NULL, sketches BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    key BLOB NOT NULL PRIMARY KEY, block BLOB NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;
"""
_KEEP_BLOCK = """
INSERT INTO blocks VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE
SET head = excluded.head, body = excluded.body, sketches = excluded.sketches"""
_KEEP_ARTICLE = "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)"
_WAIT_S = 30.0
_HELD_S = 1.0
_HELD_BYTES = 8 << 20
_MAGIC = b"SQLite format 3\0"
_DAMAGE = ("malformed", "not a database", "disk image", "corrupt")


class Block(NamedTuple):
    """Results that are kept together, in three parts that are read at different times."""

    head: bytes
    body: bytes
    sketches: bytes


@dataclass(slots=True)
class _Held:
    """What waits to be written in one short transaction."""

    blocks: list[tuple[bytes, bytes, bytes, bytes]] = field(default_factory=list)
    articles: list[tuple[bytes, bytes, int]] = field(default_factory=list)
    size: int = 0
    since: float = field(default_factory=time.monotonic)


class Store:
    """Blocks of results by key. A key names the content and everything that decided the result.

    Blocks are written in batches: a crash loses those of the last second, and never half a block.
    Several runs may use one file. A damaged store raises DamagedStoreError, from which `set_aside`
    helps; a file that is no store, or is held by another program, StoreError.
    """

    def __init__(self, path: str | Path, *, passing: bool = False) -> None:
        """Open the store at `path`; one that is `passing` need not survive a power cut."""
        self.path = Path(path)
        self._held = _Held()
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_other_files()
            self._database = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
            self._prepare("OFF" if passing else "NORMAL")

    def keep(self, key: bytes, block: Block, articles: Iterable[tuple[bytes, int]] = ()) -> None:
        """Keep a block, and under which keys which of its articles can be found."""
        held = self._held
        held.blocks.append((key, *block))
        held.articles.extend((article, key, place) for article, place in articles)
        held.size += sum(map(len, block))
        if held.size > _HELD_BYTES or time.monotonic() - held.since > _HELD_S:
            self.commit()

    def empty(self) -> bool:
        """Whether no article was ever kept."""
        with self._translated():
            return self._database.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None

    def find(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Head and body of the block under `key`, or None."""
        with self._translated():
            query = "SELECT head, body FROM blocks WHERE key = ?"
            row = self._database.execute(query, (key,)).fetchone()
        return (bytes(row[0]), bytes(row[1])) if row else None

    def part(self, key: bytes, name: str) -> bytes:
        """One part of the block under `key`, named as in Block."""
        with self._translated():
            query = f"SELECT {name} FROM blocks WHERE key = ?"  # noqa: S608 - our own names
            row = self._database.execute(query, (key,)).fetchone()
        if row is None:
            raise DamagedStoreError(f"{self.path}: a block that was kept is not there")
        return bytes(row[0])

    def places(self, articles: Iterable[bytes]) -> dict[bytes, tuple[bytes, int]]:
        """The block and the place in it of those of `articles` that are kept."""
        query = "SELECT block, place FROM articles WHERE key = ?"
        with self._translated():
            found = {key: self._database.execute(query, (key,)).fetchone() for key in articles}
        return {key: (bytes(row[0]), int(row[1])) for key, row in found.items() if row}

    def commit(self) -> None:
        """Make everything kept so far survive a crash."""
        held, self._held = self._held, _Held()
        if not held.blocks:
            return
        with self._translated():
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(_KEEP_BLOCK, held.blocks)
            self._database.executemany(_KEEP_ARTICLE, held.articles)
            self._database.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if not isinstance(error, StoreError):
                self.commit()
        finally:
            self._database.close()

    def _refuse_other_files(self) -> None:
        if self.path.is_dir() or not self.path.exists():
            return
        with self.path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head and head != _MAGIC:
            raise StoreError(f"{self.path}: no store of geoconflict's; {_ADVICE}")

    def _prepare(self, synchronous: str) -> None:
        database = self._database
        (owner,) = database.execute("PRAGMA application_id").fetchone()
        if owner not in (0, _APPLICATION):
            raise StoreError(f"{self.path}: the database of another program; {_ADVICE}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA synchronous = {synchronous}")
        if owner != _APPLICATION:
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.executescript(_SCHEMA)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if any(word in str(error) for word in _DAMAGE):
                raise DamagedStoreError(f"{self.path}: damaged: {error}") from error
            raise StoreError(f"{self.path}: {_explain(error)}; {_ADVICE}") from error
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {_explain(error)}; {_ADVICE}") from error


_ADVICE = "name another file with --cache, or delete this one"


def _explain(error: Exception) -> str:
    text = str(error)
    return f"{text} by another program" if "locked" in text else text


def set_aside(path: str | Path) -> Path:
    """Rename a damaged store, and what SQLite keeps beside it; returns its new name."""
    path = Path(path)
    number = next(n for n in range(1, 1000) if not _aside(path, n).exists())
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
    path.replace(_aside(path, number))
    _LOG.warning("%s is damaged: set aside as %s", path, _aside(path, number))
    return _aside(path, number)


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.damaged-{number}")
