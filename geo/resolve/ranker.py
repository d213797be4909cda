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
from geo.gazetteer import Origin
from geo.resolve.batch import Batch, Floats, Ints, in_columns, sum_by
from geo.resolve.candidates import Match, PlaceIndex, spread
from geo.resolve.features import CALIBRATION, HOME, STATIC, VOTES, static_features
from geo.resolve.sphere import chord_km
from geo.resolve.votes import Votes

Matrix = NDArray[np.float64]
NEIGHBOURHOOD_KM = 161.0
NEGLIGIBLE = 0.002
HOME_ROUNDS = 2
_COUNTRY, _ADMIN1, _ADMIN2, _POPULATED = range(4)
_SEAT = 20_000
_TYPE_AGREES, _HOLDS_OTHERS = map(list(STATIC).index, ("type_agrees", "holds_others"))
_SAID = list(
    map(
        list(STATIC).index,
        ("in_named_province", "in_named_country", "in_named_district", "type_agrees"),
    )
)
_LIKELY = 0.02
# in logits: more than all weights together
_OWN_PLACE = 100.0


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
    return powers / sum_by(batch.group, powers, len(batch.groups))[batch.group]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A batch with what speaks for its candidates: the columns of STATIC, and the votes.

    `own` is what a user's own places are worth, in logits.
    """

    batch: Batch
    static: Matrix
    votes: Votes
    own: Floats


def gather(batch: Batch, gazetteer: PlaceIndex) -> Evidence:
    """The evidence of a batch, which must have at least one candidate."""
    static = static_features(batch, gazetteer)
    return Evidence(batch, static, Votes(batch), _own_places(batch, static))


def _own_places(batch: Batch, static: Matrix) -> Floats:
    """What makes a user's own place win, unless the words beside the name mean another one.

    "Paris, France" and "Paris province" stay what they say.
    """
    said = static[:, _SAID].sum(axis=1)
    own = (batch.origin == Origin.OWN) & (batch.matches <= Match.ALTERNATE)
    return np.where(own & (said >= batch.best(said)[batch.group]), _OWN_PLACE, 0.0)


def rank(evidence: Evidence, weights: Weights) -> Floats:
    """The probability of each candidate among those of its name."""
    p = softmax(evidence.static @ weights.first + evidence.own, evidence.batch)
    for row in weights.rounds:
        p = _vote(evidence, row, p)
    return p


def rank_at_home(evidence: Evidence, weights: Weights, p: Floats, home: Floats) -> Floats:
    """The probabilities once a home adds `home` to the scores of those that `rank` gave."""
    for _ in range(HOME_ROUNDS):
        p = _vote(evidence, weights.rounds[-1], p, home)
    return p


def _vote(evidence: Evidence, weights: Floats, p: Floats, home: Floats | float = 0.0) -> Floats:
    alone = evidence.static @ weights[: len(STATIC)]
    others = evidence.votes.features(p) @ weights[len(STATIC) :]
    return softmax(alone + others + home + evidence.own, evidence.batch)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen candidate of each group (a row, -1 without one) and how sure the choice is."""

    row: NDArray[np.int64]
    mass: Floats
    score: Floats


def choose(evidence: Evidence, p: Floats, weights: Weights) -> Choice:
    """The likeliest candidate of the likeliest neighbourhood of each group, with its score.

    Candidates within NEIGHBOURHOOD_KM speak for one another: a town, its district and its
    province are one answer to "where", and the likeliest of them is chosen.
    """
    batch = evidence.batch
    mass = _mass(batch, p)
    row = np.full(len(batch.groups), -1, np.int64)
    filled = batch.sizes > 0
    row[filled] = _likeliest(batch, np.round(mass, 6), p)
    row[filled] = _towns_first(evidence, p, row[filled])
    surest = np.where(filled, mass[row], 0) if len(mass) else np.zeros(len(row))
    features = calibration_features(evidence, p, surest, row)
    score = 1 / (1 + np.exp(-(features @ weights.calibration)))
    score *= ~_other_initials(batch, row)
    return Choice(row, surest, np.where(filled, score, 0.0))


