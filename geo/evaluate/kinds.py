"""MUC-4's kinds of incident in ACLED's types.

MUC-4 names the means, ACLED who does it to whom: an ATTACK is a battle, remote violence or
violence against civilians, by its parties. ARSON and ROBBERY are looting and destruction of
property (a strategic development) unless fire bombs are thrown or people are the target. The
sub-types are asked for only where a kind of incident has one: they make the stricter figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.records import Event

_BATTLES, _EXPLOSIONS = "Battles", "Explosions/Remote violence"
_CIVILIANS, _STRATEGIC = "Violence against civilians", "Strategic developments"
TYPES_OF = {
    "ATTACK": (_BATTLES, _EXPLOSIONS, _CIVILIANS),
    "BOMBING": (_EXPLOSIONS,),
    "KIDNAPPING": (_CIVILIANS,),
    "ARSON": (_STRATEGIC, _EXPLOSIONS),
    "ROBBERY": (_STRATEGIC, _CIVILIANS),
    "FORCED WORK STOPPAGE": (_STRATEGIC,),
}
_SUB_TYPE_OF = {
    "KIDNAPPING": "Abduction/forced disappearance",
    "ARSON": "Looting/property destruction",
    "ROBBERY": "Looting/property destruction",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What an annotated event may be in ACLED's terms; alternatives are all right."""

    names: frozenset[str]

    @property
    def types(self) -> frozenset[str]:
        """The types that are right."""
        return frozenset(each for name in self.names for each in TYPES_OF.get(name, ()))

    @property
    def known(self) -> bool:
        """Whether every name of the kind has its types."""
        return self.names <= TYPES_OF.keys()

    def has_type(self, event: Event) -> bool:
        """Whether an event's type is one of those."""
        return event.type in self.types

    def has_sub_type(self, event: Event) -> bool:
        """Whether the type is right and the sub-type is the one that the kind of incident has."""
        wanted = {_SUB_TYPE_OF[name] for name in self.names if name in _SUB_TYPE_OF}
        return self.has_type(event) and (not wanted or event.sub_type in wanted)

    def __str__(self) -> str:
        return "/".join(sorted(self.names))
