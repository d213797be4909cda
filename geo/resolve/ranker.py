"""A linear ranker: probabilities of candidates in rounds, each voting with the one before.

Listwise softmax over the candidates of a name (Cao et al. 2007, "Learning to rank"), in the
collective manner of entity linking: the first round knows each name alone, the later ones the
probable places of all others. The weights are named, few and shipped as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.datasets import data_dir
from geo.errors import DataError
from geo.resolve.batch import Batch, Floats
from geo.resolve.candidates import Match, spread
from geo.resolve.features import CALIBRATION, HOME, STATIC, VOTES
from geo.resolve.sphere import chord_km, unit_vectors
from geo.resolve.votes import Votes

Matrix = NDArray[np.float64]
NEIGHBOURHOOD_KM = 161.0
NEGLIGIBLE = 0.002
HOME_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each round, of the outlet's home, and of the calibration.

    `first` has one weight per feature of STATIC, each of `rounds` per feature of STATIC and
    VOTES, `home` per feature of HOME, `calibration` per feature of CALIBRATION.
    """

    first: Floats
    rounds: tuple[Floats, ...]
    home: Floats
    calibration: Floats
    id: str = ""

    @classmethod
    def from_dict(cls, named: Mapping[str, Any], *, where: str = "weights") -> Weights:
        """Weights from tables of names; DataError for a feature that is missing or unknown."""
        return cls(
            first=_vector(named.get("first", {}), list(STATIC), where),
            rounds=tuple(_vector(r, [*STATIC, *VOTES], where) for r in named.get("rounds", [])),
            home=_vector(named.get("home", {}), list(HOME), where),
            calibration=_vector(named.get("calibration", {}), list(CALIBRATION), where),
            id=hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:12],
        )

    def as_dict(self) -> dict[str, Any]:
        """The tables of names that `from_dict` reads."""
        return {
            "first": _named(self.first, list(STATIC)),
            "rounds": [_named(row, [*STATIC, *VOTES]) for row in self.rounds],
            "home": _named(self.home, list(HOME)),
            "calibration": _named(self.calibration, list(CALIBRATION)),
        }


def load_weights(path: Path | None = None) -> Weights:
    """The weights of a JSON file; the shipped ones without a path."""
    path = path or data_dir() / "resolver" / "weights.json"
    try:
        named = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing; reinstall geoconflict") from error
    except ValueError as error:
        raise DataError(f"{path} is not JSON ({error}); reinstall geoconflict") from error
    return Weights.from_dict(named, where=str(path))


def _vector(named: Mapping[str, float], names: Sequence[str], where: str) -> Floats:
    wrong = set(named) ^ set(names)
    if wrong:
        raise DataError(
            f"{where}: {', '.join(sorted(wrong))} missing or unknown; "
            "take data and package from the same version of geoconflict"
        )
    return np.array([named[name] for name in names], np.float64)


def _named(values: Floats, names: Sequence[str]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def softmax(scores: Floats, batch: Batch) -> Floats:
    """Probabilities that sum to one within each group."""
    powers = np.exp(scores - batch.best(scores)[batch.group])
    return powers / np.bincount(batch.group, powers, len(batch.groups))[batch.group]


def rank(batch: Batch, static: Matrix, votes: Votes, weights: Weights) -> Floats:
    """The probability of each candidate among those of its name."""
    p = softmax(static @ weights.first, batch)
    for row in weights.rounds:
        p = _vote(batch, static, votes, row, p)
    return p


def rank_at_home(
    batch: Batch, static: Matrix, votes: Votes, weights: Weights, p: Floats, home: Floats
) -> Floats:
    """The probabilities once a home adds `home` to the scores of those that `rank` gave."""
    for _ in range(HOME_ROUNDS):
        p = _vote(batch, static, votes, weights.rounds[-1], p, home)
    return p


def _vote(
    batch: Batch,
    static: Matrix,
    votes: Votes,
    weights: Floats,
    p: Floats,
    home: Floats | float = 0.0,
) -> Floats:
    n = len(STATIC)
    return softmax(static @ weights[:n] + votes.features(p) @ weights[n:] + home, batch)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen candidate of each group (a row, -1 without one) and how sure the choice is."""

    row: NDArray[np.int64]
    mass: Floats
    score: Floats


def choose(batch: Batch, p: Floats, weights: Weights) -> Choice:
    """The likeliest candidate of the likeliest neighbourhood of each group, with its score.

    Candidates within NEIGHBOURHOOD_KM speak for one another: a town, its district and its
    province are one answer to "where", and the likeliest of them is chosen.
    """
    mass = _mass(batch, p)
    order = np.lexsort((batch.places, -p, -np.round(mass, 6), batch.group))
    row = np.full(len(batch.groups), -1, np.int64)
    filled = batch.sizes > 0
    row[filled] = order[batch.starts[:-1][filled]]
    surest = np.where(filled, mass[row], 0) if len(mass) else np.zeros(len(row))
    score = 1 / (1 + np.exp(-(calibration_features(batch, surest, row) @ weights.calibration)))
    return Choice(row, surest, np.where(filled, score, 0.0))


def _mass(batch: Batch, p: Floats) -> Floats:
    """The probability of each candidate together with the group's others near it."""
    likely = np.flatnonzero(p >= NEGLIGIBLE)
    first = np.searchsorted(batch.group[likely], batch.group[likely], "left")
    sizes = np.searchsorted(batch.group[likely], batch.group[likely], "right") - first
    rows, others = np.repeat(likely, sizes), likely[spread(first, sizes)]
    points = unit_vectors(batch.lat, batch.lon)
    near = chord_km(points[rows], points[others]) <= NEIGHBOURHOOD_KM
    mass = np.bincount(rows[near], p[others[near]], len(p))
    return np.maximum(mass, p)


def calibration_features(batch: Batch, mass: Floats, row: NDArray[np.int64]) -> Matrix:
    """One row per group, the columns of CALIBRATION; meaningless where `row` is -1.

    `mass` and `row` are those of a Choice.
    """
    if not len(batch.places):
        return np.zeros((len(row), len(CALIBRATION)))
    sure = np.clip(mass, 1e-6, 1 - 1e-6)
    return np.column_stack(
        [
            np.ones(len(row)),
            np.log(sure / (1 - sure)),
            batch.matches[row] == Match.TRIMMED,
            batch.matches[row] == Match.PART,
            batch.sizes == 1,
        ]
    ).astype(np.float64)
