"""Where a place name begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

from geo.toponyms import matches
from geo.toponyms.lexicon import WordClass
from geo.toponyms.sheet import Name, Sheet
from geo.toponyms.vocabulary import Form

_UNITS = frozenset(
    {
        "county", "parish", "township", "twp.",
    }
)  # fmt: skip
_SEATS = frozenset(
    {
        "city", "town", "village", "state", "port", "county", "municipality", "kingdom",
    }
)  # fmt: skip
_WAYS = frozenset(
    {
        "road", "rd", "highway", "line", "park", "lake", "route", "street", "airport", "creek",
        "river", "island",
    }
)  # fmt: skip
_SMALL = WordClass.OF | WordClass.PREPOSITION | WordClass.ARTICLE
_PUBLIC = WordClass.GOVERNMENT | WordClass.SCHOOL | WordClass.TITLE
_MOST_WORDS = 6
_LEAST_SEATED = 3


def fix_bounds(place: Name, sheet: Sheet) -> Name:
    """The same place with the words that belong to its name, and no others."""
    for fix in (
        _widen,
        _drop_small,
        _take_article,
        _drop_direction,
        _drop_seat,
        _cut_behind_unit,
        _drop_city,
        _add_unit,
    ):
        place = fix(place, sheet)
    return place


def split_clause(place: Name, sheet: Sheet) -> Iterator[Name]:
    """The parts of a name that runs over a preposition, as in "NIGERIA NEAR MAIDUGURI"."""
    cuts = [
        token
        for token in range(place.first + 1, place.last)
        if sheet.mode[token] and sheet.is_a(token, WordClass.PREPOSITION)
    ]
    if not cuts or sheet.profile(place.first, place.last):
        yield place
        return
    for first, last in zip(
        [place.first, *(cut + 1 for cut in cuts)], [*cuts, place.last + 1], strict=True
    ):
        if first < last:
            yield Name(first, last - 1, "LOC", place.score)


def _widen(place: Name, sheet: Sheet) -> Name:
    """To a longer name of the gazetteer around it: "Jammu and Kashmir", "Port-au-Prince"."""
    for first in range(place.first - _MOST_WORDS + 1, place.first + 1):
        if sheet.piece[first] != sheet.piece[place.first]:
            continue
        for last, profile in sheet.matches(first):
            longer = last - first + 1 > place.size and last >= place.last
            if longer and profile & matches.PRIMARY and _is_solid(first, last, sheet):
                return Name(first, last, "LOC", place.score)
    return place


def _drop_small(place: Name, sheet: Sheet) -> Name:
    """Without a preposition before it, as in "de Berbérati"."""
    first = place.first
    while first < place.last and sheet.form[first] == Form.LOWER and sheet.is_a(first, _SMALL):
        first += 1
    known = first == place.first or sheet.profile(place.first, place.last)
    return place if known else Name(first, place.last, "LOC", place.score)


def _take_article(place: Name, sheet: Sheet) -> Name:
    """With the article that its name begins with: "Le Caire", "in The Hague"."""
    before = place.first - 1
    if not sheet.capital[before] or not sheet.is_a(before, WordClass.ARTICLE):
        return place
    if not sheet.joined(place.first) or sheet.space[place.first] != Form.SPACE:
        return place
    inside = sheet.joined(before) and sheet.form[before - 1] == Form.LOWER
    town = inside and sheet.profile(place.first, place.last) & matches.POPULATED
    named = town or sheet.profile(before, place.last)
    return Name(before, place.last, "LOC", place.score) if named else place


def _is_solid(first: int, last: int, sheet: Sheet) -> bool:
    """Whether nothing capitalised stands right before or behind, which might belong there too."""
    ahead = sheet.capital[first - 1] and sheet.joined(first)
    behind = sheet.capital[last + 1] and sheet.joined(last + 1)
    return not ahead and not behind


def _drop_direction(place: Name, sheet: Sheet) -> Name:
    first = place.first
    while (
        first < place.last
        and sheet.is_a(first, WordClass.DIRECTION)
        and not sheet.profile(first, place.last)
    ):
        first += 2 if sheet.word(first + 1) == "-" else 1
    known = first <= place.last and sheet.profile(first, place.last)
    return Name(first, place.last, "LOC", place.score) if known else place


def _drop_seat(place: Name, sheet: Sheet) -> Name:
    seat = place.size >= _LEAST_SEATED and sheet.word(place.first).lower() in _SEATS
    named = seat and sheet.word(place.first + 1).lower() in ("of", "de")
    if named and not sheet.profile(place.first, place.last):
        return Name(place.first + 2, place.last, "LOC", place.score)
    return place


def _cut_behind_unit(place: Name, sheet: Sheet) -> Name:
    if sheet.word(place.last).lower() in _WAYS:
        return place
    for token in range(place.first + 1, place.last):
        if sheet.word(token).lower() in _UNITS:
            return Name(place.first, token, "LOC", place.score)
    return place


def _drop_city(place: Name, sheet: Sheet) -> Name:
    """Without the "City" of "Dublin City Council"."""
    behind = place.last + 1
    public = sheet.capital[behind] and sheet.joined(behind) and sheet.is_a(behind, _PUBLIC)
    if place.size > 1 and public and sheet.word(place.last) == "City":
        known = sheet.profile(place.first, place.last - 1) & matches.PRIMARY
        if known and not sheet.profile(place.first, place.last) & matches.PRIMARY:
            return Name(place.first, place.last - 1, "LOC", place.score)
    return place


def _add_unit(place: Name, sheet: Sheet) -> Name:
    behind = place.last + 1
    if sheet.joined(behind) and sheet.capital[behind] and sheet.word(behind).lower() in _UNITS:
        return Name(place.first, behind, "LOC", place.score)
    return place
