"""What earlier runs worked out, by everything that decided it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from geo.pipeline.stages import Outcome
from geo.records import Article
from geo.store import Store

_FORMAT = 3
"""Of what is stored; another number forgets what older code stored."""


class Memory:
    """Outcomes in a store. The key covers the article whole, the stages and the reference data."""

    def __init__(self, store: Store, *, version: str) -> None:
        self._store = store
        self._version = version

    def known(self, articles: Iterable[Article]) -> dict[str, Outcome]:
        """The outcomes remembered, by article id."""
        found = ((article, self._store.get(self._key(article))) for article in articles)
        return {article.id: _outcome(article, value) for article, value in found if value}

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Remember outcomes; those of articles that failed are tried again next time."""
        for outcome in outcomes:
            if not outcome.failure:
                self._store.put(self._key(outcome.article), _value(outcome))
        self._store.commit()

    def _key(self, article: Article) -> str:
        decided = f"{_FORMAT} {self._version}\n{article!r}"
        return hashlib.sha256(decided.encode("utf-8", "backslashreplace")).hexdigest()


def _value(outcome: Outcome) -> dict[str, Any]:
    return {"toponyms": outcome.n_toponyms, "rows": outcome.rows, "context": outcome.context}


def _outcome(article: Article, value: dict[str, Any]) -> Outcome:
    return Outcome(
        article=article,
        rows=tuple(value["rows"]),
        n_toponyms=value["toponyms"],
        context=tuple((*named,) for named in value["context"]),
    )
