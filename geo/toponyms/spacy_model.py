"""An installed spaCy model as a recogniser of place names."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from geo.errors import GeoconflictError
from geo.records import Article, Toponym

_PLACES = frozenset({"GPE", "LOC"})
_ARTICLES = ("the ", "The ", "THE ")
_POSSESSIVES = ("'s", "’s")


class SpacyRecognizer:
    """The names that a spaCy model labels GPE or LOC, without "the" and "'s".

    Raises GeoconflictError where spaCy or the model is not installed.
    """

    def __init__(self, model: str) -> None:
        self._pipeline = _load(model)
        meta = self._pipeline.meta
        self.id = f"spacy:{meta['lang']}_{meta['name']}-{meta['version']}"

    def recognize(self, articles: Iterable[Article]) -> Iterator[list[Toponym]]:
        """The place names of each article, by position, in the order of the articles."""
        texts = (article.text for article in articles)
        for document in self._pipeline.pipe(texts, batch_size=16):
            yield [
                toponym
                for entity in document.ents
                if entity.label_ in _PLACES
                for toponym in _trim(document.text, entity.start_char, entity.end_char)
            ]


def _trim(text: str, start: int, end: int) -> Iterator[Toponym]:
    if text.startswith(_ARTICLES, start, end):
        start += 4
    if text.endswith(_POSSESSIVES, start, end):
        end -= 2
    if start < end:
        yield Toponym(text=text[start:end], start=start, end=end)


def _load(model: str) -> Any:
    try:
        spacy = importlib.import_module("spacy")
    except ImportError as error:
        raise GeoconflictError(
            "spaCy is not installed; run `pip install geoconflict[spacy]`, then "
            f"`python -m spacy download {model}`"
        ) from error
    try:
        return spacy.load(model, exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])
    except OSError as error:
        raise GeoconflictError(
            f'spaCy has no model "{model}"; run `python -m spacy download {model}`'
        ) from error
