"""JSON Lines, line by line, and JSON documents: an object, an array, or {"articles": [...]}."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from geo.articles.content import Content
from geo.articles.decoding import decode_as, describe_binary, find_encoding, marked_encoding
from geo.articles.fields import Origin, article_from_fields, field_names
from geo.articles.outcomes import Failure
from geo.errors import SourceError
from geo.records import Article

LONGEST_LINE = 64 << 20
_LISTS = ("articles", "items", "documents", "results", "data")


class LineStream(Protocol):
    """What JSON Lines are read from: a file, or standard input."""

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, at most `size` bytes of it, b"" at the end."""


def read_json_lines(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of each line, or why it has none; blank lines count and are passed over.

    A file that turns out to be one document over many lines is read as that.
    """
    head = content.head().lstrip()
    if head.startswith(b"[") or head.split(b"\n", 1)[0].strip() == b"{":
        yield from read_json(content, origin)
        return
    with content.open() as stream:
        yield from read_line_stream(stream, origin)


def read_line_stream(stream: LineStream, origin: Origin) -> Iterator[Article | Failure]:
    """As `read_json_lines`, from a stream that can be read only once."""
    first = stream.readline(LONGEST_LINE)
    if kind := describe_binary(first[:4096]):
        raise SourceError(origin.path, f"binary file ({kind}), expected JSON Lines")
    read = _wide_lines if marked_encoding(first).startswith(("utf-16", "utf-32")) else _lines
    empty = True
    for number, line in enumerate(read(stream, first, origin), start=1):
        if isinstance(line, Failure) or line.strip():
            empty = False
            yield _read_line(line, origin.at(number))
    if empty:
        raise SourceError(origin.path, "empty: no article in it")


def is_lines(head: bytes) -> bool:
    """Whether what begins with `head` is JSON Lines whose lines can be read one by one."""
    start = head.lstrip()
    if not start or start.startswith(b"[") or start.split(b"\n", 1)[0].strip() == b"{":
        return False
    return not (describe_binary(head) or marked_encoding(head).startswith(("utf-16", "utf-32")))


def raw_lines(stream: LineStream) -> Iterator[bytes]:
    """The lines of a stream as they stand; of one that is too long, its beginning."""
    while line := stream.readline(LONGEST_LINE):
        if _is_cut(line):
            _pass_over_line(stream)
        yield line


def read_run(lines: Iterable[bytes], origin: Origin) -> Iterator[Article | Failure]:
    """The articles of a run of lines, as `read_json_lines` gives them; `origin` is at the first."""
    for number, line in enumerate(lines, start=origin.number or 1):
        at = origin.at(number)
        text = _too_long(at) if _is_cut(line) else _decode_line(line, at)
        if isinstance(text, Failure) or text.strip():
            yield _read_line(text, at)


def _is_cut(line: bytes) -> bool:
    return len(line) >= LONGEST_LINE and not line.endswith(b"\n")


def _too_long(origin: Origin) -> Failure:
    return Failure(path=origin.where, reason=f"line longer than {LONGEST_LINE >> 20} MB")


def _read_line(line: str | Failure, origin: Origin) -> Article | Failure:
    if isinstance(line, Failure):
        return line
    try:
        value = parse_json(line.rstrip("\r\n"), origin)
    except SourceError as error:
        return Failure(path=error.path, reason=error.reason)
    return _read_entry(value, origin)


def _lines(stream: LineStream, line: bytes, origin: Origin) -> Iterator[str | Failure]:
    """Each line as text; a line alone decides its encoding, so that one bad line stands alone."""
    number = 1
    while line:
        if _is_cut(line):
            _pass_over_line(stream)
            yield _too_long(origin.at(number))
        else:
            yield _decode_line(line, origin.at(number))
        line = stream.readline(LONGEST_LINE)
        number += 1


def _pass_over_line(stream: LineStream) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _decode_line(line: bytes, origin: Origin) -> str | Failure:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decode_as(line, find_encoding([line], path=origin.where), path=origin.where)
    except SourceError as error:
        return Failure(path=error.path, reason=error.reason)


def _wide_lines(stream: LineStream, first: bytes, origin: Origin) -> Iterator[str | Failure]:
    """The lines of UTF-16 or UTF-32, whose newlines are two or four bytes wide."""
    decoder = codecs.getincrementaldecoder(marked_encoding(first))()
    held, piece = "", first
    while piece or held:
        try:
            held += decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            raise SourceError(origin.path, f"wrong encoding: {error.reason}") from error
        *lines, held = held.split("\n") if piece else [held, ""]
        yield from lines
        piece = stream.readline(LONGEST_LINE) if piece else b""


def read_json(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The articles of a document, numbered from 1 where it is a list.

    A document that turns out to be JSON Lines under another name is read as that.
    """
    text = content.text()
    try:
        document = parse_json(text, origin)
    except SourceError:
        if not _is_json_lines(text):
            raise
        yield from read_json_lines(content, origin)
        return
    entries = _entries(document)
    if entries is None:
        yield article_from_json(document, origin)
        return
    if not entries:
        raise SourceError(origin.path, "empty: no article in it")
    for number, entry in enumerate(entries, start=1):
        yield _read_entry(entry, origin.at(number))


def _read_entry(entry: object, origin: Origin) -> Article | Failure:
    try:
        return article_from_json(entry, origin)
    except SourceError as error:
        return Failure(path=error.path, reason=error.reason)


def _entries(document: object) -> list[object] | None:
    """The list that a document is or holds; None for a single article."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping) and "text" not in field_names(map(str, document)):
        lists = (document.get(name) for name in _LISTS)
        return next((entry for entry in lists if isinstance(entry, list)), None)
    return None


def _is_json_lines(text: str) -> bool:
    """Whether the first line that is not blank is a JSON object of its own."""
    line = text.lstrip()[:LONGEST_LINE].split("\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def parse_json(text: str, origin: Origin) -> object:
    """The value of a JSON text; raises SourceError with the line and column of the fault."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if origin.number is None else ""
        where = f"{line}column {error.colno}"
        raise SourceError(origin.where, f"malformed JSON at {where}: {error.msg}") from error
    except RecursionError as error:
        raise SourceError(origin.where, "malformed JSON: nested too deeply") from error
    except ValueError as error:
        raise SourceError(origin.where, f"malformed JSON: {error}") from error


def article_from_json(value: object, origin: Origin) -> Article:
    """The article of one JSON object; raises SourceError with the reason."""
    if not isinstance(value, dict):
        found = type(value).__name__
        raise SourceError(origin.where, f"expected a JSON object with a text, found {found}")
    names = field_names(value)
    if "text" not in names:
        found = ", ".join(list(value)[:8]) or "none"
        raise SourceError(origin.where, f"no text: the object has no text field, only: {found}")
    return article_from_fields({field: value[name] for field, name in names.items()}, origin)
