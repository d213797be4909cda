"""The tables that are known, and how each is told by its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import FrameError
from geo.exchange.imports import acled, gdelt, own, ucdp
from geo.suggestions import nearest

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of table: the columns it must have, their other names, and how it is read."""

    title: str
    needed: tuple[str, ...]
    aliases: Mapping[str, str]
    rows: Callable[[Chunk], pd.DataFrame]

    def named(self, columns: Iterable[str]) -> dict[str, str]:
        """The present name of each column: lower case, earlier names replaced."""
        stated = {str(name): str(name).strip().lower() for name in columns}
        taken = set(stated.values())
        return {
            name: low if self.aliases.get(low, low) in taken else self.aliases.get(low, low)
            for name, low in stated.items()
        }

    def lacking(self, columns: Iterable[str]) -> list[str]:
        """The needed columns that are not among `columns`."""
        have = set(self.named(columns).values())
        return [name for name in self.needed if name not in have]


OWN = Form(title="geoconflict", needed=own.NEEDED, aliases=own.ALIASES, rows=own.own_rows)
UCDP = Form(title="UCDP GED", needed=ucdp.NEEDED, aliases=ucdp.ALIASES, rows=ucdp.ucdp_rows)
GDELT = Form(title="GDELT", needed=gdelt.NEEDED, aliases=gdelt.ALIASES, rows=gdelt.gdelt_rows)
ACLED = Form(title="ACLED", needed=acled.NEEDED, aliases=acled.ALIASES, rows=acled.acled_rows)

# Our own files have ACLED's columns too, so they are looked for first.
FORMS = (OWN, UCDP, GDELT, ACLED)

_SHOWN = 12


def with_gdelt_names(table: pd.DataFrame) -> pd.DataFrame:
    """A table without header gets GDELT's columns, if it has as many."""
    numbered = [str(number) for number in range(len(gdelt.COLUMNS))]
    if list(table.columns) == numbered:
        return table.set_axis(list(gdelt.COLUMNS), axis="columns")
    return table


def form_of(columns: Iterable[str], *, path: str, forms: Iterable[Form] = FORMS) -> Form:
    """The first of `forms` whose columns are all there.

    Raises FrameError, which names what was looked for, what is missing and what was found.
    """
    columns, forms = list(columns), tuple(forms)
    for form in forms:
        if not form.lacking(columns):
            return form
    looked = "".join(f"\n  {_lack(form, columns)}" for form in _nearest_first(forms, columns))
    found = ", ".join(map(str, columns[:_SHOWN])) or "no columns"
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    articles = "; articles? `geoconflict run` reads them" if _is_of_articles(columns) else ""
    raise FrameError(
        f"{path}: not a table of events that is known{articles}; found {found}{more}{looked}"
    )


def _is_of_articles(columns: Iterable[str]) -> bool:
    return any(name.strip().lower() in {"text", "body", "content"} for name in columns)


def _nearest_first(forms: tuple[Form, ...], columns: list[str]) -> list[Form]:
    return sorted(forms, key=lambda form: len(form.lacking(columns)) / len(form.needed))


def _lack(form: Form, columns: list[str]) -> str:
    lacking = form.lacking(columns)
    needs = f"{form.title} needs {', '.join(form.needed)} and lacks"
    if len(lacking) == len(form.needed):
        return f"{needs} all of them"
    return f"{needs} {', '.join(_missing(name, form, columns) for name in lacking)}"


def _missing(name: str, form: Form, columns: Iterable[str]) -> str:
    """A missing column, and the one in the table that may be meant by it."""
    taken = {*form.needed, *form.aliases}
    near = nearest(name, [each for each in columns if each.strip().lower() not in taken])
    return f"{name} (is it {near}?)" if near else name
