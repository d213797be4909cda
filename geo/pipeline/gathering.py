"""The findings of a run put together, ready to be reduced: columns, not records."""

from __future__ import annotations

import functools
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.events import Sketch, merge_reports
from geo.frames import EVENT_COLUMNS, Row
from geo.pipeline.beyond import NOT_ASKED, Asked
from geo.pipeline.context import ContextPlaces
from geo.pipeline.findings import Finding
from geo.pipeline.ledger import Ledger
from geo.pipeline.packing import (
    Body,
    Head,
    entries,
    pack,
    unpack_body,
    unpack_head,
    unpack_sketches,
)
from geo.pipeline.replay import Replay
from geo.store import Store

MOST_NOTES = 1_000
"""So many articles without an event are named on the page; of the rest it says how many."""

_NEVER_THE_SAME = frozenset({
    "event_id_cnty", "notes", "x_sentence", "x_place_reason", "x_cluster_id",
})  # fmt: skip


class Sketches(Mapping[str, Sketch]):
    """The sketches of texts by article id, unpacked when they are asked for."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._blocks: dict[str, bytes] = {}
        self._held: dict[str, bytes] = {}
        self._unpacked = functools.lru_cache(maxsize=64)(unpack_sketches)

    def place(self, article: str, block: bytes) -> None:
        """Tell which block of the store holds the sketch of an article."""
        self._blocks[article] = block

    def hold(self, article: str, sketches: bytes) -> None:
        """Keep the packed sketches that hold an article's."""
        self._held[article] = sketches

    def __getitem__(self, article: str) -> Sketch:
        if article not in self._held and self._store:
            return self._unpacked(self._store.part(self._blocks[article], "sketches"))[article]
        return self._unpacked(self._held[article])[article]

    def __iter__(self) -> Iterator[str]:
        yield from self._held
        yield from self._blocks

    def __len__(self) -> int:
        return len(self._held) + len(self._blocks)


