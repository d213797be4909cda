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
from geo.events.sentences import Sentence, fold_word
from geo.records import Actor, Country

CIVILIANS = "Civilians"
PROTESTERS = "Protesters"
RIOTERS = "Rioters"

_MILITARY = frozenset(
    "army armies military troops soldiers soldier forces force navy marines warplanes warplane jets "
    "airforce ejercito militares tropas soldados soldado fuerzas armada aviacion armee soldats "
    "soldat militaires troupes battalion brigade regiment garrison batallon brigada airstrikes airstrike "
    "commandos peacekeepers patrol convoy helicopters aircraft fighter avions aviones drones strikes infantry".split()
)
_POLICE = frozenset(
    "police policemen policeman policia policias policiers policier gendarmes gendarmerie cops "
    "gendarme carabineros antimotines".split()
)
_BARE_POLICE_BEFORE = frozenset(["riot", "national", "local", "military", "state", "federal"])
_REBELS = frozenset(
    "rebels rebel insurgents guerrillas guerrilla guerrilleros insurgent subversives subversive "
    "rebeldes insurgentes rebelles insurges separatists separatist separatistas jihadists "
    "djihadistes yihadistas islamists islamistes".split()
)
_ARMED = frozenset(
    "gunmen gunman militants militant militia militias militiamen terrorists terrorist attackers "
    "attacker assailants assailant bandits gang gangs hitmen extremists extremist sicarios sicario "
    "pistoleros terroristas terrorista encapuchados atacantes pandilleros miliciens terroristes "
    "terroriste assaillants milices cartel cartels kidnappers bombers bomber hooded fighters paramilitary paramilitaries "
    "delincuentes individuals sujetos agresores malfaiteurs bandidos armed armados armes".split()
)
_PROTESTERS = frozenset(
    "protesters protestors demonstrators protester marchers manifestantes manifestants strikers "
    "manifestante huelguistas grevistes".split()
)
_RIOTERS = frozenset("rioters mob rioter turba emeutiers foule looters alborotadores vandals".split())
_CIVILIANS = frozenset(
    "civilians civilian villagers peasants people students student journalist journalists reporter "
    "priest priests mayor candidate politician woman women child children girl boy farmer farmers "
    "teacher teachers worker workers residents citizens judge lawyer activist activists deputy "
    "minister ambassador bishop pastor worshippers tourists refugees traders men man person persons "
    "elder elders councilman senator governor civiles civil campesino campesinos persona personas "
    "estudiante estudiantes periodista periodistas alcalde mujer mujeres ninos nina hombre hombres "
    "maestros habitantes comerciante comerciantes civils paysans villageois etudiants journaliste "
    "femme femmes enfants enfant homme hommes habitants maire pretre personnes lider lideresa "
    "leader leaders passengers driver engineer businessman rector missionaries nuns bystanders "
    "schoolgirls schoolboys pupils eleves alumnos shoppers staff".split()
)
_STOP_WORDS = frozenset(["is", "ei", "as", "aa", "la", "ira", "nas", "fact", "mir", "sl", "raf", "gia", "tak", "kia", "avc", "cam"])

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
    clean = "".join(char if char.isalnum() or char == "." else " " for char in name)
    return clean.split()


_GROUPS = _index()


def read_actors(
    sentence: Sentence, places: Mapping[int, str], home: str
) -> list[ActorMention]:
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


def group_cues(sentence: Sentence) -> dict[int, str]:
    """Where armed groups known by name stand: the first word of each, "armed" or "state"."""
    shouting = sentence.text.isupper()
    found = {}
    for index, word in enumerate(sentence.words):
        if word in _GROUPS and (group := _group_at(sentence, index, shouting=shouting)):
            found[index] = "state" if group.kind in {STATE, EXTERNAL} else "armed"
    return found


