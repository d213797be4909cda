"""A map as a small picture: its land and its events as inline SVG, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.render.basemap import grid_points
from geo.render.mapfile import MapFile
from geo.render.pack import Packed, unpack_json, unpack_numbers
from geo.render.rings import Box, Floats, clip_ring, close_rings, simpler_ring
from geo.render.table import PRECISIONS

WIDTH, HEIGHT = 360, 220

_CELL = 9
_MARGIN = 0.1
_WIDE_MARGIN = 0.45
_LEAST_STEPS = 900  # about 70 km at the equator
_MOST_AREAS = 60
_FINEST = 0.6
_LONGITUDES, _LATITUDES = (-160.0, 170.0), (72.0, -55.0)
_SEEN = (-4.0, -4.0, WIDTH + 4.0, HEIGHT + 4.0)
_COLORS = {
    "Battles": "#D55E00",
    "Explosions/Remote violence": "#E69F00",
    "Violence against civilians": "#CC79A7",
    "Riots": "#009E73",
    "Protests": "#56B4E9",
    "Strategic developments": "#0072B2",
}
_OTHER = "#6B7280"


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the grid that is seen, and pixels a grid step."""

    left: float
    top: float
    scale: float

    def pixels(self, xy: Floats) -> Floats:
        return (xy - (self.left, self.top)) * self.scale

    def box(self) -> Box:
        return (
            self.left,
            self.top,
            self.left + WIDTH / self.scale,
            self.top + HEIGHT / self.scale,
        )


class _Land:
    """The land of a map: arcs, the units on both sides of each, and what the units are."""

    def __init__(self, packed: Packed) -> None:
        arcs = packed["arcs"]
        count, points = int(arcs["arcs"]), int(arcs["points"])
        places = unpack_json(packed["places"])
        self.ids: list[str] = places["provinces"]["id"]
        owner = np.array(places["provinces"]["country"], np.int64)
        self.country = np.r_[owner, np.arange(len(places["countries"]["code"])), -1]
        length, x, y = (unpack_numbers(arcs[name], count) for name in ("length", "x", "y"))
        sides = [unpack_numbers(arcs[name], count) - 1 for name in ("left", "right")]
        self.sides = np.column_stack(sides)
        steps = np.column_stack([unpack_numbers(arcs[name], points) for name in ("dx", "dy")])
        begins = np.cumsum(length) - length
        steps[begins] += np.column_stack([x, y])
        run = np.cumsum(steps, axis=0)
        before = np.where(begins[:, None] > 0, run[begins - 1], 0)
        self.points = (run - np.repeat(before, length, axis=0)).astype(float)
        self.starts = np.r_[begins, points]
        of = np.repeat(np.arange(count), length)
        self.lines = np.asarray(shapely.linestrings(self.points, indices=of))

    def countries(self, box: Box) -> Iterator[list[Floats]]:
        """The rings of each country that has a border or coast in a box."""
        sides = self.country[self.sides]
        edge = sides[:, 0] != sides[:, 1]
        here = np.unique(sides[edge & shapely.intersects(self.lines, shapely.box(*box))])
        for country in here[here >= 0]:
            yield self._rings(edge & (sides == country).any(axis=1))

    def province(self, number: int) -> list[Floats]:
        """The rings of one province."""
        return self._rings((self.sides == number).any(axis=1))

    def _rings(self, chosen: NDArray[np.bool_]) -> list[Floats]:
        return close_rings(
            [self.points[self.starts[k] : self.starts[k + 1]] for k in np.flatnonzero(chosen)]
        )


def picture(found: MapFile) -> str:
    """An SVG element of WIDTH by HEIGHT: land, provinces with events, and discs of events."""
    land = _Land(found.land) if found.land else None
    xy, placed, types = _events(found)
    areas = _areas(found, land, types)
    view = _fit(xy[placed], [ring for rings, _ in areas for ring in rings])
    parts = [f'<rect class="water" width="{WIDTH}" height="{HEIGHT}"/>']
    if land:
        parts += [_path(rings, view, 'class="land"') for rings in land.countries(view.box())]
    parts += [_path(rings, view, f'class="area" fill="{color}"') for rings, color in areas]
    parts += _discs(view.pixels(xy[placed]), types[placed], _type_colors(found))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(found.title)}">'
        f"{''.join(parts)}</svg>"
    )


