"""The words of the page, in the languages it speaks."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es", "fr")


@functools.cache
def load_words(language: str) -> dict[str, Any]:
    """All words of one language by their keys; forms for one and many are pairs."""
    path = files("geo.render") / "assets" / "words" / f"{language}.json"
    words: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return words
