"""Name the event of a scene by rules that stand in the order in which they win.

After the ACLED Codebook (2024): the more specific weapon before the less specific, a strike
within a battle is a battle, violence by demonstrators is a riot, developments without violence
come last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.events import types
from geo.events.types import Signals, Typing
from geo.events.wordlists import read_sets

_WORDS = read_sets("types")
_DEEDS = "kill shoot attack harm dead hurt"
_CROWD = f"protest force riot mob arrest clash assemble loot {_DEEDS}"
_OFFENSIVE = frozenset(["offensive", "ofensiva"])
_FORCES = frozenset(["state", "police", "installation"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A sub-type with its score and reason, the families it may rest on, and when it holds."""

    sub_type: str
    score: float
    why: str
    families: frozenset[str]
    holds: Callable[[Signals], bool]


def name_event(signals: Signals, believed: frozenset[str] | None = None) -> Typing | None:
    """The sub-type of a scene, or None where nothing in it is an event.

    A rule counts only where it rests on a family in `believed`, if that is given.
    """
    for rule in RULES:
        if believed is not None and rule.families.isdisjoint(believed):
            continue
        if rule.holds(signals):
            return Typing(rule.sub_type, rule.score, rule.why, rule.families)
    return None


def _finds_weapons(signals: Signals) -> bool:
    if not (signals.said(_WORDS["found"]) and signals.cue("weapons") and signals.has("weapons")):
        return False
    if "air" in signals.agents or signals.said(_WORDS["exploded"]):
        return False
    return not signals.has("kill", "clash", "protest", "air", "suicide", "hurt", "take")


def _intercepts(signals: Signals) -> bool:
    """Whether drones or missiles are shot down: a strike that did not come to pass."""
    downed = {"shot", "down"} <= signals.words or signals.said(_WORDS["downed"])
    flying = signals.said(_WORDS["unmanned"])
    return downed and flying and not signals.has("kill", "dead", "hurt", "clash")


def _uses_chemicals(signals: Signals) -> bool:
    return signals.has("chem") and not signals.has("weapons", "take")


# ------------------------------------------------------------------ demonstrations


def _is_crowd(signals: Signals) -> bool:
    crowd = signals.has("protest", "riot") or signals.cue("protesters")
    forced = signals.has("force") and signals.cue("police", "state", "crowd")
    if not (crowd or forced) or signals.has("bomb", "suicide", "air", "shell", "abduct", "take"):
        return False
    return not signals.has("grenade") or signals.has("force", "protest")


def _is_mob_in_crowd(signals: Signals) -> bool:
    return _is_crowd(signals) and signals.has("mob") and not signals.has("protest")


def _crowd_is_violent(signals: Signals) -> bool:
    if not _is_crowd(signals) or (signals.said(_WORDS["unarmed"]) and not signals.has("clash")):
        return False
    attacking = "protesters" in signals.agents and signals.has("attack")
    if attacking or signals.cue("violent_crowd") or signals.has("riot", "loot"):
        return True
    clashed = signals.has("clash") and not signals.has("kill")
    return clashed and signals.cue("police", "state")


def _crowd_is_hurt(signals: Signals) -> bool:
    if not _is_crowd(signals):
        return False
    armed = signals.cue("police", "state", "guns")
    at_crowd = signals.cue("protesters") or signals.has("force", "harm", "attack", "shoot")
    if armed and at_crowd and (_is_lethal(signals) or _uses_live_force(signals)):
        return True
    victims = "protesters" in signals.targets and not signals.agents & {"armed", "crowd"}
    return (victims and _is_lethal(signals)) or "excessive" in signals.words


def _is_lethal(signals: Signals) -> bool:
    by_crowd = "protesters" in signals.agents
    return signals.has("kill", "shoot") or (signals.has("harm", "attack") and not by_crowd)


def _uses_live_force(signals: Signals) -> bool:
    hurt = signals.has("hurt", "dead")
    live = signals.said(_WORDS["live"]) and not signals.said(_WORDS["rubber"])
    shot = signals.has("dead") and signals.said(_WORDS["shots"])
    if shot and signals.cue("police", "state"):
        return True
    by_force = live and (signals.cue("police", "state") or hurt)
    return by_force or (signals.has("force") and hurt)


def _crowd_is_dispersed(signals: Signals) -> bool:
    arrested = signals.has("arrest") and signals.cue("police", "state")
    return _is_crowd(signals) and (signals.has("force") or arrested)


def _crowd_is_peaceful(signals: Signals) -> bool:
    return _is_crowd(signals) and signals.has("protest", "assemble")


# ------------------------------------------------------------------ territory and battles


def _agrees(signals: Signals) -> bool:
    twice = signals.families.get("agree", 0) > 1 and signals.said(_WORDS["agreed"])
    other = ("protest", "arrest", "kill", "bomb", "shoot", "suicide", "abduct", "hurt")
    return twice and not signals.has(*other)


