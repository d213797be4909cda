"""What the tagger sees of each token: 32-bit hashes of facts about it and its neighbours."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from geo.toponyms import matches
from geo.toponyms.lexicon import WordClass
from geo.toponyms.matches import Matches
from geo.toponyms.tokens import Tokens
from geo.toponyms.vocabulary import Form, Ints, Vocabulary

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)
_HALF = np.uint64(32)

# How a sentence is written.
PLAIN, TITLE_CASE, CAPITALS = range(3)
_LEAST_WORDS = 3
_ADMIN1_RANK = 6
_SMALL = WordClass.PREPOSITION | WordClass.OF | WordClass.ARTICLE

_BINDERS = np.array(
    [
        zlib.crc32(word.encode())
        for word in (
            "of", "de", "del", "da", "do", "dos", "du", "des", "the", "el", "la", "al", "au", "aux",
            "sur", "le", "les", "los", "ez", "upon",
        )
    ],
    np.uint64,
)  # fmt: skip
_CONNECTORS = np.append(_BINDERS, np.uint64(zlib.crc32(b"and")))


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a token for everything that features are made of."""

    word: Ints
    shape: Ints
    form: Ints
    classes: Ints
    prefix3: Ints
    suffix2: Ints
    suffix3: Ints
    suffix4: Ints
    common: Ints
    surname: Ints
    space: Ints
    name: Ints
    kind: Ints
    single: Ints
    capital: Ints
    mode: Ints
    run_first: Ints
    run_last: Ints
    document: Ints
    repeats: Ints
    opening: Ints
    starts: Ints


def describe(tokens: Tokens, vocabulary: Vocabulary, found: Matches) -> Columns:
    """The columns of a batch."""
    column = {
        name: vocabulary.column(name)[tokens.word].astype(np.uint64)
        for name in (
            "word", "shape", "form", "classes", "prefix3", "suffix2", "suffix3", "suffix4",
            "common", "surname",
        )
    }  # fmt: skip
    column["classes"] &= ~np.uint64(WordClass.PLACE_NOUN | WordClass.ARABIC)
    form = vocabulary.column("form")[tokens.word]
    capital = (form >= Form.TITLE) & (form <= Form.MIXED)
    kind = _kind_code(found.profile, found.role)
    starts = _sentence_starts(tokens, form)
    mode = _modes(form, starts, column["classes"])
    first, last = _runs(tokens, form, capital, column["word"])
    single = _kind_code(found.single, (found.single > 0).astype(np.uint8))
    document, repeats = _document_facts(tokens, column, capital, kind, starts)
    return Columns(
        **column,
        space=tokens.space.astype(np.uint64),
        name=(found.profile.astype(np.uint64) << np.uint64(2)) | found.role,
        kind=kind,
        single=single,
        capital=capital,
        mode=mode.astype(np.uint64),
        run_first=first,
        run_last=last,
        document=document,
        repeats=repeats,
        opening=_openings(tokens),
        starts=starts,
    )


def scored_tokens(tokens: Tokens, columns: Columns) -> Ints:
    """The tokens that may belong to a name: capitalised words, and what may stand between them."""
    form, word = columns.form, columns.word
    capital = columns.capital
    digit = form == Form.DIGIT
    glue = np.isin(word, _CONNECTORS) | (form == Form.HYPHEN) | (form == Form.POSSESSIVE)
    inner = (glue | digit) & (tokens.piece >= 0)
    after_capital = np.zeros(len(form), bool)
    after_capital[1:] = capital[:-1]
    near = inner & after_capital
    twice = inner.copy()
    twice[1:] &= near[:-1]
    twice[0] = False
    return np.flatnonzero((capital | near | twice) & (tokens.piece >= 0))


def hash_features(columns: Columns, at: Ints) -> Ints:
    """The hashes of all features of the tokens `at`: one row a template, one column a token."""
    salted = _Hasher(len(at))
    for values in _templates(columns, at):
        salted.add(*values)
    return salted.rows()


class _Hasher:
    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: list[Ints] = []

    def add(self, *values: Ints) -> None:
        mixed = np.full(self._size, len(self._rows) + 1, np.uint64)
        for value in values:
            mixed = (mixed ^ value) * _FIRST
            mixed ^= mixed >> _SHIFT
        self._rows.append(((mixed * _SECOND) >> _HALF).astype(np.uint32))

    def rows(self) -> Ints:
        return np.stack(self._rows)


