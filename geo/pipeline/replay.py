"""Corrections replayed on a run: events after the cached stage, and what became of each line."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from geo.corrections import Corrections, Fate, correct_rows, corrections_beside, read_corrections
from geo.frames import Row
from geo.gazetteer import Gazetteer
from geo.pipeline.findings import Finding
from geo.pipeline.stages import Outcome

Given = str | Path | Literal[False] | None
"""A file of corrections; None for those beside the sources, False for none."""

_LOG = logging.getLogger(__name__)


def load_corrections(given: Given, sources: Iterable[str | Path]) -> Corrections:
    """The corrections of a file, or of the files corrections.csv beside the sources.

    Raises CorrectionsError for a file that cannot be read or is no table of corrections.
    """
    if given is False:
        return Corrections()
    paths = corrections_beside(sources) if given is None else [given]
    return read_corrections(paths, Gazetteer.open()) if paths else Corrections()


@dataclass(slots=True)
class Replay:
    """The corrections of a run, applied to its events; and an account of all of them."""

    corrections: Corrections = field(default_factory=Corrections)
    _fates: dict[str, Fate] = field(default_factory=dict)

    def of_outcome(self, outcome: Outcome) -> Outcome:
        """The outcome with its events as persons corrected them."""
        article = outcome.article
        names = (article.id, article.url, article.path)
        rows = self._rows(names, outcome.rows, outcome.fates)
        return outcome if rows is None else dataclasses.replace(outcome, rows=rows)

    def of_finding(self, finding: Finding) -> Finding:
        """The finding with its events as persons corrected them."""
        rows = self._rows((finding.id, finding.url, finding.path), finding.rows, finding.fates)
        if rows is None:
            return finding
        return dataclasses.replace(finding, rows=rows, sketch=finding.sketch if rows else None)

    def _rows(
        self, names: Sequence[str], rows: Sequence[Row], fates: Iterable[Fate]
    ) -> tuple[Row, ...] | None:
        """The rows corrected, None where no correction is about them."""
        self._enter(fates)
        meant = self.corrections.of_events(names, [row["event_id_cnty"] for row in rows])
        if not meant:
            return None
        corrected, told = correct_rows(rows, meant, _find_country)
        self._enter(told)
        return tuple(corrected)

    def _enter(self, fates: Iterable[Fate]) -> None:
        """Book what became of corrections; one may be about several articles."""
        for fate in fates:
            before = self._fates.get(fate.key)
            if before is None or (fate.applied and not (before.applied and not before.stale)):
                self._fates[fate.key] = fate

    @property
    def stale(self) -> list[str]:
        """Each correction that looks stale: the file and the line, and why."""
        told = {fate.key: fate.stale for fate in self._fates.values() if fate.stale}
        held = sorted(self.corrections.held, key=lambda each: each.order)
        return [f"{each.where}: {told[each.key]}" for each in held if each.key in told]

    def account(self) -> dict[str, Any]:
        """How many corrections were applied, how many look stale, and which; {} without a file."""
        files = self.corrections.files
        if not files:
            return {}
        held = list(self.corrections.held)
        return {
            "files": [{"path": path, "sha256": _sha256(path)} for path in files],
            "applied": sum(fate.applied for fate in self._fates.values()),
            "stale": self.stale,
            "of_other_articles": sum(each.key not in self._fates for each in held),
            "unusable": [str(problem) for problem in self.corrections.problems],
        }

    def log(self) -> None:
        """Warn of what looks stale or cannot be used."""
        for warning in (*map(str, self.corrections.problems), *self.stale):
            _LOG.warning("correction %s", warning)


def _find_country(iso2: str) -> Any:
    return Gazetteer.open().find_country(iso2)


def _sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
