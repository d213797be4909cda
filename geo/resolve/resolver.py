"""One place per toponym, from the whole article, with the reason and the alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from geo.errors import GazetteerError
from geo.records import Article, Place, Resolution, Role, Toponym
from geo.resolve.batch import Batch, Floats, Spans, make_batch
from geo.resolve.candidates import CandidateIndex, PlaceIndex
from geo.resolve.cues import dateline_end
from geo.resolve.homes import Homes, stated_home
from geo.resolve.ranker import (
    Evidence,
    Matrix,
    Weights,
    choose,
    gather,
    load_weights,
    rank,
    rank_at_home,
)
from geo.resolve.reasons import UNKNOWN, Reasons

ARTICLES_AT_ONCE = 128
_NAMES_AT_ONCE = 4_096
_ARTICLES_KEPT = 1_024
_ALTERNATIVES = 5
_UNLIKELY = 0.01
_CACHED_PLACES = 100_000
_NOTHING_FITS = 0.1
_HOME_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class _Answer(NamedTuple):
    """What is said of one name, wherever it stands in the article."""

    place: Place | None
    score: float
    reason: str
    alternatives: tuple[tuple[Place, float], ...]


_NOTHING = _Answer(None, 0.0, UNKNOWN, ())


@dataclass(frozen=True, slots=True)
class _Part:
    """Some articles, ready to be answered; no evidence where no name has a candidate."""

    documents: Sequence[Spans]
    batch: Batch
    evidence: Evidence | None
    p: Floats

    @property
    def articles(self) -> list[Article]:
        """The articles alone, in order."""
        return [article for article, _ in self.documents]


class Resolver:
    """Choose the place that each toponym means.

    `home` is where the articles come from, an ISO 3166 code of a country or province ("US",
    "US-LA"); without it, the other articles of the same `Article.source` say where an outlet
    is at home. `weights` replace the shipped ones.
    """

    def __init__(
        self, gazetteer: PlaceIndex, *, home: str | None = None, weights: Weights | None = None
    ) -> None:
        self._gazetteer = gazetteer
        self._index = CandidateIndex(gazetteer)
        self._weights = load_weights() if weights is None else weights
        self._home = None if home is None else _find_home(gazetteer, home)
        self._places: dict[int, Place] = {}
        self.id = f"rank-{self._weights.id}" + (f"-{home.upper()}" if home else "")

    def resolve(self, article: Article, toponyms: Sequence[Toponym]) -> list[Resolution]:
        """One resolution per toponym, in order; `place` is None where nothing fits."""
        return self.resolve_batch([(article, toponyms)])[0]

    def resolve_batch(
        self, documents: Sequence[Spans], *, homes: Homes | None = None
    ) -> list[list[Resolution]]:
        """The resolutions of each article, in order.

        `homes` says where outlets are at home; without it, the articles of one outlet among
        `documents` say so to one another.
        """
        parts: Iterable[_Part] = (self._prepare(part) for part in _cut(documents))
        if homes is None and self._home is None and _share_outlets(documents):
            if len(documents) <= _ARTICLES_KEPT:
                parts = list(parts)
                homes = _add_homes(Homes(), parts)
            else:
                homes = self.learn_homes(documents)
        return [row for part in parts for row in self._resolve(part, homes)]

    def resolve_stream(
        self, documents: Iterable[Spans], *, size: int = ARTICLES_AT_ONCE
    ) -> Iterator[list[Resolution]]:
        """The resolutions of each article of a stream that need not fit into memory.

        An outlet's home is learnt from the articles up to the present `size` ones.
        """
        homes, rest = Homes(), iter(documents)
        while documents := list(islice(rest, size)):
            parts = [self._prepare(part) for part in _cut(documents)]
            _add_homes(homes, parts)
            yield from (row for part in parts for row in self._resolve(part, homes))

    def learn_homes(self, documents: Iterable[Spans], homes: Homes | None = None) -> Homes:
        """Where the outlets of `documents` are at home, added to what `homes` knows."""
        local = [document for document in documents if document[0].source]
        parts = (self._prepare(part) for part in _cut(local))
        return _add_homes(Homes() if homes is None else homes, parts)

    def _prepare(self, documents: Sequence[Spans]) -> _Part:
        batch = make_batch(documents, self._index, self._gazetteer)
        if not len(batch.places):
            return _Part(documents, batch, None, np.zeros(0))
        evidence = gather(batch, self._gazetteer)
        return _Part(documents, batch, evidence, rank(evidence, self._weights))

    def _resolve(self, part: _Part, homes: Homes | None) -> list[list[Resolution]]:
        batch = part.batch
        if part.evidence is None:
            answers = [_NOTHING] * len(batch.groups)
        else:
            p, home = self._at_home(part, part.evidence, homes)
            choice = choose(part.evidence, p, self._weights)
            answers = self._answers(part, p, Reasons(batch, choice, part.evidence.static, home))
        said = iter([answers[group] for group in batch.mentions.tolist()])
        speaks = iter(batch.mention_speaks.tolist())
        return [
            _resolutions(article, spans, islice(said, len(spans)), speaks)
            for article, spans in part.documents
        ]

    def _at_home(
        self, part: _Part, evidence: Evidence, homes: Homes | None
    ) -> tuple[Floats, Matrix | None]:
        """The candidates' probabilities, and the columns of HOME that went into them."""
        if self._home is not None:
            columns, score = stated_home(part.batch, *self._home)
            return rank_at_home(evidence, self._weights, part.p, score), columns
        found = None if homes is None else homes.features(part.articles, part.batch, part.p)
        if found is None:
            return part.p, None
        return rank_at_home(evidence, self._weights, part.p, found @ self._weights.home), found

    def _answers(self, part: _Part, p: Floats, reasons: Reasons) -> list[_Answer]:
        """What is said of each group."""
        batch, choice = part.batch, reasons.choice
        rows, scores = choice.row.tolist(), np.round(choice.score, 4).tolist()
        places = batch.places[choice.row].tolist()
        sources = [article.source for article in part.articles]
        answers = []
        for group, others in enumerate(self._likely(batch, p)):
            row, score = rows[group], scores[group]
            if row < 0:
                answers.append(_NOTHING)
            elif score < _NOTHING_FITS:
                reason = f"none of the {batch.sizes[group]} places of this name fits"
                rest = tuple((place, share) for _, place, share in others[:_ALTERNATIVES])
                answers.append(_Answer(None, 0.0, reason, rest))
            else:
                place = self._place(places[group])
                source = sources[batch.groups[group].article]
                reason = reasons.of(group, place, source, self._place)
                answers.append(_Answer(place, score, reason, _others(others, row)))
        return answers

    def _likely(self, batch: Batch, p: Floats) -> list[list[tuple[int, Place, float]]]:
        """The likeliest candidates of each group: row, place and probability, best first."""
        found: list[list[tuple[int, Place, float]]] = [[] for _ in batch.groups]
        rows = np.flatnonzero(p >= _UNLIKELY)
        rows = rows[np.lexsort((batch.places[rows], -p[rows], batch.group[rows]))]
        for row, place, group, share in zip(
            rows.tolist(),
            batch.places[rows].tolist(),
            batch.group[rows].tolist(),
            np.round(p[rows], 4).tolist(),
            strict=True,
        ):
            if len(found[group]) <= _ALTERNATIVES:
                found[group].append((row, self._place(place), share))
        return found

    def _place(self, index: int) -> Place:
        place = self._places.get(index)
        if place is None:
            if len(self._places) >= _CACHED_PLACES:
                self._places.clear()
            place = self._places[index] = self._gazetteer.place(index)
        return place


