"""Score recognition, resolution and both together against an annotated corpus."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from geo.evaluate.corpora import AnnotatedArticle, Gold, read_corpus
from geo.evaluate.mistakes import Mistake, worst_first
from geo.evaluate.placing import Nearest, calibration, error_km, right_entity, units
from geo.evaluate.scores import NEAR_KM, Match, error_scores, overlapping
from geo.gazetteer import Gazetteer
from geo.records import Article, Resolution, Toponym

Task: TypeAlias = Literal["recognition", "resolution", "end-to-end"]
TASKS: tuple[Task, ...] = ("recognition", "resolution", "end-to-end")


class Recognizer(Protocol):
    """Finds place names in articles."""

    @property
    def id(self) -> str:
        """What names it and its configuration."""
        ...

    def recognize(self, articles: Iterable[Article]) -> Iterator[list[Toponym]]:
        """The place names of each article, in order."""
        ...


class Resolver(Protocol):
    """Chooses the place of each name."""

    @property
    def id(self) -> str:
        """What names it and its configuration."""
        ...

    def resolve_batch(
        self, documents: Sequence[tuple[Article, Sequence[Toponym]]]
    ) -> list[list[Resolution]]:
        """One resolution per name of each article, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What was measured; a task that was not asked for has no figures."""

    corpus: str
    articles: int
    golds: int
    what: str = "annotated names"
    recognizer: str = ""
    resolver: str = ""
    rules: str = ""
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Everything but the mistakes, ready for JSON."""
        return {
            "corpus": self.corpus,
            "articles": self.articles,
            "golds": self.golds,
            **({"rules": self.rules} if self.rules else self._makers()),
            **self.scores,
        }

    def _makers(self) -> dict[str, str]:
        return {"recognizer": self.recognizer, "resolver": self.resolver}

    def errors(self, n: int) -> list[Mistake]:
        """The n worst mistakes: farthest off first, then in the corpus's order.

        Days, deaths and wrong places have no common measure: of events the worst of each slot
        comes first, then the second worst of each.
        """
        return worst_first(self.mistakes, in_turn=bool(self.rules))[:n]


def evaluate(
    corpus_path: Path | str,
    *,
    task: Task | Sequence[Task] = TASKS,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    gazetteer: Gazetteer | None = None,
) -> Scorecard:
    """The scorecard of one corpus; tasks whose parts are not given are left out.

    `gazetteer` tells in which country and province a gold lies (that of the nearest town);
    without it those two shares are missing.
    """
    corpus = read_corpus(corpus_path)
    tasks = {task} if isinstance(task, str) else set(task)
    scores: dict[str, dict[str, Any]] = {}
    mistakes: list[Mistake] = []
    if recognizer is not None and tasks & {"recognition", "end-to-end"}:
        found, seconds = _recognised(corpus, recognizer)
        if "recognition" in tasks:
            scores["recognition"] = _recognition(corpus, found, mistakes)
            scores["recognition"]["articles_per_s"] = _rate(corpus, seconds)
        if resolver is not None and "end-to-end" in tasks:
            scores["end_to_end"] = _end_to_end(corpus, found, resolver, seconds)
    if resolver is not None and "resolution" in tasks:
        scores["resolution"] = _resolution(corpus, resolver, gazetteer, mistakes)
    return Scorecard(
        corpus=str(corpus_path),
        articles=len(corpus),
        golds=sum(len(each.golds) for each in corpus),
        recognizer=recognizer.id if recognizer is not None else "",
        resolver=resolver.id if resolver is not None else "",
        scores=scores,
        mistakes=tuple(mistakes),
    )


def _rate(corpus: Sequence[AnnotatedArticle], seconds: float) -> float:
    return len(corpus) / seconds if seconds else 0.0


def _recognised(
    corpus: Sequence[AnnotatedArticle], recognizer: Recognizer
) -> tuple[list[list[Toponym]], float]:
    start = time.perf_counter()
    found = list(recognizer.recognize([each.article for each in corpus]))
    return found, time.perf_counter() - start


