"""Articles that come a second time."""

from __future__ import annotations

import hashlib
from array import array

from geo.articles.outcomes import Failure, Skipped
from geo.records import Article


class SeenArticles:
    """Remembers which articles have come, in 24 to 48 bytes each.

    A second article of the same id and text is a duplicate. A second article of the same id and
    another text is a failure: rows could no longer say which of the two they are about.
    """

    def __init__(self) -> None:
        self._table = _HashTable()

    def check(self, article: Article) -> Article | Failure | Skipped:
        """The article itself where it is new, else what it is."""
        return self.recall(article.id, hash_text(article.text), article.path) or article

    def recall(self, article: str, text: int, path: str) -> Failure | Skipped | None:
        """What an article of this id, whose text has this hash, is; None where it is new."""
        earlier = self._table.setdefault(hash_text(article), text)
        if earlier is None:
            return None
        if earlier == text:
            reason = f"the article {article!r} was read before"
            return Skipped(path=path, kind="duplicate", reason=reason, id=article)
        reason = f"the id {article!r} belongs to another article with another text"
        return Failure(path=path, reason=f"{reason}; give each article an id of its own")


def hash_text(text: str) -> int:
    """64 bits of a text's hash, never zero."""
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
