"""Columns as text: typed, byte-shuffled, compressed, in base 85.

The browser undoes this with DecompressionStream. Bytes of equal weight stand together, because
gzip finds more to save in them (the shuffle filter of HDF5 and Blosc). Base 85 needs five
characters for four bytes, where base64 needs five and a third.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = dict[str, Any]

DIGITS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{|}~"
)[:85]
"""The digits of base 85: none that JSON or HTML would escape."""

_DIGIT = np.frombuffer(DIGITS.encode(), np.uint8)
_GROUP = 4
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


def pack_names(codes: NDArray[np.int64], names: Sequence[str]) -> Packed:
    """A column of repeated words: numbers, and the words they stand for ("" is number 0)."""
    return {**pack_numbers(codes), "names": pack_json(list(names))}


def pack_json(value: Any) -> str:
    """Any JSON value, compressed."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compress(text.encode("utf-8", "replace"))


def compress(data: bytes, level: int = 6) -> str:
    """Gzip in base 85, without the clock and without the name of the operating system."""
    packed = bytearray(gzip.compress(data, level, mtime=0))
    packed[_HEADER] = 255
    return base85(bytes(packed))


def base85(data: bytes) -> str:
    """Each four bytes as five digits, the greatest first; zeros fill the last four.

    The number of zeros, 0 to 3, is the first character.
    """
    fill = -len(data) % _GROUP
    left = np.frombuffer(data + bytes(fill), ">u4").astype(np.uint32)
    digits = np.empty((len(left), _GROUP + 1), np.uint8)
    for place in range(_GROUP, -1, -1):
        left, digits[:, place] = left // 85, _DIGIT[left % 85]
    return f"{fill}{digits.tobytes().decode('ascii')}"


def _smallest_type(low: int, high: int) -> np.dtype[Any]:
    names = ("int8", "int16", "int32") if low < 0 else ("uint8", "uint16", "uint32")
    for name in names:
        if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
            return np.dtype(name).newbyteorder("<")
    raise OverflowError(f"a column reaches from {low} to {high}, more than {names[-1]} holds")
