"""The places of an article, sentence by sentence, and how the text introduces each.

A place after "in" is where something was; a nationality, "from X" and "15 km south of X" are not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from geo.events.nations import NATIONS
from geo.events.numerals import read_amount
from geo.events.sentences import Document, Sentence
from geo.events.story import Story
from geo.events.wordlists import read_sets
from geo.names import fold
from geo.records import Country, Place, Resolution

FindCountry = Callable[[str], Country | None]

_WORDS = read_sets("places")

_IN = _WORDS["in"]
_NEAR = _WORDS["near"]
_FROM = frozenset(["from", "desde", "depuis", "leaving", "fled", "provenant", "procedente"])
_TO = _WORDS["to"]
_INNER = _WORDS["inner"]
_NORTH = {
    "north": 0, "norte": 0, "nord": 0, "northeast": 45, "noreste": 45, "nororiente": 45,
    "east": 90, "este": 90, "est": 90, "oriente": 90, "southeast": 135, "sureste": 135,
    "suroriente": 135, "south": 180, "sur": 180, "sud": 180, "southwest": 225, "suroeste": 225,
    "suroccidente": 225, "west": 270, "oeste": 270, "ouest": 270, "occidente": 270,
    "northwest": 315, "noroeste": 315, "noroccidente": 315,
}  # fmt: skip
_KILOMETRES = frozenset(
    ["km", "kms", "kilometers", "kilometres", "kilometros", "kilometre", "kilometer"]
)
_MILES = frozenset(["mile", "miles", "millas"])


_APPOSED = 9
_OWNERS = _WORDS["owners"]
_OWNED = _WORDS["owned"]
_TYPES = _WORDS["types"]
_TELLING_REACH = 12
_ELSEWHERE = frozenset(["owner", "road", "told", "yardstick"])
_LEAST_EDGE = 2
_ROADS = _WORDS["roads"]
_EDGES = _WORDS["edges"]
_OF = frozenset(["of", "de", "du", "del", "d"])
_TOLD = _WORDS["told"]
_LISTENERS = _WORDS["listeners"]


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


class Gathering:
    """The places of an article, sentence by sentence, found once."""

    def __init__(
        self,
        document: Document,
        resolutions: Sequence[Resolution],
        find_country: FindCountry = lambda _: None,
    ) -> None:
        self.document = document
        self.find_country = find_country
        self.dateline = _dateline(document, resolutions)
        self.story = Story(document, resolutions, self.dateline.place if self.dateline else None)
        self.resolutions = sorted(
            (each for each in resolutions if not self.story.is_stray(each)),
            key=lambda each: each.toponym.start,
        )
        self._starts = [each.toponym.start for each in self.resolutions]
        self._cache: dict[int, list[PlaceMention]] = {}

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
        low, high = (
            bisect_left(self._starts, sentence.start),
            bisect_left(self._starts, sentence.end),
        )
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


def _dateline(document: Document, resolutions: Sequence[Resolution]) -> Resolution | None:
    start, end = document.dateline
    within = (each for each in resolutions if start <= each.toponym.start < each.toponym.end <= end)
    return min((each for each in within if each.place), key=_start, default=None)


def _start(resolution: Resolution) -> int:
    return resolution.toponym.start


def _introduce(  # noqa: PLR0917
    sentence: Sentence,
    resolution: Resolution,
    place: Place,
    first: int,
    last: int,
    earlier: PlaceMention | None,
) -> PlaceMention:
    kilometres, bearing = _distance_before(sentence.words, first)
    if kilometres and not (earlier and first - earlier.last <= _APPOSED):
        return PlaceMention(resolution, place, first, last, "offset", kilometres, bearing)
    relation = (
        "yardstick" if kilometres
        else "nationality" if _is_nationality(sentence, place, first, last)
        else "owner" if _names_something_else(sentence, first, last)
        else "road" if _is_road(resolution)
        else "yardstick" if earlier and _is_edge_of(sentence, earlier, first)
        else "told" if _is_told_from(sentence, first)
        else f"chain {earlier.relation}".replace("chain chain", "chain")
        if earlier and earlier.relation not in _ELSEWHERE and _chained(sentence, earlier, first)
        else _relation(sentence, first) or ("typed" if _is_typed(sentence, last) else "")
    )  # fmt: skip
    # What is near a country is not in it.
    if relation == "near" and place.kind == "country":
        relation = "yardstick"
    return PlaceMention(resolution, place, first, last, relation)


def _names_something_else(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a place is part of another name: "San Martin street", "University of Chile"."""
    words = sentence.words
    if last < len(words) and not sentence.between(last - 1, last).strip():
        at = last + (words[last] == "international" and last + 1 < len(words))
        if words[at] in _OWNERS:
            return True
    return first > 1 and words[first - 1] in {"of", "de"} and words[first - 2] in _OWNED


def _is_typed(sentence: Sentence, last: int) -> bool:
    """Whether a word of its kind follows: "Itagui municipality"."""
    words = sentence.words
    follows = last < len(words) and not sentence.between(last - 1, last).strip()
    return follows and words[last] in _TYPES


def _is_road(resolution: Resolution) -> bool:
    """Whether a name is a street's, which bears the name of a place that lies elsewhere."""
    words = fold(resolution.toponym.text).split()
    return len(words) > 1 and not _ROADS.isdisjoint((words[0], words[-1]))


def _is_edge_of(sentence: Sentence, earlier: PlaceMention, first: int) -> bool:
    """Whether a place only tells where the one before it lies: "Sake, on the edge of Goma"."""
    gap = sentence.words[earlier.last : first]
    near = _LEAST_EDGE <= len(gap) <= _APPOSED
    return near and gap[-1] in _OF and gap[-2] in _EDGES


def _is_told_from(sentence: Sentence, first: int) -> bool:
    """Whether a place is only where somebody spoke: ", said the army in Bamako"."""
    words = sentence.words
    for index in range(first - 1, max(-1, first - _TELLING_REACH), -1):
        if any(mark in sentence.between(index, index + 1) for mark in ",;:"):
            return False
        if words[index] in _LISTENERS:
            return True
        if words[index] in _TOLD:
            start = max(0, index - 2)
            return any("," in sentence.between(at, at + 1) for at in range(start, index))
    return False


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
    marks = (
        sentence.between(earlier.last - 1, earlier.last)
        if earlier.last < len(sentence.words)
        else ""
    )
    if not gap:
        return any(mark in marks for mark in ",([")
    return all(word in _INNER | _IN for word in gap) and (
        "," in marks or gap[0] in _IN | {"de", "of", "del"}
    )


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
            return "near" if word == "off" else "in"
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
    at = unit - 2 if window[unit - 1] == "de" and unit > 1 else unit - 1
    amount = read_amount(window, at)
    after = window[unit + 1 :]
    if (
        amount is None
        or not after
        or after[-1] not in _INNER | _FROM
        or any(word in {"and", "y", "et", "in", "en"} for word in after)
    ):
        return 0.0, None
    bearing = next((float(_NORTH[word]) for word in after if word in _NORTH), None)
    return amount.best * (1.609 if window[unit] in _MILES else 1.0), bearing
