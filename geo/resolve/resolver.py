"""One place per toponym, from the whole article, with the reason and the alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from geo.errors import GazetteerError
from geo.records import Article, Place, Resolution, Role, Toponym
from geo.resolve.batch import Batch, Floats, Spans, make_batch
from geo.resolve.candidates import CandidateIndex, PlaceIndex
from geo.resolve.cues import dateline_end
from geo.resolve.features import static_features
from geo.resolve.homes import Homes, stated_home
from geo.resolve.ranker import Matrix, Weights, choose, load_weights, rank
from geo.resolve.reasons import UNKNOWN, Reasons

ARTICLES_AT_ONCE = 64
_NAMES_AT_ONCE = 4_096
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
        homes = self.learn_homes(documents) if homes is None else homes
        return [row for part in _parts(documents) for row in self._resolve(part, homes)]

    def resolve_stream(
        self, documents: Iterable[Spans], *, size: int = ARTICLES_AT_ONCE
    ) -> Iterator[list[Resolution]]:
        """The resolutions of each article of a stream that need not fit into memory.

        An outlet's home is learnt from the articles up to the present `size` ones.
        """
        homes, rest = Homes(), iter(documents)
        while batch := list(islice(rest, size)):
            self.learn_homes(batch, homes)
            yield from self.resolve_batch(batch, homes=homes)

    def learn_homes(self, documents: Iterable[Spans], homes: Homes | None = None) -> Homes:
        """Where the outlets of `documents` are at home, added to what `homes` knows."""
        homes = Homes() if homes is None else homes
        local = [document for document in documents if document[0].source]
        for part in _parts(local):
            batch = self._batch(part)
            if len(batch.places):
                homes.add([article for article, _ in part], batch, self._rank(batch))
        return homes

    def _batch(self, documents: Sequence[Spans]) -> Batch:
        return make_batch(documents, self._index, self._gazetteer)

    def _rank(self, batch: Batch, home: Floats | None = None) -> Floats:
        return rank(batch, self._gazetteer, self._weights, home)

    def _resolve(self, documents: Sequence[Spans], homes: Homes) -> list[list[Resolution]]:
        batch = self._batch(documents)
        if not len(batch.places):
            return [
                _resolutions(article, spans, repeat((_NOTHING, False), len(spans)))
                for article, spans in documents
            ]
        articles = [article for article, _ in documents]
        p, home = self._probabilities(articles, batch, homes)
        answers = self._answers(articles, batch, p, home)
        said = zip(batch.mentions.tolist(), batch.mention_speaks.tolist(), strict=True)
        each = ((answers[group], speaks) for group, speaks in said)
        return [
            _resolutions(article, spans, islice(each, len(spans))) for article, spans in documents
        ]

    def _probabilities(
        self, articles: Sequence[Article], batch: Batch, homes: Homes
    ) -> tuple[Floats, Matrix | None]:
        """The candidates' probabilities, and the columns of HOME that went into them."""
        if self._home is not None:
            columns, score = stated_home(batch, *self._home)
            return self._rank(batch, score), columns
        p = self._rank(batch)
        found = homes.features(articles, batch, p)
        return (
            (p, None) if found is None else (self._rank(batch, found @ self._weights.home), found)
        )

    def _answers(
        self, articles: Sequence[Article], batch: Batch, p: Floats, homes: Matrix | None
    ) -> list[_Answer]:
        """What is said of each group."""
        choice = choose(batch, p, self._weights)
        reasons = Reasons(batch, choice, static_features(batch, self._gazetteer), homes)
        rows, scores = choice.row.tolist(), np.round(choice.score, 4).tolist()
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
                place = self._place(int(batch.places[row]))
                rest = tuple((other, share) for at, other, share in others if at != row)
                source = articles[batch.groups[group].article].source
                reason = reasons.of(group, place, source)
                answers.append(_Answer(place, score, reason, rest[:_ALTERNATIVES]))
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


def _parts(documents: Sequence[Spans]) -> Iterator[Sequence[Spans]]:
    """Parts of bounded size, so that memory does not grow with the run."""
    start, names = 0, 0
    for at, (_, spans) in enumerate(documents):
        if at > start and (at - start >= ARTICLES_AT_ONCE or names + len(spans) > _NAMES_AT_ONCE):
            yield documents[start:at]
            start, names = at, 0
        names += len(spans)
    if start < len(documents):
        yield documents[start:]


def _resolutions(
    article: Article, spans: Sequence[Toponym], answers: Iterable[tuple[_Answer, bool]]
) -> list[Resolution]:
    dateline = dateline_end(article) if spans else -1
    return [
        Resolution(
            toponym=toponym,
            place=answer.place,
            score=answer.score,
            reason=answer.reason,
            alternatives=answer.alternatives,
            role=_role(article, toponym, answer.place, dateline=dateline, speaks=speaks),
        )
        for toponym, (answer, speaks) in zip(spans, answers, strict=True)
    ]


def _role(
    article: Article, toponym: Toponym, place: Place | None, *, dateline: int, speaks: bool
) -> Role:
    if toponym.end <= dateline and toponym.start >= len(article.title):
        return "dateline"
    if speaks and place is not None and (place.kind == "country" or place.capital):
        return "actor"
    return "context"
