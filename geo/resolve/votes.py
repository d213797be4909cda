"""What the other names of an article say on each candidate.

They say it as surely as their own candidates are probable: votes are counted again in each
round, with the probabilities of the round before. What does not change is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from geo.resolve.batch import Batch, Floats, Ints, in_columns, sum_by
from geo.resolve.candidates import spread
from geo.resolve.features import VOTES
from geo.resolve.sphere import Points, chord_km

_COUNTRY, _ADMIN1, _POPULATED = 0, 1, 3
_ANCHORS = 64
_FAR_KM = 800.0
_PAIRS_AT_ONCE = 500_000
_REACH = 100.0
"""Characters, and kilometres, over which what stands beside a name loses its weight."""


class Votes:
    """The other names' say on each candidate, for any probabilities of their candidates."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._country = _Tally(batch, batch.country)
        self._province = _Tally(batch, batch.admin1)
        self._alike = _Tally(batch, _alike(batch))
        known = sum_by(batch.group_article, (batch.sizes > 0).astype(np.float64))
        self._others = np.maximum(1, known[batch.article] - 1)
        self._point = (batch.kind >= _ADMIN1) & (batch.kind <= _POPULATED)
        self._blocks: list[_Decays] | None = None
        self._beside = _Beside(batch)
        self._beside_province = self._beside.share(self._province)
        self._beside_kind = self._beside.share(self._alike)

    def features(self, p: Floats) -> NDArray[np.float64]:
        """One row per candidate, the columns of VOTES, given the candidates' probabilities."""
        batch = self._batch
        country, province = self._country.of_others(p), self._province.of_others(p)
        named_country = self._country.of_others(p * (batch.kind == _COUNTRY))
        named_province = self._province.of_others(p * (batch.kind == _ADMIN1))
        tops = self._tops(p)
        near = self._near(p, tops)
        columns = {
            "country_votes": np.log1p(country),
            "province_votes": np.log1p(province),
            "country_share": country / self._others,
            "province_share": province / self._others,
            "country_named": np.minimum(1, named_country) * (batch.kind > _COUNTRY),
            "province_named": np.minimum(1, named_province) * (batch.kind > _ADMIN1),
            "near_40": near[0],
            "near_160": near[1],
            "near_800": near[2],
            "beside_province": self._beside_province.of(p),
            "beside_near": self._beside.near(p, tops),
            "beside_kind": self._beside_kind.of(p),
            "kind_share": self._alike.of_others(p) / self._others,
        }
        return in_columns(columns, VOTES)

    def support(self, p: Floats) -> Floats:
        """The share of the article's other names that lie in each candidate's country."""
        return self._country.of_others(p) / self._others

    def _tops(self, p: Floats) -> Ints:
        """The likeliest candidate of each group that has a position finer than a country."""
        best = self._batch.best(p)[self._batch.group]
        return self._batch.firsts(np.flatnonzero((p >= best - 1e-12) & self._point))

    def _near(self, p: Floats, tops: Ints) -> Floats:
        """How much probability lies near each candidate, at scales of 40, 160 and 800 km."""
        batch, n = self._batch, len(p)
        top = _top_of_groups(batch, tops)
        weight = np.append(p * np.where(batch.kind == _ADMIN1, 0.5, 1.0), 0.0)
        sums = np.zeros((3, n))
        for pairs in self._pairs():
            others, decays = pairs.to(top)
            weights = weight[others]
            for at, decay in enumerate(decays):
                sums[at] += sum_by(pairs.rows, weights * decay, n)
        return np.log1p(sums)

    def _pairs(self) -> Iterable[_Decays]:
        """Each candidate with the other names of its article, in blocks.

        Only the names that are said most often count, so that long lists stay affordable.
        """
        if self._blocks is None:
            blocks = (
                _Decays(rows, groups, self._batch.points, _at_three_scales)
                for rows, groups in _pair_blocks(self._batch)
            )
            first = list(islice(blocks, 2))
            if len(first) > 1:
                return chain(first, blocks)
            self._blocks = first
        return self._blocks


class _Decays:
    """How little of a group's likeliest place reaches each candidate, for pairs of the two.

    The likeliest place of most groups is the same in all rounds: only what moved is worked out.
    """

    def __init__(
        self, rows: Ints, groups: Ints, points: Points, decay: Callable[[Floats], Floats]
    ) -> None:
        self.rows = rows
        self._groups, self._points, self._decay = groups, points, decay
        self._known: tuple[Ints, Floats] | None = None

    def to(self, top: Ints) -> tuple[Ints, Floats]:
        """The likeliest place of each pair's group, -1 without one, and the decays to it.

        `top` gives the likeliest place of all groups; the decay to none means nothing.
        """
        others = top.take(self._groups)
        if self._known is None:
            self._known = others, self._decays(self.rows, others)
            return self._known
        before, decays = self._known
        moved = np.flatnonzero(others != before)
        decays[..., moved] = self._decays(self.rows[moved], others[moved])
        self._known = others, decays
        return self._known

    def _decays(self, rows: Ints, others: Ints) -> Floats:
        return self._decay(chord_km(self._points, rows, self._points, others))


def _at_three_scales(km: Floats) -> Floats:
    """The decay over 40, 160 and 800 km, a row each."""
    far = np.exp(km / -_FAR_KM)
    # fifth powers instead of more exponentials
    near = (far * far) ** 2 * far
    return np.stack([(near * near) ** 2, near, far])