def _settles(signals: Signals) -> bool:
    """Whether sides of a conflict talk or agree; states that trade do, too, and are no event."""
    return signals.has("agree") and (signals.said(_WORDS["conflict"]) or signals.cue("armed"))


def _leaves(signals: Signals) -> bool:
    if not (signals.has("withdraw") and signals.cue("state", "armed")):
        return False
    if signals.has("clash", "kill", "air", "bomb", "change"):
        return False
    return not signals.has("take") or signals.said(_WORDS["unopposed"])


def _takes(signals: Signals) -> bool:
    if signals.has("air", "suicide"):
        return False
    taken = signals.has("take") and signals.cue("area", "place")
    return taken or (signals.said(_WORDS["seized"]) and signals.cue("place"))


def _captures_person(signals: Signals) -> bool:
    place = signals.said(_WORDS["settlement"]) or {"chef", "lieu"} <= signals.words
    person = signals.said(_WORDS["person_held"]) and not place
    caught = signals.has("take") and not signals.has("air", "suicide")
    return caught and person and bool(signals.agents & {"state", "police"})


def _government_takes(signals: Signals) -> bool:
    if not _takes(signals):
        return False
    sides = signals.agents & {"state", "armed"} or signals.cues.keys() & {"state", "armed"}
    if sides == {"state", "armed"} and signals.said(_WORDS["backed"]):
        return False
    if signals.said(_WORDS["fell"]):
        return "armed" not in signals.targets and "state" in signals.targets
    loses = "armed" in signals.targets and "armed" not in signals.agents
    return "state" in sides or ("armed" in sides and loses)


def _others_take(signals: Signals) -> bool:
    return _takes(signals) and signals.cue("armed")


def _clashes(signals: Signals) -> bool:
    if signals.families.get("clash") == 1 and signals.said(_OFFENSIVE) and _has_weapon(signals):
        return False
    if not (signals.has("clash") and signals.cue("state", "armed", "police", "guns")):
        return False
    thrown = signals.has("grenade") and signals.said(_WORDS["thrown"])
    return not thrown or signals.said(_WORDS["rocket"])


def _attacks_forces(signals: Signals) -> bool:
    if not signals.has("attack", "shoot", "kill") or _has_weapon(signals):
        return False
    if signals.cue("artillery") and not signals.cue("guns"):
        return False
    agents, targets = signals.agents, signals.targets
    harmless = "civ" in targets
    fought = signals.cue("armed") or signals.said(_WORDS["ambush"])
    if targets & _FORCES and ("installation" in targets or not harmless) and fought:
        return True
    if "armed" in targets and agents & {"state", "police"} and "armed" not in agents:
        return True
    if "armed" in agents and "armed" in targets and not harmless:
        return True
    return {"installation", "state"} <= targets


def _has_weapon(signals: Signals) -> bool:
    fired = signals.has("fire") and signals.cue("artillery", "air")
    fired = fired or ("air" in signals.agents and signals.has("attack"))
    return fired or signals.has("bomb", "air", "shell", "grenade", "suicide", "chem")


# ------------------------------------------------------------------ weapons


def _strikes_from_air(signals: Signals) -> bool:
    if signals.has("air") or (signals.has("suicide") and signals.said(_WORDS["unmanned"])):
        return True
    armed = signals.cue("air") and signals.has("shell", "bomb", "attack", "fire", "weapons")
    return armed and not (signals.has("shell") and signals.cue("artillery"))


def _is_suicide(signals: Signals) -> bool:
    return signals.has("suicide") and not signals.said(_WORDS["unmanned"])


def _throws_grenade(signals: Signals) -> bool:
    carried = signals.has("abduct") and not signals.has("dead", "hurt", "kill")
    return signals.has("grenade") and not (signals.said(_WORDS["other_grenade"]) or carried)


def _shells(signals: Signals) -> bool:
    if signals.has("shell"):
        return True
    deed = signals.has("fire", "grenade", "attack", "kill", "shoot", "dead", "hurt")
    return signals.cue("artillery") and deed and not signals.has("bomb")


# ------------------------------------------------------------------ civilians and the rest


def _abuses_women(signals: Signals) -> bool:
    abused = signals.has("harm") and "abused" in signals.words
    return signals.has("sexual") or (abused and signals.cue("women"))


def _dies_of_shots(signals: Signals) -> bool:
    return signals.has("dead") and signals.said(_WORDS["shots"])


def _abducts(signals: Signals) -> bool:
    freed = signals.said(_WORDS["freed"])
    return (
        signals.has("abduct") and not freed and not (signals.has("attack") and signals.has("dead"))
    )


def _is_mob(signals: Signals) -> bool:
    return signals.has("mob") and not ("armed" in signals.agents and signals.has("attack"))


def _loots(signals: Signals) -> bool:
    return signals.has("loot") and not signals.has("kill", "shoot")


def _arrests_in_raid(signals: Signals) -> bool:
    harm = signals.has("kill", "shoot", "dead", "hurt")
    return (
        signals.has("arrest")
        and signals.has("attack")
        and not harm
        and signals.cue("police", "state")
    )


