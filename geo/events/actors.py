"""Who did it and to whom, in ACLED's manner: "Military Forces of Ecuador", "Civilians (Peru)".

Named groups come from `groups`; armies and police from their nouns and the country beside them;
the rest from what people are called. The country of an event makes another country's army an
external force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from geo.events.groups import EXTERNAL, IDENTITY, POLITICAL, REBEL, STATE, read_groups
from geo.events.nations import NATIONS, WITH_ARTICLE
from geo.events.numerals import read_amount
from geo.events.sentences import WORD, Sentence, fold_word
from geo.events.wordlists import read_sets
from geo.records import Actor, Country

_WORDS = read_sets("actors")

CIVILIANS = "Civilians"
PROTESTERS = "Protesters"
RIOTERS = "Rioters"
NON_STATE = frozenset([REBEL, POLITICAL, IDENTITY])

_MILITARY = _WORDS["military"]
_POLICE = _WORDS["police"]
_BARE_POLICE_BEFORE = frozenset(["riot", "national", "local", "military", "state", "federal"])
_REBELS = _WORDS["rebels"]
_ARMED = _WORDS["armed"]
_PROTESTERS = _WORDS["protesters"]
_RIOTERS = _WORDS["rioters"]
_CIVILIANS = _WORDS["civilians"]
_SETTLERS = frozenset(["settlers", "settler", "colonos", "colons"])
_SETTLED = frozenset(["PS", "IL"])
_STOP_WORDS = _WORDS["stop_words"]

CountryName = Callable[[str], Country | None]


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor in a sentence: words `first` up to `last`, and what it is called."""

    first: int
    last: int
    name: str
    kind: str
    country: str = ""

    @property
    def is_force(self) -> bool:
        """Whether this is somebody armed: an army, police, or an armed group."""
        return self.kind in {STATE, REBEL, POLITICAL, IDENTITY, EXTERNAL}


def _index() -> dict[str, list[tuple[tuple[str, ...], bool, str, str, str]]]:
    table: dict[str, list[tuple[tuple[str, ...], bool, str, str, str]]] = {}
    for kind, country, name, aliases in read_groups():
        for alias in aliases:
            words = tuple(fold_word(word) for word in _split(alias))
            capitals = alias.isupper() and len(alias) <= 4  # noqa: PLR2004
            table.setdefault(words[0], []).append((words, capitals, name, kind, country))
    for entries in table.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[2]))
    return table


def _split(name: str) -> list[str]:
    return WORD.findall(name)


_GROUPS = _index()
_SECONDS = {
    first: frozenset(alias[1] if len(alias) > 1 else "" for alias, *_ in entries)
    for first, entries in _GROUPS.items()
}


def read_actors(sentence: Sentence, places: Mapping[int, str], home: str) -> list[ActorMention]:
    """The actors of a sentence, in order.

    `places` gives the country of each word that a resolved toponym covers, `home` the country
    of the event, which soldiers without a nation belong to.
    """
    shouting = sentence.text.isupper()
    found: list[ActorMention] = []
    index = 0
    while index < len(sentence.words):
        mention = _group_at(sentence, index, shouting=shouting) or _plain_at(
            sentence, index, places, home
        )
        if mention:
            found.append(mention)
        index = mention.last if mention else index + 1
    return found


def named_groups(sentence: Sentence) -> Iterator[ActorMention]:
    """The armed groups that a sentence calls by name, in order."""
    words = sentence.words
    known = [at for at, word in enumerate(words) if word in _SECONDS]
    likely = [
        at for at in known if not _SECONDS[words[at]].isdisjoint(("", *words[at + 1 : at + 2]))
    ]
    shouting = bool(likely) and sentence.text.isupper()
    for index in likely:
        if group := _group_at(sentence, index, shouting=shouting):
            yield group


