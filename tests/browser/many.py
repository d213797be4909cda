"""A hundred and twenty events in a fixed pattern, and what tests do with their map."""

import numpy as np
import pandas as pd

TYPES = ("Battles", "Explosions/Remote violence", "Riots", "Protests")
PLACES = {
    "Westtown": ("Westmark", "AA", "AA-1", 0.5, 0.5),
    "Easttown": ("Östmark", "AA", "AA-2", 1.5, 3.5),
    "Bordertown": ("Borderland", "BB", "BB-1", 1.0, 5.0),
    "Fartown": ("Farland", "CC", "CC-1", 20.5, 20.5),
}
NAMES = {"AA": "Aland", "BB": "Beland", "CC": "Celand"}


def many_rows(count=120):
    """Events in a fixed pattern over four places; no chance is involved."""
    rows = []
    for i in range(count):
        place = list(PLACES)[(i * i) % 4 if i % 3 else i % 4]
        admin1, code, iso, lat, lon = PLACES[place]
        day = np.datetime64("2026-01-01") + (i * 7) % 90
        rows.append(
            {
                "event_id_cnty": f"E{i}", "event_date": str(day), "event_type": TYPES[i % 4],
                "sub_event_type": f"Kind {i % 5}", "actor1": f"Group {i % 3}", "actor2": "Others",
                "country": NAMES[code], "x_country_iso2": code, "admin1": admin1,
                "x_admin1_iso": iso, "location": place, "latitude": lat + (i % 10) / 40,
                "longitude": lon + (i % 7) / 40, "fatalities": i % 6, "x_fat_reported": i % 6 != 1,
                "source": f"paper{i % 2}.txt", "x_precision": ("town", "near", "province")[i % 3],
                "x_radius_km": 25.0, "x_place_score": 0.4 + (i % 6) / 10,
                "x_sentence": f"Sentence number {i}.", "x_article_ids": [f"a{i % 9}"],
                "x_titles": [f"Title {i}"], "x_urls": [f"https://example.org/{i}"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def visible(page):
    return page.evaluate("geoconflict.visible()")


def open_filters(page):
    page.locator(".filters > summary").click()


def search_for(page, text):
    page.locator("input[type=search]").fill(text)
    page.evaluate("async () => { await atlas.page.events.cards.fold(); }")
