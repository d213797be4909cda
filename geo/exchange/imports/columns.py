"""What the forms have in common: columns that follow from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from geo.frames.codebook import disorder_type, interaction, plover
from geo.records import Country

if TYPE_CHECKING:
    import pandas as pd

RADIUS_KM = {"town": 5.0, "near": 25.0, "district": 50.0, "province": 150.0, "country": 500.0}
"""How far from its point an event may lie, by precision, where the table does not say."""

Columns = dict[str, Any]


def mapped(values: pd.Series[Any], change: Callable[[Any], Any]) -> pd.Series[Any]:
    """`change` of each value, as objects; each distinct value is asked for once."""
    known = {value: change(value) for value in values.unique()}
    return values.astype(object).map(known).astype(object)


def or_none(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Texts with None for an empty one."""
    return texts.astype(object).where(texts != "", None)


def constant(index: pd.Index[Any], value: Any) -> pd.Series[Any]:
    """The same value in every row."""
    import pandas as pd

    return pd.Series([value] * len(index), index=index, dtype=object)


def country_columns(found: pd.Series[Any]) -> Columns:
    """iso, region, country and x_country_iso2 of a column of Country or None."""

    def part(name: str) -> list[Any]:
        return [getattr(each, name) if isinstance(each, Country) else None for each in found]

    index = found.index
    return {
        "iso": _column([number or None for number in part("iso_numeric")], index),
        "region": _column(part("region"), index),
        "country": _column(part("name"), index),
        "x_country_iso2": _column(part("iso2"), index),
    }


def _column(values: list[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(values, index=index, dtype=object)


def precision_columns(precision: pd.Series[Any]) -> Columns:
    """x_precision and x_radius_km of a column of precisions; None where nothing is known."""
    return {"x_precision": precision, "x_radius_km": mapped(precision, RADIUS_KM.get)}


def type_columns(event_type: pd.Series[Any], sub_type: pd.Series[Any]) -> Columns:
    """Type, sub-type and what the codebooks derive from them."""
    pairs = _pairs(event_type, sub_type)
    return {
        "event_type": event_type,
        "sub_event_type": sub_type,
        "disorder_type": mapped(pairs, lambda pair: disorder_type(*pair) if pair[0] else None),
        "x_plover": mapped(pairs, lambda pair: plover(*pair) or None),
    }


def interactions(inter1: pd.Series[Any], inter2: pd.Series[Any]) -> pd.Series[Any]:
    """ACLED's interaction of two columns of actor kinds."""
    return mapped(_pairs(inter1, inter2), lambda pair: interaction(*pair) or None)


def _pairs(first: pd.Series[Any], second: pd.Series[Any]) -> pd.Series[Any]:
    pairs = [(one or "", two or "") for one, two in zip(first, second, strict=True)]
    return _column(pairs, first.index)


def imported(index: pd.Index[Any]) -> Columns:
    """What is true of every row that a person or another machine coded."""
    return {
        "x_status": constant(index, "reported"),
        "x_review_status": constant(index, "imported"),
    }


def frame(columns: Mapping[str, Any], index: pd.Index[Any]) -> pd.DataFrame:
    """The columns as one table."""
    import pandas as pd

    return pd.DataFrame(dict(columns), index=index)
