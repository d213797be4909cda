"""Read the dates of a sentence, and choose the one that is an event's.

Rules of our own rather than a date parser: an article says "overnight", "over the weekend" or
"in September", and none of these may become an invented day. Weekdays look back: on a Friday
"on Tuesday" is the Tuesday before. Precision is ACLED's: 1 a day, 2 a week, 3 a month or more.
"""

from __future__ import annotations

import calendar as _calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from geo.events import calendar as words_of
from geo.events.numerals import read_amount
from geo.events.sentences import Sentence
from geo.events.spans import DateMention, counted_back, long_span, make_mention, week_span

_WEEK, _MONTH = 7, 31


def read_dates(
    sentence: Sentence, reference: date | None, anchor: date | None = None
) -> list[DateMention]:
    """The dates of a sentence, in order; `anchor` is what "two days earlier" counts from."""
    reader = _Reader(sentence, reference, anchor or reference)
    return list(reader.mentions())


@dataclass(slots=True)
class _Reader:
    sentence: Sentence
    reference: date | None
    anchor: date | None

    def mentions(self) -> Iterator[DateMention]:
        words = self.sentence.words
        index = 0
        while index < len(words):
            found = self._at(index) if _may_start(words[index]) else None
            if found:
                yield found
                if found.precision == 1:
                    self.anchor = found.start
            index = found.last if found else index + 1

    def _at(self, index: int) -> DateMention | None:
        word = self.sentence.words[index]
        if word in words_of.WEEKDAYS:
            return self._weekday(index)
        if word[0].isdecimal():
            return (
                self._iso(index) or self._day_month(index) or self._year(index) or self._ago(index)
            )
        if word in words_of.MONTHS:
            return self._month(index)
        return self._relative(index) or self._anchored(index) or self._ago(index)

    # ------------------------------------------------------------------ days and months

    def _iso(self, index: int) -> DateMention | None:
        words = self.sentence.words[index : index + 3]
        if len(words) < 3 or not all(word.isdecimal() for word in words):  # noqa: PLR2004
            return None
        marks = self.sentence.between(index, index + 1) + self.sentence.between(
            index + 1, index + 2
        )
        if marks == "--" and len(words[0]) == 4:  # noqa: PLR2004
            return self._day(index, index + 3, int(words[0]), int(words[1]), int(words[2]))
        if marks in {"//", "--"} and len(words[2]) == 4:  # noqa: PLR2004
            first, second = int(words[0]), int(words[1])
            month, day = (first, second) if second > 12 else (second, first)  # noqa: PLR2004
            return self._day(index, index + 3, int(words[2]), month, day)
        return None

    def _day_month(self, index: int) -> DateMention | None:
        """Read "3 March 2026", "3-5 de marzo", "between 3 and 5 March", "1er mars"."""
        words = self.sentence.words
        days = [int(words[index])] if words[index].isdecimal() and len(words[index]) <= 2 else []  # noqa: PLR2004
        if not days or not 1 <= days[0] <= _MONTH:
            return None
        after = _skip(words, index + 1, {"st", "nd", "rd", "th", "er", "o"})
        follow = _skip(words, after, {"to", "and", "y", "al", "et", "au", "a"})
        if follow < len(words) and words[follow].isdecimal() and len(words[follow]) <= 2:  # noqa: PLR2004
            gap = self.sentence.between(after - 1, after)
            if follow > after or gap.strip() in {"-", "–"}:
                days.append(int(words[follow]))
                after = _skip(words, follow + 1, {"st", "nd", "rd", "th"})
        after = _skip(words, after, {"de", "of", "del"})
        month = words_of.MONTHS.get(words[after]) if after < len(words) else None
        return self._of_month(index, after + 1, month, days) if month else None

    def _of_month(self, first: int, last: int, month: int, days: list[int]) -> DateMention | None:
        year, last = self._read_year(last)
        start = self._day(first, last, year, month, days[0])
        if len(days) == 1 or start is None:
            return start
        end = self._day(first, last, year or start.start.year, month, days[1])
        if end is None or end.end < start.start:
            return start
        return make_mention(first, last, start.start, end.end)

    def _read_year(self, index: int) -> tuple[int | None, int]:
        words = self.sentence.words
        at = _skip(words, index, {"de", "del", "of"})
        if at < len(words) and words[at].isdecimal():
            value = int(words[at])
            if len(words[at]) == 4 and words_of.FIRST_YEAR <= value <= words_of.LAST_YEAR_READ:  # noqa: PLR2004
                return value, at + 1
            if at == index and len(words[at]) == 2 and self._is_short_year(index, value):  # noqa: PLR2004
                return 1900 + value if value > 50 else 2000 + value, at + 1  # noqa: PLR2004
        return None, index

    def _is_short_year(self, index: int, value: int) -> bool:
        """Whether "10 MAY 89" ends in a year: near the reference's, with nothing between."""
        if self.reference is None or self.sentence.between(index - 1, index).strip():
            return False
        return abs(self.reference.year % 100 - value) <= 2 and value > _MONTH  # noqa: PLR2004

    def _day(
        self, first: int, last: int, year: int | None, month: int, day: int
    ) -> DateMention | None:
        if year is None:
            year = self._nearest_year(month, day)
        try:
            found = date(year or 0, month, day)
        except ValueError:
            return None
        return make_mention(first, last, found, found, future=self._is_future(found))

    def _is_future(self, found: date) -> bool:
        return self.reference is not None and found > self.reference + timedelta(1)

    def _nearest_year(self, month: int, day: int) -> int | None:
        """The year that puts a day last before the reference, a week's grace for the future."""
        if self.reference is None:
            return None
        year = self.reference.year
        late = self.reference + timedelta(60)
        return year - 1 if (month, day) > (late.month, late.day) and late.year == year else year

    def _month(self, index: int) -> DateMention | None:
        """Read "March 3, 2026", "March 3-5", or the month alone after "in", "late", "of"."""
        words = self.sentence.words
        month = words_of.MONTHS[words[index]]
        after = index + 1
        if after < len(words) and words[after].isdecimal() and len(words[after]) <= 2:  # noqa: PLR2004
            days = self._days_after(after)
            if days:
                return self._of_month(index, days[1], month, days[0])
        year, last = self._read_year(after)
        if year is None and not self._is_month_alone(index):
            return None
        if year is None and self.reference:
            year = self.reference.year - ((month, 1) > (self.reference.month, self.reference.day))
        return self._whole_month(index, last, year, month) if year else None

    def _days_after(self, index: int) -> tuple[list[int], int] | None:
        words = self.sentence.words
        days = [int(words[index])]
        if not 1 <= days[0] <= _MONTH:
            return None
        after = _skip(words, index + 1, {"st", "nd", "rd", "th"})
        follow = _skip(words, after, {"to", "and", "through"})
        if follow < len(words) and words[follow].isdecimal() and len(words[follow]) <= 2:  # noqa: PLR2004
            joined = follow > after or self.sentence.between(after - 1, after).strip() in {"-", "–"}
            if joined and days[0] < int(words[follow]) <= _MONTH:
                return [*days, int(words[follow])], follow + 1
        return days, after

    def _is_month_alone(self, index: int) -> bool:
        words = self.sentence.words
        if index == 0 or words[index - 1] not in words_of.MONTH_LEADS:
            return False
        if words[index] not in words_of.AMBIGUOUS_MONTHS:
            return True
        if words[index - 1] in {"debut", "fin", "mi", "courant"}:
            return True
        return self.sentence.span(index, index + 1)[0].isupper() and words[index - 1] in {
            "in", "en", "since", "late", "early", "mid", "last",
        }  # fmt: skip

    def _whole_month(self, index: int, last: int, year: int, month: int) -> DateMention:
        words = self.sentence.words
        ends = _calendar.monthrange(year, month)[1]
        first, start, end = index, 1, ends
        lead = words[max(0, index - 2) : index]
        for part, days in ((words_of.EARLY, (1, 10)), (words_of.MIDDLE, (11, 20))):
            if any(word in part for word in lead):
                start, end, first = *days, index - 1
        if any(word in words_of.LATE for word in lead):
            start, first = 21, index - 1
        span = make_mention(
            first, last, date(year, month, start), date(year, month, end), precision=3
        )
        if self.reference and span.start <= self.reference < span.end:
            return make_mention(first, last, span.start, self.reference, precision=3)
        return span

    def _year(self, index: int) -> DateMention | None:
        words = self.sentence.words
        if not (len(words[index]) == 4 and words[index].isdecimal() and index):  # noqa: PLR2004
            return None
        year = int(words[index])
        lead = words[index - 1]
        if not words_of.FIRST_YEAR <= year <= words_of.LAST_YEAR_READ or lead not in {
            "in",
            "en",
            "since",
            "desde",
            "depuis",
            "during",
            "of",
            "early",
            "late",
        }:
            return None
        return make_mention(index - 1, index + 1, date(year, 1, 1), date(year, 12, 31), precision=3)

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
        after = _skip(words, index + 1, {"the", "le", "el", "dia", "night", "morning", "noche"})
        if after >= len(words):
            return None
        found = self._day_month(after) if words[after][0].isdecimal() else None
        if (
            words[after] in words_of.MONTHS
            and after + 1 < len(words)
            and words[after + 1].isdecimal()
        ):
            found = self._month(after)
        if found is None or found.precision != 1:
            return None
        return make_mention(index, found.last, found.start, found.end, future=found.future)

    def _night_between(self, index: int) -> DateMention | None:
        """Read "the night of Tuesday to Wednesday" as one night: precision 1."""
        words = self.sentence.words
        after = _skip(words, index + 1, {"to", "a", "al", "au", "and", "night"})
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
            if len(key) == size and key in words_of.ANCHORED:
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
        anchored = bool(after and after[0] in words_of.EARLIER) or after == ["plus", "tot"]
        before = (
            told[:1] == ["hace"]
            or told == ["il", "y", "a"]
            or bool(after and after[0] in words_of.AGO)
        )
        within = bool(told) and told[0] in words_of.PAST
        if unit in words_of.HOURS and (within or before):
            return make_mention(
                index,
                amount.last + 1,
                self.reference - timedelta(max(1, amount.best // words_of.HOURS_OF_DAY)),
                self.reference,
                precision=1 if amount.best <= words_of.HOURS_OF_DAY else 2,
            )
        if not (anchored or before or within):
            return None
        origin = (self.anchor or self.reference) if anchored else self.reference
        last = amount.last + 1 + (anchored or (before and not told))
        return counted_back(index, last, origin, amount.best, unit, within=within)


_AGO_LEADS = (
    ("il", "y", "a"), ("hace",), ("past",), ("last",), ("ultimas",), ("ultimos",),
    ("dernieres",), ("derniers",),
)  # fmt: skip


def _lead_size(words: list[str], index: int) -> int:
    for lead in _AGO_LEADS:
        if tuple(words[index : index + len(lead)]) == lead:
            return len(lead)
    return 0


def _may_start(word: str) -> bool:
    return word in _STARTS or word[0].isdecimal()


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


def _skip(words: list[str], index: int, skipped: set[str]) -> int:
    while index < len(words) and words[index] in skipped:
        index += 1
    return index