def _group_at(sentence: Sentence, index: int, *, shouting: bool) -> ActorMention | None:
    words = sentence.words
    for alias, capitals, name, kind, country in _GROUPS.get(words[index], ()):
        last = index + len(alias)
        if tuple(words[index:last]) != alias:
            continue
        text = sentence.span(index, last)
        if capitals and (not text.isupper() or (shouting and alias[0] in _STOP_WORDS)):
            continue
        if not capitals and text.islower() and len(alias) == 1 and alias[0] in _LOWER_TRAPS:
            continue
        return ActorMention(index, last, name, kind, country)
    return None


_LOWER_TRAPS = frozenset("amal fano zetas wagner contra contras dozo basij maoists fatah hamas".split()) - {
    "hamas", "maoists", "fatah", "basij",
}  # fmt: skip


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
        or any(each in {"security", "armed", "government", "military", "special", "seguridad", "air", "army", "army's", "occupation"} for each in before)
        or any(each in {"armadas", "seguridad", "armees", "securite", "aerea"} for each in words[index + 1 : index + 3])
    ):
        return None
    branch = "Police Forces" if word in _POLICE and "military" not in before else "Military Forces"
    return ActorMention(index, index + 1, branch, STATE, nation)


def _nation_near(sentence: Sentence, index: int, places: Mapping[int, str]) -> str:
    """The country of "the Ecuadorian army", "el ejército colombiano", "Mali's army"."""
    words = sentence.words
    for position in (*range(index - 1, max(-1, index - 4), -1), *range(index + 1, min(len(words), index + 4))):
        crossed = sentence.between(min(position, index), min(position, index) + 1)
        if any(mark in crossed for mark in ",;."):
            continue
        if words[position] in NATIONS:
            return NATIONS[words[position]]
        if position in places and places[position] and _belongs(words, position, index):
            return places[position]
    return ""


def _belongs(words: list[str], place: int, force: int) -> bool:
    if place < force:
        return all(word in _BETWEEN for word in words[place + 1 : force])
    return any(word in {"of", "de", "du", "d"} for word in words[force + 1 : place])


_BETWEEN = frozenset("s national armed security air military government special defense defence riot police army led backed".split())


def to_actor(mention: ActorMention, home: str, country_of: CountryName) -> Actor:
    """The actor as the event table names it."""
    if mention.name in {"Military Forces", "Police Forces"}:
        foreign = bool(mention.country and home and mention.country != home)
        kind = EXTERNAL if foreign else STATE
        return Actor(name=f"{mention.name} of {_of(mention.country, country_of)}".removesuffix(" of "), kind=kind, country=mention.country)
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


def choose_sides(
    mentions: list[ActorMention],
    trigger: int,
    *,
    passive: bool,
    agent: int | None,
    event_type: str,
    sub_type: str,
    home: str,
    country_of: CountryName,
) -> Sides:
    """Put the actors around a trigger on two sides.

    Before an active verb stand those who act, after it those who suffer; a passive verb turns
    this round, and who follows "by" acts. An attack by nobody named is by an unidentified
    armed group.
    """
    before = [mention for mention in mentions if mention.last <= trigger]
    after = [mention for mention in mentions if mention.first > trigger]
    doers, others = (after, before) if passive else (before, after)
    if agent is not None:
        doers = [mention for mention in mentions if agent <= mention.first <= agent + 6]  # noqa: PLR2004
        others = [mention for mention in mentions if mention not in doers]
    if event_type in {"Protests", "Riots"}:
        return _crowd_sides(mentions, event_type, sub_type, home, country_of)
    return _violent_sides(doers, others, event_type, home, country_of)


def _crowd_sides(
    mentions: list[ActorMention], event_type: str, sub_type: str, home: str, country_of: CountryName
) -> Sides:
    crowd = PROTESTERS if event_type == "Protests" else RIOTERS
    first = to_actor(ActorMention(0, 0, crowd, crowd, home), home, country_of)
    facing = () if sub_type == "Peaceful protest" else tuple(
        dict.fromkeys(to_actor(each, home, country_of) for each in mentions if each.kind == STATE)
    )[:1]
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
        actor for actor in _distinct(others, home, country_of, forces_only=False) if actor not in acting
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
    targeted = civilians and (not forces) and event_type != "Strategic developments"
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