def _templates(c: Columns, at: Ints) -> list[tuple[Ints, ...]]:
    before, after, before2, after2 = at - 1, at + 1, at - 2, at + 2
    first, last = c.run_first[at], c.run_last[at]
    ahead, behind = last + 1, first - 1
    word, kind, shape, classes = c.word[at], c.kind[at], c.shape[at], c.classes[at]
    word_b, word_a, kind_b, kind_a = c.word[before], c.word[after], c.kind[before], c.kind[after]
    class_b, class_a = c.classes[before], c.classes[after]
    mode, common, surname = c.mode[at], c.common[at], c.surname[at]
    word_ahead, word_behind = c.word[ahead], c.word[behind]
    place = _position(at, first, last)
    document = c.document[at]
    lexical = common * np.uint64(8) + surname
    start = c.starts[at].astype(np.uint64)
    return [
        (word,),
        (shape, mode),
        (c.suffix2[at],),
        (c.suffix3[at],),
        (c.suffix4[at],),
        (c.prefix3[at],),
        (lexical, c.form[at]),
        (classes,),
        (mode, c.form[at], start),
        # neighbours
        (word_b,),
        (word_a,),
        (c.word[before2],),
        (c.word[after2],),
        (word_b, word),
        (word, word_a),
        (c.shape[before],),
        (c.shape[after],),
        (c.shape[before], shape, c.shape[after]),
        (class_b, c.capital[before]),
        (class_a, c.capital[after]),
        (c.classes[before2], class_b),
        (class_a, c.classes[after2]),
        (class_b, classes, class_a),
        (c.form[before], c.form[at], c.form[after], c.space[at]),
        (c.suffix3[before],),
        (c.suffix3[after],),
        # the gazetteer
        (c.name[at],),
        (kind, c.single[at]),
        (kind_b, kind),
        (kind, kind_a),
        (kind_b, kind, kind_a),
        (kind, shape, mode),
        (kind, word_b),
        (kind, word_a),
        (kind, class_b, class_a),
        (kind, lexical),
        (kind, lexical, class_b),
        (kind, start, common),
        (kind, word_a, c.kind[after2]),
        (kind, word_b, c.kind[before2]),
        (kind, c.common[before], c.common[after]),
        # the run of capitalised words around the token
        (place, mode),
        (kind, place),
        (word_behind,),
        (word_ahead,),
        (c.word[last],),
        (c.word[first],),
        (kind, word_ahead),
        (kind, word_behind),
        (word_behind, c.word[np.maximum(behind - 1, 0)]),
        (word_ahead, c.word[np.minimum(ahead + 1, len(c.word) - 1)]),
        (c.classes[last], place),
        (c.classes[first], place),
        (kind, c.classes[last]),
        (kind, c.classes[first]),
        (kind, c.kind[last], c.kind[first]),
        (c.surname[last], c.classes[first] & np.uint64(WordClass.FIRST_NAME), place),
        # the document
        (document,),
        (document, kind),
        (document, c.classes[at], place),
        (c.repeats[at], kind),
        (c.opening[at], mode),
        (c.opening[at], kind),
    ]


def _position(at: Ints, first: Ints, last: Ints) -> Ints:
    into = np.minimum(at - first, 3)
    left = np.minimum(last - at, 3)
    place: Ints = (into * 4 + left).astype(np.uint64)
    return place


def _kind_code(profile: Ints, role: Ints) -> Ints:
    """Role, chief kind, coarse size, and whether by primary name, demonym or abbreviation."""
    kind = np.zeros(len(profile), np.uint64)
    for rank, bit in enumerate(
        (
            matches.OTHER, matches.WATER, matches.POPULATED, matches.ADMIN2,
            matches.REGION, matches.ADMIN1, matches.COUNTRY,
        ),
        start=1,
    ):  # fmt: skip
        kind[(profile & bit) > 0] = rank
    size = (profile >> matches.POPULATION_SHIFT).astype(np.uint64) >> np.uint64(1)
    code = role.astype(np.uint64) | (kind << np.uint64(2))
    code |= ((profile & matches.DEMONYM) > 0).astype(np.uint64) << np.uint64(5)
    code |= ((profile & matches.PRIMARY) > 0).astype(np.uint64) << np.uint64(6)
    code |= ((profile & matches.ABBREVIATION) > 0).astype(np.uint64) << np.uint64(7)
    code |= size << np.uint64(8)
    return code


def _sentence_starts(tokens: Tokens, form: Ints) -> Ints:
    starts: Ints = tokens.space == Form.PARAGRAPH
    starts[1:] |= (form[:-1] == Form.STOP) & (tokens.space[1:] > 0)
    starts[1:] |= (tokens.space[1:] == Form.LINE) & (form[:-1] != Form.LOWER)
    starts |= tokens.piece < 0
    return starts


