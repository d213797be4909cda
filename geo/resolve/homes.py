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
from geo.resolve.batch import Batch, Floats, Ints, sum_by
from geo.resolve.candidates import spread
from geo.resolve.features import HOME
from geo.resolve.sphere import chord_km, unit_vectors

_CELLS_PER_DEGREE = 4
_HOT_SPOTS = 24
_NEAR_KM = 60.0
_COUNTRY, _ADMIN2, _POPULATED = 0, 2, 3
# names short of which an outlet is not known well
_DOUBT = 5
_CODES = 1 << 20
# in logits: worth a hundredfold of people in the province, some tenfold in the country
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

    def add(self, found: _Found, article: int) -> None:
        low, high = np.searchsorted(found.article, [article, article + 1]).tolist()
        self.names += high - low
        for row in range(low, high):
            weight = float(found.weight[row])
            self.country[int(found.country[row])] += weight
            self.admin1[int(found.admin1[row])] += weight
            if found.point[row]:
                self.cells[int(found.cells[row, 0]), int(found.cells[row, 1])] += weight
        self._spots = None

    def spots(self) -> tuple[Floats, Floats]:
        """The cells named most, in cells from the equator and Greenwich, and their weights."""
        if self._spots is None:
            best = sorted(self.cells.items(), key=lambda item: (-item[1], item[0]))[:_HOT_SPOTS]
            self._spots = (
                np.array([cell for cell, _ in best], np.float64).reshape(-1, 2),
                np.array([weight for _, weight in best], np.float64),
            )
        return self._spots


class _Found:
    """The likeliest candidate of each group of a batch, with its probability."""

    def __init__(self, batch: Batch, p: Floats) -> None:
        best = batch.best(p)[batch.group]
        tops = batch.firsts(np.flatnonzero(p >= best - 1e-12))
        kind = batch.kind[tops]
        self.article, self.weight = batch.article[tops], p[tops]
        self.country = batch.country[tops]
        self.admin1 = np.where(kind == _COUNTRY, 0, batch.admin1[tops])
        self.point = (kind == _ADMIN2) | (kind == _POPULATED)
        degrees = np.column_stack([batch.lat[tops], batch.lon[tops]])
        self.cells = np.rint(degrees * _CELLS_PER_DEGREE)


class Homes:
    """The homes of outlets, from the articles added so far; `Article.source` names the outlet."""

    def __init__(self) -> None:
        self._outlets: defaultdict[str, _Outlet] = defaultdict(_Outlet)

    def add(self, articles: Sequence[Article], batch: Batch, p: Floats) -> None:
        """Learn from the articles of a batch, given the probabilities of its candidates."""
        found = _Found(batch, p)
        for row, article in enumerate(articles):
            outlet = self._outlets[article.source] if article.source else None
            if outlet is not None and article.id not in outlet.articles:
                outlet.articles.add(article.id)
                outlet.add(found, row)

    def features(
        self, articles: Sequence[Article], batch: Batch, p: Floats
    ) -> NDArray[np.float64] | None:
        """One row per candidate, the columns of HOME; None where no article has an outlet known.

        What an article itself brought in is taken out again.
        """
        known = {name: each for name, each in self._outlets.items() if len(each.articles) > 0}
        names = sorted({a.source for a in articles} & known.keys())
        outlets = [known[name] for name in names]
        places = {name: at for at, name in enumerate(names)}
        at = np.array([places.get(article.source, -1) for article in articles], np.int64)
        added = np.array(
            [
                o >= 0 and a.id in outlets[o].articles
                for a, o in zip(articles, at.tolist(), strict=True)
            ],
            bool,
        )
        alone = np.array([len(outlet.articles) for outlet in outlets], np.int64)
        helped = (at >= 0) & (alone[at] > added) if outlets else np.zeros(len(articles), bool)
        if not helped.any():
            return None
        return (
            _Features(batch, _Found(batch, p), outlets, at, added).columns()
            * helped[batch.article, None]
        )


class _Features:
    """The columns of HOME for one batch; `at` gives the outlet of each article, -1 for none."""

    def __init__(
        self,
        batch: Batch,
        found: _Found,
        outlets: list[_Outlet],
        at: Ints,
        added: NDArray[np.bool_],
    ) -> None:
        self._batch, self._found, self._outlets, self._at = batch, found, outlets, at
        self._own = found.weight * added[found.article]
        counts = sum_by(found.article, added[found.article].astype(np.float64), len(at))
        names = np.array([outlet.names for outlet in outlets], np.int64)
        self._names = (names[at] - counts + _DOUBT)[batch.article]

    def columns(self) -> NDArray[np.float64]:
        """One row per candidate."""
        batch, found = self._batch, self._found
        country = self._others([o.country for o in self._outlets], batch.country, found.country)
        admin1 = self._others([o.admin1 for o in self._outlets], batch.admin1, found.admin1)
        near = self._near() * (batch.kind >= _ADMIN2)
        return np.column_stack(
            [
                country / self._names,
                admin1 / self._names * (batch.kind > _COUNTRY),
                np.log1p(near) / 2,
                near / self._names * (batch.kind == _POPULATED),
            ]
        )

    def _others(self, sums: Sequence[dict[int, float]], codes: Ints, own: Ints) -> Floats:
        """The outlet's probability of each candidate's code without the article's own."""
        batch = self._batch
        keys = [at * _CODES + code for at, each in enumerate(sums) for code in each]
        total = np.array([weight for each in sums for weight in each.values()], np.float64)
        all_of = _look_up(np.array(keys, np.int64), total, self._at[batch.article] * _CODES + codes)
        mine = _look_up(
            self._found.article * _CODES + own, self._own, batch.article * _CODES + codes
        )
        return np.maximum(0, all_of - mine) * (codes > 0)

    def _near(self) -> Floats:
        """How much the outlet's other articles name what is near each candidate."""
        batch, found = self._batch, self._found
        spots = [outlet.spots() for outlet in self._outlets]
        sizes = np.array([len(weight) for _, weight in spots], np.int64)
        total = self._density(
            np.concatenate([cells for cells, _ in spots]),
            np.concatenate([weight for _, weight in spots]),
            (np.cumsum(sizes) - sizes)[self._at[batch.article]],
            sizes[self._at[batch.article]],
        )
        points = np.flatnonzero(found.point)
        first = np.searchsorted(found.article[points], batch.article, "left")
        sizes = np.searchsorted(found.article[points], batch.article, "right") - first
        mine = self._density(found.cells[points], self._own[points], first, sizes)
        return np.maximum(0, total - mine)

    def _density(self, cells: Floats, weight: Floats, first: Ints, sizes: Ints) -> Floats:
        """The weight of each candidate's range of cells, by distance."""
        batch = self._batch
        sizes = np.where(batch.kind >= _ADMIN2, sizes, 0)
        rows, others = np.repeat(np.arange(len(sizes)), sizes), spread(first, sizes)
        degrees = cells / _CELLS_PER_DEGREE
        spots = unit_vectors(degrees[:, 0], degrees[:, 1])
        distance = chord_km(batch.points, rows, spots, others)
        return sum_by(rows, weight[others] * np.exp(distance / -_NEAR_KM), len(sizes))


def _look_up(keys: Ints, weight: Floats, wanted: Ints) -> Floats:
    """The summed weight of each key that is wanted; 0 for one that is not there."""
    if not len(keys):
        return np.zeros(len(wanted))
    known, at = np.unique(keys, return_inverse=True)
    sums = sum_by(at, weight)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.asarray(sums[place] * (known[place] == wanted))


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
