"""Cut an article into sentences and folded words, once, with offsets into its text."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.events.wordlists import read_sets
from geo.records import Article

_WORDS = read_sets("sentences")

MAX_SENTENCE = 3_000
MAX_CHARS = 400_000
"""What is read of one article; news ends long before, and the bound keeps hostile input cheap."""

WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W\d_]+|\d+(?:[.,]\d+)*")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s+|\n[ \t\r]*\n\s*")
_DATELINE_DASH = re.compile(r"\s(?:--|—|–|-)\s|\)--\s|\.-\s")
_CLAUSE = re.compile(r",\s(?:while|whereas|tandis qu|alors qu|mientras|en tanto)", re.IGNORECASE)
_LEAST_CLAUSE = 5
_AGENCY = re.compile(r"\((?:[^()\n]{2,60})\)")
_ABBREVIATIONS = _WORDS["abbreviations"]
_STARTERS = _WORDS["starters"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: where it stands, and its words, lower case and without accents.

    `begins` and `ends` are the words' offsets in the article's text; `paragraph` counts from 0.
    """

    index: int
    paragraph: int
    text: str
    start: int
    end: int
    words: list[str]
    begins: list[int]
    ends: list[int]
    title: bool = False

    def span(self, first: int, last: int) -> str:
        """The text from word `first` up to and without word `last`."""
        if first >= last:
            return ""
        return self.text[self.begins[first] - self.start : self.ends[last - 1] - self.start]

    def between(self, first: int, second: int) -> str:
        """What stands between two neighbouring words: spaces and punctuation."""
        return self.text[self.ends[first] - self.start : self.begins[second] - self.start]


@dataclass(frozen=True, slots=True)
class Document:
    """An article cut up: its dateline (0, 0 where it has none) and its sentences."""

    article: Article
    dateline: tuple[int, int]
    sentences: list[Sentence]


def read_document(article: Article) -> Document:
    """The article's sentences in order, the dateline apart."""
    text = article.text[:MAX_CHARS]
    body = _title_end(article, text)
    dateline = _find_dateline(text, body)
    sentences: list[Sentence] = []
    for paragraph, start, end in _bounded(text, _spans(text, body, dateline)):
        sentence = _sentence(len(sentences), paragraph, text, start, end, title=end <= body)
        if sentence.words:
            sentences.append(sentence)
    return Document(article, dateline, sentences)


def _title_end(article: Article, text: str) -> int:
    if article.title and text.startswith(article.title):
        return len(article.title)
    return 0


def _find_dateline(text: str, body: int) -> tuple[int, int]:
    """Where a dateline stands: "BOGOTA, 3 MAR 90 (EFE) -- ", else (0, 0)."""
    start = body + len(text[body : body + 200]) - len(text[body : body + 200].lstrip())
    head = text[start : start + 220]
    for dash in _DATELINE_DASH.finditer(head):
        place = head[: dash.start()]
        if _looks_like_dateline(place):
            return start, start + dash.end()
        if len(place.split()) > 16:  # noqa: PLR2004 - longer than any dateline
            break
    return 0, 0


def _looks_like_dateline(head: str) -> bool:
    if not head or not head[0].isupper() or len(head.split()) > 16:  # noqa: PLR2004
        return False
    plain = _AGENCY.sub(" ", head)
    if re.search(r"[.!?]\s", plain.replace("ST. ", "")):
        return False
    first = re.match(r"[^\s,]+", plain)
    if first and first.group().isupper() and len(first.group()) > 2:  # noqa: PLR2004
        return len(plain.split()) <= 8 or head != plain  # noqa: PLR2004
    return head != plain and len(plain.split()) <= 7  # noqa: PLR2004


def _spans(text: str, body: int, dateline: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    paragraph = 0
    start = 0
    if body:
        yield paragraph, 0, body
        start, paragraph = body, 1
    start = max(start, dateline[1])
    for stop in _STOP.finditer(text, start):
        broken = "\n" in stop.group() and stop.group().count("\n") > 1
        if not broken and not _ends_sentence(text, start, stop.start(), stop.end()):
            continue
        yield paragraph, start, stop.end()
        start = stop.end()
        paragraph += broken
    yield paragraph, start, len(text)


def _clauses(text: str, spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The spans, cut before a clause that tells of something else: ", tandis que", ", while"."""
    for paragraph, start, end in spans:
        cut = start
        for clause in _CLAUSE.finditer(text, start, end):
            left, right = text[cut : clause.start()], text[clause.end() : end]
            if min(left.count(" "), right.count(" ")) >= _LEAST_CLAUSE:
                yield paragraph, cut, clause.start() + 1
                cut = clause.start() + 1
        yield paragraph, cut, end


def _bounded(text: str, spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The spans, those longer than any sentence cut at spaces: rules look at a sentence at once."""
    for paragraph, start, end in _clauses(text, spans):
        while end - start > MAX_SENTENCE:
            space = text.rfind(" ", start + 1, start + MAX_SENTENCE)
            cut = space if space > start else start + MAX_SENTENCE
            yield paragraph, start, cut
            start = cut  # noqa: PLW2901 - the rest of the same span
        yield paragraph, start, end


def _ends_sentence(text: str, start: int, stop: int, resume: int) -> bool:
    following = text[resume : resume + 1]
    if following.islower():
        return False
    if text[stop] != ".":
        return True
    before = text[max(start, stop - 12) : stop].split()
    last = before[-1].lower().lstrip("([\"'“") if before else ""
    if "." in last or len(last) == 1:
        after = re.match(r"[^\W\d_]+", text[resume : resume + 12])
        return after is not None and after.group().lower() in _STARTERS
    return last not in _ABBREVIATIONS


def _sentence(
    index: int, paragraph: int, text: str, start: int, end: int, *, title: bool
) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    spans = [match.span() for match in WORD.finditer(piece)]
    words = _fold_words(piece, spans)
    begins, ends = [start + first for first, _ in spans], [start + last for _, last in spans]
    return Sentence(index, paragraph, piece, start, start + len(piece), words, begins, ends, title)


def _fold_words(piece: str, spans: list[tuple[int, int]]) -> list[str]:
    if not piece.isascii():
        return [fold_word(piece[first:last]) for first, last in spans]
    small = piece.lower()
    words = [small[first:last] for first, last in spans]
    return [word.rstrip(".") for word in words] if "." in piece[:-1] else words


def fold_word(word: str) -> str:
    """Lower case, without accents and without a closing point: "U.S." is "u.s"."""
    lower = word.lower()
    if not lower.isascii():
        lower = _without_accents(lower)
    return lower.rstrip(".")


@functools.lru_cache(maxsize=1 << 14)
def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
