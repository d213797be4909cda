"""Read the dates of a sentence, and choose the one that is an event's.

Rules of our own rather than a date parser: an article says "overnight", "over the weekend" or
"in September", and none of these may become an invented day. Weekdays look back: on a Friday
"on Tuesday" is the Tuesday before. Precision is ACLED's: 1 a day, 2 a week, 3 a month or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from geo.events import calendar as words_of
from geo.events.days import DayReader, skip_words
from geo.events.numerals import read_amount
from geo.events.sentences import Sentence
from geo.events.spans import DateMention, counted_back, long_span, make_mention, week_span

_WEEK = 7
_QUOTES = ('"', "'", "“", "”", "«", "»")


def read_dates(
    sentence: Sentence, reference: date | None, anchor: date | None = None
) -> list[DateMention]:
    """The dates of a sentence, in order; `anchor` is what "two days earlier" counts from."""
    reader = _Reader(sentence, reference, anchor or reference)
    return list(reader.mentions())


class _Reader(DayReader):
    __slots__ = ()

    def mentions(self) -> Iterator[DateMention]:
        reached = 0
        words = self.sentence.words
        starts = [at for at, word in enumerate(words) if word in _STARTS or word[0].isdecimal()]
        for index in starts:
            found = self._at(index) if index >= reached else None
            reached = found.last if found else reached
            if found is None or self._is_name(found):
                continue
            found = self._since(self._in_local_time(found))
            yield found
            if found.precision == 1:
                self.anchor = found.start

    def _at(self, index: int) -> DateMention | None:
        word = self.sentence.words[index]
        if word in words_of.WEEKDAYS:
            return self._weekday(index)
        if word[0].isdecimal():
            return (
                self.read_iso(index)
                or self.read_day_month(index)
                or self.read_year(index)
                or self._ago(index)
            )
        if word in words_of.MONTHS:
            return self.read_month(index)
        return self._relative(index) or self._anchored(index) or self._ago(index)

    def _is_name(self, found: DateMention) -> bool:
        """Whether a date is a name: the 19 April Movement, the "9 May" forces."""
        words, text = self.sentence.words, self.sentence.text
        told = words[found.first : found.last]
        if words_of.MONTHS.keys().isdisjoint(told):
            return False
        after = words[found.last : found.last + 1]
        before = [word for word in words[max(0, found.first - 2) : found.first] if word != "del"]
        if not words_of.NAMED_AFTER_DAYS.isdisjoint(after):
            return True
        if not words_of.NAMED_BEFORE_DAYS.isdisjoint(before[-1:]):
            return True
        start = self.sentence.begins[found.first] - self.sentence.start
        end = self.sentence.ends[found.last - 1] - self.sentence.start
        return text[max(0, start - 1) : start] in _QUOTES and text[end : end + 1] in _QUOTES

    def _in_local_time(self, found: DateMention) -> DateMention:
        """The day at the place for "at 2230 (0230 GMT on 12 January)": the one before."""
        words = self.sentence.words
        at = found.first - 1
        at -= words[at] in {"on", "el", "le"}
        if found.precision > 1 or at < 2 or words[at] != "gmt":  # noqa: PLR2004 - two times before it
            return found
        local, there = _clock(words[at - 2]), _clock(words[at - 1])
        if local is None or there is None or local <= there:
            return found
        day = found.start - timedelta(1)
        return make_mention(found.first, found.last, day, day, future=found.future)

    def _since(self, found: DateMention) -> DateMention:
        """All days from a date on, for "since 11 November"."""
        words, until = self.sentence.words, self.reference
        at = found.first - (words[found.first] not in words_of.SINCE)
        if at < 0 or words[at] not in words_of.SINCE or until is None or found.start >= until:
            return found
        span = make_mention(at, found.last, found.start, until)
        return replace(span, best=until)

    # ------------------------------------------------------------------ weekdays

    def _weekday(self, index: int) -> DateMention | None:
        words = self.sentence.words
        if index and words[index - 1] in {"santo", "san"}:
            return None
        dated = self._date_after_weekday(index)
        if dated:
            return dated
        if self.reference is None:
            return None
        night = self._night_between(index)
        if night:
            return night
        day = self._past_weekday(index)
        following = words[index + 1 : index + 3]
        if self._is_next(index) or any(word in words_of.NEXT for word in following):
            return make_mention(
                index, index + 1, day + timedelta(_WEEK), day + timedelta(_WEEK), future=True
            )
        return make_mention(self._weekday_start(index), index + 1, day, day)

    def _past_weekday(self, index: int) -> date:
        assert self.reference is not None  # noqa: S101 - asked by _weekday
        words = self.sentence.words
        back = (self.reference.weekday() - words_of.WEEKDAYS[words[index]]) % _WEEK
        nearby = words[max(0, index - 1) : index] + words[index + 1 : index + 2]
        if back == 0 and any(word in words_of.LAST for word in nearby):
            back = _WEEK
        return self.reference - timedelta(back)

    def _weekday_start(self, index: int) -> int:
        leads = {"on", "last", "el", "le", "pasado", "ce", "este", "this"}
        return index - 1 if index and self.sentence.words[index - 1] in leads else index

    def _is_next(self, index: int) -> bool:
        return index > 0 and self.sentence.words[index - 1] in words_of.NEXT

    def _date_after_weekday(self, index: int) -> DateMention | None:
        words = self.sentence.words
        after = skip_words(
            words, index + 1, {"the", "le", "el", "dia", "night", "morning", "noche"}
        )
        if after >= len(words):
            return None
        found = self.read_day_month(after) if words[after][0].isdecimal() else None
        if (
            words[after] in words_of.MONTHS
            and after + 1 < len(words)
            and words[after + 1].isdecimal()
        ):
            found = self.read_month(after)
        if found is None or found.precision != 1:
            return None
        return make_mention(index, found.last, found.start, found.end, future=found.future)

    def _night_between(self, index: int) -> DateMention | None:
        """Read "the night of Tuesday to Wednesday" as one night: precision 1."""
        words = self.sentence.words
        after = skip_words(words, index + 1, {"to", "a", "al", "au", "and", "night"})
        if after >= len(words) or words[after] not in words_of.WEEKDAYS or after == index + 1:
            return None
        if not any(
            word in words_of.NIGHTS or word == "overnight"
            for word in words[max(0, index - 4) : after]
        ):
            return None
        end = self._past_weekday(after)
        return make_mention(index, after + 1, end - timedelta(1), end, precision=1)

    # ------------------------------------------------------------------ relative words

    def _relative(self, index: int) -> DateMention | None:
        if self.reference is None:
            return None
        words, today = self.sentence.words, self.reference
        for size in (3, 2, 1):
            key = tuple(words[index : index + size])
            if len(key) < size:
                continue
            if key in words_of.RELATIVE:
                first, last, precision = words_of.RELATIVE[key]
                start, end = today - timedelta(first), today - timedelta(last)
                return make_mention(index, index + size, start, end, precision=precision)
            span = week_span(key, today) or long_span(key, today)
            if span and not self._is_next(index):
                start, end, precision = span
                return make_mention(index, index + size, start, end, precision=precision)
        return None

    def _anchored(self, index: int) -> DateMention | None:
        if self.anchor is None:
            return None
        for size in (2, 1):
            key = tuple(self.sentence.words[index : index + size])
            if (
                len(key) == size
                and key in words_of.ANCHORED
                and self._stands_alone(index + size - 1)
            ):
                day = self.anchor - timedelta(words_of.ANCHORED[key])
                return make_mention(index, index + size, day, day)
        return None

    def _ago(self, index: int) -> DateMention | None:
        """Read "two days ago", "three weeks earlier", "hace dos dias", "il y a deux jours"."""
        words = self.sentence.words
        lead = index + _lead_size(words, index)
        amount = read_amount(words, lead) if lead < len(words) else None
        if amount is None or amount.last >= len(words) or self.reference is None:
            return None
        unit, after = words[amount.last], words[amount.last + 1 : amount.last + 3]
        told = words[index:lead]
        anchored = after == ["plus", "tot"] or (
            bool(after) and after[0] in words_of.EARLIER and self._stands_alone(amount.last + 1)
        )
        before = (
            told[:1] == ["hace"]
            or told == ["il", "y", "a"]
            or bool(after and after[0] in words_of.AGO)
        )
        within = bool(told) and told[0] in words_of.PAST
        if unit in words_of.HOURS and (within or before):
            return self._hours(index, amount.last + 1, amount.best)
        if not (anchored or before or within):
            return None
        origin = (self.anchor or self.reference) if anchored else self.reference
        last = amount.last + 1 + (anchored or (before and not told))
        vague = amount.high is None and words[amount.last - 1] in words_of.VAGUE
        found = counted_back(index, last, origin, amount.best, unit, within=within)
        return self._few(found, unit) if found and vague and not within else found

    def _few(self, found: DateMention, unit: str) -> DateMention:
        """A span for "a few days ago": two days to a week, and as much of longer units."""
        if unit not in words_of.DAYS or found.precision > 1:
            return found
        end = found.start + timedelta(1)
        span = make_mention(found.first, found.last, end - timedelta(_WEEK - 2), end)
        return replace(span, best=found.start)

    def _hours(self, first: int, last: int, hours: int) -> DateMention:
        """The days that lie up to some hours back; the last is the best guess of up to a day."""
        assert self.reference is not None  # noqa: S101 - asked by _ago
        days = max(1, hours // words_of.HOURS_OF_DAY)
        short = hours <= words_of.HOURS_OF_DAY
        start = self.reference - timedelta(days)
        found = make_mention(first, last, start, self.reference, precision=1 if short else 2)
        return replace(found, best=self.reference) if short else found

    def _stands_alone(self, index: int) -> bool:
        """Whether "before" at a word counts from the last date, not from what follows it."""
        words = self.sentence.words
        if words[index] not in words_of.BEFORE or index + 1 == len(words):
            return True
        return bool(self.sentence.between(index, index + 1).strip())


def _clock(word: str) -> int | None:
    """The time of "2230"."""
    return int(word) if len(word) == 4 and word.isdecimal() else None  # noqa: PLR2004


_AGO_LEADS = (
    ("il", "y", "a"), ("hace",), ("past",), ("last",), ("ultimas",), ("ultimos",),
    ("dernieres",), ("derniers",),
)  # fmt: skip


def _lead_size(words: list[str], index: int) -> int:
    for lead in _AGO_LEADS:
        if tuple(words[index : index + len(lead)]) == lead:
            return len(lead)
    return 0


_STARTS = (
    frozenset(words_of.WEEKDAYS)
    | frozenset(words_of.MONTHS)
    | {key[0] for key in words_of.RELATIVE}
    | {key[0] for key in words_of.ANCHORED}
    | {
        key[0]
        for table in (
            words_of.THIS_WEEK, words_of.LAST_WEEK, words_of.WEEKEND, words_of.THIS_MONTH,
            words_of.LAST_MONTH, words_of.LAST_YEAR, words_of.THIS_YEAR,
        )
        for key in table
    }
    | {"hace", "il", "past", "last", "ultimas", "ultimos", "dernieres", "derniers"}
    | words_of.SMALL_NUMBERS
)  # fmt: skip
