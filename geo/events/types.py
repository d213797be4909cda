"""Name the event of a scene: one of ACLED's six types and twenty-five sub-types.

Each rule looks at the families of triggers and the cues of a scene; the rules stand in the
order in which they win, after the ACLED Codebook (2024): violence before demonstrations
before strategic developments, a strike within a battle is a battle, the more specific weapon
before the less specific.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BATTLES = "Battles"
EXPLOSIONS = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
PROTESTS = "Protests"
RIOTS = "Riots"
STRATEGIC = "Strategic developments"

TYPE_OF = {
    "Government regains territory": BATTLES,
    "Non-state actor overtakes territory": BATTLES,
    "Armed clash": BATTLES,
    "Chemical weapon": EXPLOSIONS,
    "Air/drone strike": EXPLOSIONS,
    "Suicide bomb": EXPLOSIONS,
    "Shelling/artillery/missile attack": EXPLOSIONS,
    "Remote explosive/landmine/IED": EXPLOSIONS,
    "Grenade": EXPLOSIONS,
    "Sexual violence": CIVILIANS,
    "Attack": CIVILIANS,
    "Abduction/forced disappearance": CIVILIANS,
    "Excessive force against protesters": PROTESTS,
    "Protest with intervention": PROTESTS,
    "Peaceful protest": PROTESTS,
    "Violent demonstration": RIOTS,
    "Mob violence": RIOTS,
    "Agreement": STRATEGIC,
    "Arrests": STRATEGIC,
    "Change to group/activity": STRATEGIC,
    "Disrupted weapons use": STRATEGIC,
    "Headquarters or base established": STRATEGIC,
    "Looting/property destruction": STRATEGIC,
    "Non-violent transfer of territory": STRATEGIC,
    "Other": STRATEGIC,
}
SUB_TYPES = tuple(TYPE_OF)
RANK = {sub_type: rank for rank, sub_type in enumerate(SUB_TYPES)}


@dataclass(frozen=True, slots=True)
class Typing:
    """A sub-type, how sure, and the rule that chose it."""

    sub_type: str
    score: float
    rule: str

    @property
    def type(self) -> str:
        return TYPE_OF[self.sub_type]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rules look at: families that tell of events, and counts of cue words."""

    families: Mapping[str, int]
    cues: Mapping[str, int]
    words: frozenset[str]

    def has(self, *families: str) -> bool:
        return any(family in self.families for family in families)

    def cue(self, *names: str) -> bool:
        return any(name in self.cues for name in names)

    def said(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)


def name_event(signals: Signals) -> Typing | None:
    """The sub-type of a scene, or None where nothing in it is an event."""
    for rule in (_demonstration, _territory, _violence, _strategic):
        found = rule(signals)
        if found:
            return found
    return None


def _demonstration(signals: Signals) -> Typing | None:
    if not signals.has("protest") and not (signals.has("force", "riot") and signals.cue("protesters", "police")):
        return None
    if signals.has("bomb", "suicide", "air", "grenade", "shell", "abduct"):
        return None
    lethal = signals.has("kill", "shoot", "harm") or (
        signals.has("dead") and signals.has("force")
    )
    live = signals.said("live", "gunfire", "bullets", "ammunition", "baton", "batons", "beaten", "beat") and not signals.said("rubber")
    by_state = signals.cue("police", "state")
    if signals.has("mob"):
        return Typing("Mob violence", 0.7, "a crowd takes the law in its hands")
    if signals.has("riot") or signals.cue("violent_crowd"):
        return Typing("Violent demonstration", 0.8, "demonstrators use violence")
    if by_state and (lethal or live or (signals.has("force") and signals.has("hurt"))):
        return Typing("Excessive force against protesters", 0.8, "state forces hurt demonstrators")
    if signals.has("force", "arrest") and (by_state or signals.has("force")):
        return Typing("Protest with intervention", 0.8, "the state breaks up a demonstration")
    if signals.has("kill", "shoot", "clash"):
        return None if not signals.cue("protesters") else Typing("Violent demonstration", 0.5, "a clash at a demonstration")
    return Typing("Peaceful protest", 0.8, "a demonstration without violence")


