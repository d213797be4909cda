"""Which runs of words are names of places in the gazetteer, for a whole batch at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geo.names import MULTIPLIER
from geo.toponyms.lexicon import ENGLISH, WordClass
from geo.toponyms.tokens import PADS, Tokens
from geo.toponyms.vocabulary import Form, Ints, Vocabulary

MAX_WORDS_IN_NAME = 6
_MULTIPLIER = np.uint64(MULTIPLIER)

COUNTRY, ADMIN1, ADMIN2, POPULATED, REGION, WATER, OTHER = (1 << bit for bit in range(7))
DEMONYM, PRIMARY, ABBREVIATION = 1 << 7, 1 << 8, 1 << 9
POPULATION_SHIFT = 10


class NameIndex(Protocol):
    """What the recogniser asks of a gazetteer."""

    def profiles(self, hashes: Ints) -> Ints:
        """What bears each name: kinds, ways of matching and size, packed in 16 bits; 0 unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Matches:
    """Names found, as first and last token (inclusive) and profile, sorted by first token.

    `profile` and `role` have one entry a token for the longest names that do not overlap:
    the name's profile, and 1 for a name of one word, 2 its first word, 3 a later word.
    `single` is the profile of each word by itself.
    """

    first: Ints
    last: Ints
    found: Ints
    profile: Ints
    role: Ints
    single: Ints


def find_names(tokens: Tokens, vocabulary: Vocabulary, index: NameIndex) -> Matches:
    """Every name of up to six words whose first and last word are capitalised.

    In languages that write adjectives of places in small letters, one behind a word like "border"
    counts as well ("la frontera colombiana").

    The words of a name stand one space apart, or joined by a hyphen or by a possessive.
    """
    words = _NameWords.of(tokens, vocabulary)
    starts, stops, hashes = _candidates(words)
    profiles = _look_up(index, hashes)
    known = profiles > 0
    starts, stops, profiles = starts[known], stops[known], profiles[known]
    adjectives, meanings = _small_adjectives(words, index)
    starts, stops = np.append(starts, adjectives), np.append(stops, adjectives)
    profiles = np.append(profiles, meanings)
    order = np.lexsort((-stops, starts))
    first, last = words.token[starts[order]], words.token[stops[order]]
    return _lay_out(first, last, profiles[order], len(tokens.word))


@dataclass(frozen=True, slots=True)
class _NameWords:
    """The tokens that can be part of a name, in order; `linked` to the next one or not."""

    token: Ints
    key: Ints
    alone: Ints
    capital: Ints
    opens: Ints
    linked: Ints
    behind_noun: Ints

    @classmethod
    def of(cls, tokens: Tokens, vocabulary: Vocabulary) -> _NameWords:
        form = vocabulary.column("form")[tokens.word]
        token = np.flatnonzero(
            ((form >= Form.LOWER) & (form <= Form.DIGIT)) | (form == Form.UNCASED)
        )
        word = tokens.word[token]
        capital = np.isin(form[token], (Form.TITLE, Form.UPPER, Form.MIXED, Form.DIGIT))
        return cls(
            token,
            vocabulary.column("key")[word],
            vocabulary.column("alone")[word],
            capital,
            capital | _arabic_articles(tokens, form, token, vocabulary),
            _links(tokens, form, token),
            _behind_nouns(tokens, form, token, vocabulary),
        )


def _arabic_articles(tokens: Tokens, form: Ints, token: Ints, vocabulary: Vocabulary) -> Ints:
    """Whether a word is the small article of a name: "al-Fashir", "ed-Daein"."""
    if not len(token):
        return np.zeros(0, bool)
    article = vocabulary.column("classes")[tokens.word[token]] & np.uint32(WordClass.ARABIC) > 0
    after = np.minimum(token + 2, len(form) - 1)
    joined = (form[after - 1] == Form.HYPHEN) & (tokens.space[after] == 0)
    capital = (form[after] >= Form.TITLE) & (form[after] <= Form.MIXED)
    opens: Ints = article & (form[token] == Form.LOWER) & joined & capital
    return opens


def _behind_nouns(tokens: Tokens, form: Ints, token: Ints, vocabulary: Vocabulary) -> Ints:
    if vocabulary.language == ENGLISH:
        return np.zeros(0, np.int64)
    noun = vocabulary.column("classes")[tokens.word] & np.uint32(WordClass.PLACE_NOUN)
    behind = (form[token] == Form.LOWER) & (noun[token - 1] > 0)
    return np.flatnonzero(behind & (tokens.space[token] == Form.SPACE))


def _small_adjectives(words: _NameWords, index: NameIndex) -> tuple[Ints, Ints]:
    profiles = _look_up(index, words.alone[words.behind_noun])
    known = (profiles & DEMONYM) > 0
    return words.behind_noun[known], profiles[known]


def _links(tokens: Tokens, form: Ints, token: Ints) -> Ints:
    linked = np.zeros(len(token), bool)
    if not len(token):
        return linked
    here, following = token[:-1], token[1:]
    space = tokens.space[following]
    adjacent = (following == here + 1) & (space > 0) & (space < Form.PARAGRAPH)
    between = np.minimum(here + 1, len(form) - 1)
    one = following == here + 2
    hyphen = one & (form[between] == Form.HYPHEN) & (space == 0) & (tokens.space[between] == 0)
    possessive = one & (form[between] == Form.POSSESSIVE) & (space == Form.SPACE)
    linked[:-1] = adjacent | hyphen | possessive
    return linked


def _candidates(words: _NameWords) -> tuple[Ints, Ints, Ints]:
    size = len(words.token)
    alone = np.flatnonzero(words.capital)
    found = [(alone, alone, words.alone[alone])]
    start = np.flatnonzero(words.opens)
    hashes = words.key[start]
    stop = start
    for _ in range(MAX_WORDS_IN_NAME - 1):
        kept = words.linked[stop] & (stop + 1 < size)
        start, stop, hashes = start[kept], stop[kept] + 1, hashes[kept]
        hashes = hashes * _MULTIPLIER + words.key[stop]
        ends_well = words.capital[stop]
        found.append((start[ends_well], stop[ends_well], hashes[ends_well]))
    starts, stops, keys = (np.concatenate(column) for column in zip(*found, strict=True))
    return starts, stops, keys


def _look_up(index: NameIndex, hashes: Ints) -> Ints:
    distinct, back = np.unique(hashes, return_inverse=True)
    return index.profiles(distinct)[back] if len(distinct) else np.zeros(0, np.uint16)


def _lay_out(first: Ints, last: Ints, found: Ints, size: int) -> Matches:
    profile, single = np.zeros(size, np.uint16), np.zeros(size, np.uint16)
    role = np.zeros(size, np.uint8)
    alone = first == last
    single[first[alone]] = found[alone]
    reached = PADS - 1
    for begin, end, what in zip(first.tolist(), last.tolist(), found.tolist(), strict=True):
        if begin > reached:
            profile[begin : end + 1] = what
            role[begin] = 1 if begin == end else 2
            role[begin + 1 : end + 1] = 3
            reached = end
    return Matches(first, last, found, profile, role, single)