def _beside_it(km: Floats) -> Floats:
    return np.asarray(np.exp(km / -_REACH))


def _top_of_groups(batch: Batch, tops: Ints) -> Ints:
    """The row of each group that is among `tops`, -1 where there is none."""
    top = np.full(len(batch.groups), -1)
    top[batch.group[tops]] = tops
    return top


def _pair_blocks(batch: Batch) -> Iterator[tuple[Ints, Ints]]:
    order = np.lexsort((-batch.counts, batch.group_article))
    article = batch.group_article[order]
    rank = np.arange(len(order)) - np.searchsorted(article, article, "left")
    anchors = np.sort(order[rank < _ANCHORS])
    of = batch.group_article[anchors]
    first = np.searchsorted(of, batch.article, "left")
    sizes = np.searchsorted(of, batch.article, "right") - first
    sizes[batch.kind == _COUNTRY] = 0
    cuts = np.searchsorted(np.cumsum(sizes), np.arange(0, sizes.sum() + 1, _PAIRS_AT_ONCE))
    for low, high in zip(cuts, [*cuts[1:], len(sizes)], strict=True):
        rows = np.repeat(np.arange(low, high), sizes[low:high])
        groups = anchors[spread(first[low:high], sizes[low:high])]
        apart = batch.name[rows] != batch.group_name[groups]
        yield rows[apart], groups[apart]


def _alike(batch: Batch) -> Ints:
    """A code for places that stand in lists together: countries, provinces of one country."""
    code = np.where(batch.kind == _ADMIN1, batch.country + 1, 0)
    return np.where(batch.kind == _COUNTRY, 1, code)


class _Tally:
    """Sums of probability by a code (country, province) within articles and within groups."""

    def __init__(self, batch: Batch, codes: Ints) -> None:
        self._width = int(codes.max(initial=0)) + 1
        self.codes = codes
        self._coded = codes > 0
        _, self._article = np.unique(batch.article * self._width + codes, return_inverse=True)
        self._keys, self._group = np.unique(batch.group * self._width + codes, return_inverse=True)
        self._own = self._group
        if not np.array_equal(batch.name, batch.group):
            _, self._own = np.unique(batch.name * self._width + codes, return_inverse=True)

    def of_others(self, p: Floats) -> Floats:
        """The probability with the same code in the article's other names."""
        own = sum_by(self._own, p)[self._own]
        return (sum_by(self._article, p)[self._article] - own) * self._coded

    def in_groups(self, groups: Ints, codes: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Where `by_group` has each code of each group, and whether it has it at all."""
        wanted = groups * self._width + codes
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return at, (self._keys[at] == wanted) & (codes > 0)

    def by_group(self, p: Floats) -> Floats:
        """The probability of each code in each group."""
        return sum_by(self._group, p)


@dataclass(frozen=True, slots=True)
class _Share:
    """Where to look up what neighbours share with each candidate."""

    tally: _Tally
    rows: Ints
    at: Ints
    weight: Floats
    n: int

    def of(self, p: Floats) -> Floats:
        """One share per candidate."""
        return sum_by(self.rows, self.tally.by_group(p)[self.at] * self.weight, self.n)


class _Beside:
    """The names just before and after a name in the text, nearer ones weighing more."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        order = np.lexsort((batch.mention_start, batch.mention_article))
        group, start = batch.mentions[order], batch.mention_start[order]
        same = batch.mention_article[order][1:] == batch.mention_article[order][:-1]
        same &= group[1:] != group[:-1]
        weight = np.exp((start[1:] - start[:-1])[same] / -_REACH)
        left, right = group[:-1][same], group[1:][same]
        self._sum(batch, np.r_[left, right], np.r_[right, left], np.r_[weight, weight])
        placed = batch.kind[self._rows] != _COUNTRY
        pairs = self._pairs[placed]
        self._placed_weight = self._weight[pairs]
        self._decays = _Decays(self._rows[placed], self._other[pairs], batch.points, _beside_it)

    def _sum(self, batch: Batch, groups: Ints, others: Ints, weight: Floats) -> None:
        many = len(batch.groups)
        pairs, at = np.unique(groups * many + others, return_inverse=True)
        group, self._other = pairs // many, pairs % many
        total = sum_by(at, weight, len(pairs))
        self._weight = total / np.maximum(1, sum_by(group, total, many)[group])
        first = np.searchsorted(group, batch.group, "left")
        sizes = np.searchsorted(group, batch.group, "right") - first
        self._rows = np.repeat(np.arange(len(batch.group)), sizes)
        self._pairs = spread(first, sizes)
        self._n = len(batch.group)

    def share(self, tally: _Tally) -> _Share:
        """How much of the neighbours' probability shares the candidate's code."""
        at, known = tally.in_groups(self._other[self._pairs], tally.codes[self._rows])
        return _Share(
            tally, self._rows[known], at[known], self._weight[self._pairs[known]], self._n
        )

    def near(self, p: Floats, tops: Ints) -> Floats:
        """How near the neighbours' likeliest points are: 1 at no distance, 0 far off."""
        others, decay = self._decays.to(_top_of_groups(self._batch, tops))
        nearness = decay * np.append(p, 0.0)[others]
        return sum_by(self._decays.rows, nearness * self._placed_weight, self._n)
