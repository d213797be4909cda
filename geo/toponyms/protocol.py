"""What every recogniser of place names does, and how one is chosen by name."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from geo.errors import GeoconflictError, UsageError
from geo.records import Article, Toponym
from geo.toponyms.builtin import BuiltinRecognizer, Demonyms, Model
from geo.toponyms.matches import NameIndex
from geo.toponyms.spacy_model import SpacyRecognizer


class Recognizer(Protocol):
    """Finds place names in articles."""

    @property
    def id(self) -> str:
        """Name and configuration, so that every row can say what found its place."""
        ...

    def recognize(self, articles: Iterable[Article]) -> Iterator[list[Toponym]]:
        """The place names of each article, by position, none overlapping, in the order given."""
        ...


def recognizer(spec: str, index: NameIndex, *, demonyms: Demonyms = "locating") -> Recognizer:
    """The recogniser that `spec` names.

    "builtin", "builtin:FOLDER" with weights of one's own training, "spacy:MODEL" for an
    installed spaCy model, or "python:MODULE:NAME" for a recogniser of one's own: the value of
    that name in an importable module, called with `index`. Raises GeoconflictError for any other.
    """
    name, _, model = spec.partition(":")
    if name == "builtin":
        trained = Model.open(Path(model)) if model else None
        return BuiltinRecognizer(index, model=trained, demonyms=demonyms)
    if name == "spacy" and model:
        return SpacyRecognizer(model)
    if name == "python" and ":" in model:
        return _own(model, index)
    raise UsageError(
        f'recogniser "{spec}" is unknown; use "builtin" or "spacy:MODEL", as in '
        '"spacy:en_core_web_md"'
    )


def _own(spec: str, index: NameIndex) -> Recognizer:
    module, _, attribute = spec.rpartition(":")
    try:
        made: Recognizer = getattr(importlib.import_module(module), attribute)(index)
    except (ImportError, AttributeError) as error:
        raise GeoconflictError(f'recogniser "python:{spec}" cannot be loaded: {error}') from error
    return made
