"""Which of our events answers an annotated one.

Only articles with a single annotated event are scored, so that no answer is taken for another
event's. Of our events in such an article those count that the annotation is about, violence and
looting, if there are any; of these the one whose sentence holds most of the words that fill the
annotation (who did it, to whom, to what, with what), the earlier one where two hold as many.
Neither place nor date nor deaths nor type decide, so that each can be scored.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.evaluate.templates import GoldEvent
from geo.names import fold
from geo.records import Event

_ABOUT = frozenset(["Battles", "Explosions/Remote violence", "Violence against civilians"])
_LOOTING = "Looting/property destruction"


def aligned_event(gold: GoldEvent, events: Sequence[Event]) -> Event | None:
    """Our event that answers an annotated one, None where we have none."""
    about = [event for event in events if is_violent(event)] or list(events)
    words = {word for fill in gold.fills for word in fold(fill).split() if len(word) > 3}  # noqa: PLR2004
    return max(about, key=lambda event: _shared(words, event), default=None)


def is_violent(event: Event) -> bool:
    """Whether an event is of the kinds that MUC-4 annotates."""
    return event.type in _ABOUT or event.sub_type == _LOOTING


def _shared(words: set[str], event: Event) -> int:
    return len(words.intersection(fold(event.evidence.sentence).split()))