def group_cues(sentence: Sentence) -> dict[int, str]:
    """Every word of an armed group known by name, with what it is: "armed" or "state".

    What the words mean by themselves does not count: the Arakan Army is no army of a state.
    """
    found = {}
    for group in named_groups(sentence):
        cue = "state" if group.kind in {STATE, EXTERNAL} else "armed"
        found.update(dict.fromkeys(range(group.first, group.last), cue))
    return found


def _group_at(sentence: Sentence, index: int, *, shouting: bool) -> ActorMention | None:
    words = sentence.words
    second = words[index + 1] if index + 1 < len(words) else ""
    for alias, capitals, name, kind, country in _GROUPS.get(words[index], ()):
        last = index + len(alias)
        if (len(alias) > 1 and alias[1] != second) or tuple(words[index:last]) != alias:
            continue
        text = sentence.span(index, last)
        if capitals and (not text.isupper() or (shouting and alias[0] in _STOP_WORDS)):
            continue
        if not capitals and text.islower() and len(alias) == 1 and alias[0] in _LOWER_TRAPS:
            continue
        return ActorMention(index, last, name, kind, country)
    return None


_LOWER_TRAPS = frozenset(["amal", "fano", "zetas", "wagner", "contra", "contras", "dozo"])


def _plain_at(
    sentence: Sentence, index: int, places: Mapping[int, str], home: str
) -> ActorMention | None:
    words = sentence.words
    word = words[index]
    if word in _POLICE or word in _MILITARY:
        return _force_at(sentence, index, places, home)
    for kind, table in ((REBEL, _REBELS), (POLITICAL, _ARMED)):
        if word in table:
            return ActorMention(index, index + 1, "", kind, home)
    if word in _SETTLERS and home in _SETTLED:
        return ActorMention(index, index + 1, "Settlers (Israel)", POLITICAL, "IL")
    for kind, table in ((PROTESTERS, _PROTESTERS), (RIOTERS, _RIOTERS), (CIVILIANS, _CIVILIANS)):
        if word in table:
            return ActorMention(index, index + 1, kind, kind, home)
    return None


def _force_at(
    sentence: Sentence, index: int, places: Mapping[int, str], home: str
) -> ActorMention | None:
    words = sentence.words
    word = words[index]
    nation = _nation_near(sentence, index, places) or home
    before = words[max(0, index - 2) : index]
    if word in {"forces", "force", "fuerzas", "fighter", "strikes", "patrol", "convoy"} and not (
        _nation_near(sentence, index, places)
        or any(
            each
            in {
                "security",
                "armed",
                "government",
                "military",
                "special",
                "seguridad",
                "air",
                "army",
                "army's",
                "occupation",
            }
            for each in before
        )
        or any(
            each in {"armadas", "seguridad", "armees", "securite", "aerea"}
            for each in words[index + 1 : index + 3]
        )
    ):
        return None
    branch = "Police Forces" if word in _POLICE and "military" not in before else "Military Forces"
    return ActorMention(index, index + 1, branch, STATE, nation)


def _nation_near(sentence: Sentence, index: int, places: Mapping[int, str]) -> str:
    """The country of "the Ecuadorian army", "el ejército colombiano", "Mali's army"."""
    words = sentence.words
    for position in (
        *range(index - 1, max(-1, index - 4), -1),
        *range(index + 1, min(len(words), index + 4)),
    ):
        crossed = sentence.between(min(position, index), min(position, index) + 1)
        if any(mark in crossed for mark in ",;."):
            continue
        if words[position] in NATIONS:
            return NATIONS[words[position]]
        if read_amount(words, position):
            continue
        if position in places and places[position] and _belongs(words, position, index):
            return places[position]
    return ""


def _belongs(words: list[str], place: int, force: int) -> bool:
    if place < force:
        return all(word in _BETWEEN for word in words[place + 1 : force])
    return any(word in {"of", "de", "du", "d"} for word in words[force + 1 : place])


_BETWEEN = _WORDS["between"]


