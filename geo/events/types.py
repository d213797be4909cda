"""Name the event of a scene: one of ACLED's six types and twenty-five sub-types.

Each rule looks at the families of triggers in a scene, at who stands before and after the deed,
and at the words around. The rules stand in the order in which they win, after the ACLED Codebook
(2024): the more specific weapon before the less specific, a strike within a battle is a battle,
violence by demonstrators is a riot, developments without violence come last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

_DEEDS = frozenset(["kill", "shoot", "attack", "harm"])
_CROWD_FAMILIES = frozenset(["protest", "force", "riot", "mob", "arrest", "clash"]) | _DEEDS
_RUBBER = frozenset(["rubber", "goma", "caoutchouc"])
_LIVE = frozenset(
    "live gunfire ammunition baton batons beat beaten beating brutally violently bullets balas balles "
    "reelles".split()
)
_THROWN = frozenset(
    "hurled threw thrown lobbed tossed exploded exploding detonated attack attacks explosion blast "
    "lanzaron lanzo arrojaron exploto estallo lance jete attaque".split()
)
_FOUND = frozenset(
    "found find discovered seized seize recovered intercepted destroyed destroy confiscated cleared "
    "defused uncovered unearthed cache caches stash impounded hallaron encontraron incautaron "
    "decomisaron incauto decomiso saisi saisis decouvert decouverts destruyeron".split()
)
_EXPLODED = frozenset(
    "exploded detonated detonating killed killing wounded injured wounding exploto estallo murieron explose "
    "tue tues muertos heridos morts blesses".split()
)
_CROWD = frozenset("mob villagers residents crowd vigilantes turba foule vigilante".split())
_UNARMED_CROWD = frozenset("peaceful peacefully peacefull pacifica pacificos pacifique pacifiques".split())
_AGREED = frozenset(
    "agreed signed sign signing started began begin agree announced declared accepted brokered "
    "reached acordaron firmaron firmo acordo signe conclu annonce accepted exchange swap exchanged".split()
)
_SET_UP = frozenset(
    "established set new establishing establish establecieron instalaron nueva nuevo installe "
    "nouvelle nouveau etabli".split()
)
_PERSON_HELD = frozenset(
    "commander leader leaders suspect suspects member members militants terrorists kingpin boss "
    "cabecilla jefe chef alias".split()
)


@dataclass(frozen=True, slots=True)
class Typing:
    """A sub-type, how sure, the rule that chose it, and the families of triggers it rests on."""

    sub_type: str
    score: float
    rule: str
    families: frozenset[str]

    @property
    def type(self) -> str:
        return TYPE_OF[self.sub_type]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rules look at: families of triggers, cue words of the scene, and those of who
    stands before the deed (`agents`) and after it (`targets`), turned round in the passive.
    """

    families: Mapping[str, int]
    cues: Mapping[str, int]
    words: frozenset[str]
    agents: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    def has(self, *families: str) -> bool:
        return any(family in self.families for family in families)

    def cue(self, *names: str) -> bool:
        return any(name in self.cues for name in names)

    def said(self, words: frozenset[str]) -> bool:
        return not self.words.isdisjoint(words)


Rule = Callable[[Signals], Typing | None]


def name_event(signals: Signals, believed: frozenset[str] | None = None) -> Typing | None:
    """The sub-type of a scene, or None where nothing in it is an event.

    A rule counts only where it rests on a family in `believed`, if that is given.
    """
    for rule in _RULES:
        found = rule(signals)
        if found and (believed is None or not found.families.isdisjoint(believed)):
            return found
    return None


def _typing(sub_type: str, score: float, rule: str, *families: str) -> Typing:
    return Typing(sub_type, score, rule, frozenset(families))


def _found_weapons(signals: Signals) -> Typing | None:
    if not (signals.said(_FOUND) and signals.cue("weapons")):
        return None
    if "air" in signals.agents or signals.said(_EXPLODED) or signals.has("kill", "clash", "protest", "air", "suicide", "hurt", "take"):
        return None
    if not signals.has("weapons"):
        return None
    return _typing(WEAPONS, 0.8, "weapons are found, taken or made harmless", "weapons", "bomb", "grenade", "shell")


def _chemical(signals: Signals) -> Typing | None:
    if signals.has("chem") and not signals.has("weapons", "take"):
        return _typing(CHEMICAL, 0.9, "a chemical weapon", "chem", "attack", "kill", "air", "shell", "bomb", "hurt")
    return None


def _suicide(signals: Signals) -> Typing | None:
    if signals.has("suicide"):
        return _typing(SUICIDE, 0.9, "a suicide attack", "suicide", "bomb", "attack", "kill", "hurt", "dead")
    return None


