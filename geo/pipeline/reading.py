"""Sources read once, with everything that was not read kept by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO

from geo.articles import Failure, SeenArticles, Skipped, find_sources
from geo.pipeline.ledger import Ledger
from geo.pipeline.replay import Given, Replay, load_corrections
from geo.pipeline.spread import outcomes
from geo.pipeline.stages import Options, Outcome
from geo.records import Article


class Reading:
    """One pass over the sources: articles, and in the ledger what failed and what was left out.

    `corrections` is a file of corrections, by default those beside the sources; False is none.
    """

    def __init__(
        self,
        sources: Iterable[str | Path],
        *,
        languages: Iterable[str] | None = None,
        stdin: IO[bytes] | None = None,
        today: date | None = None,
        corrections: Given = None,
    ) -> None:
        sources = list(sources)
        self.replay = Replay(load_corrections(corrections, sources))
        self.ledger = Ledger()
        self.ledger.open(find_sources(sources, stdin=stdin))
        self._languages = tuple(languages or ())
        self._today = today

    @property
    def failures(self) -> list[Failure]:
        """Every source and article that could not be read or worked on."""
        return self.ledger.failures

    @property
    def skipped(self) -> list[Skipped]:
        """Every article that was left out on purpose."""
        return self.ledger.skipped

    def articles(self) -> Iterator[Article]:
        """Every article that could be read, in order."""
        seen = SeenArticles()
        for count in self.ledger.counts:
            read = count.source.read(today=self._today, languages=self._languages, seen=seen)
            for each in read:
                if isinstance(each, Failure):
                    self.failures.append(each)
                elif isinstance(each, Skipped):
                    self.skipped.append(each)
                else:
                    yield each

    def outcomes(self, options: Options) -> Iterator[Outcome]:
        """What came of every article; one that broke a stage is named among the failures."""
        corrections = self.replay.corrections
        for found in outcomes(self.articles(), options=options, corrections=corrections):
            outcome = self.replay.of_outcome(found)
            if self.ledger.enter(
                outcome.article.path,
                outcome.article.id,
                toponyms=outcome.n_toponyms,
                events=len(outcome.rows),
                failure=outcome.failure,
            ):
                yield outcome
