"""The map for everyone: assistive technology, the keyboard alone, little movement, paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true; })"


@pytest.mark.parametrize(
    ("scheme", "width", "state"),
    [
        ("light", 1280, "0"),
        ("dark", 1280, OPEN_ALL),
        ("light", 390, "atlas.page.choose(3, {})"),
        ("dark", 390, "atlas.page.choose(3, {})"),
    ],
)
def test_axe_finds_nothing(open_map, many_map, scheme, width, state):
    page = open_map(many_map, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate(state)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_first_stops_of_the_keyboard_lead_past_the_map(open_map, many_map):
    page = open_map(many_map)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the list"
    assert page.locator(".skips a").first.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.hasAttribute('data-row')")
    page.locator(".skips a").last.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('folium-map')")
    assert page.evaluate("geoconflict.visible()") == 120


def test_timeline_says_its_dates(open_map, many_map):
    page = open_map(many_map)
    page.locator(".timeline canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    slider = page.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "1 Jan 2026 to 2 Jan 2026"
    assert page.locator(".timeline output").inner_text() == "1 Jan 2026 to 2 Jan 2026"


def test_whoever_asks_for_less_movement_gets_none(open_map, many_map):
    options = "[atlas.page.map.options.zoomAnimation, atlas.page.map.options.inertia]"
    assert open_map(many_map, reduced_motion="reduce").evaluate(options) == [False, False]
    assert open_map(many_map).evaluate(options) == [True, True]


def test_opened_card_is_scrolled_into_sight(open_map, many_map):
    page = open_map(many_map)
    page.locator(".filters > summary").click()
    page.evaluate("atlas.page.choose(3, {})")
    page.locator(".card").wait_for()
    panel, card = (page.locator(name).bounding_box() for name in (".scroll", ".card"))
    assert panel["y"] <= card["y"]
    assert card["y"] + card["height"] <= panel["y"] + panel["height"]


def test_paper_shows_the_same_part_of_the_map_with_its_legend(open_map, many_map):
    page = open_map(many_map)
    before = page.evaluate("atlas.page.map.getBounds().toBBoxString()")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    box = page.locator(".folium-map").bounding_box()
    assert (round(box["width"]), round(box["height"])) == (680, 454)
    hits = "atlas.page.marks.hits.reduce((sum, {count}) => sum + count, 0)"
    assert page.evaluate(hits) == 120
    assert page.locator(".legend li").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("atlas.page.map.getBounds().toBBoxString()") == before
    assert not page.locator(".legend li").first.is_visible()


@pytest.mark.parametrize(("language", "name"), [("Español", "BRASIL"), ("Français", "BRÉSIL")])
def test_countries_are_named_in_the_language_of_the_page(open_map, many_map, language, name):
    page = open_map(many_map)
    page.get_by_role("button", name=language).click()
    assert page.evaluate("atlas.countryName('BR', 'Brazil').toUpperCase()") == name
    assert page.evaluate("atlas.countryName('AA', 'Aland')") == "Aland"
