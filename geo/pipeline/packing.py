"""Findings as bytes and back: what a worker sends, a store keeps and the reduce phase reads.

A block has three parts. Its head says what became of each article, its body holds event rows as
columns and the places named, its sketches are asked for only where reports are merged.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any

import numpy as np

from geo.articles import Failure, Skipped
from geo.corrections import Fate
from geo.errors import DamagedStoreError
from geo.events import Sketch, report_keys
from geo.frames import EVENT_COLUMNS, Row
from geo.pipeline.beyond import NOT_ASKED, Asked
from geo.pipeline.context import Named
from geo.pipeline.findings import Entry, Finding
from geo.store import Block

FORMAT = 2
"""Of what is stored; another number forgets what older code stored."""

_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Head:
    """What became of the articles of a block; `hashes` are the SHA-256 of its files by path.

    The findings have no rows, places and sketches, which stand in the other parts; `n_rows` says
    how many rows each entry has there.
    """

    entries: list[Entry]
    n_rows: list[int]
    hashes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """The event rows of a block as columns, and what goes with them.

    `constants` are the columns in which all rows have one value. `entry` is the number of the entry
    that a row is of, and `keys` what the row must share with another to be a report of the same
    event. `named` are numbers in `places` for each entry.
    """

    columns: dict[str, list[Any]]
    constants: dict[str, Any]
    entry: list[int]
    keys: list[list[int]]
    places: list[Named]
    named: list[list[int]]

    def rows(self) -> Iterator[Row]:
        """The rows as dictionaries."""
        columns = (
            [self.constants[name]] * len(self.entry)
            if name in self.constants
            else self.columns[name]
            for name in EVENT_COLUMNS
        )
        for cells in zip(*columns, strict=True):
            yield dict(zip(EVENT_COLUMNS, cells, strict=True))


def pack(entries: Sequence[Entry], *, hashes: Mapping[str, str] | None = None) -> Block:
    """The block of what became of a run of articles."""
    findings = [each if isinstance(each, Finding) else None for each in entries]
    head = {"entries": [_entry(each) for each in entries], "hashes": dict(hashes or {})}
    sketches = {each.id: _sketch(each.sketch) for each in findings if each and each.sketch}
    return Block(_packed(head), _packed(_body(findings)), _packed(sketches))


def _entry(entry: Entry) -> list[Any]:
    if isinstance(entry, Failure):
        return ["failed", entry.path, entry.reason, entry.sha256]
    if isinstance(entry, Skipped):
        return ["skipped", entry.path, entry.kind, entry.reason, entry.id]
    return [
        "found", entry.id, entry.path, entry.title, entry.url, entry.text, entry.language,
        [[*astuple(fate)] for fate in entry.fates], entry.n_toponyms, entry.failure,
        _asked(entry.asked), len(entry.rows),
    ]  # fmt: skip


def _asked(asked: Asked) -> list[Any]:
    return [] if asked == NOT_ASKED else [*astuple(asked)]


def _body(findings: Sequence[Finding | None]) -> dict[str, Any]:
    places: dict[Named, int] = {}
    named = [
        [places.setdefault(place, len(places)) for place in (each.context if each else ())]
        for each in findings
    ]
    rows = [(at, each, row) for at, each in enumerate(findings) if each for row in each.rows]
    columns = {name: [row[name] for _, _, row in rows] for name in EVENT_COLUMNS}
    constants = {name: cells[0] for name, cells in columns.items() if _is_constant(cells)}
    return {
        "columns": {name: columns[name] for name in EVENT_COLUMNS if name not in constants},
        "constants": constants,
        "entry": [at for at, _, _ in rows],
        "keys": [report_keys(row, each.language) for _, each, row in rows],
        "places": list(places),
        "named": named,
    }


def _is_constant(cells: list[Any]) -> bool:
    """Whether there is one text or nothing in all cells: a number's type may differ."""
    first = cells[0] if cells else 0
    return (first is None or first.__class__ is str) and cells.count(first) == len(cells)


def _sketch(sketch: Sketch) -> list[Any]:
    hashes = base64.b64encode(np.array(sketch.hashes, "<u8").tobytes()).decode("ascii")
    return [hashes, sketch.runs, sketch.language]


def unpack_head(data: bytes) -> Head:
    """The head of a block."""
    head = _unpacked(data)
    entries, n_rows = [], []
    for kind, *values in head["entries"]:
        n_rows.append(values.pop() if kind == "found" else 0)
        entries.append(_ENTRIES[kind](*values))
    return Head(entries, n_rows, head["hashes"])


def _found(*values: Any) -> Finding:
    name, path, title, url, text, language, fates, n_toponyms, failure, asked = values
    return Finding(
        id=name, path=path, title=title, url=url, text=text, language=language,
        fates=tuple(Fate(*fate) for fate in fates), n_toponyms=n_toponyms, failure=failure,
        asked=_unpacked_asked(asked),
    )  # fmt: skip


def _unpacked_asked(values: list[Any]) -> Asked:
    if not values:
        return NOT_ASKED
    placed, unknown, unasked, names, outage = values
    return Asked(placed, unknown, unasked, tuple(names), outage)


_ENTRIES: dict[str, Callable[..., Entry]] = {
    "found": _found,
    "failed": lambda path, reason, sha256: Failure(path=path, reason=reason, sha256=sha256),
    "skipped": lambda path, kind, reason, name: Skipped(
        path=path, kind=kind, reason=reason, id=name
    ),
}


def unpack_body(data: bytes) -> Body:
    """The body of a block."""
    body = _unpacked(data)
    body["places"] = [(*place,) for place in body["places"]]
    return Body(**body)


def unpack_sketches(data: bytes) -> dict[str, Sketch]:
    """The sketches of a block by article id."""
    return {
        name: Sketch(tuple(np.frombuffer(base64.b64decode(text), "<u8").tolist()), runs, language)
        for name, (text, runs, language) in _unpacked(data).items()
    }


def unpack(block: Block) -> list[Entry]:
    """The entries of a block whole, as they were packed."""
    sketches = unpack_sketches(block.sketches)
    return entries(unpack_head(block.head), unpack_body(block.body), sketches)


def entries(head: Head, body: Body, sketches: Mapping[str, Sketch]) -> list[Entry]:
    """The entries of a block out of its parts."""
    rows: list[list[Row]] = [[] for _ in head.entries]
    for at, row in zip(body.entry, body.rows(), strict=True):
        rows[at].append(row)
    return [
        replace(
            each, rows=tuple(told), sketch=sketches.get(each.id),
            context=tuple(body.places[place] for place in named),
        ) if isinstance(each, Finding) else each
        for each, told, named in zip(head.entries, rows, body.named, strict=True)
    ]  # fmt: skip


def join(blocks: Iterable[Block], *, hashes: Mapping[str, str]) -> Block:
    """Blocks as one; the only one as it is, else with these `hashes`."""
    given = list(blocks)
    if len(given) == 1:
        return given[0]
    return pack([entry for block in given for entry in unpack(block)], hashes=hashes)


def _packed(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _unpacked(data: bytes) -> Any:
    try:
        return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError) as error:
        raise DamagedStoreError(f"a block of results is damaged: {error}") from error