@dataclass(slots=True)
class Findings:
    """What the articles of a run told, in their order; `store` holds the blocks that are added."""

    ledger: Ledger
    replay: Replay = field(default_factory=Replay)
    store: Store | None = None
    reports: int = 0
    quiet: list[tuple[str, str]] = field(default_factory=list)
    without_event: Counter[str] = field(default_factory=Counter)
    context: ContextPlaces = field(default_factory=ContextPlaces)
    asked: Asked = NOT_ASKED
    _sketches: Sketches = field(init=False)
    _columns: dict[str, list[Any]] = field(init=False)
    _keys: array[int] = field(default_factory=lambda: array("L"))
    _key_rows: array[int] = field(default_factory=lambda: array("L"))
    _languages: list[str] = field(default_factory=list)
    _same: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sketches = Sketches(self.store)
        self._columns = {name: [] for name in EVENT_COLUMNS}

    def add(self, finding: Finding) -> None:
        """Take in what one more article told."""
        block = pack([self.replay.of_finding(finding)])
        self._sketches.hold(finding.id, block.sketches)
        head = unpack_head(block.head)
        self._add_body(unpack_body(block.body), head, self._admit(head))

    def add_block(self, key: bytes, head: Head, body: Body) -> int:
        """Take in a block, whose sketches are in the store; how many of its articles are new."""
        head, body = self._corrected(head, body)
        admitted = self._admit(head)
        for at in set(body.entry):
            self._sketches.place(_id(head, at), key)
        self._add_body(body, head, admitted)
        return len(admitted)

    def _corrected(self, head: Head, body: Body) -> tuple[Head, Body]:
        """The block with its events as persons corrected them."""
        if not self.replay.corrections:
            return head, body
        given = entries(head, body, {})
        told = [self.replay.of_finding(each) if isinstance(each, Finding) else each
                for each in given]  # fmt: skip
        if all(one is two for one, two in zip(given, told, strict=True)):
            return head, body
        block = pack(told, hashes=head.hashes)
        return unpack_head(block.head), unpack_body(block.body)

    def _admit(self, head: Head) -> frozenset[int]:
        """Book a block; which of its entries bring rows and places."""
        for path, sha256 in head.hashes.items():
            self.ledger.hash(path, sha256)
        return frozenset(
            at
            for at, (entry, n_rows) in enumerate(zip(head.entries, head.n_rows, strict=True))
            if self.ledger.admit(entry)
            if isinstance(entry, Finding)
            if self._enter(entry, n_rows)
        )

    def _enter(self, finding: Finding, n_rows: int) -> bool:
        entered = self.ledger.enter(
            finding.path,
            finding.id,
            toponyms=finding.n_toponyms,
            events=n_rows,
            failure=finding.failure,
        )
        if entered and finding.asked != NOT_ASKED:
            self.asked += finding.asked
        if entered and not n_rows:
            self.without_event[finding.quiet] += 1
            if len(self.quiet) < MOST_NOTES:
                self.quiet.append((finding.title, finding.quiet))
        return entered

    def _add_body(self, body: Body, head: Head, admitted: frozenset[int]) -> None:
        named = Counter(place for at in sorted(admitted) for place in body.named[at])
        self.context.add({body.places[place]: n for place, n in named.items()})
        kept = [row for row, at in enumerate(body.entry) if at in admitted]
        if kept:
            self._add_columns(body, kept)
        for number, row in enumerate(kept, self.reports):
            self._keys.extend(body.keys[row])
            self._key_rows.extend([number] * len(body.keys[row]))
            self._languages.append(_language(head, body.entry[row]))
        self.reports += len(kept)

    def _add_columns(self, body: Body, kept: list[int]) -> None:
        whole, same = len(kept) == len(body.entry), dict[str, str]()
        for name, cells in body.columns.items():
            shared = same if name in _NEVER_THE_SAME else self._same
            self._columns[name] += _shared(cells if whole else [cells[row] for row in kept], shared)
        for name, cell in body.constants.items():
            self._columns[name] += _shared([cell], self._same) * len(kept)

    def merged(self) -> dict[str, list[Any]]:
        """The columns of the events, the reports of one event as one row (merge_reports).

        The findings are handed over: this can be asked for once.
        """
        alike = self._alike()
        merged = {row.pop("_at"): row for row in self._merged(alike)}
        gone = set(alike) - set(merged)
        columns, self._columns = self._columns, {}
        for at, row in merged.items():
            for name in EVENT_COLUMNS:
                columns[name][at] = row[name]
        for name, cells in columns.items() if gone else ():
            columns[name] = [cell for at, cell in enumerate(cells) if at not in gone]
        return columns

    def _merged(self, alike: list[int]) -> list[Row]:
        columns = self._columns
        rows = [{name: columns[name][at] for name in EVENT_COLUMNS} | {"_at": at} for at in alike]
        languages = {columns["x_article_ids"][at][0]: self._languages[at] for at in alike}
        return merge_reports(rows, self._sketches, languages=languages)

    def _alike(self) -> list[int]:
        """The rows that share a key with another row: no others can be reports of one event."""
        keys, rows = np.array(self._keys), np.array(self._key_rows)
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        shared = np.zeros(len(keys), bool)
        shared[order[1:]] |= same
        shared[order[:-1]] |= same
        return [int(row) for row in np.unique(rows[shared])]


def _shared(cells: Iterable[Any], same: dict[str, str]) -> list[Any]:
    """The same cells, equal texts as one object: that saves most of the memory."""
    return [same.setdefault(cell, cell) if cell.__class__ is str else cell for cell in cells]


def _id(head: Head, at: int) -> str:
    entry = head.entries[at]
    return entry.id if isinstance(entry, Finding) else ""


def _language(head: Head, at: int) -> str:
    entry = head.entries[at]
    return entry.language if isinstance(entry, Finding) else ""
