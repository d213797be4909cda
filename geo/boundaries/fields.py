"""Which column of a boundary file says what: found by its name, or named by the user.

Known are the columns of OCHA's common operational datasets (ADM1_EN, ADM1_PCODE and their lower
case successors), geoBoundaries (shapeName, shapeISO, shapeID, shapeGroup), GADM (NAME_1, GID_1,
HASC_1, ISO_1) and Natural Earth (name, iso_3166_2, iso_a2).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from geo.errors import UsageError

Level = Literal[1, 2]
Role = Literal["name", "code", "iso", "country", "parent"]

ROLES: tuple[Role, ...] = ("name", "code", "iso", "country", "parent")
"""What a column can say: an area's name, its code, its ISO 3166-2 code, its country (a code or
a name), and the name of the province that a district lies in."""

LOOSE_CODES = ("code", "id")
"""Names of columns that often hold an area's code, and often something else."""

LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "uk", "sw", "id")

_LEVEL = re.compile(r"(?:adm(?:in)?_?|name_|gid_|hasc_|engtype_)([1-5])")
_ANY_LEVEL: dict[Role, tuple[str, ...]] = {
    "name": ("shapename", "name", "name_en", "nom", "nombre", "nome"),
    "code": ("shapeid", "pcode", "p_code", *LOOSE_CODES),
    "iso": ("shapeiso", "iso_3166_2", "iso3166_2", "iso_code"),
    "country": (
        "iso_a2", "iso2", "adm0_pcode", "admin0pcode", "shapegroup", "gid_0", "iso3", "iso_a3",
        "adm0_a3", "country_code", "adm0_name", "admin0name_en",
        "admin0name", "name_0", "country",
    ),
    "parent": (),
}  # fmt: skip


def find_level(columns: Iterable[str], types: Iterable[str] = ()) -> Level:
    """1 or 2: the level that columns or geoBoundaries' shapeType speak of, 2 for finer ones."""
    told = [int(name[3:]) for name in types if re.fullmatch(r"ADM[1-5]", name)]
    levels = told or [int(match[1]) for name in columns if (match := _LEVEL.match(name.lower()))]
    return 2 if max(levels, default=1) > 1 else 1


def find_fields(
    columns: Sequence[str], *, level: Level, given: Mapping[str, str], file: str
) -> dict[Role, str]:
    """The column of each role that has one.

    `given` are a user's own, by role. Raises UsageError for a role or column that there is not,
    and where no column holds a name.
    """
    _check_given(columns, given, file)
    by_name = {name.lower(): name for name in reversed(columns)}
    found: dict[Role, str] = {}
    for role in ROLES:
        names = [by_name[name] for name in _candidates(role, level) if name in by_name]
        if role in given or names:
            found[role] = given.get(role) or names[0]
    if "name" not in found:
        looked = ", ".join(_candidates("name", level)[:4])
        raise UsageError(
            f"{file}: no column holds names of level {level} (looked for {looked} and others); "
            f"it has {', '.join(columns)}; say which with --columns name=COLUMN"
        )
    return found


def _check_given(columns: Sequence[str], given: Mapping[str, str], file: str) -> None:
    for role, column in given.items():
        if role not in ROLES:
            raise UsageError(f"--columns {role}={column}: {role} is none of {', '.join(ROLES)}")
        if column not in columns:
            near = difflib.get_close_matches(column, columns, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{file} has no column {column}; {meant}it has {', '.join(columns)}")


def _candidates(role: Role, level: int) -> list[str]:
    """The names that a role's column may have, in lower case, the likeliest first."""
    if role == "parent":
        return _names(level - 1) if level > 1 else []
    if role == "name":
        return [*_names(level), *_ANY_LEVEL["name"]]
    if role == "code":
        own = [f"adm{level}_pcode", f"admin{level}pcode", f"gid_{level}", f"hasc_{level}"]
        return [*own, *_ANY_LEVEL["code"]]
    if role == "iso":
        return [f"iso_{level}", *_ANY_LEVEL["iso"]]
    return [*_ANY_LEVEL["country"], *(f"adm0_{language}" for language in LANGUAGES)]


def _names(level: int) -> list[str]:
    stems = (f"adm{level}", f"admin{level}name", f"admin{level}", f"name_{level}")
    spoken = [f"{stem}_{language}" for language in LANGUAGES for stem in stems[:2]]
    return [*spoken, f"adm{level}_name", f"name_{level}", *stems[:3]]
