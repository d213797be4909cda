"""Copies of training texts in capitals and in Title Case, so that both can be read.

Copies with swapped names were tried too: they cost more precision than they gave.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from recogniser_corpora import Example

_SMALL = frozenset(
    {
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "nor", "by",
        "with", "from", "as", "is", "de", "la", "del",
    }
)  # fmt: skip


def copies(examples: Sequence[Example]) -> Iterator[Example]:
    """All copies that training adds."""
    yield from in_capitals(examples, share=0.2, seed=5)
    yield from in_title_case(examples, share=0.1, seed=6)


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
