"""Spans of days that words stand for: a week, a weekend, a month, three weeks ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from geo.events import calendar as words_of
from geo.events.sentences import Sentence
from geo.records import DateSpan

HISTORY_DAYS = 120
"""What lies further back than this is history, not news."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """Date words in a sentence: words `first` up to `last`, and the days they mean."""

    first: int
    last: int
    start: date
    end: date
    precision: Literal[1, 2, 3]
    future: bool = False
    best: date | None = None

    def span(self, sentence: Sentence) -> DateSpan:
        """The record of it, with the words of its sentence."""
        return DateSpan(
            start=self.start,
            end=self.end,
            text=sentence.span(self.first, self.last),
            precision=self.precision,
            best=self.best,
        )


def make_mention(
    first: int, last: int, start: date, end: date, *, precision: int = 0, future: bool = False
) -> DateMention:
    """The mention of a span, with the precision that its length allows unless it is given."""
    days = (end - start).days
    honest = precision or (1 if days == 0 else 2 if days <= 10 else 3)  # noqa: PLR2004
    return DateMention(first, last, start, end, cast("Literal[1, 2, 3]", honest), future)


def week_span(key: tuple[str, ...], today: date) -> tuple[date, date, int] | None:
    """First and last day and precision of "this week", "last week" and "the weekend"."""
    monday = today - timedelta(today.weekday())
    if key in words_of.THIS_WEEK:
        return monday, today, 2
    if key in words_of.LAST_WEEK:
        return monday - timedelta(7), monday - timedelta(1), 2
    if key in words_of.WEEKEND:
        saturday = today - timedelta((today.weekday() - 5) % 7)
        return saturday, min(saturday + timedelta(1), today), 2
    return None


def long_span(key: tuple[str, ...], today: date) -> tuple[date, date, int] | None:
    """First and last day and precision of "last month", "this year" and their like."""
    first = today.replace(day=1)
    if key in words_of.THIS_MONTH:
        return first, today, 3
    if key in words_of.LAST_MONTH:
        end = first - timedelta(1)
        return end.replace(day=1), end, 3
    if key in words_of.LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31), 3
    if key in words_of.THIS_YEAR:
        return date(today.year, 1, 1), today, 3
    return None


def counted_back(
    first: int, last: int, origin: date, count: int, unit: str, *, within: bool
) -> DateMention | None:
    """The days that lie `count` units before `origin`, or from then on where `within`."""
    for units, days, precision in (
        (words_of.DAYS, 1, 1),
        (words_of.WEEKS, 7, 2),
        (words_of.MONTH_UNITS, 30, 3),
        (words_of.YEARS, 365, 3),
    ):
        if unit not in units or count * days > 40_000:  # noqa: PLR2004
            continue
        day = origin - timedelta(count * days)
        if within:
            return make_mention(first, last, day, origin, precision=2 if count * days <= 10 else 3)  # noqa: PLR2004
        slack = timedelta({1: 0, 7: 3, 30: 15, 365: 182}[days])
        return make_mention(first, last, day - slack, min(day + slack, origin), precision=precision)
    return None
