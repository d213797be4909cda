"""What the map phase makes of an article, without its text: all that the reduce phase needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.articles import Failure, Skipped, hash_text
from geo.corrections import Corrections, Fate
from geo.events import Sketch, sketch_text
from geo.frames import Row
from geo.pipeline.beyond import NOT_ASKED, Asked
from geo.pipeline.context import Named
from geo.pipeline.stages import UNCORRECTED, Options, Outcome, stages
from geo.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one article told: its event rows, or why it has none.

    `path` is the source that holds the article, `title` what a reader knows the article by, and
    `text` the hash of its text, which tells a copy from another article of the same id.
    `sketch` is there where there are rows; `failure` says why nothing could be found out; `fates`
    tell what became of the corrections of its place names.
    """

    id: str
    path: str
    title: str
    url: str = ""
    text: int = 0
    language: str = ""
    n_toponyms: int = 0
    rows: tuple[Row, ...] = ()
    context: tuple[Named, ...] = ()
    sketch: Sketch | None = None
    asked: Asked = NOT_ASKED
    failure: str = ""
    fates: tuple[Fate, ...] = ()

    @property
    def unsettled(self) -> bool:
        """Whether the next run shall try again: it failed, or a service could not be asked."""
        return bool(self.failure or self.asked.unasked)

    @property
    def quiet(self) -> str:
        """Why the article has no event; "" where it has one."""
        if self.rows:
            return ""
        return "no event found" if self.n_toponyms else "no place named"


Entry = Finding | Failure | Skipped
"""What reading and working on a source brings forth, in the order of the source."""


def find(
    options: Options, articles: Sequence[Article], corrections: Corrections = UNCORRECTED
) -> list[Finding]:
    """The map phase: the finding of each article, in order; one that breaks a stage fails alone.

    It depends on the article, `options`, the corrections of its place names and the reference data
    alone, wherever it is worked out.
    """
    if not articles:
        return []
    return [found(outcome) for outcome in stages(options).process(articles, corrections)]


def found(outcome: Outcome) -> Finding:
    """The finding of an outcome."""
    article = outcome.article
    return Finding(
        id=article.id,
        path=article.path,
        title=article.title or article.path or article.id,
        url=article.url,
        text=hash_text(str(article.text)),
        language=article.language or "",
        n_toponyms=outcome.n_toponyms,
        rows=outcome.rows,
        context=outcome.context,
        sketch=sketch_text(article) if outcome.rows else None,
        asked=outcome.asked,
        failure=outcome.failure,
        fates=outcome.fates,
    )


def failed(article: Article, reason: str) -> Finding:
    """The finding of an article that was set aside."""
    return found(Outcome(article=article, failure=reason))
