"""Score the slots of our event against an annotated one: place, date, deaths, type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.evaluate.chains import Chain, Chains
from geo.evaluate.kinds import Kind
from geo.evaluate.mistakes import Mistake
from geo.evaluate.templates import GoldEvent
from geo.records import DateSpan, Event

_UNKNOWN = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotated event, and ours that answers it, None where we have none."""

    article: str
    gold: GoldEvent
    event: Event | None


@dataclass(slots=True)
class Counts:
    """What is counted for one slot, and the mistakes in it."""

    n: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """One count in proportion to another; 0 of nothing."""
        return self.n[part] / self.n[whole] if self.n[whole] else 0.0


def score_places(pairs: list[Pair], chains: Chains) -> tuple[dict[str, Any], list[Mistake]]:
    """Where events were, over annotated events with a place.

    `found` is the share of all of them whose place is right: the finest that is annotated, or
    inside it. `precision` is the share of the events that we place. `coarser` of all are placed
    in another place of the chain below the country. `finer` counts the events again whose
    annotated place is finer than a country. `known` judges all of them by the finest annotated
    place that the gazetteer has: of a quarter, a farm or a university that it lacks, nobody
    could tell more than the town.
    """
    counts = Counts()
    for pair in (each for each in pairs if each.gold.chains):
        agreement = _agreement(pair, chains, pair.gold.chains)
        placed = pair.event is not None and pair.event.resolution.place is not None
        known = _agreement(pair, chains, tuple(map(chains.cut, pair.gold.chains)))
        judged = {"": agreement, "known ": known}
        if any(len(chain) > 1 for chain in pair.gold.chains):
            judged["finer "] = agreement
        for prefix, verdict in judged.items():
            counts.n[f"{prefix}n"] += 1
            counts.n[f"{prefix}placed"] += placed
            counts.n[f"{prefix}{verdict}"] += 1
        if agreement != "right":
            counts.mistakes.append(_misplaced(pair, agreement))
    figures = {prefix: _placing(counts, f"{prefix} ") for prefix in ("finer", "known")}
    return {**_placing(counts, ""), **figures}, counts.mistakes


def _placing(counts: Counts, prefix: str) -> dict[str, Any]:
    whole, placed = f"{prefix}n", f"{prefix}placed"
    return {
        "n": counts.n[whole],
        "placed": counts.n[placed],
        "found": counts.share(f"{prefix}right", whole),
        "precision": counts.share(f"{prefix}right", placed),
        "coarser": counts.share(f"{prefix}coarser", whole),
    }


def _agreement(pair: Pair, chains: Chains, wanted: tuple[Chain, ...]) -> str:
    if pair.event is None:
        return "wrong"
    named = pair.event.resolution
    return chains.agreement(wanted, named.place, named.toponym.text)


def _misplaced(pair: Pair, agreement: str) -> Mistake:
    wanted = " or ".join(
        ": ".join("/".join(step.names) for step in chain) for chain in pair.gold.chains
    )
    if pair.event is None:
        return missed(pair, "place", wanted)
    named, place = pair.event.resolution, pair.event.resolution.place
    found = "" if place is None else f"{place.name}, {place.admin1}, {place.country} ({place.kind})"
    reason = {"coarser": "coarser than annotated", "country": "elsewhere in the country"}.get(
        agreement, "not placed" if place is None else "elsewhere"
    )
    return _mistake(
        pair.event,
        "place",
        named.toponym.text,
        wanted=wanted,
        found=found,
        reason=f"{reason}: {named.reason}",
    )


def score_dates(pairs: list[Pair]) -> tuple[dict[str, Any], list[Mistake]]:
    """When events were, over annotated events that we found and that have a date.

    Of those annotated with one day, `exact` is the share of our best single days that are this
    day, `inside` the share of our spans that hold it, `single` how often we name one day, and
    `single_exact` how often that one is right. `spans` are annotated as first and last day:
    `inside` counts ours that overlap; `open` says only "by this day": ours that are not later.
    """
    counts = Counts()
    for pair in pairs:
        if pair.event is None or not pair.gold.days:
            continue
        ours, days = pair.event.dates, [each.day for each in pair.gold.days]
        known = [day for day in days if day is not None]
        if len(known) == len(days):
            _count_day(counts, pair.event, known, ours)
        elif all(each.start and each.end for each in pair.gold.days):
            counts.n["spans"] += 1
            counts.n["spans inside"] += ours is not None and any(
                each.start <= ours.end and ours.start <= each.end
                for each in pair.gold.days
                if each.start and each.end
            )
        elif last := max((each.end for each in pair.gold.days if each.end), default=None):
            counts.n["open"] += 1
            counts.n["open inside"] += ours is not None and ours.start <= last
    return {
        "n": counts.n["n"],
        "exact": counts.share("exact", "n"),
        "inside": counts.share("inside", "n"),
        "single": counts.share("single", "n"),
        "single_exact": counts.share("single exact", "single"),
        "without_words": counts.share("wordless", "n"),
        "without_words_exact": counts.share("wordless exact", "wordless"),
        "spans": {"n": counts.n["spans"], "inside": counts.share("spans inside", "spans")},
        "open": {"n": counts.n["open"], "inside": counts.share("open inside", "open")},
    }, counts.mistakes


