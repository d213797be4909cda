"""Polygons that share borders, as arcs, so that each border is kept once.

An arc is a run of border between two units, or between a unit and nothing (a coast). Rings
need not be kept: the arcs of a unit, laid end to end, close again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

OUTSIDE = -1

_SHORTEST_RING = 3

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs as one run of points: arc k is points[starts[k]:starts[k + 1]].

    `points` are (n, 2) whole numbers on a grid. `left` and `right` are the two units that an
    arc parts, the greater first; `right` is OUTSIDE where there is nothing on the other side.
    """

    points: Ints
    starts: Ints
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class _Rings:
    """Open rings of vertices, one after the other; `first` and `length` are those of each ring."""

    vertex: Ints
    first: Ints
    length: Ints
    unit: Ints

    def following(self) -> Ints:
        """The position of the next point in the same ring, for every point."""
        after = np.arange(1, len(self.vertex) + 1)
        after[self.first + self.length - 1] = self.first
        return after


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges without direction; `of` is the edge that begins at each point of the rings."""

    low: Ints
    high: Ints
    left: Ints
    right: Ints
    of: Ints


def build_arcs(polygons: NDArray[Any], units: Ints) -> Arcs:
    """The arcs between units.

    `polygons` are on a grid of whole numbers, `units` gives the unit of each. What runs between
    two polygons of one unit is left out. A border is known as shared where both neighbours
    have the same vertices, as in a valid coverage.
    """
    xy, rings = _read_rings(polygons, units)
    if not len(xy):
        none = np.zeros(0, np.int64)
        return Arcs(np.zeros((0, 2), np.int64), np.zeros(1, np.int64), none, none)
    grid, vertex = _vertices(xy)
    rings = _Rings(vertex, rings.first, rings.length, rings.unit)
    edges = _read_edges(rings)
    cuts = _cut_vertices(rings, edges, len(grid))
    rings = _turned(rings, cuts)
    return _unique_arcs(grid, rings, _read_edges(rings), cuts)


def _read_rings(polygons: NDArray[Any], units: Ints) -> tuple[Ints, _Rings]:
    parts, part_of = shapely.get_parts(polygons, return_index=True)
    lines, line_of = shapely.get_rings(parts, return_index=True)
    xy, ring_of = shapely.get_coordinates(lines, return_index=True)
    xy = np.rint(xy).astype(np.int64)
    closing = np.r_[ring_of[1:] != ring_of[:-1], True][: len(xy)]
    xy, ring_of = xy[~closing], ring_of[~closing]
    distinct = (xy != xy[_previous(ring_of)]).any(axis=1)
    xy, ring_of = xy[distinct], ring_of[distinct]
    enough = np.bincount(ring_of, minlength=len(lines))[ring_of] >= _SHORTEST_RING
    xy, ring_of = xy[enough], ring_of[enough]
    kept, first, length = np.unique(ring_of, return_index=True, return_counts=True)
    return xy, _Rings(ring_of, first, length, units[part_of[line_of[kept]]])


def _previous(ring_of: Ints) -> Ints:
    """The position of the point before, in the same ring, for every point."""
    _, first, length = np.unique(ring_of, return_index=True, return_counts=True)
    before = np.arange(-1, len(ring_of) - 1)
    before[first] = first + length - 1
    return before


def _vertices(xy: Ints) -> tuple[Ints, Ints]:
    """Distinct points, and the number of the point at each position."""
    low = xy.min(axis=0)
    width = int(xy[:, 1].max() - low[1]) + 1
    keys, vertex = np.unique((xy[:, 0] - low[0]) * width + (xy[:, 1] - low[1]), return_inverse=True)
    return np.column_stack([keys // width + low[0], keys % width + low[1]]), vertex


def _read_edges(rings: _Rings) -> _Edges:
    here, there = rings.vertex, rings.vertex[rings.following()]
    low, high = np.minimum(here, there), np.maximum(here, there)
    size = int(high.max()) + 1
    keys, of = np.unique(low * size + high, return_inverse=True)
    unit = np.repeat(rings.unit, rings.length)
    left = np.full(len(keys), OUTSIDE)
    np.maximum.at(left, of, unit)
    right = np.full(len(keys), np.iinfo(np.int64).max)
    np.minimum.at(right, of, unit)
    right[np.bincount(of) == 1] = OUTSIDE
    return _Edges(keys // size, keys % size, left, right, of)


def _cut_vertices(rings: _Rings, edges: _Edges, count: int) -> Flags:
    """Where arcs end: where other than two edges meet, or where the neighbours change.

    A ring without such a vertex (an island, an enclave) is cut at its lowest vertex, which both
    sides of an enclave share.
    """
    ends = np.concatenate([edges.low, edges.high])
    pair = edges.left * (int(edges.left.max()) + 2) + edges.right
    pair = np.concatenate([pair, pair])
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(least, ends, pair)
    np.maximum.at(most, ends, pair)
    cuts: Flags = (np.bincount(ends, minlength=count) != 2) | (least != most)  # noqa: PLR2004
    uncut = ~np.maximum.reduceat(cuts[rings.vertex], rings.first)
    cuts[np.minimum.reduceat(rings.vertex, rings.first)[uncut]] = True
    return cuts


def _turned(rings: _Rings, cuts: Flags) -> _Rings:
    """The same rings, each beginning at a cut."""
    position = np.arange(len(rings.vertex)) - np.repeat(rings.first, rings.length)
    never = len(rings.vertex)
    cut_at = np.where(cuts[rings.vertex], position, never)
    shift = np.repeat(np.minimum.reduceat(cut_at, rings.first), rings.length)
    length = np.repeat(rings.length, rings.length)
    order = np.repeat(rings.first, rings.length) + (position + shift) % length
    return _Rings(rings.vertex[order], rings.first, rings.length, rings.unit)


def _unique_arcs(grid: Ints, rings: _Rings, edges: _Edges, cuts: Flags) -> Arcs:
    """Each run between two cuts once, though both neighbours walk it; inner runs are left out."""
    begins = np.flatnonzero(cuts[rings.vertex])
    _, first = np.unique(np.minimum.reduceat(edges.of, begins), return_index=True)
    lengths = np.diff(np.r_[begins, len(rings.vertex)])
    first = np.sort(first)
    left, right = edges.left[edges.of[begins[first]]], edges.right[edges.of[begins[first]]]
    outer = left != right
    first, left, right = first[outer], left[outer], right[outer]
    size = lengths[first] + 1
    starts = np.r_[0, np.cumsum(size)].astype(np.int64)
    at = np.arange(starts[-1]) - np.repeat(starts[:-1] - begins[first], size)
    if len(size):
        ends = starts[1:] - 1
        at[ends] = rings.following()[at[ends] - 1]
    return Arcs(grid[rings.vertex[at]], starts, left, right)
