"""Places inside the names of organisations and facilities."""

from __future__ import annotations

from collections.abc import Iterator

from geo.toponyms import matches
from geo.toponyms.lexicon import WordClass
from geo.toponyms.sheet import Name, Sheet

_WIDE = matches.COUNTRY | matches.REGION | matches.ADMIN1
_INSTITUTION = WordClass.GOVERNMENT | WordClass.SCHOOL | WordClass.ORGANISATION | WordClass.MEDIA
# Steps of population, as the gazetteer packs them: 1,000 and 5,000 people.
_SMALL, _MIDDLING = 2, 3
_SHORTEST, _LEAST_OVERLONG = 4, 3
_COMMON = 2
# How often each rule was right on two corpora.
_BY_NESTING, _BY_KNOWN = 0.75, 0.75
_BINDING = ("of", "in", "for", "at", "de", "du")


def is_overlong(name: Name, sheet: Sheet) -> bool:
    """Whether a name tagged as a place reads like an institution: "Feltham Magistrates Court"."""
    if name.size < _LEAST_OVERLONG or sheet.profile(name.first, name.last):
        return False
    return bool(sheet.classes(name.tokens) & _INSTITUTION)


def nested(name: Name, sheet: Sheet) -> Iterator[Name]:
    """The places that an institution's name says it belongs to, as in "Rapides Parish Police"."""
    traits = sheet.classes(name.tokens)
    reached = name.first
    for token in name.tokens:
        if token < reached:
            continue
        for last, profile in sheet.matches(token):
            inner = Name(token, last, "LOC", _BY_NESTING)
            fits = last <= name.last and inner.size < name.size
            if fits and _belongs(inner, name, profile, traits, sheet):
                yield inner
                reached = last + 1
                break


def known_inside(known: set[tuple[int, ...]], tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """At the head of an institution's name, a place that the piece also names by itself."""
    for name in tagged:
        if name.label not in ("ORG", "FAC", "MISC") or name.size == 1:
            continue
        if sheet.classes(name.tokens) & WordClass.MEDIA:
            continue
        for last, profile in sheet.matches(name.first):
            key = (sheet.piece[name.first], *sheet.ids[name.first : last + 1])
            if last < name.last and profile & matches.PRIMARY and key in known:
                yield Name(name.first, last, "LOC", _BY_KNOWN)
                break


def _belongs(inner: Name, outer: Name, profile: int, traits: int, sheet: Sheet) -> bool:
    if not profile & matches.PRIMARY or profile & matches.DEMONYM:
        return False
    if not _is_telling(inner, profile, sheet):
        return False
    if inner.first == outer.first:
        return _leads(inner, profile, traits, sheet)
    before = inner.first - 1
    if sheet.word(before).lower() in _BINDING:
        public = traits & WordClass.GOVERNMENT
        return bool(profile & _WIDE or (public and sheet.size(profile) >= _SMALL))
    return sheet.is_a(before, WordClass.DIRECTION) and bool(profile & _WIDE)


def _is_telling(inner: Name, profile: int, sheet: Sheet) -> bool:
    word = sheet.text(inner.first, inner.last)
    if len(word) < _SHORTEST and not profile & matches.COUNTRY:
        return False
    doubtful = sheet.common[inner.first] >= _COMMON or sheet.is_a(inner.first, WordClass.FIRST_NAME)
    if inner.size == 1 and doubtful and not profile & matches.COUNTRY:
        return False
    return sheet.word(inner.first - 1) != "-"


def _leads(inner: Name, profile: int, traits: int, sheet: Sheet) -> bool:
    public = bool(traits & WordClass.GOVERNMENT)
    if profile & matches.COUNTRY:
        return public or not traits & (WordClass.MEDIA | WordClass.ORGANISATION)
    if profile & matches.ADMIN2 and inner.size > 1:
        return public or not traits & WordClass.MEDIA
    if profile & matches.ADMIN1:
        return public
    if inner.size == 1 and sheet.is_a(inner.first, WordClass.SURNAME) and not public:
        return False
    school = sheet.is_a(inner.last + 1, WordClass.SCHOOL) and sheet.size(profile) >= _SMALL
    return school or (public and sheet.size(profile) >= _MIDDLING)