def _demonstration(signals: Signals) -> Typing | None:
    crowd = signals.has("protest") or signals.cue("protesters") or signals.has("riot")
    forced = signals.has("force") and signals.cue("police", "state", "crowd")
    if not (crowd or forced):
        return None
    if signals.has("bomb", "suicide", "air", "shell", "abduct", "take") or (
        signals.has("grenade") and not signals.has("force", "protest")
    ):
        return None
    return _crowd_violence(signals) or _crowd_met(signals)


def _crowd_violence(signals: Signals) -> Typing | None:
    families = tuple(_CROWD_FAMILIES)
    peaceful = signals.said(_UNARMED_CROWD)
    if signals.has("mob") and not signals.has("protest"):
        return _typing(MOB, 0.7, "a crowd takes the law in its hands", *families)
    if peaceful and not signals.has("clash"):
        return None
    if signals.cue("violent_crowd") or signals.has("riot") or signals.has("loot"):
        return _typing(DEMONSTRATION, 0.8, "demonstrators use violence", "riot", "loot", *families)
    if signals.has("clash") and signals.cue("police", "state") and not signals.has("kill"):
        return _typing(DEMONSTRATION, 0.7, "demonstrators clash with the police", *families)
    return None


def _crowd_met(signals: Signals) -> Typing | None:
    families = tuple(_CROWD_FAMILIES)
    state = signals.cue("police", "state")
    rubber = signals.said(_RUBBER)
    lethal = signals.has("kill", "shoot") or (signals.has("harm", "attack") and "protesters" not in signals.agents)
    live = signals.said(_LIVE) and not rubber
    hurt = signals.has("hurt", "dead")
    if (state or signals.cue("guns")) and (lethal or live or (signals.has("force") and hurt)) and (state or hurt or lethal):
        if signals.cue("protesters") or signals.has("force", "harm", "attack", "shoot"):
            return _typing(EXCESSIVE, 0.8, "state forces hurt demonstrators", "hurt", "dead", *families)
    victims = lethal and "protesters" in signals.targets and not signals.agents & {"armed", "crowd"}
    if victims or "excessive" in signals.words:
        return _typing(EXCESSIVE, 0.7, "demonstrators are attacked", "hurt", "dead", *families)
    if signals.has("force") or (signals.has("arrest") and state):
        return _typing(INTERVENTION, 0.8, "the state breaks up a demonstration", *families)
    if signals.has("protest", "assemble"):
        return _typing(PEACEFUL, 0.8, "a demonstration without violence", "protest", "assemble")
    return None


def _territory(signals: Signals) -> Typing | None:
    if signals.has("withdraw") and signals.cue("state", "armed") and not signals.has("clash", "kill", "air", "bomb", "change"):
        if not signals.has("take") or signals.said(frozenset(["without", "after", "withdrawal"])):
            return _typing(TRANSFER, 0.7, "forces leave a place", "withdraw", "take")
    if not (signals.has("take") and signals.cue("area")) or signals.has("air", "suicide"):
        return None
    agents = signals.agents & {"state", "armed"} or (frozenset(["state", "armed"]) & signals.cues.keys())
    if signals.said(_PERSON_HELD) and signals.has("take") and not signals.said(frozenset(["control", "town", "village", "city"])) and "state" in signals.agents:
        return _typing(ARRESTS, 0.6, "a person is captured", "take", "arrest")
    if "state" in agents:
        return _typing(GOVERNMENT_TAKES, 0.7, "state forces take a place", "take")
    if "armed" in agents:
        state_back = "armed" in signals.targets and "armed" not in signals.agents
        if state_back:
            return _typing(GOVERNMENT_TAKES, 0.5, "an armed group loses a place", "take")
        return _typing(OTHERS_TAKE, 0.7, "an armed group takes a place", "take")
    return None


def _agreement(signals: Signals) -> Typing | None:
    if signals.families.get("agree", 0) and signals.said(_AGREED) and not signals.has("protest", "arrest"):
        told = signals.has("kill", "bomb", "shoot", "suicide", "abduct", "hurt")
        if not told and signals.families["agree"] >= 2:  # noqa: PLR2004
            return _typing(AGREEMENT, 0.7, "sides agree", "agree")
    return None


def _battle(signals: Signals) -> Typing | None:
    if signals.has("clash") and signals.cue("state", "armed", "police", "guns"):
        if signals.has("grenade") and signals.said(_THROWN) and not signals.said(frozenset(["rocket", "propelled"])):
            return None
        return _typing(CLASH, 0.8, "armed sides fight each other", "clash", "kill", "attack", "shoot", "dead", "hurt", "air", "shell")
    if not signals.has("attack", "shoot", "kill") or _has_weapon(signals):
        return None
    if _two_armed_sides(signals):
        return _typing(CLASH, 0.7, "one armed side attacks another", "attack", "shoot", "kill", "clash", "hurt", "dead")
    return None


