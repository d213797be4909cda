"""The places that articles name and where nothing happened: off until asked for."""

import pandas as pd
import pytest

from geo.render import draw_map

PLACES = pd.DataFrame(
    {
        "name": ["Quietville", "Markettown", "Nowhere"],
        "latitude": [1.5, 1.2, None],
        "longitude": [2.5, 1.2, 1.0],
        "n_articles": [1, 12, 3],
    }
)


@pytest.fixture
def page(open_map, seed_events, provinces, countries):
    def open_(fragment=""):
        drawn = draw_map(seed_events, provinces, countries, context=PLACES)
        return open_map(drawn, fragment=fragment)

    return open_


def rings(page):
    return page.evaluate("atlas.page.context.hits.length")


def test_context_places_are_off_until_asked_for(page):
    opened = page()
    assert rings(opened) == 0
    assert opened.locator(".context li").first.is_hidden()
    box = opened.get_by_label("2 other places named")
    box.check()
    opened.evaluate("geoconflict.ready.then(() => atlas.page.plate.repaint())")
    assert opened.locator(".context li").all_inner_texts() == [
        "Markettown: named in 12 articles, no event placed there",
        "Quietville: named in 1 article, no event placed there",
    ]
    box.uncheck()
    assert opened.locator(".context li").first.is_hidden()


def test_a_context_place_says_its_name_under_the_pointer(page):
    opened = page()
    opened.get_by_label("2 other places named").check()
    at = opened.evaluate("""() => {
      atlas.page.map.setView([1.35, 1.8], 8, {animate: false});
      atlas.page.plate.repaint();
      const canvas = document.querySelector("canvas.plate").getBoundingClientRect();
      const hit = atlas.page.context.hits.find(({i}) => i === 0);
      return [canvas.x + hit.x, canvas.y + hit.y];
    }""")
    opened.mouse.move(*at)
    assert opened.locator(".tip").inner_text().startswith("Markettown: named in 12 articles")


def test_a_map_without_context_places_has_no_switch(open_map, seed_events, provinces, countries):
    opened = open_map(draw_map(seed_events, provinces, countries))
    assert opened.locator(".context").count() == 0


def test_the_switch_is_in_the_address_of_many_events(open_map, events, provinces, countries):
    drawn = draw_map(events, provinces, countries, context=PLACES)
    opened = open_map(drawn)
    opened.get_by_label("2 other places named").check()
    opened.wait_for_function("location.hash.includes('n=1')")
    again = open_map(drawn, fragment=opened.evaluate("location.hash"))
    assert again.get_by_label("2 other places named").is_checked()
