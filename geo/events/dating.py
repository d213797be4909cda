"""Choose the day of an event among the dates its article names.

A date beside the trigger is the event's, unless it only says when somebody spoke of it. The deed
is mostly told more than once, and the day may stand where it is told again. Where no date is
left, news is of the last days: the day of the statement or of publication is the best guess, and
the span says how little is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.events.gate import DEFINITE, SAYING
from geo.events.sentences import Sentence
from geo.events.spans import DateMention
from geo.events.wordlists import read_sets
from geo.records import DateSpan

if TYPE_CHECKING:
    from geo.events.clusters import Cluster
    from geo.events.scenes import Reading

_WORDS = read_sets("dating")
_SPEAKING = SAYING | _WORDS["speaking"]
_OPENERS = _WORDS["openers"]
TAKES_PLACE = _WORDS["takes_place"]
_HAPPENING = TAKES_PLACE | _WORDS["happening"]
_KILLING = frozenset(["kill", "dead", "shoot", "attack"])
_LATELY = timedelta(7)
_OLD = timedelta(30)
_NEAR = 14
_SHARED = 2
_LETTERS = 4
_DAY, _MONTH = 1, 3


def choose_date(sentence: Sentence, dates: Sequence[DateMention], *near: int) -> DateMention | None:
    """The date nearest to one of the words `near` that is not in the future; days before spans.

    A day that only dates a statement ("the minister said on Tuesday") is left out.
    """
    past = [
        (found.precision > _DAY, _distance(found, word), found.first, found)
        for found in dates
        if not found.future
        for word in [min(near, key=lambda word: _distance(found, word))]
        if not _dates_a_statement(sentence, found, word)
    ]
    return min(past)[-1] if past else None


@dataclass(frozen=True, slots=True)
class Dating:
    """What the dates of an article's events are chosen from.

    `alone` says that the article tells of one event only, so that any day told with it is its.
    """

    readings: Sequence[Reading]
    reference: date | None
    alone: bool

    def choose(self, cluster: Cluster) -> tuple[DateSpan | None, str]:
        """The date of an event, and why that; None where nothing gives one."""
        for read, why in (
            (self._told, "told with the event"),
            (self._retold, "where the event is told again"),
            (self._spanned, "told with the event"),
            (self._beside, "in a neighbouring sentence"),
            (self._elsewhere, "the only other date beside a trigger"),
            (self._common, "the only day on which the article tells of events"),
            (self._stated, "when it was stated, for want of another date"),
        ):
            dates = read(cluster)
            if dates:
                return dates, why
        if self.reference is None:
            return None, "neither the text nor the publication gives a date"
        return _lately(self.reference, ""), "no date words: the week up to the publication"

    def _told(self, cluster: Cluster) -> DateSpan | None:
        """The main scene's date, or that of the nearest scene that tells the event again."""
        dated = self._dated(cluster)
        return dated[0] if dated and dated[0].precision < _MONTH else None

    def _spanned(self, cluster: Cluster) -> DateSpan | None:
        """The same where it is only a month or longer."""
        return next(iter(self._dated(cluster)), None)

    def _dated(self, cluster: Cluster) -> list[DateSpan]:
        """The dates of the scenes, days before spans, the nearest to the main scene first."""
        main = cluster.main.sentence.index
        found = [
            (scene.when.precision > _DAY, abs(scene.sentence.index - main), at, scene.when)
            for at, scene in enumerate(cluster.scenes)
            if scene.when
        ]
        return [when.span(cluster.scenes[at].sentence) for _, _, at, when in sorted(found)]

    def _retold(self, cluster: Cluster) -> DateSpan | None:
        """A day in a sentence that tells of the deed again, outside the event's scenes."""
        told = self._tellings(cluster)
        best = min(told, default=None, key=lambda each: each[0])
        return best[1].span(self.readings[best[0][-1]].sentence) if best else None

    def _tellings(self, cluster: Cluster) -> Iterator[tuple[tuple[int, ...], DateMention]]:
        main = cluster.main.sentence.index
        families = {each.family for scene in cluster.scenes for each in scene.mentions}
        if families & _KILLING:
            families |= _KILLING
        own = {
            word
            for scene in cluster.scenes
            for word in scene.sentence.words
            if len(word) >= _LETTERS and word not in _SPEAKING
        }
        for reading in self.readings:
            sentence = reading.sentence
            if sentence.index == main or not reading.dates:
                continue
            anchors = [each.first for each in reading.mentions if each.family in families]
            if not anchors and self.alone:
                anchors = [at for at, word in enumerate(sentence.words) if word in _HAPPENING]
            shared = len(own.intersection(sentence.words))
            if not anchors or (not self.alone and shared < _SHARED):
                continue
            found = choose_date(sentence, reading.dates, *anchors)
            if found and found.precision == _DAY:
                yield (-shared, abs(sentence.index - main), sentence.index), found

    def _beside(self, cluster: Cluster) -> DateSpan | None:
        """A date in the next sentence or the one before, if no other event claims it."""
        main = cluster.main
        for step in (1, -1):
            index = main.sentence.index + step
            if not 0 <= index < len(self.readings):
                continue
            reading = self.readings[index]
            if reading.sentence.paragraph != main.sentence.paragraph and step < 0:
                continue
            found = choose_date(reading.sentence, reading.dates, 0)
            if found and found.precision < 3 and not self._is_old(found):  # noqa: PLR2004
                return found.span(reading.sentence)
        return None

    def _elsewhere(self, cluster: Cluster) -> DateSpan | None:
        """The nearest day beside another trigger of an article that tells of one event only."""
        main = cluster.main.sentence.index
        told = sorted(
            (each for each in self.readings if each.mentions and self.alone),
            key=lambda each: abs(each.sentence.index - main),
        )
        for reading in told:
            found = choose_date(reading.sentence, reading.dates, reading.mentions[0].first)
            if found and found.precision == _DAY and not self._is_old(found):
                return found.span(reading.sentence)
        return None

    def _common(self, cluster: Cluster) -> DateSpan | None:
        """The day of the article's other events, where all that have one share it."""
        told = [
            (reading.sentence, found)
            for reading in self.readings[: cluster.main.sentence.index]
            if reading.mentions
            for found in [choose_date(reading.sentence, reading.dates, reading.mentions[0].first)]
            if found and found.precision == _DAY and not self._is_old(found)
        ]
        shared = len({found.start for _, found in told}) == 1
        return told[0][1].span(told[0][0]) if shared else None

    def _stated(self, cluster: Cluster) -> DateSpan | None:
        """The week up to the day on which the event was spoken of."""
        reading = self.readings[cluster.main.sentence.index]
        for found in reading.dates:
            if not found.future and found.precision == _DAY:
                words = reading.sentence.span(found.first, found.last)
                return _lately(found.start, words)
        return None

    def _is_old(self, found: DateMention) -> bool:
        return self.reference is not None and found.end < self.reference - _OLD


