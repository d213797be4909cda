"""The lines of a file of places, plain or zipped, one at a time and none without bound."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from geo.errors import SourceError

LINES_A_STEP = 1_000
_LONGEST_LINE = 1 << 20
_SHOWN = 20


@dataclass(slots=True)
class Faults:
    """What is wrong with a file, line by line: the first twenty in full, and how many in all."""

    file: str
    first: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, reason: str) -> None:
        """Note that `line`, counted from 1, is left out."""
        self.count += 1
        if self.count <= _SHOWN:
            self.first.append(f"{self.file}, line {line}: {reason}")


class Lines:
    """The lines of a file as text, without their ends; as it is read, `sha256` sums it up."""

    def __init__(self, path: Path, faults: Faults, *, step: Callable[[], None] | None) -> None:
        self._path = path
        self._faults = faults
        self._step = step
        self._hash = hashlib.sha256()
        self.number = 0

    @property
    def sha256(self) -> str:
        """The hash of what was read so far, unzipped."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[str]:
        """Each line in turn; one that is no UTF-8 is noted and left out.

        Raises SourceError where the file cannot be read or is not text.
        """
        try:
            with _open(self._path) as file:
                while line := file.readline(_LONGEST_LINE):
                    yield from self._text(line)
        except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(str(self._path), f"cannot be read: {reason}") from error

    def _text(self, line: bytes) -> Iterator[str]:
        self.number += 1
        self._hash.update(line)
        if self._step is not None and not self.number % LINES_A_STEP:
            self._step()
        if b"\0" in line or (len(line) >= _LONGEST_LINE and not line.endswith(b"\n")):
            raise SourceError(
                str(self._path),
                f"line {self.number} is binary, expected lines of text; "
                "give the .txt or .csv file, or the .zip that holds it",
            )
        try:
            text = line.decode("utf-8-sig" if self.number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            self._faults.add(self.number, f"no UTF-8 at byte {error.start}; save it as UTF-8")
            return
        if text:
            yield text


@contextlib.contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with contextlib.ExitStack() as stack:
        if path.is_file() and zipfile.is_zipfile(path):
            archive = stack.enter_context(zipfile.ZipFile(path))
            yield stack.enter_context(archive.open(_member(path, archive)))
        else:
            yield stack.enter_context(path.open("rb"))


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    """The one table in an archive, beside which GeoNames puts a readme."""
    names = [name for name in archive.namelist() if name.lower().endswith((".txt", ".csv"))]
    tables = [name for name in names if "readme" not in name.lower()]
    if len(tables) != 1:
        found = ", ".join(tables[:5]) or "none"
        raise SourceError(str(path), f"holds {found}, expected one .txt or .csv; unzip it first")
    return tables[0]
