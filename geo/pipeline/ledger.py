"""What became of every source: how many articles it held, what failed and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.articles import Failure, Skipped, SourceFile


@dataclass(slots=True)
class SourceCount:
    """What one source held."""

    source: SourceFile
    articles: int = 0
    toponyms: int = 0
    events: int = 0


@dataclass(slots=True)
class Ledger:
    """The sources in their order, and beside them what failed and what was left out."""

    counts: list[SourceCount] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _by_path: dict[str, SourceCount] = field(default_factory=dict)

    def open(self, sources: Iterable[SourceFile]) -> None:
        """Begin an account for each source."""
        for source in sources:
            count = SourceCount(source)
            self.counts.append(count)
            self._by_path.setdefault(source.path, count)

    def enter(
        self, path: str, article: str, *, toponyms: int, events: int, failure: str = ""
    ) -> bool:
        """Book what came of the article of an id; whether it came to an end without a failure."""
        if failure:
            self.failures.append(Failure(path=path, reason=f"article {article}: {failure}"))
            return False
        count = self._by_path[path]
        count.articles += 1
        count.toponyms += toponyms
        count.events += events
        return True
