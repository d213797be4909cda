"""One article as it is reviewed: its events as the machine reads them, and as persons left them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.corrections import CONFIRMED, Corrections, event_digest
from geo.frames import Row
from geo.pipeline import Options, Outcome, Replay, stages
from geo.records import Article, Resolution

MACHINE = "machine"
REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Case:
    """One event to look at.

    `machine` is the row without any correction, `row` the row with all of them, of an event that
    was rejected as it would be. `mention` is the resolution of the words that name its place.
    """

    machine: Row
    row: Row
    rejected: bool
    mention: Resolution | None

    @property
    def digest(self) -> str:
        """What the event is called in its article, whatever its country."""
        return event_digest(self.row["event_id_cnty"])

    @property
    def status(self) -> str:
        """machine, corrected, confirmed or rejected."""
        return REJECTED if self.rejected else str(self.row["x_review_status"])

    @property
    def doubt(self) -> float:
        """How unsure the machine is, 0 to 1: of the place, its rivals, or the type."""
        place = self.machine["x_place_score"] if self.machine["x_place_id"] else 0.0
        others = [score for _, score in self.mention.alternatives] if self.mention else []
        rival = min(1.0, max(others, default=0.0) / place) if place else 1.0
        doubt: float = max(1.0 - place, rival, 1.0 - self.machine["x_type_score"])
        return doubt


@dataclass(frozen=True, slots=True)
class Dossier:
    """An article with its events, in the order in which it tells of them, and its place names."""

    article: Article
    cases: tuple[Case, ...]
    resolutions: tuple[Resolution, ...]
    machine: tuple[Resolution, ...]

    def case(self, digest: str) -> Case | None:
        """The event of a digest."""
        return next((each for each in self.cases if each.digest == digest), None)

    def machine_mention(self, mention: Resolution) -> Resolution | None:
        """What the machine alone says of a mention."""
        return _at(self.machine, mention.toponym.start, mention.toponym.end)


def open_dossier(article: Article, options: Options, corrections: Corrections) -> Dossier:
    """Read an article twice: as the machine does, and with the corrections."""
    (alone,) = stages(options).process([article])
    corrected = alone
    if corrections.of_mentions(article):
        (corrected,) = stages(options).process([article], corrections)
    return _dossier(alone, corrected, corrections)


def _dossier(alone: Outcome, corrected: Outcome, corrections: Corrections) -> Dossier:
    machine = {event_digest(row["event_id_cnty"]): row for row in alone.rows}
    kept = Replay(corrections).of_outcome(corrected).rows
    left = {event_digest(row["event_id_cnty"]): row for row in kept}
    cases = []
    for row in corrected.rows:
        digest = event_digest(row["event_id_cnty"])
        mention = _at(corrected.resolutions, row["x_place_start"], row["x_place_end"])
        found = left.get(digest, row)
        cases.append(Case(machine.get(digest, row), found, digest not in left, mention))
    return Dossier(corrected.article, tuple(cases), corrected.resolutions, alone.resolutions)


def _at(
    resolutions: tuple[Resolution, ...], start: int | None, end: int | None
) -> Resolution | None:
    return next(
        (each for each in resolutions if (each.toponym.start, each.toponym.end) == (start, end)),
        None,
    )


def is_done(case: Case) -> bool:
    """Whether a person has looked at the event as a whole, or corrected it."""
    return case.status in {REJECTED, CONFIRMED, "corrected"}
