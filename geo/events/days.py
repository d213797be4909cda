"""Read days of the calendar, months and years: "3 March 2026", "3-5 de marzo", "in late May"."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import dataclass
from datetime import date, timedelta

from geo.events import calendar as words_of
from geo.events.sentences import Sentence
from geo.events.spans import DateMention, make_mention

_MONTH = 31


@dataclass(slots=True)
class DayReader:
    """Reads what stands at a word of a sentence; `reference` is what "today" means."""

    sentence: Sentence
    reference: date | None
    anchor: date | None

    def read_iso(self, index: int) -> DateMention | None:
        """Read "2026-03-03" and "3/3/2026"."""
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

    def read_day_month(self, index: int) -> DateMention | None:
        """Read "3 March 2026", "3-5 de marzo", "between 3 and 5 March", "1er mars"."""
        words = self.sentence.words
        days = [int(words[index])] if words[index].isdecimal() and len(words[index]) <= 2 else []  # noqa: PLR2004
        if not days or not 1 <= days[0] <= _MONTH:
            return None
        after = skip_words(words, index + 1, {"st", "nd", "rd", "th", "er", "o"})
        follow = skip_words(words, after, {"to", "and", "y", "al", "et", "au", "a"})
        if follow < len(words) and words[follow].isdecimal() and len(words[follow]) <= 2:  # noqa: PLR2004
            gap = self.sentence.between(after - 1, after)
            if follow > after or gap.strip() in {"-", "–"}:
                days.append(int(words[follow]))
                after = skip_words(words, follow + 1, {"st", "nd", "rd", "th"})
        after = skip_words(words, after, {"de", "of", "del"})
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
        at = skip_words(words, index, {"de", "del", "of"})
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

    def read_month(self, index: int) -> DateMention | None:
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
        after = skip_words(words, index + 1, {"st", "nd", "rd", "th"})
        follow = skip_words(words, after, {"to", "and", "through"})
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

    def read_year(self, index: int) -> DateMention | None:
        """Read the year of "in 1989", "since 1989"."""
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


def skip_words(words: list[str], index: int, skipped: set[str]) -> int:
    """The first word from `index` on that is none of `skipped`."""
    while index < len(words) and words[index] in skipped:
        index += 1
    return index
