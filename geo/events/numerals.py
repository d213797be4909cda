"""Numbers as news writes them: digits, words of three languages, and vague amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS: dict[str, int] = {}
for _line in """
1 one un une uno una
2 two dos deux both
3 three tres trois
4 four cuatro quatre
5 five cinco cinq
6 six seis
7 seven siete sept
8 eight ocho huit
9 nine nueve neuf
10 ten diez dix
11 eleven once onze
12 twelve doce douze
13 thirteen trece treize
14 fourteen catorce quatorze
15 fifteen quince quinze
16 sixteen dieciseis seize
17 seventeen diecisiete
18 eighteen dieciocho
19 nineteen diecinueve
20 twenty veinte vingt
21 veintiuno veintiun
22 veintidos
23 veintitres
24 veinticuatro
25 veinticinco
26 veintiseis
27 veintisiete
28 veintiocho
29 veintinueve
30 thirty treinta trente
40 forty cuarenta quarante
50 fifty cincuenta cinquante
60 sixty sesenta soixante
70 seventy setenta
80 eighty ochenta
90 ninety noventa
""".strip().splitlines():
    _value, *_words = _line.split()
    _UNITS.update(dict.fromkeys(_words, int(_value)))
_HUNDREDS = {"hundred": 100, "cien": 100, "ciento": 100, "cent": 100, "cents": 100}
_THOUSANDS = {"thousand": 1000, "mil": 1000, "mille": 1000}
_VAGUE = {
    "several": 3, "few": 3, "couple": 2, "pair": 2, "dozen": 12, "dozens": 12, "scores": 20,
    "hundreds": 100, "thousands": 1000, "varios": 3, "varias": 3, "docena": 12, "docenas": 12,
    "decenas": 12, "cientos": 100, "centenares": 100, "miles": 1000, "plusieurs": 3,
    "quelques": 3, "dizaine": 10, "douzaine": 12, "dizaines": 12, "vingtaine": 20,
    "trentaine": 30, "centaine": 100, "centaines": 100, "milliers": 1000, "decena": 10,
    "veintena": 20, "treintena": 30, "centenar": 100, "quinzaine": 15, "cinquantaine": 50,
    "quarantaine": 40, "soixantaine": 60, "cincuentena": 50, "score": 20,
    "many": 3, "numerous": 3, "numerosos": 3, "numerosas": 3, "algunos": 3, "algunas": 3,
}  # fmt: skip
# "Quatre-vingt" is four times twenty: 80 where 4 has been counted.
_FRENCH_EIGHTY = {"vingt": 76, "vingts": 76}
_ARTICLES = frozenset(["a", "an", "un", "una", "une"])
_FLOOR = {
    ("at", "least"), ("more", "than"), ("al", "menos"), ("por", "lo", "menos"), ("au", "moins"),
    ("plus", "de"), ("mas", "de"), ("over",), ("a", "minimum", "of"), ("no", "fewer", "than"),
    ("not", "less", "than"), ("como", "minimo"), ("au", "minimum"),
}  # fmt: skip
_CEILING = {("up", "to"), ("as", "many", "as"), ("hasta",), ("jusqu", "a"), ("at", "most")}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a sentence: words `first` up to `last`, and the range it leaves open."""

    first: int
    last: int
    low: int
    best: int
    high: int | None
    article: bool = False


def read_amount(words: list[str], index: int) -> Amount | None:
    """The amount that starts at word `index`, or None."""
    word = words[index]
    if word[0].isdecimal():
        return _from_digits(words, index)
    if word in _VAGUE:
        return _vague(words, index)
    if word in _UNITS or word in _HUNDREDS or word in _THOUSANDS:
        return _from_words(words, index)
    if word in _ARTICLES:
        return _after_article(words, index)
    return None


def _vague(words: list[str], index: int) -> Amount:
    value = _VAGUE[words[index]]
    exact = words[index] in {"dozen", "docena", "couple", "pair", "douzaine"}
    if words[index] == "dozen" and index and words[index - 1] in _UNITS:
        value *= _UNITS[words[index - 1]]
    return Amount(index, index + 1, value, value, value if exact else None)


def _from_digits(words: list[str], index: int) -> Amount | None:
    value = _digits(words[index])
    if value is None:
        return None
    last = index + 1
    if last < len(words) and words[last] in _THOUSANDS:
        value *= 1000
        last += 1
    if last < len(words) and words[last] == "dozen":
        value *= 12
        last += 1
    return _with_bounds(words, index, last, value)


def _digits(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 7 else None  # noqa: PLR2004 - longer is an identifier
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){1,2}", word):
        return int(re.sub(r"[.,]", "", word))
    return None


def _from_words(words: list[str], index: int) -> Amount:
    total, part, last = 0, 0, index
    while last < len(words):
        word = words[last]
        if word in _FRENCH_EIGHTY and words[last - 1] == "quatre" and last > index:
            part += _FRENCH_EIGHTY[word]
        elif word in _UNITS:
            part += _UNITS[word]
        elif word in _HUNDREDS:
            part = (part or 1) * 100
        elif word in _THOUSANDS:
            total, part = total + (part or 1) * 1000, 0
        elif word not in {"and", "y", "et"} or not _continues(words, last):
            break
        last += 1
    if last == index + 1 and words[index] in _ARTICLES | {"uno", "one"}:
        return _vague_after(words, index) or Amount(
            index, last, 1, 1, 1, article=words[index] in _ARTICLES
        )
    return _with_bounds(words, index, last, total + part)


def _after_article(words: list[str], index: int) -> Amount:
    """Read "a dozen", "a hundred", or the article alone, which counts one."""
    following = words[index + 1] if index + 1 < len(words) else ""
    if following in _HUNDREDS or following in _THOUSANDS:
        inner = _from_words(words, index + 1)
        return Amount(index, inner.last, inner.low, inner.best, inner.high)
    return _vague_after(words, index) or Amount(index, index + 1, 1, 1, 1, article=True)


def _vague_after(words: list[str], index: int) -> Amount | None:
    following = words[index + 1] if index + 1 < len(words) else ""
    if following not in _VAGUE:
        return None
    inner = _vague(words, index + 1)
    return Amount(index, inner.last, inner.low, inner.best, inner.high)


def _continues(words: list[str], index: int) -> bool:
    """Whether "and" joins a number: "one hundred and five", not "two and three"."""
    before, after = words[index - 1], words[index + 1] if index + 1 < len(words) else ""
    tens = _UNITS.get(before, 0) >= 20 and words[index] != "and"  # noqa: PLR2004
    return (tens or before in _HUNDREDS or before in _THOUSANDS) and (
        _UNITS.get(after, 0) > 0 and after not in _ARTICLES
    )


def _with_bounds(words: list[str], first: int, last: int, value: int) -> Amount:
    for size in (3, 2, 1):
        before = tuple(words[max(0, first - size) : first])
        if before in _FLOOR:
            return Amount(first - size, last, value, value, None)
        if before in _CEILING:
            return Amount(first - size, last, 0, value, value)
    return Amount(first, last, value, value, value)
