"""The scenes of an article: sentences that tell of an event, with all they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.events.cues import cues_of
from geo.events.dates import DateMention, read_dates
from geo.events.gate import THRESHOLD, Mention, Setting, find_triggers, weigh_mentions
from geo.events.places import Gathering, Site, choose_site
from geo.events.sentences import Document, Sentence
from geo.events.tolls import Toll, read_tolls
from geo.events.types import Signals, Typing, name_event
from geo.records import Status

HAPPENED: frozenset[Status] = frozenset(["reported", "claimed"])
AUXILIARY = frozenset(["dead", "hurt"])
MAX_SCENES = 400


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
        return self.main.status

    @property
    def score(self) -> float:
        return self.main.score


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: its dates, its tolls and its triggers weighed."""

    sentence: Sentence
    dates: list[DateMention]
    tolls: list[Toll]
    mentions: list[Mention]


def read_sentences(document: Document, gathering: Gathering, reference: date | None) -> list[Reading]:
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
            )
            mentions = weigh_mentions(setting, triggers)
        readings.append(Reading(sentence, dates, tolls, mentions))
        anchor = next((found.start for found in reversed(dates) if found.precision == 1), anchor)
    return readings


_OPINION_PIECE = re.compile(
    r"editorial|commentary|opinion|interview|speech|communique|analysis|statement by|column by|"
    r"entrevista|discurso|comunicado|análisis|columna de|tribune|entretien|éditorial|discours|open letter",
    re.IGNORECASE,
)


def _genre(document: Document) -> str:
    """Whether the head of an article calls it an opinion, an interview or a statement."""
    head = document.article.text[:260]
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
    happened = [each for each in believed if each.status in HAPPENED]
    chosen = happened or believed
    if not chosen:
        return None
    told = [each for each in reading.mentions if (each.status in HAPPENED) == bool(happened)]
    signals = _signals(reading.sentence, told)
    typing = name_event(signals)
    if typing is None:
        return None
    main = _main(chosen)
    site = choose_site(gathering, reading.sentence, main.first)
    placed = site.why in {"named with the event", "named in the sentence"}
    when = choose_date(reading, main.first)
    return Scene(
        reading.sentence, chosen, main, typing, signals, when, site, placed, reading.tolls
    )


def _signals(sentence: Sentence, mentions: list[Mention]) -> Signals:
    families: dict[str, int] = {}
    for mention in mentions:
        families[mention.family] = families.get(mention.family, 0) + 1
    return Signals(families, cues_of(sentence.words), frozenset(sentence.words))


def _main(mentions: list[Mention]) -> Mention:
    """The trigger that carries the scene: a deed before a count of the dead, then the surest."""
    return max(
        mentions,
        key=lambda each: (each.family not in AUXILIARY, round(each.score, 6), -each.first),
    )


def choose_date(reading: Reading, near: int) -> DateMention | None:
    """The date nearest to the word `near` that is not in the future; days before spans."""
    past = [found for found in reading.dates if not found.future]
    if not past:
        return None
    return min(past, key=lambda found: (found.precision > 1, _distance(found, near)))


def _distance(found: DateMention, near: int) -> int:
    return found.first - near if found.first >= near else near - found.last + 1
