"""What the words around a name say: which area holds it, what kind of place it is, who speaks.

Everything is read from a window of some 80 characters either side, so that the work does not
grow with the article.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from geo.records import Article, Toponym
from geo.resolve.words import LINKS, LOCATIVES, SPEECH, SPEECH_STARTS, TYPES

_WINDOW = 80
_WORDS_KEPT = 1 << 14
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*\.?(?:[A-Z]\.)*"
_RIGHT = re.compile(
    # what can be no area is seen at once
    r"(?!,\s(?!(?i:in\s|en\s|aux?\s|dans\s|em\s|n[oa]\s|a|the|un|um|el|l[aeo’']|capital|province|"
    r"state|north|south|east|west|central|nor|su[dr]|est|ouest))[a-z])"
    r"(?P<direct>,?\s\(|,\s?)?"
    r"(?P<apart>(?i:,?\s?(?:in|en|au|aux|dans|em|no|na)\s|"
    r"(?:(?:an?|the|una?|une?|el|la|le|l['’]|um|uma|capital|capitale|province|state)\s?)"
    r"(?:[\wÀ-ÿ-]+\s){0,4}(?:in|of|de|en|du|del|do|da|des)\s))?"
    r"(?i:(?:the|el|la|le|los|las|les|l['’])\s?)?"
    r"(?i:(?:north|south|east|west|central|nor|sud|sur|est|ouest)[\w-]*\s)?"
    rf"(?P<area>{_NAME}(?:\s{_NAME}){{0,3}})"
)
_NEXT_WORD = re.compile(r"[\s-]([^\W\d_]+)")
_POSSESSIVE = re.compile(r"['’]s?$")
_PUNCTUATION = ".,“\"'("
_APPOSED = frozenset({"capital", "capitale"})
_SHORTENED = frozenset({"gov", "sen"})
_AREA_STARTS = frozenset({"in", "en", "au", "aux", "dans", "em", "no", "na"})
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_DATELINE = re.compile(r"\s*(?P<head>[^\n]{2,90}?)\s*(?:\([^()\n]{1,40}\)\s*)?(?:[—–]|--| - |\[)")
_SMALL = re.compile(r"\b[a-zà-ÿ]+")
_DASHES = ("—", "–", "--", " - ", "[")
_STOPS = frozenset('.;:!?,—–”"’')
_DATELINE_WORDS = frozenset(
    ["de", "la", "el", "of", "y", "al", "le", "and", "the", "du", "st", "near"]
)
_NO_AREAS: tuple[tuple[str, ...], bool] = ((), False)
_NO_TYPE = (0, "")


class Cue(NamedTuple):
    """What stands around one name.

    `areas` are the longest-first spellings of an area after the name ("Ontario" in "Paris,
    Ontario"), `direct` where only a comma or bracket is between; `owner` is the word before
    that may hold it ("Syria's Aleppo", "Iraqi city of Mosul"); `types` is a mask of kinds
    asked for by the type word `word`, which stands `before` the name or after it. `speaks`
    says that the name is the subject of a verb of speech or decision: "Moscow warned".
    """

    areas: tuple[str, ...] = ()
    direct: bool = False
    owner: str = ""
    types: int = 0
    word: str = ""
    before: bool = False
    speaks: bool = False


PLAIN = Cue()
"""What stands around most names: nothing that says anything."""


def read_cue(text: str, toponym: Toponym) -> Cue:
    """What the words right beside `toponym` say."""
    name, start, end = toponym.text, toponym.start, toponym.end
    after = _next_word(text, end)
    areas, direct = _areas(text, name, end, after)
    types, word = _inside(name) if " " in name else _NO_TYPE
    if after in TYPES and not types:
        types, word = TYPES[after], after
    near = text[max(0, start - _WINDOW // 2) : start]
    last = near.rsplit(None, 1)
    owner, asked, asker = "", 0, ""
    if last and _may_say(last[-1]):
        owner, asked, asker = _left(near.split())
    speaks = after in SPEECH_STARTS and not asked and _speaks(text, end, near.split())
    if not (areas or types or owner or asked or speaks):
        return PLAIN
    if asked and not types:
        return Cue(areas, direct, owner, asked, asker, True, speaks)  # noqa: FBT003 many are made
    return Cue(areas, direct, owner, types, word, False, speaks)  # noqa: FBT003


def _next_word(text: str, end: int) -> str:
    if text[end : end + 1] in _STOPS:
        return ""
    following = _NEXT_WORD.match(text, end, end + _WINDOW // 2)
    return following[1].lower() if following else ""


def _areas(text: str, name: str, end: int, after: str) -> tuple[tuple[str, ...], bool]:
    if "," in name:
        parts = name.split(",")[1:]
        return tuple(part.strip() for part in parts if part.strip()), True
    if after not in _AREA_STARTS and not text.startswith((",", " ("), end):
        return _NO_AREAS
    found = _RIGHT.match(text, end, end + _WINDOW)
    if found is None:
        return _NO_AREAS
    comma, apart, area = found.group("direct", "apart", "area")
    if not comma and not apart:
        return _NO_AREAS
    direct = bool(comma) and not apart
    if area.isalpha():
        return (area,), direct
    words = area.split()
    return tuple(" ".join(words[:size]) for size in range(len(words), 0, -1)), direct


@functools.lru_cache(maxsize=_WORDS_KEPT)
def _may_say(word: str) -> bool:
    """Whether `word`, standing before a name, can say anything of it."""
    lower = word.lower()
    return word.endswith(_POSSESSIVES) or lower in LINKS or lower.strip(_PUNCTUATION) in TYPES


def _left(before: list[str]) -> tuple[str, int, str]:
    """The owner, type mask and type word before a name, from the words before it."""
    if not before:
        return "", 0, ""
    at = len(before) - 1
    if before[at].endswith(_POSSESSIVES):
        return _POSSESSIVE.sub("", before[at]), 0, ""
    linked = at
    while linked > 0 and linked > at - 2 and before[linked].lower() in LINKS:
        linked -= 1
    word = before[linked].lower().strip(_PUNCTUATION)
    types = TYPES.get(word, 0)
    if not _belongs(before[linked], word):
        types = 0
    if types:
        owner = before[linked - 1] if linked else ""
    elif linked < at and linked and before[linked - 1].lower() in TYPES:
        # "la ciudad siria de Alepo": the adjective follows its noun
        owner, word = before[linked], before[linked - 1].lower()
        types = TYPES[word]
    else:
        return "", 0, ""
    owner = _POSSESSIVE.sub("", owner)
    return "" if owner.lower() in LINKS else owner, types, word


def _belongs(written: str, word: str) -> bool:
    """Whether a type word goes with the name after it: not where its own phrase ends before."""
    if written[-1:].isalpha():
        return True
    return word in _APPOSED if written.endswith(",") else word in _SHORTENED


@functools.lru_cache(maxsize=_WORDS_KEPT)
def _inside(name: str) -> tuple[int, str]:
    words = name.lower().split()
    for word in (words[-1], words[0]) if words else ():
        if word in TYPES:
            return TYPES[word], word
    return 0, ""


def dateline_end(article: Article) -> int:
    """Where the dateline at the start of the body ends; -1 without one.

    "KYIV, March 3 (Reuters) —" and "SAN SALVADOR, 3 JAN 90 --" are datelines; the body begins
    after the title.
    """
    text, title = article.text, article.title
    start = len(title) if title and text.startswith(title) else 0
    while start < len(text) and text[start].isspace():
        start += 1
    window = text[start : start + 2 * _WINDOW]
    if not any(mark in window for mark in _DASHES):
        return -1
    found = _DATELINE.match(text, start, start + 2 * _WINDOW)
    if found is None or not found["head"][:1].isupper():
        return -1
    small = {word for word in _SMALL.findall(found["head"]) if word not in _DATELINE_WORDS}
    return -1 if small else found.end()


def _speaks(text: str, end: int, before: list[str]) -> bool:
    if SPEECH.match(text, end, end + _WINDOW) is None:
        return False
    if not before or before[-1][-1] in _STOPS:
        return True
    last = before[-1].lower()
    if last == "the" and len(before) > 1:
        last = before[-2].lower()
    return last not in LOCATIVES
