"""Spans that somebody else found, read from JSON Lines and resolved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from geo.articles import Failure
from geo.pipeline.stages import Options, stages
from geo.records import Article, Resolution, Toponym

_EXPECTED = 'expected {"id", "text", "spans": [[start, end], ...]}'


def resolve_spans(
    lines: Iterable[bytes], *, name: str, options: Options | None = None
) -> Iterator[tuple[Article, list[Resolution]] | Failure]:
    """Each line's article with one resolution per span, in order; or why the line is no article.

    A line is `{"id", "text", "source"?, "spans": [[start, end], ...]}`; offsets count characters
    of `text`. `name` names the lines' source in failures. All lines are read first: the articles
    of one `source` tell where that outlet is at home.
    """
    resolver = stages(options or Options()).resolver
    read = [_read(line, f"{name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    resolved = iter(resolver.resolve_batch([each for each in read if isinstance(each, tuple)]))
    for each in read:
        yield (each[0], next(resolved)) if isinstance(each, tuple) else each


def _read(line: bytes, path: str) -> tuple[Article, list[Toponym]] | Failure:
    try:
        return _parse(line, path)
    except ValueError as error:
        return Failure(path=path, reason=str(error))


def _parse(line: bytes, path: str) -> tuple[Article, list[Toponym]]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}; {_EXPECTED}") from error
    match given:
        case {"text": str(text), "spans": list(spans)}:
            source = str(given.get("source") or "")
            article = Article(id=str(given.get("id", path)), text=text, source=source)
            return article, [_toponym(text, span) for span in spans]
    raise ValueError(f"text or spans are missing; {_EXPECTED}")


def _toponym(text: str, span: Any) -> Toponym:
    match span:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return Toponym(text=text[start:end], start=start, end=end)
    raise ValueError(f"span {span!r} does not cut the text of {len(text)} characters")
