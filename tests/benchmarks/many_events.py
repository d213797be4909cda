"""Event tables of any size, as a coder of conflict events would fill them; no chance is left open.

Every row has a town in a real province, two actors, a day, deaths, a precision and a score, a
source with the title of an article, and a sentence of about sixteen words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.boundaries import ShippedBoundaries

SUB_TYPES = {
    "Battles": ["Armed clash", "Non-state actor overtakes territory"],
    "Explosions/Remote violence": ["Air/drone strike", "Shelling/artillery/missile attack"],
    "Violence against civilians": ["Attack", "Abduction/forced disappearance"],
    "Riots": ["Mob violence", "Violent demonstration"],
    "Protests": ["Peaceful protest", "Protest with intervention"],
    "Strategic developments": ["Looting/property destruction", "Agreement"],
}
TRIGGERS = (
    "clashed with", "attacked", "shelled", "ambushed", "abducted members of", "opened fire on",
    "bombed", "overran", "dispersed", "raided", "surrounded", "fired rockets at",
)  # fmt: skip
BASES = (
    "a position of", "a convoy of", "a checkpoint of", "a patrol of", "a camp of", "the base of",
    "supporters of", "the offices of",
)  # fmt: skip
WHENS = (
    "early in the morning", "after nightfall", "for a second day", "on market day",
    "hours after a truce", "during an aid delivery", "before dawn on Friday",
    "as the rains began", "after an earlier raid", "without warning",
)  # fmt: skip
ENDS = (
    "residents said", "according to the army", "a local official told reporters",
    "the hospital reported", "witnesses said by telephone", "the mission confirmed later",
)  # fmt: skip
KINDS = ("Army of", "Police of", "Rebels of", "Militia of", "Youth of", "Front of", "Guards of")
QUARTERS = ("", " town", " market", " east", " camp", " bridge")


def many_events(count: int) -> pd.DataFrame:
    """An event table of `count` rows, spread over the world's provinces in uneven clusters."""
    rng = np.random.default_rng(20261124)
    towns = _towns(rng)
    at = towns.iloc[_uneven(rng, len(towns), count)].reset_index(drop=True)
    code = rng.integers(0, 12, count)
    types = np.array(list(SUB_TYPES), object)[code % len(SUB_TYPES)]
    subs = np.array([sub for pair in SUB_TYPES.values() for sub in pair], object)
    kind = (code % 6) * 2 + code // 6
    town, country = at["town"].to_numpy(object), at["country"].to_numpy(object)
    first, second = (
        np.array(KINDS, object)[rng.integers(0, len(KINDS), count)] + " " + country
        for _ in range(2)
    )
    number = np.arange(count).astype(str).astype(object)
    paper = rng.integers(0, 300, count).astype(str).astype(object)
    dead = rng.negative_binomial(0.4, 0.1, count)
    frame: dict[str, Any] = {
        "event_id_cnty": country + number,
        "event_date": np.datetime64("2018-01-01") + rng.integers(0, 3000, count),
        "event_type": types, "sub_event_type": subs[kind],
        "actor1": first, "actor2": second, "country": country, "x_country_iso2": country,
        "admin1": at["name"], "x_admin1_iso": at["iso_3166_2"], "x_province_id": at["province_id"],
        "location": town, "latitude": at["lat"], "longitude": at["lon"],
        "source": "Paper " + paper, "notes": _sentences(rng, first, second, town),
        "fatalities": dead, "x_fat_reported": dead % 7 != 1,
        "x_precision": np.array(["town", "town", "town", "near", "province"], object)[
            rng.integers(0, 5, count)
        ],
        "x_radius_km": rng.choice([5.0, 10.0, 25.0], count),
        "x_place_score": rng.beta(8, 2, count).round(2),
        "x_titles": [[f"{kind} in {place}"] for kind, place in zip(subs[kind], town, strict=True)],
    }  # fmt: skip
    return pd.DataFrame(frame)


def _towns(rng: np.random.Generator) -> pd.DataFrame:
    """Six towns round the middle of each province, at coordinates that their events share."""
    provinces = ShippedBoundaries().provinces().drop(columns="geometry")
    towns = provinces.loc[provinces.index.repeat(len(QUARTERS))].reset_index(drop=True)
    quarter = np.tile(np.array(QUARTERS, object), len(provinces))
    towns["town"] = towns["name"].to_numpy(object) + quarter
    towns["lat"] = (towns["lat"] + rng.normal(0, 0.3, len(towns)).clip(-1, 1)).round(5)
    towns["lon"] = (towns["lon"] + rng.normal(0, 0.3, len(towns)).clip(-1, 1)).round(5)
    return towns


def _uneven(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Indices below `size`, a few of them far more often than the rest."""
    share = rng.permutation(1 / np.arange(1, size + 1) ** 0.8)
    return rng.choice(size, count, p=share / share.sum())


def _sentences(
    rng: np.random.Generator, first: np.ndarray, second: np.ndarray, town: np.ndarray
) -> np.ndarray:
    def one_of(words: tuple[str, ...]) -> np.ndarray:
        return np.array(words, object)[rng.integers(0, len(words), len(first))]

    who = first + " " + one_of(TRIGGERS) + " " + one_of(BASES) + " " + second
    return who + " in " + town + " " + one_of(WHENS) + ", " + one_of(ENDS) + "."
