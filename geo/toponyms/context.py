"""Place names that the words around them give away."""

from __future__ import annotations

from collections.abc import Iterator

from geo.toponyms import matches
from geo.toponyms.lexicon import WordClass
from geo.toponyms.sheet import Name, Sheet
from geo.toponyms.vocabulary import Form

_COMPANY = WordClass.PEOPLE | WordClass.GOVERNMENT
_PERSONAL = WordClass.FIRST_NAME | WordClass.TITLE
_NAMING = ("of", "called", "named", "de")
_TYPES_BEHIND = frozenset(
    [
        "district",
        "province",
        "region",
        "county",
        "prefecture",
        "governorate",
        "village",
        "suburb",
        "department",
        "municipality",
        "commune",
        "slum",
        "township",
        "oblast",
        "canton",
    ]
)
_TYPES_AHEAD = _TYPES_BEHIND | frozenset(
    [
        "city",
        "town",
        "villages",
        "towns",
        "cities",
        "districts",
        "provinces",
        "regions",
        "island",
        "port",
        "communities",
        "community",
        "settlement",
        "neighborhood",
        "neighbourhood",
    ]
)
_JOINTS = (",", "and", "&", "or", ";", "y", "et", "e")
_MAX_LIST = 60


def before_people(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """A town's name before what towns have: "Danbury police", "an Alton man"."""
    for name in tagged:
        behind = name.last + 1
        if name.label not in ("ORG", "PER", "MISC", "FAC") or sheet.capital[behind]:
            continue
        if not sheet.is_a(behind, _COMPANY) or not sheet.joined(behind):
            continue
        lone = name.size > 1 or not sheet.is_a(name.first, _PERSONAL)
        known = sheet.profile(name.first, name.last) & matches.PRIMARY
        if known and lone and not sheet.is_a(name.first - 1, WordClass.TITLE):
            yield Name(name.first, name.last, "LOC", name.lead)


def with_plurals(sheet: Sheet) -> Iterator[Name]:
    """Each of "Douglas, Sarpy and Lancaster counties"."""
    for token, word in sheet.plurals():
        last = token - 1
        for _ in range(_MAX_LIST):
            if not sheet.capital[last]:
                break
            first = sheet.run_first(last)
            if word == "counties" or sheet.profile(first, last):
                yield Name(first, last, "LOC")
            last = first - 1
            while sheet.word(last) in _JOINTS:
                last -= 1


def typed(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Names with their kind beside them: "the village of Mombo", "the Wedza district"."""
    bounds = {name.first: name.last for name in tagged}
    inside = {token for name in tagged for token in name.tokens}
    for token in sheet.capital_tokens:
        if sheet.capital[token - 1] and sheet.joined(token):
            continue
        if token in inside and token not in bounds:
            continue
        last = bounds.get(token, sheet.run_last(token))
        if _is_typed(token, last, sheet):
            yield Name(token, last, "LOC")


def _is_typed(first: int, last: int, sheet: Sheet) -> bool:
    before, behind = sheet.word(first - 1), sheet.word(last + 1)
    if sheet.mode[first] or last - first > 3:
        return False
    if before in _NAMING and sheet.read(first - 2) in _TYPES_AHEAD:
        return not sheet.is_a(first, WordClass.TIME)
    if behind in _TYPES_BEHIND and sheet.joined(last + 1):
        the = sheet.word(first - 1).lower() == "the" or sheet.is_a(first - 1, WordClass.PREPOSITION)
        return the and not sheet.profile(first, last) & matches.DEMONYM
    return False


def datelines(sheet: Sheet) -> Iterator[Name]:
    """A known town in capitals at the head of a paragraph, before a dash or an agency's name."""
    for token in sheet.opening_tokens:
        if sheet.form[token] != Form.UPPER or not sheet.matches(token):
            continue
        last, profile = sheet.matches(token)[0]
        behind = last + 1
        if sheet.word(behind) == ",":
            behind = next(
                (at for at in range(last + 2, last + 6) if sheet.word(at) in _DASHES), behind
            )
        if sheet.word(behind) in _DASHES and sheet.form[last] == Form.UPPER and profile:
            yield Name(token, last, "LOC")


_DASHES = ("—", "–", "--", "-", "(", "”")


def in_lists(places: list[Name], tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """The other members of a list at least half of which are places."""
    found = {place.first: place for place in places}
    bounds = {name.first: name for name in tagged}
    reached = -1
    for place in sorted(places, key=lambda name: name.first):
        if place.first > reached:
            members = _list_from(place, found, bounds, sheet)
            reached = max(place.last, members[-1].last)
            odd = [name for name in members if name.first not in found]
            if len(members) >= 3 and len(odd) * 2 <= len(members):
                yield from (name for name in odd if _may_be_listed(name, sheet))


def _list_from(
    place: Name, found: dict[int, Name], bounds: dict[int, Name], sheet: Sheet
) -> list[Name]:
    members = [place]
    for _ in range(_MAX_LIST):
        at = members[-1].last + 1
        steps = 0
        while sheet.word(at) in _JOINTS and steps < 2:
            at, steps = at + 1, steps + 1
        if not steps or not sheet.capital[at]:
            break
        known = found.get(at) or bounds.get(at)
        members.append(known or Name(at, sheet.run_last(at), "LOC"))
    return members


def _may_be_listed(name: Name, sheet: Sheet) -> bool:
    if name.label in ("NORP", "MISC") or name.size > 3:
        return False
    personal = sheet.is_a(name.first, _PERSONAL | WordClass.TIME) and name.size > 1
    return not personal and not sheet.is_a(name.last, WordClass.ORGANISATION | WordClass.MEDIA)


def abbreviations(tagged: list[Name], sheet: Sheet) -> list[Name]:
    """Provinces and countries in short: "Okla." behind a comma, "U.S." anywhere."""
    institutions = {
        token: name
        for name in tagged
        if name.label in ("ORG", "PER") and name.size > 1
        for token in name.tokens
    }
    return [
        Name(token, token, "LOC", 5.0)
        for token in sheet.capital_tokens
        if _is_abbreviation(token, sheet, institutions.get(token))
    ]


def _is_abbreviation(token: int, sheet: Sheet, inside: Name | None) -> bool:
    word = sheet.word(token)
    pointed = "." in word
    if len(word) > 6 or not (pointed or (len(word) <= 3 and word.isupper())):
        return False
    profile = sheet.profile(token, token)
    if sheet.following(token, 1) == "$":
        return False
    if profile & matches.COUNTRY and (pointed or sheet.mode[token] == 0):
        return inside is None or inside.label == "ORG"
    if not profile & matches.ADMIN1 or sheet.mode[token] == 2:
        return False
    if sheet.word(token - 1) in (",", "(") and (sheet.capital[token - 2] or pointed):
        return True
    after_capital = sheet.capital[token + 1] and sheet.joined(token + 1)
    if not pointed:
        return len(word) == 3 and bool(profile & matches.ABBREVIATION) and not after_capital
    return (word.count(".") > 1 or sheet.is_a(token, WordClass.STATE)) and not after_capital