def _count_day(counts: Counts, event: Event, days: list[date], ours: DateSpan | None) -> None:
    exact = ours is not None and ours.day in days
    inside = ours is not None and any(ours.start <= day <= ours.end for day in days)
    single = ours is not None and ours.start == ours.end
    wordless = ours is not None and not ours.text
    counts.n.update(
        {
            "n": 1,
            "exact": exact,
            "inside": inside,
            "single": single,
            "single exact": single and exact,
            "wordless": wordless,
            "wordless exact": wordless and exact,
        }
    )
    if not exact:
        counts.mistakes.append(_misdated(event, days, ours, inside=inside))


def _misdated(event: Event, days: list[date], ours: DateSpan | None, *, inside: bool) -> Mistake:
    wanted = " or ".join(day.isoformat() for day in days)
    if ours is None:
        return _mistake(event, "date", "", wanted=wanted, found="", reason="no date", off=_UNKNOWN)
    span = f" ({ours.start} to {ours.end})" if ours.end != ours.start else ""
    found = ours.day.isoformat() + span
    reason = "the span holds the day" if inside else "another day"
    if not ours.text:
        reason += ", no date words were taken"
    off = min(abs((ours.day - day).days) for day in days)
    return _mistake(
        event, "date", ours.text, wanted=wanted, found=found, reason=reason, off=off, unit="days"
    )


def score_deaths(pairs: list[Pair]) -> tuple[dict[str, Any], list[Mistake]]:
    """How many died, over annotated events that we found and whose dead all have numbers.

    `exact` is the share of our best numbers that are the annotated sum; of a group and single
    persons beside it, who may be its members, the group alone is right as well. `one_group`
    counts those again that have one group of victims or one victim. `nobody` are the events
    without any dead: `exact` counts ours that tell of none.
    """
    counts = Counts()
    for pair in pairs:
        event, gold = pair.event, pair.gold
        if event is None:
            continue
        best = event.casualties.best
        if not gold.deadly:
            counts.n["nobody"] += 1
            counts.n["nobody exact"] += not best
        elif gold.deaths:
            exact = best in gold.deaths
            for prefix in ("", "one ")[: 1 + (len(gold.deaths) == 1)]:
                counts.n[f"{prefix}n"] += 1
                counts.n[f"{prefix}exact"] += exact
        if (best or 0) not in (gold.deaths or {0}) and (gold.deaths or not gold.deadly):
            counts.mistakes.append(_miscounted(event, gold))
    return {
        "n": counts.n["n"],
        "exact": counts.share("exact", "n"),
        "one_group": {"n": counts.n["one n"], "exact": counts.share("one exact", "one n")},
        "nobody": {"n": counts.n["nobody"], "exact": counts.share("nobody exact", "nobody")},
    }, counts.mistakes


def _miscounted(event: Event, gold: GoldEvent) -> Mistake:
    told, wanted = event.casualties, sorted(gold.deaths)
    off = _UNKNOWN if told.best is None else min(abs(told.best - n) for n in wanted or [0])
    return _mistake(
        event,
        "deaths",
        told.text,
        wanted=" or ".join(map(str, wanted)) or "nobody",
        found="" if told.best is None else str(told.best),
        reason="no number found" if told.best is None else "another number",
        off=off,
        unit="" if told.best is None else "deaths",
    )


def score_types(pairs: list[Pair]) -> tuple[dict[str, Any], list[Mistake]]:
    """What events were, over annotated events that we found and whose kind is mapped (`Kind`).

    `right` is the share with one of the types that the kind may be, `right_sub_type` asks for
    the sub-type too where the kind of incident has one. `kinds` gives both per kind.
    """
    counts = Counts()
    for pair in pairs:
        kind = Kind(pair.gold.types)
        if pair.event is None or not kind.known:
            continue
        right, sub = kind.has_type(pair.event), kind.has_sub_type(pair.event)
        for whole in ("all", str(kind)):
            counts.n.update({whole: 1, f"{whole} right": right, f"{whole} sub": sub})
        if not sub:
            counts.mistakes.append(_mistyped(pair.event, kind, right=right))
    kinds = sorted({str(Kind(pair.gold.types)) for pair in pairs} & counts.n.keys())
    return {**_shares(counts, "all"), "kinds": {kind: _shares(counts, kind) for kind in kinds}}, (
        counts.mistakes
    )


def _shares(counts: Counts, whole: str) -> dict[str, Any]:
    return {
        "n": counts.n[whole],
        "right": counts.share(f"{whole} right", whole),
        "right_sub_type": counts.share(f"{whole} sub", whole),
    }


def _mistyped(event: Event, kind: Kind, *, right: bool) -> Mistake:
    wanted = f"{kind} ({', '.join(sorted(kind.types))})"
    reason = "another sub-type" if right else "another type"
    return _mistake(
        event,
        "type",
        event.evidence.trigger,
        wanted=wanted,
        found=f"{event.type}: {event.sub_type}",
        reason=reason,
        off=not right,
    )


def missed_events(pairs: list[Pair]) -> Iterator[Mistake]:
    """The annotated events that none of ours answers."""
    return (missed(pair, "event", str(Kind(pair.gold.types))) for pair in pairs if not pair.event)


def missed(pair: Pair, task: str, wanted: str) -> Mistake:
    """The mistake of an event that we do not have."""
    told = "; ".join(pair.gold.fills)
    return Mistake(pair.article, task, "", told, wanted, "", "no event was found")


def _mistake(
    event: Event,
    task: str,
    words: str,
    *,
    wanted: str,
    found: str,
    reason: str,
    off: float = 0,
    unit: str = "",
) -> Mistake:
    evidence = event.evidence
    reason = f"{reason}; the event was read from {evidence.trigger!r}"
    context = " ".join(evidence.sentence.split())
    return Mistake(event.article.id, task, words, context, wanted, found, reason, off, unit)
