"""Fit the resolver's weights with `python data/build/resolver.py CORPORA`.

CORPORA is a folder with lgl.jsonl and geovirus.jsonl, which are not part of the project. Each
corpus is first scored with weights fitted on the other, and the calibration is fitted on those
out-of-fold scores; the weights that ship are fitted on both. Needs SciPy (L-BFGS-B; Byrd et
al. 1995): listwise softmax with the marginal likelihood of all candidates near the gold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from manifest import register
from numpy.typing import NDArray
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo.evaluate import AnnotatedArticle, read_corpus
from geo.evaluate.placing import Nearest, right_entity
from geo.gazetteer import Gazetteer
from geo.records import Article, Toponym
from geo.resolve.batch import Batch, make_batch
from geo.resolve.candidates import CandidateIndex, spread
from geo.resolve.features import CALIBRATION, HOME, STATIC, VOTES
from geo.resolve.homes import Homes
from geo.resolve.ranker import (
    Evidence,
    Weights,
    calibration_features,
    choose,
    gather,
    rank,
    rank_at_home,
    softmax,
)

Floats = NDArray[np.float64]
CORPORA = ("lgl", "geovirus")
ROUNDS = 3
RIDGE = 10.0
NEAR_KM = 161.0
SCALE_KM = 60.0
SIGNS = STATIC | VOTES | HOME | CALIBRATION
OUT = Path(__file__).resolve().parents[1] / "resolver" / "weights.json"


@dataclass(frozen=True)
class Corpus:
    """A corpus as one batch; `lat`, `lon` per toponym, NaN where a gold has no place."""

    name: str
    annotated: list[AnnotatedArticle]
    batch: Batch
    evidence: Evidence
    lat: Floats
    lon: Floats

    @property
    def articles(self) -> list[Article]:
        """The articles alone, in order."""
        return [each.article for each in self.annotated]


def load(
    name: str, annotated: list[AnnotatedArticle], index: CandidateIndex, gazetteer: Gazetteer
) -> Corpus:
    """The corpus with all its candidates."""
    documents = [
        (each.article, [Toponym(text=g.text, start=g.start, end=g.end) for g in each.golds])
        for each in annotated
    ]
    golds = [gold for each in annotated for gold in each.golds]
    lat = np.array([gold.lat if gold.located else np.nan for gold in golds], np.float64)
    lon = np.array([gold.lon if gold.located else np.nan for gold in golds], np.float64)
    batch = make_batch(documents, index, gazetteer)
    return Corpus(name, annotated, batch, gather(batch, gazetteer), lat, lon)


def distances(corpus: Corpus, mentions: NDArray[np.int64], rows: NDArray[np.int64]) -> Floats:
    """Great-circle kilometres from the golds of toponyms to candidate rows."""
    batch = corpus.batch
    a, b = np.radians(corpus.lat[mentions]), np.radians(batch.lat[rows])
    lon = np.radians(batch.lon[rows] - corpus.lon[mentions])
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(lon / 2) ** 2
    return np.asarray(2 * 6371 * np.arcsin(np.sqrt(np.minimum(1, half))))


@dataclass(frozen=True)
class Lists:
    """What is learnt from: the candidates of each toponym, and how right each of them is."""

    rows: NDArray[np.int64]
    right: Floats
    member: NDArray[np.int64]
    starts: NDArray[np.int64]
    weight: Floats


def lists(corpus: Corpus) -> Lists:
    """The toponyms with at least one candidate near the gold; repeats weigh less."""
    batch = corpus.batch
    known = np.flatnonzero(~np.isnan(corpus.lat) & (batch.sizes[batch.mentions] > 0))
    groups = batch.mentions[known]
    rows = spread(batch.starts[groups], batch.sizes[groups])
    mention = np.repeat(known, batch.sizes[groups])
    km = distances(corpus, mention, rows)
    right = np.where(km <= NEAR_KM, np.exp(-km / SCALE_KM), 0)
    _, member = np.unique(mention, return_inverse=True)
    kept = (np.bincount(member, right) > 0)[member]
    used, member = np.unique(mention[kept], return_inverse=True)
    groups = batch.mentions[used]
    weight = 1 / np.sqrt(np.bincount(groups)[groups])
    starts = np.flatnonzero(np.r_[True, np.diff(member) > 0])
    return Lists(rows[kept], right[kept], member, starts, weight)


LEAST = {
    "in_named_province": 6.0,
    "in_named_country": 5.0,
    "in_named_district": 4.0,
    "in_loose_area": 3.0,
    "in_owner": 3.0,
    "type_agrees": 1.5,
    "national_capital": 0.8,
    "speaker": 2.0,
}
"""Weights that a human reader would never set lower: the words beside a name say what it is."""
MOST = {
    "alternate_beside_primary": -1.0,
    "stripped_beside_primary": -1.0,
    "inside_namesake": -4.0,
    "water_beside_unit": -4.0,
}
"""Weights never set higher: an official name goes before a former or a shortened one."""


def fit(
    columns: Sequence[Floats],
    wanted: Sequence[Lists],
    names: Sequence[str],
    offsets: Sequence[Floats] | None = None,
) -> Floats:
    """Weights by maximum marginal likelihood, each with the sign that its feature may have."""
    x = np.vstack([matrix[each.rows] for matrix, each in zip(columns, wanted, strict=True)])
    scale = np.vstack(list(columns)).std(axis=0) + 1e-6
    x = x / scale
    right = np.concatenate([each.right for each in wanted])
    offset = np.zeros(len(x))
    if offsets is not None:
        offset = np.concatenate([o[each.rows] for o, each in zip(offsets, wanted, strict=True)])
    shift = np.cumsum([0, *(len(each.starts) for each in wanted)])
    member = np.concatenate([e.member + s for e, s in zip(wanted, shift, strict=False)])
    starts = np.flatnonzero(np.r_[True, np.diff(member) > 0])
    weight = np.concatenate([each.weight for each in wanted])

    def loss(b: Floats) -> tuple[float, Floats]:
        scores = x @ b + offset
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[member])
        total = np.add.reduceat(powers, starts)
        good = np.add.reduceat(powers * right, starts) + 1e-12
        value = -(weight * (np.log(good) - np.log(total))).sum() + RIDGE * (b**2).sum() / 2
        pull = (powers / total[member] - powers * right / good[member]) * weight[member]
        return float(value), pull @ x + RIDGE * b

    bounds = [
        _bounds(SIGNS[name], LEAST.get(name, 0.0) * s, MOST.get(name, 0.0) * s)
        for name, s in zip(names, scale, strict=True)
    ]
    start = np.array([low or high or 0.0 for low, high in bounds])
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 400},
    )  # fmt: skip
    return np.asarray(found.x / scale)


def _bounds(sign: int, least: float = 0.0, most: float = 0.0) -> tuple[float | None, float | None]:
    return (least if sign > 0 else None, most if sign < 0 else None)


def train(corpora: Sequence[Corpus]) -> Weights:
    """The weights of all rounds; home and calibration are still nothing."""
    wanted = [lists(corpus) for corpus in corpora]
    first = fit([corpus.evidence.static for corpus in corpora], wanted, list(STATIC))
    p = [softmax(corpus.evidence.static @ first, corpus.batch) for corpus in corpora]
    rounds = []
    for _ in range(ROUNDS):
        x = [_columns(c.evidence, q) for c, q in zip(corpora, p, strict=True)]
        rounds.append(fit(x, wanted, [*STATIC, *VOTES]))
        p = [softmax(m @ rounds[-1], c.batch) for m, c in zip(x, corpora, strict=True)]
    return Weights(first, tuple(rounds), np.zeros(len(HOME)), np.zeros(len(CALIBRATION)))


def _columns(evidence: Evidence, p: Floats) -> Floats:
    return np.hstack([evidence.static, evidence.votes.features(p)])


def plain(corpus: Corpus, weights: Weights) -> Floats:
    """The candidates' probabilities without any home."""
    return rank(corpus.evidence, weights)


