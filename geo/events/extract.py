"""From a read article to its events, with every decision kept for whoever asks why."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from geo.events.actors import NON_STATE, ActorMention, Deed, Sides, choose_sides, read_actors
from geo.events.casualties import read_casualties
from geo.events.clusters import Cluster, cluster_scenes
from geo.events.dates import read_dates
from geo.events.dating import TAKES_PLACE, Dating
from geo.events.gate import is_source
from geo.events.groups import EXTERNAL
from geo.events.nations import NATIONS
from geo.events.places import Gathering
from geo.events.scenes import (
    AUXILIARY,
    HAPPENED,
    Reading,
    Scene,
    find_scenes,
    read_sentences,
)
from geo.events.sentences import Document, Sentence, read_document
from geo.events.sites import NAMED, Site, choose_site
from geo.events.tolls import Toll
from geo.events.types import (
    ARRESTS,
    GOVERNMENT_TAKES,
    OTHER,
    OTHERS_TAKE,
    STRATEGIC,
    Typing,
)
from geo.records import (
    Actor,
    Article,
    Country,
    Event,
    Evidence,
    Resolution,
)

_LEAD = 3
_AFTERMATH = frozenset([ARRESTS, OTHER])
_TYPE_SCORE_TOP = 0.99


class CountrySource(Protocol):
    """Countries by ISO 3166-1 alpha-2; the gazetteer is one."""

    def find_country(self, iso2: str) -> Country | None: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the scene it stands in, its site and what decided its date."""

    event: Event
    cluster: Cluster
    scene: Scene
    site: Site
    date_why: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was read in an article, and the events that came of it."""

    document: Document
    reference: date | None
    readings: list[Reading]
    found: list[Found]


def analyse(
    article: Article, resolutions: Sequence[Resolution], countries: CountrySource
) -> Analysis:
    """Read an article once: sentences, scenes, clusters, events, in the article's order."""
    document = read_document(article)
    gathering = Gathering(document, resolutions, countries.find_country)
    reference = _reference(document)
    readings = read_sentences(document, gathering, reference)
    scenes = list(find_scenes(gathering, readings))
    every = cluster_scenes(scenes)
    clusters = [each for each in every if _is_news(each) and not _is_aftermath(each, every)]
    happened = [each for each in clusters if each.main.status in HAPPENED]
    builder = _Builder(
        document,
        gathering,
        reference,
        readings,
        countries,
        taken=frozenset(each.sentence.index for each in scenes if each.status in HAPPENED),
        alone=len(happened) == 1,
        dating=Dating(readings, reference, alone=len(happened) == 1),
    )
    return Analysis(document, reference, readings, [builder.build(each) for each in clusters])


def _is_news(cluster: Cluster) -> bool:
    """Whether a development that is no violence is the article's own news: told in its lead."""
    main = cluster.main
    return main.typing.type != STRATEGIC or cluster.scenes[0].sentence.index <= _LEAD


def _is_aftermath(cluster: Cluster, every: Sequence[Cluster]) -> bool:
    """Whether arrests or a flight only follow on violence that the article told before."""
    main = cluster.main
    if main.typing.sub_type not in _AFTERMATH or cluster.scenes[0].sentence.title:
        return False
    return any(
        other.main.typing.type != STRATEGIC
        and other.main.status in HAPPENED
        and other.scenes[0].sentence.index < cluster.scenes[0].sentence.index
        for other in every
    )


def _reference(document: Document) -> date | None:
    """The day that "today" means: the dateline's, if at most three days before publication."""
    published = document.article.published
    start, end = document.dateline
    if end <= start:
        return published
    head = Article(id="", text=document.article.text[start:end], published=published)
    for sentence in read_document_plain(head):
        for found in read_dates(sentence, published):
            close = published is None or timedelta(0) <= published - found.start <= timedelta(3)
            if found.precision == 1 and close:
                return found.start
    return published


def read_document_plain(article: Article) -> list[Sentence]:
    """The sentences of a text without looking for a dateline in it."""
    return read_document(Article(id="", text="\n\n" + article.text)).sentences


