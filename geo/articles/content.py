"""The bytes of one source: opened, unpacked, measured, and never more than memory can hold."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from geo.articles.decoding import decode, describe_binary, refusal
from geo.errors import SourceError
from geo.suggestions import nearest_path

BLOCK = 1 << 20
# A source that is read whole: many times the longest article, and far below a computer's memory.
MOST_BYTES = 256 << 20
_CODES = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file on disk, plain or gzipped."""

    path: str
    file: Path

    @property
    def packed(self) -> bool:
        """Whether the file is gzipped."""
        return self.file.suffix.lower() == ".gz"

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without .gz: ".jsonl" for "articles.JSONL.gz"."""
        return Path(self.file.stem if self.packed else self.file.name).suffix.lower()

    def open(self) -> BinaryIO:
        """The file's bytes, unpacked."""
        return cast("BinaryIO", gzip.open(self.file)) if self.packed else self.file.open("rb")

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes in pieces of a megabyte, unpacked."""
        with self.open() as stream:
            while block := stream.read(BLOCK):
                yield block

    def head(self, size: int = 4096) -> bytes:
        """The first bytes, unpacked."""
        with self.open() as stream:
            return stream.read(size)

    def read(self) -> bytes:
        """All bytes; raises SourceError above 256 MB."""
        with self.open() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            size = f"larger than {MOST_BYTES >> 20} MB"
            raise SourceError(self.path, f"{size}; JSON Lines, CSV and Parquet may be of any size")
        return data

    def text(self) -> str:
        """The whole text, its encoding found, its line ends newlines."""
        return decode(self.read(), path=self.path)

    def refuse_binary(self) -> None:
        """Raise SourceError, which names the kind, for a file that is not text."""
        if kind := describe_binary(self.head()):
            raise SourceError(self.path, refusal(kind))

    def sha256(self) -> str:
        """The SHA-256 of the file as it lies on disk; raises SourceError with the reason."""
        try:
            self._check()
            with self.file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise SourceError(self.path, describe_os_error(error)) from error

    def _check(self) -> None:
        mode = self.file.stat().st_mode
        if not stat.S_ISREG(mode):
            raise SourceError(self.path, "not a regular file")


def is_pipe(file: Path) -> bool:
    """Whether `file` is a named pipe, as a shell's <(command) is."""
    try:
        return stat.S_ISFIFO(file.stat().st_mode)
    except OSError:
        return False


def describe_os_error(error: OSError) -> str:
    """Why a file could not be read, in a few words."""
    if isinstance(error, FileNotFoundError):
        return f"missing: there is no such file or folder{_advice(error.filename)}"
    if isinstance(error, gzip.BadGzipFile):
        return "damaged gzip archive"
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _advice(name: object) -> str:
    given = str(name or "")
    if given.startswith(("http:/", "https:/")):
        return "; addresses are not read: save the page first, and name the file"
    near = nearest_path(given) if given else ""
    return f"; did you mean {near}?" if near else ""


class HashedStream:
    """A stream that is read once, and the SHA-256 of what has been read of it."""

    def __init__(self, stream: IO[bytes] | IO[str]) -> None:
        self._stream = getattr(stream, "buffer", stream)
        self._digest = hashlib.sha256()

    def readline(self, size: int) -> bytes:
        """The next line, at most `size` bytes of it."""
        line = self._stream.readline(size)
        data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else bytes(line)
        self._digest.update(data)
        return data

    def sha256(self) -> str:
        """The SHA-256 of what has been read so far."""
        return self._digest.hexdigest()


def display_path(path: str | Path) -> str:
    """A path with forward slashes, fit to be shown.

    Bytes of a name that are not UTF-8 become U+FFFD; control codes are spelled out.
    """
    shown = os.fsencode(Path(path).as_posix()).decode("utf-8", "replace")
    return _CODES.sub(lambda code: f"\\u{ord(code[0]):04x}", shown)
