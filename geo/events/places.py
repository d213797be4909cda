"""Choose where an event was, among the places an article names: one in three or four.

The place stands in the sentence of the trigger, mostly after "in", "at" or "near"; nationalities,
"from X" and "to X" are something else. Of "in Tibu, Norte de Santander, Colombia" the finest
counts. Where the sentence has none the neighbours are asked, then the lead, then the dateline.
"""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.events.nations import NATIONS
from geo.events.numerals import read_amount
from geo.events.sentences import Document, Sentence
from geo.records import Place, Precision, Resolution, Toponym

_KM_PER_DEGREE = 111.32
_IN = frozenset(
    "in at on inside within across around throughout en a au aux dans sur onto into entering toward".split()
)
_NEAR = frozenset(
    "near outside nearby off cerca afueras pres alrededores proximo proximidades vicinity outskirts "
    "cercanias inmediaciones environs alentours proximite surroundings large".split()
)
_FROM = frozenset("from desde depuis leaving fled provenant procedente".split())
_TO = frozenset("to towards toward hacia vers hasta jusqu bound".split())
_INNER = frozenset(
    "the of de del la las los el le les l d du des city town village villages province department district area "
    "areas region state county municipality capital port northern southern eastern western north "
    "south east west central coastal northeastern northwestern southeastern southwestern northeast "
    "northwest southeast southwest ciudad pueblo provincia departamento distrito municipio region zona "
    "norte sur este oeste estado aldea localidad ville village province departement district nord sud est "
    "ouest centre commune territoire localite quartier rural neighborhood neighbourhood town's "
    "remote restive troubled occupied border frontier jurisdiction camp governorate suburb "
    "country's capital's nearby eastern downtown outskirts afueras vicinity parts part its".split()
)
_NORTH = {
    "north": 0, "norte": 0, "nord": 0, "northeast": 45, "noreste": 45, "nororiente": 45,
    "east": 90, "este": 90, "est": 90, "oriente": 90, "southeast": 135, "sureste": 135,
    "suroriente": 135, "south": 180, "sur": 180, "sud": 180, "southwest": 225, "suroeste": 225,
    "suroccidente": 225, "west": 270, "oeste": 270, "ouest": 270, "occidente": 270,
    "northwest": 315, "noroeste": 315, "noroccidente": 315,
}  # fmt: skip
_KILOMETRES = frozenset(["km", "kms", "kilometers", "kilometres", "kilometros", "kilometre", "kilometer"])
_MILES = frozenset(["mile", "miles", "millas"])
_HERE = frozenset([("this", "city"), ("this", "capital"), ("esta", "ciudad"), ("esta", "capital"), ("cette", "ville"), ("this", "town")])  # noqa: E501
_FINENESS = {"populated": 1.0, "other": 0.9, "admin2": 0.8, "admin1": 0.6, "water": 0.4, "region": 0.3, "country": 0.0}
_TOWN_RADIUS = ((1_000_000, 5.0), (100_000, 3.0), (0, 1.5))
GOOD = 2.0
"""A place with at least this score stands where events are told of, not by accident."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A resolved toponym in a sentence: its words, how it is introduced, and the offset if any."""

    resolution: Resolution
    place: Place
    first: int
    last: int
    relation: str
    kilometres: float = 0.0
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Where an event was: the resolution (its place moved where the text says "N km north of"),
    how exactly, within how many kilometres, and why this one.
    """

    resolution: Resolution
    precision: Precision
    radius_km: float
    why: str

    @property
    def place(self) -> Place | None:
        return self.resolution.place


NOWHERE = Site(
    Resolution(
        toponym=Toponym(text="", start=0, end=0, score=0.0), place=None, score=0.0, reason="no place named"
    ),
    Precision.COUNTRY,
    0.0,
    "no place is named",
)


class Gathering:
    """The places of an article, sentence by sentence, found once."""

    def __init__(self, document: Document, resolutions: Sequence[Resolution]) -> None:
        self.document = document
        self.resolutions = sorted(resolutions, key=lambda each: each.toponym.start)
        self._starts = [each.toponym.start for each in self.resolutions]
        self._cache: dict[int, list[PlaceMention]] = {}
        self.dateline = next(
            (
                each
                for each in self.resolutions
                if each.place and each.toponym.end <= document.dateline[1] and each.toponym.start >= document.dateline[0]
            ),
            None,
        )

    def mentions(self, sentence: Sentence) -> list[PlaceMention]:
        """The resolved places of a sentence, in order."""
        if sentence.index not in self._cache:
            self._cache[sentence.index] = list(self._read(sentence))
        return self._cache[sentence.index]

    def word_countries(self, sentence: Sentence) -> dict[int, str]:
        """The country of every word that a resolved place covers."""
        return {
            index: mention.place.country
            for mention in self.mentions(sentence)
            for index in range(mention.first, mention.last)
        }

    def _read(self, sentence: Sentence) -> Iterator[PlaceMention]:
        low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        earlier: PlaceMention | None = None
        for resolution in self.resolutions[low:high]:
            if resolution.place is None:
                continue
            first = bisect_right(sentence.begins, resolution.toponym.start) - 1
            last = bisect_left(sentence.begins, resolution.toponym.end)
            if first < 0 or last <= first:
                continue
            earlier = _introduce(sentence, resolution, resolution.place, first, last, earlier)
            yield earlier


def _introduce(  # noqa: PLR0917
    sentence: Sentence, resolution: Resolution, place: Place, first: int, last: int, earlier: PlaceMention | None
) -> PlaceMention:
    words = sentence.words
    kilometres, bearing = _distance_before(words, first)
    if kilometres:
        return PlaceMention(resolution, place, first, last, "offset", kilometres, bearing)
    if _is_nationality(sentence, place, first, last):
        return PlaceMention(resolution, place, first, last, "nationality")
    if earlier and _chained(sentence, earlier, first):
        return PlaceMention(resolution, place, first, last, f"chain {earlier.relation}".replace("chain chain", "chain"))
    return PlaceMention(resolution, place, first, last, _relation(sentence, first))


def _is_nationality(sentence: Sentence, place: Place, first: int, last: int) -> bool:
    words = sentence.words
    if place.kind != "country":
        return False
    if words[first] in NATIONS and last - first == 1 and words[first] not in {"u.s", "us"}:
        return True
    follows = last < len(words) and not sentence.between(last - 1, last).strip()
    return words[first] in {"u.s", "us", "uk"} and follows and words[last] not in _IN


def _chained(sentence: Sentence, earlier: PlaceMention, first: int) -> bool:
    """Whether a place continues another: "Cali, Colombia", "Cali, in Valle", "Cali (Valle)"."""
    gap = sentence.words[earlier.last : first]
    if len(gap) > 5:  # noqa: PLR2004
        return False
    marks = sentence.between(earlier.last - 1, earlier.last) if earlier.last < len(sentence.words) else ""
    if not gap:
        return any(mark in marks for mark in ",([")
    return all(word in _INNER | _IN for word in gap) and ("," in marks or gap[0] in _IN | {"de", "of", "del"})


def _relation(sentence: Sentence, first: int) -> str:
    words = sentence.words
    unknown = 0
    for index in range(first - 1, max(-1, first - 8), -1):
        word = words[index]
        if any(mark in sentence.between(index, index + 1) for mark in ";:()"):
            break
        if word in _NEAR:
            return "near"
        if word in _IN:
            return "near" if word in {"off"} else "in"
        if word in _FROM:
            return "from"
        if word in _TO:
            return "to"
        if word in _INNER:
            continue
        unknown += 1
        if unknown > 2:  # noqa: PLR2004
            break
    return "of" if first and words[first - 1] in {"of", "de", "du", "d", "del"} else ""


def _distance_before(words: list[str], first: int) -> tuple[float, float | None]:
    """Kilometres and bearing of "15 km north of X", (0, None) where there is none."""
    window = words[max(0, first - 9) : first]
    unit = next((i for i, word in enumerate(window) if word in _KILOMETRES | _MILES), None)
    if unit is None or unit == 0:
        return 0.0, None
    amount = read_amount(window, unit - 1)
    after = window[unit + 1 :]
    if amount is None or not after or after[-1] not in _INNER | _FROM or any(word in {"and", "y", "et", "in", "en"} for word in after):
        return 0.0, None
    bearing = next((float(_NORTH[word]) for word in after if word in _NORTH), None)
    return amount.best * (1.609 if window[unit] in _MILES else 1.0), bearing


# ------------------------------------------------------------------ choosing


def choose_site(gathering: Gathering, sentence: Sentence, trigger: int) -> Site:
    """Where the event of a trigger was; NOWHERE where the article names no place."""
    mentions = gathering.mentions(sentence)
    ranked = sorted(mentions, key=lambda each: (-_score(sentence, each, trigger), each.first))
    if ranked and _score(sentence, ranked[0], trigger) >= GOOD:
        return _site(_finest(ranked[0], mentions), "named with the event")
    here = _here(gathering, sentence)
    if here:
        return here
    near = _neighbouring(gathering, sentence, ranked[0].place if ranked else None)
    if near:
        return near
    if ranked and ranked[0].relation not in {"nationality", "from", "to"}:
        return _site(_finest(ranked[0], mentions), "named in the sentence")
    return _fallback(gathering, ranked)


def _score(sentence: Sentence, mention: PlaceMention, trigger: int) -> float:
    relation = mention.relation.removeprefix("chain ")
    base = {"in": 3.0, "near": 2.8, "offset": 4.0, "of": 1.0, "from": -1.5, "to": -1.0, "nationality": -3.0}.get(relation, 0.0)
    distance = mention.first - trigger if mention.first >= trigger else trigger - mention.last
    after = 0.3 if mention.first > trigger else 0.0
    return base + _FINENESS[mention.place.kind] + after - 0.05 * min(distance, 40)


def _finest(best: PlaceMention, mentions: list[PlaceMention]) -> PlaceMention:
    """The finest place of the chain that `best` stands in, or inside it elsewhere in the sentence."""
    inside = [
        each
        for each in mentions
        if each.relation not in {"nationality", "from", "to"}
        and _FINENESS[each.place.kind] > _FINENESS[best.place.kind]
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
        return outer.country == inner.country and bool(outer.admin1) and outer.admin1 == inner.admin1
    if outer.kind == "region":
        return inner.admin1_iso in outer.provinces or inner.country in outer.countries
    if outer.kind == "admin2":
        return bool(outer.admin2) and (outer.admin1, outer.admin2) == (inner.admin1, inner.admin2)
    return False


def _here(gathering: Gathering, sentence: Sentence) -> Site | None:
    """The dateline's place for "in this city"."""
    if gathering.dateline is None or gathering.dateline.place is None:
        return None
    pairs = zip(sentence.words, sentence.words[1:], strict=False)
    if not any(pair in _HERE for pair in pairs) and "here" not in sentence.words[-3:]:
        return None
    return _of_resolution(gathering.dateline, "this city, by the dateline")


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
            if _score(other, each, 0) >= 1.5 and (within is None or contains(within, each.place))  # noqa: PLR2004
            and each.place.kind != "country"
        ]
        if good:
            best = max(good, key=lambda each: _score(other, each, 0))
            return _site(_finest(best, gathering.mentions(other)), "named in a neighbouring sentence")
    return None


