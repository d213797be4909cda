"""What reading brings forth besides articles: failures, and articles left out on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SkipKind = Literal["duplicate", "language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source, or one article of it, that could not be read.

    `path` is the source's, followed by `:N` where only its Nth line, row or entry failed.
    `sha256` is the whole file's, "" where the file could not be read at all.
    """

    path: str
    reason: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An article that was read and left out: a duplicate, or in a language not asked for."""

    path: str
    kind: SkipKind
    reason: str
    id: str = ""