def _modes(form: Ints, starts: Ints, classes: Ints) -> Ints:
    """How the sentence of each token is written: plainly, in Title Case, in capitals.

    In Title Case only small words stay small: one verb in small letters tells plain text.
    """
    sentence = np.cumsum(starts)
    letters = (form >= Form.LOWER) & (form <= Form.MIXED)
    total = np.bincount(sentence, letters)
    lower = np.bincount(sentence, form == Form.LOWER)
    upper = np.bincount(sentence, form == Form.UPPER)
    mode = np.full(len(total), PLAIN, np.uint8)
    small = (classes & np.uint64(_SMALL)) > 0
    telling = np.bincount(sentence, (form == Form.LOWER) & ~small)
    titled = (total >= _LEAST_WORDS) & (lower <= 0.34 * total)
    mode[titled & (telling <= 0.1 * total)] = TITLE_CASE
    mode[(total >= _LEAST_WORDS) & (upper >= 0.6 * total)] = CAPITALS
    modes: Ints = mode[sentence]
    return modes


def _runs(tokens: Tokens, form: Ints, capital: Ints, word: Ints) -> tuple[Ints, Ints]:
    """First and last token of the run of capitalised words that each token stands in."""
    size = len(form)
    link = np.isin(word, _BINDERS) | (form == Form.HYPHEN)
    inside = capital.copy()
    inside[1:-2] |= link[1:-2] & capital[:-3] & (capital[2:-1] | (link[2:-1] & capital[3:]))
    inside[2:-1] |= link[2:-1] & link[1:-2] & inside[1:-2] & capital[3:]
    broken = np.ones(size, bool)
    broken[1:] = ~(inside[1:] & inside[:-1]) | (tokens.space[1:] == Form.PARAGRAPH)
    positions = np.arange(size)
    first = np.maximum.accumulate(np.where(broken, positions, 0))
    ends = np.append(broken[1:], True)
    last = np.minimum.accumulate(np.where(ends, positions, size)[::-1])[::-1]
    return first, last


def _document_facts(
    tokens: Tokens, column: dict[str, Ints], capital: Ints, kind: Ints, starts: Ints
) -> tuple[Ints, Ints]:
    """What the other occurrences of a word in its piece say, as bits, and how many there are."""
    word, classes = column["word"], column["classes"]
    known = (tokens.piece >= 0) & (column["form"] >= Form.LOWER)
    label = word | (tokens.piece.astype(np.uint64) << _HALF)
    at = np.flatnonzero(known)
    _, group = np.unique(label[at], return_inverse=True)
    facts = _facts(column, classes, capital, kind, starts)
    document = np.zeros(len(word), np.uint64)
    for bit, fact in enumerate(facts):
        said = np.bincount(group, fact[at])
        document[at] |= (said[group] > 0).astype(np.uint64) << np.uint64(bit)
    count = np.bincount(group, capital[at])[group] if len(at) else np.zeros(0)
    repeats = np.zeros(len(word), np.uint64)
    repeats[at] = np.searchsorted([1.5, 2.5, 5.5], count)
    return document, repeats


def _facts(
    column: dict[str, Ints], classes: Ints, capital: Ints, kind: Ints, starts: Ints
) -> list[Ints]:
    def shifted(values: Ints, by: int) -> Ints:
        return np.roll(values, by)

    def is_a(wanted: WordClass) -> Ints:
        return (classes & np.uint64(wanted)) > 0

    form = column["form"]
    comma = form == Form.PUNCTUATION
    wide = ((kind >> np.uint64(2)) & np.uint64(7)) >= _ADMIN1_RANK
    lower_before = shifted(form == Form.LOWER, 1)
    plain = capital & ~starts
    return [
        plain & shifted(is_a(WordClass.PREPOSITION) & (form == Form.LOWER), 1),
        capital & shifted(comma, -1) & shifted(wide | is_a(WordClass.STATE), -2),
        capital & shifted(is_a(WordClass.FIRST_NAME | WordClass.TITLE) & capital, 1),
        capital & shifted(is_a(WordClass.SAYING), -1),
        capital & shifted(is_a(WordClass.TYPE) & capital, -1),
        capital & shifted(is_a(WordClass.ORGANISATION | WordClass.GOVERNMENT) & capital, -1),
        form == Form.LOWER,
        plain & lower_before & shifted(~capital, -1),
        plain & shifted(capital, 1) & ~shifted(starts, 1),
        capital & shifted(is_a(WordClass.STREET) & capital, -1),
    ]


def _openings(tokens: Tokens) -> Ints:
    """How far into its piece a token stands: 0 to 5, and 6 from there on."""
    positions = np.arange(len(tokens.piece))
    fresh = np.ones(len(positions), bool)
    fresh[1:] = tokens.piece[1:] != tokens.piece[:-1]
    first = np.maximum.accumulate(np.where(fresh, positions, 0))
    return np.minimum(positions - first, 6).astype(np.uint64)
