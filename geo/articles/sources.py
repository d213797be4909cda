"""Sources: files, folders and standard input, and the articles that each of them holds."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TypeVar

from geo.articles.content import (
    Content,
    HashedStream,
    describe_os_error,
    display_path,
    is_pipe,
)
from geo.articles.duplicates import SeenArticles
from geo.articles.feeds import read_feed
from geo.articles.fields import Origin
from geo.articles.json_forms import (
    is_lines,
    raw_lines,
    read_json,
    read_json_lines,
    read_line_stream,
)
from geo.articles.outcomes import Failure, Skipped
from geo.articles.pages import read_page
from geo.articles.tables import read_csv, read_parquet
from geo.articles.text_forms import read_markdown, read_text
from geo.errors import NoArticlesError, SourceError
from geo.records import Article

Found = TypeVar("Found")
Reader = Callable[[Content, Origin], Iterator[Article | Failure]]

READERS: dict[str, Reader] = {
    ".atom": read_feed,
    ".csv": read_csv,
    ".htm": read_page,
    ".html": read_page,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
    ".rdf": read_feed,
    ".rss": read_feed,
    ".text": read_text,
    ".tsv": read_csv,
    ".txt": read_text,
    ".xhtml": read_page,
    ".xml": read_feed,
}

# What operating systems and editors leave in a folder.
_LONGEST_HEAD = 4096
_HEAD_WORD = re.compile(rb"[a-z_]+")

_LITTER = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})


@dataclass(slots=True, kw_only=True)
class SourceFile:
    """One source: a file, a pipe, or standard input (path "-").

    `read` may be called again, except for standard input and pipes. `sha256` is the SHA-256 of the
    file as it lies on disk, "" where it cannot be read; of a stream, that of what was read so far.
    """

    path: str
    file: Path | None = None
    stream: IO[bytes] | IO[str] | None = field(default=None, repr=False)
    sha256: str = ""
    in_folder: bool = False

    def read(
        self,
        *,
        today: date | None = None,
        languages: Iterable[str] | None = None,
        seen: SeenArticles | None = None,
    ) -> Iterator[Article | Failure | Skipped]:
        """The source's articles in their order, and what could not be read of it.

        `languages` keeps only articles in these (ISO 639-1). `seen`, shared by all sources of a
        run, finds articles that come a second time. `today`, by default the day it is in UTC,
        decides which dates lie in the future. What breaks ends this source, never the run.
        """
        origin = Origin(path=self.path, today=today or datetime.now(tz=UTC).date())
        reads = self._read_stream(origin) if self.is_stream else self._read_file(origin)
        for found in in_languages(self._safely(reads), languages):
            outcome = seen.check(found) if isinstance(found, Article) and seen else found
            if isinstance(outcome, Failure):
                outcome = replace(outcome, sha256=self.sha256)
            yield outcome

    @property
    def may_hold_many(self) -> bool:
        """Whether the form of the file, by its suffix, is one that holds many articles."""
        content = Content(path=self.path, file=self.file or Path(self.path))
        return READERS.get(content.suffix) not in (read_text, read_markdown, read_page)

    @property
    def in_lines(self) -> bool:
        """Whether this is a file of JSON Lines, whose lines can be read one by one."""
        if not (self.file and self.file.is_file()):
            return False
        content = Content(path=self.path, file=self.file)
        try:
            return self._reader(content) is read_json_lines and is_lines(content.head())
        except (SourceError, OSError, EOFError, zlib.error):
            return False

    def lines(self) -> Iterator[bytes | Failure]:
        """The lines of a file of JSON Lines as they stand, and why it breaks off."""
        yield from self._safely(self._raw_lines())

    def _raw_lines(self) -> Iterator[bytes]:
        content = Content(path=self.path, file=self.file or Path(self.path))
        digest, size = hashlib.sha256(), 0
        with content.open() as stream:
            for line in raw_lines(stream):
                digest.update(line)
                size += len(line)
                yield line
        # Of an archive, or where a line was too long, these are not the bytes on disk.
        whole = not content.packed and size == content.file.stat().st_size
        self.sha256 = digest.hexdigest() if whole else content.sha256()

    def _safely(self, reads: Iterator[Found]) -> Iterator[Found | Failure]:
        try:
            yield from reads
        except SourceError as error:
            yield Failure(path=error.path, reason=error.reason)
        except OSError as error:
            yield Failure(path=self.path, reason=describe_os_error(error))
        except (EOFError, zlib.error):
            yield Failure(path=self.path, reason="damaged gzip archive")

    @property
    def is_stream(self) -> bool:
        """Whether this is standard input or a pipe, which can be read only once."""
        # A pipe is waited for where it was named itself, not where a folder happens to hold one.
        return self.file is None or (not self.in_folder and is_pipe(self.file))

    def _read_file(self, origin: Origin) -> Iterator[Article | Failure]:
        content = Content(path=self.path, file=self.file or Path(self.path))
        self.sha256 = content.sha256()
        if not content.file.stat().st_size:
            raise SourceError(self.path, "empty file")
        yield from self._reader(content)(content, origin)

    def _read_stream(self, origin: Origin) -> Iterator[Article | Failure]:
        stream = self.file.open("rb") if self.file else self.stream or sys.stdin
        hashed = HashedStream(stream)
        try:
            for outcome in read_line_stream(hashed, origin):
                self.sha256 = hashed.sha256()
                yield outcome
        finally:
            self.sha256 = hashed.sha256()
            if self.file:
                stream.close()

    def _reader(self, content: Content) -> Reader:
        """By the suffix; a file of another suffix by its first bytes, if it was named itself."""
        if reader := READERS.get(content.suffix):
            return reader
        content.refuse_binary()
        if self.in_folder and content.suffix:
            reason = f"unknown kind of file ({content.suffix}); name the file itself to read it"
            raise SourceError(self.path, reason)
        return _reader_for(content.head())


def _reader_for(head: bytes) -> Reader:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return read_page
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return read_feed
    if start.startswith(b"{"):
        return read_json_lines
    return read_json if start.startswith((b"[{", b"[\n")) else read_text


def in_languages(
    found: Iterable[Article | Failure], languages: Iterable[str] | None
) -> Iterator[Article | Failure | Skipped]:
    """What was found, articles in other languages than these (ISO 639-1) left out; None: all."""
    kept = frozenset(languages or ())
    for each in found:
        if isinstance(each, Article) and kept and each.language not in kept:
            yield _other_language(each)
        else:
            yield each


def _other_language(article: Article) -> Skipped:
    language = article.language or "an unknown language"
    return Skipped(path=article.path, kind="language", reason=f"in {language}", id=article.id)


def find_sources(
    sources: Iterable[str | Path], *, stdin: IO[bytes] | IO[str] | None = None
) -> list[SourceFile]:
    """The files that `sources` name, in the order given; a folder's sorted by their path in it.

    A folder is read recursively. Hidden files, what systems and editors leave behind, and the
    folder of images that a browser saves beside a page are no sources. "-" is JSON Lines on
    `stdin`, by default the process's. Raises NoArticlesError for a folder in which nothing is left;
    a file that does not exist is found out when it is read.
    """
    found: list[SourceFile] = []
    for source in sources:
        if str(source) == "-":
            found.append(SourceFile(path="-", stream=stdin))
        elif Path(source).is_dir():
            found.extend(_folder(Path(source)))
        else:
            found.append(SourceFile(path=display_path(source), file=Path(source)))
    return found


def _folder(folder: Path) -> list[SourceFile]:
    files = sorted(_walk(folder), key=lambda file: file.relative_to(folder).as_posix())
    if not files:
        raise NoArticlesError(f"{display_path(folder)}: no article found in this folder")
    return [SourceFile(path=display_path(file), file=file, in_folder=True) for file in files]


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        names = [name for name in files if not is_litter(name)]
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        assets = {f"{page}_files" for page in pages}
        folders[:] = [name for name in folders if not is_litter(name) and name not in assets]
        files_here = (Path(place, name) for name in names)
        yield from (file for file in files_here if not is_corrections(file))


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or left behind by a system or an editor."""
    return name.startswith(".") or name.endswith("~") or name.lower() in _LITTER


