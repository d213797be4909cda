"""Rings from arcs: laid end to end, made simpler, cut to a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

_TRIANGLE = 3


def close_rings(arcs: Sequence[Floats]) -> list[Floats]:
    """The rings that arcs form, each arc used once; what does not close is closed."""
    ends = defaultdict(list)
    for number, arc in enumerate(arcs):
        ends[tuple(arc[0])].append(number)
        ends[tuple(arc[-1])].append(number)
    left = dict.fromkeys(range(len(arcs)))
    rings: list[Floats] = []
    while left:
        following: int | None = next(iter(left))
        at = tuple(arcs[next(iter(left))][0])
        run = []
        while following is not None:
            del left[following]
            arc = arcs[following]
            run.append(arc if tuple(arc[0]) == at else arc[::-1])
            at = tuple(run[-1][-1])
            following = next((other for other in ends[at] if other in left), None)
        rings.append(np.concatenate(run))
    return rings


def simpler_ring(ring: Floats, tolerance: float) -> Floats:
    """A ring with fewer points, none farther than `tolerance` from it (Douglas and Peucker)."""
    line = shapely.simplify(shapely.linestrings(ring), tolerance, preserve_topology=False)
    return np.asarray(shapely.get_coordinates(line))


def clip_ring(ring: Floats, box: Box) -> Floats:
    """The part of a ring in a box (Sutherland and Hodgman 1974); empty where nothing is left."""
    for axis, bound, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if len(ring) < _TRIANGLE:
            return np.zeros((0, 2))
        depth = sign * (ring[:, axis] - bound)
        inside = depth >= 0
        if inside.all():
            continue
        before = np.roll(ring, 1, axis=0)
        depth_before, was_inside = np.roll(depth, 1), np.roll(inside, 1)
        crossing = inside != was_inside
        share = np.divide(depth_before, depth_before - depth, where=crossing, out=depth * 0)
        crossed = before + share[:, None] * (ring - before)
        both = np.stack([crossed, ring], axis=1).reshape(-1, 2)
        ring = both[np.column_stack([crossing, inside]).ravel()]
    return ring if len(ring) >= _TRIANGLE else np.zeros((0, 2))
