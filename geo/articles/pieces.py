"""Sources in pieces, for every machine that sees them: files, patterns and fsspec's URLs."""

from __future__ import annotations

import glob
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from geo.articles.content import is_pipe
from geo.articles.lines import Lines, cut_lines
from geo.articles.outcomes import Failure, Skipped
from geo.articles.sources import SourceFile, find_sources, is_litter
from geo.errors import NoArticlesError, UsageError
from geo.records import Article

_ONE_READER = "cannot be read by several machines; write it to a file first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A source, or some lines of one. `path` names it in tables, `location` says where it lies."""

    path: str
    location: str
    in_folder: bool = False
    lines: Lines | None = None
    size: int = 0
    sha256: str = ""

    def cut(self, size: int) -> list[Piece]:
        """The source measured, and JSON Lines cut into pieces of about `size` bytes.

        A source that cannot be read stays as it is, to be named when it is read.
        """
        if _is_odd(self.location):
            return [self]
        try:
            with _opened(self.location) as stream:
                sha256, parts = cut_lines(stream, self.location, size=size)
                length = stream.tell()
        except OSError:
            return [self]
        whole = replace(self, sha256=sha256, size=length)
        return [replace(whole, lines=lines, size=lines.stop - lines.start) for lines in parts] or [
            whole
        ]

    def read(
        self, *, today: date, languages: Iterable[str] | None
    ) -> Iterator[Article | Failure | Skipped]:
        """The articles, and what could not be read; raises OSError where the place cannot be."""
        with _on_disk(self) as (file, lines):
            source = SourceFile(
                path=self.path, file=file, lines=lines, in_folder=self.in_folder, sha256=self.sha256
            )
            for found in source.read(today=today, languages=languages):
                yield replace(found, sha256=self.sha256) if isinstance(found, Failure) else found


def find_pieces(sources: Iterable[str | Path]) -> list[Piece]:
    """A piece for each file that `sources` name, in the order of geo.articles.find_sources.

    A source is a path, a pattern such as "news/*.jsonl", or a URL of fsspec, pattern or not. Raises
    NoArticlesError where a folder or a pattern holds no file, and UsageError for "-", which no
    other machine can read, and for a URL whose kind nothing installed can read.
    """
    return [piece for source in sources for piece in _pieces(str(source))]


def _pieces(source: str) -> list[Piece]:
    if source == "-":
        raise UsageError(f"standard input {_ONE_READER}")
    if "://" in source:
        return _remote(source)
    return [_local(each) for each in find_sources(_matching(source))]


def _local(source: SourceFile) -> Piece:
    file = source.file or Path(source.path)
    if is_pipe(file):
        raise UsageError(f"{source.path}: a pipe {_ONE_READER}")
    return Piece(path=source.path, location=str(file.absolute()), in_folder=source.in_folder)


def _matching(source: str) -> list[str]:
    """A path as it stands, or the paths that fit a pattern, sorted."""
    if Path(source).exists() or not glob.has_magic(source):
        return [source]
    return _some(sorted(glob.glob(source, recursive=True)), source)  # noqa: PTH207 - of any anchor


def _remote(source: str) -> list[Piece]:
    system, path = _file_system(source)
    in_folder = system.isdir(path)
    if in_folder:
        found = [each for each in sorted(system.find(path)) if not _is_hidden(each, path)]
    else:
        found = sorted(system.glob(path)) if glob.has_magic(path) else [path]
    addresses = [system.unstrip_protocol(each) for each in _some(found, source)]
    return [Piece(path=each, location=each, in_folder=in_folder) for each in addresses]


def _is_hidden(path: str, folder: str) -> bool:
    return any(is_litter(part) for part in PurePosixPath(path).relative_to(folder).parts)


def _some(found: list[str], source: str) -> list[str]:
    if not found:
        raise NoArticlesError(f"{source}: no file is there")
    return found


def _file_system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: cannot be read here: {error}") from error
    return system, path


def _is_odd(location: str) -> bool:
    """Whether something lies there that is no file: reading it would never end."""
    return "://" not in location and Path(location).exists() and not Path(location).is_file()


@contextmanager
def _opened(location: str) -> Iterator[IO[bytes]]:
    if "://" not in location:
        with Path(location).open("rb") as stream:
            yield stream
        return
    system, path = _file_system(location)
    with system.open(path, "rb") as stream:
        yield cast("IO[bytes]", stream)


@contextmanager
def _on_disk(piece: Piece) -> Iterator[tuple[Path, Lines | None]]:
    """A file that holds a piece, and where in it: the source's own, or a copy for a while."""
    if "://" not in piece.location:
        yield Path(piece.location), piece.lines
        return
    with tempfile.TemporaryDirectory(prefix="geoconflict-") as folder:
        file = Path(folder) / PurePosixPath(piece.location).name
        with _opened(piece.location) as stream, file.open("wb") as copy:
            stream.seek(piece.lines.start if piece.lines else 0)
            # A piece of lines is small by its making; a source that cannot be cut is copied whole.
            shutil.copyfileobj(io.BytesIO(stream.read(piece.size)) if piece.lines else stream, copy)
        lines = piece.lines and replace(piece.lines, start=0, stop=piece.size)
        yield file, lines
