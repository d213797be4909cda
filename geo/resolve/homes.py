"""Where an outlet is at home: the places of its articles, as far as they are sure.

A local paper writes "Springfield" without saying which one; its other articles say it. The
article in question never votes for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.records import Article
from geo.resolve.batch import Batch, Floats, Ints
from geo.resolve.features import HOME
from geo.resolve.sphere import chord_km, unit_vectors

_CELLS_PER_DEGREE = 4
_HOT_SPOTS = 24
_NEAR_KM = 60.0
_COUNTRY, _ADMIN2, _POPULATED = 0, 2, 3
# in logits: worth a hundredfold of people in the province, some fivefold in the country
_STATED_COUNTRY, _STATED_PROVINCE = 2.0, 4.0


class _Outlet:
    """What one outlet's articles name: probability by country, by province and by cell."""

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self.names = 0
        self.country: defaultdict[int, float] = defaultdict(float)
        self.admin1: defaultdict[int, float] = defaultdict(float)
        self.cells: defaultdict[tuple[int, int], float] = defaultdict(float)
        self._spots: tuple[Floats, Floats] | None = None

    def add(self, evidence: _Evidence, article: int) -> None:
        rows = evidence.rows_of(article)
        self.names += len(rows)
        for row in rows.tolist():
            weight = float(evidence.weight[row])
            if evidence.country[row]:
                self.country[int(evidence.country[row])] += weight
            if evidence.admin1[row]:
                self.admin1[int(evidence.admin1[row])] += weight
            if evidence.point[row]:
                self.cells[evidence.cell(row)] += weight
        self._spots = None

    def spots(self) -> tuple[Floats, Floats]:
        """The cells named most: unit vectors and weights."""
        if self._spots is None:
            best = sorted(self.cells.items(), key=lambda item: (-item[1], item[0]))[:_HOT_SPOTS]
            cells = np.array([cell for cell, _ in best], np.float64).reshape(-1, 2)
            points = cells / _CELLS_PER_DEGREE
            self._spots = (
                unit_vectors(points[:, 0], points[:, 1]),
                np.array([weight for _, weight in best], np.float64),
            )
        return self._spots


class _Evidence:
    """The likeliest candidate of each group of a batch, with its probability."""

    def __init__(self, batch: Batch, p: Floats) -> None:
        best = batch.best(p)[batch.group]
        tops = np.flatnonzero(p >= best - 1e-12)
        tops = tops[np.unique(batch.group[tops], return_index=True)[1]]
        self.article = batch.article[tops]
        self.country, self.admin1 = batch.country[tops], batch.admin1[tops]
        self.lat, self.lon, self.weight = batch.lat[tops], batch.lon[tops], p[tops]
        kind = batch.kind[tops]
        self.admin1 = np.where(kind == _COUNTRY, 0, self.admin1)
        self.point = (kind == _ADMIN2) | (kind == _POPULATED)

    def rows_of(self, article: int) -> Ints:
        low, high = np.searchsorted(self.article, [article, article + 1])
        return np.arange(low, high)

    def cell(self, row: int) -> tuple[int, int]:
        return (
            round(float(self.lat[row]) * _CELLS_PER_DEGREE),
            round(float(self.lon[row]) * _CELLS_PER_DEGREE),
        )


class Homes:
    """The homes of outlets, from the articles added so far; `Article.source` names the outlet."""

    def __init__(self) -> None:
        self._outlets: defaultdict[str, _Outlet] = defaultdict(_Outlet)

    def add(self, articles: Sequence[Article], batch: Batch, p: Floats) -> None:
        """Learn from the articles of a batch, given the probabilities of its candidates."""
        evidence = _Evidence(batch, p)
        for row, article in enumerate(articles):
            outlet = self._outlets[article.source] if article.source else None
            if outlet is not None and article.id not in outlet.articles:
                outlet.articles.add(article.id)
                outlet.add(evidence, row)

    def features(
        self, articles: Sequence[Article], batch: Batch, p: Floats
    ) -> NDArray[np.float64] | None:
        """One row per candidate, the columns of HOME; None where no article has an outlet known.

        What an article itself brought in is taken out again.
        """
        columns = np.zeros((len(batch.places), len(HOME)))
        evidence = _Evidence(batch, p)
        helped = False
        for row, article in enumerate(articles):
            outlet = self._outlets.get(article.source) if article.source else None
            if outlet is not None and outlet.articles - {article.id}:
                low, high = np.searchsorted(batch.article, [row, row + 1])
                own = evidence.rows_of(row if article.id in outlet.articles else -1)
                columns[low:high] = _features(outlet, batch, slice(low, high), evidence, own)
                helped = True
        return columns if helped else None


def _features(
    outlet: _Outlet, batch: Batch, rows: slice, evidence: _Evidence, own: Ints
) -> NDArray[np.float64]:
    names = max(1, outlet.names - len(own))
    weight = evidence.weight[own]
    country = _others(outlet.country, batch.country[rows], evidence.country[own], weight)
    admin1 = _others(outlet.admin1, batch.admin1[rows], evidence.admin1[own], weight)
    near = _near(outlet, batch, rows, evidence, own)
    kind = batch.kind[rows]
    near *= kind >= _ADMIN2
    return np.column_stack(
        [
            country / names,
            admin1 / names * (kind > _COUNTRY),
            np.log1p(near) / 2,
            near / names * (kind == _POPULATED),
        ]
    )


def _others(sums: dict[int, float], codes: Ints, own: Ints, weight: Floats) -> Floats:
    """The outlet's probability of each code without the article's own."""
    wanted, back = np.unique(codes, return_inverse=True)
    total = np.array([sums.get(code, 0.0) for code in wanted.tolist()])
    mine = ((own[None, :] == wanted[:, None]) * weight).sum(axis=1)
    return np.asarray(np.maximum(0, total - mine)[back] * (codes > 0))


def _near(outlet: _Outlet, batch: Batch, rows: slice, evidence: _Evidence, own: Ints) -> Floats:
    points, weight = outlet.spots()
    here = unit_vectors(batch.lat[rows], batch.lon[rows])
    own = own[evidence.point[own]]
    cells = np.array([evidence.cell(row) for row in own.tolist()], np.float64).reshape(-1, 2)
    cells /= _CELLS_PER_DEGREE
    mine = unit_vectors(cells[:, 0], cells[:, 1])
    near = _density(here, points, weight) - _density(here, mine, evidence.weight[own])
    return np.maximum(0, near)


def _density(here: Floats, points: Floats, weight: Floats) -> Floats:
    distance = chord_km(
        np.repeat(here, len(points), axis=0), np.tile(points, (len(here), 1))
    ).reshape(len(here), len(points))
    return np.asarray(np.exp(distance / -_NEAR_KM) @ weight)


def stated_home(
    batch: Batch, country: int, admin1s: Sequence[int]
) -> tuple[NDArray[np.float64], Floats]:
    """The columns of HOME and the score of each candidate, for a home that the user states.

    `country` and `admin1s` are the gazetteer's codes; no provinces mean the whole country.
    """
    columns = np.zeros((len(batch.places), len(HOME)))
    columns[:, 0] = batch.country == country
    columns[:, 1] = np.isin(batch.admin1, list(admin1s)) & (batch.kind > _COUNTRY)
    return columns, columns @ np.array([_STATED_COUNTRY, _STATED_PROVINCE, 0, 0])
