"""Natural breaks: classes of a ranked list whose values lie close together (Jenks 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def natural_breaks(ranked: Floats, *, classes: int) -> Floats:
    """The upper bound of each of `classes` classes of ranked values, of which there are as many.

    The sum of squared distances from the classes' means is the least that is possible, found by
    Fisher's exact method ("On grouping for maximum homogeneity", 1958): time and memory grow with
    the square of the number of values.

    >>> natural_breaks(np.array([1.0, 2.0, 10.0, 11.0]), classes=2)
    array([ 2., 11.])
    """
    spread = _spread(ranked - ranked.mean())
    best = spread[0]
    starts = []
    for _ in range(classes - 1):
        # [i, j]: the classes so far end before value i, and the next one is i to j.
        totals = np.vstack([np.full(len(ranked), np.inf), best[:-1, None] + spread[1:]])
        starts.append(totals.argmin(axis=0))
        best = totals.min(axis=0)
    ends = [len(ranked) - 1]
    for start in reversed(starts):
        ends.append(int(start[ends[-1]]) - 1)
    return ranked[ends[::-1]]


def _spread(values: Floats) -> Floats:
    """The sum of squared distances from the mean of the values i to j, infinite where i > j."""
    sums, squares = (np.concatenate([[0.0], np.cumsum(part)]) for part in (values, values**2))
    first, last = np.indices((len(values), len(values)))
    n = np.maximum(last - first + 1, 1)
    spread = squares[last + 1] - squares[first] - (sums[last + 1] - sums[first]) ** 2 / n
    return np.where(first <= last, np.maximum(spread, 0.0), np.inf)
