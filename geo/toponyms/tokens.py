"""Cut texts into tokens, many texts at a time, as flat arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geo.toponyms.lexicon import guess_language
from geo.toponyms.vocabulary import Form, Ints, Vocabulary

# Longer texts are read piece by piece, so that memory does not grow with them.
MAX_PIECE = 60_000
PADS = 4

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
_ABBREVIATIONS = (
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|"
    "Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Sask|Co|Twp|Rd|Ave|Blvd|Dr|"
    "Mr|Mrs|Ms|Gen|Col|Maj|Capt|Lt|Sgt|Gov|Sen|Rep|Rev|Sr|Jr|Sra|Dept|Pres|Dist"
)
# Every alternative is bounded or possessive: the work grows with the text and no faster. The
# first two give what later ones would, sooner: most tokens are single spaces and plain words.
_TOKEN = re.compile(
    r"\ (?!\s)"
    rf"|[A-Za-z][a-z]{{1,60}}+(?!['’ʻʼ.]|[^\W\d_]|[{_MARKS}])"
    r"|W\.\ ?Va\.(?!\w)"
    r"|(?:[^\W\d_]\.){2,8}+"
    rf"|(?:{_ABBREVIATIONS})\.(?!\w)"
    r"|(?:St|Sts|Ste|Sta|Mt|Ft)\.(?=\s[^\W\d_])"
    r"|['’][sS](?!\w)"
    rf"|[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['’ʻʼ](?![sS](?!\w))(?=[^\W\d_])){{0,60}}+"
    r"|\d(?:\d|[.,:](?=\d)){0,60}+(?:st|nd|rd|th)?"
    r"|\s{1,60}+"
    r"|.",
    re.DOTALL,
)
# Before a name in French: "l'Ukraine", "d'Odessa", "qu'Israël".
_ELISION = re.compile(r"(?:[lLdD]|[qQ]u)['’](?=[^\W\d_a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one article: the whole of it unless it is very long."""

    article: int
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch of pieces, spaces dropped, with pads before and after each piece.

    `word` indexes the vocabulary; `start` and `end` count in the piece; `piece` is -1 on pads;
    `space` is the Form of the white space before a token, PAD where there is none.
    """

    word: Ints
    start: Ints
    end: Ints
    piece: Ints
    space: Ints


def cut_pieces(article: int, text: str) -> Iterator[Piece]:
    """The pieces of a text: cut behind a line, else behind a sentence, else behind a word."""
    offset = 0
    while offset < len(text):
        stop = offset + MAX_PIECE
        if stop < len(text):
            stop = _seam(text, offset, stop)
        yield Piece(article, offset, text[offset:stop])
        offset = stop


def _seam(text: str, start: int, stop: int) -> int:
    half = (start + stop) // 2
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, half, stop)
        if found >= 0:
            return found + len(mark)
    return stop


def split_tokens(text: str) -> list[str]:
    """All tokens of a text, white space among them; joined they are the text again."""
    return _TOKEN.findall(text)


def split_elisions(tokens: Sequence[str]) -> list[str]:
    """French tokens with "l'Ukraine" cut in two; "Côte d'Ivoire" and "L'Aquila" stay whole."""
    parts: list[str] = []
    for number, token in enumerate(tokens):
        found = _ELISION.match(token)
        if found and not (number > 1 and tokens[number - 2][:1].isupper()):
            parts += [found[0], token[found.end() :]]
        else:
            parts.append(token)
    return parts


def piece_language(tokens: Sequence[str]) -> str:
    """The language of a tokenised piece, guessed from its small words."""
    return guess_language(tokens[:800])


def read_tokens(split: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Tokens:
    """The arrays of already split pieces."""
    parts = [_read_piece(tokens, number, vocabulary) for number, tokens in enumerate(split)]
    words, starts, ends, pieces, spaces = (
        np.concatenate([_pad(), *column]) for column in zip(*parts, strict=True)
    )
    pieces = np.where(words == 0, -1, pieces)
    return Tokens(words, starts, ends, pieces, spaces)


def _pad() -> Ints:
    return np.zeros(PADS, np.int32)


def _read_piece(tokens: Sequence[str], number: int, vocabulary: Vocabulary) -> tuple[Ints, ...]:
    words = vocabulary.ids(tokens)
    ends = np.cumsum(np.fromiter(map(len, tokens), np.int32, len(tokens)), dtype=np.int32)
    starts = np.concatenate([np.zeros(1, np.int32), ends[:-1]])[: len(ends)]
    form = vocabulary.column("form")[words]
    before = np.concatenate([np.array([Form.PARAGRAPH], np.uint8), form[:-1]])[: len(form)]
    spaces = np.where(before <= Form.PARAGRAPH, before, 0)
    kept = form >= Form.LOWER
    columns = (words, starts, ends, np.full(len(words), number, np.int32), spaces)
    return tuple(np.concatenate([column[kept], _pad()]) for column in columns)
