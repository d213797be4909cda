"""The card of an event that a person corrected."""

import pandas as pd
import pytest

from geo.render import draw_map

NOTES = [
    "place by Ana <b>Ruiz</b>: it says so by name",
    "fatalities by Ana <b>Ruiz</b>: it says so by name",
    "x_review_status by Íñigo",
]
WORDS = {
    "en": ("Corrected by", "Confirmed by"),
    "es": ("Corregido por", "Confirmado por"),
    "fr": ("Corrigé par", "Confirmé par"),
}


@pytest.mark.parametrize("language", WORDS)
def test_card_says_who_corrected_and_why_once(open_map, provinces, countries, language):
    row = {"latitude": 1.0, "longitude": 1.0, "event_type": "Battles", "x_corrections": NOTES}
    drawn = draw_map(pd.DataFrame([row]), provinces, countries, language=language)
    told = open_map(drawn).locator(".card .decisions p").all_inner_texts()
    corrected, confirmed = WORDS[language]
    assert told == [f"{corrected} Ana <b>Ruiz</b>: it says so by name", f"{confirmed} Íñigo"]
