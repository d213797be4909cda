"""What options and arguments take: words, countries, files. What was probably meant is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.suggestions import nearest, nearest_path

Parameter = click.Parameter | None
Context = click.Context | None


class OneOf(click.Choice[str]):
    """One of some words; a misspelt one is answered with the nearest."""

    def convert(self, value: Any, param: Parameter, ctx: Context) -> str:
        """The word as it is known, whatever its case."""
        known = {str(choice).casefold(): str(choice) for choice in self.choices}
        given = str(value).strip().casefold()
        if given not in known:
            expected = ", ".join(map(str, self.choices))
            meant = _meant(nearest(given, known))
            self.fail(f"{value!r} is not one of {expected}.{meant}", param, ctx)
        return known[given]


class Existing(click.Path):
    """A file or folder that is there; for one that is not, the nearest beside it is named."""

    def convert(self, value: Any, param: Parameter, ctx: Context) -> Any:
        """The path, once it is known to be there."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            raise click.BadParameter(
                f"{error.message}{self._advice(str(value))}", ctx, param
            ) from None

    def _advice(self, given: str) -> str:
        if "://" in given:
            return " Addresses are not read, only files: save it first."
        return "" if Path(given).exists() else _meant(nearest_path(given))


class CountryCode(click.ParamType[str]):
    """A country by its ISO 3166-1 code or its name, or a province by its ISO 3166-2 code."""

    name = "country"

    def __init__(self, *, provinces: bool = False) -> None:
        self.provinces = provinces

    def convert(self, value: Any, param: Parameter, ctx: Context) -> str:
        """The alpha-2 code, or the province's code."""
        from geo.gazetteer import Gazetteer

        gazetteer = Gazetteer.open()
        known = gazetteer.countries_table
        code = str(value).strip().upper()
        if code in known or (self.provinces and code in gazetteer.admin1_isos):
            return code
        found = [each for each in gazetteer.geocode(str(value)) if each.kind == "country"]
        if not found:
            meant = _meant(nearest(str(value), [country.name for country in known.values()]))
            message = f"{value!r} is no country; give its ISO 3166-1 code, such as EC.{meant}"
            self.fail(message, param, ctx)
        return found[0].country


class LanguageCodes(click.ParamType[tuple[str, ...]]):
    """Languages by their ISO 639-1 codes, with commas between."""

    name = "languages"

    def convert(self, value: Any, param: Parameter, ctx: Context) -> tuple[str, ...]:
        """The codes."""
        if isinstance(value, tuple):
            return value
        codes = tuple(code.strip().lower() for code in str(value).split(",") if code.strip())
        for code in codes:
            if len(code) != len("en") or not code.isalpha():
                self.fail(f"{code!r} is no code of two letters, such as en or es.", param, ctx)
        return codes


def _meant(near: str) -> str:
    return f" Did you mean {near!r}?" if near else ""
