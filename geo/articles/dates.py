"""The day an article was published, from the many ways of writing one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

# Across time zones a calendar day may begin up to a day earlier than here.
TOLERANCE = timedelta(days=1)
EARLIEST_YEAR = 1600

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?|\d{6})?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "january jan enero ene janvier janv janeiro",
            "february feb febrero février fevrier févr fevereiro fev",
            "march mar marzo mars março marco",
            "april apr abril abr avril avr",
            "may mayo mai maio",
            "june jun junio juin junho",
            "july jul julio juillet juil julho",
            "august aug agosto ago août aout",
            "september sep sept septiembre septembre setembro set",
            "october oct octubre octobre outubro out",
            "november nov noviembre novembre novembro",
            "december dec diciembre dic décembre decembre déc dezembro dez",
        ),
        start=1,
    )
    for month in names.split()
}
_SECONDS = (10**8, 10**11)


def parse_date(value: object, *, today: date) -> date | None:
    """The day that `value` names; None where nothing is given.

    `value` is a date, a time, a number of seconds or milliseconds since 1970, or a string: ISO
    8601, the form of e-mail and RSS, or day, month in letters and year in English, Spanish,
    French or Portuguese. Raises ValueError, whose text is the reason, for a day that does not
    exist, lies in the future or cannot be read with certainty (03/04/2026).
    """
    if value is None or value == "":
        return None
    found = _from_number(value) if isinstance(value, int | float) else _from_value(value)
    if found is None:
        return None
    if found > today + TOLERANCE:
        raise ValueError(f"published {found} is in the future")
    if found.year < EARLIEST_YEAR:
        raise ValueError(f"published {found} is impossible: before {EARLIEST_YEAR}")
    return found


def _from_number(value: float) -> date | None:
    if value != value:  # noqa: PLR0124 - not a number: how a table says missing
        return None
    seconds = value / 1000 if abs(value) >= _SECONDS[1] else value
    if isinstance(value, bool) or not _SECONDS[0] <= seconds < _SECONDS[1]:
        raise ValueError(f"published {value} is not a date; write YYYY-MM-DD")
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def _from_value(value: object) -> date | None:
    if isinstance(value, datetime):
        return None if value != value else value.date()  # noqa: PLR0124 - not a time
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        kind = type(value).__name__
        raise ValueError(f"published is of type {kind}, expected YYYY-MM-DD")  # noqa: TRY004 - read from data
    return _from_text(value.strip()[:100])


def _from_text(text: str) -> date | None:
    if not text:
        return None
    if parts := _ISO.match(text) or _COMPACT.fullmatch(text):
        return _day(text, *map(int, parts.groups()))
    if found := _from_words(text) or _from_mail(text):
        return found
    raise ValueError(f"published {text!r} is not a date that is read with certainty; YYYY-MM-DD is")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"published {text!r} is impossible: {error}") from error


def _from_words(text: str) -> date | None:
    words: list[str] = _WORDS.findall(text.lower())
    months = [i for i, word in enumerate(words) if word in _MONTHS]
    if len(months) != 1:
        return None
    month = months[0]
    year = next((int(word) for word in words if len(word) == len("2026") and word.isdigit()), None)
    day = _day_beside(words, month)
    return _day(text, year, _MONTHS[words[month]], day) if year and day else None


def _day_beside(words: list[str], month: int) -> int | None:
    """The number before the month ("6 March", "6 de marzo"), else the one after it ("March 6")."""
    before = [word for word in words[max(0, month - 2) : month] if word not in {"de", "of", "th"}]
    for word in (*before[-1:], *words[month + 1 : month + 2]):
        if word.isdigit() and len(word) <= len("31"):
            return int(word)
    return None


def _from_mail(text: str) -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
