"""Sum up what the sentences of one event say of the dead and the hurt."""

from __future__ import annotations

from geo.events.sentences import Sentence
from geo.events.tolls import Toll
from geo.records import Casualties


def read_casualties(told: list[tuple[Sentence, Toll]]) -> Casualties:
    """The dead and hurt of an event: the first count, the lowest where sources conflict."""
    low, best, high, text = _sum_up([pair for pair in told if pair[1].kind == "dead"])
    _, injured, _, injured_text = _sum_up([pair for pair in told if pair[1].kind == "hurt"])
    return Casualties(low=low, best=best, high=high, injured=injured, text=text or injured_text)


def _sum_up(
    tolls: list[tuple[Sentence, Toll]],
) -> tuple[int | None, int | None, int | None, str]:
    surest = max((toll.told for _, toll in tolls), default=0)
    counted = [pair for pair in tolls if pair[1].told == surest]
    if not counted:
        return None, None, None, ""
    sentence, first = counted[0]
    same = [toll for where, toll in counted if where is sentence]
    best = max(toll.best for toll in same)
    values = [toll.best for _, toll in counted if toll.best]
    lows = [toll.low for _, toll in counted if toll.best >= best]
    high = max([best, *values, *(toll.high or 0 for _, toll in counted)])
    return min([best, *lows]), best, high, sentence.span(first.first, first.last)
