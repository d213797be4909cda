"""Choose where an event was, among the places an article names: one in three or four.

The place stands in the sentence of the trigger, mostly after "in", "at" or "near"; nationalities,
"from X" and "to X" are something else. Of "in Tibu, Norte de Santander, Colombia" the finest
counts. Where the sentence has none the neighbours are asked, then the lead, then the dateline.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from geo.events.places import Gathering, PlaceMention
from geo.events.sentences import Sentence
from geo.records import Place, Precision, Resolution, Toponym

_KM_PER_DEGREE = 111.32
_Point = tuple[float, float]
_HERE = frozenset(
    [
        ("this", "city"),
        ("this", "capital"),
        ("esta", "ciudad"),
        ("esta", "capital"),
        ("cette", "ville"),
        ("this", "town"),
        ("the", "capital"),
        ("the", "capital's"),
        ("la", "capital"),
        ("la", "capitale"),
    ]
)
_FINENESS = {
    "populated": 1.0,
    "other": 0.9,
    "admin2": 0.8,
    "admin1": 0.6,
    "water": 0.4,
    "region": 0.3,
    "country": 0.0,
}
_TOWN_RADIUS = ((1_000_000, 5.0), (100_000, 3.0), (0, 1.5))
_SAYING = frozenset(
    [
        "said",
        "reported",
        "announced",
        "told",
        "confirmed",
        "stated",
        "informed",
        "dijo",
        "informo",
        "annonce",
    ]
)
NAMED = "named with the event"
IN_SENTENCE = "named in the sentence"
_APPOSED = 9
_BEHIND = 2
_HOLDING = frozenset(["country", "admin1", "admin2"])
_BY_STORY = 0.6
_FAIR = 1.5
GOOD = 2.0
"""A place with at least this score stands where events are told of, not by accident."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where an event was, how exactly, within how many kilometres, and why there.

    The resolution's place is moved where the text says "N km north of" it.
    """

    resolution: Resolution
    precision: Precision
    radius_km: float
    why: str

    @property
    def place(self) -> Place | None:
        """The place, None where no place is named."""
        return self.resolution.place


_UNTOLD = Toponym(text="", start=0, end=0, score=0.0)
NOWHERE = Site(
    Resolution(
        toponym=_UNTOLD,
        place=None,
        score=0.0,
        reason="no place named",
    ),
    Precision.COUNTRY,
    0.0,
    "no place is named",
)


def choose_site(gathering: Gathering, sentence: Sentence, trigger: int) -> Site:
    """Where the event of a trigger was; NOWHERE where the article names no place."""
    mentions = gathering.mentions(sentence)
    ranked = sorted(mentions, key=lambda each: (-_score(each, trigger), each.first))
    if ranked and _score(ranked[0], trigger) >= GOOD:
        best = _finest(_uncontradicted(ranked[0], mentions), mentions)
        finer = None
        if best.place.kind == "country":
            finer = _here(gathering, sentence, trigger, best.place) or _neighbouring(
                gathering, sentence, best.place
            )
        return finer or _site(best, NAMED)
    here = _here(gathering, sentence, trigger)
    if here:
        return here
    near = _neighbouring(gathering, sentence, ranked[0].place if ranked else None)
    if near:
        return _at_home(near, gathering, sentence)
    if ranked and ranked[0].relation not in {"nationality", "from", "to"}:
        plain = min(
            (each for each in ranked if each.relation == ranked[0].relation),
            key=lambda each: each.first,
        )
        return _at_home(_site(_finest(plain, mentions), IN_SENTENCE), gathering, sentence)
    return _at_home(_fallback(gathering, ranked), gathering, sentence)


def _at_home(site: Site, gathering: Gathering, sentence: Sentence) -> Site:
    """The site, or the story's country where the sentence does not speak of the site's."""
    story, place = gathering.story, site.place
    if site.resolution.decided_by:
        return site
    country = gathering.find_country(story.expected(sentence))
    if country is None or (place and country.iso2 == place.country):
        return site
    home = Place(
        id=f"country:{country.iso2}",
        name=country.name,
        kind="country",
        lat=country.lat,
        lon=country.lon,
        country=country.iso2,
    )
    why = f"{country.name} is what the article speaks of most; no place is named with the event"
    told = next(
        (
            each.toponym
            for each in gathering.resolutions
            if each.place and each.place.kind == "country" and each.place.country == country.iso2
        ),
        _UNTOLD,
    )
    resolution = Resolution(toponym=told, place=home, score=_BY_STORY, reason=why)
    return Site(resolution, Precision.COUNTRY, 0.0, why)


def _score(mention: PlaceMention, trigger: int) -> float:
    relation = mention.relation.removeprefix("chain ")
    base = {
        "in": 3.0,
        "near": 2.8,
        "offset": 4.0,
        "typed": 2.5,
        "of": 1.0,
        "from": -1.5,
        "yardstick": -2.0,
        "road": -0.5,
        "told": -1.5,
        "owner": -2.0,
        "to": -1.0,
        "nationality": -3.0,
    }.get(relation, 0.0)
    distance = mention.first - trigger if mention.first >= trigger else trigger - mention.last
    after = 0.3 if mention.first > trigger else 0.0
    return base + _fineness(mention.place) + after - 0.05 * min(distance, 40)


def _fineness(place: Place) -> float:
    """How exact a place is; a region inside one province is finer than the province."""
    if place.kind == "region" and len(place.provinces) == 1:
        return _FINENESS["admin1"] + 0.1
    return _FINENESS[place.kind]


def _uncontradicted(best: PlaceMention, mentions: list[PlaceMention]) -> PlaceMention:
    """The province behind a name that lies elsewhere: "San Javier, Usulutan" is none of Mexico."""
    behind = (
        each
        for each in mentions
        if each.first >= best.last and each.relation.startswith("chain ") and each.place.country
    )
    following = next(behind, None)
    if following is None or following.first - best.last > _BEHIND:
        return best
    same = following.place.country == best.place.country or not best.place.country
    return best if same or following.place.kind not in _HOLDING else following


def _finest(best: PlaceMention, mentions: list[PlaceMention]) -> PlaceMention:
    """The finest place that the sentence names inside `best`, or `best` itself."""
    inside = [
        each
        for each in mentions
        if each.relation not in {"nationality", "from", "to", "road", "told"}
        and _fineness(each.place) > _fineness(best.place)
        and contains(best.place, each.place)
    ]
    return min(inside, key=lambda each: abs(each.first - best.first)) if inside else best


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies in `outer`, judged by codes: a country, a province, a region."""
    if outer.id == inner.id:
        return True
    if outer.kind == "country":
        return outer.country == inner.country
    if outer.kind == "admin1":
        return (
            outer.country == inner.country and bool(outer.admin1) and outer.admin1 == inner.admin1
        )
    if outer.kind == "region":
        return inner.admin1_iso in outer.provinces or inner.country in outer.countries
    if outer.kind == "admin2":
        return bool(outer.admin2) and (outer.admin1, outer.admin2) == (inner.admin1, inner.admin2)
    return False


