"""Articles that come a second time."""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass
from typing import Self

from geo.articles.outcomes import Failure, Skipped
from geo.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What it takes to know an article again when its text is no longer at hand."""

    id: str
    path: str
    text: int

    @classmethod
    def of(cls, article: Article) -> Self:
        """The mark of an article."""
        return cls(id=article.id, path=article.path, text=_hash(article.text))


class SeenArticles:
    """Remembers which articles have come, in 24 to 48 bytes each.

    A second article of the same id and text is a duplicate. A second article of the same id and
    another text is a failure: rows could no longer say which of the two they are about.
    """

    def __init__(self) -> None:
        self._table = _HashTable()

    def check(self, article: Article) -> Article | Failure | Skipped:
        """The article itself where it is new, else what it is."""
        return self.judge(Mark.of(article)) or article

    def judge(self, mark: Mark) -> Failure | Skipped | None:
        """What an article is by its mark; None where it is new."""
        earlier = self._table.setdefault(_hash(mark.id), mark.text)
        if earlier is None:
            return None
        if earlier == mark.text:
            reason = f"the article {mark.id!r} was read before"
            return Skipped(path=mark.path, kind="duplicate", reason=reason, id=mark.id)
        reason = f"the id {mark.id!r} belongs to another article with another text"
        return Failure(path=mark.path, reason=f"{reason}; give each article an id of its own")


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    # Zero marks an empty slot.
    return int.from_bytes(digest, "little") or 1


class _HashTable:
    """64-bit hashes to 64-bit hashes by open addressing, a tenth of what a dict would take."""

    def __init__(self) -> None:
        self._size = 0
        self._keys = array("Q", bytes(8 << 10))
        self._values = array("Q", bytes(8 << 10))

    def setdefault(self, key: int, value: int) -> int | None:
        """Keep `value` and return None where `key` is new, else return what was kept."""
        slot = self._slot(key)
        if self._keys[slot]:
            return self._values[slot]
        self._keys[slot], self._values[slot] = key, value
        self._size += 1
        if self._size * 3 > len(self._keys) * 2:
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        mask = len(self._keys) - 1
        slot = key & mask
        while self._keys[slot] not in (0, key):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._keys = array("Q", bytes(len(keys) * 16))
        self._values = array("Q", bytes(len(keys) * 16))
        for key, value in zip(keys, values, strict=True):
            if key:
                slot = self._slot(key)
                self._keys[slot], self._values[slot] = key, value