def _fallback(gathering: Gathering, ranked: list[PlaceMention]) -> Site:
    for sentence in gathering.document.sentences[:4]:
        good = [each for each in gathering.mentions(sentence) if each.relation.removeprefix("chain ") in {"in", "near", "offset"}]
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
    precision, radius = _exactness(resolution.place, "in")
    return Site(resolution, precision, radius, why)


def _site(mention: PlaceMention, why: str) -> Site:
    relation = mention.relation.removeprefix("chain ")
    if relation == "offset":
        return _moved(mention, why)
    precision, radius = _exactness(mention.place, relation)
    return Site(mention.resolution, precision, radius, why)


def _exactness(place: Place, relation: str) -> tuple[Precision, float]:
    if place.kind in {"populated", "other"}:
        if relation == "near":
            return Precision.NEAR, 10.0
        return Precision.TOWN, next(radius for least, radius in _TOWN_RADIUS if place.population >= least)
    if place.kind == "water":
        return Precision.NEAR, 50.0
    if place.kind == "admin2":
        return Precision.DISTRICT, 20.0
    return (Precision.COUNTRY, 0.0) if place.kind == "country" else (Precision.PROVINCE, 0.0)


def _moved(mention: PlaceMention, why: str) -> Site:
    """The site N km off a place: its point moved, or a circle of N km without a direction."""
    place, km, bearing = mention.place, mention.kilometres, mention.bearing
    if place.kind in {"country", "admin1", "region"} or km > 500:  # noqa: PLR2004
        precision, radius = _exactness(place, "near")
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