def _events(found: MapFile) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Positions on the grid, which rows have one of their own, and the types' numbers."""
    lon, lat = found.column("lon") / 1e5, found.column("lat") / 1e5
    exact = found.column("precision") < PRECISIONS.index("province")
    return grid_points(lon, lat), (found.column("placed") > 0) & exact, found.column("type")


def _type_colors(found: MapFile) -> list[str]:
    return [_COLORS.get(name, _OTHER) for name in found.names("type")] or [_OTHER]


def _areas(
    found: MapFile, land: _Land | None, types: NDArray[np.int64]
) -> list[tuple[list[Floats], str]]:
    """The rings of provinces that stand for events, each in the colour of its first event."""
    if land is None or found.events is None:
        return []
    whole = np.flatnonzero(found.column("precision") == PRECISIONS.index("province"))
    of, names, colors = found.column("province"), found.names("province"), _type_colors(found)
    at = {name: number for number, name in enumerate(land.ids)}
    provinces, first = np.unique(of[whole], return_index=True)
    numbered = [
        (at.get(names[province]), row)
        for province, row in zip(provinces, whole[first], strict=True)
    ]
    known = [(number, row) for number, row in numbered if number is not None][:_MOST_AREAS]
    return [(land.province(number), colors[types[row]]) for number, row in known]


def _fit(xy: Floats, areas: list[Floats]) -> _View:
    """The view that holds all events with a margin; the inhabited world where there are none."""
    points = np.concatenate([xy, *areas])
    if not len(points):
        points = grid_points(np.array(_LONGITUDES), np.array(_LATITUDES))
    low, high = points.min(axis=0), points.max(axis=0)
    low[1], high[1] = np.clip((low[1], high[1]), *_inhabited())
    margin = _MARGIN if len(xy) > 1 else _WIDE_MARGIN
    size = np.maximum((high - low) * (1 + 2 * margin), _LEAST_STEPS)
    scale = float(min(WIDTH / size[0], HEIGHT / size[1]))
    left, top = (low + high) / 2 - (WIDTH / scale / 2, HEIGHT / scale / 2)
    return _View(float(left), float(top), scale)


def _inhabited() -> tuple[float, float]:
    """The northings between which people live: far events must not bring in Antarctica."""
    north, south = grid_points(np.array(_LONGITUDES), np.array(_LATITUDES))[:, 1]
    return float(north), float(south)


def _path(rings: list[Floats], view: _View, attributes: str) -> str:
    """A path of half pixels, cut a little outside the view; nothing for specks."""
    parts = []
    for ring in rings:
        points = simpler_ring(view.pixels(ring), _FINEST)
        points = np.rint(clip_ring(points, _SEEN) * 2) / 2
        if len(points) and np.ptp(points, axis=0).max() >= 1:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points.tolist()) + "Z")
    return f'<path {attributes} fill-rule="evenodd" d="{"".join(parts)}"/>' if parts else ""


def _discs(xy: Floats, types: NDArray[np.int64], colors: list[str]) -> list[str]:
    """One disc for the events of a cell of pixels, in the colour of the type most of them have."""
    if not len(xy):
        return []
    cells, of, counts = np.unique(
        np.floor(xy / _CELL), axis=0, return_inverse=True, return_counts=True
    )
    of = of.reshape(-1)
    kinds = np.zeros((len(cells), len(colors)), np.int64)
    np.add.at(kinds, (of, types), 1)
    sums = np.column_stack([np.bincount(of, weights=xy[:, side]) for side in (0, 1)])
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{min(_CELL * 0.55, 2.2 + np.log2(count) / 2):.1f}" '
        f'fill="{colors[kind]}"/>'
        for (x, y), count, kind in zip(
            sums / counts[:, None], counts, kinds.argmax(axis=1), strict=True
        )
    ]