def distance_km(one: _Point, two: _Point) -> float:
    """How far two points (latitude, longitude) lie apart, on a plane scaled to their latitude."""
    north = one[0] - two[0]
    narrow = math.cos(math.radians((one[0] + two[0]) / 2))
    east = ((one[1] - two[1] + 180) % 360 - 180) * narrow
    return _KM_PER_DEGREE * math.hypot(north, east)


def _here(
    gathering: Gathering, sentence: Sentence, trigger: int, within: Place | None = None
) -> Site | None:
    """The dateline's place for "in this city"."""
    if gathering.dateline is None or gathering.dateline.place is None:
        return None
    place, words = gathering.dateline.place, sentence.words
    if within and not contains(within, place):
        return None
    if gathering.story.expected(sentence) not in {"", place.country}:
        return None
    at = next((i for i in range(len(words) - 1) if (words[i], words[i + 1]) in _HERE), None)
    if at is None and "here" in words[-3:]:
        at = len(words) - 3
    if at is not None and at >= trigger - _APPOSED and not _says(words, at):
        return _of_resolution(gathering.dateline, "this city, by the dateline")
    return None


def _says(words: list[str], at: int) -> bool:
    return not _SAYING.isdisjoint(words[max(0, at - 3) : at])


def _neighbouring(gathering: Gathering, sentence: Sentence, within: Place | None) -> Site | None:
    sentences = gathering.document.sentences
    for step in (1, -1, 2, -2):
        index = sentence.index + step
        if not 0 <= index < len(sentences) or sentences[index].title:
            continue
        other = sentences[index]
        good = [
            each
            for each in gathering.mentions(other)
            if _score(each, 0) >= _FAIR
            and (within is None or contains(within, each.place))
            and each.place.kind != "country"
        ]
        if good:
            best = max(good, key=lambda each: _score(each, 0))
            return _site(
                _finest(best, gathering.mentions(other)), "named in a neighbouring sentence"
            )
    return None