@dataclass(frozen=True, slots=True)
class _Builder:
    document: Document
    gathering: Gathering
    reference: date | None
    readings: list[Reading]
    countries: CountrySource
    taken: frozenset[int]
    alone: bool
    dating: Dating

    def build(self, cluster: Cluster) -> Found:
        scene = cluster.main
        site = self._site(cluster)
        dates, why = self.dating.choose(cluster)
        typing = _typing(cluster)
        home = site.place.country if site.place else ""
        sides = self._sides(cluster, typing, home)
        typing = _foreign_gain(typing, sides)
        country = self.countries.find_country(home) if home else None
        event = Event(
            id=_event_id(self.document.article, scene, country),
            article=self.document.article,
            type=typing.type,
            sub_type=typing.sub_type,
            type_score=round(min(_TYPE_SCORE_TOP, typing.score + 0.02 * min(scene.score, 5)), 3),
            dates=dates,
            resolution=site.resolution,
            country=country,
            precision=site.precision,
            radius_km=site.radius_km,
            side1=sides.side1,
            side2=sides.side2,
            casualties=read_casualties(self._tolls(cluster)),
            evidence=_evidence(scene),
            status=scene.status,
            civilian_targeting=sides.civilians,
        )
        return Found(event, cluster, scene, site, why)

    def _tolls(self, cluster: Cluster) -> list[tuple[Sentence, Toll]]:
        """The tolls of an event's sentences, the main one first, then of those that follow."""
        scenes = [cluster.main, *(each for each in cluster.scenes if each is not cluster.main)]
        own = {each.sentence.index for each in scenes}
        order = [each.sentence.index for each in scenes if not each.sentence.title]
        for index in sorted(own):
            for following in range(index + 1, min(index + 3, len(self.readings))):
                if following in own or following in self.taken:
                    break
                order.append(following)
        order += [each.sentence.index for each in scenes if each.sentence.title]
        if not self._counts_dead(order) and (self.alone or _kills(cluster)):
            order += [
                each.sentence.index
                for each in self.readings
                if each.sentence.index not in self.taken
                and self._counts_dead([each.sentence.index])
            ]
        return [
            (self.readings[index].sentence, toll)
            for index in dict.fromkeys(order)
            for toll in self.readings[index].tolls
        ]

    def _counts_dead(self, order: list[int]) -> bool:
        return any(
            toll.kind == "dead" and toll.told
            for index in order
            for toll in self.readings[index].tolls
        )

    def _site(self, cluster: Cluster) -> Site:
        """The main scene's place; a finer one inside it that another scene names wins."""
        best = cluster.main.site
        others = [each.site for each in cluster.scenes if each.placed and each is not cluster.main]
        if not cluster.main.placed:
            best = next((each for each in others if _same_country(best, each)), best)
        for site in others:
            finer = site.precision < best.precision and not cluster.main.sentence.title
            if finer and _same_country(best, site):
                best = site
        return self._retold_site(best) if self.alone else best

    def _retold_site(self, best: Site) -> Site:
        """A finer place where the only event of an article is said to have "taken place"."""
        for reading in self.readings:
            words = reading.sentence.words
            if TAKES_PLACE.isdisjoint(words):
                continue
            at = next(index for index, word in enumerate(words) if word in TAKES_PLACE)
            site = choose_site(self.gathering, reading.sentence, at)
            told = site.why == NAMED and _same_country(best, site)
            if told and site.precision < best.precision:
                return site
        return best

    def _sides(self, cluster: Cluster, typing: Typing, home: str) -> Sides:
        chosen: Sides | None = None
        for scene in [cluster.main, *(each for each in cluster.scenes if each is not cluster.main)]:
            sides = self._sides_of(scene, typing, home)
            if chosen is None:
                chosen = sides
            elif _is_nobody(chosen.side1) and not _is_nobody(sides.side1):
                chosen = Sides(sides.side1, chosen.side2 or sides.side2, civilians=chosen.civilians)
        assert chosen is not None  # noqa: S101 - a cluster has a main scene
        return chosen

    def _sides_of(self, scene: Scene, typing: Typing, home: str) -> Sides:
        words = scene.sentence.words
        places = self.gathering.word_countries(scene.sentence)
        mentions = [
            each
            for each in read_actors(scene.sentence, places, home)
            if each.kind in NON_STATE or not is_source(words, each.first, each.last)
        ]
        return choose_sides(
            self._with_states(scene, mentions, typing),
            _deeds(scene),
            event_type=typing.type,
            sub_type=typing.sub_type,
            home=home,
            country_of=self.countries.find_country,
            harmed=_harms_unarmed(scene),
        )

    def _with_states(
        self, scene: Scene, mentions: list[ActorMention], typing: Typing
    ) -> list[ActorMention]:
        """Add states that act themselves: "the United States and Ecuador launched an airstrike"."""
        if typing.sub_type not in {
            "Air/drone strike",
            "Shelling/artillery/missile attack",
            "Armed clash",
        }:
            return mentions
        if any(each.is_force and each.last <= scene.main.first for each in mentions):
            return mentions
        striker = _striker(scene)
        if striker:
            return [striker, *mentions]
        states = [
            ActorMention(
                each.first, each.last, "Military Forces", "State forces", each.place.country
            )
            for each in self.gathering.mentions(scene.sentence)
            if each.place.kind == "country"
            and each.last <= scene.main.first
            and not each.relation.startswith(("in", "near", "from", "to", "of"))
        ]
        return sorted([*mentions, *states], key=lambda each: each.first)


