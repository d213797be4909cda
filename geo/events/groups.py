"""Armed groups by the names that news calls them."""

from __future__ import annotations

from typing import NamedTuple

from geo.events.wordlists import read_lines

REBEL = "Rebel group"
POLITICAL = "Political militia"
IDENTITY = "Identity militia"
EXTERNAL = "External/Other forces"
STATE = "State forces"

_KINDS = {"R": REBEL, "P": POLITICAL, "I": IDENTITY, "E": EXTERNAL, "S": STATE}


class Group(NamedTuple):
    """An armed group: ACLED's kind, ISO alpha-2 of its home ("" for several), its names."""

    kind: str
    country: str
    name: str
    aliases: tuple[str, ...]


def read_groups() -> list[Group]:
    """Every group of words/groups.txt, its own name among the aliases."""
    groups = []
    for line in read_lines("groups"):
        kind, country, name, aliases = line.split("|")
        names = dict.fromkeys([name, *(alias for alias in aliases.split(";") if alias)])
        groups.append(Group(_KINDS[kind], country, name, tuple(names)))
    return groups
