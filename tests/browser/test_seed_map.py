"""The map of one event known to its province."""

import pytest

from geo.boundaries import ShippedBoundaries
from geo.render import draw_map


@pytest.fixture(scope="module")
def seed_map(seed_events):
    shipped = ShippedBoundaries()
    notes = [("A quiet day", "names places but reports no event")]
    return draw_map(seed_events, shipped.provinces(), shipped.countries(), notes=notes)


def test_page_says_how_many_events_it_shows(open_map, seed_map):
    page = open_map(seed_map)
    assert page.evaluate("[geoconflict.count, geoconflict.visible()]") == [1, 1]


def test_filter_answers_with_what_is_left(open_map, seed_map):
    page = open_map(seed_map)
    assert page.evaluate("geoconflict.filter({types: ['Battles']})") == 0
    assert page.evaluate("geoconflict.filter({from: '2026-03-04'})") == 0
    assert page.evaluate("geoconflict.filter({to: '2026-03-02'})") == 0
    assert page.evaluate("geoconflict.filter({minFatalities: 1})") == 0
    assert page.evaluate("geoconflict.filter({from: '2026-03-03', to: '2026-03-03'})") == 1
    assert page.evaluate("geoconflict.visible()") == 1


def test_card_tells_the_event(open_map, seed_map):
    card = open_map(seed_map).locator(".card")
    said = card.inner_text()
    for words in (
        "Air/drone strike",
        "Explosions/Remote violence",
        "Tue 3 March 2026 · “on Tuesday”",
        "Province of Esmeraldas, Ecuador",
        "province-level: the exact place is not stated",
        "Military Forces of the United States with Military Forces of Ecuador",
        "Deaths: not stated",
        "U.S. Partners with Ecuador on Targeted Drug Trafficking Strike, 6 March 2026",
        "seeds/000_3cbc6066d2084c96.txt",
        "0.97",
        "3 other places considered",
    ):
        assert words in said
    assert card.locator("mark").all_inner_texts() == ["Esmeraldas"]
    assert card.locator("u").all_inner_texts() == ["airstrike"]


def test_alternatives_are_shown_on_request(open_map, seed_map):
    page = open_map(seed_map)
    other = page.get_by_text("Minas Gerais")
    assert not other.is_visible()
    page.locator(".alternatives summary").click()
    assert other.is_visible()


def test_province_is_drawn_as_an_area_and_named(open_map, seed_map):
    page = open_map(seed_map)
    drawn = page.evaluate(
        """() => {
          const {basemap, marks, written} = atlas.page;
          const {name} = basemap.provinces;
          return {areas: [...marks.provinceAreas.keys()].map((at) => name[at]), written};
        }"""
    )
    assert drawn["areas"] == ["Esmeraldas"]
    neighbours = {"Esmeraldas", "Nariño", "Pichincha", "Imbabura", "ECUADOR", "COLOMBIA"}
    assert neighbours <= set(drawn["written"])


def test_hatching_covers_the_province_and_nothing_else(open_map, seed_map):
    """Counts coloured points of the canvas inside and outside the province."""
    page = open_map(seed_map)
    inside, outside = page.evaluate(
        """() => {
          const {plate, basemap, marks, map} = atlas.page;
          const shape = basemap.provinceShapes[marks.provinceOf[0]];
          const {ctx, left, top, scale, width, height} = plate.view;
          const {data} = ctx.getImageData(0, 0, Math.floor(width), Math.floor(height));
          const row = Math.floor(width);
          const found = [[0, 0], [0, 0]];
          for (let px = 5; px < width; px += 23) for (let py = 5; py < height; py += 23) {
            const first = (py * row + px) * 4, r = data[first], b = data[first + 2];
            const at = basemap.holds(shape, (px + left) / scale, (py + top) / scale) ? 0 : 1;
            found[at][0] += 1;
            if (r - b > 30) found[at][1] += 1;
          }
          return found.map(([all, warm]) => warm / all);
        }"""
    )
    assert inside > 0.9
    assert outside < 0.02


def test_one_event_needs_no_controls(open_map, seed_map):
    page = open_map(seed_map)
    assert page.locator("input, select, .filters, .timeline, .rows").count() == 0


def test_articles_without_an_event_are_listed_with_the_reason(open_map, seed_map):
    page = open_map(seed_map)
    page.locator(".notes summary").click()
    assert "names places but reports no event" in page.locator(".notes").inner_text()


def test_licences_stand_at_the_foot(open_map, seed_map):
    page = open_map(seed_map)
    page.locator(".credits summary").click()
    assert "Natural Earth" in page.locator(".credits").inner_text()
    assert "Natural Earth" in page.locator(".leaflet-control-attribution").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_land_and_water_follow_the_colour_scheme(open_map, seed_map, scheme):
    page = open_map(seed_map, color_scheme=scheme)
    water = {"light": [220, 230, 236], "dark": [22, 25, 29]}[scheme]
    assert (
        page.evaluate("[...atlas.page.plate.view.ctx.getImageData(20, 400, 1, 1).data].slice(0, 3)")
        == water
    )


def test_phone_keeps_map_attribution_and_scale_in_sight(open_map, seed_map):
    page = open_map(seed_map, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    sheet = page.locator("#panel").bounding_box()
    for name in (".leaflet-control-attribution", ".leaflet-control-scale-line"):
        box = page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= sheet["y"]
    page.locator(".handle").click()
    assert page.locator("#panel").bounding_box()["height"] > sheet["height"]


def test_page_reads_as_a_table_without_scripts(chromium, seed_map, tmp_path):
    path = tmp_path / "plain.html"
    seed_map.save(path)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    row = page.locator("noscript tbody tr").inner_text()
    context.close()
    assert "2026-03-03" in row
    assert "Esmeraldas, Ecuador" in row


def test_notebook_frame_works_without_a_network(chromium, seed_map):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(f"<body>{seed_map._repr_html_()}</body>")
    frame = page.frames[1]
    frame.evaluate("async () => { await geoconflict.ready; }")
    assert frame.evaluate("geoconflict.count") == 1
    context.close()


def test_old_browser_is_told(chromium, seed_map, tmp_path):
    path = tmp_path / "old.html"
    seed_map.save(path)
    page = chromium.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(path.as_uri())
    assert "could not be opened" in page.get_by_role("alert").inner_text()
    page.close()
