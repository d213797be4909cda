"""Tell what a corpus holds from its form, and which tasks it can be scored on.

names       place names with offsets: LGL, GeoVirus, TR-News, GeoWebNews
templates   news with filled event templates in JSON Lines: MUC-4
snippets    a table of texts labelled with a sub-type: CASE 2021
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from geo.errors import SourceError, UsageError

Form: TypeAlias = Literal["names", "templates", "snippets"]
PLACE_TASKS = ("recognition", "resolution", "end-to-end")
EVENT_TASKS = ("events", "relevance", "dates", "types")
ALL_TASKS = ("places", *EVENT_TASKS, *PLACE_TASKS)
_TASKS: dict[Form, tuple[str, ...]] = {
    "names": ("places", *PLACE_TASKS),
    "templates": ("places", *EVENT_TASKS),
    "snippets": ("types",),
}
_HOLDS: dict[Form, str] = {
    "names": "annotated place names",
    "templates": "event templates",
    "snippets": "labelled snippets",
}
SNIPPET_COLUMNS = ("EventSnippet", "SubType")
_SHOWN = 60


def corpus_form(path: Path | str) -> Form:
    """What a corpus holds, told from its first line and not from its name.

    Raises SourceError where the file cannot be read.

    Example
    -------
    >>> corpus_form("muc4.jsonl")  # doctest: +SKIP
    'templates'
    """
    path = Path(path)
    if path.is_dir():
        return "names"
    line = _first_line(path)
    if set(SNIPPET_COLUMNS) <= set(line.split("\t")):
        return "snippets"
    row = _json_row(line)
    return "templates" if "text" in row and "events" in row else "names"


def chosen_tasks(path: Path | str, form: Form, tasks: Sequence[str]) -> tuple[str, ...]:
    """The tasks asked for, or what a corpus of this form is mainly for.

    Raises UsageError where the corpus holds nothing to score a task against.
    """
    known = _TASKS[form]
    for task in tasks:
        if task not in known:
            raise UsageError(
                f"{path} holds {_HOLDS[form]}, which cannot be scored on {task!r}; "
                f"ask for --task {' or '.join(known)}"
            )
    return tuple(dict.fromkeys(tasks)) or known[:1]


def found_instead(text: str) -> str:
    """The beginning of a text for a message: what was found where something else belongs."""
    line = text.lstrip().partition("\n")[0]
    return repr(line[:_SHOWN] + ("..." if len(line) > _SHOWN else "")) if line else "nothing"


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return next((line.strip("\r\n") for line in lines if line.strip()), "")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            str(path), f"not readable as UTF-8 text ({error}); expected an annotated corpus"
        ) from error


def _json_row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}
