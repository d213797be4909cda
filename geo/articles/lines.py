"""Some whole lines out of a file of JSON Lines, so that several readers can share a large one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from geo.articles.content import BLOCK, Content
from geo.articles.decoding import describe_binary, marked_encoding
from geo.articles.fields import Origin
from geo.articles.json_forms import read_more_lines
from geo.articles.outcomes import Failure
from geo.records import Article

_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The bytes from `start` up to `stop`, both at the beginning of a line; `first` numbers it."""

    start: int
    stop: int
    first: int

    def read(self, content: Content, origin: Origin) -> Iterator[Article | Failure]:
        """The article of each line, named by its number in the whole file."""
        with content.open() as stream:
            stream.seek(self.start)
            part = _Part(stream, self.stop - self.start)
            yield from read_more_lines(part, origin, first_line=self.first)


@dataclass(slots=True)
class _Part:
    """The next `left` bytes of a stream."""

    stream: IO[bytes]
    left: int

    def readline(self, size: int, /) -> bytes:
        line = self.stream.readline(min(size, self.left))
        self.left -= len(line)
        return line


def cut_lines(stream: IO[bytes], name: str, *, size: int) -> tuple[str, list[Lines]]:
    """The SHA-256 of a whole file, and its lines in parts of about `size` bytes.

    No parts come of a file that can only be read whole: small, packed, of another kind than JSON
    Lines by `name`, or in an encoding whose line ends are wider than a byte.
    """
    digest, cuts = hashlib.sha256(), [Lines(start=0, stop=0, first=1)]
    at, line, lines = 0, 1, _holds_lines(name)
    while block := stream.read(min(BLOCK, size)):
        digest.update(block)
        if not at:
            lines = lines and _narrow(block)
        end = block.rfind(b"\n") + 1
        if lines and end and at + end - cuts[-1].start >= size:
            here = line + block.count(b"\n", 0, end)
            cuts.append(Lines(start=at + end, stop=0, first=here))
        at += len(block)
        line += block.count(b"\n")
    return digest.hexdigest(), _closed(cuts, at)


def _holds_lines(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _narrow(head: bytes) -> bool:
    """Whether a file beginning with `head` is text with a JSON object a line."""
    begun = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    wide = marked_encoding(head).startswith(("utf-16", "utf-32"))
    document = begun.startswith(b"[") or begun.split(b"\n", 1)[0].strip() == b"{"
    return not (wide or document or describe_binary(head[:4096]))


def _closed(cuts: list[Lines], end: int) -> list[Lines]:
    """The parts, each up to where the next begins; [] where there is only one."""
    starts = [cut.start for cut in cuts if cut.start < end]
    if len(starts) < 2:  # noqa: PLR2004 - a file in one part is no part
        return []
    stops = [*starts[1:], end]
    return [Lines(start=cut.start, stop=stop, first=cut.first)
            for cut, stop in zip(cuts, stops, strict=False)]  # fmt: skip
