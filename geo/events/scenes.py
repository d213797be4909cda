"""The scenes of an article: sentences that tell of an event, with all they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.events.actors import group_cues
from geo.events.cues import CUES, cues_of
from geo.events.dates import read_dates
from geo.events.dating import choose_date
from geo.events.gate import (
    SPORT,
    THRESHOLD,
    Mention,
    Setting,
    is_ancient,
    is_source,
    weigh_mentions,
)
from geo.events.places import Gathering
from geo.events.sentences import Document, Sentence
from geo.events.sites import IN_SENTENCE, NAMED, Site, choose_site
from geo.events.spans import DateMention
from geo.events.tolls import Toll, read_tolls
from geo.events.triggers import find_triggers
from geo.events.types import Signals, Typing
from geo.events.typing_rules import name_event
from geo.records import Status

HAPPENED: frozenset[Status] = frozenset(["reported", "claimed"])
AUXILIARY = frozenset(["dead", "hurt"])
MAX_SCENES = 400
_MUCH_SPORT = 3
_ACTORS = frozenset(
    [
        "protesters", "protestors", "demonstrators", "strikers", "agitators", "manifestantes",
        "manifestants", "huelguistas", "grevistes", "rioters", "alborotadores", "amotinados",
        "emeutiers", "vigilantes", "vigilante",
    ]
)  # fmt: skip
_REACH = 14
_BY = frozenset(["by", "por", "par"])
_BEFORE_PLACE = frozenset(["the", "of", "back", "control", "la", "le", "l", "el", "de", "d", "en"])


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence that tells of an event; `site` and `when` are what the sentence itself says."""

    sentence: Sentence
    mentions: list[Mention]
    main: Mention
    typing: Typing
    signals: Signals
    when: DateMention | None
    site: Site
    placed: bool
    tolls: list[Toll]

    @property
    def status(self) -> Status:
        """Whether the deed happened, as the words before its trigger have it."""
        return self.main.status

    @property
    def score(self) -> float:
        """How surely the sentence tells of an event."""
        return self.main.score


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: its dates, its tolls and its triggers weighed."""

    sentence: Sentence
    dates: list[DateMention]
    tolls: list[Toll]
    mentions: list[Mention]


def read_sentences(
    document: Document, gathering: Gathering, reference: date | None
) -> list[Reading]:
    """Every sentence with its dates, tolls and weighed triggers, in order."""
    readings = []
    anchor: date | None = None
    genre = _genre(document)
    for sentence in document.sentences:
        dates = read_dates(sentence, reference, anchor)
        triggers = find_triggers(sentence)
        tolls = read_tolls(sentence)
        mentions: list[Mention] = []
        if triggers:
            places = gathering.mentions(sentence)
            named = {at for each in places for at in range(each.first, each.last)}
            triggers = [each for each in triggers if each[0] not in named]
            setting = Setting(
                sentence,
                dates,
                reference,
                places=sum(each.relation != "nationality" for each in places),
                fine_places=sum(
                    each.place.kind != "country" and each.relation != "from" for each in places
                ),
                deaths=any(toll.best > 0 for toll in tolls),
                genre=genre,
                length=len(document.sentences),
                ancient=is_ancient(sentence.words),
            )
            mentions = weigh_mentions(setting, triggers)
        readings.append(Reading(sentence, dates, tolls, mentions))
        anchor = next((found.start for found in reversed(dates) if found.precision == 1), anchor)
    return readings


_OPINION_PIECE = re.compile(
    r"editorial|commentary|opinion|interview|speech|communique|analysis|statement by|"
    r"column by|"
    r"entrevista|discurso|comunicado|análisis|columna de|tribune|entretien|éditorial|discours|"
    r"open letter",
    re.IGNORECASE,
)


def _genre(document: Document) -> str:
    """What an article is beside news: sport, or by its head an opinion or a statement."""
    head = document.article.text[:260]
    sports = [word for each in document.sentences[:8] for word in each.words if word in SPORT]
    if len(set(sports)) > 1 or len(sports) > _MUCH_SPORT:
        return "sport"
    return "opinion" if _OPINION_PIECE.search(head) else ""


def find_scenes(gathering: Gathering, readings: list[Reading]) -> Iterator[Scene]:
    """The scenes in order: sentences whose best trigger is believed, at most MAX_SCENES."""
    count = 0
    for reading in readings:
        scene = _scene(gathering, reading)
        if scene is None:
            continue
        yield scene
        count += 1
        if count >= MAX_SCENES:
            return


def _scene(gathering: Gathering, reading: Reading) -> Scene | None:
    believed = [each for each in reading.mentions if each.score >= THRESHOLD]
    if not believed:
        return None
    happened = any(each.status in HAPPENED for each in believed)
    told = [each for each in reading.mentions if (each.status in HAPPENED) == happened]
    places = gathering.mentions(reading.sentence)
    signals = _signals(reading.sentence, told, {each.first for each in places})
    typing = name_event(signals, frozenset(each.family for each in believed))
    if typing is None:
        return None
    chosen = [each for each in told if each.score >= THRESHOLD and each.family in typing.families]
    if not chosen:
        return None
    main = _main(chosen)
    if reading.sentence.index and all(_is_actor(each) for each in chosen):
        return None
    site = choose_site(gathering, reading.sentence, main.first)
    placed = site.why in {NAMED, IN_SENTENCE}
    deeds = [each for each in chosen if each.entry.form == "past" and each.family not in AUXILIARY]
    when = choose_date(reading.sentence, reading.dates, *(each.first for each in deeds or [main]))
    return Scene(reading.sentence, chosen, main, typing, signals, when, site, placed, reading.tolls)


def _is_actor(mention: Mention) -> bool:
    """Whether a trigger only names who once did something: "the protesters demand"."""
    return not _ACTORS.isdisjoint(mention.entry.words)


def _signals(sentence: Sentence, mentions: list[Mention], places: set[int]) -> Signals:
    families: dict[str, int] = {}
    for mention in mentions:
        families[mention.family] = families.get(mention.family, 0) + 1
    groups = group_cues(sentence)
    deeds = [each for each in mentions if each.entry.form == "past"]
    takes = [each for each in deeds if each.family == "take"]
    agents, targets = _sides(sentence, _main(takes or deeds or mentions), groups)
    cues = cues_of(word for at, word in enumerate(sentence.words) if at not in groups)
    for cue in groups.values():
        cues[cue] = cues.get(cue, 0) + 1
    if any(_is_of_place(sentence, each, places) for each in mentions):
        cues["place"] = 1
    return Signals(families, cues, frozenset(sentence.words), agents, targets)


def _is_of_place(sentence: Sentence, mention: Mention, places: set[int]) -> bool:
    """Whether a place follows a trigger: "seized Uvira", "pris le contrôle de Walikale"."""
    following = range(mention.last, min(len(sentence.words), mention.last + 4))
    at = next((index for index in following if index in places), None)
    gap = sentence.words[mention.last : at] if at is not None else ["none"]
    return _BEFORE_PLACE.issuperset(gap)


def _sides(
    sentence: Sentence, main: Mention, groups: dict[int, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The cues of who stands before the deed and of who stands after it, turned in the passive."""
    words = sentence.words
    start, stop = max(0, main.first - _REACH), min(len(words), main.last + _REACH)

    def kinds(first: int, last: int) -> frozenset[str]:
        named = {cue for word, cue in groups.items() if first <= word < last}
        told = (
            CUES[words[i]] for i in range(first, last)
            if words[i] in CUES and i not in groups and not is_source(words, i, i + 1)
        )  # fmt: skip
        return frozenset(named).union(*told)

    reach = 10 if "passive" in main.facts else 4
    by = next((i for i in range(main.last, min(stop, main.last + reach)) if words[i] in _BY), None)
    if by is None and "passive" not in main.facts:
        return kinds(start, main.first), kinds(main.last, stop)
    if by is None:
        return frozenset(), kinds(start, main.first)
    return kinds(by, min(stop, by + 8)), kinds(start, main.first) | kinds(main.last, by)


def _main(mentions: list[Mention]) -> Mention:
    """The trigger that carries the scene: a deed before a count of the dead, then the surest."""
    return max(
        mentions,
        key=lambda each: (each.family not in AUXILIARY, round(each.score, 6), -each.first),
    )
