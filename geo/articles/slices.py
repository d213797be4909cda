"""Sources in slices, for every machine that sees them: files, patterns and fsspec's URLs."""

from __future__ import annotations

import glob
import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from geo.articles.content import BLOCK, is_pipe
from geo.articles.json_forms import is_lines, raw_lines
from geo.articles.sources import SourceFile, find_sources, is_litter
from geo.errors import NoArticlesError, UsageError

_ONE_READER = "cannot be read by several machines; write it to a file first"
_IN_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRange:
    """Whole lines: the bytes from `start` up to `stop`, and the number of the first line."""

    start: int
    stop: int
    first: int

    def read(self, file: Path) -> Iterator[bytes]:
        """The lines as they stand in `file`."""
        with file.open("rb") as stream:
            stream.seek(self.start)
            yield from raw_lines(_Part(stream, self.stop - self.start))


@dataclass(slots=True)
class _Part:
    """The next `left` bytes of a stream."""

    stream: IO[bytes]
    left: int

    def readline(self, size: int, /) -> bytes:
        line = self.stream.readline(min(size, self.left))
        self.left -= len(line)
        return line


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A source, or some lines of one. `path` names it in tables, `location` says where it lies."""

    path: str
    location: str
    in_folder: bool = False
    lines: LineRange | None = None
    size: int = 0
    sha256: str = ""

    def cut(self, size: int) -> list[Slice]:
        """The source measured, and JSON Lines cut into slices of about `size` bytes.

        A source that cannot be read stays as it is, to be named when it is read.
        """
        if _is_odd(self.location):
            return [self]
        try:
            with _opened(self.location) as stream:
                sha256, length, ranges = _cut_lines(stream, self.location, size=size)
        except OSError:
            return [self]
        whole = replace(self, sha256=sha256, size=length)
        return [replace(whole, lines=each, size=each.stop - each.start) for each in ranges] or [
            whole
        ]

    @contextmanager
    def on_disk(self) -> Iterator[tuple[SourceFile, LineRange | None]]:
        """A file that holds the slice, and which of its lines: the source itself, or a copy.

        A copy lasts as long as the block. Raises OSError where the source cannot be read.
        """
        if "://" not in self.location:
            yield self._source(Path(self.location)), self.lines
            return
        with tempfile.TemporaryDirectory(prefix="geoconflict-") as folder:
            file = Path(folder, PurePosixPath(self.location).name)
            with _opened(self.location) as stream, file.open("wb") as copy:
                stream.seek(self.lines.start if self.lines else 0)
                # Lines are few; a source that cannot be cut may be larger than memory.
                part = io.BytesIO(stream.read(self.size)) if self.lines else stream
                shutil.copyfileobj(part, copy)
            yield self._source(file), self.lines and replace(self.lines, start=0, stop=self.size)

    def _source(self, file: Path) -> SourceFile:
        return SourceFile(path=self.path, file=file, in_folder=self.in_folder)


def _cut_lines(stream: IO[bytes], name: str, *, size: int) -> tuple[str, int, list[LineRange]]:
    """A file's SHA-256 and length, and its lines in ranges; no ranges if it can only be whole."""
    digest, starts, at, line = hashlib.sha256(), [(0, 1)], 0, 1
    in_lines = name.lower().endswith(_IN_LINES)
    while block := stream.read(min(BLOCK, size)):
        digest.update(block)
        in_lines = in_lines and (at > 0 or is_lines(block))
        end = block.rfind(b"\n") + 1
        if in_lines and end and at + end - starts[-1][0] >= size:
            starts.append((at + end, line + block.count(b"\n", 0, end)))
        at += len(block)
        line += block.count(b"\n")
    return digest.hexdigest(), at, _ranges(starts, at)


def _ranges(starts: list[tuple[int, int]], end: int) -> list[LineRange]:
    """From each start to the next; [] where there is only one."""
    begun = [start for start in starts if start[0] < end]
    stops = [start for start, _ in begun[1:]] + [end]
    ranges = [LineRange(start=start, stop=stop, first=first)
              for (start, first), stop in zip(begun, stops, strict=False)]  # fmt: skip
    return ranges if len(ranges) > 1 else []


def find_slices(sources: Iterable[str | Path]) -> list[Slice]:
    """A slice for each file that `sources` name, in the order of geo.articles.find_sources.

    A source is a path, a pattern such as "news/*.jsonl", or a URL of fsspec, pattern or not. Raises
    NoArticlesError where a folder or a pattern holds no file, and UsageError for "-" or a pipe,
    which no other machine can read, and for a URL whose kind nothing installed can read.
    """
    return [found for source in sources for found in _slices(str(source))]


def _slices(source: str) -> list[Slice]:
    if source == "-":
        raise UsageError(f"standard input {_ONE_READER}")
    if "://" in source:
        return _remote(source)
    return [_local(each) for each in find_sources(_matching(source))]


def _local(source: SourceFile) -> Slice:
    file = source.file or Path(source.path)
    if is_pipe(file):
        raise UsageError(f"{source.path}: a pipe {_ONE_READER}")
    return Slice(path=source.path, location=str(file.absolute()), in_folder=source.in_folder)


def _matching(source: str) -> list[str]:
    """A path as it stands, or the paths that fit a pattern, sorted."""
    if Path(source).exists() or not glob.has_magic(source):
        return [source]
    return _some(sorted(glob.glob(source, recursive=True)), source)  # noqa: PTH207 - of any anchor


def _remote(source: str) -> list[Slice]:
    system, path = _file_system(source)
    in_folder = system.isdir(path)
    if in_folder:
        found = [each for each in sorted(system.find(path)) if not _is_hidden(each, path)]
    else:
        found = sorted(system.glob(path)) if glob.has_magic(path) else [path]
    addresses = [system.unstrip_protocol(each) for each in _some(found, source)]
    return [Slice(path=each, location=each, in_folder=in_folder) for each in addresses]


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
