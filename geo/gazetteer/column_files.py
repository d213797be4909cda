"""Write the gazetteer's columns piece by piece, so that no table need fit into memory."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from geo.gazetteer.sorted_keys import Entries, Rows, bucket_edges, sort_keys

LEAST_BUCKET_BITS = 18
_KEYS_PER_BUCKET = 4
_HEADER = 128
_PARTITION_BITS = 6
_ENTRY = np.dtype([("hash", "<u8"), ("place", "<u4"), ("match", "|u1")])

KEY_DTYPES = {
    "key_hashes": "<u8", "key_starts": "<u4", "key_places": "<u4", "key_matches": "|u1",
    "key_profiles": "<u2", "key_buckets": "<u4",
}  # fmt: skip


class ColumnFile:
    """One .npy file that grows; its header is written last, when its length is known."""

    def __init__(self, path: Path, dtype: str) -> None:
        self.rows = 0
        self.dtype = np.dtype(dtype)
        self._file = path.open("wb")
        self._file.write(bytes(_HEADER))

    def append(self, values: Rows) -> None:
        """Add values at the end."""
        self._file.write(np.ascontiguousarray(values, dtype=self.dtype).tobytes())
        self.rows += len(values)

    def close(self) -> None:
        """Write the header: the same bytes that numpy.save writes."""
        if self._file.closed:
            return
        header = {"descr": self.dtype.str, "fortran_order": False, "shape": (self.rows,)}
        with self._file as file:
            file.seek(0)
            np.lib.format.write_array_header_1_0(file, header)


class ColumnFolder:
    """A folder of growing columns; as a context it closes them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, ColumnFile] = {}

    def column(self, name: str, dtype: str) -> ColumnFile:
        """The column `name`, begun when first asked for."""
        if name not in self._files:
            self._files[name] = ColumnFile(self.folder / f"{name}.npy", dtype)
        return self._files[name]

    def finish(self, name: str) -> Rows:
        """The column `name`, closed and memory-mapped."""
        self._files[name].close()
        path = self.folder / f"{name}.npy"
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))

    def write_meta(self, tables: Mapping[str, Any]) -> None:
        """Write meta.json: `tables` and the type and length of every column."""
        columns = {name: [f.dtype.str, f.rows] for name, f in sorted(self._files.items())}
        text = json.dumps(
            {**tables, "columns": columns},
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )
        (self.folder / "meta.json").write_text(text + "\n", encoding="utf-8", newline="\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()


class TextColumn:
    """Texts as one run of UTF-8 bytes, and where each begins."""

    def __init__(self, columns: ColumnFolder, name: str) -> None:
        self._text = columns.column(f"{name}_text", "|u1")
        self._starts = columns.column(f"{name}_starts", "<u4")
        self._starts.append(np.zeros(1, np.uint32))

    def append(self, texts: Rows, lengths: Rows) -> None:
        """Add texts: their bytes one after the other, and how many each has."""
        self._starts.append(self._text.rows + np.cumsum(lengths, dtype=np.int64))
        self._text.append(texts)


class KeyPartitions:
    """Entries on disk, parted by the first bits of their hash: each part can be sorted alone."""

    def __init__(self, folder: Path) -> None:
        self._files = [
            (folder / f"part{number:02}").open("w+b") for number in range(1 << _PARTITION_BITS)
        ]

    def add(self, entries: Entries) -> None:
        """Add entries in any order."""
        table = np.empty(len(entries.hashes), _ENTRY)
        table["hash"], table["place"], table["match"] = entries
        parts = (table["hash"] >> np.uint64(64 - _PARTITION_BITS)).astype(np.int64)
        table = table[np.argsort(parts, kind="stable")]
        stops = np.cumsum(np.bincount(parts, minlength=len(self._files))).tolist()
        for file, start, stop in zip(self._files, [0, *stops[:-1]], stops, strict=True):
            file.write(table[start:stop].tobytes())

    def __iter__(self) -> Iterator[Entries]:
        """The parts, by ascending hash."""
        for file in self._files:
            file.seek(0)
            table = np.frombuffer(file.read(), _ENTRY)
            yield Entries(table["hash"], table["place"], table["match"])

    def close(self) -> None:
        """Close the files of the parts."""
        for file in self._files:
            file.close()


@contextlib.contextmanager
def key_partitions(folder: Path) -> Iterator[KeyPartitions]:
    """Partitions in a temporary folder beside the columns in `folder`."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".keys-") as scratch:
        partitions = KeyPartitions(Path(scratch))
        try:
            yield partitions
        finally:
            partitions.close()


def write_keys(
    columns: ColumnFolder, parts: Iterator[Entries], *, kind: Rows, population: Rows
) -> int:
    """Write the key columns of entries in parts by ascending hash; the bits of a bucket come back.

    `kind` and `population` are those of all places, by row.
    """
    files = {name: columns.column(name, dtype) for name, dtype in KEY_DTYPES.items()}
    files["key_starts"].append(np.zeros(1, np.uint32))
    for part in parts:
        found = sort_keys(part, kind=kind, population=population)
        files["key_starts"].append(found.starts[1:] + files["key_places"].rows)
        for name in ("hashes", "places", "matches", "profiles"):
            files[f"key_{name}"].append(getattr(found, name))
    hashes = columns.finish("key_hashes")
    bits = max(LEAST_BUCKET_BITS, (len(hashes) // _KEYS_PER_BUCKET).bit_length())
    files["key_buckets"].append(bucket_edges(hashes, bits=bits))
    return bits
