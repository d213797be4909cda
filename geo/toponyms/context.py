"""Place names that the words around them give away."""

from __future__ import annotations

from collections.abc import Iterator

from geo.toponyms import matches
from geo.toponyms.features import CAPITALS, PLAIN
from geo.toponyms.lexicon import ENGLISH, WordClass
from geo.toponyms.sheet import Name, Sheet
from geo.toponyms.vocabulary import Form

_COMPANY = WordClass.PEOPLE | WordClass.GOVERNMENT
_PERSONAL = WordClass.FIRST_NAME | WordClass.TITLE
_NAMING = ("of", "called", "named")
_TYPES_BEHIND = frozenset(
    {
        "district", "province", "region", "county", "prefecture", "governorate", "village",
        "suburb", "department", "municipality", "commune", "slum", "township", "oblast", "canton",
    }
)  # fmt: skip
_TYPES_AHEAD = _TYPES_BEHIND | frozenset(
    {
        "city", "town", "villages", "towns", "cities", "districts", "provinces", "regions",
        "municipalities", "departments", "states",
        "island", "port", "communities", "community", "settlement", "neighborhood", "neighbourhood",
    }
)  # fmt: skip
_NEVER_IN_TOWNS = (
    _PERSONAL
    | WordClass.SURNAME
    | WordClass.MEDIA
    | WordClass.ORGANISATION
    | WordClass.GOVERNMENT
    | WordClass.SCHOOL
    | WordClass.STREET
)
_NEVER_ALONE = _NEVER_IN_TOWNS | WordClass.TIME | WordClass.DIRECTION | WordClass.ARTICLE
_JOINTS = (",", "and", "&", "or", ";")
_LOCATIVES = frozenset({"in", "near", "administered", "controlled", "occupied"})
_MOTIONS = frozenset({"from", "toward", "until"})
_OFFICES = frozenset(
    {
        "capital", "governor", "mayor", "outskirts", "residents", "prosecutor", "council", "north",
        "south", "east", "west",
    }
)  # fmt: skip
_DASHES = ("—", "–", "--", "-")
_LONGEST_SHORT, _LONGEST_CODE = 6, 3
_MAX_LIST, _LEAST_LIST, _MOST_JOINTS = 60, 3, 2
_MOST_WORDS = 4
_COMMON, _LARGE, _GREAT = 3, 4, 6
# How often each rule was right on two corpora.
_BY_PEOPLE, _BY_PLURAL, _BY_TYPE, _BY_DATELINE = 0.75, 0.7, 0.75, 0.95
_BY_LIST, _BY_ABBREVIATION, _BY_LOCATIVE = 0.78, 0.85, 0.7


