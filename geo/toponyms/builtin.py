"""The built-in recogniser: a trained chain over tokens and names of the gazetteer, then rules."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from geo.datasets import data_path
from geo.errors import DataError
from geo.records import Article, Toponym
from geo.toponyms.batches import Batch, Reader, label_batch
from geo.toponyms.chain import LABELS, Weights
from geo.toponyms.matches import NameIndex
from geo.toponyms.rules import find_demonyms, find_places
from geo.toponyms.sheet import Name, Sheet, read_names
from geo.toponyms.tokens import Piece, cut_pieces

_BATCH_CHARACTERS = 150_000


@dataclass(frozen=True, slots=True)
class Model:
    """What training made: weights, and how common words and surnames are."""

    id: str
    weights: Weights
    slope: float
    counts: dict[str, tuple[int, int]]

    @classmethod
    def open(cls, folder: Path | None = None) -> Model:
        """The model that ships, or one in another folder."""

        def path(name: str) -> Path:
            return folder / name if folder else data_path(f"recogniser/{name}")

        about = json.loads(path("model.json").read_text("utf-8"))
        if tuple(about["labels"]) != LABELS:
            raise DataError(f"{path('model.json')} has other labels than this version expects")
        rows = np.load(path("weights.npy"), mmap_mode="r")
        features = np.load(path("features.npy"), mmap_mode="r")
        counts = read_counts(path("words.csv"))
        moves = np.array(about["moves"], np.float32)
        weights = Weights.build(features, rows, moves)
        return cls(about["id"], weights, about["slope"], counts)


def read_counts(path: Path) -> dict[str, tuple[int, int]]:
    """How common each word is and how often it ends a person's name, in steps from 0."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["word"]: (int(row["common"]), int(row["surname"])) for row in csv.DictReader(file)
        }


Demonyms = Literal["locating", "all", "none"]


class BuiltinRecognizer:
    """Finds place names without any model but the one that ships.

    `demonyms` says which adjectives of places ("Syrian") are given too: those that stand before
    a place's kind ("the Syrian border", "Latin American countries"), all, or none.
    """

    def __init__(
        self, index: NameIndex, *, model: Model | None = None, demonyms: Demonyms = "locating"
    ) -> None:
        self._model = model or Model.open()
        self._reader = Reader(index, self._model.counts)
        self._demonyms = demonyms
        self.id = f"builtin:{self._model.id}" + (f":{demonyms}" if demonyms != "locating" else "")

    def recognize(self, articles: Iterable[Article]) -> Iterator[list[Toponym]]:
        """The place names of each article, by position, in the order of the articles."""
        batch: list[Article] = []
        size = 0
        for article in articles:
            batch.append(article)
            size += len(article.text)
            if size >= _BATCH_CHARACTERS:
                yield from self._recognize_batch(batch)
                batch, size = [], 0
        yield from self._recognize_batch(batch)

    def _recognize_batch(self, articles: Sequence[Article]) -> Iterator[list[Toponym]]:
        found: list[list[Toponym]] = [[] for _ in articles]
        pieces = [
            piece
            for number, article in enumerate(articles)
            for piece in cut_pieces(number, article.text)
        ]
        for group in _groups(pieces):
            for batch in self._reader.batches(group):
                for piece, toponym in self._read(batch):
                    found[piece.article].append(toponym)
        for toponyms in found:
            yield sorted(toponyms, key=lambda toponym: toponym.start)

    def _read(self, batch: Batch) -> Iterator[tuple[Piece, Toponym]]:
        sheet = Sheet(batch)
        names = list(read_names(*label_batch(batch, self._model.weights), slope=self._model.slope))
        places = find_places(names, sheet)
        if self._demonyms != "none":
            adjectives = find_demonyms(names, sheet, locating=self._demonyms == "locating")
            taken = {token for place in places for token in range(place.first, place.last + 1)}
            places += [name for name in adjectives if not taken & {name.first, name.last}]
        for place in places:
            piece = batch.pieces[sheet.piece[place.first]]
            yield piece, _toponym(place, piece, sheet)


def _toponym(place: Name, piece: Piece, sheet: Sheet) -> Toponym:
    return Toponym(
        text=sheet.text(place.first, place.last),
        start=piece.offset + sheet.start[place.first],
        end=piece.offset + sheet.end[place.last],
        score=round(place.score, 3),
    )


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        group.append(piece)
        size += len(piece.text)
        if size >= _BATCH_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group