def _recognition(
    corpus: Sequence[AnnotatedArticle], found: list[list[Toponym]], mistakes: list[Mistake]
) -> dict[str, Any]:
    exact, overlap = [0, 0, 0], [0, 0]
    for each, names in zip(corpus, found, strict=True):
        golds = {(gold.start, gold.end) for gold in each.golds if not gold.demonym}
        demonyms = {(gold.start, gold.end) for gold in each.golds if gold.demonym}
        spans = {(name.start, name.end) for name in names} - demonyms
        for at, n in enumerate((len(spans & golds), len(spans), len(golds))):
            exact[at] += n
        overlap[0] += overlapping(spans, golds)
        overlap[1] += overlapping(golds, spans)
        mistakes += _missed(each.article, spans, golds)
    precision, recall = overlap[0] / max(1, exact[1]), overlap[1] / max(1, exact[2])
    return {
        "exact": Match(*exact).as_dict(),
        "overlap": {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        },
    }


def _missed(
    article: Article, spans: set[tuple[int, int]], golds: set[tuple[int, int]]
) -> Iterator[Mistake]:
    for start, end in sorted(spans ^ golds):
        name = article.text[start:end]
        wanted, found = (name, "") if (start, end) in golds else ("", name)
        reason = "not found" if wanted else "found, but not annotated"
        context = _context(article, start, end)
        yield Mistake(article.id, "recognition", name, context, wanted, found, reason)


def _context(article: Article, start: int, end: int) -> str:
    return " ".join(article.text[max(0, start - 50) : end + 50].split())


def _resolution(
    corpus: Sequence[AnnotatedArticle],
    resolver: Resolver,
    gazetteer: Gazetteer | None,
    mistakes: list[Mistake],
) -> dict[str, Any]:
    documents = [
        (each.article, [Toponym(text=g.text, start=g.start, end=g.end) for g in each.golds])
        for each in corpus
    ]
    start = time.perf_counter()
    answers = resolver.resolve_batch(documents)
    seconds = time.perf_counter() - start
    pairs = [
        (each.article, gold, answer)
        for each, row in zip(corpus, answers, strict=True)
        for gold, answer in zip(each.golds, row, strict=True)
        if gold.located
    ]
    errors = [error_km(gold, answer.place) for _, gold, answer in pairs]
    mistakes += [
        _misplaced(article, gold, answer, error)
        for (article, gold, answer), error in zip(pairs, errors, strict=True)
        if error > NEAR_KM
    ]
    located = [(gold, answer) for _, gold, answer in pairs]
    nearest = None if gazetteer is None else Nearest(gazetteer)
    right = [
        error <= NEAR_KM or (nearest is not None and right_entity(gold, answer.place, nearest))
        for (gold, answer), error in zip(located, errors, strict=True)
    ]
    unknown = sum(answer.place is None and not answer.alternatives for _, answer in located)
    return {
        **error_scores(errors),
        "without_candidate": unknown / max(1, len(located)),
        "right_entity": sum(right) / max(1, len(right)),
        **(units(located, nearest) if nearest is not None else {}),
        "calibration": calibration([answer for _, answer in located], right),
        "articles_per_s": _rate(corpus, seconds),
    }


def _misplaced(article: Article, gold: Gold, answer: Resolution, error: float) -> Mistake:
    place = answer.place
    found = "" if place is None else f"{place.name}, {place.admin1}, {place.country} ({place.kind})"
    return Mistake(
        article=article.id,
        task="resolution",
        text=gold.text,
        context=_context(article, gold.start, gold.end),
        wanted=f"{gold.lat}, {gold.lon}" + (f" geonames:{gold.geonames}" if gold.geonames else ""),
        found=found,
        reason=f"{answer.reason} (score {answer.score})",
        off=error,
        unit="km",
    )


def _end_to_end(
    corpus: Sequence[AnnotatedArticle],
    found: list[list[Toponym]],
    resolver: Resolver,
    seconds: float,
) -> dict[str, Any]:
    start = time.perf_counter()
    answers = resolver.resolve_batch(
        [(each.article, names) for each, names in zip(corpus, found, strict=True)]
    )
    seconds += time.perf_counter() - start
    right, emitted, wanted = 0, 0, 0
    for each, row in zip(corpus, answers, strict=True):
        golds = {(g.start, g.end): g for g in each.golds if not g.demonym and g.located}
        ignored = {(g.start, g.end) for g in each.golds if g.demonym or not g.located}
        placed = {(a.toponym.start, a.toponym.end): a.place for a in row if a.place is not None}
        right += sum(
            error_km(golds[span], place) <= NEAR_KM
            for span, place in placed.items()
            if span in golds
        )
        emitted += len(placed.keys() - ignored)
        wanted += len(golds)
    match = Match(right, emitted, wanted)
    return {
        "recall": match.recall,
        "correct_share": match.precision,
        "f1": match.f1,
        "articles_per_s": _rate(corpus, seconds),
    }