def to_actor(mention: ActorMention, home: str, country_of: CountryName) -> Actor:
    """The actor as the event table names it."""
    if mention.name in {"Military Forces", "Police Forces"}:
        foreign = bool(mention.country and home and mention.country != home)
        kind = EXTERNAL if foreign else STATE
        return Actor(
            name=f"{mention.name} of {_of(mention.country, country_of)}".removesuffix(" of "),
            kind=kind,
            country=mention.country,
        )
    if mention.kind in {CIVILIANS, PROTESTERS, RIOTERS}:
        return Actor(name=_within(mention.kind, home, country_of), kind=mention.kind, country=home)
    if not mention.name:
        label = "Unidentified Armed Group"
        return Actor(name=_within(label, home, country_of), kind=POLITICAL, country=home)
    kind = mention.kind
    if kind == STATE and mention.country and home and mention.country != home:
        kind = EXTERNAL
    return Actor(name=mention.name, kind=kind, country=mention.country)


def _of(iso2: str, country_of: CountryName) -> str:
    country = country_of(iso2) if iso2 else None
    if country is None:
        return ""
    return f"the {country.name}" if iso2 in WITH_ARTICLE else country.name


def _within(label: str, iso2: str, country_of: CountryName) -> str:
    country = country_of(iso2) if iso2 else None
    return f"{label} ({country.name})" if country else label


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acted and who suffered, in that order, and whether civilians were the target."""

    side1: tuple[Actor, ...]
    side2: tuple[Actor, ...]
    civilians: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """A trigger as the actors see it: words `first` up to `last`, and the word "by" after it."""

    first: int
    last: int
    passive: bool
    noun: bool
    by: int | None


def choose_sides(
    mentions: list[ActorMention],
    deeds: list[Deed],
    *,
    event_type: str,
    sub_type: str,
    home: str,
    country_of: CountryName,
    harmed: bool = False,
) -> Sides:
    """Put the actors around the deeds of a sentence on two sides.

    Before an active verb stand those who act, after it those who suffer; a passive verb turns
    this round, and who follows "by" acts. An attack by nobody named is by an unidentified
    armed group, and whom a strike harmed (`harmed`) are civilians unless somebody armed is named.
    """
    if event_type in {"Protests", "Riots"}:
        return _crowd_sides(mentions, event_type, sub_type, home, country_of)
    doers, others = _roles(_known(mentions), deeds)
    sides = _violent_sides(doers, others, event_type, home, country_of)
    if event_type == "Battles" or sub_type == "Non-violent transfer of territory":
        return _opposed(sides)
    if event_type == "Explosions/Remote violence" and harmed and not sides.side2:
        civilians = to_actor(ActorMention(0, 0, CIVILIANS, CIVILIANS, home), home, country_of)
        return Sides(sides.side1, (civilians,), civilians=True)
    return sides


def _known(mentions: list[ActorMention]) -> list[ActorMention]:
    """The mentions without "the rebels" where rebels are also called by name."""
    if not any(each.name and each.kind in NON_STATE for each in mentions):
        return mentions
    return [each for each in mentions if each.name or each.kind not in NON_STATE]


def _opposed(sides: Sides) -> Sides:
    """An army and an armed group that stand on one side of a battle, against each other."""
    armed = [actor for actor in sides.side2 if actor.kind != CIVILIANS]
    if armed or len(sides.side1) < 2:  # noqa: PLR2004
        return sides
    first, second = sides.side1[:2]
    if (first.kind in NON_STATE) == (second.kind in NON_STATE):
        return sides
    return Sides((first,), (second, *sides.side2), civilians=False)


def _roles(
    mentions: list[ActorMention], deeds: list[Deed]
) -> tuple[list[ActorMention], list[ActorMention]]:
    """Who acts and who suffers; passive victims are settled before anybody acts."""
    victims = [each for deed in deeds for each in _victims(mentions, deed)]
    agents = [each for deed in deeds for each in _agents(mentions, deed) if each not in victims]
    placed = {*victims, *agents}
    first = deeds[0].first if deeds else 0
    for each in mentions:
        if each not in placed:
            passive = bool(deeds) and deeds[0].passive
            (agents if (each.last <= first) != passive else victims).append(each)
    order = mentions.index
    return sorted(dict.fromkeys(agents), key=order), sorted(dict.fromkeys(victims), key=order)


def _victims(mentions: list[ActorMention], deed: Deed) -> list[ActorMention]:
    if deed.passive:
        before = [each for each in mentions if 0 <= deed.first - each.last <= _CLOSE]
        return before[-1:]
    stop = deed.by if deed.by is not None else deed.last + _CLOSE
    return [each for each in mentions if deed.last <= each.first < stop][:2]


def _agents(mentions: list[ActorMention], deed: Deed) -> list[ActorMention]:
    if deed.by is not None:
        return [each for each in mentions if 0 <= each.first - deed.by <= _CLOSE and each.is_force][
            :2
        ]
    if deed.passive:
        return []
    return [each for each in mentions if each.last <= deed.first and each.is_force]


_CLOSE = 7


def _crowd_sides(
    mentions: list[ActorMention], event_type: str, sub_type: str, home: str, country_of: CountryName
) -> Sides:
    crowd = PROTESTERS if event_type == "Protests" else RIOTERS
    first = to_actor(ActorMention(0, 0, crowd, crowd, home), home, country_of)
    facing = (
        ()
        if sub_type == "Peaceful protest"
        else tuple(
            dict.fromkeys(
                to_actor(each, home, country_of) for each in mentions if each.kind == STATE
            )
        )[:1]
    )
    if sub_type == "Excessive force against protesters":
        return Sides(facing or (), (first,), civilians=True)
    return Sides((first,), facing, civilians=False)


def _violent_sides(
    doers: list[ActorMention],
    others: list[ActorMention],
    event_type: str,
    home: str,
    country_of: CountryName,
) -> Sides:
    acting = list(_distinct(doers, home, country_of, forces_only=True))
    suffering = [
        actor
        for actor in _distinct(others, home, country_of, forces_only=False)
        if actor not in acting
    ]
    if not acting:
        armed = [actor for actor in suffering if actor.kind in {REBEL, POLITICAL, IDENTITY}]
        if armed and event_type != "Strategic developments":
            acting = armed[:1]
            suffering = [actor for actor in suffering if actor not in acting]
    acting = acting[:2]
    if not acting and event_type in {"Violence against civilians", "Explosions/Remote violence"}:
        acting = [to_actor(ActorMention(0, 0, "", POLITICAL, home), home, country_of)]
    civilians = any(actor.kind == CIVILIANS for actor in suffering)
    forces = [actor for actor in suffering if actor.kind != CIVILIANS]
    if event_type == "Violence against civilians":
        suffering = [to_actor(ActorMention(0, 0, CIVILIANS, CIVILIANS, home), home, country_of)]
        civilians = True
    elif forces:
        suffering = forces[:1] + [actor for actor in suffering if actor.kind == CIVILIANS][:1]
    one_sided = event_type == "Violence against civilians"
    unarmed = civilians and not forces and event_type != "Strategic developments"
    targeted = one_sided or unarmed
    return Sides(tuple(acting), tuple(suffering[:2]), civilians=targeted)


def _distinct(
    mentions: list[ActorMention], home: str, country_of: CountryName, *, forces_only: bool
) -> Iterator[Actor]:
    seen: set[str] = set()
    named = any(mention.name for mention in mentions if mention.is_force)
    for mention in mentions:
        if forces_only and not mention.is_force:
            continue
        if named and mention.is_force and not mention.name:
            continue
        actor = to_actor(mention, home, country_of)
        if actor.name not in seen:
            seen.add(actor.name)
            yield actor
