"""What follows from an event's type, actors and precision in the codebooks of the field.

Sources: ACLED Codebook (2024) for disorder types, interactions and geo-precision; UCDP GED
Codebook 24.1 for type_of_violence and where_prec; PLOVER (2023) for event categories.
"""

from __future__ import annotations

from collections.abc import Collection

from geo.records import Precision

GEO_PRECISION = {
    Precision.TOWN: 1,
    Precision.NEAR: 2,
    Precision.DISTRICT: 2,
    Precision.PROVINCE: 3,
    Precision.COUNTRY: 3,
}

UCDP_WHERE_PRECISION = {
    Precision.TOWN: 1,
    Precision.NEAR: 2,
    Precision.DISTRICT: 3,
    Precision.PROVINCE: 4,
    Precision.COUNTRY: 6,
}

INTER_ORDER = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)

_STATE_KINDS = frozenset(("State forces", "External/Other forces"))

_PLOVER_BY_TYPE = {
    "Battles": "ASSAULT",
    "Explosions/Remote violence": "ASSAULT",
    "Violence against civilians": "ASSAULT",
    "Riots": "PROTEST",
    "Protests": "PROTEST",
}

_PLOVER_BY_SUB_TYPE = {
    "Excessive force against protesters": "ASSAULT",
    "Mob violence": "ASSAULT",
    "Agreement": "AGREE",
    "Arrests": "COERCE",
    "Change to group/activity": "MOBILIZE",
    "Disrupted weapons use": "COERCE",
    "Headquarters or base established": "MOBILIZE",
    "Looting/property destruction": "COERCE",
    "Non-violent transfer of territory": "RETREAT",
}


def disorder_type(event_type: str, sub_type: str) -> str:
    """ACLED's disorder type; excessive force against protesters belongs to two."""
    if sub_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event_type == "Protests" or sub_type == "Violent demonstration":
        return "Demonstrations"
    if event_type == "Strategic developments":
        return "Strategic developments"
    return "Political violence"


def interaction(inter1: str, inter2: str) -> str:
    """ACLED's interaction of two kinds of actor, in the codebook's order; "" without actors."""
    kinds = sorted({kind for kind in (inter1, inter2) if kind}, key=_inter_rank)
    if not kinds:
        return ""
    if kinds == ["Civilians", "External/Other forces"]:
        return "External/Other forces-Civilians"
    if inter1 and inter2:
        return f"{kinds[0]}-{kinds[-1]}"
    return f"{kinds[0]} only"


def _inter_rank(kind: str) -> int:
    return INTER_ORDER.index(kind) if kind in INTER_ORDER else len(INTER_ORDER)


def ucdp_type(
    event_type: str,
    sub_type: str,
    kinds1: Collection[str],
    kinds2: Collection[str],
    *,
    civilian_targeting: bool,
) -> int | None:
    """UCDP's type_of_violence: 1 state-based, 2 non-state, 3 one-sided.

    `kinds1` and `kinds2` are the kinds of actor on each side. None where there is no violence, or
    nobody knows who fought: rebels alone fight the state.
    """
    if event_type in {"Protests", "Strategic developments", "Riots"}:
        return 3 if sub_type == "Excessive force against protesters" else None
    if event_type == "Violence against civilians" or civilian_targeting:
        return 3
    if not _STATE_KINDS.isdisjoint([*kinds1, *kinds2]):
        return 1
    if kinds1 and kinds2:
        return 2
    return 1 if "Rebel group" in kinds1 else None


def plover(event_type: str, sub_type: str) -> str:
    """PLOVER's event category; "" where it has none."""
    return _PLOVER_BY_SUB_TYPE.get(sub_type, _PLOVER_BY_TYPE.get(event_type, ""))
