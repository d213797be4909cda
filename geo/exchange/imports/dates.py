"""Dates as tables write them."""

from __future__ import annotations

import re
from datetime import date, datetime

_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T].*)?")
_FORMS = (
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:$|[T ])"), re.compile(r"[T ].*"), ("%Y-%m-%d",)),
    (re.compile(r"\d{8}$"), None, ("%Y%m%d",)),
    (re.compile(r"\d{4}/\d{1,2}/\d{1,2}(?:$|[T ])"), re.compile(r"[T ].*"), ("%Y/%m/%d",)),
    (
        re.compile(r"\d{1,2}[ -][^\W\d]+[ -]\d{2,4}$"),
        None,
        ("%d-%B-%Y", "%d-%b-%Y", "%d-%b-%y", "%d-%B-%y"),
    ),
    (re.compile(r"[^\W\d]+\.? \d{1,2},? \d{4}$"), None, ("%B-%d-%Y", "%b-%d-%Y")),
)
_LAST_MONTH = 12


class DateReader:
    """Reads the dates of one column; whether the day or the month comes first it learns.

    Understood are 2026-03-03 (with a time or without), 20260303, 2026/03/03, 3 March 2026 and
    3-Mar-26, March 3, 2026, and 03/03/2026 with day or month first, as the other dates of the
    column show; where none shows it, the day is taken to be first.
    """

    def __init__(self) -> None:
        self._day_first: bool | None = None

    def look(self, texts: list[str]) -> None:
        """Learn from the dates of a column which number is the day."""
        for text in texts:
            found = _NUMBERS.fullmatch(text)
            if found and self._day_first is None:
                first, second = int(found[1]), int(found[3])
                if max(first, second) > _LAST_MONTH:
                    self._day_first = first > second

    @property
    def sure(self) -> bool:
        """Whether a date has shown which number is the day."""
        return self._day_first is not None

    def read(self, text: str) -> date | None:
        """The day that `text` means, None where it means none."""
        found = _NUMBERS.fullmatch(text)
        if found:
            day, month = int(found[1]), int(found[3])
            if self._day_first is False:
                day, month = month, day
            return _day(int(found[4]), month, day)
        return _by_form(text)


def is_numeric_date(text: str) -> bool:
    """Whether `text` is a date of numbers with the year last."""
    return _NUMBERS.fullmatch(text) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _by_form(text: str) -> date | None:
    for shape, tail, forms in _FORMS:
        if shape.match(text):
            bare = tail.sub("", text) if tail else text
            return _first(re.sub(r"[ ,.]+", "-", bare) if len(forms) > 1 else bare, forms)
    return None


def _first(text: str, forms: tuple[str, ...]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