def is_corrections(file: Path) -> bool:
    """Whether a file is a table of corrections, which may lie among the articles it is about."""
    if file.suffix.lower() not in {".csv", ".tsv"} or not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            head = stream.readline(_LONGEST_HEAD)
    except OSError:
        return False
    return {b"target", b"field", b"value"} <= set(_HEAD_WORD.findall(head.lower()))


def read_articles(
    sources: Iterable[str | Path],
    *,
    stdin: IO[bytes] | IO[str] | None = None,
    languages: Iterable[str] | None = None,
    today: date | None = None,
    duplicates: bool = False,
) -> Iterator[Article | Failure]:
    """The articles of all sources, one after another, and what could not be read.

    An article that comes a second time, unless `duplicates` are asked for, and one in another
    language are left out without a word; `find_sources`, `SourceFile.read` and `SeenArticles` are
    the parts for whoever counts them. Raises NoArticlesError, before anything is read, for a folder
    that holds no article.
    """
    found = find_sources(sources, stdin=stdin)
    kept = tuple(languages or ())
    seen = None if duplicates else SeenArticles()
    outcomes = (source.read(today=today, languages=kept, seen=seen) for source in found)
    return (
        outcome
        for outcome in itertools.chain.from_iterable(outcomes)
        if not isinstance(outcome, Skipped)
    )
