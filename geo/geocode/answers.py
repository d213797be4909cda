"""A check of every answer, so that another server's answer is never taken for "no such place"."""

from __future__ import annotations

import functools
from typing import Any

# geopy itself turns these into its errors.
_FAULTS = ("error", "errors", "status")


@functools.cache
def checked_adapter(member: str) -> Any:
    """A class of geopy adapter whose answers hold a list of places under `member`.

    With "" the answer itself is the list. Requests go through urllib, whatever else is installed.
    """
    from geopy.adapters import URLLibAdapter
    from geopy.exc import GeocoderParseError

    class CheckedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
        def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
            answer = super().get_json(url, timeout=timeout, headers=headers)
            if not _is_usual(answer, member):
                raise GeocoderParseError("the answer lists no places")
            return answer

    return CheckedAdapter


def _is_usual(answer: object, member: str) -> bool:
    if isinstance(answer, dict) and any(fault in answer for fault in _FAULTS):
        return True
    places = answer.get(member) if isinstance(answer, dict) and member else answer
    return isinstance(places, list)
