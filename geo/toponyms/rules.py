"""From tagged names to place names: what a tagger of newspapers' conventions leaves undone.

Taggers give "Alexandria Police" as one organisation and "Dublin Road" as one facility; the place
in them is what locates the story. They also miss a name here that they found there, and names
that only the words around them show to be places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from geo.toponyms import matches
from geo.toponyms.bounds import fix_bounds, split_clause
from geo.toponyms.capitals import in_capitals
from geo.toponyms.context import (
    abbreviations,
    after_locatives,
    arabic,
    before_people,
    datelines,
    great_cities,
    in_lists,
    of_parties,
    pairs,
    typed,
    unmistakable,
    with_plurals,
)
from geo.toponyms.lexicon import WordClass
from geo.toponyms.nesting import is_overlong, known_inside, nested
from geo.toponyms.sheet import Name, Sheet

_BOUND_TYPES = frozenset(
    {
        "county", "parish", "township", "province", "river", "lake", "valley", "island", "islands",
        "creek", "peninsula", "mountains", "twp.", "twp", "district", "prefecture", "governorate",
        "oblast", "mountain", "bay", "gulf", "sea", "desert", "strait",
    }
)  # fmt: skip
# How often each rule was right on two corpora.
_BY_REPEAT, _BY_VOTE, _BY_NOUN = 0.6, 0.7, 0.9
_SHORTEST_REPEATED = 4
_WHERE = frozenset({"in", "near", "of", "from", "at", "to", "around", "outside", "and", ","})


def find_places(names: Iterable[Name], sheet: Sheet) -> list[Name]:
    """The place names among tagged names and inside them, by position, none overlapping."""
    tagged = list(names)
    places = [place for name in tagged for place in _places_of(name, sheet)]
    places = _add(places, before_people(tagged, sheet))
    places = _add(places, with_plurals(sheet))
    places = _add(places, typed(tagged, sheet))
    places = _add(places, after_locatives(tagged, sheet))
    places = _add(places, unmistakable(tagged, sheet))
    places = _add(places, great_cities(tagged, sheet))
    places = _add(places, arabic(tagged, sheet))
    places = _add(places, in_capitals(sheet))
    places = _add(places, datelines(sheet))
    places = _add(places, of_parties(sheet))
    places = _add(places, in_lists(places, tagged, sheet))
    places = _override(places, [*abbreviations(tagged, sheet), *pairs(sheet)])
    places = [fix_bounds(place, sheet) for place in places]
    places = _add(places, known_inside({key_of(each, sheet) for each in places}, tagged, sheet))
    places = _add(places, _vote(places, tagged, sheet))
    people = _surnames(tagged, sheet)
    places = [place for place in places if not _is_surname(place, people, sheet)]
    ill = {key_of(place, sheet) for place in places if _is_disease(place, sheet)}
    return _without_overlap(
        place for place in places if _is_name(place, sheet) and key_of(place, sheet) not in ill
    )


def find_demonyms(names: Iterable[Name], sheet: Sheet, *, locating: bool) -> list[Name]:
    """Adjectives of places ("Syrian"); with `locating`, those beside a word like "border"."""
    small = [Name(token, token, "NORP", _BY_NOUN) for token in sheet.small_adjectives]
    return small + [
        name
        for name in names
        if name.label in ("NORP", "LOC", "MISC")
        and sheet.profile(name.first, name.last) & matches.DEMONYM
        and (not locating or sheet.is_a(name.last + 1, WordClass.PLACE_NOUN))
    ]


def key_of(name: Name, sheet: Sheet) -> tuple[int, ...]:
    """What the same words in the same piece share."""
    return (sheet.piece[name.first], *sheet.ids[name.first : name.last + 1])


def _places_of(name: Name, sheet: Sheet) -> Iterator[Name]:
    if name.label == "LOC":
        if is_overlong(name, sheet):
            yield from nested(name, sheet)
        else:
            yield from split_clause(name, sheet)
    elif name.label in ("ORG", "FAC", "MISC") and name.size > 1:
        if sheet.is_a(name.last, WordClass.STREET):
            if name.label == "FAC":
                yield name
        elif name.label != "MISC" and sheet.word(name.last).lower() in _BOUND_TYPES:
            yield name
        else:
            yield from nested(name, sheet)


def _add(places: list[Name], more: Iterable[Name]) -> list[Name]:
    """The places, with those of `more` that touch none of them."""
    taken = _tokens(places)
    return places + [name for name in more if not taken.intersection(name.tokens)]


def _override(places: list[Name], more: Iterable[Name]) -> list[Name]:
    sure = list(more)
    taken = _tokens(sure)
    return [name for name in places if not taken.intersection(name.tokens)] + sure


def _tokens(names: Iterable[Name]) -> set[int]:
    return set().union(*(name.tokens for name in names))


def _vote(places: list[Name], tagged: list[Name], sheet: Sheet) -> Iterator[Name]:
    """The same words elsewhere in a piece: untagged, or tagged otherwise by a minority."""
    votes = Counter(key_of(place, sheet) for place in places)
    others = Counter((key_of(name, sheet), name.label) for name in tagged)
    for name in tagged:
        key = key_of(name, sheet)
        if name.label != "LOC" and votes[key] > others[key, name.label]:
            yield Name(name.first, name.last, "LOC", _BY_VOTE)
    taken = _tokens((*tagged, *places))
    untagged = [name for name in _repeats(places, sheet) if not taken.intersection(name.tokens)]
    missed = Counter(key_of(name, sheet) for name in untagged)
    for name in untagged:
        key = key_of(name, sheet)
        if sheet.profile(name.first, name.last) or votes[key] >= missed[key]:
            yield name


def _repeats(places: list[Name], sheet: Sheet) -> Iterator[Name]:
    """Every stretch of a piece with the words of a place found in it."""
    known: dict[tuple[int, int], set[tuple[int, ...]]] = {}
    for place in places:
        if len(sheet.text(place.first, place.last)) >= _SHORTEST_REPEATED:
            key = key_of(place, sheet)
            known.setdefault((key[0], key[1]), set()).add(key[1:])
    for token in sheet.capital_tokens:
        for words in sorted(known.get((sheet.piece[token], sheet.ids[token]), ())):
            apart = not (sheet.capital[token - 1] and sheet.joined(token))
            if apart and tuple(sheet.ids[token : token + len(words)]) == words:
                yield Name(token, token + len(words) - 1, "LOC", _BY_REPEAT)


def _surnames(tagged: list[Name], sheet: Sheet) -> set[tuple[int, int]]:
    """The last words of persons' full names, by piece: nobody's town when they stand alone."""
    return {
        (sheet.piece[name.last], sheet.ids[name.last])
        for name in tagged
        if name.label == "PER" and name.size > 1
    }


def _is_surname(place: Name, people: set[tuple[int, int]], sheet: Sheet) -> bool:
    if place.size > 1 or (sheet.piece[place.first], sheet.ids[place.first]) not in people:
        return False
    return sheet.read(place.first - 1) not in _WHERE and sheet.word(place.last + 1) != ","


def _is_name(place: Name, sheet: Sheet) -> bool:
    word = sheet.text(place.first, place.last)
    if len(word) == 1 or not any(char.isupper() for char in word):
        return False
    return not sheet.following(place.last, 1).startswith("$")


def _is_disease(place: Name, sheet: Sheet) -> bool:
    if sheet.profile(place.first, place.last) & (matches.COUNTRY | matches.ADMIN1):
        return False
    behind = place.last + 1
    ill = sheet.is_a(behind, WordClass.VIRUS) and sheet.joined(behind)
    return ill or sheet.following(place.last, 5) == " Nile"


def _without_overlap(places: Iterable[Name]) -> list[Name]:
    kept: list[Name] = []
    for place in sorted(places, key=lambda name: (name.first, -name.last)):
        if not kept or place.first > kept[-1].last:
            kept.append(place)
    return kept
