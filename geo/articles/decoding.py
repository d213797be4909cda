"""Bytes to text: byte order marks, UTF-8, Windows-1252, and a plain word on everything else.

Latin-1 is read as Windows-1252: the two differ only in 32 control characters that no text holds.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from geo.errors import SourceError

# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PAR1", "a Parquet table"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF image or sound"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a sound"),
)
_SAVE = "; save it as text or HTML, or a table as CSV, and name that file"
_ADVICE = {
    "a PDF": "; save its text first, as with `pdftotext`, and name that file",
    "a ZIP archive or an office document": f"{_SAVE}; unpack an archive",
    "an old office document": _SAVE,
    "an RTF document": _SAVE,
    "a gzip archive": "; unpack it first",
}
# Bytes that text holds: everything but the control codes other than tab, newline, form feed, return
# and the end-of-file mark of old systems.
_CONTROLS = bytes(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B}) + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
_CONTINUATIONS = bytes(range(0x80, 0xC0))
_MOST_HIGH = 0.25


def describe_binary(head: bytes) -> str:
    """What kind of binary file begins with `head`, "" for text."""
    if marked_encoding(head):
        return ""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return "not text" if _holds_controls(head) else ""


def refusal(kind: str) -> str:
    """Why a binary file of some kind is not read, and what to do with one that holds text."""
    advice = _ADVICE.get(kind, "")
    return f"binary file ({kind}), expected text{advice}"


def _holds_controls(block: bytes) -> bool:
    controls = len(block) - len(block.translate(None, _CONTROLS))
    return b"\0" in block or controls * 100 > len(block)


def marked_encoding(head: bytes) -> str:
    """The encoding that a byte order mark at the start of `head` names, "" without one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def find_encoding(blocks: Iterable[bytes], *, path: str) -> str:
    """The encoding of a file given in blocks: "utf-8-sig", "utf-16", "utf-32" or "cp1252".

    Raises SourceError for an empty or binary file, for UTF-8 with damaged bytes, and for what is
    neither UTF-8 nor a western single-byte encoding.
    """
    survey = _Survey(path)
    for block in blocks:
        survey.add(block)
    return survey.verdict()


class _Survey:
    """Counts over the blocks of one file, in bounded memory."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.marked = ""
        self.size = self.high = self.accented = 0
        self.fault: tuple[int, int] | None = None
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def add(self, block: bytes) -> None:
        if not self.size:
            self._look_at_head(block)
        if not self.marked.startswith(("utf-16", "utf-32")):
            self._look_at_bytes(block)
        self.size += len(block)

    def _look_at_head(self, block: bytes) -> None:
        self.marked = marked_encoding(block)
        if kind := describe_binary(block[:4096]):
            raise SourceError(self.path, refusal(kind))

    def _look_at_bytes(self, block: bytes) -> None:
        if b"\0" in block:
            raise SourceError(self.path, "binary file (it holds NUL bytes), expected text")
        if block.isascii() and not self.decoder.getstate()[0]:
            return
        self.high += len(block) - len(block.translate(None, _HIGH))
        self.accented += _count_sequences(block)
        if self.fault is None:
            self._decode(block)

    def _decode(self, block: bytes, *, final: bool = False) -> None:
        held = len(self.decoder.getstate()[0])
        try:
            self.decoder.decode(block, final)
        except UnicodeDecodeError as error:
            self.fault = (self.size - held + error.start, error.object[error.start])

    def verdict(self) -> str:
        if not self.size:
            raise SourceError(self.path, "empty file")
        if self.marked.startswith(("utf-16", "utf-32")):
            return self.marked
        if self.fault is None:
            self._decode(b"", final=True)
        if self.fault is None:
            return "utf-8-sig"
        self._refuse_others(*self.fault)
        return "cp1252"

    def _refuse_others(self, offset: int, byte: int) -> None:
        damaged = self.accented * 2 > self.high - self.accented * 2
        if self.marked or damaged:
            where = f"byte 0x{byte:02x} at offset {offset} is not UTF-8"
            raise SourceError(self.path, f"wrong encoding: {where}; save the file as UTF-8")
        if self.high > _MOST_HIGH * self.size:
            raise SourceError(
                self.path,
                "wrong encoding: neither UTF-8 nor Windows-1252; convert the file to UTF-8",
            )


def _count_sequences(block: bytes) -> int:
    """How many well-formed UTF-8 sequences `block` holds, at least: a sign of damaged UTF-8."""
    text = block.decode("utf-8", "ignore")
    return len(text) - len(text.encode("ascii", "ignore"))


def decode(data: bytes, *, path: str) -> str:
    """The text of a whole file; line ends are newlines."""
    text = decode_as(data, find_encoding([data], path=path), path=path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_as(data: bytes, encoding: str, *, path: str) -> str:
    """The text of `data` in `encoding`; undefined bytes of Windows-1252 become U+FFFD."""
    try:
        return data.decode(encoding, "replace" if encoding == "cp1252" else "strict")
    except UnicodeDecodeError as error:
        reason = f"wrong encoding: not {encoding.upper()} at byte {error.start}"
        raise SourceError(path, f"{reason}; save the file as UTF-8") from error
