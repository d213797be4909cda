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

_EXPLOSIONS, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"
_ABOUT = frozenset(["Battles", _EXPLOSIONS, _CIVILIANS])
_LOOTING = "Looting/property destruction"


def aligned_event(gold: GoldEvent, events: Sequence[Event]) -> Event | None:
    """Our event that answers an annotated one, None where we have none."""
    about = [event for event in events if is_violent(event)] or list(events)
    words = {word for fill in gold.fills for word in fold(fill).split() if len(word) > 3}  # noqa: PLR2004
    return max(about, key=lambda event: _shared(words, event), default=None)


def is_violent(event: Event) -> bool:
    """Whether an event is violence or looting, whoever suffers it."""
    return event.type in _ABOUT or event.sub_type == _LOOTING


def is_counted(event: Event) -> bool:
    """Whether an event is one that MUC-4 counts, by the columns of its row.

    MUC-4 (Sundheim 1992) counts violence with a political aim against civilians, officials,
    property and services, by whomever, and leaves out what only combatants suffer: clashes,
    ambushes of soldiers, air raids on guerrillas. So `event_type` has to be Violence against
    civilians, or `sub_event_type` Looting/property destruction; or it is remote violence or a
    battle that either hit civilians (`civilian_targeting`, or Civilians among the actors) or,
    for remote violence alone, names nobody armed whom it hit (a bank, a pylon, a party's
    office). Protests, riots, arrests, agreements and seizures are no acts of this kind.
    """
    if event.type == _CIVILIANS or event.sub_type == _LOOTING:
        return True
    if event.type not in _ABOUT:
        return False
    unarmed = any(actor.kind == "Civilians" for actor in (*event.side1, *event.side2))
    nobody = event.type == _EXPLOSIONS and not event.side2
    return event.civilian_targeting or unarmed or nobody


def _shared(words: set[str], event: Event) -> int:
    return len(words.intersection(fold(event.evidence.sentence).split()))
