"""Every decision for one article, in the order they were taken, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.articles import Failure, read_articles
from geo.errors import SourceError
from geo.events import explain as explain_events
from geo.pipeline.replay import Given, Replay, load_corrections
from geo.pipeline.stages import Options, stages
from geo.records import Article, Place, Resolution


def explain(
    path: str | Path, *, options: Options | None = None, corrections: Given = None
) -> Iterator[str]:
    """Lines that tell what was read, which names were found, what each means, and what happened.

    `corrections` is a file of corrections, by default that beside the article; False is none.
    """
    replay = Replay(load_corrections(corrections, [path]))
    for found in read_articles([path]):
        if isinstance(found, Failure):
            raise SourceError(found.path, found.reason)
        yield from _explain(found, options or Options(), replay)


def _explain(article: Article, options: Options, replay: Replay) -> Iterator[str]:
    at_work = stages(options)
    (resolved,) = at_work.resolve_corrected([article], replay.corrections)
    resolutions = resolved.resolutions
    yield from _article(article)
    yield f"Places named ({len(resolutions)})"
    yield from map(_resolution, resolutions)
    yield "Events"
    for line in explain_events(article, resolutions, countries=at_work.gazetteer):
        yield f"  {line}"
    if replay.corrections:
        yield from _corrected(article, options, replay)


def _corrected(article: Article, options: Options, replay: Replay) -> Iterator[str]:
    (outcome,) = stages(options).process([article], replay.corrections)
    kept = {row["event_id_cnty"]: row for row in replay.of_outcome(outcome).rows}
    yield "Corrections"
    for row in outcome.rows:
        name = row["event_id_cnty"]
        notes = kept[name]["x_corrections"] if name in kept else ["rejected"]
        yield from (f"  {name}: {note}" for note in notes)
    yield from (f"  stale: {each}" for each in replay.stale)


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
