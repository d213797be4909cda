"""What became of every source: how many articles it held, what failed and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from geo.articles import Failure, SeenArticles, Skipped, SourceFile
from geo.pipeline.findings import Entry, Finding


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
    _seen: SeenArticles = field(default_factory=SeenArticles)

    def open(self, sources: Iterable[SourceFile]) -> None:
        """Begin an account for each source."""
        for source in sources:
            count = SourceCount(source)
            self.counts.append(count)
            self._by_path.setdefault(source.path, count)

    def admit(self, entry: Entry) -> bool:
        """Book what became of an article; whether it is one that came for the first time.

        `entry` without its rows will do.
        """
        known: Failure | Skipped | None = (
            self._seen.recall(entry.id, entry.text, entry.path)
            if isinstance(entry, Finding)
            else entry
        )
        if isinstance(known, Skipped):
            self.skipped.append(known)
        elif isinstance(known, Failure):
            self.failures.append(known)
        return known is None

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

    def hash(self, path: str, sha256: str) -> None:
        """Book the SHA-256 of a source."""
        self._by_path[path].source.sha256 = sha256

    def close(self) -> None:
        """Give each failure of a line or row the hash of its file."""
        self.failures = [self._hashed(failure) for failure in self.failures]

    def _hashed(self, failure: Failure) -> Failure:
        count = self._by_path.get(failure.path.rpartition(":")[0])
        if failure.sha256 or count is None:
            return failure
        return replace(failure, sha256=count.source.sha256)