def _lately(day: date, words: str) -> DateSpan:
    """The week up to a day, which is the best guess."""
    return DateSpan(start=day - _LATELY, end=day, best=day, text=words, precision=2)


def _dates_a_statement(sentence: Sentence, found: DateMention, near: int) -> bool:
    """Whether a date belongs to a verb of saying rather than to the deed at word `near`."""
    if found.first < near:
        return _speaks_beside(sentence, found, near) or _speaks_between(sentence, found, near)
    return _speaks_beside(sentence, found, near) or _in_own_clause(sentence, found, near)


def _speaks_between(sentence: Sentence, found: DateMention, near: int) -> bool:
    """Whether a date goes with a verb that only speaks of the deed after it.

    "On 7 January the president acknowledged that soldiers killed the priests", "yesterday the
    director made statements regarding the murder".
    """
    gap = sentence.words[found.last : near]
    spoken = next((at for at, word in enumerate(gap) if word in _SPEAKING), None)
    if spoken is None:
        return False
    named = bool(gap) and not DEFINITE.isdisjoint(gap[-2:])
    return named or not _OPENERS.isdisjoint(gap[spoken:])


def _in_own_clause(sentence: Sentence, found: DateMention, near: int) -> bool:
    """Whether a date stands in a clause about something else: "the penal code, which was ..."."""
    words = sentence.words
    gap = words[near : found.first]
    at = next((i for i in range(len(gap) - 1, 0, -1) if gap[i] in _WORDS["relative"]), None)
    if at is None or len(gap) - at <= 1:
        return False
    closed = "," in sentence.span(near + at, found.first + 1).removesuffix(",")
    return not closed


def _speaks_beside(sentence: Sentence, found: DateMention, near: int) -> bool:
    """Whether a verb of saying stands closer to the date than the trigger, without a comma."""
    words = sentence.words
    before = range(found.first - 1, max(-1, found.first - 4), -1)
    after = range(found.last, min(len(words), found.last + 3))
    for direction in (before, after):
        for index in direction:
            left = index if direction is before else index - 1
            if any(mark in sentence.between(left, left + 1) for mark in ",;:"):
                break
            spoken = words[index] in (_SPEAKING if direction is before else SAYING)
            if spoken and _distance(found, index) < _distance(found, near):
                return True
    return False


def _distance(found: DateMention, near: int) -> int:
    return found.first - near if found.first >= near else near - found.last + 1
