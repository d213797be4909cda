"""ACLED's six types and twenty-five sub-types, and what the rules that name them look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BATTLES = "Battles"
EXPLOSIONS = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
PROTESTS = "Protests"
RIOTS = "Riots"
STRATEGIC = "Strategic developments"

GOVERNMENT_TAKES = "Government regains territory"
OTHERS_TAKE = "Non-state actor overtakes territory"
CLASH = "Armed clash"
CHEMICAL = "Chemical weapon"
AIR = "Air/drone strike"
SUICIDE = "Suicide bomb"
SHELLING = "Shelling/artillery/missile attack"
BOMB = "Remote explosive/landmine/IED"
GRENADE = "Grenade"
SEXUAL = "Sexual violence"
ATTACK = "Attack"
ABDUCTION = "Abduction/forced disappearance"
EXCESSIVE = "Excessive force against protesters"
INTERVENTION = "Protest with intervention"
PEACEFUL = "Peaceful protest"
DEMONSTRATION = "Violent demonstration"
MOB = "Mob violence"
AGREEMENT = "Agreement"
ARRESTS = "Arrests"
CHANGE = "Change to group/activity"
WEAPONS = "Disrupted weapons use"
BASE = "Headquarters or base established"
LOOTING = "Looting/property destruction"
TRANSFER = "Non-violent transfer of territory"
OTHER = "Other"

TYPE_OF = {
    GOVERNMENT_TAKES: BATTLES,
    OTHERS_TAKE: BATTLES,
    CLASH: BATTLES,
    CHEMICAL: EXPLOSIONS,
    AIR: EXPLOSIONS,
    SUICIDE: EXPLOSIONS,
    SHELLING: EXPLOSIONS,
    BOMB: EXPLOSIONS,
    GRENADE: EXPLOSIONS,
    SEXUAL: CIVILIANS,
    ATTACK: CIVILIANS,
    ABDUCTION: CIVILIANS,
    EXCESSIVE: PROTESTS,
    INTERVENTION: PROTESTS,
    PEACEFUL: PROTESTS,
    DEMONSTRATION: RIOTS,
    MOB: RIOTS,
    AGREEMENT: STRATEGIC,
    ARRESTS: STRATEGIC,
    CHANGE: STRATEGIC,
    WEAPONS: STRATEGIC,
    BASE: STRATEGIC,
    LOOTING: STRATEGIC,
    TRANSFER: STRATEGIC,
    OTHER: STRATEGIC,
}
SUB_TYPES = tuple(TYPE_OF)


@dataclass(frozen=True, slots=True)
class Typing:
    """A sub-type, how sure, the rule that chose it, and the families of triggers it rests on."""

    sub_type: str
    score: float
    rule: str
    families: frozenset[str]

    @property
    def type(self) -> str:
        """The type that the sub-type belongs to."""
        return TYPE_OF[self.sub_type]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rules look at in a scene.

    `families` counts the triggers, `cues` the cue words; `agents` and `targets` are the cues of
    who stands before the deed and after it, turned round in the passive.
    """

    families: Mapping[str, int]
    cues: Mapping[str, int]
    words: frozenset[str]
    agents: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    def has(self, *families: str) -> bool:
        """Whether a trigger of one of the families is there."""
        return any(family in self.families for family in families)

    def cue(self, *names: str) -> bool:
        """Whether a word of one of the cues is there."""
        return any(name in self.cues for name in names)

    def said(self, words: frozenset[str]) -> bool:
        """Whether one of the words is there."""
        return not self.words.isdisjoint(words)
