"""Every decision for one article, in the order they were taken, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.articles import Failure, read_articles
from geo.errors import SourceError
from geo.events import explain as explain_events
from geo.pipeline.stages import Options, stages
from geo.records import Article, Place, Resolution


def explain(path: str | Path, *, options: Options | None = None) -> Iterator[str]:
    """Lines that tell what was read, which names were found, what each means, and what happened."""
    for found in read_articles([path]):
        if isinstance(found, Failure):
            raise SourceError(found.path, found.reason)
        yield from _explain(found, options or Options())


def _explain(article: Article, options: Options) -> Iterator[str]:
    at_work = stages(options)
    resolutions = at_work.resolve([article])[0]
    yield from _article(article)
    yield f"Places named ({len(resolutions)})"
    yield from map(_resolution, resolutions)
    yield "Events"
    for line in explain_events(article, resolutions, countries=at_work.gazetteer):
        yield f"  {line}"


def _article(article: Article) -> Iterator[str]:
    yield f"Article {article.id}"
    yield f"  title      {article.title or '(none)'}"
    yield f"  published  {article.published or 'not known'}"
    yield f"  language   {article.language or 'not known'}"
    yield f"  source     {article.source or article.path}"


def _resolution(resolution: Resolution) -> str:
    toponym = resolution.toponym
    meant = _describe(resolution.place) if resolution.place else "no place"
    others = "; ".join(
        f"{_describe(place)} {score:.2f}" for place, score in resolution.alternatives
    )
    return (
        f"  {toponym.start}-{toponym.end} {toponym.text!r} -> {meant} {resolution.score:.2f}"
        f" ({resolution.role}): {resolution.reason}" + (f"; or {others}" if others else "")
    )


def _describe(place: Place) -> str:
    within = [part for part in (place.admin1, place.country) if part and part != place.name]
    return f"{place.name} [{', '.join([place.kind, *within])}]"
