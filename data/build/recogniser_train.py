"""Train the chain: an averaged perceptron over runs of scored tokens, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from recogniser_corpora import Example

from geo.toponyms.batches import Batch, Reader, chain_positions
from geo.toponyms.chain import LABELS, allow, best_labels, runs_of
from geo.toponyms.features import hash_features, scored_tokens
from geo.toponyms.tokens import Piece

_BATCH_TEXTS = 40


@dataclass(frozen=True, slots=True)
class Sequences:
    """All scored tokens: `features[token, template]`, `labels`, and runs as first and length."""

    features: np.ndarray
    labels: np.ndarray
    first: np.ndarray
    length: np.ndarray


def read_sequences(examples: Iterable[Example], reader: Reader) -> Sequences:
    """The features and true labels of all examples."""
    parts = [part for batch in _batches(examples) for part in _read(batch, reader)]
    features = np.concatenate([part[0] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    at = np.concatenate([part[2] for part in parts])
    first, length = runs_of(at)
    return Sequences(features, labels, first, length)


def _batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for example in examples:
        batch.append(example)
        if len(batch) == _BATCH_TEXTS:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(examples: list[Example], reader: Reader) -> Iterator[tuple[np.ndarray, ...]]:
    pieces = [Piece(number, 0, example.text) for number, example in enumerate(examples)]
    for batch in reader.batches(pieces):
        at = scored_tokens(batch.tokens, batch.columns)
        features = hash_features(batch.columns, at).T
        yield (
            np.ascontiguousarray(features),
            true_labels(batch, examples)[at],
            chain_positions(batch.tokens, at),
        )


def true_labels(batch: Batch, examples: list[Example]) -> np.ndarray:
    """The label of every token of a batch."""
    labels = np.zeros(len(batch.tokens.word), np.int8)
    for number, piece in enumerate(batch.pieces):
        inside = np.flatnonzero(batch.tokens.piece == number)
        starts, ends = batch.tokens.start[inside], batch.tokens.end[inside]
        for start, end, label in examples[piece.article].spans:
            own = inside[(starts >= start) & (ends <= end)]
            if label == "MISC":
                labels[own] = LABELS.index("MISC")
            elif len(own):
                labels[own] = LABELS.index(f"I-{label}")
                labels[own[0]] = LABELS.index(f"B-{label}")
    return labels


def index_features(features: np.ndarray, *, least: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct features seen at least so often, and each feature's number; 0 is all others."""
    distinct, counts = np.unique(features, return_counts=True)
    kept = distinct[counts >= least]
    numbers = np.empty(features.shape, np.int32)
    for low in range(0, len(features), 65536):
        block = features[low : low + 65536]
        slot = np.minimum(np.searchsorted(kept, block), len(kept) - 1)
        numbers[low : low + 65536] = np.where(kept[slot] == block, slot + 1, 0)
    return kept, numbers


def train(
    numbers: np.ndarray,
    sequences: Sequences,
    *,
    size: int,
    rounds: int,
    runs: int,
    batch: int = 64,
    dropout: float = 0.5,
) -> tuple[np.ndarray, np.ndarray]:
    """The averaged weights of features (row 0 stays zero) and of moves between labels.

    A share of all features is hidden at each look, so that no word is believed by itself; the
    mean over several runs, each with its own order and its own hidden features, is steadier.
    """
    rows = np.zeros((size, len(LABELS)), np.float32)
    moves = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for seed in range(runs):
        perceptron = _Perceptron(size, np.random.default_rng(seed), dropout)
        for _ in range(rounds):
            wrong = perceptron.round(numbers, sequences, batch)
        print(f"run {seed + 1}: {wrong} of {len(numbers)} tokens wrong", flush=True)
        own_rows, own_moves = perceptron.average()
        rows += own_rows / runs
        moves += own_moves / runs
    return rows, moves


class _Perceptron:
    def __init__(self, size: int, chance: np.random.Generator, dropout: float) -> None:
        labels = len(LABELS)
        self._chance = chance
        self._dropout = dropout
        self.rows = np.zeros((size, labels), np.float32)
        self.row_debt = np.zeros((size, labels), np.float64)
        self.moves = np.zeros((labels, labels), np.float32)
        self.move_debt = np.zeros((labels, labels), np.float64)
        self.clock = 1.0

    def round(self, numbers: np.ndarray, sequences: Sequences, batch: int) -> int:
        """See all runs once, in an order of its own; how many tokens were labelled wrong."""
        order = self._chance.permutation(len(sequences.first))
        parts = (order[low : low + batch] for low in range(0, len(order), batch))
        return sum(self.learn(numbers, sequences, part) for part in parts)

    def learn(self, numbers: np.ndarray, sequences: Sequences, runs: np.ndarray) -> int:
        first, length = sequences.first[runs], sequences.length[runs]
        tokens = np.repeat(first - np.cumsum(length) + length, length) + np.arange(length.sum())
        at = np.arange(len(tokens)) + np.repeat(np.arange(len(runs)), length)
        rows = numbers[tokens]
        rows[self._chance.random(rows.shape, np.float32) < self._dropout] = 0
        scores = np.zeros((len(tokens), len(LABELS)), np.float32)
        for template in range(rows.shape[1]):
            scores += self.rows[rows[:, template]]
        found, _ = best_labels(scores, allow(self.moves), at)
        true = sequences.labels[tokens].astype(np.int64)
        self._correct(rows, true, found, at)
        self.clock += 1
        return int((found != true).sum())

    def _correct(
        self, rows: np.ndarray, true: np.ndarray, found: np.ndarray, at: np.ndarray
    ) -> None:
        wrong = np.flatnonzero(true != found)
        if not len(wrong):
            return
        for labels, sign in ((true, 1.0), (found, -1.0)):
            slots = rows[wrong]
            label = np.repeat(labels[wrong], slots.shape[1])
            flat = slots.ravel()
            seen = flat > 0
            np.add.at(self.rows, (flat[seen], label[seen]), np.float32(sign))
            np.add.at(self.row_debt, (flat[seen], label[seen]), sign * self.clock)
            before, after = _moves(labels, at)
            np.add.at(self.moves, (before, after), np.float32(sign))
            np.add.at(self.move_debt, (before, after), sign * self.clock)

    def average(self) -> tuple[np.ndarray, np.ndarray]:
        return (
            self.rows - (self.row_debt / self.clock).astype(np.float32),
            self.moves - (self.move_debt / self.clock).astype(np.float32),
        )


def _moves(labels: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of labels next to each other, with the outside before and after each run."""
    fresh = np.append(True, np.diff(at) != 1)
    before = np.where(fresh, 0, np.append(0, labels[:-1]))
    last = labels[np.append(fresh[1:], True)]
    return np.append(before, last), np.append(labels, np.zeros_like(last))
