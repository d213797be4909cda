"""Corrections that last: a file of what persons decided, replayed on every run.

`read_corrections` reads it; `correct_toponyms` and `correct_resolutions` change the place names
of an article before its events are read, `correct_rows` its events before the reports of several
articles are put together; `append_corrections` and `withdraw_corrections` write. All but reading
and writing are pure.
"""

from geo.corrections.mentions import correct_resolutions, correct_toponyms, find_words, place_id
from geo.corrections.reading import NAME, corrections_beside, read_corrections
from geo.corrections.records import COLUMNS, Correction, Corrections, Fate, Problem, event_digest
from geo.corrections.rows import correct_rows, told
from geo.corrections.values import CONFIRMED, EVENT_FIELDS, MENTION_FIELDS, REJECTED, understood
from geo.corrections.writing import append_corrections, withdraw_corrections

__all__ = [
    "COLUMNS",
    "CONFIRMED",
    "EVENT_FIELDS",
    "MENTION_FIELDS",
    "NAME",
    "REJECTED",
    "Correction",
    "Corrections",
    "Fate",
    "Problem",
    "append_corrections",
    "correct_resolutions",
    "correct_rows",
    "correct_toponyms",
    "corrections_beside",
    "event_digest",
    "find_words",
    "place_id",
    "read_corrections",
    "told",
    "understood",
    "withdraw_corrections",
]
