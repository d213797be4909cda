"""Columns as text: typed, byte-shuffled, compressed, in base 85.

The browser undoes this with DecompressionStream. Bytes of equal weight stand together, because
gzip finds more to save in them (the shuffle filter of HDF5 and Blosc). Base 85 needs five
characters for four bytes, where base64 needs five and a third.
"""

from __future__ import annotations

import gzip
import json
import zlib
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
_VALUE = np.zeros(256, np.uint64)
_VALUE[_DIGIT] = np.arange(85)
_PLACES = 85 ** np.arange(_GROUP, -1, -1, dtype=np.uint64)
_MOST_BYTES = 1 << 28
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


def unpack_numbers(packed: Packed, count: int) -> NDArray[np.int64]:
    """What `pack_numbers` packed: a column of `count` numbers."""
    if "constant" in packed:
        return np.full(count, packed["constant"], np.int64)
    kind = np.dtype(packed["type"]).newbyteorder("<")
    planes = np.frombuffer(expand(packed["data"]), np.uint8).reshape(kind.itemsize, count)
    return np.asarray(planes.T.copy().view(kind).ravel(), np.int64)


def unpack_json(packed: str) -> Any:
    """What `pack_json` packed."""
    return json.loads(expand(packed))


def expand(text: str) -> bytes:
    """What `compress` packed. Raises ValueError for what it cannot have packed."""
    digits = _VALUE[np.frombuffer(text[1:].encode("ascii"), np.uint8)].reshape(-1, _GROUP + 1)
    data = (digits @ _PLACES).astype(">u4").tobytes()
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data[: len(data) - int(text[:1])], _MOST_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof:
        raise ValueError("packed data is cut short, or too long")
    return plain


def _smallest_type(low: int, high: int) -> np.dtype[Any]:
    names = ("int8", "int16", "int32") if low < 0 else ("uint8", "uint16", "uint32")
    for name in names:
        if np.iinfo(name).min <= low and high <= np.iinfo(name).max:
            return np.dtype(name).newbyteorder("<")
    raise OverflowError(f"a column reaches from {low} to {high}, more than {names[-1]} holds")