def _others(likely: list[tuple[int, Place, float]], chosen: int) -> tuple[tuple[Place, float], ...]:
    """The likeliest candidates without the chosen row."""
    if len(likely) == 1 and likely[0][0] == chosen:
        return ()
    rest = [(place, share) for row, place, share in likely if row != chosen]
    return tuple(rest[:_ALTERNATIVES])


def _find_home(gazetteer: PlaceIndex, home: str) -> tuple[int, list[int]]:
    code = home.upper()
    countries = list(gazetteer.countries)
    if _HOME_CODE.fullmatch(code) is None or code[:2] not in countries:
        raise GazetteerError(
            f"home is {home!r}, expected an ISO 3166 code of a country or province such as "
            '"EC" or "EC-E"'
        )
    provinces = [row for row, iso in enumerate(gazetteer.admin1_isos) if iso == code]
    if len(code) > 2 and not provinces:  # noqa: PLR2004 longer than a country's code
        raise GazetteerError(f"home is {home!r}, and no province of {code[:2]} has this code")
    return countries.index(code[:2]), provinces


def _cut(documents: Sequence[Spans]) -> Iterator[Sequence[Spans]]:
    """Parts of bounded size, so that memory does not grow with the run."""
    start, names = 0, 0
    for at, (_, spans) in enumerate(documents):
        full = at - start >= ARTICLES_AT_ONCE or names + len(spans) > _NAMES_AT_ONCE
        if at > start and full:
            yield documents[start:at]
            start, names = at, 0
        names += len(spans)
    if start < len(documents):
        yield documents[start:]


def _share_outlets(documents: Sequence[Spans]) -> bool:
    sources = [article.source for article, _ in documents if article.source]
    return len(set(sources)) < len(sources)


def _add_homes(homes: Homes, parts: Iterable[_Part]) -> Homes:
    for part in parts:
        if part.evidence is not None:
            homes.add(part.articles, part.batch, part.p)
    return homes


def _resolutions(
    article: Article,
    spans: Sequence[Toponym],
    answers: Iterable[_Answer],
    speaks: Iterator[bool],
) -> list[Resolution]:
    dateline = dateline_end(article) if spans else -1
    return [
        Resolution(
            toponym=toponym,
            place=place,
            score=score,
            reason=reason,
            alternatives=alternatives,
            role=_role(article, toponym, place, dateline=dateline, speaks=speaker)
            if speaker or dateline > 0
            else "context",
        )
        for (place, score, reason, alternatives), toponym, speaker in zip(
            answers, spans, speaks, strict=False
        )
    ]


def _role(
    article: Article, toponym: Toponym, place: Place | None, *, dateline: int, speaks: bool
) -> Role:
    if toponym.end <= dateline and toponym.start >= len(article.title):
        return "dateline"
    if speaks and place is not None and (place.kind == "country" or place.capital):
        return "actor"
    return "context"
