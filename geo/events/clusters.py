"""Put the scenes of one event together: the same deed is told of again and again.

Two scenes are one event unless something in them speaks against it: another kind of deed,
another day, another place, or the word "another".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.events.scenes import AUXILIARY, HAPPENED, Scene
from geo.events.sites import contains, distance_km
from geo.events.types import (
    ARRESTS,
    BATTLES,
    CIVILIANS,
    EXPLOSIONS,
    LOOTING,
    MOB,
    OTHER,
    PROTESTS,
    RIOTS,
    STRATEGIC,
    WEAPONS,
)

_KINETIC = frozenset([BATTLES, EXPLOSIONS, CIVILIANS])
_CROWD = frozenset([PROTESTS, RIOTS])
_GENERIC = frozenset(["attack", "kill", "shoot", "dead", "hurt", "harm"])
_SPECIFIC = frozenset(["abduct", "sexual", "mob"])
_ANOTHER = frozenset(
    [
        "another",
        "separate",
        "separately",
        "elsewhere",
        "meanwhile",
        "second",
        "third",
        "otro",
        "otra",
        "segundo",
        "segunda",
        "tercer",
        "asimismo",
        "mientras",
        "autre",
        "second",
        "deuxieme",
        "ailleurs",
        "parallelement",
    ]
)
_LOOK_BACK = 24
_TITLE_REACH_KM = 60.0
_VIOLENT = _CROWD | _KINETIC
# How many sentences on an arrest or a fire still belongs to the deed told before.
_REACH = {ARRESTS: 3, LOOTING: 2, WEAPONS: 2}


@dataclass(slots=True)
class Cluster:
    """The scenes of one event, in order."""

    scenes: list[Scene] = field(default_factory=list)

    @property
    def main(self) -> Scene:
        """The scene the event is told in: the surest outside the title, then the earliest."""
        body = [scene for scene in self.scenes if not scene.sentence.title] or self.scenes
        body = [scene for scene in body if scene.typing.sub_type != ARRESTS] or body
        return max(body, key=lambda scene: (_weight(scene), -scene.sentence.index))


def _weight(scene: Scene) -> float:
    return round(scene.score - 0.02 * min(scene.sentence.index, 30), 6)


def cluster_scenes(scenes: list[Scene]) -> list[Cluster]:
    """One cluster per event, in the order of their first scenes."""
    clusters: list[Cluster] = []
    for scene in scenes:
        home = next(
            (each for each in reversed(clusters[-_LOOK_BACK:]) if _belongs(each, scene)), None
        )
        if home is None:
            clusters.append(Cluster([scene]))
        else:
            home.scenes.append(scene)
    return clusters


def _belongs(cluster: Cluster, scene: Scene) -> bool:
    main = cluster.main
    if (main.status in HAPPENED) != (scene.status in HAPPENED):
        return False
    opened = cluster.scenes[0].sentence.title
    kin = _same_kind(main, scene) or (opened and _goes_with_title(main, scene))
    if not kin or not _ANOTHER.isdisjoint(scene.sentence.words[:4]):
        return False
    return all(_same_day(each, scene) and _same_place(each, scene) for each in cluster.scenes[-6:])


def _same_kind(first: Scene, second: Scene) -> bool:
    one, two = first.typing, second.typing
    if one.sub_type == two.sub_type:
        return True
    if one.type in _CROWD and two.type in _CROWD:
        return True
    if (one.type in _VIOLENT or one.sub_type == WEAPONS) and two.sub_type in _REACH:
        return second.sentence.index - first.sentence.index <= _REACH[two.sub_type]
    if STRATEGIC in {one.type, two.type} or not {one.type, two.type} <= _KINETIC:
        return False
    return not _conflict(set(first.signals.families), set(second.signals.families))


def _goes_with_title(first: Scene, second: Scene) -> bool:
    """Whether a scene is the violence that a headline calls a fire, a coup or a lynching."""
    return first.typing.sub_type in {LOOTING, OTHER, MOB} and second.typing.type in _VIOLENT


def _conflict(one: set[str], two: set[str]) -> bool:
    """Whether two deeds differ: a kidnapping is no bombing, but either may kill."""
    one, two = one - _GENERIC, two - _GENERIC
    if not one or not two:
        return False
    return (one & _SPECIFIC) != (two & _SPECIFIC)


def _same_day(first: Scene, second: Scene) -> bool:
    if first.when is None or second.when is None or _tells_outcome(first) or _tells_outcome(second):
        return True
    return first.when.start <= second.when.end and second.when.start <= first.when.end


def _tells_outcome(scene: Scene) -> bool:
    """Whether a scene tells what came of a deed rather than the deed: "he died on Tuesday"."""
    return scene.main.family in AUXILIARY


def _same_place(first: Scene, second: Scene) -> bool:
    if not (first.placed and second.placed):
        return True
    one, two = first.site.place, second.site.place
    if one is None or two is None:
        return True
    if first.sentence.title and one.country == two.country:
        same = one.admin1 == two.admin1 or "" in (one.admin1, two.admin1)
        return same or distance_km((one.lat, one.lon), (two.lat, two.lon)) <= _TITLE_REACH_KM
    return contains(one, two) or contains(two, one)
