"""Give places the forms of our own tables: spellings, short forms, demonyms ("Ecuadorian")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gazetteer_places import ABBREVIATION, ALTERNATE, DEMONYM, Entry, split

from geo.names import fold


def add_forms(
    entries: Sequence[Entry],
    isos: Mapping[str, Entry],
    merged: Mapping[str, Entry],
    *,
    spellings: Iterable[dict[str, str]],
    abbreviations: Iterable[dict[str, str]],
    demonyms: Iterable[dict[str, str]],
) -> list[str]:
    """Add the forms to the places they mean; the targets that no place answers to are returned.

    A target is an ISO alpha-2 code, an ISO 3166-2 code (a key of `isos`), "region:NAME" or
    "city:NAME|CC"; `merged` holds the regions that are provinces.
    """
    targets = _Targets(entries, isos, merged)
    unknown = []
    tables = ((spellings, ALTERNATE), (abbreviations, ABBREVIATION), (demonyms, DEMONYM))
    for rows, match in tables:
        for row in rows:
            entry = targets.find(row["target"])
            if entry is None:
                unknown.append(row["target"])
            else:
                entry.add(split(row["forms"]), match)
    return unknown


class _Targets:
    def __init__(
        self, entries: Sequence[Entry], isos: Mapping[str, Entry], merged: Mapping[str, Entry]
    ) -> None:
        self._isos = isos
        self._countries = {each.country: each for each in entries if each.kind == "country"}
        self._regions: dict[str, Entry] = dict(merged)
        self._cities: dict[tuple[str, str], Entry] = {}
        for each in entries:
            if each.kind in {"region", "water", "other"}:
                for key in each.names:
                    self._regions.setdefault(key, each)
            elif each.kind == "populated":
                self._add_city(each)

    def _add_city(self, city: Entry) -> None:
        for key in city.names:
            known = self._cities.get((key, city.country))
            if known is None or known.population < city.population:
                self._cities[(key, city.country)] = city

    def find(self, target: str) -> Entry | None:
        if target.startswith("region:"):
            return self._regions.get(fold(target.removeprefix("region:")))
        if target.startswith("city:"):
            name, _, country = target.removeprefix("city:").partition("|")
            return self._cities.get((fold(name), country))
        return self._isos.get(target) if "-" in target else self._countries.get(target)
