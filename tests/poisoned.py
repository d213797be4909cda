"""A recogniser that some articles break, each in its own way: by the word in their text."""

from __future__ import annotations

import ctypes
import os
import time

from geo.toponyms import BuiltinRecognizer

HANGS, EXITS, CRASHES = "HANGSHERE", "EXITSHERE", "CRASHESHERE"


class PoisonedRecognizer(BuiltinRecognizer):
    """The built-in one, but for the articles that hold one of the words."""

    def recognize(self, articles):
        articles = list(articles)
        for article in articles:
            if HANGS in article.text:
                time.sleep(3600)
            if EXITS in article.text:
                os._exit(7)
            if CRASHES in article.text:
                ctypes.string_at(0)
        return super().recognize(articles)
