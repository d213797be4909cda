"""Columns as text: typed, byte-shuffled, compressed, in base64.

The browser undoes this with DecompressionStream. Bytes of equal weight stand together, because
gzip finds more to save in them (the shuffle filter of HDF5 and Blosc).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = dict[str, Any]

_HEADER = 9  # the byte of a gzip header that names the operating system


def pack_numbers(values: NDArray[Any]) -> Packed:
    """A column of whole numbers in the smallest type that holds them.

    A column of one repeated value is kept as that value.
    """
    if len(values) and (values == values[0]).all():
        return {"constant": int(values[0])}
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    kind = _smallest_type(low, high)
    planes = np.ascontiguousarray(values.astype(kind)).view(np.uint8)
    planes = planes.reshape(len(values), kind.itemsize).T.copy()
    return {"type": kind.name, "data": compress(planes.tobytes())}


def pack_names(values: Sequence[str]) -> Packed:
    """A column of repeated words: numbers, and the words they stand for ("" is number 0)."""
    names = ["", *sorted(set(values) - {""})]
    number = {name: index for index, name in enumerate(names)}
    codes = np.fromiter((number[value] for value in values), np.int64, len(values))
    return {**pack_numbers(codes), "names": pack_json(names)}


def pack_json(value: Any) -> str:
    """Any JSON value, compressed."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compress(text.encode("utf-8", "replace"))


def compress(data: bytes) -> str:
    """Gzip in base64, without the clock and without the name of the operating system."""
    packed = bytearray(gzip.compress(data, 6, mtime=0))
    packed[_HEADER] = 255
    return base64.b64encode(packed).decode("ascii")


def _smallest_type(low: int, high: int) -> np.dtype[Any]:
    names = ("int8", "int16", "int32") if low < 0 else ("uint8", "uint16", "uint32")
    for name in names:
        if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
            return np.dtype(name).newbyteorder("<")
    raise OverflowError(f"a column reaches from {low} to {high}, more than {names[-1]} holds")