def _territory(signals: Signals) -> Typing | None:
    if signals.has("withdraw") and signals.cue("state", "armed") and not signals.has("clash", "kill"):
        return Typing("Non-violent transfer of territory", 0.7, "forces leave a place")
    if not (signals.has("take") and signals.cue("area")):
        return None
    if signals.cues.get("state", 0) >= signals.cues.get("armed", 0) and signals.cue("state"):
        return Typing("Government regains territory", 0.7, "state forces take a place")
    if signals.cue("armed", "state"):
        return Typing("Non-state actor overtakes territory", 0.7, "an armed group takes a place")
    return None


def _violence(signals: Signals) -> Typing | None:
    weapon = _weapon(signals)
    two_sides = signals.cue("state", "police") and signals.cue("armed")
    if signals.has("clash") and (signals.cue("state", "armed", "police", "guns")) and not (weapon and weapon.sub_type in {"Suicide bomb", "Chemical weapon"}):
        return Typing("Armed clash", 0.8, "armed sides fight each other")
    if weapon:
        return weapon
    if signals.has("sexual"):
        return Typing("Sexual violence", 0.9, "sexual violence")
    if signals.has("abduct"):
        return Typing("Abduction/forced disappearance", 0.9, "people are taken away")
    if signals.has("mob"):
        return Typing("Mob violence", 0.8, "a crowd takes the law in its hands")
    if signals.has("riot"):
        return Typing("Violent demonstration", 0.7, "a riot")
    if signals.has("attack", "shoot") and two_sides and not signals.cue("civ"):
        return Typing("Armed clash", 0.7, "an armed group attacks state forces")
    if signals.has("loot") and not signals.has("kill", "shoot"):
        return Typing("Looting/property destruction", 0.7, "property is destroyed or taken")
    if signals.has("kill", "shoot", "attack", "harm"):
        return Typing("Attack", 0.7, "somebody is attacked")
    return None


def _weapon(signals: Signals) -> Typing | None:
    if signals.has("weapons") and not signals.has("kill", "hurt", "attack", "dead"):
        return None
    if signals.has("chem"):
        return Typing("Chemical weapon", 0.9, "a chemical weapon")
    if signals.has("suicide"):
        return Typing("Suicide bomb", 0.9, "a suicide attack")
    if signals.has("air") or (signals.cue("air") and signals.has("shell", "bomb", "attack")):
        return Typing("Air/drone strike", 0.9, "a strike from the air")
    if signals.has("grenade"):
        return Typing("Grenade", 0.8, "a grenade")
    if signals.has("shell") or (signals.cue("artillery") and signals.has("attack", "bomb", "kill", "shoot")):
        return Typing("Shelling/artillery/missile attack", 0.8, "artillery, rockets or missiles")
    if signals.has("bomb"):
        return Typing("Remote explosive/landmine/IED", 0.8, "a bomb or a mine")
    return None


def _strategic(signals: Signals) -> Typing | None:
    if signals.has("weapons") and signals.cue("weapons"):
        return Typing("Disrupted weapons use", 0.7, "weapons are found or taken")
    if signals.has("base") and signals.said("established", "set", "new", "establishing"):
        return Typing("Headquarters or base established", 0.7, "a base is set up")
    if signals.has("arrest"):
        return Typing("Arrests", 0.7, "people are arrested")
    if signals.has("agree"):
        return Typing("Agreement", 0.6, "sides agree")
    if signals.has("withdraw") and signals.cue("state", "armed"):
        return Typing("Non-violent transfer of territory", 0.5, "forces leave a place")
    if signals.has("change") and signals.cue("state", "armed"):
        return Typing("Change to group/activity", 0.6, "a force moves or changes")
    if signals.has("other"):
        return Typing("Other", 0.5, "another development")
    return None
