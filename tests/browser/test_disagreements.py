"""The card of an event that several articles tell of."""

import pandas as pd

from geo.render import draw_map

REPORTS = ["AFP: 3 dead", "EFE: <b>5</b> dead", "La Hora: 4 dead"]
URLS = [f"https://example.org/{at}" for at in range(3)]
DISAGREEMENTS = "deaths: 3 (AFP), 4 (La Hora), 5 (EFE)"


def test_card_lists_every_report_and_where_they_differ(open_map, provinces, countries):
    row = {
        "latitude": 1.0, "longitude": 1.0, "event_type": "Battles", "source": "AFP; EFE; La Hora",
        "x_n_sources": 3, "x_urls": URLS, "x_reports": REPORTS, "x_disagreements": DISAGREEMENTS,
    }  # fmt: skip
    card = open_map(draw_map(pd.DataFrame([row]), provinces, countries)).locator(".card")
    assert card.locator(".sources li").all_inner_texts() == REPORTS
    links = card.locator(".sources a").all()
    assert [link.get_attribute("href") for link in links] == URLS
    assert f"Sources differ: {DISAGREEMENTS}" in card.inner_text()
    assert "3 sources" in card.inner_text()
