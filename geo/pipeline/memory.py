"""What earlier runs worked out, by everything that decided it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from geo.corrections import Corrections, Fate
from geo.events import Sketch
from geo.pipeline.beyond import Asked
from geo.pipeline.findings import Finding
from geo.pipeline.stages import UNCORRECTED
from geo.records import Article
from geo.store import Store

_FORMAT = 5
"""Of what is stored; another number forgets what older code stored."""


class Memory:
    """Findings in a store.

    The key covers the article whole with the corrections of its place names, the stages and the
    reference data; corrections of events come after what is stored.
    """

    def __init__(
        self, store: Store, *, version: str, corrections: Corrections = UNCORRECTED
    ) -> None:
        self._store = store
        self._version = version
        self._corrections = corrections

    def known(self, articles: Iterable[Article]) -> dict[str, Finding]:
        """The findings remembered, by article id."""
        values = ((article, self._store.get(self._key(article))) for article in articles)
        return {article.id: _finding(article, value) for article, value in values if value}

    def keep(self, articles: Iterable[Article], findings: Iterable[Finding]) -> None:
        """Remember the findings of articles, to be used again.

        What failed, and where a service could not be asked, is tried again next time.
        """
        by_id = {article.id: article for article in articles}
        for finding in findings:
            if not finding.failure and not finding.asked.unasked:
                self._store.put(self._key(by_id[finding.id]), _value(finding))
        self._store.commit()

    def _key(self, article: Article) -> str:
        decided = f"{_FORMAT} {self._version}\n{article!r}"
        for correction in self._corrections.of_mentions(article):
            decided += f"\n{correction.key}"
        return hashlib.sha256(decided.encode("utf-8", "backslashreplace")).hexdigest()


def _value(finding: Finding) -> dict[str, Any]:
    return {
        "toponyms": finding.n_toponyms,
        "rows": finding.rows,
        "context": finding.context,
        "fates": [astuple(fate) for fate in finding.fates],
        "asked": [finding.asked.placed, finding.asked.unknown],
        "sketch": astuple(finding.sketch) if finding.sketch else None,
    }


def _finding(article: Article, value: dict[str, Any]) -> Finding:
    return Finding(
        id=article.id,
        path=article.path,
        title=article.title or article.path or article.id,
        url=article.url,
        rows=tuple(value["rows"]),
        n_toponyms=value["toponyms"],
        context=tuple((*named,) for named in value["context"]),
        sketch=_sketch(value["sketch"]),
        fates=tuple(Fate(*fate) for fate in value["fates"]),
        asked=Asked(*value["asked"]),
    )


def _sketch(value: list[Any] | None) -> Sketch | None:
    return Sketch(tuple(value[0]), *value[1:]) if value else None
