"""Runs of articles that are worked on and remembered together, before anything of them is read.

Where a run ends is told from its content (as rsync and restic cut files): a line or file that is
added, changed or taken away alters the run that it stands in, and no other.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

from geo.articles import Failure, Origin, Skipped, SourceFile, in_languages, read_run
from geo.records import Article

Read = Article | Failure | Skipped
Item = TypeVar("Item")

_MOST_ITEMS = 64
_MOST_BYTES = 1_000_000
_CUT_MASK = 31
_SMALL_FILE = 64_000
_JUST_NOW_NS = 2_000_000_000


class Piece(Protocol):
    """A run of articles; it travels to another process and is read there."""

    @property
    def key(self) -> bytes | None:
        """A hash of all that decides what is read; None where nothing that is quick tells it."""

    @property
    def place(self) -> str:
        """What is told beside `key` by reasons why something could not be read: line numbers."""

    def read(self, *, today: date, languages: tuple[str, ...]) -> Iterator[Read]:
        """The articles, and what could not be read."""

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of the files that were read whole, by path."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a JSON Lines file, from number `first` on."""

    path: str
    first: int
    lines: tuple[bytes, ...]

    @property
    def key(self) -> bytes:
        """A hash of the lines."""
        return digest(b"lines", self.path.encode(), *self.lines)

    @property
    def place(self) -> str:
        """Failures name the line."""
        return str(self.first)

    def read(self, *, today: date, languages: tuple[str, ...]) -> Iterator[Read]:
        """The article of each line, or why it has none."""
        origin = Origin(path=self.path, today=today, number=self.first)
        yield from in_languages(read_run(self.lines, origin), languages)

    def hashes(self) -> dict[str, str]:
        """None: the file is hashed by whoever cuts it."""
        return {}


@dataclass(frozen=True, slots=True)
class Files:
    """Files of an article each, or small ones of several.

    `stamps` are their sizes and times, by which a change is seen at once.
    """

    files: tuple[SourceFile, ...]
    stamps: tuple[str, ...]

    @property
    def key(self) -> bytes | None:
        """A hash of names, sizes and times; None where one was written just now, or is gone."""
        if not all(self.stamps):
            return None
        named = (f"{each.path}\0{each.in_folder}\0" for each in self.files)
        told = map(str.__add__, named, self.stamps)
        return digest(b"files", *(each.encode() for each in told))

    @property
    def place(self) -> str:
        """Nothing: a file's failures do not depend on its neighbours."""
        return ""

    def read(self, *, today: date, languages: tuple[str, ...]) -> Iterator[Read]:
        """The articles of each file, or why it has none."""
        for file in self.files:
            yield from file.read(today=today, languages=languages)

    def hashes(self) -> dict[str, str]:
        """Those of the files, once they have been read."""
        return {file.path: file.sha256 for file in self.files}


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles that were read already, from a source that is read as a whole."""

    articles: tuple[Read, ...]

    @property
    def key(self) -> bytes:
        """A hash of the articles."""
        told = map(repr, self.articles)
        return digest(b"articles", *(each.encode("utf-8", "backslashreplace") for each in told))

    @property
    def place(self) -> str:
        """Nothing: the key covers the failures."""
        return ""

    def read(self, *, today: date, languages: tuple[str, ...]) -> Iterator[Read]:
        """The articles as they are."""
        del today, languages
        yield from self.articles

    def hashes(self) -> dict[str, str]:
        """None: the source has been read."""
        return {}


def digest(*parts: bytes) -> bytes:
    """A key of 16 bytes, which tells where each part ends."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "little"))
        hashed.update(part)
    return hashed.digest()


def pieces(
    sources: Iterable[SourceFile], *, today: date, languages: tuple[str, ...]
) -> Iterator[Piece]:
    """The articles of all sources, in their order, in runs of at most 64 and about a megabyte."""
    small: _Cutter[tuple[SourceFile, str]] = _Cutter()
    for source in sources:
        stamp = _stamp(source)
        if stamp.size is not None and not (stamp.size > _SMALL_FILE and source.may_hold_many):
            runs = small.add((source, stamp.text), source.path.encode(), stamp.size)
            yield from map(_files, runs)
            continue
        yield from map(_files, small.rest())
        if source.in_lines:
            yield from line_pieces(source.path, source.lines())
        else:
            yield from _articles(source, today, languages)
    yield from map(_files, small.rest())


def _files(run: list[tuple[SourceFile, str]]) -> Files:
    return Files(tuple(file for file, _ in run), tuple(stamp for _, stamp in run))


def line_pieces(path: str, lines: Iterable[bytes | Failure], *, first: int = 1) -> Iterator[Piece]:
    """Lines of the JSON Lines file `path`, from number `first` on, in such runs."""
    cutter: _Cutter[bytes] = _Cutter()
    number = first
    for line in lines:
        if isinstance(line, Failure):
            yield from (Lines(path, number, tuple(run)) for run in cutter.rest())
            yield Articles((line,))
            return
        for run in cutter.add(line, line, len(line)):
            yield Lines(path, number, tuple(run))
            number += len(run)
    yield from (Lines(path, number, tuple(run)) for run in cutter.rest())


def _articles(source: SourceFile, today: date, languages: tuple[str, ...]) -> Iterator[Piece]:
    cutter: _Cutter[Read] = _Cutter()
    for each in source.read(today=today, languages=languages):
        name, size = (each.id, len(each.text)) if isinstance(each, Article) else ("", 0)
        for run in cutter.add(each, name.encode("utf-8", "replace"), size):
            yield Articles(tuple(run))
    yield from (Articles(tuple(run)) for run in cutter.rest())


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Size in bytes, None for what is no file; and what changes with every change, "" for unsure.

    A file written within the last two seconds may be written again at the same time of its clock.
    """

    size: int | None = None
    text: str = ""


def _stamp(source: SourceFile) -> _Stamp:
    if source.file is None or (not source.in_folder and not source.file.is_file()):
        return _Stamp() if source.file is None or source.file.exists() else _Stamp(0)
    try:
        told = source.file.stat()
    except OSError:
        return _Stamp(0)
    latest = max(told.st_mtime_ns, told.st_ctime_ns)
    sure = latest < time.time_ns() - _JUST_NOW_NS
    text = f"{told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}" if sure else ""
    return _Stamp(told.st_size, text)


@dataclass(slots=True)
class _Cutter(Generic[Item]):
    """Gathers items into runs that end where the hash of an item says so."""

    _run: list[Item] = field(default_factory=list)
    _size: int = 0

    def add(self, item: Item, name: bytes, size: int) -> Iterator[list[Item]]:
        """Take in one more item; the run that it ends, if it does."""
        self._run.append(item)
        self._size += size
        full = len(self._run) >= _MOST_ITEMS or self._size > _MOST_BYTES
        if full or not zlib.crc32(name) & _CUT_MASK:
            yield from self.rest()

    def rest(self) -> Iterator[list[Item]]:
        """The run that is left."""
        if self._run:
            run, self._run, self._size = self._run, [], 0
            yield run
