"""Options that take one of several words, and say which one was probably meant."""

from __future__ import annotations

import difflib
from typing import Any

import click


class OneOf(click.Choice[str]):
    """One of some words; a misspelt one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it is known, whatever its case."""
        known = {str(choice).casefold(): str(choice) for choice in self.choices}
        given = str(value).strip().casefold()
        if given not in known:
            near = difflib.get_close_matches(given, known, n=1)
            meant = f" Did you mean {known[near[0]]!r}?" if near else ""
            expected = ", ".join(map(str, self.choices))
            self.fail(f"{value!r} is not one of {expected}.{meant}", param, ctx)
        return known[given]