def homes(corpus: Corpus, p: Floats) -> Floats | None:
    """The columns of HOME, from the other articles of each outlet; no gold is looked at."""
    found = Homes()
    found.add(corpus.articles, corpus.batch, p)
    return found.features(corpus.articles, corpus.batch, p)


def at_home(corpus: Corpus, weights: Weights, p: Floats, columns: Floats) -> Floats:
    """The candidates' probabilities with the outlets' homes."""
    return rank_at_home(corpus.evidence, weights, p, columns @ weights.home)


def train_home(corpora: Sequence[Corpus], weights: Weights) -> Weights:
    """The weights of the outlet's home on top of the others, which stay as they are."""
    columns, wanted, offsets = [], [], []
    for corpus in corpora:
        p = plain(corpus, weights)
        home = homes(corpus, p)
        if home is not None:
            columns.append(home)
            wanted.append(lists(corpus))
            offsets.append(np.log(np.maximum(p, 1e-12)))
    return replace(weights, home=fit(columns, wanted, list(HOME), offsets)) if columns else weights


def right_choices(corpus: Corpus, rows: NDArray[np.int64], near: Nearest, gazetteer: Gazetteer) -> NDArray[np.bool_]:  # fmt: skip  # noqa: E501
    """Whether each toponym got the right entity: near its gold, or an area that holds it."""
    batch = corpus.batch
    chosen = rows[batch.mentions]
    mentions = np.arange(len(chosen))
    right = (chosen >= 0) & (distances(corpus, mentions, np.maximum(chosen, 0)) <= NEAR_KM)
    golds = [gold for each in corpus.annotated for gold in each.golds]
    for at in np.flatnonzero(~right & (chosen >= 0) & ~np.isnan(corpus.lat)).tolist():
        place = gazetteer.place(int(batch.places[chosen[at]]))
        right[at] = right_entity(golds[at], place, near)
    return right


