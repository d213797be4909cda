"""What earlier runs worked out, by everything that decided it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.corrections import Corrections
from geo.errors import GeoconflictError
from geo.pipeline.blocks import digest
from geo.pipeline.findings import Entry, Finding
from geo.pipeline.packing import FORMAT, unpack
from geo.records import Article
from geo.store import Block, Store


@dataclass(frozen=True, slots=True)
class Keys:
    """Names what is kept: by the content and by `version`, that is everything else that decides.

    An article's key covers the corrections of its place names. Those of a piece are not known
    before it is read, so that its key covers all that are `given`.
    """

    version: bytes
    corrections: Corrections
    given: bytes

    @classmethod
    def of(cls, version: str, languages: Iterable[str], corrections: Corrections) -> Keys:
        """The keys of a version of code and data, and of the languages that are read."""
        mentions = (each.key for each in corrections.held if each.target == "mention")
        return cls(
            version=digest(*map(str.encode, (str(FORMAT), version, *languages))),
            corrections=corrections,
            given=digest(*map(str.encode, mentions)),
        )

    def whole(self, piece: bytes) -> bytes:
        """For a piece of this key all of which was read and worked on."""
        return digest(self.version, self.given, piece)

    def dated(self, piece: bytes, place: str, today: date) -> bytes:
        """For a piece some of which could not be read: a date may be in the future today."""
        return digest(self.version, self.given, piece, place.encode(), str(today).encode())

    def article(self, article: Article) -> bytes:
        """For an article, wherever it stands."""
        meant = (each.key for each in self.corrections.of_mentions(article))
        told = (each.encode("utf-8", "backslashreplace") for each in (repr(article), *meant))
        return digest(self.version, *told)

    def once(self, block: Block) -> bytes:
        """For a block that only its articles lead to."""
        return digest(self.version, *block)


class Remembered:
    """The articles of a store, wherever they stood when they were kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries = functools.lru_cache(maxsize=4)(self._read)

    def known(self, articles: Iterable[bytes]) -> dict[bytes, Finding]:
        """What was found of those articles that are kept, by their keys.

        What cannot be read is worked out again: whoever writes to the store will tell of it.
        """
        found: dict[bytes, Finding] = {}
        with contextlib.suppress(GeoconflictError):
            for key, (block, place) in self._store.places(articles).items():
                entry = self._entries(block)[place]
                if isinstance(entry, Finding):
                    found[key] = entry
        return found

    def _read(self, block: bytes) -> list[Entry]:
        return unpack(Block(*(self._store.part(block, name) for name in Block._fields)))


@contextlib.contextmanager
def scratch_store() -> Iterator[Store]:
    """A store that lasts as long as the block, for a run that is to remember nothing."""
    import tempfile

    with (
        tempfile.TemporaryDirectory(prefix="geoconflict-") as folder,
        Store(Path(folder, "run.sqlite"), passing=True) as store,
    ):
        yield store
