"""What went wrong, for a person who looks for the cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """A name, place, date, number, type or event that is not as annotated.

    `text` are the words that ours rests on, `context` what stands around them, `off` how far off
    it is in `unit` ("km", "days", "deaths"), 0 where that cannot be measured.
    """

    article: str
    task: str
    text: str
    context: str
    wanted: str
    found: str
    reason: str
    off: float = 0.0
    unit: str = ""


def worst_first(mistakes: Iterable[Mistake], *, in_turn: bool) -> list[Mistake]:
    """The mistakes farthest off first, in their order where equal.

    `in_turn` lets each task have its n-th worst before any has its n+1-th.
    """
    ordered = sorted(mistakes, key=lambda each: -each.off)
    if not in_turn:
        return ordered
    rank: Counter[str] = Counter()
    turns = []
    for each in ordered:
        rank[each.task] += 1
        turns.append((rank[each.task], each))
    return [each for _, each in sorted(turns, key=lambda turn: turn[0])]