def _two_armed_sides(signals: Signals) -> bool:
    forces = frozenset(["state", "police", "installation"])
    agents, targets = signals.agents, signals.targets
    if targets & forces and ("installation" in targets or "civ" not in targets):
        if "armed" in agents or signals.cue("armed"):
            return True
    if "armed" in targets and agents & {"state", "police"} and not agents & {"armed"}:
        return True
    if "armed" in agents and "armed" in targets and "civ" not in targets:
        return True
    return "installation" in targets and "state" in targets


def _has_weapon(signals: Signals) -> bool:
    return signals.has("bomb", "air", "shell", "grenade", "suicide", "chem") or (
        signals.has("fire") and signals.cue("artillery", "air")
    )


def _weapon(signals: Signals) -> Typing | None:
    deeds = ("attack", "kill", "shoot", "dead", "hurt")
    if signals.has("air"):
        return _typing(AIR, 0.9, "a strike from the air", "air", "bomb", "shell", *deeds)
    if signals.cue("air") and signals.has("shell", "bomb", "attack", "fire", "weapons"):
        if not signals.has("shell") or not signals.cue("artillery"):
            return _typing(AIR, 0.8, "aircraft attack", "shell", "bomb", "fire", "weapons", *deeds)
    if signals.has("grenade") and not signals.said(frozenset(["rocket", "propelled", "smoke", "stun", "gas"])):
        return _typing(GRENADE, 0.8, "a grenade", "grenade", "bomb", "fire", *deeds)
    if signals.has("shell") or (signals.cue("artillery") and signals.has("fire", "grenade", *deeds)):
        if not signals.has("bomb") or signals.has("shell"):
            return _typing(SHELLING, 0.8, "artillery, rockets or missiles", "shell", "fire", "grenade", "bomb", *deeds)
    if signals.has("bomb"):
        return _typing(BOMB, 0.8, "a bomb or a mine", "bomb", *deeds)
    return None


def _civilians(signals: Signals) -> Typing | None:
    if signals.has("sexual"):
        return _typing(SEXUAL, 0.9, "sexual violence", "sexual", "harm")
    if signals.has("harm") and signals.cue("women") and "abused" in signals.words:
        return _typing(SEXUAL, 0.5, "women are abused", "harm")
    if signals.has("abduct") and not (signals.has("attack") and signals.has("dead")):
        return _typing(ABDUCTION, 0.9, "people are taken away", "abduct")
    if signals.has("mob") and (signals.said(_CROWD) or signals.has("mob")) and not ("armed" in signals.agents and signals.has("attack")):
        return _typing(MOB, 0.8, "a crowd takes the law in its hands", "mob", "kill", "attack", "harm", "hurt")
    if signals.has("loot") and not signals.has("kill", "shoot"):
        return _typing(LOOTING, 0.7, "property is destroyed or taken", "loot", "attack")
    if signals.has("riot"):
        return _typing(DEMONSTRATION, 0.7, "a riot", "riot")
    if signals.has("arrest") and signals.has("attack") and not signals.has("kill", "shoot", "dead", "hurt") and signals.cue("police", "state"):
        return _typing(ARRESTS, 0.6, "people are arrested in a raid", "arrest")
    if signals.has("kill", "shoot", "attack", "harm"):
        return _typing(ATTACK, 0.7, "somebody is attacked", "kill", "shoot", "attack", "harm", "dead", "hurt")
    return None


def _development(signals: Signals) -> Typing | None:
    if signals.has("weapons") and signals.cue("weapons"):
        return _typing(WEAPONS, 0.7, "weapons are found or taken", "weapons")
    if signals.has("base") and signals.said(_SET_UP):
        return _typing(BASE, 0.7, "a base is set up", "base")
    if signals.has("arrest"):
        return _typing(ARRESTS, 0.7, "people are arrested", "arrest")
    if signals.has("agree"):
        return _typing(AGREEMENT, 0.6, "sides agree", "agree")
    if signals.has("change") and signals.cue("state", "armed"):
        return _typing(CHANGE, 0.6, "a force moves or changes", "change")
    if signals.has("withdraw") and signals.cue("state", "armed"):
        return _typing(TRANSFER, 0.5, "forces leave a place", "withdraw")
    if signals.has("other"):
        return _typing(OTHER, 0.5, "another development", "other")
    return None


_RULES: tuple[Rule, ...] = (
    _found_weapons,
    _chemical,
    _suicide,
    _demonstration,
    _agreement,
    _territory,
    _battle,
    _weapon,
    _civilians,
    _development,
)