def _fallback(gathering: Gathering, ranked: list[PlaceMention]) -> Site:
    for sentence in gathering.document.sentences[:4]:
        good = [
            each
            for each in gathering.mentions(sentence)
            if each.relation.removeprefix("chain ") in {"in", "near", "offset"}
        ]
        if good:
            return _site(_finest(good[0], good), "named in the lead")
    if gathering.dateline and gathering.dateline.place:
        return _of_resolution(gathering.dateline, "the dateline, for want of another place")
    if ranked:
        return _site(ranked[0], "the only place of the sentence")
    counts: dict[str, int] = {}
    for each in gathering.resolutions:
        if each.place:
            counts[each.place.id] = counts.get(each.place.id, 0) + 1
    if not counts:
        return NOWHERE
    top = max(counts, key=lambda key: counts[key])
    chosen = next(each for each in gathering.resolutions if each.place and each.place.id == top)
    return _of_resolution(chosen, "the place named most often")


def _of_resolution(resolution: Resolution, why: str) -> Site:
    assert resolution.place is not None  # noqa: S101 - the callers pass resolved places
    precision, radius = exactness(resolution.place, "in")
    return Site(resolution, precision, radius, why)


def _site(mention: PlaceMention, why: str) -> Site:
    relation = mention.relation.removeprefix("chain ")
    if relation == "offset":
        return _moved(mention, why)
    precision, radius = exactness(mention.place, relation)
    return Site(mention.resolution, precision, radius, why)


def exactness(place: Place, relation: str = "in") -> tuple[Precision, float]:
    """How exactly an event is known that was in a place, or near it, and the radius in km."""
    if place.kind in {"populated", "other"}:
        if relation == "near":
            return Precision.NEAR, 10.0
        return Precision.TOWN, next(
            radius for least, radius in _TOWN_RADIUS if place.population >= least
        )
    if place.kind == "water":
        return Precision.NEAR, 50.0
    if place.kind == "admin2":
        return Precision.DISTRICT, 20.0
    return (Precision.COUNTRY, 0.0) if place.kind == "country" else (Precision.PROVINCE, 0.0)


def _moved(mention: PlaceMention, why: str) -> Site:
    """The site N km off a place: its point moved, or a circle of N km without a direction."""
    place, km, bearing = mention.place, mention.kilometres, mention.bearing
    if place.kind in {"country", "admin1", "region"} or km > 500:  # noqa: PLR2004
        precision, radius = exactness(place, "near")
        return Site(mention.resolution, precision, radius, why)
    if bearing is None:
        return Site(mention.resolution, Precision.NEAR, max(2.0, km), f"{why}, {km:g} km off")
    lat = place.lat + km / _KM_PER_DEGREE * math.cos(math.radians(bearing))
    spread = _KM_PER_DEGREE * max(0.05, math.cos(math.radians(place.lat)))
    lon = place.lon + km / spread * math.sin(math.radians(bearing))
    moved = dataclasses.replace(place, lat=round(lat, 5), lon=round(lon, 5))
    reason = f"{mention.resolution.reason}; moved {km:g} km at {bearing:g} degrees"
    resolution = dataclasses.replace(mention.resolution, place=moved, reason=reason)
    return Site(resolution, Precision.NEAR, max(3.0, round(km / 4, 1)), why)
