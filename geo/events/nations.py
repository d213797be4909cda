"""Words for the people and things of a country, folded."""

from __future__ import annotations

from geo.events.wordlists import read_table

NATIONS: dict[str, str] = {
    word: country for country, words in read_table("nations").items() for word in words
}
"""Folded adjective to ISO 3166-1 alpha-2."""

WITH_ARTICLE = frozenset(
    [
        "US",
        "GB",
        "AE",
        "NL",
        "PH",
        "BS",
        "GM",
        "CF",
        "CZ",
        "DO",
        "KM",
        "MH",
        "MV",
        "SB",
        "SC",
        "VA",
        "FK",
        "KY",
        "MP",
        "TC",
        "VG",
        "VI",
    ]
)
"""Countries whose English name takes "the": "Military Forces of the United States"."""