def _has(*families: str) -> Callable[[Signals], bool]:
    return lambda signals: signals.has(*families)


def _has_with(family: str, *cues: str) -> Callable[[Signals], bool]:
    return lambda signals: signals.has(family) and signals.cue(*cues)


def _sets_up_base(signals: Signals) -> bool:
    military = signals.cue("installation", "state", "armed") or signals.families.get("base", 0) > 1
    return signals.has("base") and signals.said(_WORDS["set_up"]) and military


def _rule(
    sub_type: str, score: float, why: str, families: str, holds: Callable[[Signals], bool]
) -> Rule:
    return Rule(sub_type, score, why, frozenset(families.split()), holds)


RULES = (
    _rule(
        types.WEAPONS, 0.8, "weapons are found or made harmless",
        "weapons bomb grenade shell", _finds_weapons,
    ),
    _rule(
        types.WEAPONS, 0.7, "drones or missiles are shot down",
        f"weapons air shell fire {_DEEDS}", _intercepts,
    ),
    _rule(
        types.CHEMICAL, 0.9, "a chemical weapon",
        f"chem air shell bomb {_DEEDS}", _uses_chemicals,
    ),
    _rule(types.SUICIDE, 0.9, "a suicide attack", f"suicide bomb {_DEEDS}", _is_suicide),
    _rule(types.MOB, 0.7, "a crowd takes the law in its hands", _CROWD, _is_mob_in_crowd),
    _rule(types.DEMONSTRATION, 0.8, "demonstrators use violence", _CROWD, _crowd_is_violent),
    _rule(types.EXCESSIVE, 0.8, "demonstrators are hurt", _CROWD, _crowd_is_hurt),
    _rule(types.INTERVENTION, 0.8, "a demonstration is broken up", _CROWD, _crowd_is_dispersed),
    _rule(
        types.PEACEFUL, 0.8, "a demonstration without violence",
        "protest assemble", _crowd_is_peaceful,
    ),
    _rule(types.AGREEMENT, 0.7, "sides agree", "agree", _agrees),
    _rule(types.TRANSFER, 0.7, "forces leave a place", "withdraw take", _leaves),
    _rule(types.ARRESTS, 0.6, "a person is captured", "take arrest", _captures_person),
    _rule(
        types.GOVERNMENT_TAKES, 0.7, "state forces take a place",
        "take weapons", _government_takes,
    ),
    _rule(
        types.OTHERS_TAKE, 0.7, "an armed group takes a place", "take weapons", _others_take,
    ),
    _rule(types.CLASH, 0.8, "armed sides fight each other", f"clash air shell {_DEEDS}", _clashes),
    _rule(types.CLASH, 0.7, "one armed side attacks another", f"clash {_DEEDS}", _attacks_forces),
    _rule(
        types.AIR, 0.9, "a strike from the air",
        f"air bomb shell fire weapons suicide {_DEEDS}", _strikes_from_air,
    ),
    _rule(types.GRENADE, 0.8, "a grenade", f"grenade bomb fire {_DEEDS}", _throws_grenade),
    _rule(
        types.SHELLING, 0.8, "artillery, rockets or missiles",
        f"shell fire grenade bomb {_DEEDS}", _shells,
    ),
    _rule(types.BOMB, 0.8, "a bomb or a mine", f"bomb {_DEEDS}", _has("bomb")),
    _rule(types.SEXUAL, 0.9, "sexual violence", "sexual harm", _abuses_women),
    _rule(types.ABDUCTION, 0.9, "people are taken away", "abduct", _abducts),
    _rule(types.MOB, 0.8, "a crowd takes the law in its hands", f"mob {_DEEDS}", _is_mob),
    _rule(types.LOOTING, 0.7, "property is destroyed or taken", "loot attack", _loots),
    _rule(types.DEMONSTRATION, 0.7, "a riot", "riot", _has("riot")),
    _rule(types.ARRESTS, 0.6, "people are arrested in a raid", "arrest", _arrests_in_raid),
    _rule(
        types.ATTACK, 0.7, "somebody is attacked",
        _DEEDS, _has("kill", "shoot", "attack", "harm"),
    ),
    _rule(types.ATTACK, 0.6, "somebody is shot dead", "dead", _dies_of_shots),
    _rule(
        types.WEAPONS, 0.7, "weapons are found or taken",
        "weapons", _has_with("weapons", "weapons"),
    ),
    _rule(types.BASE, 0.7, "a base is set up", "base", _sets_up_base),
    _rule(types.ARRESTS, 0.7, "people are arrested", "arrest", _has("arrest")),
    _rule(types.AGREEMENT, 0.6, "sides agree", "agree", _settles),
    _rule(
        types.CHANGE, 0.6, "a force moves or changes",
        "change", _has_with("change", "state", "armed"),
    ),
    _rule(
        types.TRANSFER, 0.5, "forces leave a place",
        "withdraw", _has_with("withdraw", "state", "armed"),
    ),
    _rule(types.OTHER, 0.5, "another development", "other", _has("other")),
)  # fmt: skip
