"""A scorecard as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.evaluate.event_report import event_lines
from geo.evaluate.mistakes import Mistake
from geo.evaluate.scorecard import Scorecard


def scorecard_text(card: Scorecard) -> str:
    """What a person reads: one block per task, then the calibration."""
    return "\n".join(_lines(card)) + "\n"


def errors_text(mistakes: list[Mistake]) -> str:
    """One block per mistake: what was wanted, what was found, and why."""
    return "".join(
        f"{mistake.article}  {mistake.task}  {_off(mistake)}{mistake.text!r}\n"
        f"    wanted {mistake.wanted or 'nothing'}, found {mistake.found or 'nothing'}\n"
        f"    {mistake.reason}\n"
        f"    ... {mistake.context} ...\n"
        for mistake in mistakes
    )


def _off(mistake: Mistake) -> str:
    """How far off, where that is measured; the words that ours rests on come after it."""
    return f"{mistake.off:,.0f} {mistake.unit}  " if mistake.off and mistake.unit else ""


def _lines(card: Scorecard) -> Iterator[str]:
    yield f"{card.corpus}: {card.articles:,} articles, {card.golds:,} {card.what}"
    if "recognition" in card.scores:
        yield from _recognition(card.scores["recognition"], card.recognizer)
    if "resolution" in card.scores:
        yield from _resolution(card.scores["resolution"], card.resolver)
    if "end_to_end" in card.scores:
        both = card.scores["end_to_end"]
        yield ""
        yield "end to end: found exactly and placed within 161 km"
        yield f"  of the golds      {both['recall']:.3f}"
        yield f"  of what is emitted {both['correct_share']:.3f}"
        yield f"  articles per second {both['articles_per_s']:,.0f}"
    yield from event_lines(card.scores)


def _recognition(scores: dict[str, Any], name: str) -> Iterator[str]:
    yield ""
    yield f"recognition ({name})"
    yield "            precision  recall      F1"
    for kind in ("exact", "overlap"):
        row = scores[kind]
        yield f"  {kind:<9} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:7.3f}"
    yield f"  articles per second {scores['articles_per_s']:,.0f}"


def _resolution(scores: dict[str, Any], name: str) -> Iterator[str]:
    yield ""
    yield f"resolution on given spans ({name}), {scores['n']:,} golds with coordinates"
    yield f"  within 161 km     {scores['acc161']:.3f}"
    yield f"  right entity      {scores['right_entity']:.3f}"
    if "right_country" in scores:
        yield f"  right country     {scores['right_country']:.3f}"
        yield f"  right province    {scores['right_province']:.3f}"
    yield f"  mean error        {scores['mean_km']:,.0f} km"
    yield f"  median error      {scores['median_km']:,.1f} km"
    yield f"  AUC of ln(error)  {scores['auc']:.3f}"
    yield f"  no candidate      {scores['without_candidate']:.3f}"
    yield f"  articles per second {scores['articles_per_s']:,.0f}"
    yield "  score     names   right"
    for band in scores["calibration"]["bands"]:
        yield f"  from {band['from']:.2f} {band['n']:5,} {band['right']:7.3f}"
    sure = scores["calibration"]["sure"]
    yield f"  0.90 and more: {sure['n']:,} names, {sure['right']:.3f} right"
