"""A linear chain over tokens: weights of hashed features, and the best sequence of labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.toponyms.vocabulary import Ints

LABELS = (
    "O", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER", "B-FAC", "I-FAC",
    "B-NORP", "I-NORP", "MISC",
)  # fmt: skip
OUTSIDE = 0
# A run without a single full stop or comma is cut here, which bounds the work on hostile text.
MAX_RUN = 96
FORBIDDEN = -1e6
_BLOCK = 8192


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by feature: `rows[slot]` holds for feature `features[slot]` one number a label.

    `table` leads from the top bits of a feature to its slot; the last row is zero, for features
    that training never saw. `moves[i, j]` is the weight of label j after label i.
    """

    features: Ints
    rows: Ints
    table: Ints
    moves: Ints

    @classmethod
    def build(cls, features: Ints, rows: Ints, moves: Ints) -> Weights:
        """Weights from features sorted by importance: of two that share a slot the first stays."""
        bits = max(12, int(np.ceil(np.log2(len(features) + 1))) + 3)
        table = np.full(1 << bits, len(features), np.int32)
        slots = features >> np.uint32(32 - bits)
        table[slots[::-1]] = np.arange(len(features), dtype=np.int32)[::-1]
        return cls(
            np.append(features, np.uint32(0)),
            np.vstack([rows, np.zeros((1, rows.shape[1]), rows.dtype)]),
            table,
            allow(moves),
        )

    def score(self, hashed: Ints) -> Ints:
        """The sum of the weights of each token's features; one row a token, one column a label."""
        shift = np.uint32(32 - (len(self.table) - 1).bit_length())
        total = np.zeros((hashed.shape[1], self.rows.shape[1]), np.float32)
        for features in hashed:
            slot = self.table[features >> shift]
            slot[self.features[slot] != features] = len(self.features) - 1
            total += self.rows[slot]
        return total


def allow(moves: Ints) -> Ints:
    """The moves with the impossible ones forbidden: I-X follows only B-X or I-X."""
    allowed = moves.astype(np.float32).copy()
    for here, label in enumerate(LABELS):
        if label.startswith("I-"):
            for before, other in enumerate(LABELS):
                if other[2:] != label[2:]:
                    allowed[before, here] = FORBIDDEN
    return allowed


def runs_of(at: Ints) -> tuple[Ints, Ints]:
    """First index and length of each run of neighbouring tokens among the scored tokens `at`."""
    if not len(at):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    fresh = np.flatnonzero(np.append(True, np.diff(at) != 1))
    stops = np.append(fresh[1:], len(at))
    cut = [np.arange(start, stop, MAX_RUN) for start, stop in zip(fresh, stops, strict=True)]
    first = np.concatenate(cut)
    return first, np.append(first[1:], len(at)) - first


def best_labels(scores: Ints, moves: Ints, at: Ints) -> tuple[Ints, Ints]:
    """The best label of each scored token, run by run, and what it gains over the outside.

    Tokens that are not scored are outside; all runs move one step at a time together (Viterbi).
    The gains of a name's tokens add up to its lead over there being no name.
    """
    first, length = runs_of(at)
    order = np.argsort(-length, kind="stable")
    first, length = first[order], length[order]
    labels = np.zeros(len(at), np.int64)
    if not len(at):
        return labels, np.zeros(0, np.float32)
    back = np.zeros(scores.shape, np.int8)
    best = moves[OUTSIDE] + scores[first]
    finals = np.zeros((len(first), scores.shape[1]), np.float32)
    finals[:] = best
    for step in range(1, int(length[0])):
        active = int(np.searchsorted(-length, -step, side="left"))
        paths = finals[:active, :, None] + moves[None]
        chosen = paths.argmax(1)
        here = first[:active] + step
        back[here] = chosen
        finals[:active] = np.take_along_axis(paths, chosen[:, None, :], 1)[:, 0] + scores[here]
    label = (finals + moves[:, OUTSIDE]).argmax(1)
    for step in range(int(length[0]) - 1, -1, -1):
        active = int(np.searchsorted(-length, -step, side="left"))
        here = first[:active] + step
        labels[here] = label[:active]
        label[:active] = back[here, label[:active]]
    return labels, _gains(labels, scores, moves, at)


def _gains(labels: Ints, scores: Ints, moves: Ints, at: Ints) -> Ints:
    fresh = np.append(True, np.diff(at) != 1)
    before = np.where(fresh, OUTSIDE, np.append(OUTSIDE, labels[:-1]))
    after = np.where(np.append(fresh[1:], True), OUTSIDE, np.append(labels[1:], OUTSIDE))
    instead = np.where(_INNER[labels], OUTSIDE, before)
    gains = scores[np.arange(len(at)), labels] - scores[:, OUTSIDE]
    gains += moves[before, labels] - moves[instead, OUTSIDE]
    ends = ~_INNER[after]
    return gains + np.where(ends, moves[labels, after] - moves[OUTSIDE, after], 0)


_INNER = np.array([label.startswith("I-") for label in LABELS])
