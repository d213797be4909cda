"""Score events, and the places they are told with, against filled templates and labels."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from geo.errors import UsageError
from geo.evaluate.alignment import aligned_event, is_counted, is_violent
from geo.evaluate.chains import Chains
from geo.evaluate.event_slots import (
    Pair,
    missed_events,
    score_dates,
    score_deaths,
    score_places,
    score_types,
)
from geo.evaluate.forms import chosen_tasks, corpus_form
from geo.evaluate.kinds import TYPES_OF
from geo.evaluate.mistakes import Mistake
from geo.evaluate.scorecard import Scorecard
from geo.evaluate.scores import Match
from geo.evaluate.snippets import Snippet, read_snippets
from geo.evaluate.template_names import score_names
from geo.evaluate.templates import TemplateArticle, read_templates
from geo.events import RULES_ID, extract_events
from geo.events.types import TYPE_OF
from geo.gazetteer import Gazetteer
from geo.records import Article, Event, Resolution

Reader: TypeAlias = Callable[[Sequence[Article]], list[list[Resolution]]]
_BATCH = 64


def evaluate_events(
    corpus_path: Path | str,
    *,
    task: str | Sequence[str] = (),
    read: Reader,
    gazetteer: Gazetteer,
) -> Scorecard:
    """The scorecard of a corpus of event templates (MUC-4) or labelled snippets (CASE 2021).

    `read` gives the resolved place names of articles, as the main job reads them. Tasks:

    places      names of the annotated places: recognised where they stand in the text, and
                resolved to the right country and chain (`geo.evaluate.template_names`)
    relevance   articles with at least one event of ours against articles annotated as relevant
    events      place, date, deaths and type of the event of articles that have exactly one
                (`geo.evaluate.alignment` says which of ours answers it)
    dates       the dates of the same events alone
    types       their types alone; or, of snippets, ACLED sub-types and types of our first event

    Raises SourceError where the corpus cannot be read, UsageError for a task it has no answers to.

    Example
    -------
    >>> card = evaluate_events("muc4.jsonl", task="dates", read=stages.resolve,
    ...                        gazetteer=stages.gazetteer)  # doctest: +SKIP
    >>> card.scores["dates"]["exact"]  # doctest: +SKIP
    """
    form = corpus_form(corpus_path)
    if form == "names":
        raise UsageError(f"{corpus_path} holds place names and no events; call evaluate() for it")
    tasks = chosen_tasks(corpus_path, form, (task,) if isinstance(task, str) else task)
    if form == "snippets":
        return _score_snippets(corpus_path, _Extractor(read, gazetteer))
    return _score_templates(corpus_path, tasks, _Extractor(read, gazetteer))


class _Extractor:
    """The events of articles, and how long they took."""

    def __init__(self, read: Reader, gazetteer: Gazetteer) -> None:
        self._read = read
        self.gazetteer = gazetteer
        self.seconds = 0.0

    def resolve(self, articles: Sequence[Article]) -> Iterator[list[Resolution]]:
        for at in range(0, len(articles), _BATCH):
            start = time.perf_counter()
            rows = self._read(articles[at : at + _BATCH])
            self.seconds += time.perf_counter() - start
            yield from rows

    def events(self, articles: Sequence[Article]) -> list[list[Event]]:
        found = []
        for article, names in zip(articles, self.resolve(articles), strict=True):
            start = time.perf_counter()
            found.append(extract_events(article, names, countries=self.gazetteer))
            self.seconds += time.perf_counter() - start
        return found

    def rate(self, articles: Sequence[Article]) -> float:
        return len(articles) / self.seconds if self.seconds else 0.0


def _score_templates(path: Path | str, tasks: Sequence[str], extractor: _Extractor) -> Scorecard:
    corpus = read_templates(path)
    articles = [each.article for each in corpus]
    scores: dict[str, dict[str, Any]] = {}
    mistakes: list[Mistake] = []
    if "places" in tasks:
        names = list(extractor.resolve(articles))
        scores["places"], found = score_names(corpus, names, Chains(extractor.gazetteer))
        scores["places"]["articles_per_s"] = extractor.rate(articles)
        mistakes += found
    if set(tasks) != {"places"}:
        extractor.seconds = 0.0
        events = extractor.events(articles)
        for task in tasks:
            if task != "places":
                scores[task], found = _score(task, corpus, events, extractor.gazetteer)
                scores[task]["articles_per_s"] = extractor.rate(articles)
                mistakes += found
    return Scorecard(
        corpus=str(path),
        articles=len(corpus),
        golds=sum(len(each.events) for each in corpus),
        what="annotated events",
        rules=RULES_ID,
        scores=scores,
        mistakes=tuple(mistakes),
    )


def _score(
    task: str,
    corpus: Sequence[TemplateArticle],
    events: Sequence[list[Event]],
    gazetteer: Gazetteer,
) -> tuple[dict[str, Any], list[Mistake]]:
    if task == "relevance":
        return _relevance(corpus, events)
    pairs = list(_pairs(corpus, events))
    head = {"articles": len(pairs), "answered": sum(pair.event is not None for pair in pairs)}
    if task == "dates":
        figures, mistakes = score_dates(pairs)
        return {**head, **figures}, mistakes
    types, mistyped = score_types(pairs)
    if task == "types":
        return {**head, **types, "mapping": TYPES_OF}, mistyped
    places, misplaced = score_places(pairs, Chains(gazetteer))
    dates, misdated = score_dates(pairs)
    deaths, miscounted = score_deaths(pairs)
    figures = {**head, "place": places, "date": dates, "deaths": deaths, "type": types}
    misplaced = [each for each in misplaced if each.text or each.found]
    mistakes = [*missed_events(pairs), *misplaced, *misdated, *miscounted, *mistyped]
    return figures, mistakes


def _pairs(corpus: Sequence[TemplateArticle], events: Sequence[list[Event]]) -> Iterator[Pair]:
    for each, found in zip(corpus, events, strict=True):
        if len(each.events) == 1:
            (gold,) = each.events
            yield Pair(each.article.id, gold, aligned_event(gold, found))


def _relevance(
    corpus: Sequence[TemplateArticle], events: Sequence[list[Event]]
) -> tuple[dict[str, Any], list[Mistake]]:
    """Precision and recall of articles with an event of ours against those annotated as relevant.

    All our events first: battles, protests and arrests are events, too, and make an article that
    MUC-4 calls irrelevant a mistake here. `violent` takes violence and looting alone, `counted`
    what MUC-4 counts, by the columns of our rows (`geo.evaluate.alignment.is_counted`).
    """
    mistakes: list[Mistake] = []
    counts: Counter[str] = Counter()
    for each, found in zip(corpus, events, strict=True):
        kinds = {
            "found": bool(found),
            "violent": any(map(is_violent, found)),
            "counted": any(map(is_counted, found)),
        }
        counts.update(kinds, relevant=each.relevant)
        counts.update({f"{kind} right": holds and each.relevant for kind, holds in kinds.items()})
        if bool(found) != each.relevant:
            mistakes.append(_misjudged(each, found))
    figures = {
        "n": len(corpus),
        "relevant": counts["relevant"],
        **_judged(counts, "found"),
        "violent": _judged(counts, "violent"),
        "counted": _judged(counts, "counted"),
    }
    return figures, mistakes


def _judged(counts: Counter[str], kind: str) -> dict[str, Any]:
    match = Match(counts[f"{kind} right"], counts[kind], counts["relevant"])
    return {"with_events": counts[kind], **match.as_dict()}


def _misjudged(each: TemplateArticle, found: list[Event]) -> Mistake:
    if found:
        event = max(found, key=lambda event: event.type_score)
        evidence = event.evidence
        context = " ".join(evidence.sentence.split())
        name = f"{event.type}: {event.sub_type}"
        reason = f"an event was read in an irrelevant article, status {event.status}"
        return Mistake(
            each.article.id, "relevance", evidence.trigger, context, "no event", name, reason,
            event.type_score,
        )  # fmt: skip
    wanted = "; ".join("/".join(sorted(gold.types)) for gold in each.events)
    told = "; ".join(fill for gold in each.events for fill in gold.fills)
    return Mistake(each.article.id, "relevance", "", told, wanted, "", "no event was found")


def _score_snippets(path: Path | str, extractor: _Extractor) -> Scorecard:
    corpus = read_snippets(path)
    articles = [each.article for each in corpus]
    events = extractor.events(articles)
    figures, mistakes = _sub_types(corpus, events)
    return Scorecard(
        corpus=str(path),
        articles=len(corpus),
        golds=figures["n"],
        what="snippets labelled with a sub-type of ACLED's",
        rules=RULES_ID,
        scores={"sub_types": {**figures, "articles_per_s": extractor.rate(articles)}},
        mistakes=tuple(mistakes),
    )


def _sub_types(
    corpus: Sequence[Snippet], events: Sequence[list[Event]]
) -> tuple[dict[str, Any], list[Mistake]]:
    """Shares of the labelled snippets whose first event has the sub-type, and the type.

    A snippet in which no event is found counts as wrong. `not_acled` are those with labels for
    what ACLED does not code: `without_event` is the share in which we find none either.
    """
    counts: Counter[str] = Counter()
    mistakes = []
    for snippet, found in zip(corpus, events, strict=True):
        if not snippet.sub_type:
            counts.update(not_acled=1, without_event=not found)
            continue
        ours = found[0] if found else None
        sub_type = ours.sub_type if ours else ""
        right = sub_type == snippet.sub_type
        same = ours is not None and ours.type == TYPE_OF[snippet.sub_type]
        counts.update(n=1, sub_type=right, type=same, missing=not found)
        counts.update({f"{snippet.sub_type} n": 1, f"{snippet.sub_type} right": right})
        if not right:
            mistakes.append(_mislabelled(snippet, ours, same=same))
    whole, outside = max(1, counts["n"]), max(1, counts["not_acled"])
    figures = {
        "n": counts["n"],
        "sub_type": counts["sub_type"] / whole,
        "type": counts["type"] / whole,
        "without_event": counts["missing"] / whole,
        "not_acled": {"n": counts["not_acled"], "without_event": counts["without_event"] / outside},
        "labels": {
            name: {"n": counts[f"{name} n"], "right": counts[f"{name} right"]}
            for name in TYPE_OF
            if counts[f"{name} n"]
        },
    }
    return figures, mistakes


def _mislabelled(snippet: Snippet, ours: Event | None, *, same: bool) -> Mistake:
    context = " ".join(snippet.article.text.split())
    wanted = f"{TYPE_OF[snippet.sub_type]}: {snippet.sub_type}"
    if ours is None:
        return Mistake(snippet.article.id, "types", "", context, wanted, "", "no event was found")
    reason = "another sub-type" if same else "another type"
    return Mistake(
        snippet.article.id, "types", ours.evidence.trigger, context, wanted,
        f"{ours.type}: {ours.sub_type}", reason, off=not same,
    )  # fmt: skip
