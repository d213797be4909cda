"""What strangers wrote, shown on a terminal without obeying it.

Names of files and words of articles can hold the control codes that clear a screen, rename a
window or write a line over; in what is told, such codes stand as `\\u001b`.
"""

from __future__ import annotations

import re
from io import TextIOWrapper

# Not the newline and the tab, nor the return with which a moving count begins; but the marks that
# turn the direction of what follows them.
_CODES = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|(?!^)\r")


def visible(text: str) -> str:
    """The text with every control code spelled out."""
    return _CODES.sub(lambda code: f"\\u{ord(code[0]):04x}", text)


class Terminal(TextIOWrapper):
    """A text stream that spells out control codes."""

    def write(self, text: str) -> int:
        """Write `text`, visible; how long it was comes back."""
        super().write(visible(text))
        return len(text)


def shielded(stream: TextIOWrapper) -> Terminal:
    """The same stream, from now on a Terminal."""
    buffering = stream.line_buffering
    return Terminal(
        stream.detach(), encoding="utf-8", errors="backslashreplace", line_buffering=buffering
    )