def _kills(cluster: Cluster) -> bool:
    return cluster.main.main.family in {"kill", "dead"}


def _same_country(one: Site, two: Site) -> bool:
    return one.place is None or two.place is None or one.place.country == two.place.country


def _striker(scene: Scene) -> ActorMention | None:
    """The army named by an adjective beside a strike: "une frappe aerienne israelienne"."""
    words, main = scene.sentence.words, scene.main
    beside = [
        *range(max(0, main.first - 2), main.first),
        *range(main.last, min(len(words), main.last + 2)),
    ]
    at = next((index for index in beside if words[index] in NATIONS), None)
    if at is None or scene.typing.type == "Battles":
        return None
    return ActorMention(
        main.first - 1, main.first, "Military Forces", "State forces", NATIONS[words[at]]
    )


def _deeds(scene: Scene) -> list[Deed]:
    """The triggers of a scene in the order of their weight for who did what: the main one first."""
    words = scene.sentence.words
    deeds = []
    for mention in sorted(scene.mentions, key=lambda each: each is not scene.main):
        if mention.family in AUXILIARY:
            continue
        reach = 10 if "passive" in mention.facts else 4
        stop = min(len(words), mention.last + reach)
        by = next((i for i in range(mention.last, stop) if words[i] in {"by", "por", "par"}), None)
        noun = mention.entry.form in {"noun", "nouns", "base"}
        deeds.append(Deed(mention.first, mention.last, "passive" in mention.facts, noun, by))
    return deeds


def _harms_unarmed(scene: Scene) -> bool:
    """Whether people were killed or hurt, and nobody armed is named as the one."""
    harmed = any(toll.best for toll in scene.tolls)
    return harmed and not scene.signals.targets & {"armed", "state", "police", "installation"}


def _foreign_gain(typing: Typing, sides: Sides) -> Typing:
    """What a foreign army takes is no government's to regain, by the codebook."""
    foreign = bool(sides.side1) and sides.side1[0].kind == EXTERNAL
    if typing.sub_type != GOVERNMENT_TAKES or not foreign:
        return typing
    return dataclasses.replace(typing, sub_type=OTHERS_TAKE, rule="a foreign army takes a place")


def _is_nobody(side: tuple[Actor, ...]) -> bool:
    return not side or side[0].name.startswith("Unidentified")


def _typing(cluster: Cluster) -> Typing:
    """The main scene's type, or a more specific one that another scene of the event names."""
    main = cluster.main.typing
    generic = main.sub_type in {
        "Attack",
        "Armed clash",
        "Peaceful protest",
        "Remote explosive/landmine/IED",
    }
    if not generic:
        return main
    for scene in cluster.scenes:
        other = scene.typing
        if main.sub_type == "Attack" and other.type == "Explosions/Remote violence":
            return other
        if main.sub_type == "Remote explosive/landmine/IED" and other.sub_type in {
            "Suicide bomb",
            "Grenade",
            "Air/drone strike",
        }:
            return other
        if (
            main.sub_type == "Peaceful protest"
            and other.type in {"Protests", "Riots"}
            and other.sub_type != main.sub_type
        ):
            return other
    return main


def _evidence(scene: Scene) -> Evidence:
    sentence, main = scene.sentence, scene.main
    return Evidence(
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        trigger=sentence.span(main.first, main.last),
        trigger_start=sentence.begins[main.first],
        trigger_end=sentence.ends[main.last - 1],
    )


def _event_id(article: Article, scene: Scene, country: Country | None) -> str:
    """ACLED's form, "ECU-3f2a9c1d": the country, and a hash of article, sentence and trigger."""
    words = re.sub(r"\s+", " ", scene.sentence.text)
    trigger = scene.sentence.span(scene.main.first, scene.main.last)
    key = "\x1f".join(
        [article.id, words, trigger, str(scene.main.first), str(scene.sentence.start)]
    )
    digest = hashlib.blake2b(key.encode(), digest_size=4).hexdigest()
    return f"{country.iso3 if country else 'XXX'}-{digest}"


__all__ = ["HAPPENED", "Analysis", "CountrySource", "Found", "analyse"]