def _likeliest(batch: Batch, mass: Floats, p: Floats) -> Ints:
    """The row of each group with the most mass, then probability, then the lowest place."""
    rows = np.flatnonzero(mass == batch.best(mass)[batch.group])
    return batch.firsts(rows[np.lexsort((batch.places[rows], -p[rows], batch.group[rows]))])


def _towns_first(evidence: Evidence, p: Floats, rows: Ints) -> Ints:
    """The town in place of the unit of the same name around it, unless the text means the unit.

    News that means the unit says so: "Kharkiv" is the city; "Kharkiv region" is not, nor is
    the area in "Celaya, Guanajuato".
    """
    batch, static = evidence.batch, evidence.static
    meant = (static[:, _TYPE_AGREES] > 0) | (static[:, _HOLDS_OTHERS] > 0)
    towns = np.flatnonzero((batch.kind == _POPULATED) & (p >= _LIKELY))
    towns = towns[np.argsort(p[towns], kind="stable")]
    likeliest = np.full(len(batch.groups), -1, np.int64)
    likeliest[batch.group[towns]] = towns
    town = likeliest[batch.group[rows]]
    seat = (batch.capital[town] > 0) | (batch.population[town] > _SEAT)
    province = (batch.kind[rows] == _ADMIN1) & (batch.admin1[rows] == batch.admin1[town]) & seat
    district = (batch.kind[rows] == _ADMIN2) & (batch.admin2[rows] == batch.admin2[town])
    as_official = batch.matches[town] <= batch.matches[rows]
    swap = (province | district) & as_official & (town >= 0) & ~meant[rows]
    return np.where(swap, town, rows)


def _other_initials(batch: Batch, rows: Ints) -> NDArray[np.bool_]:
    """Groups written as initials whose chosen place is not abbreviated so: "UN" is no village."""
    initials = np.fromiter((group.initials for group in batch.groups), bool, len(batch.groups))
    other = (batch.matches[rows] != Match.ABBREVIATION) & (batch.kind[rows] != _COUNTRY)
    return np.asarray(initials & other & (batch.origin[rows] != Origin.OWN))


def _mass(batch: Batch, p: Floats) -> Floats:
    """The probability of each candidate together with the group's others near it."""
    likely = np.flatnonzero(p >= NEGLIGIBLE)
    first = np.searchsorted(batch.group[likely], batch.group[likely], "left")
    sizes = np.searchsorted(batch.group[likely], batch.group[likely], "right") - first
    rows, others = np.repeat(likely, sizes), likely[spread(first, sizes)]
    near = chord_km(batch.points, rows, batch.points, others) <= NEIGHBOURHOOD_KM
    mass = sum_by(rows[near], p[others[near]], len(p))
    return np.maximum(mass, p)


def calibration_features(
    evidence: Evidence, p: Floats, mass: Floats, row: NDArray[np.int64]
) -> Matrix:
    """One row per group, the columns of CALIBRATION; meaningless where `row` is -1.

    `mass` and `row` are those of a Choice.
    """
    batch = evidence.batch
    sure = np.clip(mass, 1e-6, 1 - 1e-6)
    alone = batch.sizes == 1
    area = batch.kind[row] != _POPULATED
    support = np.where(area, 0, evidence.votes.support(p)[row])
    columns = {
        "bias": np.ones(len(row)),
        "mass": np.log(sure / (1 - sure)),
        "trimmed": batch.matches[row] == Match.TRIMMED,
        "part": batch.matches[row] == Match.PART,
        "alone": alone,
        "area": area,
        "support": support,
        "lonely_town": alone & ~area & (support == 0),
    }
    return in_columns(columns, CALIBRATION)
