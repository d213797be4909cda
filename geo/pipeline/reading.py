"""Sources read once, with everything that was not read kept by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from geo.articles import Failure, SeenArticles, Skipped, SourceFile, find_sources
from geo.pipeline.memory import Memory
from geo.pipeline.spread import outcomes
from geo.pipeline.stages import Options, Outcome
from geo.records import Article


@dataclass(slots=True)
class SourceCount:
    """What one source held."""

    source: SourceFile
    articles: int = 0
    toponyms: int = 0
    events: int = 0


class Reading:
    """One pass over the sources: articles, and beside them what failed and what was left out."""

    def __init__(
        self,
        sources: Iterable[str | Path],
        *,
        languages: Iterable[str] | None = None,
        stdin: IO[bytes] | None = None,
        today: date | None = None,
    ) -> None:
        self.counts = [SourceCount(source) for source in find_sources(sources, stdin=stdin)]
        self.failures: list[Failure] = []
        self.skipped: list[Skipped] = []
        self._languages = tuple(languages or ())
        self._today = today
        self._count_of: dict[str, SourceCount] = {}

    def articles(self) -> Iterator[Article]:
        """Every article that could be read, in order."""
        seen = SeenArticles()
        for count in self.counts:
            read = count.source.read(today=self._today, languages=self._languages, seen=seen)
            for found in read:
                if isinstance(found, Failure):
                    self.failures.append(found)
                elif isinstance(found, Skipped):
                    self.skipped.append(found)
                else:
                    count.articles += 1
                    self._count_of[found.id] = count
                    yield found

    def outcomes(
        self,
        options: Options,
        *,
        jobs: int = 1,
        timeout_s: float | None = None,
        memory: Memory | None = None,
    ) -> Iterator[Outcome]:
        """What came of every article; one that broke a stage is named among the failures."""
        for outcome in outcomes(
            self.articles(), options=options, jobs=jobs, timeout_s=timeout_s, memory=memory
        ):
            count = self._count_of.pop(outcome.article.id)
            if outcome.failure:
                count.articles -= 1
                reason = f"article {outcome.article.id}: {outcome.failure}"
                self.failures.append(Failure(path=outcome.article.path, reason=reason))
                continue
            count.toponyms += outcome.n_toponyms
            count.events += len(outcome.rows)
            yield outcome
