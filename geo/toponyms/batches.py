"""Read texts in batches of one language: tokens, names of the gazetteer, columns of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.toponyms.chain import LABELS, Weights, best_labels
from geo.toponyms.features import Columns, describe, hash_features, scored_tokens
from geo.toponyms.lexicon import FRENCH, lexicons
from geo.toponyms.matches import Matches, NameIndex, find_names
from geo.toponyms.tokens import (
    Piece,
    Tokens,
    piece_language,
    read_tokens,
    split_elisions,
    split_tokens,
)
from geo.toponyms.vocabulary import Form, Ints, Vocabulary

_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces of one language with everything that was worked out about their tokens."""

    pieces: Sequence[Piece]
    tokens: Tokens
    matches: Matches
    columns: Columns
    vocabulary: Vocabulary


class Reader:
    """Turns pieces of text into batches; keeps one vocabulary a language."""

    def __init__(self, index: NameIndex, counts: Mapping[str, tuple[int, int]]) -> None:
        self._index = index
        self._vocabularies = {
            language: Vocabulary(lexicon, counts) for language, lexicon in lexicons().items()
        }

    def batches(self, pieces: Sequence[Piece]) -> Iterator[Batch]:
        """The pieces grouped by language."""
        split = [split_tokens(piece.text) for piece in pieces]
        languages = [piece_language(tokens) for tokens in split]
        split = [
            split_elisions(tokens) if language == FRENCH else tokens
            for tokens, language in zip(split, languages, strict=True)
        ]
        for language, vocabulary in self._vocabularies.items():
            own = [number for number, other in enumerate(languages) if other == language]
            if own:
                vocabulary.trim()
                tokens = read_tokens([split[number] for number in own], vocabulary)
                found = find_names(tokens, vocabulary, self._index)
                columns = describe(tokens, vocabulary, found)
                yield Batch([pieces[number] for number in own], tokens, found, columns, vocabulary)


def label_batch(batch: Batch, weights: Weights) -> tuple[Ints, Ints, Ints]:
    """The scored tokens of a batch, the label of each, and its gain."""
    at = scored_tokens(batch.tokens, batch.columns)
    scores = np.concatenate(
        [np.zeros((0, len(LABELS)), np.float32)]
        + [
            weights.score(hash_features(batch.columns, at[low : low + _BLOCK]))
            for low in range(0, len(at), _BLOCK)
        ]
    )
    labels, gains = best_labels(scores, weights.moves, chain_positions(batch.tokens, at))
    return at, labels, gains


def chain_positions(tokens: Tokens, at: Ints) -> Ints:
    """Where the scored tokens stand in the chain: a new paragraph leaves a gap."""
    gaps = np.cumsum(tokens.space == Form.PARAGRAPH)
    positions: Ints = at + gaps[at]
    return positions
