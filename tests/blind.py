"""A recogniser of another version: it sees Quito and nothing else."""

from __future__ import annotations

from geo.records import Toponym


class Blind:
    id = "blind-1"

    def __init__(self, index):
        del index

    def recognize(self, articles):
        for article in articles:
            at = article.text.find("Quito")
            yield [Toponym(text="Quito", start=at, end=at + 5)] if at >= 0 else []