def before_people(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """A town's name before what towns have: "Danbury police", "an Alton man"."""
    for first, last in _candidates(tagged, ("ORG", "PER", "MISC", "FAC"), sheet):
        behind = last + 1
        if sheet.capital[behind] or not sheet.joined(behind):
            continue
        known = sheet.profile(first, last) & matches.PRIMARY
        if known and sheet.is_a(behind, _COMPANY) and _is_bare(first, last, sheet):
            yield Name(first, last, "LOC", _BY_PEOPLE)


def _candidates(
    tagged: list[Name], labels: tuple[str, ...], sheet: Sheet
) -> Iterator[tuple[int, int]]:
    """First and last token of untagged runs of capitals, and of names with one of the labels."""
    bounds = {name.first: name for name in tagged}
    inside: set[int] = set().union(*(name.tokens for name in tagged))
    for token in sheet.capital_tokens:
        name = bounds.get(token)
        if name is not None and name.label in labels:
            yield token, name.last
        elif token in sheet.run_starts and token not in inside:
            yield token, sheet.run_last(token)


def _is_bare(first: int, last: int, sheet: Sheet) -> bool:
    """Whether nothing says that a name is a person's, a day's or a common word."""
    doubtful = _PERSONAL | WordClass.ARTICLE
    if first == last and (sheet.common[first] >= _COMMON or sheet.is_a(first, doubtful)):
        return False
    return not sheet.is_a(first, WordClass.TIME) and not sheet.is_a(first - 1, WordClass.TITLE)


def with_plurals(sheet: Sheet) -> Iterator[Name]:
    """Each of "Douglas, Sarpy and Lancaster counties"."""
    for token, word in sheet.plurals():
        last = token - 1
        for _ in range(_MAX_LIST):
            if not sheet.capital[last]:
                break
            first = sheet.stretch_first(last)
            if word == "counties" or sheet.profile(first, last):
                yield Name(first, last, "LOC", _BY_PLURAL)
            last = first - 1
            while sheet.read(last) in _JOINTS:
                last -= 1


def typed(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Names with their kind beside them: "the village of Mombo", "the Wedza district"."""
    for first, last in _candidates(tagged, ("ORG", "PER", "MISC", "FAC"), sheet):
        if _is_typed(first, last, sheet):
            yield Name(first, last, "LOC", _BY_TYPE)


def _is_typed(first: int, last: int, sheet: Sheet) -> bool:
    before, behind = sheet.read(first - 1), sheet.read(last + 1)
    if sheet.mode[first] or last - first >= _MOST_WORDS:
        return False
    if before in _NAMING and sheet.read(first - 2) in _TYPES_AHEAD:
        plain = first == last and sheet.is_a(first, WordClass.DIRECTION)
        return not plain and not sheet.is_a(first, WordClass.TIME)
    if behind in _TYPES_BEHIND and sheet.joined(last + 1):
        the = sheet.word(first - 1).lower() == "the" or sheet.is_a(first - 1, WordClass.PREPOSITION)
        plain = sheet.is_a(last, WordClass.DIRECTION) and first == last
        return the and not plain and not sheet.profile(first, last) & matches.DEMONYM
    return False


def after_locatives(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Names of the gazetteer after "in" or "mayor of" that were taken for something else."""
    for first, last in _candidates(tagged, ("ORG", "PER", "MISC"), sheet):
        if not sheet.mode[first] and _is_located(first, sheet):
            known = sheet.profile(first, last) & (matches.PRIMARY | matches.ADMIN1)
            if known and _is_bare(first, last, sheet):
                yield Name(first, last, "LOC", _BY_LOCATIVE)


def _is_located(first: int, sheet: Sheet) -> bool:
    before = sheet.read(first - 1)
    if sheet.language != ENGLISH and before in _MOTIONS:
        return True
    return before in _LOCATIVES or (before == "of" and sheet.read(first - 2) in _OFFICES)


def unmistakable(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Untagged or mistaken runs of two words or more that are exactly a name of the gazetteer."""
    for first, last in _candidates(tagged, ("ORG", "MISC", "NORP"), sheet):
        if sheet.is_a(first, WordClass.ARTICLE) and not sheet.profile(first, last):
            first += 1  # noqa: PLW2901 "La Côte d'Ivoire"
        if last > first and not sheet.mode[first]:
            profile = sheet.profile(first, last)
            primary = profile & (matches.PRIMARY | matches.COUNTRY)
            known = primary and not profile & matches.DEMONYM
            odd = sheet.classes(range(first, last + 1)) & _NEVER_IN_TOWNS
            if known and not odd and _is_bare(first, last, sheet):
                yield Name(first, last, "LOC", _BY_LOCATIVE)


def arabic(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Names with a small article that the gazetteer knows: "al-Fashir", "el-Obeid"."""
    taken = {token for name in tagged if name.label in ("ORG", "PER") for token in name.tokens}
    for token in sheet.arabic_articles:
        for last, profile in sheet.matches(token):
            if last not in taken and not profile & matches.DEMONYM:
                yield Name(token, last, "LOC", _BY_LOCATIVE)
                break


def great_cities(tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Untagged names of great cities, in languages that the chain was not trained on."""
    if sheet.language != ENGLISH:
        for first, last in _candidates(tagged, (), sheet):
            if first == last and _is_great(first, sheet):
                yield Name(first, last, "LOC", _BY_LOCATIVE)


def _is_great(token: int, sheet: Sheet) -> bool:
    """Whether a word is the name of a great city and nothing else that is known."""
    profile = sheet.profile(token, token)
    great = sheet.size(profile) >= _GREAT and not profile & matches.DEMONYM
    plain = sheet.mode[token] == PLAIN and not sheet.common[token] and not sheet.surname[token]
    return great and plain and not sheet.is_a(token, _NEVER_ALONE)


def pairs(sheet: Sheet) -> Iterator[Name]:
    """Both sides of "U.S.-Ecuador" and "Iran-Iraq", where the pair has no name of its own."""
    for token in sheet.capital_tokens:
        left = token - 2
        if sheet.form[token - 1] != Form.HYPHEN or not sheet.capital[left]:
            continue
        wide = matches.COUNTRY | matches.REGION
        known = sheet.profile(left, left) & wide and sheet.profile(token, token) & wide
        demonym = (sheet.profile(left, left) | sheet.profile(token, token)) & matches.DEMONYM
        if known and not demonym and not sheet.profile(left, token):
            yield Name(left, left, "LOC", _BY_ABBREVIATION)
            yield Name(token, token, "LOC", _BY_ABBREVIATION)


def datelines(sheet: Sheet) -> Iterator[Name]:
    """A known town in capitals before a dash, its province or the day: "LA PAZ, 21 MAR 89"."""
    for token in sheet.capital_tokens:
        opens = sheet.start[token] == 0
        if sheet.form[token] == Form.UPPER and (opens or not sheet.mode[token]):
            for last, profile in sheet.matches(token):
                whole = (
                    sheet.form[last] == Form.UPPER and len(sheet.text(token, last)) > _LONGEST_CODE
                )
                if whole and profile & matches.PRIMARY and _heads_story(token, last + 1, sheet):
                    yield Name(token, last, "LOC", _BY_DATELINE)
                    break


def _heads_story(token: int, behind: int, sheet: Sheet) -> bool:
    if sheet.word(behind) == ",":
        if sheet.word(behind + 1).isdecimal() and sheet.start[token] == 0:
            return True
        wide = matches.ADMIN1 | matches.COUNTRY
        return bool(sheet.profile(behind + 1, behind + 1) & wide)
    return sheet.word(behind) in _DASHES and sheet.space[behind] > 0


def of_parties(sheet: Sheet) -> Iterator[Name]:
    """The home of a politician: "D-Kanawha", "R-Raleigh"."""
    for token in sheet.capital_tokens:
        if sheet.word(token - 1) == "-" and sheet.word(token - 2) in ("D", "R"):
            last, profile = next(iter(sheet.matches(token)), (token, 0))
            if profile:
                yield Name(token, last, "LOC", _BY_DATELINE)


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
            half = len(members) >= _LEAST_LIST and len(odd) * 2 <= len(members)
            yield from (
                Name(name.first, name.last, "LOC", _BY_LIST)
                for name in odd
                if _may_be_listed(name, sheet) and (half or _is_known(name, sheet))
            )


def _list_from(
    place: Name, found: dict[int, Name], bounds: dict[int, Name], sheet: Sheet
) -> list[Name]:
    members = [place]
    for _ in range(_MAX_LIST):
        at = members[-1].last + 1
        steps = 0
        while sheet.read(at) in _JOINTS and steps < _MOST_JOINTS:
            at, steps = at + 1, steps + 1
        if not steps or not sheet.capital[at]:
            break
        known = found.get(at) or bounds.get(at)
        members.append(known or Name(at, sheet.run_last(at), "", 0.0))
    return members


def _is_known(name: Name, sheet: Sheet) -> bool:
    """Whether a name in a list is a town's or a province's, by whatever name, and no person's."""
    profile = sheet.profile(name.first, name.last)
    foreign = sheet.language != ENGLISH
    known = foreign or profile & matches.PRIMARY or sheet.size(profile) >= _LARGE
    plain = name.label not in ("NORP", "MISC") and not profile & matches.DEMONYM
    return bool(profile and known and plain) and _is_bare(name.first, name.last, sheet)


def _may_be_listed(name: Name, sheet: Sheet) -> bool:
    if name.label in ("NORP", "MISC") or name.size >= _MOST_WORDS:
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
        Name(token, token, "LOC", _BY_ABBREVIATION)
        for token in sheet.capital_tokens
        if len(sheet.word(token)) <= _LONGEST_SHORT
        and _is_abbreviation(token, sheet, institutions.get(token))
    ]


def _is_abbreviation(token: int, sheet: Sheet, inside: Name | None) -> bool:
    word = sheet.word(token)
    if (
        not ("." in word or _is_code(word))
        or sheet.following(token, 1) == "$"
        or sheet.is_a(token, WordClass.TITLE)
    ):
        return False
    profile = sheet.profile(token, token)
    if profile & matches.COUNTRY and ("." in word or sheet.mode[token] == PLAIN):
        return inside is None or inside.label == "ORG"
    in_short = bool(profile & matches.ADMIN1) and sheet.mode[token] != CAPITALS
    return in_short and _stands_for_province(token, word, profile, sheet)


def _is_code(word: str) -> bool:
    return len(word) <= _LONGEST_CODE and word.isupper()


def _stands_for_province(token: int, word: str, profile: int, sheet: Sheet) -> bool:
    if sheet.word(token - 1) in (",", "(") and (sheet.capital[token - 2] or "." in word):
        return True
    if sheet.capital[token + 1] and sheet.joined(token + 1):
        return False
    if "." in word:
        return word.count(".") > 1 or sheet.is_a(token, WordClass.STATE)
    return len(word) == _LONGEST_CODE and bool(profile & matches.ABBREVIATION)