def calibrate(scored: Iterable[tuple[Corpus, Floats]], gazetteer: Gazetteer) -> Floats:
    """Logistic regression of right or wrong on what is known of each choice (Platt 1999)."""
    near = Nearest(gazetteer)
    x, y = [], []
    blank = Weights(np.zeros(0), (), np.zeros(0), np.zeros(len(CALIBRATION)))
    for corpus, p in scored:
        choice = choose(corpus.evidence, p, blank)
        features = calibration_features(corpus.evidence, p, choice.mass, choice.row)
        known = np.flatnonzero(~np.isnan(corpus.lat) & (choice.row[corpus.batch.mentions] >= 0))
        x.append(features[corpus.batch.mentions[known]])
        y.append(right_choices(corpus, choice.row, near, gazetteer)[known])
    return logistic(np.vstack(x), np.concatenate(y))


def logistic(x: Floats, y: NDArray[np.bool_]) -> Floats:
    """Weights of a logistic regression with a little ridge and the signs allowed."""
    sign = np.where(y, 1.0, -1.0)

    def loss(b: Floats) -> tuple[float, Floats]:
        margin = sign * (x @ b)
        pull = -sign / (1 + np.exp(margin))
        return float(np.logaddexp(0, -margin).sum() + (b**2).sum() / 2), pull @ x + b

    bounds = [_bounds(sign) for sign in CALIBRATION.values()]
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)


def report(name: str, corpus: Corpus, p: Floats, weights: Weights, gazetteer: Gazetteer) -> None:
    """One line: Acc@161, right entity, and how often a score of 0.9 or more was right."""
    choice = choose(corpus.evidence, p, weights)
    known = ~np.isnan(corpus.lat)
    chosen = choice.row[corpus.batch.mentions]
    km = distances(corpus, np.arange(len(chosen)), np.maximum(chosen, 0))
    near = ((km <= NEAR_KM) & (chosen >= 0))[known].mean()
    right = right_choices(corpus, choice.row, Nearest(gazetteer), gazetteer)
    sure = known & (choice.score[corpus.batch.mentions] >= 0.9)
    print(
        f"{name:<32} Acc@161 {near:.4f}  right entity {right[known].mean():.4f}  "
        f"score >= .9: {sure.sum()} of {known.sum()}, {right[sure].mean():.4f} right",
        flush=True,
    )


def ship(corpora: list[Corpus], gazetteer: Gazetteer) -> Weights:
    """Weights fitted on all corpora; prints how each is scored by weights fitted on the other."""
    folds = [train([other]) for other in reversed(corpora)]
    scored = [(held, plain(held, weights)) for held, weights in zip(corpora, folds, strict=True)]
    shipped = replace(train(corpora), calibration=calibrate(scored, gazetteer))
    shipped = train_home(corpora, shipped)
    for (held, p), fold in zip(scored, folds, strict=True):
        weights = replace(fold, calibration=shipped.calibration, home=shipped.home)
        report(f"{held.name}, fitted on the other", held, p, weights, gazetteer)
        columns = homes(held, p)
        if columns is not None:
            local = at_home(held, weights, p, columns)
            report(f"{held.name}, and the outlets' home", held, local, weights, gazetteer)
    return shipped


def fit_halves(whole: Corpus, halves: list[Corpus], gazetteer: Gazetteer) -> Weights:
    """Weights of one corpus, calibrated on each half as scored by weights of the other half."""
    folds = [train([other]) for other in reversed(halves)]
    scored = [(held, plain(held, weights)) for held, weights in zip(halves, folds, strict=True)]
    weights = train([whole])
    home = np.zeros(len(HOME))
    return replace(weights, calibration=calibrate(scored, gazetteer), home=home)


def save(weights: Weights, path: Path) -> None:
    """Write the weights as JSON, by name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(weights.as_dict(), indent=1) + "\n", "utf-8")


def enter_manifest() -> None:
    """Enter the shipped weights in data/manifest.json."""
    register(
        "resolver/weights.json",
        "Weights of the resolver",
        "MIT",
        "geoconflict; fitted on the Local-Global Lexicon and GeoVirus",
        "1",
        len(STATIC) + ROUNDS * (len(STATIC) + len(VOTES)) + len(HOME) + len(CALIBRATION),
        ["data/build/resolver.py"],
    )


def main() -> None:
    """Fit on both corpora and ship, or leave one out and write elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with lgl.jsonl and geovirus.jsonl")
    parser.add_argument("--leave-out", choices=CORPORA, help="fit on the other corpus alone")
    parser.add_argument("--out", type=Path, default=OUT, help="where the weights go")
    options = parser.parse_args()
    if options.leave_out and options.out == OUT:
        parser.error("weights that leave a corpus out do not ship: name another file with --out")
    gazetteer = Gazetteer.open()
    index = CandidateIndex(gazetteer)
    names = [name for name in CORPORA if name != options.leave_out]
    read = {name: read_corpus(options.corpora / f"{name}.jsonl") for name in names}
    corpora = [load(name, read[name], index, gazetteer) for name in names]
    if options.leave_out:
        parts = (read[names[0]][half::2] for half in (0, 1))
        halves = [load(names[0], part, index, gazetteer) for part in parts]
        save(fit_halves(corpora[0], halves, gazetteer), options.out)
        return
    save(ship(corpora, gazetteer), options.out)
    if options.out == OUT:
        enter_manifest()


if __name__ == "__main__":
    main()
