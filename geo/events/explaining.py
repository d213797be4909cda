"""Tell what was decided about an article's events, on which words, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.events.extract import Analysis, Found
from geo.events.gate import THRESHOLD, Mention
from geo.events.scenes import Reading
from geo.events.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Decision:
    """One step: which (gate, trigger, type, date, ...), the words it rests on, what came out, why.

    `start` and `end` are offsets in the article's text, (0, 0) where no words decided.
    """

    step: str
    words: str
    start: int
    end: int
    outcome: str
    why: str

    def __str__(self) -> str:
        words = f' "{self.words}"' if self.words else ""
        return f"{self.step}{words}: {self.outcome} ({self.why})"


def explain_analysis(analysis: Analysis) -> Iterator[Decision]:
    """The decisions in order: every trigger, then each event with all its parts."""
    reference = analysis.reference.isoformat() if analysis.reference else "unknown"
    yield Decision("reference", "", 0, 0, reference, "the day that today means")
    for reading in analysis.readings:
        for mention in reading.mentions:
            yield _gate(reading, mention)
    if not analysis.found:
        yield Decision("event", "", 0, 0, "none", "no trigger was believed")
    for found in analysis.found:
        yield from _event(found)


def _gate(reading: Reading, mention: Mention) -> Decision:
    sentence = reading.sentence
    kept = "kept" if mention.score >= THRESHOLD else "dropped"
    facts = sorted(mention.facts & WEIGHTS.keys(), key=lambda fact: (-abs(WEIGHTS[fact]), fact))
    why = ", ".join(f"{fact} {WEIGHTS[fact]:+.1f}" for fact in facts[:6])
    return Decision(
        "gate",
        sentence.span(mention.first, mention.last),
        sentence.begins[mention.first],
        sentence.ends[mention.last - 1],
        f"{kept}, {mention.family}, {mention.status}, {mention.score:+.1f}",
        why,
    )


def _event(found: Found) -> Iterator[Decision]:
    event, scene = found.event, found.scene
    evidence = event.evidence
    told = f"told in {len(found.cluster.scenes)} sentence(s)"
    yield Decision(
        "trigger", evidence.trigger, evidence.trigger_start, evidence.trigger_end, event.id, told
    )
    yield Decision(
        "type",
        evidence.trigger,
        evidence.trigger_start,
        evidence.trigger_end,
        f"{event.type}: {event.sub_type}",
        scene.typing.rule,
    )
    yield Decision(
        "status",
        evidence.trigger,
        evidence.trigger_start,
        evidence.trigger_end,
        event.status,
        "the words before the trigger",
    )
    yield _when(found)
    yield _where(found)
    for side, actors in (("actor1", event.side1), ("actor2", event.side2)):
        names = "; ".join(f"{actor.name} [{actor.kind}]" for actor in actors)
        yield Decision(
            side,
            "",
            evidence.start,
            evidence.end,
            names or "nobody named",
            "the actors around the trigger",
        )
    yield _casualties(found)


def _when(found: Found) -> Decision:
    dates = found.event.dates
    if dates is None:
        return Decision("date", "", 0, 0, "unknown", found.date_why)
    span = f"{dates.start.isoformat()} to {dates.end.isoformat()}"
    days = span if dates.end != dates.start else dates.start.isoformat()
    if dates.best:
        days = f"{dates.best.isoformat()}, within {span}"
    return Decision(
        "date", dates.text, 0, 0, f"{days}, precision {dates.precision}", found.date_why
    )


def _where(found: Found) -> Decision:
    toponym, place = found.event.resolution.toponym, found.event.resolution.place
    if place is None:
        return Decision("place", "", 0, 0, "unknown", found.site.why)
    where = place.admin1_iso or place.country or place.kind
    outcome = f"{place.name} ({where}), {found.event.precision.label}"
    return Decision("place", toponym.text, toponym.start, toponym.end, outcome, found.site.why)


def _casualties(found: Found) -> Decision:
    toll = found.event.casualties
    if not toll.reported:
        return Decision("casualties", "", 0, 0, "not stated", "no count of dead")
    return Decision(
        "casualties",
        toll.text,
        0,
        0,
        f"{toll.low}-{toll.high} dead, best {toll.best}",
        "the first count told",
    )
