"""What was probably meant by a word that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

_ALIKE = 0.6


def nearest(word: str, known: Iterable[str], *, alike: float = _ALIKE) -> str:
    """The known word that is most like `word`, case aside; "" where none is like it."""
    by_fold = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=alike)
    return by_fold[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str], *, alike: float = _ALIKE) -> str:
    """The end of a message: "; did you mean events.csv?", or "" where no word is like it."""
    near = nearest(word, known, alike=alike)
    return f"; did you mean {near}?" if near else ""


def nearest_path(path: str | Path) -> str:
    """The file or folder beside `path` whose name is most like its name; "" where none is."""
    missing = Path(path)
    try:
        # An ending that is the same makes no names alike; of two alike it makes one the nearer.
        found = sorted(
            missing.parent.iterdir(), key=lambda each: (each.suffix == missing.suffix, each)
        )
        beside = {each.stem: each.name for each in found}
    except OSError:
        return ""
    near = nearest(missing.stem, beside)
    return str(missing.with_name(beside[near])) if near else ""
